#pragma once

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/files.h"

namespace support {

/// How a run of the program ended.
struct Outcome {
  int status = -1;  ///< exit status; -1 where a signal ended it
  std::string out, err;
  long peak = 0;  ///< KiB of memory that it had at most
};

/// What is special about a run.
struct Surroundings {
  std::filesystem::path folder{};                    ///< working directory; empty: this one
  std::map<std::string, std::string> environment{};  ///< added to this one's
  std::string stdout_path{};                         ///< standard output goes there; "-" closes it
  rlim_t file_limit = RLIM_INFINITY;                 ///< most bytes of a file: stands for a full disk
  std::map<int, rlim_t> limits{};                    ///< others, by their RLIMIT_
};

/// Runs the tconv-lab that was built and waits for it.
inline Outcome runProgram(const std::vector<std::string>& arguments, const Surroundings& around = {}) {
  const TemporaryFolder streams;
  const std::string out = around.stdout_path.empty() ? (streams / "out").string() : around.stdout_path;
  const std::string err = (streams / "err").string();
  std::string program = TCONV_LAB_BINARY;
  std::vector<char*> argv = {program.data()};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(::open("/dev/null", O_RDONLY), 0);
    if (out != "-") ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600), 1);
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600), 2);
    if (out == "-") ::close(1);
    ::close_range(3, ~0U, 0);  // what this program was given open counts as open files of that one, too
    ::setenv("LC_ALL", "C", 1);  // English, unless a test says otherwise
    for (const auto& [name, value] : around.environment) ::setenv(name.c_str(), value.c_str(), 1);
    if (!around.folder.empty() && ::chdir(around.folder.c_str()) != 0) ::_exit(126);
    const rlimit largest{around.file_limit, around.file_limit};
    if (around.file_limit != RLIM_INFINITY) ::setrlimit(RLIMIT_FSIZE, &largest);
    for (const auto& [which, most] : around.limits) {
      const rlimit limit{most, most};
      ::setrlimit(static_cast<__rlimit_resource>(which), &limit);
    }
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  while (::wait4(child, &status, 0, &usage) < 0 && errno == EINTR) continue;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, around.stdout_path.empty() ? contentOf(out) : "",
          contentOf(err), usage.ru_maxrss};
}

}  // namespace support

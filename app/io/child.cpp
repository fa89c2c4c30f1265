#include "io/child.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "i18n/translate.h"
#include "model/quoted.h"
#include "tconv/error.h"

namespace lab::io {
namespace {

constexpr int kPatience = 200;  ///< milliseconds between looks whether to go on waiting

/// The full name of a program on the PATH, or "".
std::string found(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string full = (std::filesystem::path(folder) / program).string();
    if (::access(full.c_str(), X_OK) == 0) return full;
  }
  return "";
}

/// In the new process: between fork and exec only calls that may stand in a signal handler are allowed.
[[noreturn]] void become(const char* program, char* const* arguments, int input, int errors, int shared,
                         pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);  // what this program holds back must still reach it
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setpgid(0, 0);                          // Ctrl+C is for this program, which then ends the other one
  if (::getppid() != parent) ::_exit(127);  // it has died meanwhile
  ::dup2(input, STDIN_FILENO);
  ::dup2(errors, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  constexpr int kShared = 3;
  if (shared == kShared) ::fcntl(shared, F_SETFD, 0);
  if (shared >= 0 && shared != kShared) ::dup2(shared, kShared);
  ::execv(program, arguments);
  ::_exit(127);
}

}  // namespace

bool installed(const std::string& program) { return !found(program).empty(); }

Child::Child(const std::vector<std::string>& command, int shared, std::function<void()> meanwhile)
    : program_(command.front()), meanwhile_(std::move(meanwhile)) {
  const std::string full = found(program_);
  if (full.empty()) throw tconv::Error({trLater("program"), program_, tconv::Phrase("is not installed"), {}});
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  // A socket and not a pipe: writing to it can be told not to raise a signal when the reader has gone.
  int ends[2] = {-1, -1};
  errors_ = ::memfd_create("errors", MFD_CLOEXEC);
  if (errors_ >= 0 && ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0) {
    const pid_t parent = ::getpid();
    process_ = ::fork();
    if (process_ == 0) become(full.c_str(), arguments.data(), ends[0], errors_, shared, parent);
    ::close(ends[0]);
    input_ = ends[1];
  }
  if (process_ > 0) return;
  const std::string reason = std::generic_category().message(errno);
  if (input_ >= 0) ::close(input_);
  if (errors_ >= 0) ::close(errors_);
  throw tconv::Error({trLater("program"), program_, tconv::Phrase("cannot be started: {}", reason), {}});
}

Child::~Child() {
  if (input_ >= 0) ::close(input_);
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  ::close(errors_);
}

bool Child::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    pollfd ready{input_, POLLOUT, 0};
    if (::poll(&ready, 1, kPatience) == 0 && meanwhile_) meanwhile_();
    const ssize_t n = ::send(input_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

int Child::status() {
  int status = 0;
  for (useconds_t nap = 1000; ::waitpid(process_, &status, WNOHANG) == 0;
       nap = std::min(2 * nap, 1000U * kPatience)) {
    ::usleep(nap);
    if (meanwhile_) meanwhile_();
  }
  process_ = -1;
  return status;
}

void Child::finish() {
  ::close(std::exchange(input_, -1));
  const int status = this->status();
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  const std::string how = WIFEXITED(status) ? fmt::format("status {}", WEXITSTATUS(status))
                                            : fmt::format("signal {}", WTERMSIG(status));
  const std::string said = complaint();
  throw tconv::Error(
      {program_, "", tconv::Phrase("failed with {}{}", how, said.empty() ? "" : ": " + displayed(said)), {}});
}

std::string Child::complaint() const {
  std::string text(4096, '\0');
  const off_t end = ::lseek(errors_, 0, SEEK_END);
  const off_t start = std::max<off_t>(0, end - static_cast<off_t>(text.size()));
  const ssize_t n = ::pread(errors_, text.data(), text.size(), start);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
  while (text.ends_with('\n')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);  // npos + 1 is 0
}

}  // namespace lab::io

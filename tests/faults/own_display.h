#pragma once

#include <stdlib.h>

#include <optional>

#include "platform/running_program.h"
#include "support/shell.h"

namespace faults {

/// An X server of a test's own, which may be taken away. The DISPLAY of this process as long as it lives.
class OwnDisplay {
 public:
  explicit OwnDisplay(std::vector<std::string> more = {}) : before_(nameNow()) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    std::vector<std::string> words = {"Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-noreset"};
    words.insert(words.end(), more.begin(), more.end());
    server_ = ::fork();
    if (server_ == 0) {
      std::vector<char*> argv;
      for (std::string& word : words) argv.push_back(word.data());
      argv.push_back(nullptr);
      ::dup2(::open("/dev/null", O_WRONLY), 2);
      ::dup2(ends[1], 3);
      ::execvp(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    std::string name = ":";
    for (char c = 0; ::read(ends[0], &c, 1) == 1 && c != '\n';) name += c;  // written when it is ready
    ::close(ends[0]);
    ::setenv("DISPLAY", name.c_str(), 1);
  }
  ~OwnDisplay() {
    vanish();
    before_.empty() ? ::unsetenv("DISPLAY") : ::setenv("DISPLAY", before_.c_str(), 1);
  }
  OwnDisplay(const OwnDisplay&) = delete;
  OwnDisplay& operator=(const OwnDisplay&) = delete;

  void vanish() {
    if (server_ == 0) return;
    ::kill(server_, SIGKILL);
    ::waitpid(std::exchange(server_, 0), nullptr, 0);
  }

 private:
  static std::string nameNow() {
    const char* name = ::getenv("DISPLAY");
    return name != nullptr ? name : "";
  }

  std::string before_;
  pid_t server_ = 0;
};

}  // namespace faults

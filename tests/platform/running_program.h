#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "io/settings.h"
#include "platform/x11_windows.h"
#include "support/files.h"
#include "view/theme.h"

// Xlib's macros.
#undef None
#undef Status

namespace lab::test {

/// The program as it was built, running with folders of its own.
class Child {
 public:
  Child(const support::TemporaryFolder& home, const std::vector<std::string>& arguments, bool with_display)
      : home_(home) {
    std::string program = TCONV_LAB_BINARY;
    std::vector<char*> argv = {program.data()};
    for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
    argv.push_back(nullptr);
    id_ = ::fork();
    if (id_ != 0) return;
    ::setenv("HOME", home.path().c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", (home / "config").c_str(), 1);
    ::setenv("XDG_STATE_HOME", (home / "state").c_str(), 1);
    ::unsetenv("WAYLAND_DISPLAY");
    ::setenv("LC_ALL", "C", 1);
    if (!with_display) ::unsetenv("DISPLAY");
    ::signal(SIGINT, SIG_DFL);  // ignored where the tests run in the background of a script
    ::signal(SIGHUP, SIG_DFL);
    ::dup2(::open((home / "err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  ~Child() {
    if (status_) return;
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t id() const { return id_; }
  bool running() {
    int status = 0;
    if (!status_ && ::waitpid(id_, &status, WNOHANG) == id_)
      status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return !status_;
  }
  /// The exit status; -1 where a signal ended it. Only after running() has said no.
  int status() const { return status_.value_or(-2); }
  std::string errors() const { return support::contentOf(home_ / "err"); }

 private:
  const support::TemporaryFolder& home_;
  pid_t id_ = 0;
  std::optional<int> status_;
};

/// Looks again and again until something holds; the limit only ends a test that has failed.
inline bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 2400; ++i) {
    if (holds()) return true;
    ::usleep(50'000);
  }
  return false;
}

class ProgramInWindow : public testing::Test {
 protected:
  void SetUp() override {
    if (!::getenv("DISPLAY")) GTEST_SKIP() << "no X display";
    screen_.emplace();
  }
  io::SettingsPaths paths() const {
    return {home_ / "config/tconv-lab/settings.json", home_ / "state/tconv-lab/state.json"};
  }
  /// Starts the program, does something with its window once that is drawn, and ends it by a signal, or as a
  /// user closes it.
  void useIt(const std::vector<std::string>& arguments, ThemeChoice shown,
             const std::function<void(::Window)>& act, std::optional<int> signal = {}) {
    Child child(home_, arguments, true);
    const std::optional<::Window> window = windowOf(child);
    ASSERT_TRUE(window) << child.errors();
    ASSERT_TRUE(eventually([&] { return shows(*window, shown); })) << "the header in its colour";
    act(*window);
    if (signal)
      ::kill(child.id(), *signal);
    else
      screen_->close(*window);
    ASSERT_TRUE(eventually([&] { return !child.running(); }));
    EXPECT_EQ(child.status(), 0) << child.errors();
    EXPECT_EQ(child.errors(), "");
  }
  /// Its window, once it is drawn.
  std::optional<::Window> windowOf(Child& child) const {
    std::optional<::Window> window;
    eventually([&] { return (window = screen_->of(child.id())) || !child.running(); });
    return window;
  }
  bool shows(::Window window, ThemeChoice theme) const {
    const tconv::Rgb c = view::theme(theme).panel;
    return screen_->pixel(window, 6, 20) == std::array<int, 3>{c.r, c.g, c.b};
  }
  /// The last key changes the theme: when that is seen, those before it have been used, too.
  void press(::Window window, std::initializer_list<KeySym> keys, ThemeChoice then) {
    for (const KeySym key : keys) screen_->key(window, key);
    screen_->key(window, XK_t);
    EXPECT_TRUE(eventually([&] { return shows(window, then); }));
  }

  support::TemporaryFolder home_;
  std::optional<X11Windows> screen_;
};

}  // namespace lab::test

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "io/open.h"
#include "io/settings.h"
#include "platform/x11_windows.h"
#include "support/files.h"
#include "view/theme.h"

// Xlib's macros.
#undef None
#undef Status

namespace lab {
namespace {

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
bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 2400; ++i) {
    if (holds()) return true;
    ::usleep(50'000);
  }
  return false;
}

TEST(ProgramWithoutDisplay, EndsWithOneLineThatPointsToExport) {
  const support::TemporaryFolder home;
  Child child(home, {}, false);
  ASSERT_TRUE(eventually([&] { return !child.running(); }));
  EXPECT_GT(child.status(), 0);
  const std::string errors = child.errors();
  EXPECT_NE(errors.find("tconv-lab export"), std::string::npos) << errors;
  EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 1) << errors;
  EXPECT_EQ(errors.back(), '\n');
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
    std::optional<::Window> window;
    ASSERT_TRUE(eventually([&] { return (window = screen_->of(child.id())) || !child.running(); }));
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
  std::optional<test::X11Windows> screen_;
};

TEST_F(ProgramInWindow, RemembersThemeAndSessionWhenItIsClosed) {
  useIt({}, ThemeChoice::light, [&](::Window window) { press(window, {XK_End}, ThemeChoice::dark); });
  const io::LoadedSettings settings = io::loadSettings(paths());
  EXPECT_TRUE(settings.warnings.empty());
  EXPECT_TRUE(std::filesystem::exists(paths().settings));
  EXPECT_EQ(settings.settings.theme, ThemeChoice::dark);
  ASSERT_FALSE(settings.settings.last_session.empty());
  const io::LoadedSession last = io::openAny(settings.settings.last_session, {});
  EXPECT_EQ(last.session.document, newcomerDocument());
  EXPECT_EQ(last.session.view.playhead.time, 9);
}

TEST_F(ProgramInWindow, RemembersThemWhenASignalEndsIt) {
  ThemeChoice shown = ThemeChoice::light;
  for (const auto& [signal, key, time] :
       {std::tuple{SIGTERM, XK_End, 9}, {SIGINT, XK_Home, 0}, {SIGHUP, XK_End, 9}}) {
    const ThemeChoice then = shown == ThemeChoice::light ? ThemeChoice::dark : ThemeChoice::light;
    useIt(
        {}, shown, [&, key = key](::Window window) { press(window, {KeySym(key)}, then); }, signal);
    const io::Settings settings = io::loadSettings(paths()).settings;
    EXPECT_EQ(settings.theme, then) << signal;
    ASSERT_FALSE(settings.last_session.empty()) << signal;
    EXPECT_EQ(io::openAny(settings.last_session, {}).session.view.playhead.time, time) << signal;
    shown = then;
  }
}

TEST_F(ProgramInWindow, StartsWhereItWasLeft) {
  useIt({}, ThemeChoice::light, [&](::Window window) { press(window, {XK_r, XK_End}, ThemeChoice::dark); });
  const std::string last = io::loadSettings(paths()).settings.last_session;
  const Session first = io::openAny(last, {}).session;
  EXPECT_EQ(first.document.input.preset, tconv::ValuePreset::random_integers);
  useIt({}, ThemeChoice::dark, [&](::Window window) { press(window, {XK_Home}, ThemeChoice::light); });
  const Session second = io::openAny(last, {}).session;
  EXPECT_EQ(second.document, first.document);
  EXPECT_EQ(second.view.playhead.time, 0);
  EXPECT_EQ(io::loadSettings(paths()).settings.theme, ThemeChoice::light);
}

TEST_F(ProgramInWindow, OpensTheFileThatItIsGiven) {
  Session session{textbookDocument(), {}};
  io::saveSession(home_ / "mine.json", session);
  useIt({(home_ / "mine.json").string()}, ThemeChoice::light, [](::Window) {});
  const std::string last = io::loadSettings(paths()).settings.last_session;
  ASSERT_FALSE(last.empty());
  EXPECT_EQ(io::openAny(last, {}).session.document, session.document);
}

TEST_F(ProgramInWindow, AFileThatCannotBeOpenedEndsItBeforeTheWindow) {
  Child child(home_, {(home_ / "missing.json").string()}, true);
  ASSERT_TRUE(eventually([&] { return !child.running(); }));
  EXPECT_GT(child.status(), 0);
  const std::string errors = child.errors();
  EXPECT_NE(errors.find("missing.json"), std::string::npos) << errors;
  EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 1) << errors;
}

TEST_F(ProgramInWindow, ALastSessionThatIsGoneIsNoReasonNotToStart) {
  io::Settings settings;
  settings.last_session = (home_ / "gone.json").string();
  io::saveSettings(paths(), settings);
  useIt({}, ThemeChoice::light, [&](::Window window) { press(window, {}, ThemeChoice::dark); });
  EXPECT_EQ(io::openAny(io::loadSettings(paths()).settings.last_session, {}).session.document,
            newcomerDocument());
}

}  // namespace
}  // namespace lab

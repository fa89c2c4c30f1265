#include "faults/faults.h"

#include <gmock/gmock.h>

#include "faults/own_display.h"
#include "io/open.h"
#include "io/recovery.h"

/// No display, one that goes away, one that can do less, and windows of any size.
namespace faults {
namespace {

using lab::test::Child;
using lab::test::eventually;
using testing::HasSubstr;

class Display : public lab::test::ProgramInWindow {
 protected:
  void SetUp() override {
    if (!support::installed("Xvfb")) GTEST_SKIP() << "no Xvfb";
  }
  void open(const std::vector<std::string>& more = {}) { display_.emplace(more); }
  std::string messageOf(const std::map<std::string, std::string>& environment) const {
    std::map<std::string, std::string> all = {{"HOME", home_.path().string()},
                                              {"LIBGL_ALWAYS_SOFTWARE", "1"}};
    all.insert(environment.begin(), environment.end());
    const support::Outcome end = support::runProgram({}, {.environment = all});
    expectRefusal(end);
    EXPECT_THAT(end.err, HasSubstr("tconv-lab export"));
    return end.err;
  }
  /// A window that is drawn, on a session of its own.
  void start() {
    lab::io::saveSession(home_ / "mine.json", {lab::textbookDocument(), {}});
    start({(home_ / "mine.json").string()});
  }
  void start(const std::vector<std::string>& arguments) {
    screen_.emplace();
    child_.emplace(home_, arguments, true);
    const auto window = windowOf(*child_);
    ASSERT_TRUE(window) << child_->errors();
    window_ = *window;
    ASSERT_TRUE(eventually([&] { return shows(window_, lab::ThemeChoice::light); }));
  }
  /// A change that no file holds, and the wish to leave.
  void changeAndClose() {
    press(window_, {XK_Escape, XK_r}, lab::ThemeChoice::dark);
    screen_->close(window_);
  }
  ::Display* connection() { return connection_ ? connection_ : connection_ = XOpenDisplay(nullptr); }
  void TearDown() override {
    if (connection_) XCloseDisplay(connection_);
    screen_.reset();  // Xlib would end this process, too
    child_.reset();
  }

  std::optional<OwnDisplay> display_;
  std::optional<Child> child_;
  ::Window window_ = 0;
  ::Display* connection_ = nullptr;
};

TEST_F(Display, OfAnOlderOpenGlIsToldWhatItHas) {
  open();
  EXPECT_THAT(messageOf({{"MESA_GL_VERSION_OVERRIDE", "2.1"}}),
              HasSubstr("needs OpenGL 3.3, found: OpenGL 2.1"));
}

TEST_F(Display, WithoutOpenGlIsToldSo) {
  open({"-extension", "GLX"});
  EXPECT_THAT(messageOf({}), HasSubstr("needs OpenGL 3.3, found: GLX"));
}

TEST_F(Display, ThatGoesAwayLosesNothing) {
  open();
  start();
  for (int i = 0; i < 3; ++i) screen_->key(window_, XK_r);  // the last two within the pause of the autosave
  screen_->key(window_, XK_t);
  ASSERT_TRUE(eventually([&] { return shows(window_, lab::ThemeChoice::dark); }));
  screen_.reset();
  display_->vanish();
  ASSERT_TRUE(eventually([&] { return !child_->running(); }));
  EXPECT_EQ(child_->status(), 1);
  EXPECT_EQ(child_->errors(),
            "tconv-lab: window: the display is gone; what was not saved is offered at the next start\n");
  const lab::io::Orphans left = lab::io::orphans(home_ / "state/tconv-lab/recovery");
  ASSERT_EQ(left.found.size(), 1U);
  EXPECT_EQ(left.found[0].unsaved.session.document.input.seed, lab::textbookDocument().input.seed + 3);
}

TEST_F(Display, ThatGoesAwayWithoutAChangeSaysOnlySo) {
  open();
  start();
  screen_.reset();
  display_->vanish();
  ASSERT_TRUE(eventually([&] { return !child_->running(); }));
  EXPECT_EQ(child_->status(), 1);
  EXPECT_EQ(child_->errors(), "tconv-lab: window: the display is gone\n");
}

/// As small as no window manager would make it, hidden, shown, and large again: it draws what it should.
TEST_F(Display, MayMakeTheWindowOfAnySizeAndHideIt) {
  open();
  start();
  for (const auto& [width, height] : {std::pair{1, 1}, {3000, 2}, {2, 3000}, {1, 1}}) {
    XResizeWindow(connection(), window_, static_cast<unsigned>(width), static_cast<unsigned>(height));
    XSync(connection(), False);
    for (const KeySym key : {XK_r, XK_3, XK_5, XK_space, XK_Right, XK_F1, XK_Escape})
      screen_->key(window_, key);
  }
  XUnmapWindow(connection(), window_);
  screen_->key(window_, XK_1);
  XMapWindow(connection(), window_);
  XResizeWindow(connection(), window_, 1024, 768);
  XSync(connection(), False);
  ASSERT_TRUE(eventually([&] { return shows(window_, lab::ThemeChoice::light); })) << child_->errors();
  screen_->ctrl(window_, XK_s);
  screen_->key(window_, XK_t);
  ASSERT_TRUE(eventually([&] { return shows(window_, lab::ThemeChoice::dark); }));
  screen_->close(window_);
  ASSERT_TRUE(eventually([&] { return !child_->running(); }));
  EXPECT_EQ(child_->status(), 0);
  EXPECT_EQ(child_->errors(), "");
}

/// As when its cable is pulled out, and with another mode afterwards.
TEST_F(Display, WithoutAMonitorGoesOn) {
  if (!support::installed("xrandr")) GTEST_SKIP() << "no xrandr";
  open();
  start();
  support::outputOf(
      "xrandr --newmode small 25.18 640 656 752 800 480 490 492 525; xrandr --addmode screen small");
  lab::ThemeChoice then = lab::ThemeChoice::dark;
  for (const char* change : {"--off", "--mode small", "--off", "--mode 1280x800"}) {
    support::outputOf(std::string("xrandr --output screen ") + change);
    press(window_, {XK_F11, XK_Right, XK_F11}, then);
    ASSERT_TRUE(child_->running()) << change << ": " << child_->errors();
    then = then == lab::ThemeChoice::dark ? lab::ThemeChoice::light : lab::ThemeChoice::dark;
  }
  screen_->close(window_);
  ASSERT_TRUE(eventually([&] { return !child_->running(); }));
  EXPECT_EQ(child_->status(), 0);
  EXPECT_EQ(child_->errors(), "");
}

/// The look of the window is lost, what was open is not.
TEST_F(Display, OpensAgainWhatWasOpenAlthoughSettingsCannotBeWritten) {
  support::put(home_ / "config", "in the way");
  open();
  start({});
  changeAndClose();
  ASSERT_TRUE(eventually([&] { return !child_->running(); }));
  EXPECT_EQ(child_->status(), 1);
  EXPECT_THAT(child_->errors(),
              testing::AllOf(HasSubstr("config/tconv-lab: cannot be made"), testing::EndsWith("\n")));
  const auto state = lab::io::loadSettings({{}, home_ / "state/tconv-lab/state.json"}).settings;
  EXPECT_EQ(lab::io::openAny(state.last_session, {}).session.document.input.seed,
            lab::newcomerDocument().input.seed + 1);
  EXPECT_TRUE(lab::io::orphans(home_ / "state/tconv-lab/recovery").found.empty());
}

/// Where nothing can be kept, closing asks; the second answer closes all the same.
TEST_F(Display, AsksBeforeItClosesOverWhatCannotBeKept) {
  std::filesystem::create_directories(home_ / "state/tconv-lab/last-session.json");
  open();
  start({});
  changeAndClose();
  ASSERT_TRUE(eventually([&] { return !shows(window_, lab::ThemeChoice::dark); })) << "the sheet dims it";
  screen_->key(window_, XK_Escape);
  ASSERT_TRUE(eventually([&] { return shows(window_, lab::ThemeChoice::dark) || !child_->running(); }));
  ASSERT_TRUE(child_->running()) << child_->errors();
  screen_->close(window_);
  ASSERT_TRUE(eventually([&] { return !shows(window_, lab::ThemeChoice::dark); }));
  screen_->key(window_, XK_Tab);
  screen_->key(window_, XK_Return);
  ASSERT_TRUE(eventually([&] { return !child_->running(); }));
  EXPECT_EQ(child_->status(), 1);
  EXPECT_THAT(child_->errors(), HasSubstr("last-session.json: is a directory"));
}

}  // namespace
}  // namespace faults

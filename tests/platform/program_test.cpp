#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "io/open.h"
#include "platform/running_program.h"

namespace lab::test {
namespace {

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
    useIt({}, shown, [&, key = key](::Window window) { press(window, {KeySym(key)}, then); }, signal);
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

/// The third thing of the opening page is a picture; on the board the key shows the third face.
TEST_F(ProgramInWindow, OpensWithThingsToTryOnlyWhereNoSessionIsRemembered) {
  const auto left = [&] { return io::openAny(io::loadSettings(paths()).settings.last_session, {}).session; };
  useIt({}, ThemeChoice::light, [&](::Window window) { press(window, {XK_3}, ThemeChoice::dark); });
  EXPECT_EQ(left().document.input.preset, tconv::ValuePreset::picture);
  EXPECT_EQ(left().view.faces, std::vector{Face::image});
  useIt({}, ThemeChoice::dark, [&](::Window window) { press(window, {XK_3}, ThemeChoice::light); });
  EXPECT_EQ(left().view.faces, std::vector{Face::gather});
}

TEST_F(ProgramInWindow, OpensWithTheBoardWhereTheThingsToTryAreNotWanted) {
  io::Settings settings;
  settings.opening_page = false;
  io::saveSettings(paths(), settings);
  useIt({}, ThemeChoice::light, [&](::Window window) { press(window, {XK_3}, ThemeChoice::dark); });
  const io::Settings after = io::loadSettings(paths()).settings;
  EXPECT_FALSE(after.opening_page);
  EXPECT_EQ(io::openAny(after.last_session, {}).session.view.faces, std::vector{Face::gather});
}

}  // namespace
}  // namespace lab::test

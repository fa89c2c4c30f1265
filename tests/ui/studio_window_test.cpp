#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "support/files.h"
#include "ui/keys.h"
#include "ui/studio_fixture.h"

namespace lab::test {
namespace {

class StudioWindow : public StudioTest {
 protected:
  void resize(float width, float height) { ImGui::GetIO().DisplaySize = {width, height}; }
  /// Whether a tooltip comes up over an anchor when the pointer rests there.
  bool hasTooltip(const std::string& anchor) {
    hover(anchor);
    driver.frame(60);
    const ImDrawData* drawn = ImGui::GetDrawData();
    for (int i = 0; i < drawn->CmdListsCount; ++i)
      if (std::string(drawn->CmdLists[i]->_OwnerName).starts_with("##Tooltip") &&
          drawn->CmdLists[i]->VtxBuffer.Size > 0)
        return true;
    return false;
  }
};

TEST_F(StudioWindow, HelpOpensByF1AndClosesByEscape) {
  driver.key(Key::f1);
  EXPECT_TRUE(studio.help_open);
  driver.frame(3);
  EXPECT_TRUE(studio.anchors.find("sheet.close"));
  driver.key(Key::escape);
  EXPECT_FALSE(studio.help_open);
  driver.frame(3);
  EXPECT_FALSE(studio.anchors.find("sheet.close"));
  click("play");
  EXPECT_TRUE(playhead().playing) << "the window below reacts again";
}

TEST_F(StudioWindow, HelpHasAButtonToOpenAndOneToClose) {
  click("tool.This help");
  EXPECT_TRUE(studio.help_open);
  driver.frame(3);
  click("sheet.close");
  EXPECT_FALSE(studio.help_open);
  settle();
  click("last");
  EXPECT_EQ(playhead().time, steps());
}

TEST_F(StudioWindow, NothingBelowTheHelpReacts) {
  click("input 0 1 1");
  driver.key(Key::f1);
  driver.frame(3);
  const Session before = bench.session();
  for (const char letter : {'T', 'L', 'R', 'G', 'M', 'I', '0'}) shortcut(letter);
  for (const Key key : {Key::space, Key::right, Key::end, Key::f2, Key::enter}) driver.key(key);
  ctrl('V');
  click("play");
  click("random");
  EXPECT_EQ(bench.session(), before);
  EXPECT_TRUE(studio.help_open);
  driver.key(Key::escape);
  EXPECT_EQ(bench.view().pinned, before.view.pinned) << "Esc closes what is on top, and only that";
}

TEST_F(StudioWindow, TheThemeChangesByKeyAndButton) {
  shortcut('T');
  EXPECT_EQ(bench.view().theme, ThemeChoice::dark);
  click("tool.Light or dark");
  EXPECT_EQ(bench.view().theme, ThemeChoice::light);
}

TEST_F(StudioWindow, PanelsComeAndGoByTheirKeys) {
  driver.frame(2);
  const double before = box("board").w;
  driver.key(Key::f2);
  EXPECT_FALSE(studio.anchors.find("slider.stride"));
  driver.key(Key::f3);
  EXPECT_FALSE(studio.anchors.find("arithmetic"));
  driver.key(Key::f4);
  EXPECT_FALSE(studio.anchors.find("play"));
  EXPECT_GT(box("board").w, before);
  EXPECT_EQ(box("board").w, 1280);
  for (const Key key : {Key::f2, Key::f3, Key::f4}) driver.key(key);
  for (const char* anchor : {"slider.stride", "arithmetic", "play"})
    EXPECT_TRUE(studio.anchors.find(anchor)) << anchor;
  EXPECT_EQ(box("board").w, before);
}

TEST_F(StudioWindow, SymbolsAndMotionAreSwitchedByTheirKeys) {
  shortcut('I');
  EXPECT_TRUE(bench.view().show_symbols);
  shortcut('M');
  EXPECT_TRUE(bench.view().reduced_motion);
  shortcut('M');
  EXPECT_FALSE(bench.view().reduced_motion);
}

TEST_F(StudioWindow, TextGrowsAndShrinksByItsKeysAndInTheMenu) {
  driver.frame(2);
  const double before = box("play").w;
  driver.key(Key::equal, {Key::left_ctrl});
  EXPECT_EQ(bench.view().text_size, 125);
  driver.frame(2);
  EXPECT_NEAR(box("play").w, before * 1.25, 1);
  EXPECT_EQ(bench.view().zoom, 1) << "those keys without Ctrl";
  driver.key(Key::f1);
  driver.key(Key::equal, {Key::left_ctrl});
  EXPECT_EQ(bench.view().text_size, 150) << "also where a sheet is hard to read";
  driver.key(Key::escape);
  for (int i = 0; i < 4; ++i) driver.key(Key::equal, {Key::left_ctrl});
  EXPECT_EQ(bench.view().text_size, 200);
  driver.key(Key::minus, {Key::left_ctrl});
  EXPECT_EQ(bench.view().text_size, 175);
  ctrl('0');
  EXPECT_EQ(bench.view().text_size, 100);
  driver.frame(2);
  click("language");
  driver.frame(2);
  click("text.150");
  EXPECT_EQ(bench.view().text_size, 150);
  EXPECT_EQ(undoEntries(), 0);
}

TEST_F(StudioWindow, MotionIsChosenInTheMenu) {
  driver.frame(2);
  click("language");
  driver.frame(2);
  click("motion.reduced");
  EXPECT_TRUE(bench.view().reduced_motion);
}

TEST_F(StudioWindow, ToolsThatHaveNoRoomAreInAMenu) {
  driver.frame(2);
  EXPECT_FALSE(studio.anchors.find("more"));
  resize(1280, 800);
  bench.view().text_size = 200;
  driver.frame(4);
  for (const char* anchor : {"quiz", "more", "recent", "language", "export"}) {
    EXPECT_GE(box(anchor).x, 0) << anchor;
    EXPECT_LE(box(anchor).right(), 1280) << anchor;
  }
  EXPECT_LE(box("quiz").right(), box("more").x);
  click("more");
  driver.frame(2);
  click("tool.Light or dark");
  EXPECT_EQ(bench.view().theme, ThemeChoice::dark);
}

TEST_F(StudioWindow, ALessonComesBeforeTheParametersWhereBothHaveNoRoom) {
  bench.view().text_size = 200;
  driver.frame(3);
  click("quiz");
  driver.frame(3);
  driver.type("-1");
  driver.key(Key::enter);
  driver.frame(3);
  EXPECT_TRUE(studio.anchors.find("quiz.panel"));
  EXPECT_FALSE(studio.anchors.find("slider.stride"));
  EXPECT_GT(box("board").w, 500);
  driver.key(Key::f2);
  driver.frame(2);
  EXPECT_FALSE(studio.anchors.find("quiz.panel"));
  EXPECT_TRUE(studio.anchors.find("slider.stride"));
}

TEST_F(StudioWindow, ANoticeGoesAwayByItself) {
  shortcut('M');
  EXPECT_TRUE(studio.anchors.find("notice"));
  driver.frame(60 * 5);
  EXPECT_FALSE(studio.anchors.find("notice"));
  EXPECT_FALSE(moving);
}

TEST_F(StudioWindow, EverySizeIsDrawnWithoutLosingTheDocument) {
  driver.key(Key::right);
  for (const auto& [width, height] :
       {std::pair{1024, 768}, {640, 480}, {320, 240}, {64, 64}, {1, 1}, {3000, 200}, {200, 1600}}) {
    resize(static_cast<float>(width), static_cast<float>(height));
    driver.frame(4);
    driver.moveTo({width / 2.0, height / 2.0});
    driver.wheel(2);
    driver.key(Key::f1), driver.key(Key::escape);
    shortcut('F');
    EXPECT_FALSE(bench.problem());
    const view::Box board = box("board");
    EXPECT_TRUE(std::isfinite(board.w) && std::isfinite(board.h)) << width;
    EXPECT_TRUE(std::isfinite(bench.view().pan_x) && std::isfinite(bench.view().pan_y)) << width;
  }
  resize(1280, 800);
  driver.frame(4);
  EXPECT_EQ(bench.document(), newcomerDocument());
  EXPECT_TRUE(studio.anchors.find("input 0 1 2"));
}

TEST_F(StudioWindow, ASmallWindowStillHasEveryPanelOfTheLayer) {
  resize(1024, 768);
  driver.frame(4);
  for (const char* anchor :
       {"play", "scrubber", "speed", "loop", "examples", "export", "slider.stride", "input 0 1 2"}) {
    const view::Box b = box(anchor);
    EXPECT_GE(b.x, 0) << anchor;
    EXPECT_LE(b.right(), 1024) << anchor;
    EXPECT_LE(b.bottom(), 768) << anchor;
  }
  click("play");
  EXPECT_TRUE(playhead().playing);
}

TEST_F(StudioWindow, EveryButtonOfTheHeaderExplainsItself) {
  driver.frame(2);
  typeInto("value.stride", "3");
  click("tool.Undo");  // now both undo and redo have been used
  std::vector<std::string> buttons = {"examples", "export"};
  for (const auto& [anchor, place] : studio.anchors.all())
    if (anchor.starts_with("tool.")) buttons.push_back(anchor);
  ASSERT_GE(buttons.size(), 11U);
  for (const std::string& anchor : buttons) EXPECT_TRUE(hasTooltip(anchor)) << anchor;
  driver.moveTo({700, 24});
  driver.frame(60);
}

TEST_F(StudioWindow, FilesAreAskedForByKeysAndButtons) {
  ctrl('O');
  ctrl('S');
  ctrlShift('S');
  shortcut('S');
  ctrlShift('C');
  ctrlShift('P');
  ctrlShift('L');
  driver.key(Key::f11);
  click("open");
  using enum ui::Command;
  EXPECT_EQ(asked, (std::vector<ui::Command>{open, save, save_as, snapshot, copy_frame, copy_code,
                                             copy_command, toggle_fullscreen, open}));
}

TEST_F(StudioWindow, APathIsPickedInTheFileList) {
  const support::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "inner");
  support::put(folder / "inner/session.json", "{}");
  support::put(folder / "array.npy", "");
  support::put(folder / ".hidden", "");
  studio.files = {folder.path(), false, "", true};
  driver.frame(4);
  EXPECT_TRUE(studio.anchors.find("file.array.npy"));
  EXPECT_FALSE(studio.anchors.find("file..hidden"));
  driver.click(box("file.inner").center());
  driver.frame(2);
  driver.click(box("file.session.json").center());
  EXPECT_EQ(chosen, (std::vector<std::filesystem::path>{folder / "inner/session.json"}));
  EXPECT_FALSE(studio.files.open);
}

TEST_F(StudioWindow, TheFileListLeadsUpwardsAndEscapeClosesIt) {
  const support::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "inner");
  studio.files = {folder / "inner", false, "", true};
  driver.frame(4);
  driver.click(box("file.up").center());
  EXPECT_EQ(studio.files.folder, folder.path());
  EXPECT_TRUE(studio.files.open);
  driver.key(Key::escape);
  EXPECT_FALSE(studio.files.open);
  EXPECT_TRUE(chosen.empty());
}

TEST_F(StudioWindow, ANameToSaveIsTyped) {
  const support::TemporaryFolder folder;
  studio.files = {folder.path(), true, "", true};
  driver.frame(4);
  driver.click(box("file.save").center());
  EXPECT_TRUE(chosen.empty()) << "not without a name";
  driver.click(box("file.name").center());
  driver.type("mine.json");
  driver.click(box("file.save").center());
  EXPECT_EQ(chosen, (std::vector<std::filesystem::path>{folder / "mine.json"}));
}

TEST_F(StudioWindow, AFolderThatCannotBeReadIsAnEmptyList) {
  studio.files = {"/nowhere/at/all", false, "", true};
  driver.frame(4);
  EXPECT_TRUE(studio.anchors.find("file.up"));
}

TEST(Commands, HaveKeysOfTheirOwn) {
  std::set<std::string_view> keys, labels, writing, presenting;
  std::set<ui::Command> seen;
  for (const ui::CommandInfo& command : ui::commands()) {
    EXPECT_FALSE(command.keys.empty()) << command.label;
    // These two never count at the same time, and come before the others while they do.
    auto& own = command.group == "Writing" ? writing : command.group == "Presenting" ? presenting : keys;
    EXPECT_TRUE(own.insert(command.keys).second) << command.keys;
    EXPECT_TRUE(labels.insert(command.label).second) << command.label;
    EXPECT_TRUE(seen.insert(command.command).second) << command.label;
    EXPECT_NE(ui::shortcut(command.keys).key, ui::Key::none) << command.keys;
    EXPECT_EQ(ui::info(command.command).label, command.label);
  }
}

TEST(Commands, ShortcutsAreReadFromTheirNames) {
  const ui::Shortcut redo = ui::shortcut("Ctrl+Shift+Z");
  EXPECT_TRUE(redo.ctrl && redo.shift);
  EXPECT_EQ(redo.key, ui::Key('Z'));
  EXPECT_EQ(ui::shortcut("F11").key, ui::Key::f11);
  EXPECT_EQ(ui::shortcut("F1").key, ui::Key::f1);
  EXPECT_EQ(ui::shortcut("+").key, ui::Key::equal);
  EXPECT_EQ(ui::shortcut("Nonsense").key, ui::Key::none);
}

}  // namespace
}  // namespace lab::test

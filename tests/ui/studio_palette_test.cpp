#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "model/examples.h"
#include "ui/studio_fixture.h"

/// Everything by its name: the palette.
namespace lab::test {
namespace {

class StudioPalette : public StudioTest {
 protected:
  StudioPalette() {
    Lesson lesson;
    lesson.id = "one";
    lesson.title = "Padding crops";
    lesson.steps.push_back({"text", {newcomerDocument(), {}}, {}, {}});
    studio.lesson.lessons.push_back(lesson);
  }
  void open() {
    driver.frame(2);
    ctrl('K');
    driver.frame(3);
  }
  /// Opens the palette, types and takes the best answer.
  void ask(const std::string& text) {
    open();
    driver.type(text);
    driver.key(Key::enter);
    driver.frame(2);
    EXPECT_FALSE(studio.palette.open) << text;
  }
  std::vector<std::string> namesFor(const std::string& typed) const {
    const i18n::LanguageScope scope(bench.view().language);
    std::vector<std::string> names;
    for (const ui::PaletteEntry& entry : ui::named(ui::paletteEntries(studio), typed))
      names.push_back(entry.name);
    return names;
  }
  const ui::PaletteEntry& entry(const std::string& id) {
    const i18n::LanguageScope scope(bench.view().language);
    entries_ = ui::paletteEntries(studio);
    return *std::ranges::find(entries_, id, &ui::PaletteEntry::id);
  }

  std::vector<ui::PaletteEntry> entries_;
};

TEST_F(StudioPalette, DoesWhatIsTyped) {
  ask("last state");
  EXPECT_EQ(playhead().time, steps());
  ask("dark");
  EXPECT_EQ(bench.view().theme, ThemeChoice::dark);
  ask("face matrix");
  EXPECT_EQ(bench.view().faces, std::vector{Face::matrix});
  ask("example dilation");
  EXPECT_EQ(layer().dilation, Pair{2});
  ask("step is tap");
  EXPECT_EQ(playhead().granularity, Granularity::tap);
  ask("lesson crops");
  EXPECT_TRUE(studio.lesson.run);
}

TEST_F(StudioPalette, OpensFilesThatWereOpenLately) {
  std::vector<std::filesystem::path> opened;
  studio.host.open = [&](const std::filesystem::path& path) { opened.push_back(path); };
  studio.recent.paths = {"/data/photo.png", "/data/other.npy"};
  ask("open other");
  EXPECT_EQ(opened, (std::vector<std::filesystem::path>{"/data/other.npy"}));
}

TEST_F(StudioPalette, HasEveryCommandWithItsKey) {
  for (const ui::CommandInfo& command : ui::commands()) {
    if (command.command == ui::Command::palette || command.command == ui::Command::release_pin) continue;
    EXPECT_EQ(entry(fmt::format("command.{}", command.label)).remark, command.keys) << command.label;
  }
}

TEST_F(StudioPalette, KnowsBothLanguages) {
  bench.view().language = i18n::Language::chinese;
  EXPECT_EQ(namesFor("播放或").front(), "播放或暂停");
  EXPECT_EQ(namesFor("play or pause").front(), "播放或暂停");
  EXPECT_EQ(namesFor("视角 矩阵").front(), "视角：矩阵");
}

TEST_F(StudioPalette, IsWalkedByArrowsThatGoRound) {
  open();
  driver.key(Key::up);
  driver.frame(1);
  EXPECT_EQ(studio.palette.chosen, ui::paletteEntries(studio).size() - 1);
  driver.key(Key::down);
  driver.key(Key::down);
  EXPECT_EQ(studio.palette.chosen, 1U);
  driver.type("theme");
  EXPECT_EQ(studio.palette.chosen, 0U) << "another text begins at its best answer";
}

TEST_F(StudioPalette, TakesWhatIsClicked) {
  open();
  driver.type("theme");
  driver.frame(2);
  driver.click(box("palette.theme.Dark").center());
  EXPECT_EQ(bench.view().theme, ThemeChoice::dark);
  EXPECT_FALSE(studio.palette.open);
}

TEST_F(StudioPalette, SaysWhatCannotBeDoneNowAndDoesNotDoIt) {
  EXPECT_EQ(entry("command.Undo").obstacle, "nothing to undo");
  EXPECT_EQ(entry("command.The next step").obstacle, "no lesson is given");
  typeInto("value.stride", "3");
  EXPECT_EQ(entry("command.Undo").obstacle, "");
  open();
  driver.type("redo");
  driver.key(Key::enter);
  EXPECT_TRUE(studio.palette.open) << "what cannot be done is shown, not taken";
}

TEST_F(StudioPalette, GivesNoAnswerAwayWhileAQuestionIsAsked) {
  driver.frame(2);
  driver.key(Key::f6);
  driver.frame(2);
  EXPECT_EQ(entry("face.overlap").obstacle, "a question is asked");
  EXPECT_EQ(entry("command.To the last state").obstacle, "a question is asked");
  EXPECT_EQ(entry("command.Light or dark").obstacle, "");
}

TEST_F(StudioPalette, ClosesByEscapeAndLeavesEverythingAsItWas) {
  const Session before = bench.session();
  open();
  driver.type("dark");
  driver.key(Key::escape);
  driver.frame(2);
  EXPECT_FALSE(studio.palette.open);
  EXPECT_EQ(bench.session(), before);
  open();
  EXPECT_EQ(studio.palette.typed, "");
}

}  // namespace
}  // namespace lab::test

#include "support/files.h"

#include <gmock/gmock.h>

#include "ui/studio_fixture.h"

namespace lab::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StudioDecision : public StudioTest {
 protected:
  void ask(const std::string& text = "Save?") {
    const auto answer = [this](const char* id) {
      return ui::Decision::Answer{id, id, [this, id] { given.push_back(id); }};
    };
    ui::ask(studio, {text, "Or else.", {answer("save"), answer("drop"), answer("cancel")}});
    driver.frame(3);
  }
  std::vector<std::string> given;
};

TEST_F(StudioDecision, EnterTakesTheFirstAnswerAndEscTheLast) {
  ask();
  driver.key(Key::enter);
  EXPECT_THAT(given, ElementsAre("save"));
  EXPECT_FALSE(studio.sheetOpen());
  ask();
  driver.key(Key::escape);
  EXPECT_THAT(given, ElementsAre("save", "cancel"));
  EXPECT_FALSE(studio.sheetOpen());
}

TEST_F(StudioDecision, TabAndArrowsChooseWhatEnterTakes) {
  ask();
  driver.key(Key::tab);
  driver.key(Key::enter);
  ask();
  driver.key(Key::tab, {Key::left_shift});
  driver.key(Key::enter);
  ask();
  driver.key(Key::left);
  driver.key(Key::left);
  driver.key(Key::right);
  driver.key(Key::enter);
  EXPECT_THAT(given, ElementsAre("drop", "cancel", "drop"));
}

TEST_F(StudioDecision, IsAnsweredByTheMouse) {
  ask();
  click("answer.drop");
  EXPECT_THAT(given, ElementsAre("drop"));
  driver.frame(3);
  EXPECT_FALSE(studio.anchors.find("answer.drop"));
  click("last");
  EXPECT_EQ(playhead().time, steps()) << "the window below reacts again";
}

TEST_F(StudioDecision, NothingBelowItReacts) {
  ask();
  const Session before = bench.session();
  for (const char letter : {'T', 'R', 'G'}) shortcut(letter);
  for (const Key key : {Key::space, Key::f1, Key::f2}) driver.key(key);
  ctrl('Q');
  EXPECT_TRUE(bench.session() == before);
  EXPECT_THAT(asked, IsEmpty());
  EXPECT_FALSE(studio.help_open);
  EXPECT_THAT(given, IsEmpty());
}

TEST_F(StudioDecision, SeveralAreAskedOneAfterTheOther) {
  ask("One?");
  ask("Two?");
  driver.key(Key::enter);
  EXPECT_EQ(studio.decisions.front().text, "Two?");
  driver.frame(3);
  driver.key(Key::escape);
  EXPECT_THAT(given, ElementsAre("save", "cancel"));
  EXPECT_FALSE(studio.sheetOpen());
}

TEST_F(StudioDecision, ClosesTheSheetThatWasOpen) {
  ctrl('E');
  driver.frame(3);
  ask();
  EXPECT_FALSE(studio.exporting.open);
  driver.key(Key::enter);
  EXPECT_THAT(given, ElementsAre("save"));
}

TEST_F(StudioDecision, CtrlQAsksTheHostToQuit) {
  ctrl('Q');
  EXPECT_THAT(asked, ElementsAre(ui::Command::quit));
}

class StudioRecent : public StudioTest {
 protected:
  void SetUp() override {
    studio.host.open = [this](const std::filesystem::path& path) { opened.push_back(path); };
    studio.recent.paths = {support::put(folder / "one.json", "{}"), folder / "gone.npy",
                           support::put(folder / "three.png", "")};
  }
  support::TemporaryFolder folder;
  std::vector<std::filesystem::path> opened;
};

TEST_F(StudioRecent, IsOpenedByKeys) {
  ctrlShift('O');
  driver.frame(3);
  driver.key(Key::up);
  driver.key(Key::enter);
  EXPECT_THAT(opened, ElementsAre(folder / "three.png"));
  EXPECT_FALSE(studio.anchors.find("recent.0"));
}

TEST_F(StudioRecent, IsOpenedByTheMouse) {
  click("recent");
  driver.frame(3);
  click("recent.0");
  EXPECT_THAT(opened, ElementsAre(folder / "one.json"));
}

TEST_F(StudioRecent, WhatIsMissingSaysSoAndCannotBeOpened) {
  ctrlShift('O');
  driver.frame(3);
  EXPECT_EQ(studio.recent.missing, (std::vector<std::string>{"", "not there any more", ""}));
  click("recent.1");
  driver.key(Key::down);
  driver.key(Key::enter);
  EXPECT_THAT(opened, IsEmpty());
}

TEST_F(StudioRecent, EscClosesTheMenu) {
  ctrlShift('O');
  driver.frame(3);
  driver.key(Key::escape);
  driver.frame(2);
  EXPECT_FALSE(studio.anchors.find("recent.0"));
  EXPECT_THAT(opened, IsEmpty());
}

class StudioKeeps : public StudioTest {};

TEST_F(StudioKeeps, UndoSurvivesPanelsFacesSheetsLessonsAndSaving) {
  const Document first = bench.document();
  typeInto("value.stride", "3");
  const Document second = bench.document();
  ASSERT_EQ(undoEntries(), 1);
  const auto stays = [&](const std::string& what) {
    EXPECT_EQ(undoEntries(), 1) << what;
    EXPECT_TRUE(bench.document() == second) << what;
  };
  for (const Key key : {Key::f2, Key::f3, Key::f4}) driver.key(key), driver.key(key);
  stays("panels");
  for (const FaceInfo& face : faces()) click("face." + std::string(face.id));
  stays("faces");
  for (const Key key : {Key::f1, Key::f5}) driver.key(key), driver.frame(3), driver.key(Key::escape);
  ctrl('E');
  driver.frame(3);
  driver.key(Key::escape);
  stays("sheets");
  bench.markSaved(studio.own().document);
  stays("saving");
  ctrl('Z');
  EXPECT_TRUE(bench.document() == first);
}

TEST_F(StudioKeeps, WhatWasThereBeforeALessonIsTheWorkThatCounts) {
  bench.markSaved();
  typeInto("value.stride", "3");
  const Document own = bench.document();
  EXPECT_TRUE(studio.unsaved());
  Lesson lesson;
  lesson.steps.resize(2);
  lesson.steps[0].session.document = textbookDocument();
  lesson.steps[1].session.document = newcomerDocument();
  studio.lesson.lessons = {lesson};
  driver.key(Key::f5);
  driver.frame(3);
  driver.key(Key::enter);
  driver.frame(3);
  ASSERT_TRUE(studio.lesson.run);
  EXPECT_TRUE(bench.document() == textbookDocument());
  EXPECT_TRUE(studio.own().document == own);
  EXPECT_TRUE(studio.unsaved());
  bench.markSaved(studio.own().document);
  EXPECT_FALSE(studio.unsaved());
  typeInto("value.stride", "2");
  EXPECT_FALSE(studio.unsaved()) << "what is tried in a lesson is not own work";
  ui::execute(studio, ui::Command::leave_lesson);
  EXPECT_TRUE(bench.document() == own);
  EXPECT_FALSE(studio.unsaved());
  while (!(bench.document() == newcomerDocument()) && bench.canUndo()) bench.undo();
  EXPECT_TRUE(bench.document() == newcomerDocument()) << "undo leads back behind the lesson";
}

}  // namespace
}  // namespace lab::test

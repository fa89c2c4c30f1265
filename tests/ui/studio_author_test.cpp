#include <gmock/gmock.h>

#include "io/lesson.h"
#include "support/files.h"
#include "ui/author.h"
#include "ui/lessons.h"
#include "ui/studio_fixture.h"

namespace lab::test {
namespace {

class StudioAuthor : public StudioTest {
 protected:
  StudioAuthor() {
    studio.lesson.lessons = io::shippedLessons();
    studio.host.save_lesson = [this](const auto& then) {
      save();
      then();
    };
    driver.frame(2);
  }
  bool shown(const std::string& anchor) { return studio.anchors.find(anchor) != nullptr; }
  LessonEditor& editor() { return *studio.author.editor; }
  const LessonStep& step() { return *editor().draft().step(); }
  const LessonRun& run() const { return *studio.lesson.run; }

  void press(Key key, std::initializer_list<Key> modifiers = {}) {
    driver.key(key, modifiers);
    driver.frame(4);
  }
  void press(char letter) { press(static_cast<Key>(letter)); }
  void pressCtrl(char letter) { press(static_cast<Key>(letter), {Key::left_ctrl}); }

  /// Scrolls the writing until it can be seen, and clicks it.
  void clickInPanel(const std::string& anchor) {
    for (int i = 0; i < 40; ++i) {
      const double y = box(anchor).center().y;
      if (y > 100 && y < 660) break;
      driver.moveTo({1100, 400});
      driver.wheel(y > 400 ? -1 : 1);
    }
    driver.click(box(anchor).center());
    driver.frame(3);
  }
  void write(const std::string& anchor, const std::string& text) {
    clickInPanel(anchor);
    driver.type(text);
    press(Key::escape);
  }
  void writeText(const std::string& text) {
    press(Key::enter, {Key::left_ctrl});
    driver.type(text);
    press(Key::escape);
  }
  /// Asks for a fact by its place in the menu.
  void askForFact(int place) {
    press('Q');
    for (int i = 0; i < place; ++i) press(Key::down);
    press(Key::enter);
  }
  void save() {
    io::saveLesson(file, editor().lesson());
    editor().markSaved();
  }

  support::TemporaryFolder folder;
  std::filesystem::path file = folder / "mine.lesson.json";
};

/// Three steps: one that tells, one that asks for a stride, one with a question.
class RecordedLesson : public StudioAuthor {
 protected:
  RecordedLesson() {
    press(Key::f7);
    write("author.title", "My lesson");
    press('A');
    writeText("Look.");
    press('3');
    press('A');
    writeText("Now do it.");
    pressCtrl('2');
    write("author.goal", "Make the stride 3.");
    typeInto("value.stride", "3");
    askForFact(0);
    press('1');
    press('A');
    writeText("How large is it?");
    pressCtrl('3');
    write("author.goal", "The output's height?");
    write("author.answer", "7");
  }
};

TEST_F(RecordedLesson, IsGivenAsItWasRecordedSavedAndRead) {
  EXPECT_THAT(faultsOf(editor().lesson()), testing::IsEmpty());
  save();
  const Lesson lesson = io::loadLesson(file).lesson;
  EXPECT_EQ(lesson, editor().lesson());
  press(Key::f7);
  EXPECT_FALSE(studio.author.editor) << "nothing is unsaved";
  ui::startLesson(studio, lesson);
  driver.frame(3);
  EXPECT_EQ(run().step().text, "Look.");
  press(Key::page_down);
  EXPECT_THAT(bench.view().faces, testing::ElementsAre(Face::gather));
  typeInto("value.stride", "4");
  EXPECT_FALSE(run().met());
  typeInto("value.stride", "3");
  EXPECT_TRUE(run().met());
  press(Key::page_down);
  press(Key::enter, {Key::left_ctrl});
  driver.type("5");
  press(Key::enter);
  EXPECT_EQ(run().verdict(), false);
  press(Key::enter, {Key::left_ctrl});
  press(Key::home);
  press(Key::end, {Key::left_shift});
  driver.type("7");
  press(Key::enter);
  EXPECT_TRUE(run().met());
  EXPECT_EQ(run().metGoals(), 2U);
}

TEST_F(RecordedLesson, IsPreviewedFromTheChosenStepAndNothingIsLost) {
  press(Key::page_up);
  typeInto("value.padding", "0");
  const Session board = bench.session();
  const LessonDraft draft = editor().draft();
  press(Key::f9);
  EXPECT_EQ(run().at(), 1U);
  EXPECT_TRUE(shown("lesson"));
  typeInto("value.stride", "3");
  EXPECT_TRUE(run().met());
  press(Key::f9);
  EXPECT_FALSE(studio.lesson.run);
  EXPECT_TRUE(shown("author"));
  EXPECT_EQ(bench.session(), board);
  EXPECT_EQ(editor().draft(), draft);
}

TEST_F(RecordedLesson, IsReorderedByKeysAndUndone) {
  press(Key::page_up, {Key::left_ctrl});
  EXPECT_EQ(editor().lesson().steps[1].text, "How large is it?");
  press('D');
  press(Key::del);
  EXPECT_EQ(editor().lesson().steps.size(), 3U);
  EXPECT_EQ(step().text, "Now do it.");
  pressCtrl('U');
  EXPECT_EQ(editor().lesson().steps.size(), 4U);
  pressCtrl('U');
  pressCtrl('U');
  EXPECT_EQ(editor().lesson().steps[1].text, "Now do it.");
  press(static_cast<Key>('U'), {Key::left_ctrl, Key::left_shift});
  EXPECT_EQ(editor().lesson().steps[1].text, "How large is it?");
}

TEST_F(RecordedLesson, WarnsOfAGoalThatIsMetAlready) {
  press(Key::page_up);
  typeInto("value.stride", "3");
  EXPECT_FALSE(editor().shown());
  press('U');
  EXPECT_TRUE(editor().shown());
  const auto faults = faultsOf(editor().lesson());
  ASSERT_EQ(faults.size(), 1U);
  std::vector<ui::WrittenText> written;
  studio.written = &written;
  driver.frame(1);
  const auto said = [&](const std::string& text) {
    return std::ranges::find(written, text, &ui::WrittenText::text) != written.end();
  };
  EXPECT_TRUE(said("Step 2, check: must not hold before anything is done"));
}

TEST_F(RecordedLesson, AsksBeforeItIsLost) {
  press(Key::f7);
  ASSERT_EQ(studio.decisions.size(), 1U);
  press(Key::escape);
  ASSERT_TRUE(studio.author.editor);
  const LessonDraft draft = editor().draft();
  press(Key::f5);
  press('N');
  ASSERT_EQ(studio.decisions.size(), 1U) << "a new lesson would take its place";
  click("answer.cancel");
  EXPECT_EQ(editor().draft(), draft);
  press(Key::f7);
  click("answer.save");
  driver.frame(3);
  EXPECT_FALSE(studio.author.editor);
  EXPECT_EQ(io::loadLesson(file).lesson, draft.lesson);
}

TEST_F(StudioAuthor, BringsBackTheOwnWork) {
  typeInto("value.stride", "4");
  const Session before = bench.session();
  press(Key::f7);
  typeInto("value.stride", "1");
  press('A');
  EXPECT_EQ(studio.own(), before);
  press(Key::f7);
  click("answer.drop");
  driver.frame(3);
  EXPECT_EQ(bench.session(), before);
  EXPECT_TRUE(shown("arithmetic"));
}

TEST_F(StudioAuthor, EditsACopyOfAShippedLessonFromTheList) {
  press(Key::f5);
  press(Key::down);
  press('E');
  ASSERT_TRUE(studio.author.editor);
  Lesson shipped = studio.lesson.lessons[1];
  shipped.id.clear();
  EXPECT_EQ(editor().lesson(), shipped);
  EXPECT_FALSE(studio.author.unsaved());
  EXPECT_EQ(studio.author.path, "");
}

TEST_F(StudioAuthor, EachShippedLessonIsUnchangedByEditing) {
  for (const Lesson& shipped : studio.lesson.lessons) {
    ui::writeLesson(studio, shipped, {});
    driver.frame(2);
    for (std::size_t i = 1; i < shipped.steps.size(); ++i) press(Key::page_down);
    save();
    Lesson same = shipped;
    same.id.clear();
    EXPECT_EQ(io::loadLesson(file).lesson, same) << shipped.id;
    press(Key::f7);
    EXPECT_FALSE(studio.author.editor) << shipped.id << ": looking at it has changed it";
  }
}

TEST_F(StudioAuthor, GoesOnWithTheLessonThatIsGiven) {
  ui::startLesson(studio, studio.lesson.lessons[2], 3);
  driver.frame(3);
  press(Key::f7);
  ASSERT_TRUE(studio.author.editor);
  EXPECT_EQ(editor().draft().chosen, 3U);
  EXPECT_FALSE(studio.lesson.run);
}

TEST_F(StudioAuthor, PointsAtWhatIsUnderThePointer) {
  press(Key::f7);
  press('A');
  hover("slider.stride");
  press('H');
  EXPECT_EQ(step().highlight, "slider.stride");
  press('H');
  EXPECT_EQ(step().highlight, "");
}

TEST_F(StudioAuthor, ChoosesAmongAnswers) {
  press(Key::f7);
  press('A');
  pressCtrl('4');
  write("author.choice.0", "left");
  write("author.choice.1", "right");
  clickInPanel("author.more");
  write("author.choice.2", "up");
  clickInPanel("author.right.2");
  EXPECT_EQ(step().goal->question, (Question{{"left", "right", "up"}, {2}}));
  clickInPanel("author.drop.0");
  EXPECT_EQ(step().goal->question, (Question{{"right", "up"}, {1}}));
}

TEST_F(StudioAuthor, KeepsATextThatIsLeftByEsc) {
  press(Key::f7);
  press('A');
  writeText("First.");
  EXPECT_EQ(step().text, "First.");
}

/// What is typed into the field, and where.
class TextField : public StudioAuthor {
 protected:
  TextField() {
    press(Key::f7);
    press('A');
    press(Key::enter, {Key::left_ctrl});
  }
  const std::string long_text = "one two three four five six seven eight nine ten eleven twelve";
};

TEST_F(TextField, BreaksLinesThatAreNoPartOfTheText) {
  driver.type(long_text);
  EXPECT_EQ(step().text, long_text);
  press(Key::enter);
  driver.type("    code");
  EXPECT_EQ(step().text, long_text + "\n    code");
}

TEST_F(TextField, DeletesThroughItsBreaks) {
  driver.type(long_text);
  for (std::size_t i = 0; i < long_text.size(); ++i) driver.key(Key::backspace);
  EXPECT_EQ(step().text, "");
  driver.type("a");
  press(Key::enter);
  driver.type("字");
  press(Key::home);
  press(Key::backspace);
  EXPECT_EQ(step().text, "a字");
  press(Key::del);
  EXPECT_EQ(step().text, "a");
}

TEST_F(TextField, GivesWhatIsCopiedWithoutItsBreaks) {
  driver.type(long_text);
  pressCtrl('A');
  pressCtrl('C');
  EXPECT_EQ(driver.clipboard, long_text);
}

}  // namespace
}  // namespace lab::test

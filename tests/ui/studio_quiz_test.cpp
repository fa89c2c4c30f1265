#include <fmt/format.h>
#include <gmock/gmock.h>

#include "io/lesson.h"
#include "ui/studio_fixture.h"

/// The quiz, by keys alone where a key does it.
namespace lab::test {
namespace {

class StudioQuiz : public StudioTest {
 protected:
  StudioQuiz() { driver.frame(2); }

  void open() {
    driver.key(Key::f6);
    driver.frame(4);
  }
  void answer(const std::string& text) {
    driver.type(text);
    driver.key(Key::enter);
    driver.frame(4);
  }
  void on() {
    driver.key(Key::enter);
    driver.frame(4);
  }
  static std::string typed(const Question& question) {
    std::string text = fmt::format("{}", question.answer[0]);
    if (question.answer.size() == 2) text += fmt::format(", {}", question.answer[1]);
    return text;
  }
  std::string right() const { return typed(studio.quiz.run->item().question); }
  const QuizProgress& progress() const { return studio.quiz.run->progress(); }
  bool shown(const std::string& anchor) const { return studio.anchors.find(anchor) != nullptr; }
  std::vector<std::string> texts() {
    std::vector<ui::WrittenText> written;
    studio.written = &written;
    driver.frame(1);
    studio.written = nullptr;
    std::vector<std::string> all;
    for (const ui::WrittenText& text : written) all.push_back(text.text);
    return all;
  }
};

TEST_F(StudioQuiz, IsAnsweredByKeysAloneAndCounts) {
  open();
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(studio.quiz.asking()) << i;
    ASSERT_EQ(progress().number, i);
    answer(i == 4 ? "-1" : right());
    ASSERT_FALSE(studio.quiz.asking()) << i;
    EXPECT_EQ(progress().scores.back().correct, i != 4);
    on();
  }
  EXPECT_EQ(progress().points(), 18);
  EXPECT_EQ(progress().streak(), 5);
}

TEST_F(StudioQuiz, HidesTheBoardAndItsParametersUntilTheAnswer) {
  open();
  for (const char* anchor :
       {"board", "transport", "parameters", "value.stride", "face.scatter", "examples", "arithmetic"})
    EXPECT_FALSE(shown(anchor)) << anchor;
  EXPECT_TRUE(shown("question"));
  answer("-1");
  for (const char* anchor : {"board", "value.stride", "face.scatter", "examples"})
    EXPECT_TRUE(shown(anchor)) << anchor;
  EXPECT_FALSE(shown("question"));
}

TEST_F(StudioQuiz, TellsTheSolutionOnlyAfterTheAnswer) {
  open();
  for (int i = 0; i < 5; ++i) {
    const QuizItem item = studio.quiz.run->item();
    EXPECT_THAT(texts(), testing::Not(testing::Contains(testing::AnyOf(item.worked, item.hint))));
    answer("-1");
    EXPECT_THAT(texts(), testing::IsSupersetOf({item.worked, item.hint}));
    EXPECT_THAT(texts(), testing::Contains(testing::HasSubstr("The answer is " + item.right)));
    on();
  }
}

TEST_F(StudioQuiz, ShowsTheDocumentPlayedToItsEndWithThePin) {
  open();
  const QuizItem item = studio.quiz.run->item();
  EXPECT_EQ(bench.document(), newcomerDocument());
  answer(right());
  EXPECT_EQ(bench.document(), item.document);
  EXPECT_EQ(playhead().time, steps());
  EXPECT_EQ(bench.view().pinned, item.about);
}

TEST_F(StudioQuiz, RefusesWhatIsNoAnswerAndDoesNotCountIt) {
  open();
  answer("six");
  EXPECT_TRUE(studio.quiz.asking());
  EXPECT_TRUE(studio.notice.is_problem);
  EXPECT_TRUE(progress().scores.empty());
  driver.key(static_cast<Key>('A'), {Key::left_ctrl});
  answer(right());
  ASSERT_EQ(progress().scores.size(), 1U);
  EXPECT_TRUE(progress().scores[0].correct);
}

TEST_F(StudioQuiz, KeysOfTheBoardDoNothingWhileItAsks) {
  open();
  const Session before = bench.session();
  for (const char letter : {'R', 'L', 'I', 'G'}) shortcut(letter);
  for (const char letter : {'Z', 'V'}) ctrl(letter);
  driver.click(box("question").center());
  driver.key(Key::space);
  shortcut('2');
  EXPECT_EQ(bench.session(), before);
}

TEST_F(StudioQuiz, TypingGoesToTheAnswerAlsoAfterAClickElsewhere) {
  open();
  driver.click(box("question").center());
  driver.frame(4);
  answer(right());
  ASSERT_EQ(progress().scores.size(), 1U);
  EXPECT_TRUE(progress().scores[0].correct);
}

TEST_F(StudioQuiz, EscLeavesAndWhatWasThereComesBack) {
  typeInto("value.stride", "3");
  const Session before = bench.session();
  for (const bool answered : {false, true}) {
    open();
    if (answered) answer(right());
    driver.key(Key::escape);
    driver.frame(4);
    EXPECT_FALSE(studio.quiz.run);
    EXPECT_EQ(bench.session(), before);
    EXPECT_TRUE(shown("board"));
  }
  open();
  EXPECT_EQ(progress().number, 1) << "it goes on where it was left";
  EXPECT_EQ(progress().points(), 2);
}

TEST_F(StudioQuiz, EscClosesTheHelpFirst) {
  open();
  answer(right());
  driver.key(Key::f1);
  driver.frame(3);
  driver.key(Key::escape);
  driver.frame(3);
  EXPECT_FALSE(studio.help_open);
  EXPECT_TRUE(studio.quiz.run);
}

TEST_F(StudioQuiz, AHintHalvesThePoints) {
  open();
  click("quiz.hint");
  driver.frame(3);
  EXPECT_FALSE(shown("quiz.hint"));
  EXPECT_THAT(texts(), testing::Contains(studio.quiz.run->item().hint));
  answer(right());
  EXPECT_EQ(progress().points(), 1);
}

TEST_F(StudioQuiz, SeedDifficultyAndKindsAreChosen) {
  open();
  const auto choose = [&](const std::string& anchor) {
    click("quiz.choice");
    driver.frame(3);
    click(anchor);
    driver.frame(3);
  };
  choose("quiz.hard");
  EXPECT_EQ(progress().choice.difficulty, Difficulty::hard);
  choose("quiz.taps");
  EXPECT_FALSE(progress().choice.has(QuizKind::taps));
  click("quiz.choice");
  driver.frame(3);
  typeInto("quiz.seed", "-1");
  EXPECT_TRUE(studio.notice.is_problem);
  typeInto("quiz.seed", "2026");
  EXPECT_EQ(progress().choice.seed, 2026U);
  EXPECT_EQ(studio.quiz.run->item().document,
            quizItem({2026, Difficulty::hard, progress().choice.kinds}, 0).document);
  driver.key(Key::escape);
  driver.frame(4);
  ASSERT_TRUE(studio.quiz.run) << "Esc has closed the menu";
  answer(right());
  EXPECT_EQ(progress().points(), 2);
}

TEST_F(StudioQuiz, AsksForTheFileOfTheScoreSheetOnceThereIsAScore) {
  open();
  click("quiz.save");
  driver.frame(4);
  EXPECT_TRUE(asked.empty());
  answer("0");
  click("quiz.save");
  EXPECT_EQ(asked, std::vector{ui::Command::save_scores});
}

TEST_F(StudioQuiz, GivesThePictureOfItsQuestionByKeysWhileAnAnswerIsTyped) {
  open();
  driver.type("1");
  asked.clear();
  shortcut('S');
  driver.type("sS");
  ctrlShift('C');
  ctrlShift('Q');
  EXPECT_THAT(asked,
              testing::ElementsAre(ui::Command::snapshot, ui::Command::copy_frame, ui::Command::save_scores));
  EXPECT_TRUE(studio.quiz.asking());
  EXPECT_EQ(studio.quiz.answer, "1") << "no number has an S";
}

TEST_F(StudioQuiz, AndLessonsTakeTurns) {
  studio.lesson.lessons = io::shippedLessons();
  const Session before = bench.session();
  driver.key(Key::f5);
  driver.frame(3);
  driver.key(Key::enter);
  driver.frame(3);
  ASSERT_TRUE(studio.lesson.run);
  open();
  EXPECT_FALSE(studio.lesson.run);
  ASSERT_TRUE(studio.quiz.run);
  answer(right());
  driver.key(Key::f5);
  driver.frame(3);
  driver.key(Key::enter);
  driver.frame(3);
  EXPECT_FALSE(studio.quiz.run);
  ASSERT_TRUE(studio.lesson.run);
  click("lesson.leave");
  EXPECT_EQ(bench.session(), before);
}

}  // namespace
}  // namespace lab::test

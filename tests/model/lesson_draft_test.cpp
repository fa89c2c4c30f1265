#include "model/lesson_draft.h"

#include <gmock/gmock.h>

#include "model/lesson_editor.h"

namespace lab {
namespace {

using testing::ElementsAre;

Session withStride(Index stride) {
  Session session{newcomerDocument(), {}};
  session.document.layer.stride = stride;
  return session;
}

LessonStep named(const char* text) {
  LessonStep step;
  step.text = text;
  step.session = withStride(2);
  return step;
}

LessonDraft draftOf(std::initializer_list<const char*> texts, std::size_t chosen) {
  LessonDraft draft;
  draft.lesson.title = "Stride";
  for (const char* text : texts) draft.lesson.steps.push_back(named(text));
  draft.chosen = chosen;
  return draft;
}

std::vector<std::string> textsOf(const LessonDraft& draft) {
  std::vector<std::string> texts;
  for (const LessonStep& step : draft.lesson.steps) texts.push_back(step.text);
  return texts;
}

TEST(LessonDraft, GetsItsStepsAfterTheChosenOne) {
  LessonDraft draft = withStep(withStep({}, named("a")), named("c"));
  EXPECT_THAT(textsOf(draft), ElementsAre("a", "c"));
  EXPECT_EQ(draft.chosen, 1U);
  draft = withStep(choosing(draft, 0), named("b"));
  EXPECT_THAT(textsOf(draft), ElementsAre("a", "b", "c"));
  EXPECT_EQ(draft.step()->text, "b");
  draft = duplicated(draft);
  EXPECT_THAT(textsOf(draft), ElementsAre("a", "b", "b", "c"));
  EXPECT_EQ(draft.chosen, 2U);
}

TEST(LessonDraft, MovesTheChosenStepAsFarAsThereAreAny) {
  const LessonDraft draft = draftOf({"a", "b", "c"}, 0);
  EXPECT_EQ(moved(draft, -1), draft);
  const LessonDraft last = moved(draft, 2);
  EXPECT_THAT(textsOf(last), ElementsAre("b", "c", "a"));
  EXPECT_EQ(last.step()->text, "a");
  EXPECT_EQ(moved(last, 1), last);
  EXPECT_EQ(moved(last, -2), draft);
}

TEST(LessonDraft, LosesTheChosenStepAndChoosesTheNext) {
  LessonDraft draft = withoutStep(draftOf({"a", "b", "c"}, 1));
  EXPECT_EQ(draft.step()->text, "c");
  draft = withoutStep(draft);
  EXPECT_EQ(draft.step()->text, "a");
  draft = withoutStep(draft);
  EXPECT_EQ(draft.step(), nullptr);
  for (const LessonDraft& same : {withoutStep(draft), duplicated(draft), moved(draft, 1),
                                  withSession(draft, withStride(4)), choosing(draft, 3)})
    EXPECT_EQ(same, draft);
}

TEST(LessonDraft, GivesItsGoalAnotherKindAndKeepsTheWords) {
  std::optional<Goal> goal = ofKind({}, GoalKind::check);
  goal->text = "Do it";
  goal->hint = "So";
  goal->conditions = {{"stride", Pair(3)}};
  for (const GoalKind kind : {GoalKind::number, GoalKind::choice, GoalKind::check}) {
    goal = ofKind(goal, kind);
    EXPECT_EQ(kindOf(goal), kind);
    EXPECT_EQ(goal->text, "Do it");
    EXPECT_EQ(goal->hint, "So");
    EXPECT_TRUE(goal->conditions.empty()) << "a question has none";
  }
  EXPECT_EQ(ofKind(goal, GoalKind::none), std::nullopt);
}

TEST(LessonDraft, TakesFactsFromWhatIsShown) {
  Goal goal = asking({}, "stride", withStride(3));
  goal = asking(goal, "output_size", withStride(3));
  EXPECT_EQ(goal.conditions, (std::vector{Condition{"stride", Pair(3)}, Condition{"output_size", Pair(7)}}));
  EXPECT_EQ(goal.solution, withStride(3));
  goal = solvedBy(goal, withStride(1));
  EXPECT_EQ(goal.conditions, (std::vector{Condition{"stride", Pair(1)}, Condition{"output_size", Pair(3)}}));
  EXPECT_EQ(goal.solution, withStride(1));
  EXPECT_EQ(asking(goal, "bias", withStride(0)), goal) << "nothing can be read from what is illegal";
}

TEST(LessonDraft, AnyFactOfAStateIsMetByIt) {
  Session session = withStride(3);
  session.view.faces = {Face::matrix, Face::gather};
  session.view.pinned = {RefKind::canvas, 0, 0, 3, 2};
  for (const int dims : {2, 1}) {
    session.document.layer.dims = dims;
    for (const FactInfo& fact : facts()) {
      const auto condition = conditionFrom(fact.id, session);
      ASSERT_TRUE(condition) << fact.id;
      EXPECT_EQ(problemOf(*condition), std::nullopt) << fact.id;
      EXPECT_TRUE(holds(*condition, session)) << fact.id;
    }
  }
}

TEST(LessonDraft, SaysAFactInWords) {
  EXPECT_EQ(wordsOf({"output_size", Pair(6)}), "Output size: 6");
  EXPECT_EQ(wordsOf({"kernel_size", Pair(3, 2)}), "Kernel size: 3 × 2");
  EXPECT_EQ(wordsOf({"holes", true}), "Holes: yes");
  EXPECT_EQ(wordsOf({"shows", std::string("roundtrip")}), "The board shows: Round trip");
  EXPECT_EQ(wordsOf({"pinned", std::string("canvas")}), "Pinned: an output cell");
}

std::vector<std::string> messagesOf(const Lesson& lesson) {
  std::vector<std::string> messages;
  for (const LessonFault& fault : faultsOf(lesson))
    messages.push_back((fault.step ? std::to_string(*fault.step) + " " : "") + fault.problem.message());
  return messages;
}

TEST(LessonFaults, SayWhatIsMissing) {
  EXPECT_THAT(messagesOf({}), ElementsAre("title: must be a text that is not empty",
                                          "steps: must be a list of at least one step"));
  Lesson lesson = draftOf({"a", "", "c"}, 0).lesson;
  EXPECT_THAT(messagesOf(lesson), ElementsAre("1 text: must be a text that is not empty"));
  lesson.steps[1].text = "b";
  EXPECT_THAT(messagesOf(lesson), ElementsAre());
}

/// What is wrong with a goal of a step that begins with stride 2.
std::string fault(Goal goal) {
  Lesson lesson = draftOf({"a"}, 0).lesson;
  goal.text = "Do it";
  lesson.steps[0].goal = goal;
  const std::vector<std::string> messages = messagesOf(lesson);
  return messages.empty() ? "" : messages.front();
}

TEST(LessonFaults, AreGoalsThatAreMetAlreadyOrNever) {
  Lesson wordless = draftOf({"a"}, 0).lesson;
  wordless.steps[0].goal = Goal{};
  EXPECT_THAT(messagesOf(wordless), ElementsAre("0 goal: must be a text that is not empty"));
  EXPECT_EQ(fault({}), "0 check: must ask for at least one fact");
  EXPECT_EQ(fault(asking({}, "stride", withStride(2))), "0 check: must not hold before anything is done");
  Goal goal = asking({}, "stride", withStride(3));
  EXPECT_EQ(fault(goal), "");
  goal.solution = withStride(4);
  EXPECT_EQ(fault(goal), "0 solution: must meet the check");
  goal.solution.reset();
  EXPECT_EQ(fault(goal), "0 solution: must be there where there is a check");
}

TEST(LessonFaults, AreQuestionsWithoutAnAnswer) {
  const auto asked = [](Question question) {
    Goal goal;
    goal.question = std::move(question);
    return fault(goal);
  };
  EXPECT_EQ(asked({}), "0 answer: must be a number or a pair of numbers");
  EXPECT_EQ(asked({{}, {1, 2, 3}}), "0 answer: must be a number or a pair of numbers");
  EXPECT_EQ(asked({{"left", ""}, {0}}), "0 choices: must be a list of at least two texts");
  EXPECT_EQ(asked({{"left", "right"}, {2}}), "0 answer: must be the place of a choice, 0 to 1");
  EXPECT_EQ(asked({{"left", "right"}, {0.5}}), "0 answer: must be the place of a choice, 0 to 1");
  EXPECT_EQ(asked({{"left", "right"}, {1}}), "");
  EXPECT_EQ(asked({{}, {-1.5}}), "");
}

class LessonEditorTest : public testing::Test {
 protected:
  void setStride(Index stride) {
    Document edited = bench.document();
    edited.layer.stride = stride;
    bench.change(edited);
  }
  Workbench bench;
  LessonEditor editor{Lesson{}, bench};
};

TEST_F(LessonEditorTest, RecordsWhatTheWorkbenchShows) {
  setStride(3);
  bench.view().theme = ThemeChoice::dark;
  bench.view().playhead.time = 4;
  editor.record();
  const Session& recorded = editor.draft().step()->session;
  EXPECT_EQ(recorded.document, bench.document());
  EXPECT_EQ(recorded.view.playhead.time, 4);
  EXPECT_EQ(recorded.view.theme, ThemeChoice::light) << "how the window looks is no part of a lesson";
  EXPECT_TRUE(editor.shown());
  setStride(4);
  EXPECT_FALSE(editor.shown());
  editor.recordAnew();
  EXPECT_EQ(editor.draft().step()->session.document.layer.stride, Pair(4));
}

TEST_F(LessonEditorTest, UndoesWhatWasWrittenButNotWhatWasChosen) {
  setStride(1);
  editor.record();
  setStride(2);
  editor.record();
  editor.choose(0);
  EXPECT_EQ(bench.document().layer.stride, Pair(1));
  LessonDraft typed = editor.draft();
  typed.step()->text = "One";
  editor.change(typed);
  setStride(5);
  editor.undo();
  EXPECT_EQ(editor.draft().step()->text, "");
  EXPECT_EQ(editor.draft().chosen, 0U);
  EXPECT_EQ(bench.document().layer.stride, Pair(5)) << "what is being set up stays while words change";
  editor.undo();
  EXPECT_EQ(editor.lesson().steps.size(), 1U);
  editor.redo();
  EXPECT_EQ(editor.lesson().steps.size(), 2U);
  editor.redo();
  EXPECT_EQ(editor.lesson().steps[0].text, "One");
}

TEST_F(LessonEditorTest, KnowsWhatNoFileHoldsAndBringsBackWhatWasThere) {
  const Session before = bench.session();
  EXPECT_FALSE(editor.modified());
  setStride(4);
  editor.record();
  EXPECT_TRUE(editor.modified());
  editor.markSaved();
  EXPECT_FALSE(editor.modified());
  editor.undo();
  EXPECT_TRUE(editor.modified());
  editor.leave();
  EXPECT_EQ(bench.session(), before);
}

}  // namespace
}  // namespace lab

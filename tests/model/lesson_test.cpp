#include "model/lesson.h"

#include <gmock/gmock.h>

#include "model/lesson_run.h"

namespace lab {
namespace {

using Value = Condition::Value;

Session newcomer() { return {newcomerDocument(), {}}; }

struct Expectation {
  const char* fact;
  Value right, wrong;
};

void expectFacts(const Session& session, std::initializer_list<Expectation> expectations) {
  for (const Expectation& e : expectations) {
    EXPECT_EQ(problemOf({e.fact, e.right}), std::nullopt) << e.fact;
    EXPECT_TRUE(holds({e.fact, e.right}, session)) << e.fact;
    EXPECT_FALSE(holds({e.fact, e.wrong}, session)) << e.fact;
  }
}

TEST(Facts, TellWhatASessionShows) {
  Session session = newcomer();  // 3x3, k3 s2 p1
  session.view.playhead.time = 5.5;
  session.view.playhead.granularity = Granularity::tap;
  session.view.faces = {Face::scatter, Face::gather};
  session.view.pinned = {RefKind::canvas, 0, 0, 3, 2};
  expectFacts(session, {{"kernel_size", Pair(3), Pair(3, 2)},
                        {"stride", Pair(2), Pair(1)},
                        {"in_channels", Pair(1), Pair(2)},
                        {"dims", Pair(2), Pair(1)},
                        {"bias", false, true},
                        {"output_size", Pair(5), Pair(5, 6)},
                        {"steps_done", Pair(5), Pair(6)},
                        {"finished", false, true},
                        {"shows", std::string("gather"), std::string("matrix")},
                        {"step_is", std::string("tap"), std::string("row")},
                        {"pinned", std::string("canvas"), std::string("input")},
                        {"pinned_at", Pair(2, 1), Pair(3, 2)}});
  session.view.playhead.time = 9;
  expectFacts(session, {{"finished", true, false}});
}

TEST(Facts, TellHowPatchesOverlap) {
  Session session = newcomer();  // k3 s2: uneven
  expectFacts(session, {{"even", false, true}, {"even_to_border", false, true}, {"holes", false, true}});
  session.document.layer.kernel_size = 4;  // even, and ramps at the border
  session.document.input_size = 5;
  expectFacts(session, {{"even", true, false}, {"even_to_border", false, true}});
  session.document.layer.padding = Pair(2);
  expectFacts(session, {{"even_to_border", true, false}});
  session.document.layer.stride = {2, 5};  // holes along the width
  expectFacts(session, {{"even", false, true}, {"holes", true, false}});
}

TEST(Facts, OfOneDimensionHaveAWidthAlone) {
  Session session = newcomer();
  session.document.layer.dims = 1;
  session.document.input_size = {1, 3};
  expectFacts(session, {{"output_size", Pair(5), Pair(4)}, {"kernel_size", Pair(3), Pair(2)}});
}

TEST(Facts, OfAnIllegalSettingAreNone) {
  Session session = newcomer();
  session.document.layer.output_padding = 5;
  EXPECT_FALSE(holds({"output_padding", Pair(5)}, session));
}

TEST(Facts, ThatNobodyCanAskForAreRefused) {
  const auto message = [](const char* fact, const Value& value) {
    return problemOf({fact, value})->message();
  };
  EXPECT_EQ(message("colour", std::string("red")), "colour = red: is no fact that can be asked for");
  EXPECT_EQ(message("stride", true), "stride = true: must be an integer or a pair [height, width]");
  EXPECT_EQ(message("even", Pair(1)), "even = [1, 1]: must be true or false");
  EXPECT_EQ(message("shows", false), "shows = false: must be a text");
  EXPECT_EQ(message("step_is", std::string("day")), "step_is = day: must be one of element, tap, row, cell");
  EXPECT_THAT(message("pinned", std::string("fly")), testing::HasSubstr("must be one of none, input"));
}

/// Three steps: a text, a check of the stride, a question.
Lesson lesson() {
  Lesson made;
  made.steps.resize(3);
  for (LessonStep& step : made.steps) step.session = newcomer();
  made.steps[1].session.document.layer.stride = 1;
  made.steps[1].session.view.faces = {Face::gather};
  Goal check{"Stride 3", "", {{"stride", Pair(3)}}, {}, made.steps[1].session};
  check.solution->document.layer.stride = 3;
  made.steps[1].goal = check;
  made.steps[2].goal = Goal{"How many?", "", {}, Question{{}, {4}}, {}};
  return made;
}

void setStride(Workbench& bench, Index stride) {
  Document edited = bench.document();
  edited.layer.stride = stride;
  bench.change(edited);
}

TEST(LessonRun, ShowsItsStepsAndStaysWithinThem) {
  Workbench bench;
  LessonRun run(lesson(), bench);
  run.back();
  EXPECT_EQ(run.at(), 0U);
  run.next();
  EXPECT_EQ(bench.document().layer.stride, Pair(1));
  EXPECT_EQ(bench.view().faces, std::vector{Face::gather});
  run.next();
  EXPECT_TRUE(run.isLast());
  run.next();
  EXPECT_EQ(run.at(), 2U);
  EXPECT_EQ(bench.document().layer.stride, Pair(2));
  EXPECT_EQ(LessonRun(lesson(), bench, 7).at(), 2U) << "the last one where there are fewer";
}

TEST(LessonRun, LeavesTheWindowAsItIs) {
  Workbench bench;
  bench.view().theme = ThemeChoice::dark;
  bench.view().show_arithmetic = false;
  bench.view().zoom = 3;
  const LessonRun run(lesson(), bench, 1);
  EXPECT_EQ(bench.view().theme, ThemeChoice::dark);
  EXPECT_FALSE(bench.view().show_arithmetic);
  EXPECT_EQ(bench.view().zoom, 1) << "the board is fitted for each step";
}

TEST(LessonRun, AGoalIsMetByWhatItAsksForAndStaysMet) {
  Workbench bench;
  LessonRun run(lesson(), bench, 1);
  run.look();
  EXPECT_FALSE(run.met());
  setStride(bench, 2);
  run.look();
  EXPECT_FALSE(run.met()) << "a wrong value";
  setStride(bench, 3);
  run.look();
  EXPECT_TRUE(run.met());
  setStride(bench, 2);
  run.look();
  EXPECT_TRUE(run.met());
  EXPECT_EQ(run.metGoals(), 1U);
  EXPECT_EQ(run.goals(), 2U);
  run.again();
  EXPECT_EQ(bench.document().layer.stride, Pair(1));
  EXPECT_TRUE(run.met());
}

TEST(LessonRun, AQuestionTakesTheRightAnswerOnly) {
  Workbench bench;
  LessonRun run(lesson(), bench, 2);
  EXPECT_EQ(run.verdict(), std::nullopt);
  EXPECT_FALSE(run.answer({5}));
  EXPECT_EQ(run.verdict(), false);
  EXPECT_FALSE(run.met());
  EXPECT_TRUE(run.answer({4}));
  EXPECT_TRUE(run.met());
  run.back();
  EXPECT_EQ(run.verdict(), std::nullopt);
}

TEST(LessonRun, WhoLooksAtTheSolutionHasNotFoundIt) {
  Workbench bench;
  LessonRun run(lesson(), bench, 1);
  run.solve();
  EXPECT_EQ(bench.document().layer.stride, Pair(3));
  run.look();
  EXPECT_FALSE(run.met());
  run.next();
  run.solve();
  EXPECT_TRUE(run.answer({4}));
  EXPECT_FALSE(run.met());
  run.back();
  setStride(bench, 3);
  run.look();
  EXPECT_TRUE(run.met()) << "who comes back can still do it";
}

TEST(LessonRun, BringsBackWhatWasThereBefore) {
  Workbench bench;
  setStride(bench, 4);
  bench.view().faces = {Face::matrix};
  const Session mine = bench.session();
  LessonRun run(lesson(), bench);
  run.next();
  run.leave();
  EXPECT_EQ(bench.session(), mine);
  EXPECT_TRUE(bench.modified()) << "what was not saved is not saved now";
}

}  // namespace
}  // namespace lab

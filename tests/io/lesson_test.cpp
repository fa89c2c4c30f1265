#include "io/lesson.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <ranges>
#include <set>

#include "model/face.h"
#include "model/fields.h"
#include "model/lesson_draft.h"
#include "support/errors.h"
#include "support/files.h"

namespace lab::io {
namespace {

using support::errorOf;
using testing::HasSubstr;
using testing::IsEmpty;

/// A lesson of two steps in which some text takes the place of another.
std::string lessonWith(const std::string& from = "", const std::string& to = "") {
  std::string text = R"({
  "format": "tconv-lab lesson",
  "version": 1,
  "title": "Stride",
  "summary": "What it does",
  "steps": [
    {
      "text": "One",
      "set": {"parameters": {"stride": 2, "padding": 1},
              "view": {"playhead": {"time": 3}}},
      "highlight": "slider.stride",
      "goal": {
        "text": "Stride 3",
        "hint": "Move it",
        "check": {"stride": 3, "output_size": [7, 7]},
        "solution": {"parameters": {"stride": 3}}
      }
    },
    {
      "text": "Two",
      "set": {"parameters": {"padding": null}},
      "goal": {"text": "Which?", "choices": ["left", "right"], "answer": 1}
    }
  ]
})";
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  return text;
}

LoadedLesson parsed(const std::string& text) { return parseLesson(text, "x.lesson.json", {}); }
std::string refusal(const std::string& from, const std::string& to) {
  return errorOf([&] { parsed(lessonWith(from, to)); });
}

TEST(LessonFile, HoldsStepsThatChangeTheOneBefore) {
  const LoadedLesson loaded = parsed(lessonWith());
  EXPECT_THAT(loaded.warnings, IsEmpty());
  const Lesson& lesson = loaded.lesson;
  EXPECT_EQ(lesson.title, "Stride");
  EXPECT_EQ(lesson.summary, "What it does");
  ASSERT_EQ(lesson.steps.size(), 2U);
  const LessonStep &one = lesson.steps[0], &two = lesson.steps[1];
  EXPECT_EQ(one.text, "One");
  EXPECT_EQ(one.highlight, "slider.stride");
  EXPECT_EQ(one.session.document.layer.stride, Pair(2));
  EXPECT_EQ(one.session.document.layer.padding.end, Pair(1));
  EXPECT_EQ(one.goal->conditions,
            (std::vector{Condition{"stride", Pair(3)}, Condition{"output_size", Pair(7)}}));
  EXPECT_EQ(one.goal->solution->document.layer.stride, Pair(3));
  EXPECT_EQ(one.goal->solution->document.layer.padding.begin, Pair(1));
  EXPECT_EQ(two.session.document.layer.stride, Pair(2)) << "as before, not as in the solution";
  EXPECT_EQ(two.session.document.layer.padding.begin, Pair(0)) << "taken away";
  EXPECT_EQ(two.session.view.playhead.time, 3);
  EXPECT_EQ(two.goal->question, (Question{{"left", "right"}, {1}}));
}

TEST(LessonFile, IsRefusedWithItsLine) {
  EXPECT_EQ(refusal("tconv-lab lesson", "lecture"),
            "x.lesson.json: line 2: format: must be \"tconv-lab lesson\"");
  EXPECT_EQ(refusal("\"version\": 1", "\"version\": 2"), "x.lesson.json: line 3: version = 2: must be 1");
  EXPECT_EQ(refusal("\"Stride\"", "7"), "x.lesson.json: line 4: title = 7: must be a text that is not empty");
  EXPECT_EQ(refusal("\"stride\": 2", "\"stride\": 0"),
            "x.lesson.json: line 9: stride = 0: must be at least 1");
  EXPECT_EQ(refusal("{\"time\": 3}", "{\"time\": -1}"),
            "x.lesson.json: line 10: view.playhead.time = -1: must be a number from 0 to 1000000000000000");
  EXPECT_EQ(refusal("\"Move it\"", "{}"),
            "x.lesson.json: line 14: hint = {}: must be a text that is not empty");
  EXPECT_EQ(refusal("[7, 7]", "\"big\""),
            "x.lesson.json: line 15: output_size = big: must be an integer or a pair [height, width]");
  EXPECT_EQ(refusal("\"output_size\"", "\"size\""),
            "x.lesson.json: line 15: size = [7, 7]: is no fact that can be asked for");
  EXPECT_EQ(refusal("\"answer\": 1", "\"answer\": 2"),
            "x.lesson.json: line 22: answer = 2: must be the place of a choice, 0 to 1");
  EXPECT_EQ(
      refusal("\"check\": {\"stride\": 3", "\"check\": {\"stride\": null"),
      "x.lesson.json: line 15: stride = null: must be true, false, a text, an integer or a pair [height, "
      "width]");
  EXPECT_EQ(refusal("[\"left\", \"right\"]", "[1, 2]"),
            "x.lesson.json: line 22: choices = [1,2]: must be a list of at least two texts");
  EXPECT_THAT(refusal("\"steps\"", "\"stages\""), HasSubstr("must be a list of at least one step"));
  EXPECT_THAT(refusal("\"Two\"", "\"Two"), HasSubstr("line 20"));
}

TEST(LessonFile, AsksForWhatCanBeDoneAndIsNotDone) {
  EXPECT_THAT(refusal("{\"stride\": 3, \"output_size\": [7, 7]}", "{\"stride\": 2}"),
              HasSubstr("line 15: check = {\"stride\":2}: must not hold before anything is done"));
  EXPECT_THAT(refusal("{\"stride\": 3}}", "{\"stride\": 4}}"), HasSubstr("line 16: solution"));
  EXPECT_THAT(refusal("{\"stride\": 3}}", "{\"stride\": 4}}"), HasSubstr("must meet the check"));
  EXPECT_THAT(refusal(",\n        \"solution\": {\"parameters\": {\"stride\": 3}}", ""),
              HasSubstr("must be there where there is a check"));
  EXPECT_THAT(refusal("\"answer\": 1", "\"answered\": 1"), HasSubstr("must have a check or an answer"));
  EXPECT_THAT(refusal("\"answer\": 1", "\"answer\": 1, \"check\": {\"even\": true}"), HasSubstr("not both"));
  EXPECT_THAT(refusal("{\"stride\": 3, \"output_size\": [7, 7]}", "{}"),
              HasSubstr("must ask for at least one fact"));
  EXPECT_THAT(refusal("[\"left\", \"right\"]", "[\"left\"]"), HasSubstr("at least two texts"));
  EXPECT_THAT(refusal("\"answer\": 1", "\"answer\": \"right\""), HasSubstr("must be a number or a pair"));
}

TEST(LessonFile, NamesWhatItDoesNotKnow) {
  EXPECT_THAT(parsed(lessonWith("\"highlight\"", "\"hilight\"")).warnings,
              testing::ElementsAre("unknown key steps[0].hilight ignored"));
}

TEST(LessonFile, ComesBackAsItWasSaved) {
  const support::TemporaryFolder folder;
  Lesson lesson = parsed(lessonWith()).lesson;
  lesson.steps[1].session.document.input.custom = std::make_shared<const Tensor>(Shape{1, 1, 3, 3}, 2.0F);
  Tensor large({1, 1, 70, 70}, 1.0F);
  lesson.steps[1].session.document.kernel.custom = std::make_shared<const Tensor>(std::move(large));
  saveLesson(folder / "mine.lesson.json", lesson);
  const LoadedLesson loaded = loadLesson(folder / "mine.lesson.json");
  EXPECT_THAT(loaded.warnings, IsEmpty());
  EXPECT_EQ(loaded.lesson, lesson);
  const std::string text = support::contentOf(folder / "mine.lesson.json");
  EXPECT_EQ(text.find("theme"), std::string::npos) << "the window is not the lesson's";
  EXPECT_EQ(text.find("dilation"), std::string::npos) << "only what differs is written";
}

TEST(LessonFile, ComesBackUnfinished) {
  const support::TemporaryFolder folder;
  const auto path = folder / "mine.lesson.json";
  Lesson lesson;
  lesson.steps.resize(4);
  lesson.steps[0].goal = Goal{};
  lesson.steps[1].goal = ofKind({}, GoalKind::number);
  lesson.steps[2].goal = ofKind({}, GoalKind::choice);
  lesson.steps[3].goal = asking({}, "stride", lesson.steps[3].session);
  saveLesson(path, lesson);
  EXPECT_EQ(loadUnfinished(path).lesson, lesson);
  EXPECT_THAT(errorOf([&] { loadLesson(path); }),
              HasSubstr("line 4: title = \"\": must be a text that is not empty"));
}

TEST(LessonFile, IsRefusedWithItsLineThoughUnfinished) {
  const support::TemporaryFolder folder;
  const auto path = folder / "x.lesson.json";
  support::put(path, lessonWith("[7, 7]", "\"big\""));
  EXPECT_THAT(errorOf([&] { loadUnfinished(path); }), HasSubstr("line 15: output_size = big"));
}

TEST(ShippedLessons, ComeBackAsTheyWereSaved) {
  const support::TemporaryFolder folder;
  for (Lesson& lesson : shippedLessons()) {
    saveLesson(folder / lesson.id, lesson);
    const std::string id = std::exchange(lesson.id, "");
    EXPECT_EQ(loadUnfinished(folder / id).lesson, lesson) << id;
    EXPECT_EQ(loadLesson(folder / id).lesson, lesson) << id;
  }
}

TEST(ShippedLessons, HaveFiveStepsAndAGoalEach) {
  const std::vector<Lesson> lessons = shippedLessons();
  ASSERT_GE(lessons.size(), 3U);
  for (const Lesson& lesson : lessons) {
    EXPECT_GE(lesson.steps.size(), 5U) << lesson.id;
    EXPECT_FALSE(lesson.summary.empty()) << lesson.id;
    EXPECT_TRUE(std::ranges::any_of(lesson.steps, [](const auto& s) { return s.goal.has_value(); }))
        << lesson.id;
  }
}

TEST(ShippedLessons, AreTaughtInThisOrder) {
  std::vector<std::string> ids;
  for (const Lesson& lesson : shippedLessons()) ids.push_back(lesson.id);
  EXPECT_THAT(ids, testing::ElementsAre("01-basic-operation", "02-padding-crops", "03-stride-spreads",
                                        "04-nine-parameters", "05-channels-and-groups", "06-there-and-back",
                                        "07-matrix-and-backward", "08-zero-insertion", "09-checkerboards",
                                        "10-bilinear-upsampling", "11-layers-of-papers", "12-framework-traps",
                                        "13-wrong-formulas"));
}

TEST(ShippedLessons, AfterTheFirstThreeSetTwoGoals) {
  for (const Lesson& lesson : shippedLessons() | std::views::drop(3))
    EXPECT_GE(std::ranges::count_if(lesson.steps, [](const auto& s) { return s.goal.has_value(); }), 2)
        << lesson.id;
}

/// Whether a step of the lesson on the parameters sets another value of one than the step before.
bool someStepChanges(const std::function<Pair(const Document&)>& parameter) {
  const std::vector<Lesson> lessons = shippedLessons();
  const Lesson& lesson = *std::ranges::find(lessons, "04-nine-parameters", &Lesson::id);
  const auto unlike = [&](const LessonStep& a, const LessonStep& b) {
    return parameter(a.session.document) != parameter(b.session.document);
  };
  return std::ranges::adjacent_find(lesson.steps, unlike) != lesson.steps.end();
}

TEST(ShippedLessons, ChangeEachOfTheNineParameters) {
  for (const std::string_view id : {"in_channels", "out_channels", "kernel_size", "stride", "padding",
                                    "output_padding", "groups", "dilation"})
    EXPECT_TRUE(someStepChanges(field(id).get)) << id;
  EXPECT_TRUE(someStepChanges([](const Document& d) { return Pair(d.layer.bias); })) << "bias";
}

TEST(ShippedLessons, ShowEachFace) {
  std::set<Face> shown;
  for (const Lesson& lesson : shippedLessons())
    for (const LessonStep& step : lesson.steps)
      shown.insert(step.session.view.faces.begin(), step.session.view.faces.end());
  for (const FaceInfo& face : faces()) EXPECT_TRUE(shown.contains(face.face)) << face.id;
}

TEST(ShippedLessons, KnowEachOfTheirWords) {
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(TESTS_DIR).parent_path() / "assets/lessons"))
    EXPECT_THAT(loadLesson(entry.path()).warnings, IsEmpty()) << entry.path();
}

}  // namespace
}  // namespace lab::io

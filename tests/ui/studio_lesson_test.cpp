#include <fmt/format.h>
#include <gmock/gmock.h>

#include "io/lesson.h"
#include "model/fields.h"
#include "ui/lessons.h"
#include "ui/studio_fixture.h"

namespace lab::test {
namespace {

class StudioLesson : public StudioTest {
 protected:
  StudioLesson() {
    studio.lesson.lessons = io::shippedLessons();
    driver.frame(2);
  }
  bool shown(const std::string& anchor) { return studio.anchors.find(anchor) != nullptr; }
  const LessonRun& run() const { return *studio.lesson.run; }
  const Lesson& lesson(const std::string& id) {
    const auto found = std::ranges::find(studio.lesson.lessons, id, &Lesson::id);
    if (found == studio.lesson.lessons.end()) throw std::runtime_error("no lesson " + id);
    return *found;
  }
  /// Opens the list by key and chooses from it by keys.
  void choose(std::size_t place) {
    driver.key(Key::f5);
    driver.frame(3);
    for (std::size_t at = studio.lesson.chosen; at < place; ++at) driver.key(Key::down);
    for (std::size_t at = studio.lesson.chosen; at > place; --at) driver.key(Key::up);
    driver.key(Key::enter);
    driver.frame(3);
  }
  void on() {
    driver.key(Key::page_down);
    driver.frame(3);
  }
  void answer(const std::string& text) {
    driver.key(Key::enter, {Key::left_ctrl});
    driver.frame(3);
    driver.key(Key::home);
    driver.key(Key::end, {Key::left_shift});
    driver.type(text);
    driver.key(Key::enter);
    driver.frame(3);
  }

  static std::string typed(Pair value) { return fmt::format("{}, {}", value.h, value.w); }

  /// Changes the setting by the parameters' fields, as a hand does.
  void setParameters(const Document& wanted) {
    for (int turn = 0; turn < 3; ++turn)  // what one allows may depend on another
      for (const Field& f : fields()) {
        const Pair value = f.get(wanted);
        if (f.get(bench.document()) == value || !shown(fmt::format("value.{}", f.id))) continue;
        typeInto(fmt::format("value.{}", f.id),
                 f.per_axis && wanted.layer.dims == 2 ? typed(value) : fmt::format("{}", value.w));
      }
    if (bench.document().layer.bias != wanted.layer.bias) click("bias");
    if (bench.document().layer.dims != wanted.layer.dims) click(fmt::format("dims.{}", wanted.layer.dims));
  }
  void setView(const ViewState& wanted) {
    if (bench.view().faces != wanted.faces)
      driver.key(static_cast<Key>(info(wanted.faces.front()).key.front()));
    for (int i = 0; i < 4 && playhead().granularity != wanted.playhead.granularity; ++i) shortcut('G');
    if (playhead().time != wanted.playhead.time) {
      driver.key(Key::home);
      if (wanted.playhead.time >= steps())
        driver.key(Key::end);
      else
        for (double t = 0; t < wanted.playhead.time; ++t) driver.key(Key::right), settle(90);
    }
    if (bench.view().pinned != wanted.pinned) {
      const Ref& pin = wanted.pinned;
      const char* kind = pin.kind == RefKind::canvas   ? "output"
                         : pin.kind == RefKind::weight ? "kernel"
                                                       : "input";
      driver.frame(3);
      click(fmt::format("{} {} {} {}", kind, pin.kind == RefKind::weight ? pin.out : pin.channel, pin.row,
                        pin.column));
    }
    driver.frame(3);
  }
  /// One parameter that is asked for, by another value.
  void doItWrong(const Goal& goal) {
    for (const Condition& c : goal.conditions)
      if (const auto* size = std::get_if<Pair>(&c.value); size && shown(fmt::format("value.{}", c.fact)))
        return typeInto(fmt::format("value.{}", c.fact), fmt::format("{}", size->w + 1));
    typeInto("value.kernel_size", "7");
  }

  void meetByDoing(const Goal& goal, const std::string& where) {
    doItWrong(goal);
    EXPECT_FALSE(run().met()) << where << ": what is wrong was taken for right";
    driver.key(static_cast<Key>('R'), {Key::left_ctrl});
    driver.frame(3);
    setParameters(goal.solution->document);
    setView(goal.solution->view);
    EXPECT_TRUE(run().met()) << where << ": cannot be met by hand";
  }
  void meetByAnswer(const Question& question, const std::string& where) {
    const auto right = static_cast<std::size_t>(question.answer[0]);
    if (!question.choices.empty()) {
      const std::size_t wrong = (right + 1) % question.choices.size();
      driver.key(static_cast<Key>('1' + wrong), {Key::left_ctrl});
      EXPECT_FALSE(run().met()) << where << ": a wrong choice was taken for right";
      click(fmt::format("lesson.choice.{}", right));
    } else {
      answer(fmt::format("{}", question.answer[0] + 1));
      EXPECT_EQ(run().verdict(), false) << where;
      EXPECT_FALSE(run().met()) << where << ": a wrong answer was taken for right";
      std::string text = fmt::format("{}", question.answer[0]);
      if (question.answer.size() == 2) text += fmt::format(", {}", question.answer[1]);
      answer(text);
    }
    driver.frame(3);
    EXPECT_TRUE(run().met()) << where << ": the right answer was refused";
  }
};

TEST_F(StudioLesson, EachCanBeGivenByKeysAndRefusesWhatIsWrong) {
  for (std::size_t i = 0; i < studio.lesson.lessons.size(); ++i) {
    choose(i);
    ASSERT_TRUE(studio.lesson.run) << i;
    const std::string id = studio.lesson.lessons[i].id;
    EXPECT_EQ(run().lesson().id, id);
    const std::size_t goals = run().goals();
    for (std::size_t step = 0; studio.lesson.run; ++step) {
      const std::string where = fmt::format("{}, step {}", id, step + 1);
      ASSERT_EQ(run().at(), step) << where;
      const LessonStep& shows = run().step();
      EXPECT_TRUE(shows.highlight.empty() || shown(shows.highlight)) << where << ": no " << shows.highlight;
      if (shows.goal) {
        EXPECT_FALSE(run().met()) << where << ": is met before anything is done";
        if (shows.goal->question)
          meetByAnswer(*shows.goal->question, where);
        else
          meetByDoing(*shows.goal, where);
      }
      on();
    }
    EXPECT_EQ(studio.notice.text, fmt::format("{0} of {0} goals reached", goals)) << id;
  }
}

TEST_F(StudioLesson, TakesThePlaceOfTheArithmeticUntilItIsLeft) {
  const Session before = bench.session();
  EXPECT_TRUE(shown("arithmetic"));
  ui::startLesson(studio, lesson("02-padding-crops"), 3);
  driver.frame(3);
  EXPECT_TRUE(shown("lesson"));
  EXPECT_FALSE(shown("arithmetic"));
  EXPECT_NE(bench.session(), before);
  click("lesson.leave");
  driver.frame(3);
  EXPECT_FALSE(shown("lesson"));
  EXPECT_TRUE(shown("arithmetic"));
  EXPECT_EQ(bench.session(), before);
}

TEST_F(StudioLesson, IsResumedWhereItWasLeft) {
  choose(0);
  on();
  on();
  click("lesson.leave");
  driver.frame(3);
  choose(0);
  EXPECT_EQ(run().at(), 2U);
}

TEST_F(StudioLesson, GoesBackAndAgain) {
  ui::startLesson(studio, lesson("03-stride-spreads"), 1);
  driver.frame(3);
  typeInto("value.stride", "4");
  EXPECT_EQ(layer().stride, Pair(4));
  click("lesson.again");
  EXPECT_EQ(layer().stride, Pair(2));
  driver.key(Key::page_up);
  EXPECT_EQ(run().at(), 0U);
  click("lesson.next");
  EXPECT_EQ(run().at(), 1U);
  click("lesson.back");
  EXPECT_EQ(run().at(), 0U);
}

TEST_F(StudioLesson, ShowsHintAndSolutionOnDemand) {
  ui::startLesson(studio, lesson("03-stride-spreads"), 4);
  driver.frame(3);
  EXPECT_TRUE(shown("lesson.hint"));
  click("lesson.hint");
  EXPECT_FALSE(shown("lesson.hint"));
  click("lesson.solve");
  EXPECT_EQ(layer().stride, Pair(2));
  EXPECT_FALSE(run().met()) << "who was shown has not done it";
}

TEST_F(StudioLesson, ExplainsWhatAnAnswerIs) {
  ui::startLesson(studio, lesson("03-stride-spreads"), 3);
  driver.frame(3);
  answer("two and four");
  EXPECT_TRUE(studio.notice.is_problem);
  EXPECT_EQ(run().verdict(), std::nullopt);
  EXPECT_FALSE(run().met());
}

}  // namespace
}  // namespace lab::test

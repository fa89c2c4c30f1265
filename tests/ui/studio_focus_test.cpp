#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <algorithm>
#include <set>

#include "io/lesson.h"
#include "ui/lessons.h"
#include "ui/studio_fixture.h"

/// Everything that is pressed by mouse is reached by Tab, in reading order, and does by keys what it does
/// there.
namespace lab::test {
namespace {

using testing::Contains;
using testing::IsSubsetOf;

class StudioFocus : public StudioTest {
 protected:
  std::string at() const {
    const ui::Focus::Stop* stop = studio.focus.current();
    return stop ? stop->anchor : "";
  }
  void tab(bool back = false) {
    if (back)
      driver.key(Key::tab, {Key::left_shift});
    else
      driver.key(Key::tab);
    driver.frame(2);
  }
  void tabTo(const std::string& anchor) {
    for (int i = 0; i < 200 && at() != anchor; ++i) tab();
    ASSERT_EQ(at(), anchor);
  }

  /// Where Tab leads until it comes round.
  std::vector<std::string> walk(bool back = false) {
    std::vector<std::string> all;
    for (int i = 0; i < 200; ++i) {
      tab(back);
      if (!all.empty() && at() == all.front()) return all;
      all.push_back(at());
      expectSeen();
    }
    ADD_FAILURE() << "Tab does not come round";
    return all;
  }
  /// The control that has the focus has been scrolled to where it can be seen.
  void expectSeen() const {
    const ui::Focus::Stop* stop = studio.focus.current();
    ASSERT_TRUE(stop);
    EXPECT_GE(stop->box.y, stop->room.y) << stop->anchor;
    EXPECT_LE(stop->box.bottom(), stop->room.bottom() + 1) << stop->anchor;
  }

  static bool isNoControl(const std::string& anchor) {
    static const std::set<std::string> kPanels = {"lesson",         "quiz.panel",      "question",  "notice",
                                                  "export.preview", "export.progress", "cell.entry"};
    const bool is_cell = anchor.find(' ') != std::string::npos && !anchor.starts_with("tool.");
    return kPanels.contains(anchor) || is_cell || anchor.starts_with("label.");
  }
  /// What a sheet that opens now will cover.
  void coverAll() {
    driver.frame(2);
    for (const auto& [name, where] : studio.anchors.all()) below.insert(name);
  }
  /// What ImGui finds under the pointer somewhere.
  std::set<std::string> pressable() {
    std::set<std::string> found;
    const auto anchors = studio.anchors.all();
    for (const auto& [name, where] : anchors) {
      if (isNoControl(name) || below.contains(name)) continue;
      driver.moveTo(where.center());
      if (ImGui::GetCurrentContext()->HoveredId != 0) found.insert(name);
    }
    driver.moveTo({-1, -1});
    return found;
  }

  /// One round by Tab: all that is pressable, each once; the same again, and backwards.
  std::vector<std::string> expectRound() {
    driver.frame(4);
    const std::set<std::string> expected = pressable();
    const std::vector<std::string> round = walk();
    const std::set<std::string> reached(round.begin(), round.end());
    EXPECT_EQ(reached.size(), round.size()) << "something is reached twice";
    EXPECT_THAT(expected, IsSubsetOf(reached));
    EXPECT_GT(expected.size(), 2U);
    std::vector<std::string> again = walk();
    std::ranges::rotate(again, again.end() - 1);
    EXPECT_EQ(again, round);
    std::vector<std::string> back = walk(true);
    std::ranges::reverse(back);
    std::ranges::rotate(back, std::ranges::find(back, round.front()));
    EXPECT_EQ(back, round);
    return round;
  }
  /// Whether the first comes before the second.
  static bool ordered(const std::vector<std::string>& round, const std::string& a, const std::string& b) {
    return std::ranges::find(round, a) < std::ranges::find(round, b);
  }

  std::set<std::string> below;
};

TEST_F(StudioFocus, TabReachesEverythingOfTheNewcomerInReadingOrder) {
  const auto round = expectRound();
  const std::vector<std::string> order = {"examples",      "export", "face.scatter", "slider.stride",
                                          "preset.kernel", "board",  "scale.input",  "arithmetic",
                                          "first",         "play",   "scrubber",     "loop"};
  for (std::size_t i = 1; i < order.size(); ++i)
    EXPECT_TRUE(ordered(round, order[i - 1], order[i])) << order[i];
  EXPECT_EQ(round.front(), "examples");
  EXPECT_EQ(round.back(), "loop");
}

TEST_F(StudioFocus, TabReachesEverythingOfManyChannels) {
  click("examples");
  driver.frame(2);
  click("example.channels");
  click("face.channels");
  expectRound();
}

TEST_F(StudioFocus, TabReachesEverythingOfCompareBackwardAndImage) {
  driver.frame(2);
  for (const char* face : {"face.compare", "face.backward", "face.image", "face.overlap", "face.lens"}) {
    click(face);
    expectRound();
  }
}

TEST_F(StudioFocus, TabReachesTheSeamsBetweenFaces) {
  driver.frame(2);
  driver.key(static_cast<Key>('3'), {Key::left_shift});
  driver.key(static_cast<Key>('4'), {Key::left_shift});
  EXPECT_THAT(expectRound(), Contains("seam.x"));
  tabTo("seam.x");
  const double before = bench.view().split.x;
  driver.key(Key::right);
  EXPECT_GT(bench.view().split.x, before);
}

TEST_F(StudioFocus, TabReachesEverythingOfAQuiz) {
  driver.frame(2);
  click("quiz");
  EXPECT_THAT(expectRound(), Contains("quiz.answer"));
  tabTo("quiz.answer");
  driver.type("-1");
  driver.key(Key::enter);
  EXPECT_THAT(expectRound(), Contains("quiz.next"));
}

TEST_F(StudioFocus, TabBeginsAtWhatALessonSpeaksOf) {
  const Lesson lesson = io::shippedLessons().front();
  const auto step = std::ranges::find(lesson.steps, "slider.input_size", &LessonStep::highlight);
  ASSERT_NE(step, lesson.steps.end());
  ui::startLesson(studio, lesson, static_cast<std::size_t>(step - lesson.steps.begin()));
  driver.frame(3);
  tab();
  EXPECT_EQ(at(), "slider.input_size");
  const Index before = bench.document().input_size.h;
  driver.key(Key::right);
  EXPECT_EQ(bench.document().input_size.h, before + 1);
  tab();
  EXPECT_NE(at(), "slider.input_size") << "and then goes on";
}

TEST_F(StudioFocus, TabReachesEverythingOfALessonAndOfTheirList) {
  studio.lesson.lessons = io::shippedLessons();
  coverAll();
  driver.key(Key::f5);
  EXPECT_THAT(expectRound(), Contains("lesson." + studio.lesson.lessons.back().id));
  tabTo("lesson." + studio.lesson.lessons[1].id);
  driver.key(Key::down);
  driver.key(Key::enter);
  ASSERT_TRUE(studio.lesson.run);
  below.clear();
  EXPECT_EQ(studio.lesson.run->lesson().id, studio.lesson.lessons[2].id);
  EXPECT_THAT(expectRound(), Contains("lesson.next"));
  tabTo("lesson.next");
  driver.key(Key::enter);
  EXPECT_EQ(studio.lesson.run->at(), 1U);
}

TEST_F(StudioFocus, TabStaysInASheetAndComesBack) {
  tabTo("export");
  coverAll();
  driver.key(Key::enter);
  const auto round = expectRound();
  EXPECT_THAT(round, Contains("export.format"));
  EXPECT_THAT(round, testing::Not(Contains("play")));
  driver.key(Key::escape);
  driver.frame(2);
  EXPECT_EQ(at(), "export");
}

TEST_F(StudioFocus, EnterAndSpacePressAndEscapeGivesTheKeysBack) {
  tabTo("play");
  driver.key(Key::enter);
  EXPECT_TRUE(playhead().playing);
  driver.key(Key::space);
  EXPECT_FALSE(playhead().playing);
  tabTo("loop");
  driver.key(Key::space);
  EXPECT_TRUE(playhead().loop);
  EXPECT_FALSE(playhead().playing) << "Space is for the control that has the focus";
  driver.key(Key::escape);
  EXPECT_EQ(at(), "");
  driver.key(Key::space);
  EXPECT_TRUE(playhead().playing);
  tab();
  EXPECT_EQ(at(), "examples") << "after the last one comes the first";
}

TEST_F(StudioFocus, ShortcutsOtherwiseGoOn) {
  tabTo("play");
  driver.key(Key::end);
  EXPECT_EQ(playhead().time, steps());
  shortcut('T');
  EXPECT_EQ(bench.view().theme, ThemeChoice::dark);
}

TEST_F(StudioFocus, ArrowsMoveASliderAndLeadToItsEnds) {
  tabTo("slider.stride");
  const Index before = layer().stride.w;
  driver.key(Key::right);
  EXPECT_EQ(layer().stride.w, before + 1);
  driver.key(Key::down);
  EXPECT_EQ(layer().stride.w, before);
  driver.key(Key::home);
  EXPECT_EQ(layer().stride.w, 1);
  driver.key(Key::end);
  EXPECT_GT(layer().stride.w, before);
  EXPECT_EQ(playhead().time, 0) << "which those keys move elsewhere";
  EXPECT_EQ(undoEntries(), 4);
}

TEST_F(StudioFocus, AFieldIsTypedInAndTabAccepts) {
  tabTo("value.stride");
  driver.key(Key::enter);
  driver.frame(3);
  driver.type("3");
  tab();
  EXPECT_EQ(layer().stride, Pair(3));
  EXPECT_EQ(at(), "slider.stride");
}

TEST_F(StudioFocus, ArrowsLeadThroughAMenuAndTheFocusComesBack) {
  tabTo("language");
  driver.key(Key::enter);
  driver.frame(3);
  driver.key(Key::down);
  EXPECT_EQ(at(), "language.en");
  driver.key(Key::down);
  driver.key(Key::enter);
  EXPECT_EQ(bench.view().language, i18n::Language::chinese);
  driver.frame(3);
  EXPECT_EQ(at(), "language");
}

TEST_F(StudioFocus, AClickHidesTheRingAndTabGoesOnFromThere) {
  tabTo("play");
  click("bias");
  EXPECT_EQ(at(), "");
  tab();
  EXPECT_EQ(at(), "bias.0");
}

TEST_F(StudioFocus, AControlExplainsItselfAsUnderThePointer) {
  tabTo("loop");
  driver.frame(60);
  const ImDrawData* drawn = ImGui::GetDrawData();
  const bool told =
      std::any_of(drawn->CmdLists, drawn->CmdLists + drawn->CmdListsCount, [](ImDrawList* list) {
        return std::string(list->_OwnerName).starts_with("##Tooltip") && list->VtxBuffer.Size > 0;
      });
  EXPECT_TRUE(told);
}

TEST_F(StudioFocus, ArrowsLeadOverTheBoardAsThePointerWould) {
  tabTo("board");
  EXPECT_FALSE(studio.hover);
  driver.key(Key::right);
  EXPECT_EQ(studio.hover, (Ref{RefKind::input, 0, 0, 0, 0}));
  driver.key(Key::right);
  driver.key(Key::down);
  EXPECT_EQ(studio.hover, (Ref{RefKind::input, 0, 0, 1, 1}));
  driver.key(Key::enter);
  EXPECT_EQ(bench.view().pinned, (Ref{RefKind::input, 0, 0, 1, 1}));
  driver.key(Key::down);
  driver.key(Key::down);
  EXPECT_EQ(studio.hover.kind, RefKind::weight) << "the kernel stands below the input";
  EXPECT_EQ(playhead().time, 0);
}

TEST_F(StudioFocus, TypingOnACellSetsItsValueAndShowsNoOtherFace) {
  tabTo("board");
  driver.key(Key::right);
  driver.input.key(static_cast<Key>('4'), true);
  driver.type("4");
  driver.input.key(static_cast<Key>('4'), false);
  driver.frame(4);
  driver.type("2");
  driver.key(Key::enter);
  EXPECT_EQ(bench.elementValue({RefKind::input, 0, 0, 0, 0}), 42);
  EXPECT_TRUE(bench.view().shows(Face::scatter));
  EXPECT_EQ(at(), "board");
  shortcut('4');
  EXPECT_TRUE(bench.view().shows(Face::scatter)) << "while a cell is shown, digits are for it";
  driver.key(Key::escape);
  shortcut('4');
  EXPECT_TRUE(bench.view().shows(Face::matrix));
}

TEST_F(StudioFocus, ArrowsLeadOverTheTermsOfTheArithmetic) {
  click("output 0 2 2");
  tabTo("arithmetic");
  driver.key(Key::down);
  EXPECT_EQ(studio.hover, (Ref{RefKind::input, 0, 0, 0, 0})) << "not what the pointer rests on";
  driver.key(Key::down);
  EXPECT_EQ(studio.hover, (Ref{RefKind::input, 0, 0, 0, 1}));
  hover("kernel 0 2 2");
  EXPECT_EQ(studio.hover, (Ref{RefKind::weight, 0, 0, 2, 2})) << "the pointer takes over when it moves";
}

}  // namespace
}  // namespace lab::test

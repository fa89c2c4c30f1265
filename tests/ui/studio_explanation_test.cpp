#include <gmock/gmock.h>

#include <algorithm>

#include "ui/studio_fixture.h"

/// What each control says of itself, and the help that can be searched.
namespace lab::test {
namespace {

using testing::HasSubstr;

class StudioExplanation : public StudioTest {
 protected:
  std::string_view explained() const {
    return studio.explaining.shown == nullptr ? "" : studio.explaining.shown->id();
  }
  /// All that is written in the next frame.
  std::string written() {
    std::vector<ui::WrittenText> texts;
    studio.written = &texts;
    driver.frame(1);
    studio.written = nullptr;
    std::string all;
    for (const ui::WrittenText& text : texts)
      if (text.box.w > 0) all += text.text + "\n";
    return all;
  }
  void lookFor(const std::string& words) {
    if (!studio.help_open) driver.key(Key::f1);
    driver.frame(3);
    driver.type(words);
    driver.frame(2);
  }
  /// Widgets of the parameters, the transport and the tabs, and the colour scales.
  bool isControl(const std::string& anchor, const view::Box& box) {
    if (anchor.starts_with("explain.") || anchor.starts_with("label.")) return false;  // of one
    if (anchor.starts_with("scale.") || anchor.starts_with("face.")) return true;
    const bool left = box.right() < 256 && box.y > 84, below = box.y > 728, tabs = box.y > 47 && box.y < 84;
    return left || below || tabs;
  }
  void expectAllExplained(const std::string& where) {
    driver.frame(3);
    int count = 0;
    for (const auto& [anchor, box] : studio.anchors.all()) {
      if (!isControl(anchor, box)) continue;
      ++count;
      EXPECT_NE(explanationOf(anchor), nullptr) << anchor << " on " << where;
    }
    EXPECT_GT(count, 40) << where;
  }
};

TEST_F(StudioExplanation, EveryControlOfTheWindowHasOne) {
  ImGui::GetIO().DisplaySize = {1280, 800};
  for (const FaceInfo& face : faces()) {
    bench.showFace(face.face);
    expectAllExplained(std::string(face.id));
  }
  click("face.compare");
  for (const char* mode : {"compare.sweep", "compare.upsampling"}) click(mode), expectAllExplained(mode);
  bench.showFace(Face::scatter);
  click("link");
  click("bias");
  click("paint");
  expectAllExplained("unlinked, with a bias, painting");
  typeInto("value.output_padding", "7");
  ASSERT_TRUE(studio.anchors.find("fix"));
  expectAllExplained("an illegal setting");
}

TEST_F(StudioExplanation, IsOpenedByTheMarkBesideTheLabelAndStays) {
  driver.frame(2);
  click("explain.slider.stride");
  EXPECT_EQ(explained(), "slider.stride");
  driver.moveTo({700, 300});
  driver.frame(60);
  const std::string all = written();
  EXPECT_THAT(all, HasSubstr("the patch lands s further"));
  EXPECT_THAT(all, HasSubstr(" · "));
  click("explanation.close");
  EXPECT_EQ(explained(), "");
}

TEST_F(StudioExplanation, IsAskedForByKeyWhereThePointerIs) {
  hover("scrubber");
  driver.type("?");
  driver.frame(2);
  EXPECT_EQ(explained(), "scrubber");
  hover("slider.padding");
  driver.key(Key::f1, {Key::left_shift});
  driver.frame(2);
  EXPECT_EQ(explained(), "slider.padding");
  driver.key(Key::f1, {Key::left_shift});
  driver.frame(2);
  EXPECT_EQ(explained(), "") << "asked for again it closes";
}

TEST_F(StudioExplanation, IsAskedForAtTheLabelAndTheMarkAsWell) {
  for (const char* where : {"label.slider.dilation", "explain.slider.dilation"}) {
    hover(where);
    driver.type("?");
    driver.frame(2);
    EXPECT_EQ(explained(), "slider.dilation") << where;
    driver.key(Key::escape);
  }
}

TEST_F(StudioExplanation, IsWalkedByKeysAloneAndClosedByEscape) {
  driver.moveTo({700, 300});
  driver.type("?");
  driver.frame(2);
  EXPECT_EQ(explained(), "slider.kernel_size");
  driver.key(Key::page_down);
  driver.frame(2);
  EXPECT_EQ(explained(), "slider.stride");
  driver.key(Key::page_up);
  driver.key(Key::page_up);
  driver.frame(2);
  EXPECT_EQ(explained(), "link");
  std::size_t count = 0;
  const std::string_view first = explained();
  do driver.key(Key::page_down), ++count;
  while (explained() != first && count < 1000);
  EXPECT_EQ(count, explanations().size());
  driver.key(Key::escape);
  EXPECT_EQ(explained(), "");
}

TEST_F(StudioExplanation, FollowsTheNumbersWhileTheControlIsMoved) {
  driver.frame(2);
  click("explain.slider.stride");
  driver.frame(3);
  EXPECT_THAT(written(), HasSubstr(" = 5\n"));
  typeInto("value.stride", "3");
  EXPECT_THAT(written(), HasSubstr(" = 7\n"));
  EXPECT_EQ(explained(), "slider.stride");
}

TEST_F(StudioExplanation, LiesInsideTheWindowBesideItsControl) {
  for (const ImVec2 size : {ImVec2{1280, 800}, ImVec2{1024, 768}, ImVec2{640, 400}}) {
    ImGui::GetIO().DisplaySize = size;
    driver.frame(3);
    for (const Explanation& explanation : explanations()) {
      ui::explain(studio, explanation);
      driver.frame(3);
      const view::Box card = box("explanation");
      EXPECT_GE(card.x, 0) << explanation.id();
      EXPECT_GE(card.y, 0) << explanation.id();
      EXPECT_LE(card.right(), size.x) << explanation.id();
      const view::Box* widget = studio.anchors.find(explanation.id());
      if (size.x < 1280 || widget == nullptr || widget->bottom() > 728) continue;
      const bool apart = card.x >= widget->right() || card.right() <= widget->x ||
                         card.y >= widget->bottom() || card.bottom() <= widget->y;
      EXPECT_TRUE(apart) << explanation.id() << " is covered by what is said of it";
    }
  }
}

TEST_F(StudioExplanation, IsNotGivenWhileAQuestionIsAsked) {
  driver.frame(2);
  driver.key(Key::f6);
  driver.frame(3);
  ASSERT_TRUE(studio.quiz.asking());
  click("quiz.hint");  // which takes the keyboard from the answer
  driver.type("?");
  driver.key(Key::f1, {Key::left_shift});
  driver.frame(2);
  EXPECT_EQ(explained(), "");
}

TEST_F(StudioExplanation, FramesItsControlWhereThatIsSeen) {
  const auto framed = [&](std::string_view control) {
    ui::explain(studio, *explanationOf(control));
    driver.frame(3);
    return ImGui::GetForegroundDrawList()->VtxBuffer.Size > 0;
  };
  for (const char* control : {"slider.stride", "play", "scale.input", "face.matrix"})
    EXPECT_TRUE(framed(control)) << control;
  EXPECT_FALSE(framed("image.times2")) << "which is not drawn";
  ImGui::GetIO().DisplaySize = {1280, 400};
  EXPECT_FALSE(framed("random")) << "which is scrolled away";
  EXPECT_TRUE(framed("slider.in_channels")) << "which the panel scrolls to";
}

TEST_F(StudioExplanation, LeavesTheBoardAsItIs) {
  const Session before = bench.session();
  driver.type("?");
  driver.key(Key::page_down);
  driver.key(Key::escape);
  EXPECT_EQ(bench.session(), before);
}

TEST_F(StudioExplanation, HelpFindsKeysControlsAndWords) {
  lookFor("crop");
  const std::string all = written();
  EXPECT_THAT(all, HasSubstr("Controls"));
  EXPECT_TRUE(studio.anchors.find("help.slider.padding"));
  EXPECT_FALSE(studio.anchors.find("help.scrubber"));
  EXPECT_THAT(all, HasSubstr("at the edge of the canvas"));
  EXPECT_THAT(all, testing::Not(HasSubstr("Play or pause")));
}

TEST_F(StudioExplanation, HelpFindsACommandByItsKey) {
  lookFor("ctrl+shift+z");
  EXPECT_THAT(written(), HasSubstr("Redo"));
}

TEST_F(StudioExplanation, HelpSaysThatNothingIsFoundAndShowsTheKeysAgain) {
  lookFor("xyzzy");
  EXPECT_THAT(written(), HasSubstr("Nothing here speaks of that."));
  for (int i = 0; i < 5; ++i) driver.key(Key::backspace);
  EXPECT_THAT(written(), HasSubstr("Play or pause"));
}

TEST_F(StudioExplanation, HelpLeadsToTheControlItself) {
  lookFor("stride");
  driver.click(box("help.slider.stride").center());
  driver.frame(3);
  EXPECT_FALSE(studio.help_open);
  EXPECT_EQ(explained(), "slider.stride");
  EXPECT_TRUE(studio.anchors.find("explanation"));
}

TEST_F(StudioExplanation, HelpIsSearchedInChineseAndInEnglish) {
  bench.view().language = i18n::Language::chinese;
  lookFor("裁剪");
  EXPECT_TRUE(studio.anchors.find("help.slider.padding"));
  driver.key(Key::backspace);
  driver.key(Key::backspace);
  driver.type("crop");
  EXPECT_TRUE(studio.anchors.find("help.slider.padding"));
}

TEST_F(StudioExplanation, HelpListsEveryCommandThatHasAKey) {
  driver.key(Key::f1);
  driver.frame(3);
  const std::string all = written();
  for (const ui::CommandInfo& command : ui::commands())
    EXPECT_THAT(all, HasSubstr(std::string(command.label) + "\n")) << command.keys;
}

}  // namespace
}  // namespace lab::test

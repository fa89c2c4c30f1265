#include "ui/studio_fixture.h"

#include <gtest/gtest.h>

namespace lab::test {
namespace {

class StudioParameters : public StudioTest {};

TEST_F(StudioParameters, DraggingASliderIsOneUndoEntry) {
  const Document before = bench.document();
  driver.drag(onSlider("slider.stride", 0.25), onSlider("slider.stride", 1), 12);
  EXPECT_EQ(layer().stride, Pair(5));
  EXPECT_EQ(undoEntries(), 1);
  const Document after = bench.document();
  ctrl('Z');
  EXPECT_EQ(bench.document(), before);
  ctrlShift('Z');
  EXPECT_EQ(bench.document(), after);
}

TEST_F(StudioParameters, WhatFollowsFromTheDocumentMovesWithTheSlider) {
  driver.moveTo(onSlider("slider.kernel_size", 2.0 / 6));
  driver.press();
  driver.input.move(onSlider("slider.kernel_size", 4.0 / 6));
  driver.frame(2);
  EXPECT_EQ(bench.derived().layer().kernel_size, Pair(5)) << "while the button is still held";
  driver.release();
}

TEST_F(StudioParameters, UndoAndRedoAreButtonsToo) {
  const Document before = bench.document();
  typeInto("value.stride", "3");
  const Document after = bench.document();
  ASSERT_NE(after, before);
  click("tool.Undo");
  EXPECT_EQ(bench.document(), before);
  click("tool.Redo");
  EXPECT_EQ(bench.document(), after);
}

TEST_F(StudioParameters, OneTypedNumberSetsBothAxes) {
  typeInto("value.padding", "2");
  EXPECT_EQ(layer().padding, tconv::Padding(Pair(2)));
  EXPECT_EQ(undoEntries(), 1);
}

TEST_F(StudioParameters, TwoTypedNumbersAreHeightThenWidth) {
  typeInto("value.padding", "1,2");
  EXPECT_EQ(layer().padding.begin, Pair(1, 2));
  EXPECT_EQ(layer().padding.end, Pair(1, 2));
  EXPECT_EQ(undoEntries(), 1);
}

TEST_F(StudioParameters, AWrongTextGivesANoticeAndChangesNothing) {
  for (const char* wrong : {"two", "1,2,3", "1.5", ",", ""}) {
    const Document before = bench.document();
    typeInto("value.padding", wrong);
    EXPECT_EQ(bench.document(), before) << wrong;
    EXPECT_EQ(undoEntries(), 0);
    if (std::string(wrong).empty()) continue;
    EXPECT_TRUE(studio.notice.is_problem) << wrong;
    EXPECT_NE(studio.notice.text.find("Padding"), std::string::npos);
    EXPECT_NE(studio.notice.text.find(wrong), std::string::npos) << studio.notice.text;
    EXPECT_TRUE(studio.anchors.find("notice"));
  }
}

TEST_F(StudioParameters, EscapeLeavesAValueAsItWas) {
  const Document before = bench.document();
  click("value.dilation");
  driver.frame(3);
  driver.type("4");
  driver.key(Key::escape);
  driver.frame(3);
  EXPECT_EQ(bench.document(), before);
  EXPECT_FALSE(ImGui::GetIO().WantTextInput);
}

TEST_F(StudioParameters, ShortcutsDoNotFireWhileAValueIsTyped) {
  const ViewState before = bench.view();
  const Document document = bench.document();
  click("value.stride");
  driver.frame(3);
  ASSERT_TRUE(ImGui::GetIO().WantTextInput);
  for (const char letter : {'T', 'L', 'G', 'R', 'M', 'I', '0'}) {
    driver.input.key(static_cast<Key>(letter), true);
    driver.input.text(std::string(1, letter));
    driver.input.key(static_cast<Key>(letter), false);
    driver.frame();
  }
  driver.key(Key::space);
  driver.key(Key::end);
  EXPECT_EQ(bench.view(), before);
  EXPECT_EQ(bench.document(), document);
}

TEST_F(StudioParameters, AnEntryFieldStaysOpenWhileANoticeIsShown) {
  shortcut('M');
  ASSERT_TRUE(studio.anchors.find("notice"));
  typeInto("value.stride", "4");
  EXPECT_EQ(layer().stride, Pair(4));
}

TEST_F(StudioParameters, AnIllegalOutputPaddingIsKeptAndTheBoardGoesOnDrawing) {
  typeInto("value.output_padding", "3");
  EXPECT_EQ(layer().output_padding, Pair(3));
  ASSERT_TRUE(bench.problem());
  EXPECT_NE(bench.problem()->subject.find("output_padding"), std::string::npos);
  EXPECT_EQ(bench.derived().layer().output_padding, Pair(0)) << "the last legal setting";
  driver.frame(3);
  EXPECT_TRUE(studio.anchors.find("board"));
  EXPECT_TRUE(studio.anchors.find("input 0 1 2"));
}

TEST_F(StudioParameters, OneClickBelowTheSliderMakesItLegal) {
  typeInto("value.output_padding", "3");
  click("fix");
  EXPECT_FALSE(bench.problem());
  EXPECT_EQ(layer().output_padding, Pair(1));
  EXPECT_EQ(undoEntries(), 2);
}

TEST_F(StudioParameters, OneClickOnTheBoardMakesItLegal) {
  typeInto("value.output_padding", "3");
  click("board.fix");
  EXPECT_FALSE(bench.problem());
  EXPECT_EQ(layer().output_padding, Pair(1));
  EXPECT_FALSE(studio.anchors.find("board.fix"));
}

TEST_F(StudioParameters, PlayingRestsWhileTheSettingIsIllegal) {
  typeInto("value.output_padding", "3");
  driver.key(Key::space);
  driver.frame(20);
  EXPECT_FALSE(playhead().playing);
  EXPECT_EQ(playhead().time, 0);
}

TEST_F(StudioParameters, SetApartHeightAndWidthHaveASliderEach) {
  ASSERT_TRUE(bench.view().link_axes);
  driver.frame(2);
  EXPECT_FALSE(studio.anchors.find("slider.stride.h"));
  click("link");
  EXPECT_FALSE(bench.view().link_axes);
  driver.drag(onSlider("slider.stride.w", 0.25), onSlider("slider.stride.w", 0.75));
  EXPECT_EQ(layer().stride, Pair(2, 4));
  driver.drag(onSlider("slider.stride.h", 0.25), onSlider("slider.stride.h", 0.5));
  EXPECT_EQ(layer().stride, Pair(3, 4));
  EXPECT_EQ(undoEntries(), 2);
}

TEST_F(StudioParameters, OneDimensionAndBack) {
  const Document before = bench.document();
  click("dims.1");
  EXPECT_EQ(layer().dims, 1);
  EXPECT_EQ(bench.derived().trace->x().shape(), (Shape{1, 1, 1, 3}));
  EXPECT_EQ(bench.timeline().steps, 3);
  typeInto("value.stride", "3");
  EXPECT_EQ(layer().stride.w, 3);
  click("dims.2");
  EXPECT_EQ(layer().dims, 2);
  EXPECT_EQ(layer().stride.h, before.layer.stride.h) << "the height was not touched in one dimension";
  EXPECT_EQ(bench.timeline().steps, 9);
}

TEST_F(StudioParameters, TheBiasIsSwitchedOnAndTyped) {
  driver.key(Key::end);
  const std::vector<float> before = output();
  click("bias");
  EXPECT_TRUE(layer().bias);
  typeInto("bias.0", "2.5");
  driver.key(Key::end);
  ASSERT_EQ(output().size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(output()[i], before[i] + 2.5F);
  EXPECT_EQ(undoEntries(), 2);
  typeInto("bias.0", "much");
  EXPECT_TRUE(studio.notice.is_problem);
  EXPECT_EQ(bench.document().bias, std::vector<float>{2.5F});
}

TEST_F(StudioParameters, TheBiasIsSwitchedOffAgainAndKeepsItsValue) {
  const Document before = bench.document();
  click("bias");
  typeInto("bias.0", "2");
  settle();
  click("bias");
  EXPECT_FALSE(layer().bias);
  EXPECT_FALSE(studio.anchors.find("bias.0"));
  settle();
  click("bias");
  EXPECT_EQ(bench.document().bias, std::vector<float>{2});
  for (int i = 0; i < 4; ++i) ctrl('Z');
  EXPECT_EQ(bench.document(), before);
}

TEST_F(StudioParameters, MoreOutputChannelsThanMemoryAreRefusedWithTheBiasOn) {
  click("bias");
  typeInto("value.out_channels", "99999999999");
  driver.frame(3);
  EXPECT_TRUE(bench.problem());
  ctrl('Z');
  EXPECT_FALSE(bench.problem());
}

TEST_F(StudioParameters, RandomFillsTheInputAnewEachTime) {
  click("random");
  EXPECT_EQ(bench.document().input.preset, tconv::ValuePreset::random_integers);
  const auto values = [&] {
    const auto span = bench.derived().trace->x().values();
    return std::vector<float>(span.begin(), span.end());
  };
  const std::vector<float> first = values();
  settle();
  click("random");
  EXPECT_NE(values(), first);
  settle();
  shortcut('R');
  EXPECT_EQ(undoEntries(), 3);
}

TEST_F(StudioParameters, PresetsAreChosenFromAMenu) {
  click("preset.input");
  driver.frame(2);
  click("preset.input.ones");
  EXPECT_EQ(bench.document().input.preset, tconv::ValuePreset::ones);
  click("preset.kernel");
  driver.frame(2);
  click("preset.kernel.ones");
  EXPECT_EQ(bench.document().kernel.preset, tconv::KernelPreset::ones);
  EXPECT_EQ(undoEntries(), 2);
}

TEST_F(StudioParameters, ChannelsAndGroupsAreTypedLikeTheRest) {
  typeInto("value.in_channels", "4");
  typeInto("value.out_channels", "2");
  typeInto("value.groups", "2");
  EXPECT_FALSE(bench.problem());
  EXPECT_EQ(bench.derived().trace->weight().shape(), (Shape{4, 1, 3, 3}));
  typeInto("value.groups", "3");
  EXPECT_TRUE(bench.problem());
  EXPECT_EQ(layer().groups, 3);
}

TEST_F(StudioParameters, TheLargestSettingsOfTheSlidersAreDrawn) {
  for (const char* id : {"kernel_size", "stride", "dilation", "input_size"}) {
    const std::string anchor = std::string("slider.") + id;
    driver.drag(onSlider(anchor, 0.5), onSlider(anchor, 1.2));
  }
  EXPECT_EQ(layer().kernel_size, Pair(7));
  EXPECT_EQ(layer().stride, Pair(5));
  EXPECT_EQ(layer().dilation, Pair(4));
  EXPECT_EQ(bench.document().input_size, Pair(16));
  driver.key(Key::end);
  EXPECT_EQ(playhead().time, 256);
}

}  // namespace
}  // namespace lab::test

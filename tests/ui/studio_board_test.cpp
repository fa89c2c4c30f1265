#include "ui/studio_fixture.h"

#include <gtest/gtest.h>

namespace lab::test {
namespace {

Ref input(Index row, Index column) { return {RefKind::input, 0, 0, row, column}; }
Ref weight(Index row, Index column) { return {RefKind::weight, 0, 0, row, column}; }
Ref canvas(Index row, Index column) { return {RefKind::canvas, 0, 0, row, column}; }

class StudioBoard : public StudioTest {
 protected:
  float value(const Ref& cell) const { return bench.elementValue(cell); }
  bool typing() const { return ImGui::GetIO().WantTextInput && studio.anchors.find("cell.entry"); }
};

TEST_F(StudioBoard, HoveringACellTellsWhichOneItIs) {
  hover("input 0 1 2");
  EXPECT_EQ(studio.hover, input(1, 2));
  hover("kernel 0 0 0");
  EXPECT_EQ(studio.hover, weight(0, 0));
  hover("output 0 2 3");
  EXPECT_EQ(studio.hover, canvas(2, 3));
  driver.moveTo({300, 20});
  EXPECT_EQ(studio.hover, Ref{});
}

TEST_F(StudioBoard, AClickPinsASecondOneOrEscapeUnpins) {
  click("output 0 2 3");
  EXPECT_EQ(bench.view().pinned, canvas(2, 3));
  driver.key(Key::escape);
  EXPECT_EQ(bench.view().pinned, Ref{});
  settle();
  click("input 0 0 1");
  EXPECT_EQ(bench.view().pinned, input(0, 1));
  settle();
  click("input 0 0 1");
  EXPECT_EQ(bench.view().pinned, Ref{});
  EXPECT_FALSE(studio.editing) << "two slow clicks are no double click";
  EXPECT_EQ(undoEntries(), 0);
}

TEST_F(StudioBoard, ADoubleClickOpensTheEntryFieldAndEnterAccepts) {
  doubleClick("input 0 1 1");
  driver.frame(10);
  ASSERT_TRUE(typing());
  driver.type("42");
  driver.key(Key::enter);
  EXPECT_EQ(value(input(1, 1)), 42);
  EXPECT_EQ(undoEntries(), 1);
  EXPECT_FALSE(studio.editing);
  ctrl('Z');
  EXPECT_EQ(bench.document(), newcomerDocument());
}

TEST_F(StudioBoard, ADoubleClickOnAKernelCellEditsTheKernel) {
  doubleClick("kernel 0 2 0");
  driver.frame(10);
  ASSERT_TRUE(typing());
  driver.type("-0.5");
  driver.key(Key::enter);
  EXPECT_EQ(value(weight(2, 0)), -0.5F);
  EXPECT_EQ(undoEntries(), 1);
}

TEST_F(StudioBoard, ADoubleClickWhoseEventsArriveAtOnceOpensTheEntryFieldToo) {
  driver.moveTo(at("input 0 1 1"));
  settle();
  for (const bool down : {true, false, true, false}) driver.input.button(0, down);
  driver.frame(10);
  ASSERT_TRUE(typing());
  driver.type("7");
  driver.key(Key::enter);
  EXPECT_EQ(value(input(1, 1)), 7);
}

TEST_F(StudioBoard, ADoubleClickWithATremblingHandOpensTheEntryFieldToo) {
  const view::Point p = at("input 0 1 1");
  driver.moveTo(p);
  settle();
  driver.press();
  driver.input.move({p.x + 1, p.y});
  driver.frame();
  driver.release();
  driver.input.move({p.x + 1, p.y + 1});
  driver.frame();
  driver.press();
  driver.input.move({p.x, p.y + 1});
  driver.frame();
  driver.release();
  driver.frame(10);
  EXPECT_TRUE(typing());
}

TEST_F(StudioBoard, ADoubleClickOpensTheEntryFieldWhileANoticeIsShown) {
  shortcut('M');
  driver.frame(2);
  ASSERT_TRUE(studio.anchors.find("notice"));
  doubleClick("input 0 1 1");
  ASSERT_TRUE(studio.anchors.find("notice"));
  driver.frame(10);
  ASSERT_TRUE(typing());
  driver.type("8");
  driver.key(Key::enter);
  EXPECT_EQ(value(input(1, 1)), 8);
}

TEST_F(StudioBoard, EnterTypesIntoThePinnedCell) {
  click("input 0 0 2");
  driver.key(Key::enter);
  driver.frame(5);
  ASSERT_TRUE(typing());
  driver.type("5");
  driver.key(Key::enter);
  EXPECT_EQ(value(input(0, 2)), 5);
  driver.frame(5);
  EXPECT_FALSE(typing()) << "the Enter that accepts does not open it again";
}

TEST_F(StudioBoard, TabGoesToTheNextCell) {
  doubleClick("input 0 0 1");
  driver.frame(5);
  driver.type("10");
  driver.key(Key::tab);
  driver.frame(5);
  EXPECT_EQ(studio.editing, input(0, 2));
  ASSERT_TRUE(typing());
  driver.type("11");
  driver.key(Key::tab);
  driver.frame(5);
  EXPECT_EQ(studio.editing, input(1, 0)) << "and on to the next row";
  driver.type("12");
  driver.key(Key::enter);
  EXPECT_EQ(value(input(0, 1)), 10);
  EXPECT_EQ(value(input(0, 2)), 11);
  EXPECT_EQ(value(input(1, 0)), 12);
  EXPECT_EQ(undoEntries(), 3);
}

TEST_F(StudioBoard, EscapeGivesUpTyping) {
  const Document before = bench.document();
  doubleClick("input 0 1 1");
  driver.frame(5);
  ASSERT_TRUE(typing());
  driver.type("9");
  driver.key(Key::escape);
  driver.frame(3);
  EXPECT_FALSE(typing());
  EXPECT_EQ(bench.document(), before);
}

TEST_F(StudioBoard, TheSameValueAgainIsNoEdit) {
  doubleClick("input 0 1 1");
  driver.frame(5);
  ASSERT_TRUE(typing());
  driver.key(Key::enter);
  EXPECT_EQ(undoEntries(), 0);
  EXPECT_FALSE(bench.document().input.custom);
}

TEST_F(StudioBoard, WhatIsNoNumberGivesANoticeAndChangesNothing) {
  const Document before = bench.document();
  doubleClick("input 0 1 1");
  driver.frame(5);
  driver.type("many");
  driver.key(Key::enter);
  EXPECT_EQ(bench.document(), before);
  EXPECT_TRUE(studio.notice.is_problem);
  EXPECT_NE(studio.notice.text.find("many"), std::string::npos);
}

TEST_F(StudioBoard, ShortcutsDoNotFireWhileACellIsTyped) {
  doubleClick("input 0 1 1");
  driver.frame(5);
  ASSERT_TRUE(typing());
  const ViewState before = bench.view();
  for (const char letter : {'T', 'L', 'G', 'R', '0'}) shortcut(letter);
  driver.key(Key::space);
  driver.key(Key::home);
  driver.key(Key::f2);
  EXPECT_EQ(bench.view(), before);
  EXPECT_EQ(undoEntries(), 0);
}

TEST_F(StudioBoard, DraggingOverACellChangesItsValueAsOneUndoEntry) {
  const float before = value(input(1, 1));
  const view::Point p = at("input 0 1 1");
  driver.drag(p, {p.x, p.y - 16 * 5}, 20);
  EXPECT_EQ(value(input(1, 1)), before + 5) << "up is more";
  EXPECT_EQ(undoEntries(), 1);
  EXPECT_EQ(bench.view().pinned, Ref{}) << "a drag is not a click";
  settle();
  driver.drag(p, {p.x, p.y + 16 * 3}, 20);
  EXPECT_EQ(value(input(1, 1)), before + 2);
  EXPECT_EQ(undoEntries(), 2);
}

TEST_F(StudioBoard, DraggingOverAnOutputCellChangesNothing) {
  const Document before = bench.document();
  const view::Point p = at("output 0 2 3");
  driver.drag(p, {p.x, p.y - 60});
  EXPECT_EQ(bench.document(), before);
}

TEST_F(StudioBoard, PaintingSetsTheCellsUnderTheMouse) {
  click("paint");
  ASSERT_TRUE(studio.painting);
  typeInto("paint.value", "7");
  EXPECT_EQ(studio.paint_value, 7);
  driver.drag(at("input 0 0 0"), at("input 0 0 2"), 24);
  for (Index column = 0; column < 3; ++column) EXPECT_EQ(value(input(0, column)), 7);
  EXPECT_NE(value(input(1, 0)), 7);
  EXPECT_EQ(undoEntries(), 1) << "one stroke";
  click("kernel 0 1 1");
  EXPECT_EQ(value(weight(1, 1)), 7);
  EXPECT_EQ(bench.view().pinned, Ref{});
  driver.key(Key::escape);
  EXPECT_FALSE(studio.painting);
}

TEST_F(StudioBoard, TheWheelZoomsAroundThePointer) {
  const view::Point p = at("input 0 1 2");
  driver.moveTo(p);
  driver.wheel(3);
  EXPECT_GT(bench.view().zoom, 1.2);
  driver.frame(2);
  EXPECT_EQ(studio.hover, input(1, 2)) << "what was under the pointer is still there";
  const view::Box zoomed = box("input 0 1 2");
  EXPECT_NEAR(zoomed.center().x, p.x, 2);
  EXPECT_NEAR(zoomed.center().y, p.y, 2);
  shortcut('F');
  EXPECT_EQ(bench.view().zoom, 1);
  EXPECT_EQ(bench.view().pan_x, 0);
  EXPECT_EQ(bench.view().pan_y, 0);
}

TEST_F(StudioBoard, ZoomHasItsLimitsAndKeys) {
  driver.moveTo(at("board"));
  for (int i = 0; i < 10; ++i) driver.wheel(10);
  EXPECT_EQ(bench.view().zoom, ViewState::most_zoom);
  for (int i = 0; i < 10; ++i) driver.wheel(-10);
  EXPECT_EQ(bench.view().zoom, ViewState::least_zoom);
  shortcut('F');
  driver.key(Key::equal, {Key::left_shift});
  EXPECT_DOUBLE_EQ(bench.view().zoom, 1.25);
  driver.key(Key::minus);
  EXPECT_DOUBLE_EQ(bench.view().zoom, 1);
}

TEST_F(StudioBoard, DraggingTheEmptyBoardMovesIt) {
  driver.frame(2);
  const view::Box board = box("board");
  const view::Point empty{board.x + 12, board.bottom() - 12}, cell = box("input 0 0 0").center();
  driver.drag(empty, {empty.x + 100, empty.y - 40});
  EXPECT_GT(bench.view().pan_x, 0);
  EXPECT_LT(bench.view().pan_y, 0);
  driver.frame(2);
  const view::Point moved = box("input 0 0 0").center();
  // ImGui takes the first six pixels for a trembling hand.
  EXPECT_NEAR(moved.x - cell.x, 100, 13);
  EXPECT_NEAR(moved.y - cell.y, -40, 6);
  EXPECT_EQ(undoEntries(), 0);
}

TEST_F(StudioBoard, APinOnACellThatIsGoneDoesNoHarm) {
  click("kernel 0 2 2");
  typeInto("value.kernel_size", "2");
  driver.key(Key::enter);
  driver.frame(5);
  EXPECT_FALSE(studio.editing);
  ctrl('V');
  driver.frame(5);
  EXPECT_EQ(layer().kernel_size, Pair(2));
}

TEST_F(StudioBoard, HoveringTheArithmeticMarksTheBoard) {
  driver.key(Key::end);
  driver.frame(2);
  const view::Box panel = box("arithmetic");
  bool found = false;
  for (double y = panel.y + 4; y < panel.bottom() && !found; y += 6) {
    driver.moveTo({panel.center().x, y});
    found = static_cast<bool>(studio.hover);
  }
  EXPECT_TRUE(found);
  EXPECT_TRUE(exists(*bench.derived().trace, studio.hover));
}

}  // namespace
}  // namespace lab::test

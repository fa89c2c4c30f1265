#include <gtest/gtest.h>

#include <random>

#include "ui/studio_fixture.h"

namespace lab::test {
namespace {

/// Somebody who presses whatever there is.
class StudioMonkey : public StudioTest, public testing::WithParamInterface<unsigned> {
 protected:
  int below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }

  view::Point somewhere() {
    if (below(4) == 0) return {double(below(1280)), double(below(800))};
    auto it = studio.anchors.all().begin();
    std::advance(it, below(static_cast<int>(studio.anchors.all().size())));
    const view::Box& b = it->second;
    return {b.x + b.w * below(100) / 100, b.y + b.h * below(100) / 100};
  }

  void type() {
    static constexpr const char* texts[] = {"0",   "1",    "2", "3",           "2,3", "-1",
                                            "nan", "1e30", "x", "99999999999", ""};
    driver.input.text(texts[below(11)]);
    if (below(2)) driver.input.key(Key::enter, true), driver.input.key(Key::enter, false);
  }

  void press() {
    static constexpr Key keys[] = {
        Key::space, Key::left,   Key::right,     Key::up,  Key::down, Key::home,  Key::end,   Key::enter,
        Key::tab,   Key::escape, Key::f1,        Key::f2,  Key::f3,   Key::f4,    Key('T'),   Key('L'),
        Key('G'),   Key('R'),    Key('I'),       Key('M'), Key('0'),  Key::equal, Key::minus, Key('Z'),
        Key('V'),   Key('C'),    Key::backspace, Key::f6,  Key::f8,   Key('D'),   Key('W'),   Key::page_down,
        Key::f7,    Key::f9,     Key('A'),       Key('Q'), Key::del,  Key('2')};
    const Key key = keys[below(38)];
    const bool ctrl = below(3) == 0, shift = below(4) == 0;
    if (ctrl) driver.input.key(Key::left_ctrl, true);
    if (shift) driver.input.key(Key::left_shift, true);
    driver.input.key(key, true), driver.input.key(key, false);
    if (ctrl) driver.input.key(Key::left_ctrl, false);
    if (shift) driver.input.key(Key::left_shift, false);
  }

  void event() {
    switch (below(9)) {
      case 0:
      case 1:
      case 2:
        driver.input.move(somewhere());
        driver.input.button(0, true), driver.input.button(0, false);
        if (below(3) == 0) driver.input.button(0, true), driver.input.button(0, false);
        break;
      case 3:
        driver.input.move(somewhere());
        break;
      case 4:
        driver.input.button(below(3), below(2) == 0);
        break;
      case 5:
        driver.input.wheel(0, below(7) - 3);
        break;
      case 6:
        press();
        break;
      case 7:
        type();
        break;
      default:
        driver.clipboard = below(2)   ? "[[1,2],[3,4]]"
                           : below(2) ? "nn.ConvTranspose2d(2, 4, 3, stride=2, groups=2)"
                                      : "?";
        if (below(20) == 0) driver.input.focusLost();
        break;
    }
  }

  void check(int i) {
    const auto result = derive(bench.document());
    ASSERT_EQ(std::holds_alternative<tconv::Problem>(result), bench.problem().has_value())
        << "after event " << i;
    ASSERT_TRUE(bench.derived().trace);
    ASSERT_GE(playhead().time, 0) << "after event " << i;
    ASSERT_LE(playhead().time, steps()) << "after event " << i;
    ASSERT_TRUE(std::isfinite(bench.view().pan_x) && std::isfinite(bench.view().pan_y))
        << "after event " << i;
    if (!bench.problem()) {
      ASSERT_EQ(bench.derived().layer(), bench.document().layer) << "after event " << i;
    }
  }

  std::mt19937 random{GetParam()};
};

TEST_P(StudioMonkey, EveryDocumentIsLegalOrSaysWhyNotAndUndoLeadsBackToTheFirst) {
  driver.frame(2);
  for (int i = 0; i < 400; ++i) {
    event();
    driver.frame();
    check(i);
    if (HasFatalFailure()) return;
  }
  driver.input.focusLost();
  driver.input.leave();
  driver.frame(3);
  while (bench.canUndo()) bench.undo();
  EXPECT_EQ(bench.document(), newcomerDocument());
  EXPECT_FALSE(bench.problem());
}

INSTANTIATE_TEST_SUITE_P(Seeds, StudioMonkey, testing::Values(1U, 2U, 3U, 4U, 5U));

}  // namespace
}  // namespace lab::test

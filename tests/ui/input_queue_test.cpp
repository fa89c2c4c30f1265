#include "ui/input_queue.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <memory>

#include "support/ui_driver.h"

namespace lab {
namespace {

using ui::Key;

struct Panel {
  bool checked = false;
  float value = 0;
  char text[32] = "old";
  int presses = 0;

  void operator()() {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({400, 300});
    ImGui::Begin("panel", nullptr, ImGuiWindowFlags_NoDecoration);
    ImGui::SetCursorScreenPos({20, 20});
    ImGui::Checkbox("check", &checked);
    ImGui::SetCursorScreenPos({20, 60});
    ImGui::SetNextItemWidth(200);
    ImGui::SliderFloat("slide", &value, 0, 1);
    ImGui::SetCursorScreenPos({20, 100});
    ImGui::SetNextItemWidth(200);
    ImGui::InputText("text", text, sizeof text);
    ImGui::End();
    if (ui::pressed(Key::f11) || (ImGui::GetIO().KeyCtrl && ui::pressed(Key('S')))) ++presses;
  }
};

class InputQueue : public testing::Test {
 protected:
  Panel panel;
  test::UiDriver driver{[this] { panel(); }};
};

TEST_F(InputQueue, AClickThatArrivesAtOnceWithTheNextMoveIsNotLost) {
  driver.input.move({28, 30});
  driver.frame(2);
  driver.input.button(0, true);
  driver.input.button(0, false);
  driver.input.move({700, 700});
  driver.frame();
  EXPECT_TRUE(panel.checked);
  EXPECT_EQ(ImGui::GetIO().MousePos.x, 700);
}

TEST_F(InputQueue, TypingRightAfterSelectAllReplacesTheText) {
  driver.click({60, 108});
  driver.input.key(Key::left_ctrl, true);
  driver.input.key(Key('A'), true);
  driver.input.key(Key('A'), false);
  driver.input.key(Key::left_ctrl, false);
  driver.input.text("new");
  driver.frame();
  EXPECT_STREQ(panel.text, "new");
}

TEST_F(InputQueue, DraggingASliderFollowsTheMouse) {
  driver.drag({30, 70}, {120, 70});
  EXPECT_NEAR(panel.value, 0.5, 0.05);
}

TEST_F(InputQueue, ShortcutsSeeKeysThatTheWidgetsDoNotKnow) {
  driver.key(Key::f11);
  driver.key(Key('S'), {Key::left_ctrl});
  driver.key(Key('S'));
  EXPECT_EQ(panel.presses, 2);
}

TEST_F(InputQueue, LosingTheFocusReleasesWhatIsHeld) {
  driver.input.key(Key::left_ctrl, true);
  driver.input.button(0, true);
  driver.frame();
  ASSERT_TRUE(ImGui::GetIO().KeyCtrl);
  driver.input.focusLost();
  driver.frame();
  EXPECT_FALSE(ImGui::GetIO().KeyCtrl);
  EXPECT_FALSE(ImGui::GetIO().MouseDown[0]);
}

TEST_F(InputQueue, CopyAndPasteGoThroughTheClipboard) {
  driver.click({60, 108});
  driver.key(Key('A'), {Key::left_ctrl});
  driver.key(Key('C'), {Key::left_ctrl});
  EXPECT_EQ(driver.clipboard, "old");
}

}  // namespace
}  // namespace lab

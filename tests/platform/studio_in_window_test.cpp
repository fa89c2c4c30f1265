#include <gtest/gtest.h>
#include <imgui.h>
#include <stdlib.h>

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "platform/window.h"
#include "ui/presenting.h"
#include "ui/studio.h"

namespace lab::platform {
namespace {

using ui::Key;

/// The interface in a real window. Needs a display: tests/run gives one.
class StudioInWindow : public testing::Test {
 protected:
  void SetUp() override {
    if (!getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY")) GTEST_SKIP() << "no display";
    window.emplace(WindowOptions{"test", 1000, 700, 320, 200, false});
    fonts = ui::buildFonts(window->atlas(), 1);
    studio.emplace(bench, fonts, ui::Host{}, &window->heatmaps());
  }

  /// Does one thing after the other, each once `ready` says so and the frame with it is on the screen.
  struct Step {
    std::function<bool()> ready;
    std::function<void()> act;
  };
  void then(std::function<void()> act) {
    script.push_back({[this] { return rested > 8 && window->input().empty(); }, std::move(act)});
  }
  void whenTrue(std::function<bool()> ready) {
    script.push_back({std::move(ready), [] {}});
  }

  /// Plays the script, reading pixels between frames, when they can be read.
  void run() {
    window->beforeFrame([this] {
      if (script.empty()) return window->close();
      if (rested < 9 || !script.front().ready()) {
        ++waited;
        if (waited > kMostFrames) gave_up = true, window->close();
        return;
      }
      script.front().act();
      script.pop_front();
      rested = waited = 0;
    });
    window->run([this] {
      ++rested;
      const ImGuiIO& io = ImGui::GetIO();
      ui::drawStudio(*studio, io.DisplaySize.x, io.DisplaySize.y, io.DeltaTime);
      return true;
    });
    EXPECT_FALSE(gave_up) << "waited in vain";
  }

  void key(Key key) {
    window->input().key(key, true);
    window->input().key(key, false);
  }
  void click(const char* anchor) {
    const view::Box* box = studio->anchors.find(anchor);
    ASSERT_TRUE(box) << anchor;
    window->input().move(box->center());
    window->input().button(0, true);
    window->input().button(0, false);
  }

  tconv::Rgb pixelAt(view::Point p) const {
    int width = 0, height = 0;
    const auto pixels = window->pixels(width, height);
    const ImVec2 scale = ImGui::GetIO().DisplayFramebufferScale;
    const int x = static_cast<int>(p.x * scale.x), y = static_cast<int>(p.y * scale.y);
    const auto at = 3 * static_cast<std::size_t>(y * width + x);
    return {pixels.at(at), pixels.at(at + 1), pixels.at(at + 2)};
  }
  int pixelsOf(tconv::Rgb color) const {
    int width = 0, height = 0, count = 0;
    const auto pixels = window->pixels(width, height);
    for (std::size_t i = 0; i + 2 < pixels.size(); i += 3)
      count += pixels[i] == color.r && pixels[i + 1] == color.g && pixels[i + 2] == color.b;
    return count;
  }
  view::Point boardCorner() const {
    const view::Box* board = studio->anchors.find("board");
    return {board->x + 6, board->bottom() - 6};
  }

  static constexpr int kMostFrames = 3000;
  std::optional<Window> window;
  ui::Fonts fonts;
  Workbench bench;
  std::optional<ui::Studio> studio;
  std::deque<Step> script;
  int rested = 0, waited = 0;  ///< frames since the last step
  bool gave_up = false;
};

TEST_F(StudioInWindow, AStepBringsTheColourOfTheStepToTheScreen) {
  const tconv::Rgb highlight = view::theme(ThemeChoice::light).highlight;
  int before = -1, after = 0;
  then([&] { before = pixelsOf(highlight), click("step_on"); });
  whenTrue([&] { return bench.view().playhead.time == 1 && !bench.view().playhead.playing; });
  then([&] { after = pixelsOf(highlight); });
  run();
  EXPECT_GE(before, 0);
  EXPECT_GT(after, before + 200) << "at rest only the legend has that colour";
}

TEST_F(StudioInWindow, TheThemeChangesTheBackgroundOfTheBoard) {
  tconv::Rgb light, dark, again;
  then([&] { light = pixelAt(boardCorner()), key(Key('T')); });
  then([&] { dark = pixelAt(boardCorner()), key(Key('T')); });
  then([&] { again = pixelAt(boardCorner()); });
  run();
  EXPECT_EQ(light, view::theme(ThemeChoice::light).background);
  EXPECT_EQ(dark, view::theme(ThemeChoice::dark).background);
  EXPECT_EQ(again, light);
}

TEST_F(StudioInWindow, ADoubleClickOpensTheEntryFieldAndTypingSetsTheValue) {
  const Ref cell{RefKind::input, 0, 0, 1, 1};
  then([&] {
    const view::Point p = studio->anchors.find("input 0 1 1")->center();
    window->input().move(p);
    ImGui::GetIO().MouseDoubleClickTime = 60;  // frames may be slow where tests run
  });
  for (const bool down : {true, false, true, false}) then([this, down] { window->input().button(0, down); });
  whenTrue([&] { return ImGui::GetIO().WantTextInput; });
  then([&] {
    window->input().text("42");
    key(Key::enter);
  });
  then([] {});
  run();
  EXPECT_EQ(bench.elementValue(cell), 42);
  EXPECT_TRUE(bench.canUndo());
}

TEST_F(StudioInWindow, AFrozenPictureStaysWhileTheWindowChangesBehindIt) {
  tconv::Rgb light, frozen, dark;
  then([&] { key(Key::f8); });
  then([&] { light = pixelAt(boardCorner()), key(Key('Z')); });
  then([&] { studio->presenter.picture = window->picture(); });
  then([&] { key(Key('T')); });
  then([&] { frozen = pixelAt(boardCorner()), key(Key('Z')); });
  then([&] { dark = pixelAt(boardCorner()); });
  run();
  EXPECT_EQ(light, view::theme(ThemeChoice::light).background);
  EXPECT_EQ(frozen, light);
  EXPECT_EQ(dark, view::theme(ThemeChoice::dark).background);
}

TEST_F(StudioInWindow, NotesInASecondWindowLeaveTheFirstAsItIs) {
  double width = 0;
  bool opened = false, closed = false;
  tconv::Rgb beside, after;
  const auto notes = [&](double w, double h) {
    width = w;
    ui::drawNotes(*studio, w, h, "12:34");
  };
  then([&] { opened = window->showBeside(true, "Notes", notes); });
  then([&] { beside = pixelAt(boardCorner()), closed = !window->showBeside(false, "Notes", notes); });
  then([&] { key(Key('T')); });
  then([&] { after = pixelAt(boardCorner()); });
  run();
  EXPECT_TRUE(opened);
  EXPECT_TRUE(closed);
  EXPECT_GT(width, 300);
  EXPECT_EQ(beside, view::theme(ThemeChoice::light).background);
  EXPECT_EQ(after, view::theme(ThemeChoice::dark).background);
}

TEST_F(StudioInWindow, ALargeInputIsDrawnAsATexture) {
  std::set<std::tuple<int, int, int>> colours;
  then([&] { click("value.input_size"); });
  whenTrue([&] { return ImGui::GetIO().WantTextInput; });
  then([&] {
    window->input().text("200");
    key(Key::enter);
  });
  whenTrue([&] { return bench.document().input_size == Pair(200); });
  then([&] { key(Key::end); });
  then([&] {
    const view::Box board = *studio->anchors.find("board");
    for (int i = 1; i < 200; ++i) {
      const tconv::Rgb c = pixelAt({board.x + board.w * i / 200, board.center().y});
      colours.emplace(c.r, c.g, c.b);
    }
  });
  run();
  EXPECT_FALSE(bench.problem());
  EXPECT_EQ(bench.view().playhead.time, 40000);
  EXPECT_GT(colours.size(), 5U) << "a ramp and its output";
}

}  // namespace
}  // namespace lab::platform

#include "platform/window.h"

#include <gtest/gtest.h>
#include <imgui.h>
#include <stdlib.h>

#include <chrono>
#include <optional>
#include <thread>

#include "tconv/error.h"
#include "view/heatmap_pixels.h"
#include "view/theme.h"

namespace lab::platform {
namespace {

/// Needs a display: tests/run gives one.
class WindowTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY")) GTEST_SKIP() << "no display";
    window.emplace(WindowOptions{"test", 640, 480, 320, 200, false});
    fonts = ui::buildFonts(window->atlas(), 1);
  }
  /// Runs until `frame` has been called n times.
  void frames(int n, const std::function<void()>& frame) {
    window->run([&] {
      frame();
      if (--n <= 0) window->close();
      return true;
    });
  }
  std::optional<Window> window;
  ui::Fonts fonts;
};

TEST_F(WindowTest, ShowsAHeatmapInTheColoursOfTheCpu) {
  const view::Theme& theme = view::theme(ThemeChoice::light);
  std::vector<float> values;
  for (int i = 0; i < 64; ++i) values.push_back(static_cast<float>(i) - 31);
  const view::Heatmap map{values, 8, 8, 32, &theme.values, theme.nan};
  frames(3, [&] {
    ui::ImGuiCanvas(ImGui::GetBackgroundDrawList(), fonts, &window->heatmaps())
        .heatmap({40, 60, 160, 160}, map);
  });
  int width = 0, height = 0;
  const auto pixels = window->pixels(width, height);
  ASSERT_GE(width, 320);
  for (int i = 0; i < 64; ++i) {
    const int x = 50 + 20 * (i % 8), y = 70 + 20 * (i / 8);
    const std::size_t at = 3 * static_cast<std::size_t>(y * width + x);
    EXPECT_EQ((tconv::Rgb{pixels[at], pixels[at + 1], pixels[at + 2]}),
              view::heatmapColor(map, values[static_cast<std::size_t>(i)]));
  }
}

TEST_F(WindowTest, SleepsWhenNothingMoves) {
  int drawn = 0;
  std::thread waker([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    window->close();
    Window::wake();
  });
  window->run([&] {
    ++drawn;
    return false;
  });
  waker.join();
  // Opening brings a few events of three frames each; polling would bring forty and more.
  EXPECT_GE(drawn, 3);
  EXPECT_LE(drawn, 25);
}

TEST_F(WindowTest, ScriptedInputReachesWidgetsWithoutAnEventOfTheSystem) {
  bool clicked = false;
  int drawn = 0;
  frames(60, [&] {
    // The system's own pointer reports itself some time after the opening: that may spoil one attempt, not
    // all.
    ++drawn;
    if (drawn % 6 == 0 && drawn < 54) {
      window->input().move({30, 30});
      window->input().button(0, true);
      window->input().button(0, false);
    }
    ImGui::SetNextWindowPos({0, 0});
    ImGui::Begin("w", nullptr, ImGuiWindowFlags_NoDecoration);
    ImGui::SetCursorScreenPos({10, 10});
    if (ImGui::Button("press", {100, 40})) clicked = true;
    ImGui::End();
  });
  EXPECT_TRUE(clicked);
}

TEST_F(WindowTest, TellsTheSizeToRememberForTheNextStart) {
  EXPECT_EQ(window->placement().width, 640);
  EXPECT_EQ(window->placement().height, 480);
  EXPECT_FALSE(window->fullscreen());
}

TEST(WindowWithoutDisplay, SaysSoInOneLineThatPointsToExport) {
  const char* kept = getenv("DISPLAY");
  const std::string display = kept ? kept : "";
  unsetenv("DISPLAY");
  try {
    Window window({});
    if (!getenv("WAYLAND_DISPLAY")) ADD_FAILURE() << "opened without a display";
  } catch (const tconv::Error& error) {
    const std::string what = error.what();
    EXPECT_NE(what.find("tconv-lab export"), std::string::npos) << what;
    EXPECT_EQ(what.find('\n'), std::string::npos) << what;
  }
  if (kept) setenv("DISPLAY", display.c_str(), 1);
}

}  // namespace
}  // namespace lab::platform

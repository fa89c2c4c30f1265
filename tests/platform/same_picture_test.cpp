#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>

#include "platform/egl_screen.h"
#include "view/cairo_canvas.h"
#include "view/theme.h"

namespace lab {
namespace {

/// A bit of everything that scenes draw.
void drawSample(view::Canvas& canvas, const view::Theme& theme) {
  canvas.rect({16, 16, 608, 368}, {view::Color(theme.panel), view::Stroke{theme.line, 1, 0}, 6});
  canvas.text({32, 52}, "y[3,2] = 4.5 × 2 − 0.25 → 8.75",
              {20, theme.ink, view::Align::start, view::Weight::bold});
  canvas.text({32, 76}, "转置 stride Σ ∂ ≤ ∞, 14 pt",
              {14, theme.muted, view::Align::start, view::Weight::regular});
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 3; ++c) {
      const view::Box cell{40.0 + 44 * c, 100.0 + 44 * r, 44, 44};
      canvas.rect(cell, {view::Color(theme.values[static_cast<std::size_t>(60 + 20 * (3 * r + c))]),
                         view::Stroke{theme.line, 1, 0}, 0});
      canvas.text({cell.center().x, cell.center().y + 6}, std::to_string(r * 3 + c - 4),
                  {16, view::textOn(theme.values[static_cast<std::size_t>(60 + 20 * (3 * r + c))], theme),
                   view::Align::middle, view::Weight::regular});
    }
  }
  canvas.rect({84, 144, 44, 44}, {{}, view::Stroke{theme.highlight, 3, 0}, 0});
  canvas.rect({200, 100, 132, 132}, {{}, view::Stroke{theme.faint, 1, 4}, 0});
  canvas.rect({212, 112, 60, 40}, {view::Color(theme.accent), {}, 6});
  canvas.rect({284, 112, 36, 40}, {view::Color(theme.highlight, 0.4), view::Stroke{theme.ink, 2, 0}, 6});
  view::Path arrow;
  arrow.moveTo({216, 200}).cubicTo({240, 160}, {290, 240}, {316, 190});
  canvas.path(arrow, {{}, view::Stroke{theme.ink, 1.5, 0}, 0});
  view::Path head;
  head.moveTo({316, 190}).lineTo({318, 204}).lineTo({312, 199}).lineTo({304, 201}).close();
  canvas.path(head, {view::Color(theme.ink), {}, 0});
  canvas.pushClip({352, 100, 100, 132});
  for (int i = -14; i < 14; ++i) {
    canvas.path(view::Path{}.moveTo({352.0 + 10 * i, 232}).lineTo({352.0 + 10 * i + 132, 100}),
                {{}, view::Stroke{theme.faint, 1, 0}, 0});
  }
  canvas.popClip();
  std::vector<float> values;
  for (int i = 0; i < 24 * 24; ++i) values.push_back(std::sin(static_cast<float>(i) * 0.11f));
  canvas.heatmap({472, 100, 132, 132}, {values, 24, 24, 1, &theme.values, theme.nan});
  double x = 40;
  for (const double size : {12.0, 14.0, 16.0, 20.0, 25.0}) {
    canvas.text({x, 290}, "stride 2", {size, theme.ink, view::Align::start, view::Weight::regular});
    canvas.text({x, 330}, "0.1234", {size, theme.accent, view::Align::start, view::Weight::bold});
    x += size * 5;
  }
}

void writePpm(const std::string& name, const std::vector<std::uint8_t>& rgb) {
  std::ofstream(name, std::ios::binary) << "P6 640 400 255\n" << std::string(rgb.begin(), rgb.end());
}

/// Mean difference of two pictures in blocks of 8 x 8 pixels, the largest of them: softer edges do not count,
/// a thing that is missing or elsewhere does.
double largestBlockDifference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  double largest = 0;
  for (int by = 0; by < 400; by += 8) {
    for (int bx = 0; bx < 640 * 3; bx += 24) {
      double sum = 0;
      for (int y = by; y < by + 8; ++y) {
        for (int x = bx; x < bx + 24; ++x) {
          const auto at = static_cast<std::size_t>(y * 640 * 3 + x);
          sum += double(a[at]) - double(b[at]);
        }
      }
      largest = std::max(largest, std::abs(sum) / (8 * 24));
    }
  }
  return largest;
}

class SamePicture : public testing::TestWithParam<ThemeChoice> {};

TEST_P(SamePicture, TheScreenShowsWhatIsExported) {
  const view::Theme& theme = view::theme(GetParam());
  view::PictureCanvas cairo(640, 400, 1, theme.background);
  drawSample(cairo, theme);
  const auto exported = cairo.finish().pixels;
  test::EglScreen screen(640, 400, {"转置"});
  const auto shown = screen.frame(theme.background, [&](auto& canvas) { drawSample(canvas, theme); });
  if (const char* folder = std::getenv("TCONV_TEST_PICTURES")) {  // to look at them
    const std::string name = std::string(folder) + (GetParam() == ThemeChoice::dark ? "/dark-" : "/light-");
    writePpm(name + "exported.ppm", exported);
    writePpm(name + "shown.ppm", shown);
  }
  EXPECT_LT(largestBlockDifference(exported, shown), 24);
}

INSTANTIATE_TEST_SUITE_P(Themes, SamePicture, testing::Values(ThemeChoice::light, ThemeChoice::dark));

}  // namespace
}  // namespace lab

#include "ui/canvas.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>
#include <functional>

#include "model/utf8.h"
#include "support/ui_driver.h"
#include "ui/icons.h"
#include "view/cairo_canvas.h"
#include "view/theme.h"

namespace lab {
namespace {

struct Extent {
  double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
  void add(double x, double y) {
    left = std::min(left, x), right = std::max(right, x), top = std::min(top, y),
    bottom = std::max(bottom, y);
  }
};

class ImGuiCanvas : public testing::Test {
 protected:
  /// What a drawing covers, by its vertices; -1 indices where nothing was drawn.
  Extent drawn(const std::function<void(ui::ImGuiCanvas&)>& draw, ui::HeatmapPainter* painter = nullptr) {
    Extent extent;
    draw_ = [&](ImDrawList& list) {
      const int first = list.VtxBuffer.Size;
      ui::ImGuiCanvas canvas(&list, driver.fonts, painter);
      draw(canvas);
      for (int i = first; i < list.VtxBuffer.Size; ++i)
        extent.add(list.VtxBuffer[i].pos.x, list.VtxBuffer[i].pos.y);
      vertices = list.VtxBuffer.Size - first;
    };
    driver.frame();
    return extent;
  }
  std::function<void(ImDrawList&)> draw_;
  int vertices = 0;
  test::UiDriver driver{[this] { draw_(*ImGui::GetBackgroundDrawList()); }};
};

/// How far ink reaches in a picture that Cairo drew.
Extent inkOf(const view::Picture& picture) {
  Extent extent;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (picture.pixels[3 * static_cast<std::size_t>(y * picture.width + x)] < 128)
        extent.add(x + 0.5, y + 0.5);
    }
  }
  return extent;
}

TEST_F(ImGuiCanvas, TextIsAsWideAsInExportedPictures) {
  for (const double size : {12.0, 14.0, 16.0, 17.3, 20.0, 33.0}) {
    // The ends are upright stems, so that ink and glyph edges agree to a pixel.
    const std::string text = "Hx01 + 3.25 × w10 = 0.5 LH";
    const view::TextStyle style{size, tconv::Rgb{0, 0, 0}, view::Align::start, view::Weight::regular};
    view::PictureCanvas cairo(900, 100, 1, tconv::Rgb{255, 255, 255});
    cairo.text({20, 60}, text, style);
    const Extent expected = inkOf(cairo.finish());
    const Extent actual = drawn([&](ui::ImGuiCanvas& canvas) { canvas.text({20, 60}, text, style); });
    EXPECT_NEAR(actual.right - actual.left, expected.right - expected.left, 3) << size;
    EXPECT_NEAR(actual.left, expected.left, 1.5) << size;
    EXPECT_NEAR(actual.bottom, expected.bottom, 3.5) << size;
  }
}

TEST_F(ImGuiCanvas, AlignedTextKeepsItsAnchor) {
  const auto at = [&](view::Align align) {
    return drawn([&](ui::ImGuiCanvas& canvas) {
      canvas.text({400, 60}, "HHHH", {20, tconv::Rgb{}, align, view::Weight::bold});
    });
  };
  const Extent start = at(view::Align::start), middle = at(view::Align::middle), end = at(view::Align::end);
  EXPECT_NEAR((middle.left + middle.right) / 2, 400, 1);
  EXPECT_NEAR(start.left, 400, 3);
  EXPECT_NEAR(end.right, 400, 3);
}

TEST_F(ImGuiCanvas, LinesAndEdgesFallOnWholePixels) {
  const view::Paint paint{tconv::Rgb{1, 2, 3}, view::Stroke{tconv::Rgb{4, 5, 6}, 1, 0}, 0};
  draw_ = [&](ImDrawList& list) {
    const int first = list.VtxBuffer.Size;
    ui::ImGuiCanvas canvas(&list, driver.fonts, nullptr);
    canvas.rect({10.4, 20.6, 30.3, 40.2}, paint);
    canvas.path(view::Path{}.moveTo({5.3, 7.7}).lineTo({90.1, 7.7}), {{}, paint.stroke, 0});
    ASSERT_GT(list.VtxBuffer.Size, first + 8);
    for (int i = first; i < list.VtxBuffer.Size; ++i) {
      EXPECT_EQ(list.VtxBuffer[i].pos.x, std::round(list.VtxBuffer[i].pos.x));
      EXPECT_EQ(list.VtxBuffer[i].pos.y, std::round(list.VtxBuffer[i].pos.y));
    }
  };
  driver.frame();
}

TEST_F(ImGuiCanvas, WithoutAPainterAHeatmapOfAnySizeStaysSmall) {
  const view::Theme& theme = view::theme(ThemeChoice::light);
  const std::vector<float> values(513 * 511, 1.0f);
  const Extent extent = drawn([&](ui::ImGuiCanvas& canvas) {
    canvas.heatmap({10, 10, 400, 300}, {values, 513, 511, 1, &theme.values, theme.nan});
  });
  EXPECT_EQ(vertices, 128 * 128 * 4);
  EXPECT_EQ(extent.left, 10);
  EXPECT_EQ(extent.right, 410);
  EXPECT_EQ(extent.bottom, 310);
}

TEST_F(ImGuiCanvas, WithoutAPainterAPictureIsRectanglesOfItsColours) {
  const std::vector<tconv::Rgb> colors{{10, 20, 30}, {40, 50, 60}};
  std::vector<ImU32> drawn_colors;
  draw_ = [&](ImDrawList& list) {
    const int first = list.VtxBuffer.Size;
    ui::ImGuiCanvas(&list, driver.fonts, nullptr).picture({10, 10, 40, 20}, {colors, 1, 2});
    drawn_colors.clear();
    for (int i = first; i < list.VtxBuffer.Size; i += 4) {
      drawn_colors.push_back(list.VtxBuffer[i].col);
      EXPECT_EQ(list.VtxBuffer[i].pos.x, 10 + 20 * (i - first) / 4);
    }
  };
  driver.frame();
  EXPECT_EQ(drawn_colors, (std::vector<ImU32>{IM_COL32(10, 20, 30, 255), IM_COL32(40, 50, 60, 255)}));
}

TEST_F(ImGuiCanvas, WithoutAPainterBlocksOfManyColoursAreAveraged) {
  std::vector<tconv::Rgb> colors(256 * 256);
  for (std::size_t i = 0; i < colors.size(); ++i)
    colors[i] = i % 2 == 0 ? tconv::Rgb{200, 0, 9} : tconv::Rgb{};
  ImU32 color = 0;
  draw_ = [&](ImDrawList& list) {
    const int first = list.VtxBuffer.Size;
    ui::ImGuiCanvas(&list, driver.fonts, nullptr).picture({0, 0, 256, 256}, {colors, 256, 256});
    vertices = list.VtxBuffer.Size - first;
    color = list.VtxBuffer.back().col;
  };
  driver.frame();
  EXPECT_EQ(vertices, 128 * 128 * 4);
  EXPECT_EQ(color, IM_COL32(100, 0, 5, 255));
}

TEST_F(ImGuiCanvas, EveryIconAndSignHasAGlyph) {
  std::string wanted = "−×·→≤≥∞≈Σ∂∇ᵀ…“”’";
  for (const std::string_view icon : ui::icons::all) wanted += icon;
  for (const ui::Fonts::Face& face : driver.fonts.faces) {
    for (const char32_t c : lab::decodeUtf8(wanted)) {
      EXPECT_NE(face.font->FindGlyphNoFallback(static_cast<ImWchar>(c)), nullptr) << std::hex << unsigned(c);
    }
  }
}

TEST_F(ImGuiCanvas, CharactersOfTheLanguageAreAddedOnRequest) {
  ImFontAtlas atlas;
  const ui::Fonts fonts = ui::buildFonts(atlas, 1, {"转置卷积"});
  EXPECT_NE(fonts.at(14)->FindGlyphNoFallback(u'卷'), nullptr);
  EXPECT_EQ(driver.fonts.at(14)->FindGlyphNoFallback(u'卷'), nullptr);
}

}  // namespace
}  // namespace lab

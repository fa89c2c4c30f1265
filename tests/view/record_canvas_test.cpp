#include "view/record_canvas.h"

#include <gmock/gmock.h>

#include <limits>

namespace lab::view {
namespace {

const Color ink{tconv::Rgb{0x1b, 0x24, 0x30}};

TEST(RecordCanvas, WritesARectWithItsPaintAndMeaning) {
  RecordCanvas canvas;
  canvas.tag({RefKind::input, 0, 0, 1, 2});
  canvas.rect({24, 96, 48, 48}, {.fill = Color(tconv::Rgb{0xf6, 0xd3, 0xb8}), .stroke = Stroke{ink, 1}});
  EXPECT_EQ(canvas.text(), "rect 24 96 48 48 fill=#f6d3b8 stroke=#1b2430/1 @input[0,1,2]\n");
}

TEST(RecordCanvas, WritesOpacityDashAndRadius) {
  RecordCanvas canvas;
  canvas.rect({0, 0, 1, 1}, {.fill = Color(ink.rgb, 0.25), .stroke = Stroke{ink, 1.5, 4}, .radius = 6});
  EXPECT_EQ(canvas.text(), "rect 0 0 1 1 fill=#1b2430*0.25 stroke=#1b2430/1.5~4 r=6\n");
}

TEST(RecordCanvas, WritesText) {
  RecordCanvas canvas;
  canvas.tag({RefKind::weight, 1, 2, 3, 4});
  canvas.text({48, 120}, "5", {.size = 16, .color = ink, .align = Align::middle});
  canvas.tag({});
  canvas.text({0, 0}, "a \"b\"\\\n", {.size = 12, .color = ink, .weight = Weight::bold});
  EXPECT_EQ(canvas.text(),
            "text 48 120 middle 16 \"5\" #1b2430 @weight[1,2,3,4]\n"
            "text 0 0 start 12 \"a \\\"b\\\"\\\\\\n\" #1b2430 bold\n");
}

TEST(RecordCanvas, WritesPathsAndClips) {
  RecordCanvas canvas;
  canvas.pushClip({0, 0, 64, 64});
  canvas.path(Path().moveTo({0, 0}).lineTo({8, 0}).cubicTo({1, 2}, {3, 4}, {5, 6}).close(), {.fill = ink});
  canvas.popClip();
  EXPECT_EQ(canvas.text(), "clip 0 0 64 64\npath M 0 0 L 8 0 C 1 2 3 4 5 6 Z fill=#1b2430\nunclip\n");
}

TEST(RecordCanvas, RoundsToTwoDecimalsWithoutNegativeZero) {
  RecordCanvas canvas;
  canvas.pushClip({-0.001, 1.0 / 3, 2.5, 1e6});
  EXPECT_EQ(canvas.text(), "clip 0 0.33 2.5 1000000\n");
}

std::string heatmapLine(std::vector<float> values) {
  RecordCanvas canvas;
  canvas.tag({RefKind::canvas, 0, 0, 0, 0});
  canvas.heatmap({0, 0, 8, 8}, {.values = values, .rows = 2, .columns = 2, .limit = 4});
  return canvas.text();
}

TEST(RecordCanvas, HeatmapLinesTellValuesApart) {
  EXPECT_THAT(heatmapLine({1, 2, 3, 4}), ::testing::StartsWith("heatmap 0 0 8 8 2x2 limit=4 cells="));
  EXPECT_THAT(heatmapLine({1, 2, 3, 4}), ::testing::EndsWith(" @canvas[0,0,0]\n"));
  EXPECT_EQ(heatmapLine({1, 2, 3, 4}), heatmapLine({1, 2, 3, 4}));
  EXPECT_NE(heatmapLine({1, 2, 3, 4}), heatmapLine({1, 2, 4, 3}));
  EXPECT_NE(heatmapLine({0, 2, 3, 4}), heatmapLine({std::numeric_limits<float>::quiet_NaN(), 2, 3, 4}));
}

std::string pictureLine(std::vector<tconv::Rgb> colors) {
  RecordCanvas canvas;
  canvas.tag({RefKind::input, 0, 0, 3, 4});
  canvas.picture({0, 0, 8, 4}, {.colors = colors, .rows = 1, .columns = 2});
  return canvas.text();
}

TEST(RecordCanvas, PictureLinesTellColoursApart) {
  const std::string line = pictureLine({{1, 2, 3}, {4, 5, 6}});
  EXPECT_THAT(line, ::testing::StartsWith("picture 0 0 8 4 1x2 cells="));
  EXPECT_THAT(line, ::testing::EndsWith(" @input[0,3,4]\n"));
  EXPECT_EQ(line, pictureLine({{1, 2, 3}, {4, 5, 6}}));
  EXPECT_NE(line, pictureLine({{4, 5, 6}, {1, 2, 3}}));
  EXPECT_NE(line, pictureLine({{1, 2, 3}, {4, 6, 5}}));
}

}  // namespace
}  // namespace lab::view

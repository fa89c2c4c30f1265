#include "view/cairo_canvas.h"

#include <gmock/gmock.h>

#include <limits>

#include "sample_drawing.h"
#include "tconv/error.h"
#include "view/fonts.h"

namespace lab::view {
namespace {

using tconv::Rgb;

constexpr Rgb white{255, 255, 255}, black{0, 0, 0}, red{200, 10, 20};

Rgb pixel(const Picture& picture, int x, int y) {
  const std::size_t at =
      (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + std::size_t(x)) * 3;
  return {picture.pixels[at], picture.pixels[at + 1], picture.pixels[at + 2]};
}

/// The columns [first, last] that hold anything but white, or {-1, -1}.
std::pair<int, int> inkedColumns(const Picture& picture) {
  std::pair<int, int> found{-1, -1};
  for (int x = 0; x < picture.width; ++x) {
    for (int y = 0; y < picture.height; ++y) {
      if (pixel(picture, x, y) == white) continue;
      if (found.first < 0) found.first = x;
      found.second = x;
    }
  }
  return found;
}

Picture textPicture(std::string_view utf8, const TextStyle& style, double scale = 1) {
  PictureCanvas canvas(static_cast<int>(200 * scale), static_cast<int>(40 * scale), scale, white);
  canvas.text({100, 28}, utf8, style);
  return canvas.finish();
}

TEST(PictureCanvas, StartsAsItsBackground) {
  const Picture picture = PictureCanvas(3, 2, 1, red).finish();
  EXPECT_EQ(picture.width, 3);
  EXPECT_EQ(picture.height, 2);
  ASSERT_EQ(picture.pixels.size(), 18U);
  EXPECT_EQ(pixel(picture, 2, 1), red);
}

TEST(PictureCanvas, FillsWholePixelsAtFractionsOfAPoint) {
  PictureCanvas canvas(20, 20, 1.5, white);
  canvas.rect({1.2, 1.2, 3.1, 3.1}, {.fill = Color(red)});  // 1.8 ... 6.45 device pixels
  const Picture picture = canvas.finish();
  for (int x = 0; x < 20; ++x) EXPECT_EQ(pixel(picture, x, 3), x >= 2 && x < 6 ? red : white) << x;
}

TEST(PictureCanvas, NeighbouringCellsShowNoSeam) {
  PictureCanvas canvas(40, 4, 1.37, white);
  for (int i = 0; i < 5; ++i) canvas.rect({1 + 5.3 * i, 0, 5.3, 3}, {.fill = Color(red)});
  const Picture picture = canvas.finish();
  const auto [first, last] = inkedColumns(picture);
  for (int x = first; x <= last; ++x) EXPECT_EQ(pixel(picture, x, 1), red) << x;
}

TEST(PictureCanvas, LinesAreWholePixels) {
  for (const double scale : {1.0, 1.3, 2.0}) {
    PictureCanvas canvas(60, 60, scale, white);
    canvas.rect({5, 5, 20, 20}, {.stroke = Stroke{Color(black), 1}});
    canvas.path(Path().moveTo({10, 10}).lineTo({10, 20}), {.stroke = Stroke{Color(black), 1}});
    const Picture picture = canvas.finish();
    for (std::size_t i = 0; i < picture.pixels.size(); ++i)
      EXPECT_TRUE(picture.pixels[i] == 0 || picture.pixels[i] == 255);
  }
}

TEST(PictureCanvas, LinesAreAsLongAsTheyAreDrawn) {
  PictureCanvas canvas(60, 60, 3, white);
  canvas.path(Path().moveTo({4, 10}).lineTo({12, 10}), {.stroke = Stroke{Color(black), 1}});
  EXPECT_EQ(inkedColumns(canvas.finish()), std::pair(12, 35));
}

TEST(PictureCanvas, AnchorsTextByItsAdvance) {
  const auto start = inkedColumns(textPicture("123", {.size = 20}));
  const auto middle = inkedColumns(textPicture("123", {.size = 20, .align = Align::middle}));
  const auto end = inkedColumns(textPicture("123", {.size = 20, .align = Align::end}));
  EXPECT_GE(start.first, 100);
  EXPECT_LE(start.first, 104);
  EXPECT_LE(end.second, 100);
  EXPECT_GE(end.second, 96);
  EXPECT_NEAR((middle.first + middle.second) / 2.0, 99.5, 1.5);
}

TEST(PictureCanvas, DigitsHaveOneWidth) {
  const auto ones = inkedColumns(textPicture("11111111", {.size = 20, .align = Align::end}));
  const auto eights = inkedColumns(textPicture("88888888", {.size = 20, .align = Align::end}));
  EXPECT_NEAR(ones.first, eights.first, 2);
}

TEST(PictureCanvas, BoldIsHeavier) {
  const auto darkness = [](const Picture& picture) {
    double sum = 0;
    for (const auto byte : picture.pixels) sum += 255 - byte;
    return sum;
  };
  const double regular = darkness(textPicture("Step", {.size = 20}));
  EXPECT_GT(darkness(textPicture("Step", {.size = 20, .weight = Weight::bold})), regular * 1.15);
}

TEST(PictureCanvas, TextScalesWithThePicture) {
  const auto once = inkedColumns(textPicture("1234", {.size = 20}));
  const auto thrice = inkedColumns(textPicture("1234", {.size = 20}, 3));
  EXPECT_NEAR(thrice.first, once.first * 3, 4);
  EXPECT_NEAR(thrice.second, once.second * 3, 4);
}

TEST(Fonts, FallBackByCharacter) {
  const Fonts& fonts = Fonts::shared();
  const auto path = [&fonts](char32_t c) { return fonts.faceFor(c, Weight::regular).file.path; };
  EXPECT_THAT(path(U'5'), ::testing::HasSubstr("Roboto-Regular"));
  EXPECT_THAT(fonts.faceFor(U'5', Weight::bold).file.path, ::testing::HasSubstr("Roboto-Bold"));
  EXPECT_THAT(path(U'→'), ::testing::HasSubstr("DejaVuSans"));
  EXPECT_THAT(path(U'卷'), ::testing::HasSubstr("wqy-microhei"));
  EXPECT_EQ(path(U'\U000F8000'), path(U'5'));
}

TEST(Fonts, EveryCharacterLeavesInk) {
  for (const char* text : {"5", "→", "卷", "∞", "\u2212", "·", "×"}) {
    EXPECT_GE(inkedColumns(textPicture(text, {.size = 20})).first, 100) << text;
  }
}

TEST(Fonts, AMissingFamilyIsAnErrorThatNamesThePackage) {
  try {
    findFont("No Such Family", Weight::regular, "fonts-no-such");
    FAIL() << "found";
  } catch (const tconv::Error& error) {
    EXPECT_STREQ(error.what(),
                 "font No Such Family: must be installed: it is in the Debian package fonts-no-such");
  }
}

TEST(PictureCanvas, HeatmapCellsHaveExactColours) {
  const Theme& t = theme(ThemeChoice::light);
  const std::vector<float> values{-4, 0, 4, std::numeric_limits<float>::quiet_NaN()};
  PictureCanvas canvas(50, 50, 1, white);
  canvas.heatmap({10, 10, 21, 21},
                 {.values = values, .rows = 2, .columns = 2, .limit = 4, .colors = &t.values, .nan = t.nan});
  const Picture picture = canvas.finish();
  EXPECT_EQ(pixel(picture, 10, 10), t.negative);
  EXPECT_EQ(pixel(picture, 30, 10), t.panel);
  EXPECT_EQ(pixel(picture, 10, 30), t.positive);
  EXPECT_EQ(pixel(picture, 30, 30), t.nan);
  EXPECT_EQ(pixel(picture, 31, 31), white);
  EXPECT_EQ(pixel(picture, 9, 20), white);
}

TEST(PictureCanvas, PictureCellsHaveTheirOwnColours) {
  const std::vector<tconv::Rgb> colors{{255, 0, 1}, {2, 254, 3}, {4, 5, 253}, {17, 18, 19}, {90, 80, 70}, {}};
  PictureCanvas canvas(50, 50, 1, white);
  canvas.picture({10, 10, 24, 21}, {.colors = colors, .rows = 2, .columns = 3});
  const Picture picture = canvas.finish();
  for (int i = 0; i < 6; ++i) {
    const int x = 10 + i % 3 * 8, y = 10 + i / 3 * 11;
    EXPECT_EQ(pixel(picture, x, y), colors[std::size_t(i)]) << i;
    EXPECT_EQ(pixel(picture, x + 7, y + 9), colors[std::size_t(i)]) << i;
  }
  EXPECT_EQ(pixel(picture, 34, 30), white);
  EXPECT_EQ(pixel(picture, 33, 31), white);
}

TEST(PictureCanvas, ClipsNestAndEnd) {
  PictureCanvas canvas(30, 10, 1, white);
  canvas.pushClip({0, 0, 20, 10});
  canvas.pushClip({10, 0, 20, 10});
  canvas.rect({0, 0, 30, 5}, {.fill = Color(red)});
  canvas.popClip();
  canvas.popClip();
  canvas.rect({0, 5, 30, 5}, {.fill = Color(red)});
  const Picture picture = canvas.finish();
  EXPECT_EQ(pixel(picture, 5, 2), white);
  EXPECT_EQ(pixel(picture, 15, 2), red);
  EXPECT_EQ(pixel(picture, 25, 2), white);
  EXPECT_EQ(pixel(picture, 25, 7), red);
}

TEST(PictureCanvas, ErrorsOfCairoAreThrown) {
  PictureCanvas canvas(10, 10, 1, white);
  canvas.popClip();  // nothing was pushed
  EXPECT_THROW(canvas.finish(), tconv::Error);
  EXPECT_THROW(PictureCanvas(1 << 20, 10, 1, white).finish(), tconv::Error);
}

TEST(PictureCanvas, TheSameCallsGiveTheSamePixels) {
  const auto draw = [] {
    PictureCanvas canvas(640, 400, 2, white);
    testing::drawSample(canvas, theme(ThemeChoice::dark));
    return canvas.finish().pixels;
  };
  EXPECT_EQ(draw(), draw());
}

}  // namespace
}  // namespace lab::view

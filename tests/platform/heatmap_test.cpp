#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "platform/egl_screen.h"
#include "view/heatmap_pixels.h"
#include "view/theme.h"

namespace lab {
namespace {

using tconv::Rgb;

class Heatmap : public testing::Test {
 protected:
  view::Heatmap map(Index rows, Index columns, float limit = 1) const {
    return {values, rows, columns, limit, &theme.values, theme.nan};
  }
  static Rgb at(const std::vector<std::uint8_t>& pixels, int x, int y) {
    const std::size_t i = 3 * static_cast<std::size_t>(y * kWidth + x);
    return {pixels[i], pixels[i + 1], pixels[i + 2]};
  }

  static constexpr int kWidth = 320, kHeight = 200;
  const view::Theme& theme = view::theme(ThemeChoice::dark);
  std::vector<float> values;
  test::EglScreen screen{kWidth, kHeight};
};

TEST_F(Heatmap, EveryCellHasExactlyTheColourOfTheCpu) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> any(-12, 12);
  for (int i = 0; i < 37 * 53; ++i) values.push_back(any(random));
  values[5] = std::numeric_limits<float>::quiet_NaN();
  values[6] = std::numeric_limits<float>::infinity();
  values[7] = -std::numeric_limits<float>::infinity();
  values[8] = 0;
  const view::Heatmap shown = map(37, 53, 10);
  const auto pixels =
      screen.frame({9, 9, 9}, [&](auto& canvas) { canvas.heatmap({12, 7, 53 * 5, 37 * 5}, shown); });
  for (int r = 0; r < 37; ++r) {
    for (int c = 0; c < 53; ++c) {
      const Rgb expected = view::heatmapColor(shown, values[static_cast<std::size_t>(r * 53 + c)]);
      for (const auto& [dx, dy] : {std::pair{0, 0}, {4, 0}, {2, 2}, {0, 4}, {4, 4}}) {
        ASSERT_EQ(at(pixels, 12 + 5 * c + dx, 7 + 5 * r + dy), expected) << r << ' ' << c;
      }
    }
  }
  EXPECT_EQ(at(pixels, 11, 7), (Rgb{9, 9, 9}));
  EXPECT_EQ(at(pixels, 12, 6), (Rgb{9, 9, 9}));
  EXPECT_EQ(at(pixels, 12 + 53 * 5, 7), (Rgb{9, 9, 9}));
  EXPECT_EQ(at(pixels, 12, 7 + 37 * 5), (Rgb{9, 9, 9}));
}

TEST_F(Heatmap, EveryEntryOfTheTableIsReached) {
  for (int i = 0; i < 256; ++i) values.push_back(static_cast<float>(i) - 127.5f);
  const view::Heatmap shown = map(1, 256, 127.5f);
  const auto pixels = screen.frame({0, 0, 0}, [&](auto& canvas) { canvas.heatmap({0, 0, 256, 4}, shown); });
  for (int i = 0; i < 256; ++i) ASSERT_EQ(at(pixels, i, 2), theme.values[static_cast<std::size_t>(i)]) << i;
}

TEST_F(Heatmap, StaysWithinTheClipAndLeavesTheStateForWhatFollows) {
  values = {1, 1, 1, 1};
  const auto pixels = screen.frame({9, 9, 9}, [&](auto& canvas) {
    canvas.pushClip({50, 40, 20, 10});
    canvas.heatmap({0, 0, kWidth, kHeight}, map(2, 2));
    canvas.popClip();
    canvas.rect({100, 100, 20, 20}, {view::Color(Rgb{1, 2, 3}), {}, 0});
    canvas.text({200, 100}, "H", {40, Rgb{200, 200, 200}, view::Align::start, view::Weight::bold});
  });
  EXPECT_EQ(at(pixels, 50, 40), theme.values[255]);
  EXPECT_EQ(at(pixels, 69, 49), theme.values[255]);
  EXPECT_EQ(at(pixels, 49, 40), (Rgb{9, 9, 9}));
  EXPECT_EQ(at(pixels, 70, 49), (Rgb{9, 9, 9}));
  EXPECT_EQ(at(pixels, 50, 50), (Rgb{9, 9, 9}));
  EXPECT_EQ(at(pixels, 110, 110), (Rgb{1, 2, 3}));
  int ink = 0;
  for (int x = 195; x < 240; ++x) ink += at(pixels, x, 90) == Rgb{200, 200, 200};
  EXPECT_GT(ink, 5);  // two stems of the letter
}

TEST_F(Heatmap, CellsSmallerThanAPixelAreAveraged) {
  for (int i = 0; i < 400 * 640; ++i) values.push_back((i / 640 + i % 640) % 2 == 0 ? 1.0f : -1.0f);
  const view::Heatmap shown = map(400, 640);
  const auto pixels =
      screen.frame({0, 0, 0}, [&](auto& canvas) { canvas.heatmap({0, 0, kWidth, kHeight}, shown); });
  const Rgb a = theme.values[0], b = theme.values[255];
  for (const auto& [x, y] : {std::pair{0, 0}, {100, 77}, {319, 199}}) {
    EXPECT_NEAR(at(pixels, x, y).r, (a.r + b.r) / 2.0, 2);
    EXPECT_NEAR(at(pixels, x, y).b, (a.b + b.b) / 2.0, 2);
  }
}

TEST_F(Heatmap, EdgesThroughTheMiddleOfPixelsAreStraight) {
  for (int i = 0; i < 24 * 24; ++i) values.push_back(i / 24 % 2 == 0 ? 1.0f : -1.0f);
  const view::Heatmap shown = map(24, 24);
  for (int top = 0; top < 60; top += 3) {
    const view::Box box{180, double(top), 132, 132};  // 5.5 pixels a cell
    const auto pixels = screen.frame({}, [&](auto& canvas) { canvas.heatmap(box, shown); });
    for (int y = top; y < top + 132; ++y) {
      for (int x = 181; x < 312; ++x) ASSERT_EQ(at(pixels, x, y), at(pixels, 180, y)) << x << ' ' << y;
    }
  }
}

TEST_F(Heatmap, ALongRowIsShown) {
  values.assign(500'000, -1.0f);
  std::fill(values.begin() + 250'000, values.end(), 1.0f);
  const auto pixels =
      screen.frame({0, 0, 0}, [&](auto& canvas) { canvas.heatmap({0, 0, 320, 8}, map(1, 500'000)); });
  EXPECT_EQ(at(pixels, 100, 4), theme.values[0]);
  EXPECT_EQ(at(pixels, 200, 4), theme.values[255]);
}

TEST_F(Heatmap, EveryCellOfAPictureHasExactlyItsColour) {
  std::mt19937 random(3);
  std::vector<Rgb> colors;
  const auto part = [&] { return static_cast<std::uint8_t>(random() % 256); };
  for (int i = 0; i < 31 * 47; ++i) colors.push_back({part(), part(), part()});
  values.assign(4, 1.0f);
  const auto pixels = screen.frame({9, 9, 9}, [&](auto& canvas) {
    canvas.heatmap({300, 0, 20, 20}, map(2, 2));  // the two kinds must not disturb each other
    canvas.picture({12, 7, 47 * 5, 31 * 5}, {colors, 31, 47});
    canvas.heatmap({300, 20, 20, 20}, map(2, 2));
  });
  for (int r = 0; r < 31; ++r) {
    for (int c = 0; c < 47; ++c) {
      for (const auto& [dx, dy] : {std::pair{0, 0}, {4, 0}, {2, 2}, {0, 4}, {4, 4}}) {
        ASSERT_EQ(at(pixels, 12 + 5 * c + dx, 7 + 5 * r + dy), colors[static_cast<std::size_t>(r * 47 + c)]);
      }
    }
  }
  EXPECT_EQ(at(pixels, 12 + 47 * 5, 7), (Rgb{9, 9, 9}));
  EXPECT_EQ(at(pixels, 12, 7 + 31 * 5), (Rgb{9, 9, 9}));
  EXPECT_EQ(at(pixels, 305, 5), theme.values[255]);
  EXPECT_EQ(at(pixels, 305, 25), theme.values[255]);
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST_F(Heatmap, PictureCellsSmallerThanAPixelAreAveraged) {
  std::vector<Rgb> colors;
  for (int i = 0; i < 400 * 640; ++i)
    colors.push_back((i / 640 + i % 640) % 2 == 0 ? Rgb{200, 40, 0} : Rgb{100, 80, 250});
  const auto pixels = screen.frame(
      {0, 0, 0}, [&](auto& canvas) { canvas.picture({0, 0, kWidth, kHeight}, {colors, 400, 640}); });
  for (const auto& [x, y] : {std::pair{0, 0}, {100, 77}, {319, 199}}) {
    EXPECT_NEAR(at(pixels, x, y).r, 150, 2);
    EXPECT_NEAR(at(pixels, x, y).g, 60, 2);
    EXPECT_NEAR(at(pixels, x, y).b, 125, 2);
  }
}

TEST_F(Heatmap, APictureIsUploadedAgainOnlyWhenAColourChanges) {
  std::vector<Rgb> colors(4, {1, 2, 3});
  const auto show = [&](auto& canvas) { canvas.picture({0, 0, 20, 20}, {colors, 2, 2}); };
  screen.frame({}, show);
  screen.frame({}, show);
  EXPECT_EQ(screen.painter->textureCount(), 1u);
  colors[3].b = 200;
  EXPECT_EQ(at(screen.frame({}, show), 15, 15), (Rgb{1, 2, 200}));
  EXPECT_EQ(screen.painter->textureCount(), 2u);
}

TEST_F(Heatmap, TexturesAreMadeOnceForTheSameContentAndForgottenWhenUnused) {
  values = {1, 0, 0, 1};
  const auto show = [&](auto& canvas) { canvas.heatmap({0, 0, 20, 20}, map(2, 2)); };
  screen.frame({}, show);
  screen.frame({}, show);
  EXPECT_EQ(screen.painter->textureCount(), 1u);
  const auto other = [&](auto& canvas) { canvas.heatmap({0, 0, 20, 20}, map(1, 4)); };
  const auto pixels = screen.frame({}, other);
  EXPECT_EQ(at(pixels, 2, 3), theme.values[255]);
  EXPECT_EQ(screen.painter->textureCount(), 2u);
  for (int i = 0; i < 100; ++i) screen.frame({}, other);
  EXPECT_EQ(screen.painter->textureCount(), 1u);
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST_F(Heatmap, RowsThatChangeAreBroughtUpToDateInTheSameTexture) {
  values.assign(7 * 5, 0.0f);
  const auto show = [&](auto& canvas) { canvas.heatmap({0, 0, 50, 70}, map(7, 5)); };
  screen.frame({}, show);
  for (const std::size_t cell : {0u, 12u, 14u, 34u}) {
    values[cell] = cell % 2 == 0 ? 1.0f : -1.0f;
    if (cell == 34) values[0] = std::numeric_limits<float>::quiet_NaN();
    const auto pixels = screen.frame({}, show);
    for (int r = 0; r < 7; ++r)
      for (int c = 0; c < 5; ++c)
        ASSERT_EQ(at(pixels, 10 * c + 5, 10 * r + 5),
                  view::heatmapColor(map(7, 5), values[static_cast<std::size_t>(5 * r + c)]))
            << cell << ": " << r << ' ' << c;
    EXPECT_EQ(screen.painter->textureCount(), 1u);
  }
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST_F(Heatmap, WhileAPlaneChangesItsSizeTexturesAreFilledAgain) {
  std::vector<Rgb> colors;
  for (Index side = 2; side < 20; ++side) {
    values.assign(static_cast<std::size_t>(side * side), side % 2 == 0 ? 1.0f : -1.0f);
    colors.assign(values.size(), {1, 2, static_cast<std::uint8_t>(side)});
    const auto pixels = screen.frame({}, [&](auto& canvas) {
      canvas.heatmap({0, 0, 60, 60}, map(side, side));
      canvas.picture({100, 0, 60, 60}, {colors, side, side});
    });
    EXPECT_EQ(at(pixels, 59, 59), theme.values[side % 2 == 0 ? 255 : 0]) << side;
    EXPECT_EQ(at(pixels, 159, 59), colors.back()) << side;
  }
  EXPECT_EQ(screen.painter->textureCount(), 4u);
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST_F(Heatmap, PlanesOfTheSameSizeDoNotTakeEachOthersTexture) {
  std::vector<float> still = {1, -1, 0, 1};
  values = {0, 0, 0, 0};
  for (int i = 0; i < 4; ++i) {
    values[static_cast<std::size_t>(i)] = 1;
    const auto pixels = screen.frame({}, [&](auto& canvas) {
      canvas.heatmap({0, 0, 20, 20}, map(2, 2));
      canvas.heatmap({50, 0, 20, 20}, {still, 2, 2, 1, &theme.values, theme.nan});
    });
    for (int cell = 0; cell < 4; ++cell) {
      const int x = 10 * (cell % 2) + 5, y = 10 * (cell / 2) + 5;
      const auto index = static_cast<std::size_t>(cell);
      ASSERT_EQ(at(pixels, x, y), view::heatmapColor(map(2, 2), values[index])) << i;
      ASSERT_EQ(at(pixels, x + 50, y), view::heatmapColor(map(2, 2), still[index])) << i;
    }
  }
}

}  // namespace
}  // namespace lab

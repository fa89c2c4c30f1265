#include "export/video_frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace lab::exporting {
namespace {

view::Picture flat(int width, int height, std::array<std::uint8_t, 3> color) {
  view::Picture picture{width, height, 3, {}};
  for (int i = 0; i < width * height; ++i)
    picture.pixels.insert(picture.pixels.end(), color.begin(), color.end());
  return picture;
}

view::Picture random(int width, int height, unsigned seed) {
  std::mt19937 generator(seed);
  view::Picture picture{width, height, 3, {}};
  for (int i = 0; i < 3 * width * height; ++i)
    picture.pixels.push_back(static_cast<std::uint8_t>(generator()));
  return picture;
}

std::vector<int> planesOf(const VideoFrame& frame) {
  std::vector<int> values;
  for (const char byte : frame.bytes()) values.push_back(static_cast<std::uint8_t>(byte));
  return values;
}

// ITU-R BT.709-6, items 3.2 to 3.4, in plain numbers.
struct Components {
  double luma, blue, red;
};

Components componentsOf(double r, double g, double b) {
  const double luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return {16 + 219 * luma / 255, 128 + 224 * (b - luma) / 1.8556 / 255,
          128 + 224 * (r - luma) / 1.5748 / 255};
}

TEST(VideoFrame, PrimaryColoursHaveTheValuesOfTheStandard) {
  const auto shown = [](std::array<std::uint8_t, 3> color) {
    VideoFrame frame(2, 2);
    frame.show(flat(2, 2, color));
    return planesOf(frame);
  };
  EXPECT_EQ(shown({0, 0, 0}), (std::vector<int>{16, 16, 16, 16, 128, 128}));
  EXPECT_EQ(shown({255, 255, 255}), (std::vector<int>{235, 235, 235, 235, 128, 128}));
  EXPECT_EQ(shown({255, 0, 0}), (std::vector<int>{63, 63, 63, 63, 102, 240}));
  EXPECT_EQ(shown({0, 255, 0}), (std::vector<int>{173, 173, 173, 173, 42, 26}));
  EXPECT_EQ(shown({0, 0, 255}), (std::vector<int>{32, 32, 32, 32, 240, 118}));
}

TEST(VideoFrame, EveryPixelIsWithinHalfAStepOfTheStandard) {
  constexpr int kWidth = 14, kHeight = 10;
  const view::Picture picture = random(kWidth, kHeight, 1);
  VideoFrame frame(kWidth, kHeight);
  frame.show(picture);
  const std::vector<int> planes = planesOf(frame);
  ASSERT_EQ(planes.size(), std::size_t{kWidth * kHeight * 3 / 2});
  const auto pixel = [&](int x, int y) {
    const std::uint8_t* at = &picture.pixels[static_cast<std::size_t>(3 * (y * kWidth + std::max(x, 0)))];
    return componentsOf(at[0], at[1], at[2]);
  };
  constexpr double kHalf = 0.5 + 1e-2;
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x)
      EXPECT_NEAR(planes[static_cast<std::size_t>(y * kWidth + x)], pixel(x, y).luma, kHalf);
  for (int y = 0; y < kHeight; y += 2)
    for (int x = 0; x < kWidth; x += 2) {
      double blue = 0, red = 0;
      for (const int row : {y, y + 1})
        for (const int column : {x - 1, x, x, x + 1}) {
          blue += pixel(column, row).blue / 8;
          red += pixel(column, row).red / 8;
        }
      const auto at = static_cast<std::size_t>(kWidth * kHeight + y / 2 * (kWidth / 2) + x / 2);
      EXPECT_NEAR(planes[at], blue, kHalf);
      EXPECT_NEAR(planes[at + kWidth * kHeight / 4], red, kHalf);
    }
}

TEST(VideoFrame, AfterAnotherPictureItIsTheSameAsAlone) {
  constexpr int kWidth = 32, kHeight = 24;
  const view::Picture before = random(kWidth, kHeight, 2);
  for (unsigned seed = 0; seed < 50; ++seed) {
    std::mt19937 generator(seed);
    view::Picture after = before;
    for (auto changes = generator() % 5; changes > 0; --changes)
      after.pixels[generator() % after.pixels.size()] ^= 0x80;
    VideoFrame alone(kWidth, kHeight), second(kWidth, kHeight);
    alone.show(after);
    second.show(before);
    second.show(after);
    EXPECT_EQ(planesOf(alone), planesOf(second)) << seed;
  }
}

TEST(VideoFrame, OtherSizesAreRefused) {
  EXPECT_THROW(VideoFrame(3, 2), std::invalid_argument);
  EXPECT_THROW(VideoFrame(2, 0), std::invalid_argument);
  VideoFrame frame(4, 4);
  EXPECT_THROW(frame.show(flat(4, 2, {0, 0, 0})), std::invalid_argument);
}

}  // namespace
}  // namespace lab::exporting

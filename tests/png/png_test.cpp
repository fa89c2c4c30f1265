#include "png/png.h"

#include <gmock/gmock.h>
#include <png.h>

#include <random>
#include <vector>

#include "support/errors.h"

namespace lab::png {
namespace {

using support::errorOf;

struct Decoded {
  int width, height;
  std::vector<std::uint8_t> pixels;
};

/// What libpng makes of it.
Decoded decode(const std::string& bytes, int channels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  EXPECT_TRUE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size())) << image.message;
  EXPECT_EQ(image.format & PNG_FORMAT_FLAG_ALPHA, channels == 4 ? PNG_FORMAT_FLAG_ALPHA : 0U);
  image.format = channels == 4 ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
  std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(image));
  EXPECT_TRUE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr)) << image.message;
  return {static_cast<int>(image.width), static_cast<int>(image.height), pixels};
}

std::vector<std::uint8_t> noise(int width, int height, int channels) {
  std::mt19937 random(5);
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width * height * channels));
  for (std::uint8_t& value : pixels) value = static_cast<std::uint8_t>(random());
  return pixels;
}

TEST(FormatPng, IsReadBackByLibpng) {
  for (const int channels : {3, 4})
    for (const auto& [width, height] : {std::pair{1, 1}, {2, 3}, {300, 1}, {257, 129}}) {
      const auto pixels = noise(width, height, channels);
      const Decoded decoded = decode(formatPng(width, height, pixels, channels), channels);
      EXPECT_EQ(decoded.width, width);
      EXPECT_EQ(decoded.height, height);
      EXPECT_EQ(decoded.pixels, pixels);
    }
}

TEST(FormatPng, IsTheSameTwiceAndHoldsNoTime) {
  const auto pixels = noise(9, 9, 3);
  const std::string bytes = formatPng(9, 9, pixels);
  EXPECT_EQ(bytes, formatPng(9, 9, pixels));
  EXPECT_EQ(bytes.find("tIME"), std::string::npos);
}

TEST(FormatPng, RefusesAnotherNumberOfValues) {
  const auto pixels = noise(2, 2, 3);
  EXPECT_THAT(errorOf([&] { formatPng(3, 2, pixels); }), testing::HasSubstr("PNG of 3x2: must have"));
  EXPECT_THAT(errorOf([&] { formatPng(0, 2, {}); }), testing::HasSubstr("PNG of 0x2: must have"));
}

TEST(Packed, TakesAPartOfAPicture) {
  const auto pixels = noise(10, 6, 3);
  const std::string bytes =
      start(4, 2, 3) + chunk("IDAT", packed({4, 2, 3, &pixels[(3 * 10 + 5) * 3], 30})) + end();
  const Decoded decoded = decode(bytes, 3);
  for (int y = 0; y < 2; ++y)
    for (int i = 0; i < 12; ++i)
      EXPECT_EQ(decoded.pixels[static_cast<std::size_t>(y * 12 + i)],
                pixels[static_cast<std::size_t>((y + 3) * 30 + 15 + i)]);
}

}  // namespace
}  // namespace lab::png

#include "io/image.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "io/jpeg.h"
#include "support/errors.h"
#include "support/files.h"
#include "support/pictures.h"

namespace lab::io {
namespace {

using support::errorOf;
using support::exif;
using support::jpeg;
using support::png;
using tconv::Shape;
using tconv::Tensor;
using testing::Each;
using testing::ElementsAre;
using testing::StartsWith;

std::vector<float> valuesOf(const Tensor& tensor) { return {tensor.values().begin(), tensor.values().end()}; }

TEST(ParseImage, ReadsAGreyPngAsOneChannel) {
  const Tensor x = parseImage(png<std::uint8_t>(PNG_FORMAT_GRAY, 3, 2, {0, 1, 2, 100, 200, 255}), "a.png");
  EXPECT_EQ(x.shape(), (Shape{1, 1, 2, 3}));
  EXPECT_THAT(valuesOf(x), ElementsAre(0, 1, 2, 100, 200, 255));
}

TEST(ParseImage, ReadsAColourPngAsThreePlanes) {
  const Tensor x = parseImage(png<std::uint8_t>(PNG_FORMAT_RGB, 2, 1, {1, 2, 3, 4, 5, 6}), "a.png");
  EXPECT_EQ(x.shape(), (Shape{1, 3, 1, 2}));
  EXPECT_THAT(valuesOf(x), ElementsAre(1, 4, 2, 5, 3, 6));
}

TEST(ParseImage, PutsTransparencyOverWhite) {
  const Tensor x = parseImage(png<std::uint8_t>(PNG_FORMAT_RGBA, 2, 1, {9, 8, 7, 0, 9, 8, 7, 255}), "a.png");
  EXPECT_THAT(valuesOf(x), ElementsAre(255, 9, 255, 8, 255, 7));
}

TEST(ParseImage, KeepsTheUpperByteOf16Bit) {
  // Written as linear light by the simplified interface; black and white are the same in any encoding.
  const Tensor x = parseImage(png<std::uint16_t>(PNG_FORMAT_LINEAR_Y, 2, 1, {0, 65535}), "a.png");
  EXPECT_THAT(valuesOf(x), ElementsAre(0, 255));
}

TEST(ParseImage, RefusesDamagedPngs) {
  const std::string whole = png<std::uint8_t>(PNG_FORMAT_GRAY, 3, 2, {0, 1, 2, 100, 200, 255});
  for (std::size_t length = 4; length + 12 < whole.size(); ++length)  // the last 12 bytes are the IEND chunk
    EXPECT_THAT(errorOf([&] { parseImage(whole.substr(0, length), "a.png"); }),
                StartsWith("a.png: is not a readable PNG: "))
        << length;
}

TEST(ParseImage, RefusesTooManyPixelsBeforeDecoding) {
  std::string bytes = png<std::uint8_t>(PNG_FORMAT_GRAY, 1, 1, {0});
  bytes.replace(16, 8, std::string("\0\0\x40\0\0\0\x40\0", 8));  // 16384 x 16384, the checksum with it
  const std::uint32_t crc = [&] {
    std::uint32_t c = 0xFFFFFFFFU;
    for (std::size_t i = 12; i < 29; ++i) {
      c ^= static_cast<unsigned char>(bytes[i]);
      for (int k = 0; k < 8; ++k) c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
    }
    return ~c;
  }();
  for (int i = 0; i < 4; ++i)
    bytes[29 + static_cast<std::size_t>(i)] = static_cast<char>(crc >> (24 - 8 * i));
  EXPECT_EQ(errorOf([&] { parseImage(bytes, "a.png"); }),
            "a.png: has 268435456 pixels, must have at most 64000000");
}

TEST(ParseImage, ReadsGreyAndColourJpegs) {
  const Tensor grey = parseImage(jpeg(JCS_GRAYSCALE, 1, 8, 4, std::vector<std::uint8_t>(32, 77)), "a.jpg");
  EXPECT_EQ(grey.shape(), (Shape{1, 1, 4, 8}));
  EXPECT_THAT(valuesOf(grey), Each(77));
  const Tensor white = parseImage(jpeg(JCS_RGB, 3, 2, 3, std::vector<std::uint8_t>(18, 255)), "a.jpg");
  EXPECT_EQ(white.shape(), (Shape{1, 3, 3, 2}));
  EXPECT_THAT(valuesOf(white), Each(255));
}

TEST(ParseImage, ReadsCmykJpegs) {
  // Adobe's inverted inks: 255 is none, 0 is full.
  const Tensor x = parseImage(jpeg(JCS_CMYK, 4, 1, 1, {255, 0, 255, 255}), "a.jpg");
  EXPECT_EQ(x.shape(), (Shape{1, 3, 1, 1}));
  EXPECT_NEAR(x(0, 0, 0, 0), 255, 2);
  EXPECT_NEAR(x(0, 1, 0, 0), 0, 2);
  EXPECT_NEAR(x(0, 2, 0, 0), 255, 2);
}

TEST(ParseImage, AppliesTheExifOrientation) {
  // Stored 16 x 8, the upper left quarter white. Where it is once the picture is upright, by orientation.
  std::vector<std::uint8_t> stored(128, 0);
  for (std::size_t i = 0; i < 128; ++i) stored[i] = i / 16 < 4 && i % 16 < 8 ? 255 : 0;
  const std::vector<std::pair<bool, bool>> bottom_right = {{0, 0}, {0, 1}, {1, 1}, {1, 0},
                                                           {0, 0}, {0, 1}, {1, 1}, {1, 0}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Tensor x =
        parseImage(jpeg(JCS_GRAYSCALE, 1, 16, 8, stored, exif(orientation, orientation % 2 == 0)), "a.jpg");
    const bool turned = orientation >= 5;
    ASSERT_EQ(x.shape(), (turned ? Shape{1, 1, 16, 8} : Shape{1, 1, 8, 16})) << orientation;
    const auto [bottom, right] = bottom_right[static_cast<std::size_t>(orientation - 1)];
    for (const bool b : {false, true})
      for (const bool r : {false, true}) {
        const float value = x(0, 0, b ? x.shape().h - 1 : 0, r ? x.shape().w - 1 : 0);
        EXPECT_NEAR(value, b == bottom && r == right ? 255 : 0, 3) << orientation << b << r;
      }
  }
}

TEST(ParseImage, RefusesDamagedJpegs) {
  std::vector<std::uint8_t> pixels(64 * 64);
  for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<std::uint8_t>(i * 7919 >> 3);
  const std::string whole = jpeg(JCS_GRAYSCALE, 1, 64, 64, pixels);
  ASSERT_EQ(errorOf([&] { parseImage(whole, "a.jpg"); }), "no error");
  for (std::size_t length = 3; length + 200 < whole.size(); length += 97)
    EXPECT_THAT(errorOf([&] { parseImage(whole.substr(0, length), "a.jpg"); }),
                StartsWith("a.jpg: is not a readable JPEG: "))
        << length;
}

TEST(ParseImage, RefusesOtherFiles) {
  EXPECT_EQ(errorOf([] { parseImage("GIF89a", "a\nb"); }), "a\\nb: is neither a PNG nor a JPEG picture");
}

TEST(ExifOrientation, IsOneWhereTheBlockIsDamaged) {
  const std::string block = exif(6).substr(6);
  EXPECT_EQ(exifOrientation(block), 6);
  for (std::size_t length = 0; length < 20; ++length)
    EXPECT_EQ(exifOrientation(block.substr(0, length)), 1) << length;
  EXPECT_EQ(exifOrientation(exif(9).substr(6)), 1);
  EXPECT_EQ(exifOrientation(std::string("II\x2a\0\xff\xff\xff\xff", 8)), 1);
}

TEST(ReadImage, NamesTheFile) {
  const support::TemporaryFolder folder;
  EXPECT_THAT(errorOf([&] { readImage(folder / "no.png"); }),
              testing::EndsWith("no.png: cannot be read: No such file or directory"));
}

}  // namespace
}  // namespace lab::io

#include "export/palette.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "export/stills.h"

namespace lab::exporting {
namespace {

using tconv::Rgb;

TEST(Palette, HoldsTheColoursThemselvesWhereTheyAreFew) {
  ColorCounts counts;
  for (int i = 0; i < 255 * 7; ++i) counts.add({static_cast<std::uint8_t>(i % 255), 7, 9});
  const std::vector<Rgb> palette = paletteOf(counts, 255);
  EXPECT_EQ(palette.size(), 255U);
  for (int i = 0; i < 255; ++i) {
    const Rgb color{static_cast<std::uint8_t>(i), 7, 9};
    EXPECT_EQ(palette[counts.of(color).index], color);
    EXPECT_EQ(counts.of(color).count, 7U);
  }
}

TEST(Palette, StaysNearWhereTheyAreMany) {
  ColorCounts counts;
  std::mt19937 random(3);
  std::vector<Rgb> colors;
  for (int i = 0; i < 20000; ++i) {
    const auto grey = static_cast<std::uint8_t>(random());
    colors.push_back({grey, static_cast<std::uint8_t>(grey / 2), static_cast<std::uint8_t>(random() % 16)});
    counts.add(colors.back());
  }
  const Rgb background{246, 247, 249};
  for (int i = 0; i < 100000; ++i) counts.add(background);
  const std::vector<Rgb> palette = paletteOf(counts, 256);
  EXPECT_EQ(palette.size(), 256U);
  EXPECT_EQ(palette[counts.of(background).index], background);  // flat areas keep their colour
  for (const Rgb color : colors) {
    const Rgb shown = palette[counts.of(color).index];
    EXPECT_LE(std::abs(color.r - shown.r), 8);
    EXPECT_LE(std::abs(color.g - shown.g), 8);
    EXPECT_LE(std::abs(color.b - shown.b), 8);
  }
}

TEST(Palette, DependsOnTheColoursAlone) {
  std::vector<Rgb> colors;
  std::mt19937 random(4);
  for (int i = 0; i < 3000; ++i)
    colors.push_back({static_cast<std::uint8_t>(random()), static_cast<std::uint8_t>(random()), 1});
  const auto made = [&] {
    ColorCounts counts;
    for (const Rgb color : colors) counts.add(color);
    return paletteOf(counts, 64);
  };
  const std::vector<Rgb> first = made();
  std::ranges::reverse(colors);
  EXPECT_EQ(made(), first);
}

view::Picture blank(int width, int height) {
  return {width, height, 3, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height * 3), 0)};
}

TEST(ChangedBox, IsTheSmallestOne) {
  const view::Picture before = blank(7, 5);
  EXPECT_EQ(changedBox(before, before), PixelBox());
  view::Picture after = before;
  after.pixels[(2 * 7 + 3) * 3 + 1] = 1;
  EXPECT_EQ(changedBox(before, after), (PixelBox{3, 2, 1, 1}));
  after.pixels[(3 * 7 + 1) * 3 + 2] = 1;
  EXPECT_EQ(changedBox(before, after), (PixelBox{1, 2, 3, 2}));
  after.pixels.front() = after.pixels.back() = 1;
  EXPECT_EQ(changedBox(before, after), (PixelBox{0, 0, 7, 5}));
}

/// Keeps what it is given.
class Kept final : public StillsWriter {
 public:
  struct Put {
    PixelBox box;
    double seconds;
    bool first;
  };
  std::vector<Put> puts;
  bool closed = false;

 private:
  void put(const Still& still) override {
    puts.push_back({still.box, still.seconds, still.before == nullptr});
  }
  std::uint64_t close() override {
    closed = true;
    return 0;
  }
};

TEST(StillsWriter, MakesOneOfFramesThatLookAlike) {
  Kept kept;
  view::Picture picture = blank(4, 4);
  kept.add(picture, 0.25);
  kept.add(picture, 0.5);
  picture.pixels[0] = 9;
  kept.add(picture, 1);
  kept.add(picture, 2);
  kept.finish();
  ASSERT_EQ(kept.puts.size(), 2U);
  EXPECT_TRUE(kept.puts[0].first);
  EXPECT_EQ(kept.puts[0].box, (PixelBox{0, 0, 4, 4}));
  EXPECT_EQ(kept.puts[0].seconds, 0.75);
  EXPECT_FALSE(kept.puts[1].first);
  EXPECT_EQ(kept.puts[1].box, (PixelBox{0, 0, 1, 1}));
  EXPECT_EQ(kept.puts[1].seconds, 3);
  EXPECT_TRUE(kept.closed);
}

}  // namespace
}  // namespace lab::exporting

#include "tconv/colormap.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace {

using tconv::Rgb;

constexpr Rgb kBlue{33, 102, 172}, kGrey{247, 247, 247}, kRed{178, 24, 43};

TEST(Rgb, IsBlackWhereNothingIsSaid) { EXPECT_EQ(Rgb{}, (Rgb{0, 0, 0})); }

TEST(Colormap, EndsAndMiddleAreWhatWasAskedFor) {
  const auto map = tconv::makeColormap(kBlue, kGrey, kRed);
  EXPECT_EQ(map[0], kBlue);
  EXPECT_EQ(map[128], kGrey);
  EXPECT_EQ(map[255], kRed);
}

TEST(Colormap, LightnessGrowsTowardsALightMiddle) {
  const auto map = tconv::makeColormap(kBlue, kGrey, kRed);
  const auto light = [&](int i) { return tconv::contrastRatio(map[i], Rgb{0, 0, 0}); };
  for (int i = 1; i < 128; ++i) EXPECT_GE(light(i), light(i - 1)) << i;
  for (int i = 129; i < 256; ++i) EXPECT_LE(light(i), light(i - 1)) << i;
}

TEST(Colormap, StepsAreSmallEverywhere) {
  const auto map = tconv::makeColormap(kBlue, kGrey, kRed);
  for (int i = 1; i < 256; ++i) {
    EXPECT_LE(std::abs(map[i].r - map[i - 1].r), 6) << i;
    EXPECT_LE(std::abs(map[i].g - map[i - 1].g), 6) << i;
    EXPECT_LE(std::abs(map[i].b - map[i - 1].b), 6) << i;
  }
}

TEST(Colormap, GreysBlendToGreys) {
  const auto map = tconv::makeColormap({0, 0, 0}, {128, 128, 128}, {255, 255, 255});
  for (const Rgb c : map) EXPECT_TRUE(c.r == c.g && c.g == c.b);
}

/// The grey of a lightness 0 ... 1: light is its cube (Oklab), and sRGB's curve gives the byte.
double greyOf(double lightness) {
  const double light = lightness * lightness * lightness;
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055);
}

TEST(Colormap, LightnessIsEvenOnBothSides) {
  constexpr double middle = 0.75;
  const auto grey = static_cast<std::uint8_t>(std::lround(greyOf(middle)));
  const auto map = tconv::makeColormap({0, 0, 0}, {grey, grey, grey}, {255, 255, 255});
  for (int i = 0; i < 256; ++i) {
    const double lightness = i <= 128 ? middle * i / 128 : middle + (1 - middle) * (i - 128) / 127;
    EXPECT_NEAR(map[i].r, greyOf(lightness), 0.8) << i;  // half by its own rounding, the rest by the middle's
  }
}

TEST(ColorIndex, MapsTheScaleToTheTable) {
  EXPECT_EQ(tconv::colorIndex(0, 3), 128);
  EXPECT_EQ(tconv::colorIndex(-0.0F, 3), 128);
  EXPECT_EQ(tconv::colorIndex(3, 3), 255);
  EXPECT_EQ(tconv::colorIndex(-3, 3), 0);
  EXPECT_EQ(tconv::colorIndex(1.5F, 3), 191);
  EXPECT_EQ(tconv::colorIndex(-1.5F, 3), 64);
}

TEST(ColorIndex, ClampsAndHasAPlaceForEverything) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(tconv::colorIndex(9, 3), 255);
  EXPECT_EQ(tconv::colorIndex(-kInfinity, 3), 0);
  EXPECT_EQ(tconv::colorIndex(kInfinity, kInfinity), 128);
  EXPECT_EQ(tconv::colorIndex(std::nanf(""), 3), 128);
  EXPECT_EQ(tconv::colorIndex(5, 0), 128);
  EXPECT_EQ(tconv::colorIndex(5, -1), 128);
  EXPECT_EQ(tconv::colorIndex(std::numeric_limits<float>::max(), std::numeric_limits<float>::denorm_min()),
            255);
}

TEST(ColorIndices, AreThoseOfEachValueAndNanIsApart) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  std::vector<float> values = {kInfinity, -kInfinity, std::nanf(""), 0, -0.0F};
  for (int i = -400; i <= 400; ++i) values.push_back(static_cast<float>(i) * 0.01F);
  std::vector<std::uint16_t> indices(values.size());
  for (const float limit : {3.0F, 0.5F, 0.0F, -1.0F, kInfinity}) {
    tconv::colorIndices(values, limit, 256, indices);
    for (std::size_t i = 0; i < values.size(); ++i)
      ASSERT_EQ(indices[i], std::isnan(values[i]) ? 256 : tconv::colorIndex(values[i], limit)) << values[i];
  }
}

TEST(ContrastRatio, IsThatOfTheGuidelines) {
  EXPECT_NEAR(tconv::contrastRatio({0, 0, 0}, {255, 255, 255}), 21, 1e-9);
  EXPECT_NEAR(tconv::contrastRatio({119, 119, 119}, {255, 255, 255}), 4.478, 0.001);
  EXPECT_EQ(tconv::contrastRatio(kBlue, kBlue), 1);
  EXPECT_EQ(tconv::contrastRatio(kBlue, kRed), tconv::contrastRatio(kRed, kBlue));
}

}  // namespace

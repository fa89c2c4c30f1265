#include "tconv/presets.h"

#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "support/generators.h"
#include "tconv/forward.h"

namespace {

using support::toVector;
using tconv::Index;
using tconv::KernelPreset;
using tconv::Layer;
using tconv::Pair;
using tconv::Shape;
using tconv::Tensor;
using tconv::ValuePreset;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::FloatNear;

std::vector<float> values(ValuePreset preset, Shape shape) {
  return toVector(tconv::makeValues(preset, shape));
}

std::vector<float> kernel(KernelPreset preset, Pair size) {
  return toVector(tconv::makeKernel(preset, Layer{.kernel_size = size}));
}

TEST(ValuePresets, RampCountsOverEachImage) {
  EXPECT_THAT(values(ValuePreset::ramp, {2, 1, 2, 2}), ElementsAre(1, 2, 3, 4, 1, 2, 3, 4));
  EXPECT_THAT(values(ValuePreset::ramp, {1, 2, 1, 2}), ElementsAre(1, 2, 3, 4));
}

TEST(ValuePresets, FixedOnes) {
  EXPECT_THAT(values(ValuePreset::ones, {1, 1, 1, 3}), ElementsAre(1, 1, 1));
  EXPECT_THAT(values(ValuePreset::impulse, {1, 1, 3, 2}), ElementsAre(0, 0, 0, 1, 0, 0));
  EXPECT_THAT(values(ValuePreset::checkerboard, {1, 1, 2, 3}), ElementsAre(1, -1, 1, -1, 1, -1));
}

TEST(ValuePresets, RandomIntegersCoverTheirRangeEvenly) {
  const auto v = values(ValuePreset::random_integers, {1, 1, 100, 190});
  std::map<float, int> counts;
  for (const float x : v) ++counts[x];
  EXPECT_EQ(counts.size(), 19U);
  for (const auto& [value, count] : counts) {
    EXPECT_TRUE(value == std::round(value) && std::abs(value) <= 9);
    EXPECT_NEAR(count, 1000, 150);
  }
}

TEST(ValuePresets, NormalHasMeanZeroAndDeviationOne) {
  const auto v = values(ValuePreset::normal, {1, 1, 100, 200});
  double sum = 0, squares = 0, within = 0;
  for (const float x : v) {
    sum += x;
    squares += x * x;
    within += std::abs(x) < 1;
  }
  const double n = static_cast<double>(v.size());
  EXPECT_NEAR(sum / n, 0, 0.03);
  EXPECT_NEAR(squares / n, 1, 0.05);
  EXPECT_NEAR(within / n, 0.6827, 0.02);
}

TEST(ValuePresets, SeedDecidesTheValues) {
  const Shape shape{1, 1, 4, 4};
  for (const auto preset : {ValuePreset::random_integers, ValuePreset::normal}) {
    EXPECT_EQ(tconv::makeValues(preset, shape, 7), tconv::makeValues(preset, shape, 7));
    EXPECT_NE(tconv::makeValues(preset, shape, 7), tconv::makeValues(preset, shape, 8));
  }
}

TEST(ValuePresets, SeededValuesNeverChange) {
  EXPECT_THAT(toVector(tconv::makeValues(ValuePreset::random_integers, {1, 1, 1, 6}, 1)),
              ElementsAre(2, -6, 4, 3, -9, 7));
  EXPECT_THAT(toVector(tconv::makeValues(ValuePreset::normal, {1, 1, 1, 3}, 1)),
              ElementsAre(-0.0393999554F, -0.248947844F, -0.0546468534F));
}

TEST(KernelPresets, TextbookIsTheOneOfTheBooks) {
  EXPECT_THAT(kernel(KernelPreset::textbook, 3), ElementsAre(1, 2, 1, 2, 4, 2, 1, 2, 1));
  EXPECT_THAT(kernel(KernelPreset::textbook, {1, 4}), ElementsAre(1, 2, 2, 1));
  EXPECT_THAT(kernel(KernelPreset::textbook, 1), ElementsAre(1));
}

TEST(KernelPresets, BilinearIsTheOneOfFcn) {
  std::vector<float> four;
  for (const float a : {.25F, .75F, .75F, .25F})
    for (const float b : {.25F, .75F, .75F, .25F}) four.push_back(a * b);
  EXPECT_THAT(kernel(KernelPreset::bilinear, 4), ElementsAreArray(four));
  EXPECT_THAT(kernel(KernelPreset::bilinear, {1, 3}), ElementsAre(.5, 1, .5));
  EXPECT_THAT(kernel(KernelPreset::bilinear, 1), ElementsAre(1));
}

TEST(KernelPresets, BilinearKeepsChannelsApart) {
  const Layer layer{.in_channels = 4, .out_channels = 4, .kernel_size = 1, .groups = 2};
  const Tensor w = tconv::makeKernel(KernelPreset::bilinear, layer);
  EXPECT_THAT(toVector(w), ElementsAre(1, 0, 0, 1, 1, 0, 0, 1));
}

TEST(KernelPresets, BilinearUpsamplesAConstantToItself) {
  const Layer layer{.kernel_size = 4, .stride = 2, .padding = Pair(1)};
  const Tensor y =
      tconv::forward(layer, Tensor({1, 1, 5, 5}, 3.0F), tconv::makeKernel(KernelPreset::bilinear, layer));
  for (Index i = 1; i < 9; ++i) EXPECT_EQ(y(0, 0, i, 5), 3);
}

TEST(KernelPresets, GaussianSumsToOneAndIsSymmetric) {
  for (const Pair size : {Pair(1), Pair(2, 5), Pair(7)}) {
    const auto w = kernel(KernelPreset::gaussian, size);
    EXPECT_THAT(std::accumulate(w.begin(), w.end(), 0.0F), FloatNear(1, 1e-6F));
    EXPECT_THAT(std::vector<float>(w.rbegin(), w.rend()), testing::Pointwise(testing::FloatEq(), w));
  }
  const auto w = kernel(KernelPreset::gaussian, {1, 3});
  EXPECT_NEAR(w[0] / w[1], std::exp(-1.0 / (0.75 * 0.75) / 2), 1e-6);
}

TEST(KernelPresets, NearestIsABoxOfStrideOnesWhereThePaddingPutsIt) {
  const auto row = [](Index k, Index s, Index p) {
    const Layer layer{.dims = 1, .kernel_size = Pair(1, k), .stride = s, .padding = Pair(0, p)};
    return toVector(tconv::makeKernel(KernelPreset::nearest, layer));
  };
  EXPECT_THAT(row(3, 3, 0), ElementsAre(1, 1, 1));
  EXPECT_THAT(row(3, 3, 2), ElementsAre(1, 1, 1));
  EXPECT_THAT(row(4, 2, 1), ElementsAre(0, 1, 1, 0));
  EXPECT_THAT(row(4, 2, 0), ElementsAre(1, 1, 0, 0));
  EXPECT_THAT(row(4, 2, 3), ElementsAre(0, 0, 1, 1));
  EXPECT_THAT(row(2, 3, 1), ElementsAre(1, 1));
}

TEST(KernelPresets, NearestRepeatsEveryElement) {
  // k, s, p, op, whose outputs are s times as large and whose box is not cut off
  for (const auto& [k, s, p, op] :
       {std::tuple{2, 2, 0, 0}, {3, 3, 0, 0}, {4, 2, 1, 0}, {3, 2, 1, 1}, {5, 3, 1, 0}}) {
    const Layer layer{.in_channels = 3,
                      .out_channels = 3,
                      .kernel_size = k,
                      .stride = s,
                      .padding = Pair(p),
                      .output_padding = op,
                      .groups = k == 2 ? 1 : 3};
    const Tensor x = makeValues(ValuePreset::picture, {1, 3, 5, 4});
    const Tensor y = tconv::forward(layer, x, tconv::makeKernel(KernelPreset::nearest, layer));
    ASSERT_EQ(y.shape(), (Shape{1, 3, 5 * s, 4 * s})) << k;
    for (Index c = 0; c < 3; ++c)
      for (Index row = 0; row < 5 * s; ++row)
        for (Index column = 0; column < 4 * s; ++column)
          ASSERT_EQ(y(0, c, row, column), x(0, c, row / s, column / s)) << k << ' ' << row << ' ' << column;
  }
}

TEST(KernelPresets, SharpenIsTwiceTheImageLessItsMean) {
  const auto three = kernel(KernelPreset::sharpen, 3);
  for (std::size_t i = 0; i < 9; ++i) EXPECT_FLOAT_EQ(three[i], i == 4 ? 17.0F / 9 : -1.0F / 9);
  const Layer twice{.kernel_size = Pair(4), .stride = Pair(2)};
  const Tensor w = tconv::makeKernel(KernelPreset::sharpen, twice);
  for (const auto& [u, v, value] : {std::tuple{0, 0, -.125F}, {0, 1, .125F}, {1, 1, .875F}, {3, 2, .125F}})
    EXPECT_EQ(w(0, 0, u, v), value) << u << v;
}

TEST(KernelPresets, ImagesKeepTheirBrightness) {
  for (const auto preset : {KernelPreset::nearest, KernelPreset::bilinear, KernelPreset::sharpen})
    for (const auto& [k, s] : {std::pair{4, 2}, {3, 2}, {6, 3}, {5, 3}, {2, 1}, {8, 4}, {7, 4}}) {
      if (preset == KernelPreset::bilinear && k != 2 * s && k != 2 * s - 1) continue;
      const Layer layer{.kernel_size = Pair(k), .stride = Pair(s)};
      const Tensor sums = tconv::phaseSums(layer, tconv::makeKernel(preset, layer));
      for (const float sum : sums.values()) EXPECT_NEAR(sum, 1, 1e-6) << nameOf(preset) << k << s;
    }
}

TEST(KernelPresets, SharpenKeepsTheBrightnessForAnyKernelStrideAndDilation) {
  support::forAll(60, [] {
    const Layer layer = support::pickLayer({3, 3}, static_cast<int>(support::pick(1, 2)));
    const Tensor w = tconv::makeKernel(KernelPreset::sharpen, layer);
    const Tensor sums = tconv::phaseSums(layer, w);
    // Phases that no tap reaches stay 0; only channels that agree within the group are filled.
    for (const float sum : sums.values()) RC_ASSERT(sum == 0 || std::abs(sum - 1) < 1e-5);
    RC_ASSERT(std::abs(sums(0, 0, 0, 0) - 1) < 1e-5);
  });
}

TEST(KernelPresets, ImagesKeepTheirChannelsApart) {
  const Layer layer{.in_channels = 2, .out_channels = 4, .kernel_size = 1};
  for (const auto preset : {KernelPreset::nearest, KernelPreset::bilinear, KernelPreset::sharpen})
    EXPECT_THAT(toVector(tconv::makeKernel(preset, layer)), ElementsAre(1, 0, 0, 0, 0, 1, 0, 0));
}

TEST(KernelPresets, GaussianDarkensByTheStride) {
  const Layer layer{.kernel_size = Pair(4), .stride = Pair(2)};
  const Tensor sums = tconv::phaseSums(layer, tconv::makeKernel(KernelPreset::gaussian, layer));
  for (const float sum : sums.values()) EXPECT_NEAR(sum, 0.25, 1e-6);
}

TEST(KernelPresets, SobelDerivesAlongTheWidth) {
  EXPECT_THAT(kernel(KernelPreset::sobel, 3), ElementsAre(-1, 0, 1, -2, 0, 2, -1, 0, 1));
  EXPECT_THAT(kernel(KernelPreset::sobel, {1, 2}), ElementsAre(-1, 1));
}

TEST(KernelPresets, RampOnesAndImpulse) {
  EXPECT_THAT(kernel(KernelPreset::ramp, 2), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(kernel(KernelPreset::ones, {1, 3}), ElementsAre(1, 1, 1));
  EXPECT_THAT(kernel(KernelPreset::impulse, 3), ElementsAre(0, 0, 0, 0, 1, 0, 0, 0, 0));
  const Layer two{.in_channels = 2, .kernel_size = Pair(1, 2)};
  EXPECT_THAT(toVector(tconv::makeKernel(KernelPreset::ramp, two)), ElementsAre(0, 1, 0, 1));
}

TEST(KernelPresets, RandomIntegersStayBetweenMinusThreeAndThree) {
  const auto w = kernel(KernelPreset::random_integers, 40);
  const std::set<float> seen(w.begin(), w.end());
  EXPECT_THAT(seen, ElementsAre(-3, -2, -1, 0, 1, 2, 3));
}

TEST(KernelPresets, SeedIsZeroWhereNoneIsGiven) {
  const Layer layer;
  for (const auto preset : {KernelPreset::random_integers, KernelPreset::normal}) {
    EXPECT_EQ(tconv::makeKernel(preset, layer), tconv::makeKernel(preset, layer, 0));
    EXPECT_NE(tconv::makeKernel(preset, layer), tconv::makeKernel(preset, layer, 1));
  }
}

TEST(KernelPresets, HaveTheShapeOfTheWeight) {
  const Layer layer{.dims = 1, .in_channels = 2, .out_channels = 6, .kernel_size = Pair(9, 3), .groups = 2};
  for (const auto name : tconv::kernelPresetNames())
    EXPECT_EQ(tconv::makeKernel(tconv::kernelPreset(name), layer).shape(), (Shape{2, 3, 1, 3})) << name;
}

TEST(PresetNames, LeadToThePresetAndBack) {
  for (const auto name : tconv::valuePresetNames()) EXPECT_EQ(tconv::nameOf(tconv::valuePreset(name)), name);
  for (const auto name : tconv::kernelPresetNames())
    EXPECT_EQ(tconv::nameOf(tconv::kernelPreset(name)), name);
  EXPECT_EQ(tconv::valuePreset("random-integers"), ValuePreset::random_integers);
  EXPECT_EQ(tconv::kernelPreset("normal"), KernelPreset::normal);
}

TEST(PresetNames, UnknownOnesAreRefusedWithTheList) {
  try {
    tconv::valuePreset("noise");
    FAIL();
  } catch (const tconv::Error& e) {
    EXPECT_STREQ(e.what(),
                 "value preset = noise: must be one of ramp, ones, impulse, checkerboard, random-integers, "
                 "normal, picture");
  }
}

TEST(Presets, ThePictureIsWholeNumbersOfABytesRangeWithThreeDifferentChannels) {
  const Tensor picture = makeValues(ValuePreset::picture, {1, 3, 48, 64});
  for (const float v : picture.values()) {
    EXPECT_EQ(v, std::floor(v));
    EXPECT_GE(v, 0);
    EXPECT_LE(v, 255);
  }
  EXPECT_NE(picture.plane(0, 0), picture.plane(0, 1));
  EXPECT_NE(picture.plane(0, 1), picture.plane(0, 2));
  // The ball is lit from the upper left.
  EXPECT_GT(picture(0, 0, 14, 24), picture(0, 0, 30, 40));
}

}  // namespace

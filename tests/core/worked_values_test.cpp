#include <gmock/gmock.h>

#include "forms.h"

namespace {

using support::Case;
using tconv::Index;
using tconv::Layer;
using tconv::Padding;
using tconv::Pair;
using tconv::Tensor;
using testing::ElementsAreArray;

using Values = std::vector<float>;

/// A one-channel 2-D layer with k = 2 on X = K = [[0,1],[2,3]].
Case square(const Layer& layer) {
  const Tensor x({1, 1, 2, 2}, Values{0, 1, 2, 3});
  Case c{layer, x, x, {}};
  c.layer.kernel_size = 2;
  return c;
}

Case line(Layer layer, const Values& x, const Values& w) {
  const auto n = static_cast<Index>(x.size()), k = static_cast<Index>(w.size());
  layer.dims = 1;
  layer.kernel_size = Pair(1, k);
  return {layer, Tensor({1, 1, 1, n}, x), Tensor({1, 1, 1, k}, w), {}};
}

void expectEverywhere(const Case& c, Pair size, const Values& expected) {
  for (const auto& form : support::forms()) {
    const Tensor y = form.run(c);
    EXPECT_EQ(y.shape().spatial(), size) << form.name;
    EXPECT_THAT(support::toVector(y), ElementsAreArray(expected)) << form.name;
  }
  const auto reference =
      tconv::forwardReference(c.layer, support::toDouble(c.x), support::toDouble(c.weight));
  EXPECT_THAT(Values(reference.values().begin(), reference.values().end()), ElementsAreArray(expected));
}

TEST(WorkedValues, SquareAtStrideOne) { expectEverywhere(square({}), 3, {0, 0, 1, 0, 4, 6, 4, 12, 9}); }

TEST(WorkedValues, PaddingOneCropsTheSquareToItsMiddle) {
  expectEverywhere(square({.padding = Pair(1)}), 1, {4});
}

TEST(WorkedValues, SquareAtStrideTwo) {
  expectEverywhere(square({.stride = 2}), 4, {0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9});
}

TEST(WorkedValues, SquareAtStrideTwoWithPadding) {
  expectEverywhere(square({.stride = 2, .padding = Pair(1)}), 2, {0, 2, 2, 0});
}

TEST(WorkedValues, OutputPaddingBringsBackWhatPaddingCropped) {
  expectEverywhere(square({.stride = 2, .padding = Pair(1), .output_padding = 1}), 3,
                   {0, 2, 3, 2, 0, 3, 6, 6, 9});
}

TEST(WorkedValues, DilationTwoLooksLikeStrideTwoForEqualOperands) {
  expectEverywhere(square({.dilation = 2}), 4, {0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9});
}

TEST(WorkedValues, StrideAndDilationTwoLeaveHoles) {
  expectEverywhere(square({.stride = 2, .dilation = 2}), 5,
                   {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 6, 0, 0, 0, 0, 0, 4, 0, 12, 0, 9});
}

TEST(WorkedValues, StrideBeyondTheKernelLeavesHoles) {
  expectEverywhere(square({.stride = 3}), 5,
                   {0, 0, 0, 0, 1, 0, 0, 0, 2, 3, 0, 0, 0, 0, 0, 0, 2, 0, 0, 3, 4, 6, 0, 6, 9});
}

TEST(WorkedValues, LineAtStrideTwo) {
  expectEverywhere(line({.stride = 2}, {1, 2, 3}, {1, 10, 100}), {1, 7}, {1, 10, 102, 20, 203, 30, 300});
}

TEST(WorkedValues, LineWithUnequalPads) {
  const Layer layer{.padding = Padding(Pair(0, 1), Pair(0, 0))};
  expectEverywhere(line(layer, {1, 2, 3}, {1, 10, 100}), {1, 4}, {12, 123, 230, 300});
}

TEST(WorkedValues, PaddingMayReachTheWholeKernel) {
  expectEverywhere(line({.stride = 2, .padding = Pair(2)}, {1, 2, 3}, {1, 10}), {1, 2}, {2, 20});
}

TEST(WorkedValues, OutputPaddingAppendsNoZeros) {
  expectEverywhere(line({.stride = 2, .padding = Pair(1), .output_padding = 1}, {1}, {1, 2, 3}), {1, 2},
                   {2, 3});
}

TEST(WorkedValues, KernelThreeWithStrideAndDilationTwoHasHolesForEver) {
  expectEverywhere(line({.stride = 2, .dilation = 2}, {1, 1, 1, 1, 1}, {1, 1, 1}), {1, 13},
                   {1, 0, 2, 0, 3, 0, 3, 0, 3, 0, 2, 0, 1});
}

TEST(WorkedValues, OneByOne) {
  expectEverywhere(
      {Layer{.kernel_size = 1}, Tensor({1, 1, 1, 1}, Values{3}), Tensor({1, 1, 1, 1}, Values{-2}), {}}, 1,
      {-6});
}

TEST(WorkedValues, HeightComesFirst) {
  const Layer layer{.kernel_size = Pair(1, 2), .stride = Pair(3, 1)};
  expectEverywhere({layer, Tensor({1, 1, 2, 1}, Values{1, 2}), Tensor({1, 1, 1, 2}, Values{1, 10}), {}},
                   {4, 2}, {1, 10, 0, 0, 0, 0, 2, 20});
}

TEST(WorkedValues, TransposeOfAConvolutionIsNotItsInverse) {
  const Case c = line({}, {1, 2, 3, 4, 5}, {1, 0, -1});
  const Tensor conv = tconv::convolve(c.layer, c.x, c.weight);
  EXPECT_THAT(support::toVector(conv), ElementsAreArray(Values{-2, -2, -2}));
  EXPECT_THAT(support::toVector(tconv::forward(c.layer, conv, c.weight)),
              ElementsAreArray(Values{-2, -2, 0, 2, 2}));
}

TEST(WorkedValues, IntermediateTensorsAreAsLargeAsInputPlusKernelMinusOne) {
  const Layer layer{.kernel_size = Pair(2, 4)};
  EXPECT_EQ(tconv::outputShape(layer, {1, 1, 3, 5}).spatial(), Pair(4, 8));
}

TEST(WorkedValues, ThreeSizesShareOneConvolutionOutput) {
  Layer layer{.kernel_size = 5, .stride = 3, .padding = Pair(2)};
  for (const Index size : {16, 17, 18}) {
    EXPECT_EQ(tconv::convOutputSize(layer, size), Pair(6));
    EXPECT_EQ(tconv::returningOutputPadding(layer, size), Pair(size - 16));
  }
  EXPECT_EQ(tconv::outputShape(layer, {1, 1, 6, 6}).spatial(), Pair(16));
}

}  // namespace

#include "tconv/forward.h"

#include <gmock/gmock.h>
#include <hwy/highway.h>

#include <cmath>
#include <limits>
#include <thread>

#include "support/errors.h"
#include "support/generators.h"

namespace {

using support::forAll;
using support::pick;
using tconv::Algorithm;
using tconv::ForwardMethod;
using tconv::ForwardPlan;
using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::Shape;
using tconv::Tensor;
using tconv::TensorD;

struct Sized {
  Layer layer;
  Tensor x, weight;
  std::vector<float> bias;
};

/// The layer with some padding, and operands of an input size.
Sized withOperands(Layer layer, Pair input, Index most_padding) {
  for (int a = 0; a < 2; ++a) {
    const Index full = tconv::axis(layer, input, a).full();
    layer.padding.begin[a] = pick(0, std::min<Index>(full - 1, most_padding));
    layer.padding.end[a] = pick(0, std::min<Index>(full - 1 - layer.padding.begin[a], most_padding));
    layer.output_padding[a] = pick(0, std::max(layer.stride[a], layer.dilation[a]) - 1);
  }
  layer.bias = pick(0, 1) == 1;
  Sized sized{layer, {}, {}, {}};
  const auto seed = static_cast<std::uint64_t>(pick(1, 1'000'000));
  sized.x =
      tconv::makeValues(tconv::ValuePreset::normal, {pick(1, 2), layer.in_channels, input.h, input.w}, seed);
  sized.weight = tconv::makeKernel(tconv::KernelPreset::normal, layer, seed + 1);
  if (layer.bias) sized.bias = support::pickValues(layer.out_channels, support::pickReal);
  return sized;
}

/// Long rows and many channels, so that whole vectors, parts of them and several blocks occur.
Sized pickSized(Index most_stride) {
  Layer layer;
  layer.groups = pick(1, 2);
  layer.in_channels = layer.groups * pick(1, 5);
  layer.out_channels = layer.groups * (pick(0, 3) == 0 ? pick(10, 90) : pick(1, 9));
  layer.kernel_size = {pick(1, 5), pick(1, 9)};
  layer.stride = {pick(1, 4), pick(1, most_stride)};
  layer.dilation = {pick(1, 3), pick(1, 3)};
  return withOperands(layer, {pick(1, 9), layer.out_channels > 20 ? pick(1, 30) : pick(1, 150)}, 9);
}

/// Layers that both axes of Winograd's filters fit.
Layer pickForWinograd() {
  Layer layer;
  const bool three = pick(0, 1) == 1;
  layer.kernel_size = three ? 3 : 4;
  layer.stride = three ? 1 : 2;
  if (three) layer.dilation = {pick(1, 4), pick(1, 4)};
  return layer;
}

/// Strides and kernels of whole vectors.
Layer pickForKernelRows() {
  Layer layer;
  layer.kernel_size = {pick(1, 9), 16 * pick(1, 5)};
  layer.stride = {pick(1, 5), 16 * pick(1, 3)};
  layer.dilation = {pick(1, 2), 1};
  return layer;
}

/// A layer of that kernel, stride and dilation, with channels, groups, padding and operands.
Sized pickAround(Layer layer, Index longest) {
  layer.groups = pick(1, 3);
  layer.in_channels = layer.groups * pick(1, 5);
  layer.out_channels = layer.groups * pick(1, 7);
  return withOperands(layer, {pick(1, longest), pick(1, longest)}, 40);
}

TensorD magnitudes(const Tensor& t) {
  TensorD result = support::toDouble(t);
  for (double& v : result.values()) v = std::abs(v);
  return result;
}

/// The first cell that breaks the documented bound, or an empty text.
std::string beyondBound(const Sized& s, const Tensor& y) {
  std::vector<double> bias(s.bias.begin(), s.bias.end()), size;
  for (const double b : bias) size.push_back(std::abs(b));
  const TensorD expected =
      tconv::forwardReference(s.layer, support::toDouble(s.x), support::toDouble(s.weight), bias);
  const TensorD sums = tconv::forwardReference(s.layer, magnitudes(s.x), magnitudes(s.weight), size);
  const TensorD terms =
      tconv::forwardReference(s.layer, TensorD(s.x.shape(), 1.0), TensorD(s.weight.shape(), 1.0));
  if (y.shape() != expected.shape()) return "another shape";
  for (Index i = 0; i < y.size(); ++i) {
    const double bound = (terms.values()[i] + 2) * std::numeric_limits<float>::epsilon() * sums.values()[i];
    if (!(std::abs(y.values()[i] - expected.values()[i]) <= bound))
      return "cell " + std::to_string(i) + ": " + std::to_string(y.values()[i]) + " for " +
             std::to_string(expected.values()[i]);
  }
  return {};
}

/// Where a result of the fast family is beyond 1e-4 of the largest magnitude, or an empty text.
std::string beyondFastBound(const Sized& s, const Tensor& y) {
  const std::vector<double> bias(s.bias.begin(), s.bias.end());
  const TensorD expected =
      tconv::forwardReference(s.layer, support::toDouble(s.x), support::toDouble(s.weight), bias);
  if (y.shape() != expected.shape()) return "another shape";
  double largest = 0;
  for (const double v : expected.values()) largest = std::max(largest, std::abs(v));
  for (Index i = 0; i < y.size(); ++i)
    if (!(std::abs(y.values()[i] - expected.values()[i]) <= 1e-4 * largest))
      return "cell " + std::to_string(i) + ": " + std::to_string(y.values()[i]) + " for " +
             std::to_string(expected.values()[i]);
  return {};
}

/// By every method that supports the layer, to the bound of its family.
void requireBound(const Sized& s) {
  for (const tconv::ForwardMethodInfo& info : tconv::forwardMethods()) {
    if (info.method == ForwardMethod::plain || !tconv::supports(info.method, s.layer)) continue;
    const Tensor y = tconv::forward(s.layer, s.x, s.weight, s.bias, {.method = info.method});
    RC_ASSERT((info.family == Algorithm::fast ? beyondFastBound(s, y) : beyondBound(s, y)) == "");
  }
}

/// The same bits by every method on any number of threads.
void requireSameBits(const Sized& s) {
  for (const tconv::ForwardMethodInfo& info : tconv::forwardMethods()) {
    if (!tconv::supports(info.method, s.layer)) continue;
    const Tensor alone = tconv::forward(s.layer, s.x, s.weight, s.bias, {.method = info.method});
    for (const int threads : {2, 3, 7}) {
      const tconv::ForwardOptions options{.method = info.method, .threads = threads};
      RC_ASSERT(tconv::forward(s.layer, s.x, s.weight, s.bias, options) == alone);
    }
  }
}

TEST(ForwardVectors, KeepTheBoundOnLongRowsAndManyChannels) {
  forAll(300, [] { requireBound(pickSized(6)); });
}

TEST(ForwardVectors, KeepTheBoundOnEveryKindOfProcessor) {
  const auto useAll = [] {
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  };
  const std::vector<int64_t> kinds = hwy::SupportedAndGeneratedTargets();
  ASSERT_GE(kinds.size(), 2U);
  for (const int64_t kind : kinds) {
    hwy::SetSupportedTargetsForTest(kind);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    forAll(60, [] { requireBound(pickSized(4)); });
    forAll(30, [] { requireBound(pickAround(pickForWinograd(), 70)); });
    forAll(20, [] { requireBound(pickAround(pickForKernelRows(), 12)); });
    if (HasFailure()) ADD_FAILURE() << "for " << hwy::TargetName(kind);
  }
  useAll();
}

TEST(ForwardThreads, AnyNumberGivesTheSameBits) {
  forAll(60, [] { requireSameBits(pickSized(6)); });
  forAll(20, [] { requireSameBits(pickAround(pickForWinograd(), 60)); });
  forAll(20, [] { requireSameBits(pickAround(pickForKernelRows(), 12)); });
}

TEST(ForwardThreads, AreAtLeastOne) {
  EXPECT_EQ(support::errorOf([] {
              tconv::forward({}, Tensor({1, 1, 3, 3}), Tensor({1, 1, 3, 3}), {}, {.threads = 0});
            }),
            "threads = 0: must be at least 1");
}

TEST(ForwardFast, KeepsItsBoundWithManyChannels) {
  for (const auto& [kernel, stride] : {std::pair<Index, Index>{3, 1}, {4, 2}}) {
    Sized s;
    s.layer = {
        .in_channels = 150, .out_channels = 17, .kernel_size = kernel, .stride = stride, .padding = Pair(1)};
    s.x = tconv::makeValues(tconv::ValuePreset::normal, {1, 150, 61, 45}, 1);
    s.weight = tconv::makeKernel(tconv::KernelPreset::normal, s.layer, 2);
    ASSERT_EQ(tconv::methodFor(s.layer, {61, 45}, Algorithm::fast), ForwardMethod::winograd);
    EXPECT_EQ(beyondFastBound(s, tconv::forward(s.layer, s.x, s.weight, {}, {.algorithm = Algorithm::fast})),
              "");
  }
}

TEST(ForwardFast, IsWhatDirectIsWhereWinogradDoesNotPay) {
  forAll(40, [] {
    const Sized s = pickSized(5);
    RC_ASSERT(tconv::forward(s.layer, s.x, s.weight, s.bias, {.algorithm = Algorithm::fast}) ==
              tconv::forward(s.layer, s.x, s.weight, s.bias));
  });
}

TEST(ForwardWinograd, RefusesOtherKernels) {
  const Tensor x({1, 1, 3, 3}), weight({1, 1, 3, 3});
  EXPECT_EQ(support::errorOf([&] {
              tconv::forward({.kernel_size = 3, .stride = 2}, x, weight, {},
                             {.method = ForwardMethod::winograd});
            }),
            "method = winograd: supports two axes with kernel_size 3 and stride 1, or with kernel_size 4, "
            "stride 2 and "
            "dilation 1");
}

TEST(ForwardVectors, ManyChannelsNeedSeveralBands) {
  Sized s;
  s.layer = {.in_channels = 70, .out_channels = 5, .kernel_size = 3, .stride = 2, .padding = Pair(1)};
  s.x = tconv::makeValues(tconv::ValuePreset::normal, {1, 70, 40, 33}, 1);
  s.weight = tconv::makeKernel(tconv::KernelPreset::normal, s.layer, 2);
  for (const ForwardMethod method : {ForwardMethod::rows, ForwardMethod::channels})
    EXPECT_EQ(beyondBound(s, tconv::forward(s.layer, s.x, s.weight, {}, {.method = method})), "");
}

TEST(ForwardRows, RefusesStridesThatItHasNoCodeFor) {
  const Layer layer{.kernel_size = 5, .stride = Pair(1, 5)};
  EXPECT_FALSE(tconv::supports(ForwardMethod::rows, layer));
  EXPECT_TRUE(tconv::supports(ForwardMethod::plain, layer));
  EXPECT_EQ(support::errorOf([&] {
              tconv::forward(layer, Tensor({1, 1, 3, 3}), Tensor({1, 1, 5, 5}), {},
                             {.method = ForwardMethod::rows});
            }),
            "method = rows: supports strides of the width up to 4");
}

TEST(ForwardMethod, SuitsTheLayer) {
  const Layer layer{.kernel_size = 3, .stride = 2};
  EXPECT_EQ(tconv::methodFor(layer, 4), ForwardMethod::plain);
  EXPECT_EQ(tconv::methodFor(layer, 64), ForwardMethod::rows);
  EXPECT_EQ(tconv::methodFor(layer, Index{1} << 40), ForwardMethod::plain);
  const Layer far{.kernel_size = 64, .stride = 32};
  EXPECT_EQ(tconv::methodFor(far, 64), ForwardMethod::kernel_rows);
  const Layer odd{.kernel_size = 65, .stride = 32};
  EXPECT_EQ(tconv::methodFor(odd, 64), ForwardMethod::plain);
  const Layer many{.in_channels = 64, .out_channels = 64, .kernel_size = 3, .groups = 2};
  EXPECT_EQ(tconv::methodFor(many, 8), ForwardMethod::channels);
  const Layer depthwise{.in_channels = 64, .out_channels = 64, .kernel_size = 3, .groups = 64};
  EXPECT_EQ(tconv::methodFor(depthwise, 8), ForwardMethod::rows);
  const Layer heavy{.in_channels = 4096, .out_channels = 4096, .kernel_size = 3};
  EXPECT_EQ(tconv::methodFor(heavy, 8), ForwardMethod::channels);
  EXPECT_EQ(tconv::methodFor(heavy, 8, Algorithm::fast), ForwardMethod::channels);
  const Layer wide{.in_channels = 4096, .out_channels = 64, .kernel_size = 3};
  EXPECT_EQ(tconv::methodFor(wide, {8, 4096}), ForwardMethod::plain);
  const Layer even{.in_channels = 64, .out_channels = 64, .kernel_size = 3, .dilation = 2};
  EXPECT_EQ(tconv::methodFor(even, 64, Algorithm::fast), ForwardMethod::winograd);
  EXPECT_EQ(tconv::methodFor(even, {64, 40}, Algorithm::fast), ForwardMethod::channels);
}

TEST(ForwardMethod, ManyWeightsAreOrderedSomeAtATime) {
  Sized s;
  s.layer = {.in_channels = 64 * 40, .out_channels = 2 * 100, .kernel_size = 7, .groups = 2, .bias = true};
  s.x = tconv::makeValues(tconv::ValuePreset::normal, {1, s.layer.in_channels, 2, 2}, 1);
  s.weight = tconv::makeKernel(tconv::KernelPreset::normal, s.layer, 2);
  s.bias.resize(200, 0.5F);
  ASSERT_GT(s.weight.size(), 2 << 22);
  const Tensor y = tconv::forward(s.layer, s.x, s.weight, s.bias, {.method = ForwardMethod::channels});
  EXPECT_EQ(y, ForwardPlan(s.layer, 2, s.weight, {.method = ForwardMethod::channels})(s.x, s.bias));
  EXPECT_EQ(beyondBound(s, y), "");
}

TEST(ForwardMethod, AreListedByName) {
  std::vector<std::string_view> names;
  for (const tconv::ForwardMethodInfo& info : tconv::forwardMethods()) {
    EXPECT_EQ(static_cast<std::size_t>(info.method), names.size());
    names.push_back(info.name);
  }
  EXPECT_THAT(names,
              testing::ElementsAre("automatic", "plain", "rows", "channels", "kernel_rows", "winograd"));
}

TEST(ForwardPlan, GivesTheBitsOfForwardAgainAndAgain) {
  forAll(40, [] {
    const Sized s = pickSized(5);
    const Tensor once = tconv::forward(s.layer, s.x, s.weight, s.bias);
    const ForwardPlan plan(s.layer, s.x.shape().spatial(), s.weight);
    RC_ASSERT(plan(s.x, s.bias) == once);
    Tensor y(once.shape(), std::numeric_limits<float>::quiet_NaN());
    plan.run(s.x, s.bias, y);
    RC_ASSERT(y == once);
    Tensor other(once.shape(), 7);
    std::jthread([&] { plan.run(s.x, s.bias, other); }).join();
    RC_ASSERT(other == once);
  });
}

TEST(ForwardPlan, UsesThePlainLoopWhereWeightsAreNotFinite) {
  const Layer layer{.kernel_size = 3, .stride = 2};
  Tensor weight({1, 1, 3, 3}, 1);
  EXPECT_EQ(ForwardPlan(layer, 64, weight).method(), ForwardMethod::rows);
  weight.values()[4] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(ForwardPlan(layer, 64, weight).method(), ForwardMethod::plain);
}

TEST(ForwardPlan, RefusesWhatItWasNotMadeFor) {
  const Layer layer{.kernel_size = 3, .stride = 2, .bias = true};
  const ForwardPlan plan(layer, 4, Tensor({1, 1, 3, 3}, 1));
  EXPECT_THROW(plan(Tensor({1, 1, 5, 4})), tconv::Error);
  EXPECT_THROW(plan(Tensor({1, 2, 4, 4})), tconv::Error);
  EXPECT_THROW(plan(Tensor({1, 1, 4, 4}), std::vector<float>{1, 2}), tconv::Error);
  Tensor small({1, 1, 4, 4});
  EXPECT_THROW(plan.run(Tensor({1, 1, 4, 4}), {}, small), tconv::Error);
  EXPECT_THROW(ForwardPlan(layer, 4, Tensor({1, 1, 2, 2})), tconv::Error);
  EXPECT_EQ(plan(Tensor({3, 1, 4, 4})).shape(), (Shape{3, 1, 9, 9}));
}

}  // namespace

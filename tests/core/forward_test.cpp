#include "tconv/forward.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <thread>

#include "processors.h"
#include "sized.h"
#include "support/errors.h"

namespace {

using support::forAll;
using support::magnitudes;
using support::pickAround;
using support::pickDeep;
using support::pickForKernelRows;
using support::pickForWinograd;
using support::pickManyAround;
using support::pickSized;
using support::Sized;
using tconv::Algorithm;
using tconv::ForwardPlan;
using tconv::Index;
using tconv::Layer;
using tconv::Method;
using tconv::Pair;
using tconv::Shape;
using tconv::Tensor;
using tconv::TensorD;

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
  for (const tconv::MethodInfo& info : tconv::methods()) {
    if (info.method == Method::plain || !tconv::supports(info.method, s.layer)) continue;
    const Tensor y = tconv::forward(s.layer, s.x, s.weight, s.bias, {.method = info.method});
    RC_ASSERT((info.family == Algorithm::fast ? beyondFastBound(s, y) : beyondBound(s, y)) == "");
  }
}

/// The same bits by every method on any number of threads.
void requireSameBits(const Sized& s) {
  for (const tconv::MethodInfo& info : tconv::methods()) {
    if (!tconv::supports(info.method, s.layer)) continue;
    const Tensor alone = tconv::forward(s.layer, s.x, s.weight, s.bias, {.method = info.method});
    for (const int threads : {2, 3, 7}) {
      const tconv::ComputeOptions options{.method = info.method, .threads = threads};
      RC_ASSERT(tconv::forward(s.layer, s.x, s.weight, s.bias, options) == alone);
    }
  }
}

TEST(ForwardVectors, KeepTheBoundOnLongRowsAndManyChannels) {
  forAll(300, [] { requireBound(pickSized(6)); });
}

TEST(ForwardVectors, KeepTheBoundWhereWeightsNeedManyPanels) {
  forAll(60, [] { requireBound(pickDeep()); });
}

TEST(ForwardVectors, KeepTheBoundOnEveryKindOfProcessor) {
  support::onEveryProcessor([] {
    forAll(60, [] { requireBound(pickSized(4)); });
    forAll(10, [] { requireBound(pickDeep()); });
    forAll(30, [] { requireBound(pickAround(pickForWinograd(), 70)); });
    forAll(10, [] { requireBound(pickManyAround(pickForWinograd(), 20)); });
    forAll(20, [] { requireBound(pickAround(pickForKernelRows(), 12)); });
  });
}

TEST(ForwardThreads, AnyNumberGivesTheSameBits) {
  forAll(60, [] { requireSameBits(pickSized(6)); });
  forAll(20, [] { requireSameBits(pickDeep()); });
  forAll(20, [] { requireSameBits(pickAround(pickForWinograd(), 60)); });
  forAll(10, [] { requireSameBits(pickManyAround(pickForWinograd(), 20)); });
  forAll(20, [] { requireSameBits(pickAround(pickForKernelRows(), 12)); });
}

TEST(ForwardThreads, GiveTheSameBitsWhereThereIsEnoughToDoForSeveral) {
  const Layer few{.in_channels = 3, .out_channels = 3, .kernel_size = 4, .stride = 2, .padding = Pair(1)},
      many{.in_channels = 32, .out_channels = 40, .kernel_size = 3, .padding = Pair(1)},
      grouped{.in_channels = 4,
              .out_channels = 4,
              .kernel_size = 64,
              .stride = 32,
              .padding = Pair(16),
              .groups = 4};
  for (const auto& [layer, input] :
       {std::pair(few, Pair(257, 263)), {many, Pair(50, 49)}, {grouped, Pair(28, 31)}}) {
    Sized s{layer, {}, {}, {}};
    s.x = tconv::makeValues(tconv::ValuePreset::normal, {2, layer.in_channels, input.h, input.w}, 1);
    s.weight = tconv::makeKernel(tconv::KernelPreset::normal, layer, 2);
    forAll(1, [&] { requireSameBits(s); });
  }
}

TEST(ForwardThreads, AreAtLeastOneWhichIsTheDefault) {
  EXPECT_EQ(tconv::ComputeOptions().threads, 1);
  EXPECT_EQ(support::errorOf(
                [] { tconv::forward({}, Tensor({1, 1, 3, 3}), Tensor({1, 1, 3, 3}), {}, {.threads = 0}); }),
            "threads = 0: must be at least 1");
}

/// Parts of a row of tiles, where one carries much input; and sums in several turns, where there are many.
TEST(ForwardFast, KeepsItsBoundWithManyChannels) {
  for (const auto& [kernel, stride] : {std::pair<Index, Index>{3, 1}, {4, 2}})
    for (const auto& [ins, outs] : {std::pair<Index, Index>{150, 17}, {16, 300}}) {
      Sized s;
      s.layer = {.in_channels = ins,
                 .out_channels = outs,
                 .kernel_size = kernel,
                 .stride = stride,
                 .padding = Pair(1)};
      s.x = tconv::makeValues(tconv::ValuePreset::normal, {1, ins, 31, 45}, 1);
      s.weight = tconv::makeKernel(tconv::KernelPreset::normal, s.layer, 2);
      ASSERT_EQ(tconv::methodFor(s.layer, {31, 45}, Algorithm::fast), Method::winograd);
      const Tensor y = tconv::forward(s.layer, s.x, s.weight, {}, {.algorithm = Algorithm::fast});
      EXPECT_EQ(beyondFastBound(s, y), "");
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
              tconv::forward({.kernel_size = 3, .stride = 2}, x, weight, {}, {.method = Method::winograd});
            }),
            "method = winograd: supports two axes with kernel_size 3 and stride 1, or with kernel_size 4, "
            "stride 2 and "
            "dilation 1");
}

TEST(ForwardProducts, AreForGradientsAlone) {
  EXPECT_EQ(support::errorOf([] {
              tconv::forward({}, Tensor({1, 1, 3, 3}), Tensor({1, 1, 3, 3}), {},
                             {.method = Method::products});
            }),
            "method = products: computes gradients alone");
}

TEST(ForwardVectors, ManyChannelsNeedSeveralBands) {
  Sized s;
  s.layer = {.in_channels = 70, .out_channels = 5, .kernel_size = 3, .stride = 2, .padding = Pair(1)};
  s.x = tconv::makeValues(tconv::ValuePreset::normal, {1, 70, 40, 33}, 1);
  s.weight = tconv::makeKernel(tconv::KernelPreset::normal, s.layer, 2);
  for (const Method method : {Method::rows, Method::channels})
    EXPECT_EQ(beyondBound(s, tconv::forward(s.layer, s.x, s.weight, {}, {.method = method})), "");
}

TEST(ForwardVectors, WideRowsOfManyChannelsAreMadeFewAtATime) {
  Sized s;
  s.layer = {
      .in_channels = 2, .out_channels = 70, .kernel_size = 5, .stride = Pair(4, 3), .padding = Pair(1)};
  s.x = tconv::makeValues(tconv::ValuePreset::normal, {1, 2, 5, 200}, 1);
  s.weight = tconv::makeKernel(tconv::KernelPreset::normal, s.layer, 2);
  EXPECT_EQ(beyondBound(s, tconv::forward(s.layer, s.x, s.weight, {}, {.method = Method::channels})), "");
}

TEST(ForwardRows, RefusesStridesThatItHasNoCodeFor) {
  const Layer layer{.kernel_size = 5, .stride = Pair(1, 5)};
  EXPECT_FALSE(tconv::supports(Method::rows, layer));
  EXPECT_TRUE(tconv::supports(Method::plain, layer));
  EXPECT_EQ(support::errorOf([&] {
              tconv::forward(layer, Tensor({1, 1, 3, 3}), Tensor({1, 1, 5, 5}), {}, {.method = Method::rows});
            }),
            "method = rows: supports strides of the width up to 4");
}

TEST(ForwardKernelRows, RefusesKernelsThatAreNoWholePieces) {
  const Layer layer{.kernel_size = Pair(1, 16), .stride = Pair(1, 8)};
  EXPECT_FALSE(tconv::supports(Method::kernel_rows, layer));
  EXPECT_EQ(support::errorOf([&] {
              tconv::forward(layer, Tensor({1, 1, 1, 3}), Tensor({1, 1, 1, 16}), {},
                             {.method = Method::kernel_rows});
            }),
            "method = kernel_rows: supports strides and kernel sizes of the width that are multiples of 16, "
            "without dilation");
}

TEST(Method, SuitsTheLayer) {
  const Layer layer{.kernel_size = 3, .stride = 2};
  EXPECT_EQ(tconv::methodFor(layer, 4), Method::plain);
  EXPECT_EQ(tconv::methodFor(layer, 64), Method::rows);
  EXPECT_EQ(tconv::methodFor(layer, Index{1} << 40), Method::plain);
  const Layer far{.kernel_size = 64, .stride = 32};
  EXPECT_EQ(tconv::methodFor(far, 64), Method::kernel_rows);
  const Layer odd{.kernel_size = 65, .stride = 32};
  EXPECT_EQ(tconv::methodFor(odd, 64), Method::plain);
  const Layer many{.in_channels = 64, .out_channels = 64, .kernel_size = 3, .groups = 2};
  EXPECT_EQ(tconv::methodFor(many, 8), Method::channels);
  const Layer depthwise{.in_channels = 64, .out_channels = 64, .kernel_size = 3, .groups = 64};
  EXPECT_EQ(tconv::methodFor(depthwise, 8), Method::rows);
  const Layer heavy{.in_channels = 4096, .out_channels = 4096, .kernel_size = 3};
  EXPECT_EQ(tconv::methodFor(heavy, 8), Method::channels);
  EXPECT_EQ(tconv::methodFor(heavy, 8, Algorithm::fast), Method::channels);
  const Layer wide{.in_channels = 4096, .out_channels = 64, .kernel_size = 3};
  EXPECT_EQ(tconv::methodFor(wide, {8, 4096}), Method::plain);
  const Layer even{.in_channels = 64, .out_channels = 64, .kernel_size = 3, .dilation = 2};
  EXPECT_EQ(tconv::methodFor(even, 64, Algorithm::fast), Method::winograd);
  EXPECT_EQ(tconv::methodFor(even, 16, Algorithm::fast), Method::winograd);
  EXPECT_EQ(tconv::methodFor(even, {64, 15}, Algorithm::fast), Method::channels);
}

TEST(Method, ManyWeightsAreOrderedSomeAtATime) {
  Sized s;
  s.layer = {.in_channels = 64 * 40, .out_channels = 2 * 100, .kernel_size = 7, .groups = 2, .bias = true};
  s.x = tconv::makeValues(tconv::ValuePreset::normal, {1, s.layer.in_channels, 2, 2}, 1);
  s.weight = tconv::makeKernel(tconv::KernelPreset::normal, s.layer, 2);
  s.bias.resize(200, 0.5F);
  ASSERT_GT(s.weight.size(), 2 << 22);
  const Tensor y = tconv::forward(s.layer, s.x, s.weight, s.bias, {.method = Method::channels});
  EXPECT_EQ(y, ForwardPlan(s.layer, 2, s.weight, {.method = Method::channels})(s.x, s.bias));
  EXPECT_EQ(beyondBound(s, y), "");
}

TEST(Method, AreListedByName) {
  std::vector<std::string_view> names;
  for (const tconv::MethodInfo& info : tconv::methods()) {
    EXPECT_EQ(static_cast<std::size_t>(info.method), names.size());
    names.push_back(info.name);
  }
  EXPECT_THAT(names, testing::ElementsAre("automatic", "plain", "rows", "channels", "kernel_rows", "winograd",
                                          "products"));
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
  EXPECT_EQ(ForwardPlan(layer, 64, weight).method(), Method::rows);
  weight.values()[4] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(ForwardPlan(layer, 64, weight).method(), Method::plain);
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

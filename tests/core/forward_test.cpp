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

/// Long rows and many channels, so that whole vectors, parts of them and several blocks occur.
Sized pickSized(Index most_stride) {
  Layer layer;
  layer.groups = pick(1, 2);
  layer.in_channels = layer.groups * pick(1, 5);
  layer.out_channels = layer.groups * (pick(0, 3) == 0 ? pick(10, 90) : pick(1, 9));
  layer.kernel_size = {pick(1, 5), pick(1, 9)};
  layer.stride = {pick(1, 4), pick(1, most_stride)};
  layer.dilation = {pick(1, 3), pick(1, 3)};
  const Pair input{pick(1, 9), layer.out_channels > 20 ? pick(1, 30) : pick(1, 150)};
  for (int a = 0; a < 2; ++a) {
    const Index full = tconv::axis(layer, input, a).full();
    layer.padding.begin[a] = pick(0, std::min<Index>(full - 1, 9));
    layer.padding.end[a] = pick(0, std::min<Index>(full - 1 - layer.padding.begin[a], 9));
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

/// By every method that supports the layer.
void requireBound(const Sized& s) {
  for (const ForwardMethod method : {ForwardMethod::rows, ForwardMethod::channels}) {
    if (!tconv::supports(method, s.layer)) continue;
    RC_ASSERT(beyondBound(s, tconv::forward(s.layer, s.x, s.weight, s.bias, method)) == "");
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
    if (HasFailure()) ADD_FAILURE() << "for " << hwy::TargetName(kind);
  }
  useAll();
}

TEST(ForwardVectors, ManyChannelsNeedSeveralBands) {
  Sized s;
  s.layer = {.in_channels = 70, .out_channels = 5, .kernel_size = 3, .stride = 2, .padding = Pair(1)};
  s.x = tconv::makeValues(tconv::ValuePreset::normal, {1, 70, 40, 33}, 1);
  s.weight = tconv::makeKernel(tconv::KernelPreset::normal, s.layer, 2);
  for (const ForwardMethod method : {ForwardMethod::rows, ForwardMethod::channels})
    EXPECT_EQ(beyondBound(s, tconv::forward(s.layer, s.x, s.weight, {}, method)), "");
}

TEST(ForwardRows, RefusesStridesThatItHasNoCodeFor) {
  const Layer layer{.kernel_size = 5, .stride = Pair(1, 5)};
  EXPECT_FALSE(tconv::supports(ForwardMethod::rows, layer));
  EXPECT_TRUE(tconv::supports(ForwardMethod::plain, layer));
  EXPECT_EQ(support::errorOf([&] {
              tconv::forward(layer, Tensor({1, 1, 3, 3}), Tensor({1, 1, 5, 5}), {}, ForwardMethod::rows);
            }),
            "method = rows: supports strides of the width up to 4");
}

TEST(ForwardMethod, SuitsTheLayer) {
  const Layer layer{.kernel_size = 3, .stride = 2};
  EXPECT_EQ(tconv::methodFor(layer, 4), ForwardMethod::plain);
  EXPECT_EQ(tconv::methodFor(layer, 64), ForwardMethod::rows);
  EXPECT_EQ(tconv::methodFor(layer, Index{1} << 40), ForwardMethod::rows);
  const Layer far{.kernel_size = 64, .stride = 32};
  EXPECT_EQ(tconv::methodFor(far, 64), ForwardMethod::plain);
  const Layer many{.in_channels = 64, .out_channels = 64, .kernel_size = 3, .groups = 2};
  EXPECT_EQ(tconv::methodFor(many, 8), ForwardMethod::channels);
  const Layer depthwise{.in_channels = 64, .out_channels = 64, .kernel_size = 3, .groups = 64};
  EXPECT_EQ(tconv::methodFor(depthwise, 8), ForwardMethod::rows);
  const Layer heavy{.in_channels = 4096, .out_channels = 4096, .kernel_size = 3};
  EXPECT_EQ(tconv::methodFor(heavy, 8), ForwardMethod::plain);
}

TEST(ForwardMethod, AreListedByName) {
  std::vector<std::string_view> names;
  for (const tconv::ForwardMethodInfo& info : tconv::forwardMethods()) {
    EXPECT_EQ(static_cast<std::size_t>(info.method), names.size());
    names.push_back(info.name);
  }
  EXPECT_THAT(names, testing::ElementsAre("automatic", "plain", "rows", "channels"));
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

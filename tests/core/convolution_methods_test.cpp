#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <span>

#include "processors.h"
#include "sized.h"
#include "support/errors.h"
#include "tconv/tconv.h"

namespace {

using support::forAll;
using support::pick;
using support::pickAround;
using support::pickDeep;
using support::pickForKernelRows;
using support::pickForWinograd;
using support::pickSized;
using support::Sized;
using tconv::Algorithm;
using tconv::Axes;
using tconv::Index;
using tconv::Layer;
using tconv::Method;
using tconv::Pair;
using tconv::Shape;
using tconv::Tensor;
using tconv::TensorD;

/// The loss sum(x * dx(dy, w)) = sum(dy * forward(x, w)) is linear in each of its three operands, and these
/// are its terms: visit(at x, at dy, at weight) as places in their values.
template <class Visit>
void eachTerm(const Layer& layer, Shape x, Visit visit) {
  const Axes both = tconv::axes(layer, x.spatial());
  const Shape dy = tconv::outputShape(layer, x), w = tconv::weightShape(layer);
  const Index ins = layer.in_channels / layer.groups;
  for (Index n = 0; n < x.n; ++n)
    for (Index c = 0; c < x.c; ++c)
      for (Index o = 0; o < w.c; ++o)
        for (Index i = 0; i < x.h; ++i)
          for (Index u = 0; u < w.h; ++u)
            for (Index j = 0; j < x.w; ++j)
              for (Index v = 0; v < w.w; ++v) {
                const Index row = both.h.place(i, u) - both.h.pad_begin,
                            column = both.w.place(j, v) - both.w.pad_begin;
                if (row < 0 || row >= dy.h || column < 0 || column >= dy.w) continue;
                visit(((n * x.c + c) * x.h + i) * x.w + j,
                      ((n * dy.c + c / ins * w.c + o) * dy.h + row) * dy.w + column,
                      ((c * w.c + o) * w.h + u) * w.w + v);
              }
}

struct Sums {
  TensorD exact, size, terms;
};
void add(Sums& sums, Index at, double product) {
  sums.exact.values()[at] += product;
  sums.size.values()[at] += std::abs(product);
  sums.terms.values()[at] += 1;
}

Sums inputSums(const Sized& s, const Tensor& dy) {
  Sums sums{TensorD(s.x.shape()), TensorD(s.x.shape()), TensorD(s.x.shape())};
  eachTerm(s.layer, s.x.shape(), [&](Index x, Index y, Index w) {
    add(sums, x, static_cast<double>(dy.values()[y]) * s.weight.values()[w]);
  });
  return sums;
}

Sums weightSums(const Sized& s, const Tensor& dy) {
  const Shape shape = s.weight.shape();
  Sums sums{TensorD(shape), TensorD(shape), TensorD(shape)};
  eachTerm(s.layer, s.x.shape(), [&](Index x, Index y, Index w) {
    add(sums, w, static_cast<double>(dy.values()[y]) * s.x.values()[x]);
  });
  return sums;
}

/// The first cell beyond the bound of the direct family, or of the fast one, or an empty text.
std::string beyondBound(const Sums& sums, const Tensor& result, Algorithm family) {
  if (result.shape() != sums.exact.shape()) return "another shape";
  double largest = 0;
  for (const double v : sums.exact.values()) largest = std::max(largest, std::abs(v));
  for (Index i = 0; i < result.size(); ++i) {
    const double bound =
        family == Algorithm::fast
            ? 1e-4 * largest
            : (sums.terms.values()[i] + 2) * std::numeric_limits<float>::epsilon() * sums.size.values()[i];
    if (!(std::abs(result.values()[i] - sums.exact.values()[i]) <= bound))
      return "cell " + std::to_string(i) + ": " + std::to_string(result.values()[i]) + " for " +
             std::to_string(sums.exact.values()[i]);
  }
  return {};
}

Tensor pickGradient(const Sized& s) {
  return tconv::makeValues(tconv::ValuePreset::normal, tconv::outputShape(s.layer, s.x.shape()),
                           static_cast<std::uint64_t>(pick(1, 1'000'000)));
}

Tensor inputGradient(const Sized& s, const Tensor& dy, Method method, int threads = 1) {
  return tconv::gradientInput(s.layer, dy, s.weight, s.x.shape().spatial(),
                              {.method = method, .threads = threads});
}

void requireInputBound(const Sized& s, std::span<const Method> methods, Algorithm family) {
  const Tensor dy = pickGradient(s);
  const Sums sums = inputSums(s, dy);
  for (const Method method : methods)
    RC_ASSERT(beyondBound(sums, inputGradient(s, dy, method), family) == "");
}

/// Layers that a turned kernel computes: no padding takes more than the kernel reaches.
Sized pickTurned() {
  Sized s = pickAround({.kernel_size = 3, .dilation = Pair(pick(1, 3), pick(1, 3))}, 40);
  for (int a = 0; a < 2; ++a) {
    const Index most = 2 * s.layer.dilation[a];
    s.layer.padding.begin[a] = std::min(s.layer.padding.begin[a], most);
    s.layer.padding.end[a] = std::min(s.layer.padding.end[a], most);
  }
  return s;
}

void requireInputBounds(int sizes) {
  constexpr std::array kDirect = {Method::automatic, Method::plain, Method::rows, Method::channels,
                                  Method::products};
  forAll(3 * sizes, [&] { requireInputBound(pickSized(6), kDirect, Algorithm::direct); });
  forAll(sizes / 3, [&] { requireInputBound(pickDeep(), kDirect, Algorithm::direct); });
  forAll(sizes, [&] { requireInputBound(pickAround(pickForKernelRows(), 12), kDirect, Algorithm::direct); });
  forAll(sizes, [&] { requireInputBound(pickAround(pickForWinograd(), 40), kDirect, Algorithm::direct); });
  forAll(sizes, [] { requireInputBound(pickTurned(), std::array{Method::winograd}, Algorithm::fast); });
}

void requireWeightBound(const Sized& s) {
  const Tensor dy = pickGradient(s);
  const Sums sums = weightSums(s, dy);
  for (const Method method :
       {Method::automatic, Method::plain, Method::rows, Method::channels, Method::products})
    RC_ASSERT(beyondBound(sums, tconv::gradientWeight(s.layer, s.x, dy, {.method = method}),
                          Algorithm::direct) == "");
}

void requireWeightBounds(int sizes) {
  forAll(3 * sizes, [] { requireWeightBound(pickSized(6)); });
  forAll(sizes / 3, [] { requireWeightBound(pickDeep()); });
  forAll(sizes, [] { requireWeightBound(pickAround(pickForKernelRows(), 12)); });
}

TEST(ConvolutionMethods, KeepTheirBounds) { requireInputBounds(50); }

TEST(WeightGradientMethods, KeepTheirBounds) { requireWeightBounds(50); }

TEST(ConvolutionMethods, KeepTheirBoundsOnEveryKindOfProcessor) {
  support::onEveryProcessor([] {
    requireInputBounds(10);
    requireWeightBounds(10);
  });
}

TEST(ConvolutionMethods, AnyNumberOfThreadsGivesTheSameBits) {
  forAll(60, [] {
    const Sized s = pick(0, 3) == 0 ? pickDeep() : pickSized(6);
    const Tensor dy = pickGradient(s);
    for (const Method method : {Method::plain, Method::rows, Method::channels, Method::products})
      for (const int threads : {2, 7})
        RC_ASSERT(inputGradient(s, dy, method, threads) == inputGradient(s, dy, method));
    for (const Method method : {Method::plain, Method::rows, Method::channels, Method::products})
      for (const int threads : {2, 7})
        RC_ASSERT(tconv::gradientWeight(s.layer, s.x, dy, {.method = method, .threads = threads}) ==
                  tconv::gradientWeight(s.layer, s.x, dy, {.method = method}));
  });
}

TEST(ConvolutionMethods, WhatIsNotFiniteReachesItsOwnResultsAlone) {
  const float infinity = std::numeric_limits<float>::infinity();
  forAll(60, [&] {
    Sized s = pickSized(4);
    Tensor dy = pickGradient(s);
    Tensor& marked = std::array{&s.x, &s.weight, &dy}[static_cast<std::size_t>(pick(0, 2))][0];
    marked.values()[pick(0, marked.size() - 1)] = infinity;
    const auto same_finite = [](const Tensor& a, const Tensor& b) {
      for (Index i = 0; i < a.size(); ++i)
        if (std::isfinite(a.values()[i]) != std::isfinite(b.values()[i])) return false;
      return true;
    };
    RC_ASSERT(same_finite(inputGradient(s, dy, Method::rows), inputGradient(s, dy, Method::plain)));
    RC_ASSERT(same_finite(inputGradient(s, dy, Method::channels), inputGradient(s, dy, Method::plain)));
    RC_ASSERT(same_finite(inputGradient(s, dy, Method::products), inputGradient(s, dy, Method::plain)));
    for (const Method method : {Method::rows, Method::channels, Method::products})
      RC_ASSERT(same_finite(tconv::gradientWeight(s.layer, s.x, dy, {.method = method}),
                            tconv::gradientWeight(s.layer, s.x, dy, {.method = Method::plain})));
  });
}

TEST(ConvolutionMethods, AreTheFastOnesForLargeLayers) {
  // Forty channels of 60 x 60 by Winograd's filters differ in some bit from the direct sums.
  Sized s;
  s.layer = {.in_channels = 40, .out_channels = 40, .kernel_size = 3};
  s.x = tconv::makeValues(tconv::ValuePreset::normal, {1, 40, 60, 60}, 1);
  s.weight = tconv::makeKernel(tconv::KernelPreset::normal, s.layer, 2);
  const Tensor dy = tconv::makeValues(tconv::ValuePreset::normal, {1, 40, 62, 62}, 3);
  const auto by = [&](tconv::ComputeOptions how) {
    return tconv::gradientInput(s.layer, dy, s.weight, 60, how);
  };
  EXPECT_EQ(by({.algorithm = Algorithm::fast}), by({.method = Method::winograd}));
  EXPECT_NE(by({}), by({.method = Method::winograd}));
  EXPECT_EQ(by({}), by({.method = Method::channels}));
  EXPECT_EQ(beyondBound(inputSums(s, dy), by({.algorithm = Algorithm::fast}), Algorithm::fast), "");
}

TEST(ConvolutionMethods, AreProductsForManyChannelsAndFewElements) {
  const Layer many{.in_channels = 64, .out_channels = 20, .kernel_size = 3};
  EXPECT_EQ(tconv::gradientMethodFor(many, 1), Method::products);
  EXPECT_EQ(tconv::gradientMethodFor(many, 32), Method::products);
  EXPECT_EQ(tconv::gradientMethodFor(many, {32, 33}), Method::channels);
  const Layer groups{.in_channels = 64, .out_channels = 20, .kernel_size = 3, .groups = 2};
  EXPECT_EQ(tconv::gradientMethodFor(groups, 32), Method::channels);
  const Layer few{.in_channels = 3, .out_channels = 20, .kernel_size = 3};
  EXPECT_EQ(tconv::gradientMethodFor(few, 32), Method::rows);
}

TEST(ConvolutionMethods, RefuseWhatTheyCannotDo) {
  const Tensor y({1, 1, 9, 9}), weight({1, 1, 3, 3});
  const Layer layer{.kernel_size = 3, .stride = 2};
  EXPECT_EQ(support::errorOf([&] { tconv::convolve(layer, y, weight, {.method = Method::winograd}); }),
            "method = winograd: cannot compute this convolution");
  EXPECT_EQ(support::errorOf([&] { tconv::convolve(layer, y, weight, {.method = Method::kernel_rows}); }),
            "method = kernel_rows: cannot compute this convolution");
  EXPECT_EQ(support::errorOf([&] { tconv::convolve(layer, y, weight, {.threads = 0}); }),
            "threads = 0: must be at least 1");
  EXPECT_EQ(support::errorOf(
                [&] { tconv::gradientWeight(layer, Tensor({1, 1, 4, 4}), y, {.method = Method::winograd}); }),
            "method = winograd: cannot compute a weight gradient");
}

}  // namespace

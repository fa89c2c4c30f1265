#include <gmock/gmock.h>

#include <tuple>

#include "forms.h"

namespace {

using support::forAll;
using tconv::EvenSetting;
using tconv::Fix;
using tconv::Index;
using tconv::Layer;
using tconv::Padding;
using tconv::Pair;

/// What changed, and whether the border is even too: "kernel_size[1] = 4, padding[1] = 2 (border)".
std::string text(const EvenSetting& s) {
  std::string result;
  for (const Fix& f : s.changes)
    result += (result.empty() ? "" : ", ") + f.parameter + "[" + std::to_string(f.axis) +
              "] = " + std::to_string(f.value);
  return result + (s.even_to_border ? " (border)" : "");
}

std::vector<std::string> texts(const Layer& layer, Pair input, std::size_t most = 6) {
  std::vector<std::string> result;
  for (const EvenSetting& s : tconv::nearestEvenSettings(layer, input, most)) result.push_back(text(s));
  return result;
}

/// Taps on the first output cells from input elements [from, to), by trying all pairs.
std::vector<Index> plainCounts(const tconv::Axis& a, Index from, Index to, Index cells) {
  std::vector<Index> counts(static_cast<std::size_t>(cells));
  for (Index i = from; i < to; ++i)
    for (Index u = 0; u < a.kernel; ++u)
      if (const Index o = i * a.stride + u * a.dilation - a.pad_begin; o >= 0 && o < cells)
        ++counts[static_cast<std::size_t>(o)];
  return counts;
}

/// Whether all of these are the same and at least 1.
bool same(const std::vector<Index>& counts) {
  const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
  return *least == *most && *most > 0;
}

/// Whether all cells far from every border get the same number of taps.
bool plainlyEven(const tconv::Axis& a) { return same(plainCounts(a, -60, 60, 20)); }

/// Whether the whole output gets what cells far from every border get.
bool plainlyEvenToBorder(const tconv::Axis& a) {
  const auto counts = plainCounts(a, 0, a.input, a.output());
  return same(counts) && counts.front() == plainCounts(a, -60, 60, 1).front();
}

TEST(EvenSettings, AreEvenLegalAndTellEveryChange) {
  forAll(400, [] {
    const int dims = static_cast<int>(support::pick(1, 2));
    const Pair input(dims == 1 ? 1 : support::pick(1, 5), support::pick(1, 5));
    const Layer layer = support::pickLayer(input, dims);
    for (const EvenSetting& s : tconv::nearestEvenSettings(layer, input, 50)) {
      RC_LOG() << text(s) << std::endl;
      RC_ASSERT(!tconv::validate(s.layer, {1, layer.in_channels, input.h, input.w}).has_value());
      bool border = true;
      for (int a = dims == 1 ? 1 : 0; a < 2; ++a) {
        const auto axis = tconv::axis(s.layer, input, a);
        RC_ASSERT(plainlyEven(axis));
        border = border && plainlyEvenToBorder(axis);
      }
      RC_ASSERT(s.even_to_border == border);
      Layer changed = layer;
      Index distance = 0;
      for (const Fix& f : s.changes) {
        Pair& pair = f.parameter == "kernel_size"   ? changed.kernel_size
                     : f.parameter == "stride"      ? changed.stride
                     : f.parameter == "dilation"    ? changed.dilation
                     : f.parameter == "padding"     ? changed.padding.begin
                     : f.parameter == "padding_end" ? changed.padding.end
                                                    : changed.output_padding;
        RC_ASSERT(pair[f.axis] != f.value);
        distance += std::abs(pair[f.axis] - f.value);
        if (f.parameter == "padding" && layer.padding.begin[f.axis] == layer.padding.end[f.axis])
          changed.padding.end[f.axis] = f.value;
        pair[f.axis] = f.value;
      }
      RC_ASSERT(!s.changes.empty() && changed == s.layer && distance == s.distance);
    }
  });
}

TEST(EvenSettings, NothingNearerIsMissed) {
  // On one axis without padding: the smallest even change found by trying everything near.
  for (Index k = 1; k <= 7; ++k)
    for (Index s = 1; s <= 5; ++s)
      for (Index d = 1; d <= 4; ++d) {
        const Layer layer{.dims = 1, .kernel_size = Pair(1, k), .stride = Pair(1, s), .dilation = Pair(1, d)};
        if (plainlyEven({1, k, s, d, 0, 0, 0})) continue;
        std::tuple<Index, Index> least(9, 99);
        for (Index nk = 1; nk <= 14; ++nk)
          for (Index ns = 1; ns <= 9; ++ns)
            for (Index nd = 1; nd <= 9; ++nd)
              if (plainlyEven({1, nk, ns, nd, 0, 0, 0}))
                least = std::min(least, {(nk != k) + (ns != s) + (nd != d),
                                         std::abs(nk - k) + std::abs(ns - s) + std::abs(nd - d)});
        const auto found = tconv::nearestEvenSettings(layer, {1, 9});
        ASSERT_FALSE(found.empty());
        EXPECT_EQ(std::tuple(static_cast<Index>(found[0].changes.size()), found[0].distance), least)
            << "k " << k << " s " << s << " d " << d << ": " << text(found[0]);
      }
}

TEST(EvenSettings, OfKernelThreeStrideTwo) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 3), .stride = 2, .padding = Pair(0, 1)};
  EXPECT_THAT(texts(layer, {1, 8}),
              testing::ElementsAre("kernel_size[1] = 4", "kernel_size[1] = 2 (border)", "stride[1] = 1",
                                   "stride[1] = 3 (border)", "kernel_size[1] = 4, padding[1] = 2 (border)",
                                   "stride[1] = 1, padding[1] = 2 (border)"));
}

TEST(EvenSettings, AreSixAtMostWhereNoNumberIsAskedFor) {
  const Layer layer{.kernel_size = {5, 3}, .stride = 2, .padding = Pair(1)};
  EXPECT_EQ(tconv::nearestEvenSettings(layer, {8, 8}).size(), 6U);
  EXPECT_GT(tconv::nearestEvenSettings(layer, {8, 8}, 50).size(), 6U);
}

TEST(EvenSettings, KeepEqualAxesEqual) {
  const Layer layer{.kernel_size = 3, .stride = 2};
  EXPECT_THAT(texts(layer, {8, 5}, 2),
              testing::ElementsAre("kernel_size[0] = 4, kernel_size[1] = 4",
                                   "kernel_size[0] = 2, kernel_size[1] = 2 (border)"));
}

TEST(EvenSettings, ChangeOnlyTheAxisThatIsUneven) {
  const Layer layer{.kernel_size = Pair(2, 3), .stride = 2};
  EXPECT_THAT(texts(layer, {8, 8}, 2),
              testing::ElementsAre("kernel_size[1] = 4", "kernel_size[1] = 2 (border)"));
}

TEST(EvenSettings, SeparateStrideFromDilation) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 4), .stride = 2, .dilation = 2};
  EXPECT_THAT(texts(layer, {1, 9}, 3),
              testing::ElementsAre("stride[1] = 1", "dilation[1] = 1", "dilation[1] = 3"));
}

TEST(EvenSettings, PadAnEvenLayerUpToItsBorder) {
  Layer layer{.dims = 1, .kernel_size = Pair(1, 4), .stride = 2, .padding = Pair(0, 1)};
  EXPECT_THAT(texts(layer, {1, 8}), testing::ElementsAre("padding[1] = 2 (border)"));
  layer.output_padding = Pair(0, 1);
  EXPECT_THAT(texts(layer, {1, 8}), testing::ElementsAre("padding[1] = 3 (border)"));
  layer.padding = Padding(Pair(0, 1), Pair(0, 0));
  EXPECT_THAT(texts(layer, {1, 8}), testing::ElementsAre("padding[1] = 2, padding_end[1] = 3 (border)"));
}

TEST(EvenSettings, PadByTheDilatedExtent) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 4), .stride = 2, .dilation = 3};
  EXPECT_THAT(texts(layer, {1, 12}), testing::ElementsAre("padding[1] = 8 (border)"));
}

TEST(EvenSettings, AreNoneForALayerThatIsEvenEverywhere) {
  EXPECT_THAT(texts({.kernel_size = 2, .stride = 2}, {3, 3}), testing::IsEmpty());
}

TEST(EvenSettings, TakeOutputPaddingBackWhereItWouldBeIllegal) {
  const Layer layer{
      .dims = 1, .kernel_size = Pair(1, 3), .stride = 2, .padding = Pair(0, 2), .output_padding = Pair(0, 1)};
  EXPECT_THAT(texts(layer, {1, 8}, 20), testing::Contains("stride[1] = 1, output_padding[1] = 0 (border)"));
}

TEST(EvenSettings, OfHugeNumbersAreFoundAtOnce) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 7), .stride = tconv::kLargestParameter};
  EXPECT_THAT(texts(layer, {1, 2}, 1), testing::ElementsAre("stride[1] = 1"));
}

}  // namespace

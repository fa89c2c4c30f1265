#include <gmock/gmock.h>

#include <numeric>
#include <set>

#include "support/generators.h"
#include "tconv/overlap.h"

namespace {

using tconv::Axes;
using tconv::Axis;
using tconv::Index;
using tconv::OverlapVerdict;

/// Taps on output cell o, by trying all pairs; `from` and `to` bound the input elements.
Index count(const Axis& axis, Index o, Index from, Index to) {
  Index taps = 0;
  for (Index i = from; i < to; ++i)
    for (Index u = 0; u < axis.kernel; ++u) taps += i * axis.stride + u * axis.dilation == o + axis.pad_begin;
  return taps;
}

/// Calls check for every legal axis with small numbers.
template <class Check>
void sweep(Check check) {
  for (Index n = 1; n <= 6; ++n)
    for (Index k = 1; k <= 5; ++k)
      for (Index s = 1; s <= 5; ++s)
        for (Index d = 1; d <= 4; ++d)
          for (Index pb = 0; pb <= 4; ++pb)
            for (Index pe = 0; pe <= 4; pe += 2)
              for (Index op = 0; op < std::max(s, d); op += 2) {
                const Axis axis{n, k, s, d, pb, pe, op};
                if (axis.output() >= 1) check(axis);
              }
}

testing::Message show(const Axis& a) {
  return testing::Message() << "n " << a.input << " k " << a.kernel << " s " << a.stride << " d "
                            << a.dilation << " pb " << a.pad_begin << " pe " << a.pad_end << " op "
                            << a.output_padding;
}

TEST(Axis, CanvasHoldsTheFullSpanAndTheOutputAndNoMore) {
  sweep([](const Axis& axis) {
    ASSERT_EQ(axis.canvas(), std::max(axis.full(), axis.pad_begin + axis.output())) << show(axis);
  });
}

TEST(Overlap, CountsAreThoseOfAllPairs) {
  sweep([](const Axis& axis) {
    std::vector<Index> expected;
    for (Index o = 0; o < axis.output(); ++o) expected.push_back(count(axis, o, 0, axis.input));
    ASSERT_EQ(tconv::overlapCounts(axis), expected) << show(axis);
  });
}

TEST(Overlap, CountsOfTheAxesMultiply) {
  const Axes axes{{2, 3, 2, 1, 0, 0, 0}, {3, 2, 1, 1, 0, 0, 0}};
  const tconv::Tensor plane = tconv::overlapPlane(axes);
  EXPECT_EQ(plane.shape(), (tconv::Shape{1, 1, 5, 4}));
  for (Index row = 0; row < 5; ++row)
    for (Index column = 0; column < 4; ++column)
      EXPECT_EQ(plane(0, 0, row, column),
                static_cast<float>(count(axes.h, row, 0, 2) * count(axes.w, column, 0, 3)));
}

TEST(Overlap, TapCountsAreSaidInWords) {
  EXPECT_EQ(tconv::describeTaps({5, 3, 2}), "1 or 2 taps");
  EXPECT_EQ(tconv::describeTaps({5, 1, 2}), "0 or 1 tap");
}

TEST(Overlap, VerdictHoldsOfTheInterior) {
  sweep([](const Axis& axis) {
    std::set<Index> interior, reached;
    const Index g = std::gcd(axis.stride, axis.dilation);
    bool ramp = false;
    for (Index o = 0; o < std::max<Index>(axis.output(), axis.stride); ++o) {
      const Index endless = count(axis, o, -40, 40);
      interior.insert(endless);
      if ((o + axis.pad_begin) % g == 0) reached.insert(endless);
      ramp = ramp || (o < axis.output() && count(axis, o, 0, axis.input) < endless);
    }
    const OverlapVerdict verdict = tconv::overlapVerdict(axis);
    const OverlapVerdict expected{g,
                                  *interior.begin(),
                                  *reached.begin(),
                                  *interior.rbegin(),
                                  interior.size() == 1,
                                  interior.contains(0),
                                  ramp};
    ASSERT_EQ(verdict, expected) << show(axis);
  });
}

TEST(Overlap, EvenIffStrideDividesKernelAndSharesNothingWithDilation) {
  sweep([](const Axis& axis) {
    const OverlapVerdict verdict = tconv::overlapVerdict(axis);
    ASSERT_EQ(verdict.even, verdict.g == 1 && axis.kernel % axis.stride == 0) << show(axis);
    ASSERT_EQ(verdict.holes, verdict.g > 1 || axis.kernel < axis.stride) << show(axis);
    const Index q = axis.stride / verdict.g;
    for (Index o = 0; o < axis.output(); ++o) {
      const Index endless = count(axis, o, -40, 40);
      if ((o + axis.pad_begin) % verdict.g != 0)
        ASSERT_EQ(endless, 0) << show(axis);
      else
        ASSERT_THAT(endless, testing::AnyOf(axis.kernel / q, (axis.kernel + q - 1) / q)) << show(axis);
    }
  });
}

TEST(Overlap, EvenUpToTheBorderIffPaddingCoversKernelMinusStride) {
  sweep([](const Axis& axis) {
    if (axis.dilation != 1 || axis.kernel % axis.stride != 0 || axis.output_padding != 0) return;
    const auto counts = tconv::overlapCounts(axis);
    if (*std::max_element(counts.begin(), counts.end()) < axis.kernel / axis.stride) return;
    const bool covered = std::min(axis.pad_begin, axis.pad_end) >= axis.kernel - axis.stride;
    ASSERT_EQ(!tconv::overlapVerdict(axis).border_ramp, covered) << show(axis);
  });
}

TEST(Overlap, KernelFourStrideTwoPaddingOneStillRamps) {
  EXPECT_THAT(tconv::overlapCounts({4, 4, 2, 1, 1, 1, 0}), testing::ElementsAre(1, 2, 2, 2, 2, 2, 2, 1));
  EXPECT_TRUE(tconv::overlapVerdict({4, 4, 2, 1, 1, 1, 0}).border_ramp);
  EXPECT_FALSE(tconv::overlapVerdict({4, 4, 2, 1, 2, 2, 0}).border_ramp);
}

TEST(Overlap, IsJudgedWithoutMemoryForAnyLength) {
  const OverlapVerdict verdict = tconv::overlapVerdict({Index{1} << 50, 3, 2, 1, 1, 1, 0});
  EXPECT_EQ(verdict, (OverlapVerdict{1, 1, 1, 2, false, false, false}));
}

std::string describe(const Axis& axis) { return tconv::describeOverlap({axis, axis}); }

TEST(Overlap, IsDescribedWithItsReason) {
  EXPECT_EQ(describe({5, 3, 2, 1, 1, 1, 0}), "uneven: 1 or 2 taps (s = 2 does not divide k = 3)");
  EXPECT_EQ(describe({5, 4, 2, 1, 2, 2, 0}), "even: 2 taps (s = 2 divides k = 4)");
  EXPECT_EQ(describe({5, 4, 2, 1, 0, 0, 0}), "even: 2 taps (s = 2 divides k = 4), fewer near the border");
  EXPECT_EQ(describe({5, 2, 2, 1, 0, 0, 0}), "even: 1 tap (s = 2 divides k = 2)");
  EXPECT_EQ(describe({5, 2, 3, 1, 0, 0, 0}), "holes: 0 or 1 tap (k = 2 is smaller than s = 3)");
  EXPECT_EQ(describe({9, 3, 2, 2, 4, 4, 0}), "holes: 0 or 3 taps (s = 2 and d = 2 share the factor 2)");
  EXPECT_EQ(describe({9, 3, 4, 2, 4, 4, 0}), "holes: 0, 1 or 2 taps (s = 4 and d = 2 share the factor 2)");
}

TEST(Overlap, IsDescribedForEachAxisWhereTheyDiffer) {
  const Axes axes{{5, 2, 2, 1, 0, 0, 0}, {5, 3, 2, 1, 1, 1, 0}};
  EXPECT_EQ(
      tconv::describeOverlap(axes),
      "height even: 1 tap (s = 2 divides k = 2); width uneven: 1 or 2 taps (s = 2 does not divide k = 3)");
  EXPECT_EQ(tconv::describeOverlap({Axis{}, axes.w}), "uneven: 1 or 2 taps (s = 2 does not divide k = 3)");
}

TEST(PhaseSums, AreWhatAConstantInputGivesInTheInterior) {
  support::forAll(60, [] {
    tconv::Layer layer = support::pickLayer({9, 9}, static_cast<int>(support::pick(1, 2)));
    layer.padding = {};
    layer.output_padding = 0;
    layer.bias = false;
    const Index rows = layer.dims == 1 ? 1 : 24;
    const tconv::Tensor w = support::pickTensor(tconv::weightShape(layer), support::pickInteger);
    const tconv::Tensor x({1, layer.in_channels, rows, 24}, 1.0F);
    const tconv::Tensor sums = tconv::phaseSums(layer, w);
    const tconv::Tensor y = tconv::forward(layer, x, w);
    RC_ASSERT(sums.shape() ==
              (tconv::Shape{1, layer.out_channels, layer.dims == 1 ? 1 : layer.stride.h, layer.stride.w}));
    // Far from every border: further in than the kernel reaches.
    const Index from_row = layer.dims == 1 ? 0 : 12, from_column = 12;
    for (Index c = 0; c < layer.out_channels; ++c)
      for (Index row = from_row; row < from_row + sums.shape().h; ++row)
        for (Index column = from_column; column < from_column + layer.stride.w; ++column)
          RC_ASSERT(y(0, c, row, column) == sums(0, c, row % sums.shape().h, column % layer.stride.w));
  });
}

}  // namespace

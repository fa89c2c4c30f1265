#include <gmock/gmock.h>

#include "forms.h"

namespace {

using support::Case;
using support::forAll;
using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::SharedSizes;
using tconv::Tensor;
using testing::ElementsAre;

/// A layer without bias and a signal that it can convolve.
Case pickSignal() {
  Case c = support::pickCase(support::pickInteger);
  c.bias.clear();
  const Pair size(c.layer.dims == 1 ? 1 : support::pick(1, 9), support::pick(1, 9));
  const Pair conv = tconv::convOutputSize(c.layer, size);
  RC_PRE(conv.h >= 1 && conv.w >= 1);
  c.x = support::pickTensor({1, c.layer.out_channels, size.h, size.w}, support::pickInteger);
  return c;
}

/// How often the kernel fits into a padded signal, by trying every place.
Index places(Index length, Index k, Index s, Index d, Index padding) {
  Index count = 0;
  for (Index at = 0; at + d * (k - 1) + 1 <= length + padding; at += s) ++count;
  return count;
}

TEST(RoundTrip, SharedSizesAreAllThatGoToTheSameResult) {
  for (Index k = 1; k <= 4; ++k)
    for (Index s = 1; s <= 4; ++s)
      for (Index d = 1; d <= 3; ++d)
        for (Index pb = 0; pb <= 4; ++pb)
          for (Index pe = 0; pe <= 4; pe += 2)
            for (Index size = 1; size <= 9; ++size) {
              const Index result = places(size, k, s, d, pb + pe);
              if (result == 0) continue;
              const Layer layer{.kernel_size = Pair(1, k),
                                .stride = Pair(1, s),
                                .padding = {Pair(0, pb), Pair(0, pe)},
                                .dilation = Pair(1, d)};
              std::vector<Index> expected, sizes;
              for (Index other = 1; other <= 30; ++other)
                if (places(other, k, s, d, pb + pe) == result) expected.push_back(other);
              const auto shared = tconv::sizesSharingResult(layer, {3, size});
              ASSERT_EQ(shared[0], (SharedSizes{3, 1, 0, 3}));
              ASSERT_EQ(shared[1].result, result);
              for (Index i = 0; i < shared[1].count; ++i) {
                sizes.push_back(shared[1].size(i));
                const Index output =
                    (result - 1) * s + d * (k - 1) + 1 - pb - pe + shared[1].outputPadding(i);
                ASSERT_EQ(output, shared[1].size(i));
              }
              ASSERT_EQ(sizes, expected)
                  << "k " << k << " s " << s << " d " << d << " pb " << pb << " pe " << pe;
            }
}

TEST(RoundTrip, ThreeSizesShareSix) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 5), .stride = 3, .padding = Pair(2)};
  for (const Index size : {16, 17, 18}) {
    const auto shared = tconv::sizesSharingResult(layer, {1, size});
    EXPECT_EQ(shared[0], (SharedSizes{1, 1, 0, 1}));
    EXPECT_EQ(shared[1], (SharedSizes{16, 3, 0, 6}));
  }
}

TEST(RoundTrip, SizesBelowOneAreLeftOut) {
  // The sizes 0 and 1 would go to 1, with output_padding 1 and 2; -1 with 0.
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 3), .stride = 3, .padding = Pair(2)};
  EXPECT_EQ(tconv::sizesSharingResult(layer, {1, 1})[1], (SharedSizes{1, 1, 2, 1}));
}

TEST(RoundTrip, ShapesComeBackAndValuesAreThoseOfTheMatrix) {
  forAll(500, [] {
    const Case c = pickSignal();
    const auto trip = tconv::roundTrip(c.layer, c.x, c.weight);
    RC_ASSERT(trip.back.shape() == c.x.shape());
    const auto matrix = tconv::convolutionMatrix(trip.layer, c.weight, trip.conv.shape().spatial());
    const Eigen::Map<const Eigen::VectorXf> x(c.x.values().data(), c.x.size());
    const Eigen::VectorXf conv = matrix * x, back = matrix.transpose() * conv, rest = x - back;
    RC_ASSERT(support::toVector(trip.conv) == std::vector<float>(conv.begin(), conv.end()));
    RC_ASSERT(support::toVector(trip.back) == std::vector<float>(back.begin(), back.end()));
    RC_ASSERT(support::toVector(trip.difference) == std::vector<float>(rest.begin(), rest.end()));
  });
}

TEST(RoundTrip, ValuesDoNotComeBack) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 3)};
  const Tensor x({1, 1, 1, 5}, std::vector<float>{1, 2, 3, 4, 5});
  const Tensor w({1, 1, 1, 3}, std::vector<float>{1, 0, -1});
  const auto trip = tconv::roundTrip(layer, x, w);
  EXPECT_THAT(support::toVector(trip.conv), ElementsAre(-2, -2, -2));
  EXPECT_THAT(support::toVector(trip.back), ElementsAre(-2, -2, 0, 2, 2));
  EXPECT_THAT(support::toVector(trip.difference), ElementsAre(3, 4, 3, 2, 3));
  EXPECT_EQ(trip.layer, layer);
}

TEST(RoundTrip, SidesOfTheAdjointAreEqualForIntegers) {
  forAll(500, [] {
    const Case c = pickSignal();
    const Pair conv = tconv::convOutputSize(c.layer, c.x.shape().spatial());
    const Tensor y = support::pickTensor({1, c.layer.in_channels, conv.h, conv.w}, support::pickInteger);
    const auto check = tconv::checkAdjoint(c.layer, c.x, c.weight, y);
    RC_ASSERT(check.convolved == check.transposed);
    RC_ASSERT(check.holds());
  });
}

/// <a, b> in a plain loop.
double product(const Tensor& a, const Tensor& b) {
  double sum = 0;
  for (Index i = 0; i < a.size(); ++i) sum += static_cast<double>(a.values()[i]) * b.values()[i];
  return sum;
}

TEST(RoundTrip, SidesOfTheAdjointKeepTheirBound) {
  forAll(500, [] {
    Case c = pickSignal();
    for (Tensor* t : {&c.x, &c.weight})
      for (float& v : t->values()) v = support::pickReal();
    const Pair conv = tconv::convOutputSize(c.layer, c.x.shape().spatial());
    const Tensor y = support::pickTensor({1, c.layer.in_channels, conv.h, conv.w}, support::pickReal);
    const auto check = tconv::checkAdjoint(c.layer, c.x, c.weight, y);
    RC_ASSERT(check.holds());
    const auto trip = tconv::roundTrip(c.layer, c.x, c.weight);
    RC_ASSERT(check.convolved == product(trip.conv, y));
    RC_ASSERT(check.transposed == product(c.x, tconv::forward(trip.layer, y, c.weight)));
  });
}

TEST(RoundTrip, AdjointHoldsUpToItsBoundAndNoFurther) {
  EXPECT_EQ((tconv::AdjointCheck{5, 3, 1}.difference()), 2);
  EXPECT_TRUE((tconv::AdjointCheck{5, 3, 2}.holds()));
  EXPECT_FALSE((tconv::AdjointCheck{3, 5, 1.5}.holds()));
}

TEST(RoundTrip, BoundCountsTermsAndMagnitudes) {
  // Two channels, three taps on one axis and two on the other give 12 terms; every product of three is -1.
  const Layer layer{.in_channels = 2, .kernel_size = Pair(3, 2)};
  const Tensor x({1, 1, 5, 3}, -1.0F), w({2, 1, 3, 2}, 1.0F), y({1, 2, 3, 2}, 1.0F);
  const auto check = tconv::checkAdjoint(layer, x, w, y);
  EXPECT_EQ(check.convolved, -72);
  EXPECT_EQ(check.transposed, -72);
  EXPECT_EQ(check.bound, 15 * std::ldexp(1.0, -23) * 72);
}

TEST(RoundTrip, AdjointOfValuesThatAreNotFiniteIsNotClaimed) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 1)};
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(tconv::checkAdjoint(layer, Tensor({1, 1, 1, 1}, nan), Tensor({1, 1, 1, 1}, 1.0F),
                                   Tensor({1, 1, 1, 1}, 1.0F))
                   .holds());
}

TEST(RoundTrip, RefusesAKernelThatDoesNotFit) {
  const Layer layer{.kernel_size = Pair(2, 3), .dilation = 2};
  try {
    tconv::sizesSharingResult(layer, 4);
    FAIL();
  } catch (const tconv::Error& e) {
    EXPECT_STREQ(e.what(), "kernel_size[1] = 3: spans 5 elements, and the padded input has only 4");
  }
}

}  // namespace

#include <gmock/gmock.h>

#include "forms.h"

namespace {

using support::Case;
using support::forAll;
using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::Tensor;
using tconv::TensorD;

TensorD reference(const Case& c) {
  const std::vector<double> bias(c.bias.begin(), c.bias.end());
  return tconv::forwardReference(c.layer, support::toDouble(c.x), support::toDouble(c.weight), bias);
}

TEST(Equivalence, ReferenceIsTheDefinition) {
  forAll(1000, [] {
    const Case c = *support::integerCases();
    RC_ASSERT(reference(c) == support::bruteForce(c));
  });
}

TEST(Equivalence, AllFormsAgreeExactlyForIntegers) {
  forAll(2500, [] {
    const Case c = *support::integerCases();
    const TensorD expected = support::bruteForce(c);
    for (const auto& form : support::forms()) {
      RC_LOG() << form.name << std::endl;
      RC_ASSERT(support::toDouble(form.run(c)) == expected);
    }
  });
}

TEST(Equivalence, AllFormsKeepTheErrorBound) {
  forAll(1000, [] {
    const Case c = *support::realCases();
    const TensorD expected = support::bruteForce(c), bound = support::bounds(c);
    for (const auto& form : support::forms()) {
      RC_LOG() << form.name << std::endl;
      const Tensor y = form.run(c);
      RC_ASSERT(y.shape() == expected.shape());
      for (Index i = 0; i < y.size(); ++i)
        RC_ASSERT(std::abs(y.values()[i] - expected.values()[i]) <= bound.values()[i]);
    }
  });
}

/// Which cells are not finite, as 0 and 1.
std::vector<bool> touched(std::span<const float> values) {
  std::vector<bool> result;
  for (const float v : values) result.push_back(!std::isfinite(v));
  return result;
}

TEST(Equivalence, NanAndInfinityReachOnlyTheCellsOfTheirOwnTerms) {
  forAll(1000, [] {
    Case c = *support::integerCases();
    const bool in_kernel = *rc::gen::arbitrary<bool>();
    Tensor& spoilt = in_kernel ? c.weight : c.x;
    const Index where = support::pick(0, spoilt.size() - 1);
    const bool nan = *rc::gen::arbitrary<bool>();
    spoilt.values()[where] =
        nan ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
    const TensorD expected = support::bruteForce(c);
    const Tensor narrow(expected.shape(), {expected.values().begin(), expected.values().end()});
    for (const auto& form : support::forms()) {
      RC_LOG() << form.name << std::endl;
      RC_ASSERT(touched(form.run(c).values()) == touched(narrow.values()));
    }
  });
}

TEST(Equivalence, TermsOfACellSumToIt) {
  forAll(500, [] {
    const Case c = *support::integerCases();
    const auto both = tconv::axes(c.layer, c.x.shape().spatial());
    const TensorD y = support::bruteForce(c);
    const Index o = support::pick(0, y.shape().c - 1), i = support::pick(0, y.shape().h - 1);
    const Index j = support::pick(0, y.shape().w - 1);
    double sum = c.bias.empty() ? 0 : c.bias[o];
    for (const auto& t :
         tconv::termsOf(c.layer, c.x.shape().spatial(), o, i + both.h.pad_begin, j + both.w.pad_begin))
      sum += static_cast<double>(c.x(0, t.channel, t.row, t.column)) * c.weight(t.channel, t.out, t.u, t.v);
    RC_ASSERT(sum == y(0, o, i, j));
  });
}

TEST(Equivalence, StretchedInputHoldsTheInputBetweenFlaggedZeros) {
  const Layer layer{.kernel_size = Pair(3, 2), .stride = Pair(2, 3), .padding = Pair(1, 2)};
  const Tensor x({1, 1, 2, 2}, std::vector<float>{1, 2, 3, 4});
  const auto stretched = tconv::stretch(layer, x);
  EXPECT_EQ(stretched.pad_begin, Pair(1, -1));
  EXPECT_EQ(stretched.pad_end, Pair(1, -1));
  EXPECT_EQ(stretched.values.shape(), (tconv::Shape{1, 1, 5, 2}));
  // Both columns of the input are cropped away: only inserted zeros are left.
  EXPECT_THAT(stretched.values.values(), testing::Each(0));
  EXPECT_THAT(stretched.is_inserted, testing::Each(1));
}

TEST(Equivalence, StretchPutsEveryElementWhereTheStrideSays) {
  const Layer layer{.kernel_size = 2, .stride = 2};
  const auto stretched = tconv::stretch(layer, Tensor({1, 1, 1, 2}, std::vector<float>{5, 6}));
  EXPECT_THAT(support::toVector(stretched.values),
              testing::ElementsAreArray(std::vector<float>{0, 0, 0, 0, 0, 0, 5, 0, 6, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(std::count(stretched.is_inserted.begin(), stretched.is_inserted.end(), 0), 2);
  EXPECT_FALSE(stretched.inserted(1, 1));
  EXPECT_TRUE(stretched.inserted(1, 2));
}

TEST(Equivalence, TurningTwiceIsNothing) {
  const Tensor w({1, 1, 2, 3}, std::vector<float>{1, 2, 3, 4, 5, 6});
  EXPECT_THAT(support::toVector(tconv::rotate180(w)),
              testing::ElementsAreArray(std::vector<float>{6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(tconv::rotate180(tconv::rotate180(w)), w);
}

TEST(Equivalence, MatrixIsThatOfTheDirectConvolution) {
  const Layer layer{
      .dims = 1, .kernel_size = Pair(1, 3), .stride = 2, .padding = Pair(1), .output_padding = 1};
  const Tensor w({1, 1, 1, 3}, std::vector<float>{1, 0, 3});
  const auto matrix = tconv::convolutionMatrix(layer, w, {1, 2});
  Eigen::MatrixXf expected(2, 4);
  expected << 0, 3, 0, 0, 0, 1, 0, 3;
  EXPECT_EQ(Eigen::MatrixXf(matrix), expected);
  EXPECT_EQ(matrix.nonZeros(), 5) << "a tap of weight zero is an entry all the same";
}

TEST(Equivalence, MatrixBeyondItsLimitIsRefused) {
  const Layer layer;
  const Tensor w({1, 1, 3, 3});
  EXPECT_NO_THROW(tconv::convolutionMatrix(layer, w, 4, 144));
  try {
    tconv::convolutionMatrix(layer, w, 4, 143);
    FAIL();
  } catch (const tconv::Error& e) {
    EXPECT_STREQ(e.what(), "matrix = 144 entries: must have at most 143 entries");
  }
}

TEST(Equivalence, MatrixHasALimitThatNobodyNeedSet) {
  const Layer layer{.kernel_size = 1};
  try {
    tconv::convolutionMatrix(layer, Tensor({1, 1, 1, 1}), {1 << 13, (1 << 13) + 1});
    FAIL();
  } catch (const tconv::Error& e) {
    EXPECT_STREQ(e.what(), "matrix = 67117056 entries: must have at most 67108864 entries");
  }
}

TEST(Equivalence, MultiplyAddsAreCountedWithoutAndWithTheZeros) {
  const Layer layer{.in_channels = 2, .out_channels = 4, .kernel_size = 2, .stride = 2, .groups = 2};
  EXPECT_EQ(tconv::multiplyAdds(layer, {3, 2, 4, 5}), 3 * 2 * 2 * 4 * 5 * 4);
  const auto count = tconv::zeroInsertionMultiplyAdds(layer, {3, 2, 4, 5});
  EXPECT_EQ(count.useful, tconv::multiplyAdds(layer, {3, 2, 4, 5}));
  EXPECT_EQ(count.total, 3 * 2 * 2 * 8 * 10 * 4);
}

TEST(Equivalence, UsefulMultiplyAddsAreTheTermsOfAllCells) {
  forAll(300, [] {
    const Case c = *support::integerCases();
    const TensorD terms = support::bruteForce(c, [](double, bool bias) { return bias ? 0.0 : 1.0; });
    double sum = 0;
    for (const double t : terms.values()) sum += t;
    RC_ASSERT(static_cast<double>(tconv::zeroInsertionMultiplyAdds(c.layer, c.x.shape()).useful) == sum);
  });
}

TEST(Equivalence, PaddingFarBeyondTheImageCostsNoMemory) {
  constexpr Index far = 1 << 30;
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 3), .padding = Pair(far), .dilation = far};
  const Tensor x({1, 1, 1, 3}, std::vector<float>{1, 2, 3}), w({1, 1, 1, 3}, std::vector<float>{5, 7, 11});
  EXPECT_THAT(support::toVector(tconv::forward(layer, x, w)), testing::ElementsAre(7, 14, 21));
  EXPECT_THAT(support::toVector(tconv::gather(layer, x, w)), testing::ElementsAre(7, 14, 21));
}

TEST(Equivalence, LargeImagesOfRectangularShape) {
  const Layer layer{.kernel_size = Pair(3, 2), .stride = Pair(2, 1)};
  const Tensor x = tconv::makeValues(tconv::ValuePreset::random_integers, {1, 1, 300, 411}, 5);
  const Tensor w = tconv::makeKernel(tconv::KernelPreset::random_integers, layer, 6);
  EXPECT_EQ(tconv::forward(layer, x, w), tconv::gather(layer, x, w));
}

}  // namespace

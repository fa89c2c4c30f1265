#include "tconv/difference.h"

#include <gmock/gmock.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

#include "processors.h"
#include "support/generators.h"

namespace {

using support::toVector;
using tconv::Shape;
using tconv::Tensor;
using testing::ElementsAre;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

Tensor row(const std::vector<float>& values) {
  const auto w = static_cast<tconv::Index>(values.size());
  return {Shape{1, 1, 1, w}, values};
}

TEST(Difference, IsSignedAndMeasured) {
  const auto d = tconv::difference(row({1, 5, 2, 4}), row({3, 1, 2, 2}));
  EXPECT_THAT(toVector(d.values), ElementsAre(-2, 4, 0, 2));
  EXPECT_EQ(d.largest, 4);
  EXPECT_EQ(d.w, 1);
  EXPECT_EQ(d.mean_absolute, 2);
  EXPECT_FALSE(d.identical());
}

TEST(Difference, CoversWhatBothHave) {
  const auto d = tconv::difference(row({1, 2, 3}), Tensor(Shape{1, 1, 2, 2}, {1, 0, 9, 9}));
  EXPECT_THAT(toVector(d.values), ElementsAre(0, 2));
  EXPECT_EQ(d.whole, (Shape{1, 1, 2, 3}));
  EXPECT_EQ(d.mean_absolute, 1);
}

TEST(Difference, IsZeroWhereNoCellIsInBoth) {
  const auto d = tconv::difference(Tensor(Shape{1, 1, 0, 3}), row({1, 2, 3}));
  EXPECT_EQ(d.values.size(), 0);
  EXPECT_EQ(d.whole, (Shape{1, 1, 1, 3}));
  EXPECT_EQ(std::tie(d.largest, d.mean_absolute), std::make_tuple(0, 0));
  EXPECT_EQ(std::tie(d.c, d.h, d.w), std::make_tuple(0, 0, 0));
  EXPECT_FALSE(d.identical());
}

TEST(Difference, OfEqualValuesIsZeroWhateverTheyAre) {
  const auto d = tconv::difference(row({kNan, kInfinity, 7}), row({kNan, kInfinity, 7}));
  EXPECT_TRUE(d.identical());
  EXPECT_EQ(d.mean_absolute, 0);
}

TEST(Difference, IsNotANumberWhereOneAloneIs) {
  const auto d = tconv::difference(row({1, kNan}), row({9, 0}));
  EXPECT_TRUE(std::isnan(d.largest));
  EXPECT_TRUE(std::isnan(d.mean_absolute));
  EXPECT_EQ(d.w, 1);
}

TEST(Difference, ManyThreadsGiveTheSameBits) {
  support::forAll(30, [] {
    const Shape shape{2, 3, support::pick(1, 17), support::pick(1, 29)};
    const Tensor a = support::pickTensor(shape, support::pickReal);
    const Tensor b = support::pickTensor(shape, support::pickReal);
    const auto one = tconv::difference(a, b);
    const auto many = tconv::difference(a, b, static_cast<int>(support::pick(2, 8)));
    RC_ASSERT(many.values == one.values);
    RC_ASSERT(many.mean_absolute == one.mean_absolute);
    RC_ASSERT(many.largest == one.largest);
    RC_ASSERT(std::tie(many.c, many.h, many.w) == std::tie(one.c, one.h, one.w));
  });
}

TEST(Difference, OfTheLargestTheFirstIsTold) {
  Tensor a(Shape{2, 2, 3, 4}, 1.0F);
  a(1, 1, 2, 3) = -7, a(1, 0, 2, 1) = 9, a(1, 1, 0, 0) = 9;
  const auto d = tconv::difference(a, Tensor(a.shape(), 1.0F));
  EXPECT_EQ(d.largest, 8);
  EXPECT_EQ(std::tie(d.c, d.h, d.w), std::make_tuple(0, 2, 1));
  EXPECT_EQ(d.mean_absolute, 3 * 8 / 48.0);
}

/// Numbers, some of them special or equal in both.
std::vector<float> pickRow(std::size_t count) {
  const std::vector<float> special = {0, -0.0F, kNan, -kNan, kInfinity, -kInfinity, 1, -1};
  std::vector<float> values(count);
  for (float& value : values)
    value = support::pick(0, 1) == 0 ? special[support::pick(0, 7)] : support::pickReal();
  return values;
}

std::vector<std::uint32_t> bits(const std::vector<float>& values) {
  std::vector<std::uint32_t> result;
  for (const float value : values)
    result.push_back(std::isnan(value) ? 0x7fc00000U : std::bit_cast<std::uint32_t>(value));
  return result;
}

/// Sums of NaN and infinities apart, a row is what its cells are one by one.
void requireRowAsItsCells() {
  const auto count = static_cast<std::size_t>(support::pick(0, 40));
  const std::vector<float> a = pickRow(count), b = pickRow(count);
  std::vector<float> values(count), expected(count), kept = a, farthest(count);
  std::array<double, 8> sums{};
  bool nan = false;
  float largest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const bool equal = a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]));
    expected[i] = equal ? 0 : a[i] - b[i];
    sums[i % 8] += std::abs(expected[i]);
    nan |= std::isnan(expected[i]);
    largest = std::max(largest, std::abs(expected[i]));  // keeps what it has where the other is NaN
    farthest[i] = std::isnan(a[i]) || std::abs(b[i]) <= std::abs(a[i]) ? a[i] : b[i];
  }
  const tconv::DifferenceSum sum = tconv::differRow(a, b, values);
  RC_ASSERT(bits(values) == bits(expected));
  RC_ASSERT(std::isnan(sum.largest()) == nan);
  RC_ASSERT(nan || sum.largest() == largest);
  RC_ASSERT(nan || sum.magnitude == std::accumulate(sums.begin(), sums.end(), 0.0));
  tconv::keepFarthest(b, kept);
  RC_ASSERT(bits(kept) == bits(farthest));
}

TEST(Difference, OfARowIsThatOfItsCellsOnEveryKindOfProcessor) {
  support::onEveryProcessor([] { support::forAll(200, requireRowAsItsCells); });
}

TEST(FarthestFromZero, TakesTheChannelThatIsFarthest) {
  const Tensor x(Shape{2, 3, 1, 2}, {1, 4, -5, 2, 3, -4, 0, kNan, 0, 1, -1, 2});
  const Tensor far = tconv::farthestFromZero(x);
  EXPECT_EQ(far.shape(), (Shape{2, 1, 1, 2}));
  EXPECT_THAT(std::vector<float>(far.values().begin(), far.values().begin() + 3), ElementsAre(-5, 4, -1));
  EXPECT_TRUE(std::isnan(far(1, 0, 0, 1)));
}

TEST(FarthestFromZero, FindsANaNInAnyChannel) {
  EXPECT_TRUE(std::isnan(tconv::farthestFromZero(Tensor(Shape{1, 2, 1, 1}, {9, kNan}))(0, 0, 0, 0)));
}

}  // namespace

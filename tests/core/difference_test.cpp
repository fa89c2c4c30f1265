#include "tconv/difference.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "support/generators.h"

namespace {

using support::toVector;
using tconv::Shape;
using tconv::Tensor;
using testing::ElementsAre;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

Tensor row(std::vector<float> values) {
  const auto w = static_cast<tconv::Index>(values.size());
  return {Shape{1, 1, 1, w}, std::move(values)};
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

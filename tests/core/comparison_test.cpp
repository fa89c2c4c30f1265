#include "tconv/comparison.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "support/errors.h"
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

TEST(ImageDifference, IsSignedAndMeasured) {
  const auto d = tconv::imageDifference(row({1, 5, 2}), row({3, 1, 2}));
  EXPECT_THAT(toVector(d.values), ElementsAre(-2, 4, 0));
  EXPECT_EQ(d.largest, 4);
  EXPECT_EQ(d.mean_absolute, 2);
  EXPECT_EQ(d.not_finite, 0);
}

TEST(ImageDifference, LeavesOutWhatIsNotFinite) {
  const auto d = tconv::imageDifference(row({kNan, kInfinity, 7, 1}), row({1, 0, 1, 3}));
  EXPECT_TRUE(std::isnan(d.values(0, 0, 0, 0)));
  EXPECT_EQ(d.values(0, 0, 0, 1), kInfinity);
  EXPECT_EQ(d.largest, 6);
  EXPECT_EQ(d.mean_absolute, 4);
  EXPECT_EQ(d.not_finite, 2);
}

TEST(ImageDifference, OfNothingThatIsFiniteIsZero) {
  const auto d = tconv::imageDifference(row({kNan}), row({1}));
  EXPECT_EQ(d.largest, 0);
  EXPECT_EQ(d.mean_absolute, 0);
}

TEST(ImageDifference, RefusesDifferentShapes) {
  EXPECT_EQ(support::errorOf([] {
              tconv::imageDifference(row({1, 2}), row({1}));
            }),
            "compared tensor = (1, 1, 1, 1): must have the shape (1, 1, 1, 2)");
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

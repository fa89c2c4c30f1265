#include "tconv/difference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tconv {
namespace {

constexpr float kInf = std::numeric_limits<float>::infinity(), kNan = std::numeric_limits<float>::quiet_NaN();

TEST(Difference, IsTakenWhereBothHaveACell) {
  const Tensor a({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6}), b({1, 1, 3, 2}, {1, 0, 9, 5, 7, 7});
  const Difference d = difference(a, b);
  EXPECT_EQ(d.values, Tensor({1, 1, 2, 2}, {0, 2, -5, 0}));
  EXPECT_EQ(d.whole, (Shape{1, 1, 3, 3}));
  EXPECT_EQ(d.largest, 5);
  EXPECT_EQ(d.h, 1);
  EXPECT_EQ(d.w, 0);
  EXPECT_FALSE(d.identical());
}

TEST(Difference, NamesTheChannelOfTheLargest) {
  const Difference d = difference(Tensor({1, 2, 1, 1}, {1, 9}), Tensor({1, 2, 1, 1}, {2, 2}));
  EXPECT_EQ(d.c, 1);
  EXPECT_EQ(d.largest, 7);
}

TEST(Difference, IsIdenticalOnlyWithTheSameSize) {
  const Tensor a({1, 1, 1, 2}, {1, 2});
  EXPECT_TRUE(difference(a, a).identical());
  const Difference shorter = difference(a, Tensor({1, 1, 1, 1}, {1}));
  EXPECT_EQ(shorter.largest, 0);
  EXPECT_FALSE(shorter.identical());
}

TEST(Difference, EqualInfinitiesAndNansDoNotDiffer) {
  const Tensor a({1, 1, 1, 3}, {kInf, -kInf, kNan});
  EXPECT_TRUE(difference(a, a).identical());
  EXPECT_EQ(difference(a, Tensor({1, 1, 1, 3}, {-kInf, -kInf, kNan})).largest, kInf);
}

TEST(Difference, ANanOnOneSideIsTheLargest) {
  const Difference d = difference(Tensor({1, 1, 1, 3}, {9, kNan, 100}), Tensor({1, 1, 1, 3}, {1, 1, 1}));
  EXPECT_TRUE(std::isnan(d.largest));
  EXPECT_EQ(d.w, 1);
  EXPECT_FALSE(d.identical());
}

}  // namespace
}  // namespace tconv

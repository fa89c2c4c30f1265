#include "tconv/brightness.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "processors.h"
#include "support/generators.h"

namespace {

TEST(Brightness, IsRoundedAndClampedToAByte) {
  const std::pair<float, int> cases[] = {
      {0, 0},        {255, 255}, {-0.4F, 0},   {-3, 0},         {0.49F, 0},     {0.5F, 1}, {127.5F, 128},
      {254.5F, 255}, {300, 255}, {1e30F, 255}, {INFINITY, 255}, {-INFINITY, 0}, {NAN, 0}};
  for (const auto& [value, byte] : cases) EXPECT_EQ(tconv::brightnessByte(value), byte) << value;
}

TEST(Brightness, LeavesTheByteWhereRoundingIsNotEnough) {
  for (const float value : {-0.6F, -1.0F, 255.5F, 300.0F, INFINITY, -INFINITY})
    EXPECT_TRUE(tconv::leavesBrightness(value)) << value;
  for (const float value : {-0.5F, -0.2F, 0.0F, 128.0F, 255.0F, 255.4F, NAN})
    EXPECT_FALSE(tconv::leavesBrightness(value)) << value;
}

/// Values at and around all that is decided by.
float pickBrightness() {
  const std::vector<float> special = {0,   -0.0F,  0.5F,  0.49999997F, -0.5F,     -0.6F, 254.5F,
                                      255, 255.5F, 1e30F, INFINITY,    -INFINITY, NAN,   -NAN};
  return support::pick(0, 2) == 0 ? special[support::pick(0, special.size() - 1)] : support::pickReal() * 100;
}

void requireRowAsItsCells() {
  std::vector<float> values(support::pick(0, 70));
  for (float& value : values) value = pickBrightness();
  std::vector<std::uint32_t> sums(values.size()), expected;
  std::iota(sums.begin(), sums.end(), 7);
  expected = sums;
  tconv::BrightnessRange range;
  for (std::size_t i = 0; i < values.size(); ++i) {
    expected[i] += tconv::brightnessByte(values[i]);
    range.clamped += tconv::leavesBrightness(values[i]) ? 1 : 0;
    range.brightest = values[i] > range.brightest ? values[i] : range.brightest;
    range.nan |= std::isnan(values[i]);
  }
  const tconv::BrightnessRange added = tconv::addBrightness(values, sums);
  RC_ASSERT(sums == expected);
  RC_ASSERT(added.clamped == range.clamped);
  RC_ASSERT(added.brightest == range.brightest);
  RC_ASSERT(added.nan == range.nan);
}

TEST(Brightness, OfARowIsThatOfItsCells) {
  support::onEveryProcessor([] { support::forAll(200, requireRowAsItsCells); });
}

}  // namespace

#include "tconv/overlap.h"

#include <gtest/gtest.h>

#include "ui/studio_fixture.h"

/// The even settings, at the top of the parameters.
namespace lab::test {
namespace {

class StudioOverlap : public StudioTest {};

TEST_F(StudioOverlap, AnEvenSettingIsOnePressAway) {
  driver.frame(2);
  ASSERT_FALSE(studio.anchors.find("even.0")) << "only beside its face";
  click("face.overlap");
  driver.frame(2);
  ASSERT_FALSE(tconv::overlapVerdict(bench.derived().axes().w).even);
  click("even.0");
  driver.frame(2);
  EXPECT_EQ(layer().kernel_size, Pair(4));
  EXPECT_TRUE(tconv::overlapVerdict(bench.derived().axes().w).even);
  EXPECT_EQ(undoEntries(), 1);
}

TEST_F(StudioOverlap, AnIllegalSettingIsNotPaintedOver) {
  click("face.overlap");
  typeInto("value.output_padding", "3");
  ASSERT_TRUE(bench.problem());
  EXPECT_FALSE(studio.anchors.find("even.0"));
}

}  // namespace
}  // namespace lab::test

#include <gmock/gmock.h>

#include "ui/studio_fixture.h"

/// The controls of the faces that compare.
namespace lab::test {
namespace {

class StudioCompare : public StudioTest {
 protected:
  const Comparison& comparison() { return bench.document().comparison; }
};

TEST_F(StudioCompare, MenusChooseTheFrameworkCalls) {
  click("face.lens");
  driver.frame(2);
  click("lens.a");
  driver.frame(2);
  click("lens.a.onnx-same-lower");
  settle();
  click("lens.b");
  driver.frame(2);
  click("lens.b.jax-valid");
  EXPECT_EQ(bench.view().options.lens, (LensChoice{LensCall::onnx_same_lower, LensCall::jax_valid}));
}

TEST_F(StudioCompare, ModesAreChosenAndCanBeUndone) {
  click("face.compare");
  driver.frame(2);
  click("compare.sweep");
  EXPECT_EQ(comparison().mode, CompareMode::sweep);
  ctrl('Z');
  EXPECT_EQ(comparison().mode, CompareMode::settings);
}

TEST_F(StudioCompare, SlidersSetB) {
  click("face.compare");
  driver.frame(2);
  driver.click(onSlider("compare.kernel_size", 0));
  EXPECT_EQ(comparison().b.kernel_size, Pair(1));
  EXPECT_EQ(layer().kernel_size, Pair(3));
  click("compare.copy");
  EXPECT_EQ(comparison().b, geometryOf(layer()));
}

TEST_F(StudioCompare, TheAxesOfASweepChangePlaces) {
  click("face.compare");
  driver.frame(2);
  click("compare.sweep");
  driver.frame(2);
  click("compare.columns");
  driver.frame(2);
  click("compare.columns.kernel_size");
  EXPECT_EQ(comparison().columns, SweepField::kernel_size);
  EXPECT_EQ(comparison().rows, SweepField::stride);
  settle();
  click("compare.rows");
  driver.frame(2);
  click("compare.rows.none");
  EXPECT_EQ(comparison().rows, SweepField::none);
}

}  // namespace
}  // namespace lab::test

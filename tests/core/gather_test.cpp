#include <gmock/gmock.h>

#include "forms.h"

namespace {

using support::Case;
using support::forAll;
using tconv::GatherOrder;
using tconv::Index;
using tconv::Layer;
using tconv::OutputCell;
using tconv::Pair;

TEST(GatherOrder, RunsOverRowColumnAndOutputChannel) {
  forAll(500, [] {
    const Case c = *support::integerCases();
    const auto axes = tconv::axes(c.layer, c.x.shape().spatial());
    const GatherOrder order(c.layer, c.x.shape().spatial());
    Index expected = 0;
    for (Index i = 0; i < axes.h.output(); ++i)
      for (Index j = 0; j < axes.w.output(); ++j)
        for (Index o = 0; o < c.layer.out_channels; ++o, ++expected) {
          const OutputCell cell{o, i + axes.h.pad_begin, j + axes.w.pad_begin};
          RC_ASSERT(order.cell(expected) == cell);
          RC_ASSERT(order.indexOf(cell) == expected);
        }
    RC_ASSERT(order.count() == expected);
  });
}

TEST(GatherOrder, NeverMakesACellThatPaddingCrops) {
  const Layer layer{.out_channels = 2, .kernel_size = 3, .stride = 2, .padding = Pair(1, 2)};
  const GatherOrder order(layer, {2, 3});
  EXPECT_EQ(order.count(), 3 * 3 * 2);
  EXPECT_EQ(order.cell(0), (OutputCell{0, 1, 2}));
  EXPECT_EQ(order.cell(7), (OutputCell{1, 2, 2}));
  EXPECT_EQ(order.indexOf({0, 0, 2}), order.count());
  EXPECT_EQ(order.indexOf({0, 1, 5}), order.count());
  EXPECT_EQ(order.indexOf({1, 3, 4}), order.count() - 1);
}

}  // namespace

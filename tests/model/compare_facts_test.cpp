#include "model/compare_facts.h"

#include <gmock/gmock.h>

#include "support/documents.h"
#include "tconv/forward.h"

namespace lab {
namespace {

using testing::Contains;

TEST(CompareFacts, BIsTheSecondGeometryOnTheSameInput) {
  const Document document = newcomerDocument();
  const Derived derived = support::derived(document);
  const auto& b = std::get<Derived>(settingB(derived));
  EXPECT_EQ(geometryOf(b.document.layer), document.comparison.b);
  EXPECT_EQ(b.trace->x(), derived.trace->x());
  EXPECT_EQ(changesOf(document), "kernel size 4 × 4");
  Document same = document;
  same.comparison.b = geometryOf(document.layer);
  EXPECT_EQ(changesOf(same), "the same setting");
}

TEST(CompareFacts, AnIllegalBHasItsProblem) {
  Document document = newcomerDocument();
  document.comparison.b.stride = 0;
  const Derived derived = support::derived(document);
  EXPECT_EQ(std::get<tconv::Problem>(settingB(derived)).subject, "stride[0]");
}

TEST(CompareFacts, ASweepHoldsTheDocumentsOwnValueOnce) {
  Document document = newcomerDocument();
  for (const Index stride : {1, 2, 3, 7}) {
    document.layer.stride = stride;
    const std::vector<Index> values = sweepValues(document, SweepField::stride);
    EXPECT_THAT(values, Contains(stride));
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
  }
  document.comparison.rows = SweepField::none;
  const Derived derived = support::derived(document);
  const Sweep& sweep = sweepOf(derived);
  EXPECT_EQ(sweep.tiles.size(), sweep.columns.size());
  EXPECT_EQ(std::count_if(sweep.tiles.begin(), sweep.tiles.end(), [](const SweepTile& t) { return t.own; }),
            1);
}

TEST(CompareFacts, SubPixelConvolutionIsTheTransposedOne) {
  Document document = newcomerDocument();
  document.layer.kernel_size = 4;  // even: both enlarge by exactly the stride
  const Derived derived = support::derived(document);
  const Upsampled& ways = upsampled(derived);
  const auto& transposed = std::get<Tensor>(ways.front().output);
  EXPECT_EQ(transposed, tconv::forward(document.layer, derived.trace->x(), derived.trace->weight()));
  EXPECT_EQ(std::get<Tensor>(ways.back().output), transposed);
  EXPECT_EQ(ways.front().weights, 16);
  EXPECT_EQ(ways.back().weights, 16);
  for (const Enlarged& way : ways) EXPECT_EQ(std::get<Tensor>(way.output).shape(), transposed.shape());
}

}  // namespace
}  // namespace lab

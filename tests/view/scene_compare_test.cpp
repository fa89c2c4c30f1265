#include <gmock/gmock.h>

#include "model/compare_facts.h"
#include "model/examples.h"
#include "model/number.h"
#include "support/documents.h"
#include "support/golden.h"
#include "view/record_lines.h"
#include "view/tidy_check.h"

/// Two settings, a sweep, ways of enlarging.
namespace lab::view {
namespace {

using support::pick;
using support::PlainScatter;

constexpr Box kArea{0, 0, 728, 680};

std::string compareText(const Derived& derived, double time, Box area = kArea) {
  Frame frame = frameOf(derived, time, area);
  frame.faces = {Face::compare};
  RecordCanvas canvas;
  drawBoard(canvas, frame);
  return canvas.text();
}

Document compared(CompareMode mode, Document document = newcomerDocument()) {
  document.comparison.mode = mode;
  return document;
}

/// Own values, which PlainScatter needs.
Document withOwnValues(Document document) {
  document.input.custom = std::make_shared<const Tensor>(resolveInput(document));
  document.kernel.custom = std::make_shared<const Tensor>(resolveKernel(document));
  return document;
}

TEST(Compare, BothSettingsHaveTheSumsOfTheSameStep) {
  support::forAll(40, [] {
    Document document = *support::documents();
    document.comparison.b = geometryOf(document.layer);
    const Index kernel = pick(1, 3), stride = pick(1, 3);
    document.comparison.b.kernel_size = document.layer.dims == 1 ? Pair{1, kernel} : Pair{kernel};
    document.comparison.b.stride = stride;
    document.comparison.b.padding = {};
    document.comparison.b.output_padding = 0;
    const Document other = withGeometry(document, document.comparison.b);
    RC_PRE(!tconv::validate(other.layer, inputShape(other)));
    const Derived derived = support::derived(document);
    const Index step = pick(0, derived.trace->steps());
    const auto labels =
        labelsOf(parseRecord(compareText(derived, static_cast<double>(step), {0, 0, 3600, 2400})));
    const PlainScatter a(document), b(withOwnValues(other));
    const auto cells_a = a.after(step), cells_b = b.after(step);
    int seen = 0;
    for (const auto& [ref, texts] : labels) {
      const PlainScatter::Place at{ref.channel, ref.row, ref.column};
      if (ref.kind == RefKind::canvas) RC_ASSERT(parseNumber(texts.front()) == cells_a[a.at(at)].value);
      if (ref.kind != RefKind::tile || ref.out != 1) continue;
      RC_ASSERT(parseNumber(texts.front()) == cells_b[b.at(at)].value);
      ++seen;
    }
    RC_ASSERT(seen > 0 || step < derived.trace->steps());
  });
}

TEST(Compare, SaysWhatDiffersAndWhyBIsRefused) {
  Document document = newcomerDocument();
  EXPECT_THAT(compareText(support::derived(document), 3), testing::HasSubstr("\"kernel size 4 × 4\""));
  document.comparison.b = geometryOf(document.layer);
  EXPECT_THAT(compareText(support::derived(document), 3), testing::HasSubstr("\"the same setting\""));
  EXPECT_THAT(compareText(support::derived(document), 9), testing::HasSubstr("\"identical\""));
  document.comparison.b.output_padding = 2;
  EXPECT_THAT(compareText(support::derived(document), 3), testing::HasSubstr("\"output_padding[0] ="));
}

TEST(Compare, EveryPictureOfASweepIsItsSetting) {
  const Document document = compared(CompareMode::sweep);
  const Derived derived = support::derived(document);
  const auto labels = labelsOf(parseRecord(compareText(derived, 9, {0, 0, 3600, 2400})));
  for (Index row = 0; row < 4; ++row)
    for (Index column = 0; column < 4; ++column) {
      Document tile = document;
      tile.layer.kernel_size = row + 2;
      tile.layer.stride = column + 1;
      const PlainScatter plain(withOwnValues(tile));
      const auto cells = plain.after(9);
      for (Index i = 0; i < plain.output.h; ++i)
        for (Index j = 0; j < plain.output.w; ++j) {
          const auto found = labels.find({RefKind::tile, 0, row * 4 + column, i, j});
          ASSERT_NE(found, labels.end()) << "k " << row + 2 << " s " << column + 1;
          EXPECT_EQ(parseNumber(found->second.front()),
                    cells[plain.at({0, i + plain.begin.h, j + plain.begin.w})].value);
        }
    }
}

TEST(Compare, OnePictureOfASweepIsTheLayerAsSet) {
  const Derived derived = support::derived(compared(CompareMode::sweep));
  const Sweep& sweep = sweepOf(derived);
  EXPECT_THAT(sweep.rows, testing::ElementsAre(2, 3, 4, 5));
  EXPECT_THAT(sweep.columns, testing::ElementsAre(1, 2, 3, 4));
  for (std::size_t i = 0; i < sweep.tiles.size(); ++i) EXPECT_EQ(sweep.tiles[i].own, i == 5) << i;
}

TEST(Compare, SubPixelConvolutionHasTheNumbersOfTheTransposedOneAndItsWeights) {
  Document document = compared(CompareMode::upsampling);
  document.layer.kernel_size = 4;
  const Derived derived = support::derived(document);
  const Upsampled& ways = upsampled(derived);
  EXPECT_EQ(std::get<Tensor>(ways[3].output), std::get<Tensor>(ways[0].output));
  for (const Enlarged& way : ways) EXPECT_EQ(way.weights, 16) << way.name;
  document.layer.kernel_size = 3;
  const Derived odd = support::derived(document);
  EXPECT_TRUE(std::holds_alternative<tconv::Problem>(upsampled(odd)[3].output));
  EXPECT_THAT(compareText(odd, 9), testing::HasSubstr("not for this layer"));
}

TEST(Compare, IsTidyForEveryExampleInEveryMode) {
  for (const Box area : {Box{0, 0, 320, 200}, kArea})
    for (const Example& example : examples())
      for (const CompareMode mode : {CompareMode::settings, CompareMode::sweep, CompareMode::upsampling}) {
        const Derived derived = support::derived(compared(mode, example.make()));
        expectTidy(
            parseRecord(compareText(derived, 2, area)), area,
            std::string(example.id) + " " + std::string(compareModes()[static_cast<std::size_t>(mode)]));
      }
}

TEST(Compare, IsAsItWasLookedAt) {
  const auto golden = [](const std::string& name, const Document& document, double time) {
    support::expectGolden("compare_" + name, compareText(support::derived(document), time));
  };
  golden("textbook", textbookDocument(), 2);
  golden("newcomer", newcomerDocument(), 5);
  golden("sweep", compared(CompareMode::sweep), 5);
  Document document = compared(CompareMode::upsampling);
  document.layer.kernel_size = 4;
  golden("upsampling", document, 5);
  document = newcomerDocument();
  document.layer.in_channels = document.layer.out_channels = document.layer.groups = 2;
  golden("groups", document, 9);
  document = newcomerDocument();
  document.layer.dims = 1;
  golden("one_dimensional", document, 2);
}

}  // namespace
}  // namespace lab::view

#include <gmock/gmock.h>

#include "model/examples.h"
#include "model/number.h"
#include "support/documents.h"
#include "support/golden.h"
#include "view/hit_canvas.h"
#include "view/record_lines.h"
#include "view/tidy_check.h"

/// The same layer in two frameworks.
namespace lab::view {
namespace {

using support::PlainScatter;

constexpr Box kArea{0, 0, 728, 680};

std::string lensText(const Derived& derived, LensChoice choice = {}, Box area = kArea) {
  Frame frame = frameOf(derived, 0, area);
  frame.faces = {Face::lens};
  frame.options.lens = choice;
  RecordCanvas canvas;
  drawBoard(canvas, frame);
  return canvas.text();
}

/// The cells of the output that a column shows as numbers, by (channel, row, column) of the output.
std::map<std::array<Index, 3>, float> shown(const std::string& text, RefKind kind, Index out, Index top,
                                            Index left) {
  std::map<std::array<Index, 3>, float> values;
  for (const auto& [ref, labels] : labelsOf(parseRecord(text)))
    if (ref.kind == kind && ref.out == out)
      values[{ref.channel, ref.row - top, ref.column - left}] = parseNumber(labels.front()).value();
  return values;
}

TEST(Lens, TheOwnLayerHasTheNumbersOfTheDefinition) {
  support::forAll(40, [] {
    Document document = *support::documents();
    document.layer.padding.end = document.layer.padding.begin;  // so that PyTorch can say it
    RC_PRE(!tconv::validate(document.layer, inputShape(document)));
    // What ONNX can say: see expressIn().
    RC_PRE(document.layer.output_padding.h < document.layer.stride.h &&
           document.layer.output_padding.w < document.layer.stride.w);
    const PlainScatter plain(document);
    const auto cells = plain.after(plain.steps());
    const std::string text =
        lensText(support::derived(document), {LensCall::pytorch, LensCall::onnx}, {0, 0, 2900, 2000});
    int kept = 0;
    for (const auto& [at, value] : shown(text, RefKind::canvas, 0, 0, 0)) {
      const auto& cell = cells[plain.at({at[0], at[1], at[2]})];
      RC_ASSERT(value == cell.value);
      kept += cell.kept ? 1 : 0;
    }
    RC_ASSERT(kept == document.layer.out_channels * plain.output.h * plain.output.w);
    RC_ASSERT(text.find("identical") != std::string::npos);
  });
}

TEST(Lens, KerasSameKeepsStrideTimesTheInputAndCropsTheSmallerHalfFirst) {
  Document document = newcomerDocument();
  document.input.custom =
      std::make_shared<const Tensor>(tconv::makeValues(tconv::ValuePreset::ramp, inputShape(document), 1));
  document.kernel.custom = std::make_shared<const Tensor>(resolveKernel(document));
  Document uncropped = document;
  uncropped.layer.padding = {};
  const PlainScatter plain(uncropped);
  const auto cells = plain.after(plain.steps());
  // k 3, s 2: one cell too many, which goes at the end; the window begins at canvas cell 0.
  const auto b = shown(lensText(support::derived(document)), RefKind::tile, 1, 0, 0);
  ASSERT_EQ(b.size(), 49U) << "7 x 7 with what is cropped";
  for (const auto& [at, value] : b) EXPECT_EQ(value, cells[plain.at({at[0], at[1], at[2]})].value);
  EXPECT_THAT(lensText(support::derived(document)), testing::HasSubstr("\"6 × 6\""));
}

TEST(Lens, TheDifferenceIsOfCellsAtTheSamePlaceOfBothOutputs) {
  const Derived derived = support::derived(newcomerDocument());
  const std::string text = lensText(derived);
  const auto a = shown(text, RefKind::canvas, 0, 1, 1), b = shown(text, RefKind::tile, 1, 0, 0),
             d = shown(text, RefKind::tile, 2, 0, 0);
  ASSERT_EQ(d.size(), 25U);
  for (const auto& [at, value] : d) EXPECT_EQ(value, a.at(at) - b.at(at)) << at[1] << ", " << at[2];
}

TEST(Lens, SaysWhyAFrameworkRefuses) {
  Document document = newcomerDocument();
  document.layer.in_channels = document.layer.out_channels = document.layer.groups = 2;
  const std::string text = lensText(support::derived(document));
  EXPECT_THAT(text, testing::HasSubstr("groups = 2: Conv2DTranspose has no groups"));
  EXPECT_THAT(text, testing::HasSubstr("needs both"));
}

TEST(Lens, TheCentreOfEveryCellStandsForTheCell) {
  support::forAll(10, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    Frame frame = frameOf(derived, 0);
    frame.faces = {Face::lens};
    frame.options.lens = {LensCall::onnx, LensCall::onnx_same_upper};
    RecordCanvas record;
    drawBoard(record, frame);
    for (const auto& [ref, box] : cellsOf(parseRecord(record.text()))) {
      HitCanvas hits(box.center());
      drawBoard(hits, frame);
      RC_ASSERT(hits.hit() == ref);
    }
  });
}

TEST(Lens, IsTidyForEveryExampleAndEveryCall) {
  for (const Box area : {Box{0, 0, 320, 200}, kArea})
    for (const Example& example : examples())
      for (const LensCall call : {LensCall::keras_same, LensCall::onnx_same_lower, LensCall::jax_valid}) {
        const Derived derived = support::derived(example.make());
        expectTidy(parseRecord(lensText(derived, {LensCall::pytorch, call}, area)), area,
                   std::string(example.id) + " " + std::string(info(call).id));
      }
}

TEST(Lens, IsAsItWasLookedAt) {
  const auto golden = [](const std::string& name, const Document& document, LensChoice choice = {}) {
    support::expectGolden("lens_" + name, lensText(support::derived(document), choice));
  };
  golden("textbook", textbookDocument());
  Document document = newcomerDocument();
  document.input_size = {2, 3};
  document.layer.output_padding = 1;
  golden("output_padding", document, {LensCall::pytorch, LensCall::onnx_same_lower});
  document.layer.output_padding = 0;
  document.layer.stride = 1;
  document.layer.dilation = 2;
  golden("dilation", document, {LensCall::pytorch, LensCall::jax_same});
  document = newcomerDocument();
  document.layer.in_channels = document.layer.out_channels = document.layer.groups = 2;
  golden("groups", document);
  document = newcomerDocument();
  document.layer.dims = 1;
  golden("one_dimensional", document, {LensCall::jax, LensCall::jax_same});
}

}  // namespace
}  // namespace lab::view

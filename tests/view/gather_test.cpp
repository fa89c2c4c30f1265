#include <gmock/gmock.h>

#include <set>

#include "model/examples.h"
#include "model/gather_facts.h"
#include "model/number.h"
#include "model/related.h"
#include "support/documents.h"
#include "support/golden.h"
#include "view/canvas_text.h"
#include "view/face_cases.h"
#include "view/record_lines.h"
#include "view/tidy_check.h"

/// The gather face: golden text, and its numbers against the definition in plain loops.
namespace lab::view {
namespace {

using support::pick;
using support::PlainScatter;

Frame gatherFrame(const Derived& derived, double time, Granularity granularity, Box area = kFaceBoard) {
  Frame frame = faceFrame(Face::gather, derived, time, area);
  frame.granularity = granularity;
  return frame;
}

TEST(GatherGolden, IsAsItWasLookedAt) {
  for (const FaceCase& c : faceCases()) {
    const Derived derived = support::derived(c.document);
    const Timeline timeline = timelineOf(*derived.trace);
    const double time = timeAfter(timeline, Granularity::cell, timeline.cells / 2);
    support::expectGolden("gather_" + c.name, scatterText(gatherFrame(derived, time, Granularity::cell)));
  }
  const Derived derived = support::derived(newcomerDocument());
  support::expectGolden("gather_turning", scatterText(gatherFrame(derived, 0.07, Granularity::cell)));
  support::expectGolden("gather_by_step", scatterText(gatherFrame(derived, 4.5, Granularity::element)));
}

/// The number in a cell; nothing where it holds no text.
std::optional<float> numberIn(const ByRef<std::vector<std::string>>& labels, const Ref& ref) {
  const auto found = labels.find(ref);
  if (found == labels.end()) return {};
  RC_ASSERT(found->second.size() == 1u);
  return parseNumber(found->second.front());
}

TEST(Gather, CellsHoldTheirFinalSumsInTheOrderOfTheOutput) {
  support::forAll(80, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const PlainScatter plain(document);
    const Timeline timeline = timelineOf(*derived.trace);
    const Index made = pick(0, timeline.cells);
    const Frame frame = gatherFrame(derived, timeAfter(timeline, Granularity::cell, made), Granularity::cell,
                                    {0, 0, 6000, 4000});
    const auto labels = labelsOf(parseRecord(scatterText(frame)));
    const auto cells = plain.after(plain.steps());
    Index place = 0;
    for (Index row = 0; row < plain.output.h; ++row)
      for (Index column = 0; column < plain.output.w; ++column)
        for (Index c = 0; c < document.layer.out_channels; ++c, ++place) {
          const Ref ref{RefKind::canvas, c, 0, row + plain.begin.h, column + plain.begin.w};
          const auto number = numberIn(labels, ref);
          RC_ASSERT(number.has_value() == (place < made));
          if (number) RC_ASSERT(*number == cells[plain.at({c, ref.row, ref.column})].value);
        }
  });
}

TEST(Gather, TheStretchedInputHoldsElementsAndZeros) {
  support::forAll(80, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const auto labels =
        labelsOf(parseRecord(scatterText(gatherFrame(derived, 0, Granularity::cell, {0, 0, 6000, 4000}))));
    const Index ins = document.layer.in_channels / document.layer.groups;
    const tconv::StretchedInput stretched = tconv::stretch(document.layer, *document.input.custom);
    const Shape shape = stretched.values.shape();
    for (Index c = 0; c < ins; ++c)
      for (Index row = 0; row < shape.h; ++row)
        for (Index column = 0; column < shape.w; ++column) {
          const Ref at{RefKind::stretched, c, 0, row, column};
          const Ref input = standingOn(*derived.trace, at);
          const auto number = numberIn(labels, input ? input : at);
          RC_ASSERT(number.has_value());
          RC_ASSERT(*number == stretched.values(0, c, row, column));
        }
  });
}

/// The sum that the words end with.
float sumInWords(const std::vector<RecordLine>& lines) {
  for (const RecordLine& line : lines)
    if (line.verb == "text" && line.text.starts_with("= ") && line.weight == Weight::bold)
      return *parseNumber(line.text.substr(2));
  throw std::runtime_error("no sum is written");
}

TEST(Gather, TheWordsEndInTheSumOfTheCell) {
  support::forAll(60, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const PlainScatter plain(document);
    const Timeline timeline = timelineOf(*derived.trace);
    const Index made = pick(1, timeline.cells);
    const auto lines = parseRecord(scatterText(gatherFrame(
        derived, timeAfter(timeline, Granularity::cell, made), Granularity::cell, {0, 0, 6000, 4000})));
    const tconv::GatherOrder order(document.layer, document.input_size);
    const tconv::OutputCell cell = order.cell(made - 1);
    RC_ASSERT(sumInWords(lines) ==
              plain.after(plain.steps())[plain.at({cell.channel, cell.row, cell.column})].value);
  });
}

TEST(Gather, TheWindowLiesOnTheTermsOfTheCell) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const tconv::Trace& trace = *derived.trace;
    const Timeline timeline = timelineOf(trace);
    const Index made = pick(1, timeline.cells);
    const auto place = gatherPlace(
        trace, momentAt(timeline, timeAfter(timeline, Granularity::cell, made), Granularity::cell));
    RC_ASSERT(place.has_value());
    for (const tconv::Term& t : tconv::termsOf(trace.layer(), document.input_size, place->cell.channel,
                                               place->cell.row, place->cell.column)) {
      const Ref at = stretchedOf(trace, {RefKind::input, t.channel, 0, t.row, t.column});
      RC_ASSERT(place->window.contains(at.row, at.column));
      // The turned kernel's tap at that place is the tap of the term.
      const Shape w = trace.weight().shape();
      RC_ASSERT(at.row - place->window.top == (w.h - 1 - t.u) * trace.axes().h.dilation);
      RC_ASSERT(at.column - place->window.left == (w.w - 1 - t.v) * trace.axes().w.dilation);
    }
  });
}

TEST(Gather, StepByStepTheKernelVisitsEveryKeptCellOfTheFootprint) {
  const Derived derived = support::derived(newcomerDocument());
  const Timeline timeline = timelineOf(*derived.trace);
  std::set<std::pair<Index, Index>> visited;
  for (int i = 1; i < 200; ++i) {
    const auto place = gatherPlace(*derived.trace, momentAt(timeline, 4 + i / 200.0, Granularity::element));
    ASSERT_TRUE(place);
    visited.insert({place->cell.row, place->cell.column});
  }
  EXPECT_EQ(visited.size(), 9u) << "the whole patch of the middle element is kept";
  EXPECT_FALSE(gatherPlace(*derived.trace, momentAt(timeline, 0, Granularity::element)));
}

TEST(Gather, TheKernelTurnsBeforeItSlides) {
  const Derived derived = support::derived(textbookDocument());
  const auto boxes = [&](double time) {
    return cellsOf(parseRecord(scatterText(gatherFrame(derived, time, Granularity::cell))));
  };
  const Ref first{RefKind::weight, 0, 0, 0, 0}, last{RefKind::weight, 0, 0, 1, 1};
  const auto rest = boxes(0), turned = boxes(4);
  EXPECT_EQ(turned.at(first), rest.at(last));
  EXPECT_EQ(turned.at(last), rest.at(first));
  const auto turning = boxes(0.1);
  EXPECT_NE(turning.at(first), rest.at(first));
  EXPECT_NE(turning.at(first), turned.at(first));
}

TEST(Gather, TheMeterCountsUsefulMultiplyAdds) {
  const Derived derived = support::derived(newcomerDocument());
  const std::string text = scatterText(gatherFrame(derived, 3, Granularity::cell, {0, 0, 1280, 720}));
  EXPECT_THAT(text, testing::HasSubstr("\"49 of 225 multiply-adds useful\""));
}

TEST(Gather, SaysWhatTheInputIsPaddedBy) {
  const auto text = [](void (*edit)(Layer&)) {
    Document document = newcomerDocument();
    document.input_size = 4;
    edit(document.layer);
    const Derived derived = support::derived(document);
    return scatterText(gatherFrame(derived, 0, Granularity::cell, {0, 0, 1600, 900}));
  };
  EXPECT_THAT(text([](Layer&) {}), testing::HasSubstr("padded by d(k − 1) − p = 1\""));
  EXPECT_THAT(text([](Layer& l) { l.padding = Pair{3}; }),
              testing::HasSubstr("padded by d(k − 1) − p = −1; negative crops\""));
  EXPECT_THAT(text([](Layer& l) { l.output_padding = 1; }),
              testing::HasSubstr("padded by d(k − 1) − p = 1 before, + op = 2 after\""));
  EXPECT_THAT(text([](Layer& l) {
                l.padding = {Pair{0}, Pair{3}};
              }),
              testing::HasSubstr("padded by d(k − 1) − p = 2 before, −1 after; negative crops\""));
  EXPECT_THAT(text([](Layer& l) {
                l.padding = Pair{0, 1};
              }),
              testing::HasSubstr("padded by d(k − 1) − p = (2, 1)\""));
}

TEST(Gather, AHoveredZeroIsOutlinedLikeAnElement) {
  const Derived derived = support::derived(newcomerDocument());
  Frame frame = gatherFrame(derived, 0, Granularity::cell);
  for (const Ref& ref : {Ref{RefKind::stretched, 0, 0, 2, 2}, Ref{RefKind::input, 0, 0, 1, 1}}) {
    frame.hover = ref;
    const auto lines = parseRecord(scatterText(frame));
    const Point cell = cellsOf(lines).at(ref).center();
    const auto outlines = outlinesOf(lines, hexColor(theme(ThemeChoice::light).accent) + "/2");
    EXPECT_TRUE(
        std::any_of(outlines.begin(), outlines.end(), [&](const Box& b) { return b.center() == cell; }));
  }
}

TEST(Gather, TheCentreOfEveryCellStandsForTheCell) { expectCellsAreHit(Face::gather, Granularity::cell); }

TEST(Gather, EveryExampleIsTidyInEveryRoom) { expectTidyExamples(drawGather); }

}  // namespace
}  // namespace lab::view

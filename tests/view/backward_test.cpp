#include <gmock/gmock.h>

#include "face_cases.h"
#include "model/number.h"
#include "support/golden.h"
#include "tidy_check.h"
#include "view/canvas_text.h"
#include "view/hit_canvas.h"

/// The face of gradients: its pictures as text, its numbers against the definition in plain loops.
namespace lab::view {
namespace {

using support::pick;
using support::PlainScatter;

std::vector<RecordLine> linesOf(const Frame& frame) { return linesIn(drawBackward, frame); }

struct GoldenCase {
  std::string name;
  Document document;
  double time = 0;
  Granularity granularity = Granularity::element;
  tconv::Loss loss = tconv::Loss::sum;
};
void PrintTo(const GoldenCase& c, std::ostream* out) { *out << c.name; }

std::vector<GoldenCase> goldenCases() {
  std::vector<GoldenCase> cases;
  for (const FaceCase& c : faceCases()) cases.push_back({c.name, c.document, 2});
  const Document textbook = textbookDocument();
  cases.push_back({"rest", textbook, 0});
  cases.push_back({"weighing", textbook, 1.3});
  cases.push_back({"adding", textbook, 1.88});
  cases.push_back({"tap", textbook, 1.5, Granularity::tap});
  cases.push_back({"cell", textbook, 2, Granularity::cell});
  cases.push_back({"half_square", textbook, 4, Granularity::element, tconv::Loss::half_square});
  return cases;
}

class BackwardGolden : public testing::TestWithParam<GoldenCase> {};

TEST_P(BackwardGolden, IsAsItWasLookedAt) {
  const GoldenCase& c = GetParam();
  const Derived derived = support::derived(c.document);
  Frame frame = faceFrame(Face::backward, derived, c.time);
  frame.granularity = c.granularity;
  frame.options.loss = c.loss;
  RecordCanvas canvas;
  drawBoard(canvas, frame);
  support::expectGolden("backward_" + c.name, canvas.text());
}

INSTANTIATE_TEST_SUITE_P(Cases, BackwardGolden, testing::ValuesIn(goldenCases()),
                         [](const auto& about) { return about.param.name; });

TEST(Backward, TextsAreInTheirAreaAndApart) { expectTidyExamples(drawBackward); }

/// dLoss/dy of a canvas cell: 0 where it is cropped.
float dyOf(const PlainScatter::Cell& cell, tconv::Loss loss) {
  if (!cell.kept) return 0;
  return loss == tconv::Loss::sum ? 1 : cell.value;
}

/// dLoss/dx of the element of a step.
float dxOf(const PlainScatter& plain, const std::vector<PlainScatter::Cell>& cells, tconv::Loss loss,
           Index step) {
  float sum = 0;
  for (Index i = 0; i < plain.taps(); ++i) {
    const auto tap = plain.tap(i);
    sum += dyOf(cells[plain.at(plain.landing(step, tap))], loss) *
           plain.w(plain.element(step).channel, tap.channel, tap.row, tap.column);
  }
  return sum;
}

/// The number that a label stands for: up to five digits are written out.
void expectLabel(const std::vector<std::string>& labels, float value) {
  RC_ASSERT(labels.size() == 1u);
  const auto number = parseNumber(labels.front());
  RC_ASSERT(number.has_value());
  RC_ASSERT(std::abs(*number - value) <= 1e-3F * std::abs(value));
}

TEST(Backward, AfterEachStepItsElementOfTheInputGradientIsThere) {
  support::forAll(150, [] {
    const Document document = *support::documents();
    const PlainScatter plain(document);
    const auto cells = plain.after(plain.steps());
    const Derived derived = support::derived(document);
    const Index done = pick(0, plain.steps());
    const tconv::Loss loss = pick(0, 1) == 0 ? tconv::Loss::sum : tconv::Loss::half_square;
    Frame frame = faceFrame(Face::backward, derived, static_cast<double>(done), {0, 0, 14000, 12000});
    frame.options.loss = loss;
    const auto labels = labelsOf(linesOf(frame));
    for (Index step = 0; step < plain.steps(); ++step) {
      const auto e = plain.element(step);
      const auto found = labels.find({RefKind::input, e.channel, 0, e.row, e.column});
      RC_ASSERT((found != labels.end()) == (step < done));
      if (step < done) expectLabel(found->second, dxOf(plain, cells, loss, step));
    }
  });
}

TEST(Backward, TheWeightGradientIsTheSumOfWhatTheStepsHaveAdded) {
  support::forAll(150, [] {
    const Document document = *support::documents();
    const PlainScatter plain(document);
    const Derived derived = support::derived(document);
    const Index done = pick(1, plain.steps()), channel = plain.element(done - 1).channel;
    const auto cells = plain.after(plain.steps());
    const Frame frame = faceFrame(Face::backward, derived, static_cast<double>(done), {0, 0, 14000, 12000});
    const auto labels = labelsOf(linesOf(frame));
    for (Index i = 0; i < plain.taps(); ++i) {
      const auto tap = plain.tap(i);
      float sum = 0;
      bool lands = false,
           begun = false;  // on the output in the last step; a step before it was the channel's
      for (Index step = 0; step < done; ++step) {
        if (plain.element(step).channel != channel) continue;
        const auto& cell = cells[plain.at(plain.landing(step, tap))];
        sum += plain.x(step) * dyOf(cell, tconv::Loss::sum);
        lands = cell.kept;
        begun = begun || step < done - 1;
      }
      // The kernel, the increment and what the increments have come to.
      const auto& texts = labels.at({RefKind::weight, channel, tap.channel, tap.row, tap.column});
      RC_ASSERT(texts.size() == 1u + (lands ? 1 : 0) + (lands || begun ? 1 : 0));
      if (lands || begun) expectLabel({texts.back()}, sum);
    }
  });
}

TEST(Backward, TheCentreOfEveryCellStandsForTheCell) {
  support::forAll(15, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const double steps = static_cast<double>(derived.trace->steps());
    const Frame frame = faceFrame(
        Face::backward, derived, std::floor(steps * static_cast<double>(pick(0, 10)) / 10), {0, 0, 900, 700});
    for (const auto& [ref, box] : cellsOf(linesOf(frame))) {
      HitCanvas hit(box.center());
      drawBackward(hit, frame);
      RC_ASSERT(hit.hit() == ref);
    }
  });
}

TEST(Backward, GoingByCellTheCellAndTheInputsItCameFromAreMarked) {
  const Derived derived = support::derived(textbookDocument());
  Frame frame =
      faceFrame(Face::backward, derived, timeAfter(timelineOf(*derived.trace), Granularity::cell, 5));
  frame.granularity = Granularity::cell;  // the fifth is y[1,1]
  const auto lines = linesOf(frame);
  const auto cells = cellsOf(lines);
  const auto outlines = outlinesOf(lines, hexColor(theme(ThemeChoice::light).highlight) + "/3");
  const auto marked = [&](const Ref& ref) {
    return std::any_of(outlines.begin(), outlines.end(),
                       [&](const Box& box) { return box.contains(cells.at(ref).center()); });
  };
  EXPECT_TRUE(marked({RefKind::canvas, 0, 0, 1, 1}));
  EXPECT_FALSE(marked({RefKind::canvas, 0, 0, 1, 2}));
  for (Index i : {0, 1})
    for (Index j : {0, 1}) EXPECT_TRUE(marked({RefKind::input, 0, 0, i, j})) << i << j;
}

}  // namespace
}  // namespace lab::view

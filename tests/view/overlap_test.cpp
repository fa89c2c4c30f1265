#include <gmock/gmock.h>

#include "support/golden.h"
#include "tidy_check.h"
#include "view/hit_canvas.h"

namespace lab::view {
namespace {

Document edited(Document document, void (*edit)(Document&)) {
  edit(document);
  return document;
}

Document example(std::string_view id) {
  for (const Example& e : examples())
    if (e.id == id) return e.make();
  throw std::out_of_range(std::string(id));
}

/// Without the board around it.
Frame overlapFrame(const Derived& derived, double time, Box area = {0, 0, 728, 500}) {
  Frame frame = frameOf(derived, time, area);
  frame.faces = {Face::overlap};
  return frame;
}

struct GoldenCase {
  std::string name;
  Document document;
  double time = 0;
  void (*adjust)(Frame&) = [](Frame&) {};
};
void PrintTo(const GoldenCase& c, std::ostream* out) { *out << c.name; }

class OverlapGolden : public testing::TestWithParam<GoldenCase> {};

TEST_P(OverlapGolden, IsAsItWasLookedAt) {
  const GoldenCase& c = GetParam();
  const Derived derived = support::derived(c.document);
  Frame frame = overlapFrame(derived, c.time);
  c.adjust(frame);
  RecordCanvas canvas;
  drawBoard(canvas, frame);
  support::expectGolden("overlap_" + c.name, canvas.text());
}

const std::vector<GoldenCase> kCases = {
    {"textbook", textbookDocument(), 2},
    {"rectangular",
     edited(newcomerDocument(),
            [](Document& d) {
              d.input_size = {2, 4};
              d.layer.output_padding = 1;
            }),
     3},
    {"dilation", example("dilation"), 4},
    {"channels", example("channels"), 7},
    {"one_dimensional", example("one_dimensional"), 2},
    {"even", example("even"), 0},
    {"by_cell", newcomerDocument(), 4.5, [](Frame& f) { f.granularity = Granularity::cell; }},
    {"pinned", newcomerDocument(), 5, [](Frame& f) { f.pinned = {RefKind::input, 0, 0, 1, 1}; }},
};
constexpr auto kName = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Cases, OverlapGolden, testing::ValuesIn(kCases), kName);

TEST(OverlapFace, ExamplesAreTidy) { expectTidyExamples(drawOverlap); }

TEST(OverlapFace, CellsHoldTheTapsThatTheScatterLeavesThere) {
  support::forAll(80, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const support::PlainScatter plain(document);
    const auto cells = plain.after(plain.steps());
    const auto labels = labelsOf(linesIn(drawOverlap, overlapFrame(derived, 0, {0, 0, 2000, 1600})));
    const Index inputs = document.layer.in_channels / document.layer.groups;
    Index shown = 0;
    for (const auto& [ref, texts] : labels) {
      if (ref.kind != RefKind::canvas) continue;
      const auto& cell = cells[plain.at({0, ref.row, ref.column})];
      RC_ASSERT(cell.kept);
      RC_ASSERT(texts == std::vector<std::string>{std::to_string(cell.terms / inputs)});
      ++shown;
    }
    RC_ASSERT(shown == plain.output.h * plain.output.w);
  });
}

TEST(OverlapFace, TheOutputOfOnesIsTheScatterOfOnes) {
  support::forAll(80, [] {
    Document document = *support::documents();
    const Derived derived = support::derived(document);
    document.input.custom = std::make_shared<const Tensor>(inputShape(document), 1.0F);
    document.bias.assign(document.bias.size(), 0.0F);
    const support::PlainScatter plain(document);
    const auto cells = plain.after(plain.steps());
    const auto labels = labelsOf(linesIn(drawOverlap, overlapFrame(derived, 0, {0, 0, 2000, 1600})));
    for (const auto& [ref, texts] : labels) {
      if (ref.kind != RefKind::tile) continue;
      const auto& cell = cells[plain.at({0, ref.row + plain.begin.h, ref.column + plain.begin.w})];
      RC_ASSERT(texts == std::vector<std::string>{cell.value < 0
                                                      ? "−" + std::to_string(-std::lround(cell.value))
                                                      : std::to_string(std::lround(cell.value))});
    }
  });
}

TEST(OverlapFace, TheCentreOfEveryCellStandsForIt) {
  support::forAll(15, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const Frame frame = overlapFrame(derived, 1);
    for (const auto& [ref, box] : cellsOf(linesIn(drawOverlap, frame))) {
      HitCanvas canvas(box.center());
      drawOverlap(canvas, frame);
      RC_ASSERT(canvas.hit() == ref);
    }
  });
}

TEST(OverlapFace, TinyCellsAreHitAtTheirPlaceOnTheCanvas) {
  const Derived derived = support::derived(example("picture"));
  const Frame frame = overlapFrame(derived, 0);
  const std::vector<RecordLine> lines = linesIn(drawOverlap, frame);
  const auto heat = std::find_if(lines.begin(), lines.end(), [](const RecordLine& line) {
    return line.verb == "heatmap" && line.ref.kind == RefKind::canvas;
  });
  ASSERT_NE(heat, lines.end());
  const double cell = heat->box().w / 128;
  HitCanvas canvas({heat->box().x + 5.5 * cell, heat->box().y + 7.5 * cell});
  drawOverlap(canvas, frame);
  EXPECT_EQ(canvas.hit(), (Ref{RefKind::canvas, 0, 0, 7 + 1, 5 + 1}));
}

std::vector<std::string> textsOf(const Document& document) {
  const Derived derived = support::derived(document);
  std::vector<std::string> texts;
  for (const RecordLine& line : linesIn(drawOverlap, overlapFrame(derived, 0)))
    if (line.verb == "text") texts.push_back(line.text);
  return texts;
}

TEST(OverlapFace, SaysTheVerdictTheLawAndTheWayOut) {
  using testing::Contains;
  const auto uneven = textsOf(example("uneven"));
  EXPECT_THAT(uneven, Contains("Uneven"));
  EXPECT_THAT(uneven, Contains("g = gcd(d, s) = gcd(1, 2) = 1, k / s = 3 / 2: 1 or 2 taps"));
  EXPECT_THAT(uneven, Contains("A peak at 1/2: the checkerboard"));
  EXPECT_THAT(uneven, Contains("k 4 (instead of 3)"));
  const auto even = textsOf(example("even"));
  EXPECT_THAT(even, Contains("Even"));
  EXPECT_THAT(even, Contains("No peak at 1/2: even"));
}

TEST(OverlapFace, SharedFactorsAreHolesAndDifferentAxesSaySo) {
  using testing::Contains;
  const auto holes = textsOf(edited(newcomerDocument(), [](Document& d) {
    d.layer.dilation = 2;
    d.layer.kernel_size = 3;
  }));
  EXPECT_THAT(holes, Contains("Holes"));
  EXPECT_THAT(
      holes,
      Contains(testing::StartsWith("g = gcd(d, s) = gcd(2, 2) = 2, k / (s / g) = 3 / 1: 0 or 3 taps")));
  const auto apart = textsOf(edited(newcomerDocument(), [](Document& d) { d.layer.stride = {1, 2}; }));
  EXPECT_THAT(apart, Contains("Height even, width uneven"));
  EXPECT_THAT(apart, Contains(testing::StartsWith("Width: g = ")));
  EXPECT_THAT(apart, Contains("Spectrum of the height"));
}

}  // namespace
}  // namespace lab::view

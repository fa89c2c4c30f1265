#include <gmock/gmock.h>

#include <set>

#include "model/number.h"
#include "support/golden.h"
#include "view/canvas_text.h"
#include "view/hit_canvas.h"
#include "view/tidy_check.h"

/// The face of intermediate tensors: its pictures as text, its numbers against the definition in plain loops.
namespace lab::view {
namespace {

using support::pick;
using support::PlainScatter;

/// Room enough that every tile of a generated document has cells with numbers.
constexpr Box kRoomy{0, 0, 14000, 12000};

std::vector<RecordLine> linesOf(const Frame& frame) { return linesIn(drawIntermediates, frame); }

std::vector<std::string> textsOf(const std::vector<RecordLine>& lines) {
  std::vector<std::string> texts;
  for (const RecordLine& line : lines)
    if (line.verb == "text") texts.push_back(line.text);
  return texts;
}

/// The cells of the tiles: of the boxes that stand for a product the first, as the bars of the sum come
/// later.
ByRef<Box> tileCellsOf(const std::vector<RecordLine>& lines) {
  ByRef<Box> cells;
  for (const RecordLine& line : lines)
    if (line.verb == "rect" && line.ref.kind == RefKind::term) cells.emplace(line.ref, line.box());
  return cells;
}

Document example(std::string_view id) {
  for (const Example& e : examples())
    if (e.id == id) return e.make();
  throw std::out_of_range(std::string(id));
}

Document withInput(Document document, Pair size) {
  document.input_size = size;
  return document;
}

struct GoldenCase {
  std::string name;
  Document document;
  double time = 0;
  Granularity granularity = Granularity::element;
  Box area = {0, 0, 728, 500};
};

void PrintTo(const GoldenCase& c, std::ostream* out) { *out << c.name; }

class IntermediatesGolden : public testing::TestWithParam<GoldenCase> {};

TEST_P(IntermediatesGolden, IsAsItWasLookedAt) {
  const GoldenCase& c = GetParam();
  const Derived derived = support::derived(c.document);
  Frame frame = frameOf(derived, c.time, c.area);
  frame.granularity = c.granularity;
  RecordCanvas canvas;
  drawIntermediates(canvas, frame);
  support::expectGolden("intermediates_" + c.name, canvas.text());
}

INSTANTIATE_TEST_SUITE_P(
    All, IntermediatesGolden,
    testing::Values(GoldenCase{"textbook_rest", textbookDocument(), 0},
                    GoldenCase{"textbook_3", textbookDocument(), 3},
                    GoldenCase{"textbook_scale", textbookDocument(), 2.42},
                    GoldenCase{"textbook_travel", textbookDocument(), 2.64},
                    GoldenCase{"textbook_add", textbookDocument(), 2.88},
                    GoldenCase{"textbook_tap", textbookDocument(), 2.5, Granularity::tap},
                    GoldenCase{"textbook_cell", textbookDocument(), 2, Granularity::cell},
                    GoldenCase{"output_padding", withInput(example("output_padding"), {2, 3}), 4},
                    GoldenCase{"dilation", example("dilation"), 5},
                    GoldenCase{"channels", example("channels"), 7},
                    GoldenCase{"one_dimensional", example("one_dimensional"), 3},
                    GoldenCase{"window", withInput(newcomerDocument(), 8), 31},
                    GoldenCase{"picture", withInput(newcomerDocument(), 64), 2100},
                    GoldenCase{"quarter", newcomerDocument(), 5, Granularity::element, {0, 0, 364, 212}}),
    [](const auto& about) { return about.param.name; });

TEST(Intermediates, TextsAreInTheirAreaAndApart) { expectTidyExamples(drawIntermediates); }

struct Shown {
  Document document;
  Derived derived;
  PlainScatter plain;
  Index step = 0, taps = 0;  ///< the settled state
  std::vector<RecordLine> lines;
  ByRef<std::vector<std::string>> labels;
};

/// A random document at a random settled state, drawn.
Shown pickShown() {
  const Document document = *support::documents();
  Shown shown{document, support::derived(document), PlainScatter(document), 0, 0, {}, {}};
  const bool by_tap = pick(0, 2) == 0;
  const Index taps = shown.plain.taps(), unit = pick(0, shown.plain.steps() * (by_tap ? taps : 1));
  shown.step = by_tap ? unit / taps : unit;
  shown.taps = by_tap ? unit % taps : 0;
  Frame frame = frameOf(
      shown.derived,
      static_cast<double>(shown.step) + static_cast<double>(shown.taps) / static_cast<double>(taps), kRoomy);
  frame.granularity = by_tap ? Granularity::tap : Granularity::element;
  shown.lines = linesOf(frame);
  shown.labels = labelsOf(shown.lines);
  return shown;
}

std::optional<float> numberIn(const ByRef<std::vector<std::string>>& labels, const Ref& ref) {
  const auto found = labels.find(ref);
  if (found == labels.end()) return {};
  RC_ASSERT(found->second.size() == 1u);
  return parseNumber(found->second.front());
}

/// The output channel that is shown: the first that the active step adds to.
Index channelOf(const Shown& shown) {
  if (shown.taps > 0) return shown.plain.firstOut(shown.step);
  return shown.step > 0 ? shown.plain.firstOut(shown.step - 1) : 0;
}

Ref termOfTap(const PlainScatter& plain, Index step, const PlainScatter::Place& tap) {
  const auto e = plain.element(step);
  return {RefKind::term, e.channel, tap.channel, e.row, e.column, tap.row, tap.column};
}

TEST(Intermediates, TilesHoldTheProductsOfTheStepsThatAreDone) {
  support::forAll(150, [] {
    const Shown shown = pickShown();
    const PlainScatter& plain = shown.plain;
    const Index channel = channelOf(shown);
    Index terms = 0;
    for (Index step = 0; step < plain.steps(); ++step)
      for (Index i = 0; i < plain.taps(); ++i) {
        const auto tap = plain.tap(i);
        const auto number = numberIn(shown.labels, termOfTap(plain, step, tap));
        const bool done = step < shown.step || (step == shown.step && i < shown.taps);
        const bool written = done && plain.landing(step, tap).channel == channel;
        RC_ASSERT(number.has_value() == written);
        if (!written) continue;
        RC_ASSERT(*number ==
                  plain.x(step) * plain.w(plain.element(step).channel, tap.channel, tap.row, tap.column));
        ++terms;
      }
    Index drawn = 0;
    for (const auto& [ref, box] : cellsOf(shown.lines)) drawn += ref.kind == RefKind::term;
    RC_ASSERT(drawn == terms);
  });
}

TEST(Intermediates, TheSumHoldsWhatTheTilesAddUpTo) {
  support::forAll(150, [] {
    const Shown shown = pickShown();
    const PlainScatter& plain = shown.plain;
    const auto cells = plain.after(shown.step, shown.taps);
    const Index channel = channelOf(shown);
    for (Index row = 0; row < plain.canvas.h; ++row)
      for (Index column = 0; column < plain.canvas.w; ++column) {
        const PlainScatter::Cell& cell = cells[plain.at({channel, row, column})];
        const auto number = numberIn(shown.labels, {RefKind::canvas, channel, 0, row, column});
        const bool written = cell.terms > 0 || cell.started || shown.step == plain.steps();
        RC_ASSERT(number.has_value() == written);
        if (written) RC_ASSERT(*number == cell.value);
      }
  });
}

TEST(Intermediates, GoingByCellTheTermsOfTheCellAreMarkedInFilledTiles) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const PlainScatter plain(document);
    const Derived derived = support::derived(document);
    const tconv::GatherOrder order(document.layer, derived.trace->x().shape().spatial());
    const Index place = pick(0, order.count() - 1);
    const Timeline timeline = timelineOf(*derived.trace);
    Frame frame = frameOf(derived, timeAfter(timeline, Granularity::cell, place + 1), kRoomy);
    frame.granularity = Granularity::cell;
    const auto lines = linesOf(frame);
    const auto cells = tileCellsOf(lines);
    const auto cell = order.cell(place);
    std::set<Ref, RefOrder> expected, marked;
    for (Index step = 0; step < plain.steps(); ++step)
      for (Index i = 0; i < plain.taps(); ++i) {
        const auto at = plain.landing(step, plain.tap(i));
        const Ref term = termOfTap(plain, step, plain.tap(i));
        RC_ASSERT((cells.count(term) == 1) == (at.channel == cell.channel));
        if (at == PlainScatter::Place{cell.channel, cell.row, cell.column}) expected.insert(term);
      }
    for (const Box& box : outlinesOf(lines, hexColor(theme(ThemeChoice::light).highlight) + "/3"))
      for (const auto& [ref, c] : cells)
        if (ref.kind == RefKind::term && box.contains(c.center())) marked.insert(ref);
    RC_ASSERT(marked == expected);
  });
}

TEST(Intermediates, TheCentreOfEveryCellStandsForTheCell) {
  support::forAll(15, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const double steps = static_cast<double>(derived.trace->steps());
    Frame frame =
        frameOf(derived, std::floor(steps * static_cast<double>(pick(0, 10)) / 10), {0, 0, 900, 700});
    frame.pinned = {RefKind::canvas, 0, 0, 0, 0};
    for (const auto& [ref, box] : cellsOf(linesOf(frame))) {
      HitCanvas hit(box.center());
      drawIntermediates(hit, frame);
      RC_ASSERT(hit.hit() == ref);
    }
  });
}

TEST(Intermediates, NothingMovesWhileTilesFillUp) {
  support::forAll(40, [] {
    Document document = *support::documents();
    document.layer.groups = 1;  // else other steps take the place of those of another group
    document.kernel.custom.reset();
    const Derived derived = support::derived(document);
    const double steps = static_cast<double>(derived.trace->steps());
    const auto end = tileCellsOf(linesOf(frameOf(derived, steps, kRoomy)));
    const double time = steps * static_cast<double>(pick(0, 1000)) / 1000;
    for (const auto& [ref, box] : tileCellsOf(linesOf(frameOf(derived, time, kRoomy))))
      RC_ASSERT(end.at(ref) == box);
  });
}

Box boxOfTile(const std::vector<RecordLine>& lines) {
  const auto frames = outlinesOf(lines, hexColor(theme(ThemeChoice::light).highlight) + "/3");
  return frames.empty() ? Box{} : frames.front();
}

TEST(Intermediates, AWindowOfManyTilesFollowsTheStep) {
  const Derived derived = support::derived(withInput(newcomerDocument(), 8));
  std::set<std::string> notes;
  for (int step = 1; step <= 64; ++step) {
    const Frame frame = frameOf(derived, step, {0, 0, 728, 500});
    const auto lines = linesOf(frame);
    const Box tile = boxOfTile(lines);
    EXPECT_GT(tile.w, 100) << step;
    EXPECT_TRUE(tile.x >= 0 && tile.y >= 0 && tile.right() <= 728 && tile.bottom() <= 500) << step;
    int first = 0, last = 0;
    for (const std::string& text : textsOf(lines))
      if (std::sscanf(text.c_str(), "steps %d–%d of 64", &first, &last) == 2) notes.insert(text);
    EXPECT_LE(first, step);
    EXPECT_GE(last, step);
  }
  EXPECT_GT(notes.size(), 10u);
}

TEST(Intermediates, PanningTheWindowBringsOtherTilesAndLeavesTheSum) {
  const Derived derived = support::derived(withInput(newcomerDocument(), 8));
  const Frame frame = frameOf(derived, 1, {0, 0, 728, 500});
  Frame panned = frame;
  panned.pan.y = -1;
  const auto before = linesOf(frame), after = linesOf(panned);
  EXPECT_THAT(textsOf(before), testing::Contains("x[0,0] = 1"));
  EXPECT_THAT(textsOf(after), testing::Not(testing::Contains("x[0,0] = 1")));
  EXPECT_THAT(textsOf(after), testing::Contains(testing::StartsWith("x[0,6] = ")));
  const Ref sum{RefKind::canvas, 0, 0, 5, 5};
  EXPECT_EQ(cellsOf(before).at(sum), cellsOf(after).at(sum));
  panned.pan.y = -100;  // no further than the last
  EXPECT_THAT(textsOf(linesOf(panned)), testing::Contains("x[7,7] = 64"));
}

TEST(Intermediates, ZoomEnlargesWhatFitsAroundTheMiddle) {
  const Derived derived = support::derived(textbookDocument());
  const Frame frame = frameOf(derived, 3, {0, 0, 728, 500});
  Frame zoomed = frame;
  zoomed.zoom = 1.5;
  zoomed.pan = {0.1, -0.2};
  const Ref term{RefKind::term, 0, 0, 0, 1, 0, 1};
  const Box before = cellsOf(linesOf(frame)).at(term), after = cellsOf(linesOf(zoomed)).at(term);
  EXPECT_DOUBLE_EQ(after.w, 1.5 * before.w);
  EXPECT_NEAR(after.x, 364 + 1.5 * (before.x - 364) + 72.8, 0.01);
  EXPECT_NEAR(after.y, 250 + 1.5 * (before.y - 250) - 100, 0.01);
}

TEST(Intermediates, APinnedOrHoveredCellChoosesTheOutputChannel) {
  const Derived derived = support::derived(example("channels"));
  Frame frame = frameOf(derived, 1, {0, 0, 728, 500});
  EXPECT_THAT(textsOf(linesOf(frame)), testing::Contains("to channel 0 of 2"));
  frame.hover = {RefKind::canvas, 1, 0, 0, 0};
  EXPECT_THAT(textsOf(linesOf(frame)), testing::Contains("to channel 1 of 2"));
  frame.pinned = {RefKind::canvas, 0, 0, 0, 0};
  EXPECT_THAT(textsOf(linesOf(frame)), testing::Contains("to channel 0 of 2"));
}

TEST(Intermediates, TheBiasIsSaidBesideTheSum) {
  Document document = textbookDocument();
  document.layer.bias = true;
  document.bias = {-0.5F};
  const Derived derived = support::derived(document);
  EXPECT_THAT(textsOf(linesOf(frameOf(derived, 1, {0, 0, 728, 500}))),
              testing::Contains("Bias −0.5 + their sum so far"));
}

}  // namespace
}  // namespace lab::view

#include <gmock/gmock.h>

#include <set>

#include "model/number.h"
#include "support/golden.h"
#include "view/canvas_text.h"
#include "view/hit_canvas.h"
#include "view/tidy_check.h"

/// The face of channels: its pictures as text, its numbers against the definition in plain loops.
namespace lab::view {
namespace {

using support::pick;
using support::PlainScatter;

/// Room enough that every grid of a generated document has cells with numbers.
constexpr Box kRoomy{0, 0, 12000, 9000};

std::vector<RecordLine> linesOf(const Frame& frame) { return linesIn(drawChannels, frame); }

std::vector<std::string> textsOf(const std::vector<RecordLine>& lines) {
  std::vector<std::string> texts;
  for (const RecordLine& line : lines)
    if (line.verb == "text") texts.push_back(line.text);
  return texts;
}

Document withChannels(Index in, Index out, Index groups) {
  Document document = newcomerDocument();
  document.layer.in_channels = in;
  document.layer.out_channels = out;
  document.layer.groups = groups;
  document.kernel.preset = tconv::KernelPreset::random_integers;
  return document;
}

Document withBias(Document document) {
  document.layer.bias = true;
  for (Index o = 0; o < document.layer.out_channels; ++o)
    document.bias.push_back(static_cast<float>(o) - 0.5F);
  return document;
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

Document oneDimensional() {
  Document document = example("one_dimensional");
  document.layer.in_channels = 2;
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

class ChannelsGolden : public testing::TestWithParam<GoldenCase> {};

TEST_P(ChannelsGolden, IsAsItWasLookedAt) {
  const GoldenCase& c = GetParam();
  const Derived derived = support::derived(c.document);
  Frame frame = frameOf(derived, c.time, c.area);
  frame.granularity = c.granularity;
  RecordCanvas canvas;
  drawChannels(canvas, frame);
  support::expectGolden("channels_" + c.name, canvas.text());
}

INSTANTIATE_TEST_SUITE_P(
    All, ChannelsGolden,
    testing::Values(GoldenCase{"textbook", textbookDocument(), 3},
                    GoldenCase{"output_padding", withInput(example("output_padding"), {2, 3}), 4},
                    GoldenCase{"dilation", example("dilation"), 5},
                    GoldenCase{"groups_rest", withBias(example("channels")), 0},
                    GoldenCase{"groups", withBias(example("channels")), 7},
                    GoldenCase{"groups_copy", withBias(example("channels")), 7.4},
                    GoldenCase{"groups_cell", example("channels"), 9, Granularity::cell},
                    GoldenCase{"depthwise", withChannels(3, 3, 3), 14.88},
                    GoldenCase{"dense", withInput(withChannels(8, 8, 1), 2), 20},
                    GoldenCase{"overview", withInput(withChannels(64, 64, 4), 1), 20},
                    GoldenCase{"one_dimensional", oneDimensional(), 5},
                    GoldenCase{"quarter", example("channels"), 7, Granularity::element, {0, 0, 364, 212}}),
    [](const auto& about) { return about.param.name; });

TEST(Channels, TextsAreInTheirAreaAndApart) { expectTidyExamples(drawChannels); }

TEST(Channels, TextsOfManyChannelsAreInTheirAreaAndApart) {
  for (const auto& [in, out, groups] : {std::tuple{2, 3, 1},
                                        {3, 3, 3},
                                        {8, 8, 1},
                                        {8, 8, 4},
                                        {1, 16, 1},
                                        {16, 1, 1},
                                        {64, 64, 1},
                                        {12, 24, 12}}) {
    const Derived derived = support::derived(withBias(withChannels(in, out, groups)));
    for (const Box area : {Box{0, 0, 320, 200}, {0, 0, 364, 230}, {0, 0, 364, 480}, {0, 0, 728, 500}}) {
      const Frame frame = frameOf(derived, 5, area);
      EXPECT_EQ(untidiness(linesOf(frame), area), "")
          << in << " to " << out << " in " << groups << ", " << area.w << " x " << area.h;
    }
  }
}

/// A random document at a random settled state, drawn.
struct Shown {
  Document document;
  Derived derived;
  PlainScatter plain;
  Index step = 0;
  std::vector<RecordLine> lines;
  ByRef<std::vector<std::string>> labels;

  /// The output channel whose sum is shown.
  Index channel() const { return step > 0 ? plain.firstOut(step - 1) : 0; }
};

Shown pickShown() {
  const Document document = *support::documents();
  Shown shown{document, support::derived(document), PlainScatter(document), 0, {}, {}};
  shown.step = pick(0, shown.plain.steps());
  shown.lines = linesOf(frameOf(shown.derived, static_cast<double>(shown.step), kRoomy));
  shown.labels = labelsOf(shown.lines);
  return shown;
}

std::vector<float> numbersIn(const Shown& shown, const Ref& ref) {
  std::vector<float> numbers;
  const auto found = shown.labels.find(ref);
  if (found == shown.labels.end()) return numbers;
  for (const std::string& text : found->second) numbers.push_back(parseNumber(text).value());
  return numbers;
}

TEST(Channels, InputsAndKernelsHoldTheOperands) {
  support::forAll(100, [] {
    const Shown shown = pickShown();
    const PlainScatter& plain = shown.plain;
    for (Index step = 0; step < plain.steps(); ++step) {
      const auto e = plain.element(step);
      RC_ASSERT(numbersIn(shown, {RefKind::input, e.channel, 0, e.row, e.column}) ==
                std::vector<float>{plain.x(step)});
    }
    Index weights = 0;
    for (Index in = 0; in < shown.document.layer.in_channels; ++in)
      for (Index i = 0; i < plain.taps(); ++i, ++weights) {
        const auto tap = plain.tap(i);
        RC_ASSERT(numbersIn(shown, {RefKind::weight, in, tap.channel, tap.row, tap.column}) ==
                  std::vector<float>{plain.w(in, tap.channel, tap.row, tap.column)});
      }
    Index drawn = 0;
    for (const auto& [ref, box] : cellsOf(shown.lines)) drawn += ref.kind == RefKind::weight;
    RC_ASSERT(drawn == weights);
  });
}

/// The sum of the products that the first steps put on a canvas cell, of one input channel; none where there
/// is none.
std::optional<float> partOf(const PlainScatter& plain, Index steps, Index in,
                            const PlainScatter::Place& cell) {
  std::optional<float> sum;
  for (Index step = 0; step < steps; ++step)
    for (Index i = 0; i < plain.taps(); ++i) {
      const auto tap = plain.tap(i);
      if (plain.element(step).channel == in && plain.landing(step, tap) == cell)
        sum = sum.value_or(0) + plain.x(step) * plain.w(in, tap.channel, tap.row, tap.column);
    }
  return sum;
}

TEST(Channels, ACellShowsWhatEachInputChannelGaveAndThenTheSum) {
  support::forAll(100, [] {
    const Shown shown = pickShown();
    const PlainScatter& plain = shown.plain;
    const auto cells = plain.after(shown.step);
    for (Index row = 0; row < plain.canvas.h; ++row)
      for (Index column = 0; column < plain.canvas.w; ++column) {
        const PlainScatter::Place at{shown.channel(), row, column};
        std::vector<float> expected;
        for (Index in = 0; in < shown.document.layer.in_channels; ++in)
          if (const auto part = partOf(plain, shown.step, in, at)) expected.push_back(*part);
        const PlainScatter::Cell& cell = cells[plain.at(at)];
        if (cell.terms > 0 || cell.started || shown.step == plain.steps()) expected.push_back(cell.value);
        RC_ASSERT(numbersIn(shown, {RefKind::canvas, at.channel, 0, row, column}) == expected);
      }
  });
}

TEST(Channels, TheKernelsOfTheStepAreFramed) {
  support::forAll(100, [] {
    const Shown shown = pickShown();
    std::set<Ref, RefOrder> marked, expected;
    for (const Box& box : outlinesOf(shown.lines, hexColor(theme(ThemeChoice::light).highlight) + "/3"))
      for (const auto& [ref, c] : cellsOf(shown.lines))
        if (ref.kind == RefKind::weight && box.contains(c.center())) marked.insert(ref);
    for (Index i = 0; shown.step > 0 && i < shown.plain.taps(); ++i) {
      const auto tap = shown.plain.tap(i);
      expected.insert(
          {RefKind::weight, shown.plain.element(shown.step - 1).channel, tap.channel, tap.row, tap.column});
    }
    RC_ASSERT(marked == expected);
  });
}

TEST(Channels, GoingByCellTheColumnOfItsOutputChannelIsFramed) {
  support::forAll(60, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const tconv::GatherOrder order(document.layer, derived.trace->x().shape().spatial());
    const Index place = pick(0, order.count() - 1);
    Frame frame =
        frameOf(derived, timeAfter(timelineOf(*derived.trace), Granularity::cell, place + 1), kRoomy);
    frame.granularity = Granularity::cell;
    const auto lines = linesOf(frame);
    std::set<std::pair<Index, Index>> marked, expected;  // input channel, output channel within the group
    for (const Box& box : outlinesOf(lines, hexColor(theme(ThemeChoice::light).highlight) + "/3"))
      for (const auto& [ref, c] : cellsOf(lines))
        if (ref.kind == RefKind::weight && box.contains(c.center())) marked.insert({ref.channel, ref.out});
    const Index outs = document.layer.out_channels / document.layer.groups,
                ins = document.layer.in_channels / document.layer.groups, out = order.cell(place).channel;
    for (Index in = out / outs * ins; in < (out / outs + 1) * ins; ++in) expected.insert({in, out % outs});
    RC_ASSERT(marked == expected);
  });
}

TEST(Channels, TheCentreOfEveryCellStandsForTheCell) {
  support::forAll(15, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const double steps = static_cast<double>(derived.trace->steps());
    Frame frame =
        frameOf(derived, std::floor(steps * static_cast<double>(pick(0, 10)) / 10), {0, 0, 900, 700});
    frame.pinned = {RefKind::canvas, 0, 0, 0, 0};
    for (const auto& [ref, box] : cellsOf(linesOf(frame))) {
      HitCanvas hit(box.center());
      drawChannels(hit, frame);
      RC_ASSERT(hit.hit() == ref);
    }
  });
}

TEST(Channels, KernelsOfOneRowAreBesideAndOfOneColumnBelowEachOther) {
  const Derived derived = support::derived(withChannels(4, 4, 2));
  const auto cells = cellsOf(linesOf(frameOf(derived, 0, {0, 0, 1280, 800})));
  const auto corner = [&](Index in, Index out) { return cells.at({RefKind::weight, in, out, 0, 0}); };
  EXPECT_EQ(corner(0, 0).y, corner(0, 1).y);
  EXPECT_EQ(corner(0, 0).x, corner(1, 0).x);
  EXPECT_LT(corner(0, 0).x, corner(0, 1).x);
  // The second group starts right of and below the first: the bank is cut.
  EXPECT_GT(corner(2, 0).x, corner(0, 1).x);
  EXPECT_GT(corner(2, 0).y, corner(1, 0).y);
  // A group's gap is wider than that between its kernels.
  EXPECT_GT(corner(2, 0).x - corner(0, 1).x, corner(0, 1).x - corner(0, 0).x);
}

TEST(Channels, GroupsAreSaidToHaveNoConnection) {
  const auto texts = [](Index groups) {
    const Derived derived = support::derived(withChannels(4, 4, groups));
    return textsOf(linesOf(frameOf(derived, 0, {0, 0, 1280, 800})));
  };
  EXPECT_THAT(texts(2), testing::Contains("no connection"));
  EXPECT_THAT(texts(1), testing::Not(testing::Contains("no connection")));
}

TEST(Channels, TheBiasStandsInABoxOfEachOutputChannel) {
  Document document = withChannels(2, 2, 1);
  document.layer.bias = true;
  document.bias = {-0.5F, 3};
  const Derived derived = support::derived(document);
  const auto texts = textsOf(linesOf(frameOf(derived, 0, {0, 0, 1280, 800})));
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "+ b = −0.5"), 2);  // below its column, and in the sum
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "+ b = 3"), 1);
}

TEST(Channels, OneChannelSaysHowToGetMore) {
  const Derived one = support::derived(newcomerDocument()), two = support::derived(withChannels(2, 1, 1));
  const auto hint = testing::Contains(testing::HasSubstr("sliders Input channels"));
  EXPECT_THAT(textsOf(linesOf(frameOf(one, 0, {0, 0, 728, 500}))), hint);
  EXPECT_THAT(textsOf(linesOf(frameOf(two, 0, {0, 0, 728, 500}))), testing::Not(hint));
}

TEST(Channels, ManyKernelsAreOnePictureForEachGroup) {
  const Derived derived = support::derived(withChannels(64, 64, 4));
  Index pictures = 0;
  for (const RecordLine& line : parseRecord([&] {
         RecordCanvas canvas;
         drawChannels(canvas, frameOf(derived, 0, {0, 0, 728, 500}));
         return canvas.text();
       }()))
    if (line.verb == "heatmap" && !line.ref) ++pictures;
  EXPECT_EQ(pictures, 4);
}

}  // namespace
}  // namespace lab::view

#include <gmock/gmock.h>

#include <set>

#include "model/number.h"
#include "support/documents.h"
#include "view/canvas_text.h"
#include "view/record_lines.h"

/// The numbers that the board shows against the definition in plain loops.
namespace lab::view {
namespace {

using support::pick;
using support::PlainScatter;

/// Room enough that every cell of a generated document can hold its number.
constexpr Box kRoomy{0, 0, 7000, 6000};

struct Shown {
  Document document;
  Derived derived;
  PlainScatter plain;
  Index step, taps;  ///< the settled state
  Granularity granularity;
  std::vector<RecordLine> lines;
  ByRef<std::vector<std::string>> labels;
};

/// A random document at a random settled state, drawn.
Shown pickShown() {
  const Document document = *support::documents();
  const PlainScatter plain(document);
  const bool by_tap = pick(0, 2) == 0;
  const Index units = plain.steps() * (by_tap ? plain.taps() : 1), unit = pick(0, units);
  const Index step = by_tap ? unit / plain.taps() : unit, taps = by_tap ? unit % plain.taps() : 0;
  Shown shown{document, support::derived(document),
              plain,    step,
              taps,     by_tap ? Granularity::tap : Granularity::element,
              {},       {}};
  Frame frame = frameOf(
      shown.derived,
      static_cast<double>(step) + static_cast<double>(taps) / static_cast<double>(plain.taps()), kRoomy);
  frame.granularity = shown.granularity;
  shown.lines = parseRecord(scatterText(frame));
  shown.labels = labelsOf(shown.lines);
  return shown;
}

/// The number in a cell; nothing where the cell holds no text.
std::optional<float> numberIn(const Shown& shown, const Ref& ref) {
  const auto found = shown.labels.find(ref);
  if (found == shown.labels.end()) return {};
  RC_ASSERT(found->second.size() == 1u);
  const auto number = parseNumber(found->second.front());
  RC_ASSERT(number.has_value());
  return number;
}

/// The step whose patch is on the board at a settled state.
std::optional<Index> activeStep(const Shown& shown) {
  if (shown.taps > 0) return shown.step;
  return shown.step > 0 ? std::optional(shown.step - 1) : std::nullopt;
}

TEST(ScatterNumbers, EveryOutputCellHoldsItsSumAndIsBlankUntilSomethingWasAdded) {
  support::forAll(150, [] {
    const Shown shown = pickShown();
    const PlainScatter& plain = shown.plain;
    const auto cells = plain.after(shown.step, shown.taps);
    for (Index o = 0; o < shown.document.layer.out_channels; ++o)
      for (Index row = 0; row < plain.canvas.h; ++row)
        for (Index column = 0; column < plain.canvas.w; ++column) {
          const PlainScatter::Cell& cell = cells[plain.at({o, row, column})];
          const auto number = numberIn(shown, {RefKind::canvas, o, 0, row, column});
          const bool written = cell.terms > 0 || cell.started || shown.step == plain.steps();
          RC_ASSERT(number.has_value() == written);
          if (written) RC_ASSERT(*number == cell.value);
        }
  });
}

TEST(ScatterNumbers, InputAndKernelCellsHoldTheOperands) {
  support::forAll(100, [] {
    const Shown shown = pickShown();
    for (Index step = 0; step < shown.plain.steps(); ++step) {
      const auto e = shown.plain.element(step);
      RC_ASSERT(numberIn(shown, {RefKind::input, e.channel, 0, e.row, e.column}) == shown.plain.x(step));
    }
    const auto active = activeStep(shown);
    const Index channel = active ? shown.plain.element(*active).channel : 0;
    for (Index i = 0; i < shown.plain.taps(); ++i) {
      const auto t = shown.plain.tap(i);
      const float weight = shown.plain.w(channel, t.channel, t.row, t.column);
      RC_ASSERT(numberIn(shown, {RefKind::weight, channel, t.channel, t.row, t.column}) == weight);
    }
  });
}

TEST(ScatterNumbers, PatchCellsHoldTheProductsOfTheActiveStep) {
  support::forAll(150, [] {
    const Shown shown = pickShown();
    const auto active = activeStep(shown);
    const Index channel = active ? shown.plain.element(*active).channel : 0;
    const Index done = !active ? 0 : shown.taps > 0 ? shown.taps : shown.plain.taps();
    for (Index i = 0; i < shown.plain.taps(); ++i) {
      const auto t = shown.plain.tap(i);
      const auto number = numberIn(shown, {RefKind::patch, channel, t.channel, t.row, t.column});
      RC_ASSERT(number.has_value() == (i < done));
      if (number)
        RC_ASSERT(*number == shown.plain.x(*active) * shown.plain.w(channel, t.channel, t.row, t.column));
    }
  });
}

TEST(ScatterNumbers, NothingIsDrawnThatTheOperatorDoesNotHave) {
  support::forAll(50, [] {
    const Shown shown = pickShown();
    std::map<RefKind, Index> count;
    for (const auto& [ref, box] : cellsOf(shown.lines)) ++count[ref.kind];
    // In one dimension the terms are there as well, as the pieces of stacked bars.
    count.erase(RefKind::term);
    const Layer& layer = shown.document.layer;
    const std::map<RefKind, Index> expected = {
        {RefKind::canvas, layer.out_channels * shown.plain.canvas.h * shown.plain.canvas.w},
        {RefKind::input, shown.plain.steps()},
        {RefKind::weight, shown.plain.taps()},
        {RefKind::patch, shown.plain.taps()}};
    RC_ASSERT(count == expected);
  });
}

std::string highlight(const char* width) {
  return hexColor(theme(ThemeChoice::light).highlight) + "/" + width;
}

/// The cells of one kind whose centres lie in any of the boxes.
std::set<Ref, RefOrder> covered(const Shown& shown, RefKind kind, const std::vector<Box>& boxes) {
  std::set<Ref, RefOrder> refs;
  for (const auto& [ref, cell] : cellsOf(shown.lines))
    for (const Box& box : boxes)
      if (ref.kind == kind && box.contains(cell.center())) refs.insert(ref);
  return refs;
}

TEST(ScatterNumbers, TheHighlightLiesOnTheFootprintOfTheStep) {
  support::forAll(150, [] {
    const Shown shown = pickShown();
    const auto active = activeStep(shown);
    const Layer& layer = shown.document.layer;
    const auto wide = outlinesOf(shown.lines, highlight("3"));
    std::set<Ref, RefOrder> taps, span;
    for (Index i = 0; active && i < shown.plain.taps(); ++i) {
      const auto at = shown.plain.landing(*active, shown.plain.tap(i));
      // Tap by tap only the tap that came last is marked.
      const Index last = (shown.taps > 0 ? shown.taps : shown.plain.taps()) - 1;
      if (shown.granularity == Granularity::element || i == last)
        taps.insert({RefKind::canvas, at.channel, 0, at.row, at.column});
    }
    // Without gaps one frame holds the footprint; with gaps the frame spans it, and the taps have their own.
    const bool gaps = layer.dilation.w > 1 || (layer.dims == 2 && layer.dilation.h > 1);
    if (active && shown.granularity == Granularity::element && gaps) {
      const auto first = shown.plain.landing(*active, shown.plain.tap(0));
      const auto last = shown.plain.landing(*active, shown.plain.tap(shown.plain.taps() - 1));
      for (Index o = first.channel; o <= last.channel; ++o)
        for (Index row = first.row; row <= last.row; ++row)
          for (Index column = first.column; column <= last.column; ++column)
            span.insert({RefKind::canvas, o, 0, row, column});
      RC_ASSERT(covered(shown, RefKind::canvas, outlinesOf(shown.lines, highlight("1.5"))) == taps);
    } else {
      span = taps;
    }
    RC_ASSERT(covered(shown, RefKind::canvas, wide) == span);
    std::set<Ref, RefOrder> element;
    if (active) {
      const auto e = shown.plain.element(*active);
      element.insert({RefKind::input, e.channel, 0, e.row, e.column});
    }
    RC_ASSERT(covered(shown, RefKind::input, wide) == element);
  });
}

TEST(ScatterNumbers, WhileAddingCellsSayOldPlusProductAndTheSum) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const PlainScatter plain(document);
    const Derived derived = support::derived(document);
    const Index step = pick(0, plain.steps() - 1);
    const auto labels =
        labelsOf(parseRecord(scatterText(frameOf(derived, static_cast<double>(step) + 0.9, kRoomy))));
    const auto before = plain.after(step), after = plain.after(step + 1);
    for (Index i = 0; i < plain.taps(); ++i) {
      const auto t = plain.tap(i);
      const auto at = plain.landing(step, t);
      const auto texts = labels.at({RefKind::canvas, at.channel, 0, at.row, at.column});
      RC_ASSERT(texts.size() >= 2u);
      const std::string& sum = texts[texts.size() - 2];
      const std::size_t plus = sum.find(" + ");
      RC_ASSERT(plus != std::string::npos);
      RC_ASSERT(parseNumber(sum.substr(0, plus)) == before[plain.at(at)].value);
      RC_ASSERT(parseNumber(sum.substr(plus + 3)) ==
                plain.x(step) * plain.w(plain.element(step).channel, t.channel, t.row, t.column));
      RC_ASSERT(parseNumber(texts.back()) == after[plain.at(at)].value);
    }
  });
}

TEST(ScatterNumbers, CellsOfUnfinishedSumsKeepTheirOldValueUntilTheProductArrives) {
  const Derived derived = support::derived(textbookDocument());
  for (const double time : {3.05, 3.2, 3.4, 3.6}) {
    const auto labels = labelsOf(parseRecord(scatterText(frameOf(derived, time))));
    EXPECT_THAT(labels.at({RefKind::canvas, 0, 0, 1, 1}), testing::ElementsAre("4")) << time;
  }
}

}  // namespace
}  // namespace lab::view

#include "model/running.h"

#include <gmock/gmock.h>

#include "model/memo.h"
#include "model/scales.h"
#include "support/documents.h"

namespace lab {
namespace {

using support::pick;
using support::PlainScatter;

TEST(RunningOutput, StepByStepIsTheTrace) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const PlainScatter plain(document);
    const Index step = pick(0, plain.steps());
    const Moment moment =
        momentAt(timelineOf(*derived.trace), static_cast<double>(step), Granularity::element);
    const RunningOutput running(*derived.trace, moment);
    const auto cells = plain.after(step);
    for (Index c = 0; c < document.layer.out_channels; ++c)
      for (Index row = 0; row < plain.canvas.h; ++row)
        for (Index column = 0; column < plain.canvas.w; ++column) {
          const auto& cell = cells[plain.at({c, row, column})];
          RC_ASSERT(running.value(c, row, column) == cell.value);
          RC_ASSERT(running.termsAdded(c, row, column) == cell.terms);
          RC_ASSERT(running.blank(c, row, column) ==
                    (cell.value == 0 && cell.terms == 0 && step < plain.steps()));
        }
  });
}

TEST(RunningOutput, CellByCellTheFirstCellsAreFinalAndTheOthersBlank) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const PlainScatter plain(document);
    const Timeline timeline = timelineOf(*derived.trace);
    const Index made = pick(0, timeline.cells);
    const Moment moment = momentAt(timeline, timeAfter(timeline, Granularity::cell, made), Granularity::cell);
    const RunningOutput running(*derived.trace, moment);
    const auto cells = plain.after(plain.steps());
    Index place = 0;
    const Tensor output = running.output();
    for (Index row = 0; row < plain.output.h; ++row)
      for (Index column = 0; column < plain.output.w; ++column)
        for (Index c = 0; c < document.layer.out_channels; ++c, ++place) {
          const Index y = row + plain.begin.h, x = column + plain.begin.w;
          const float final_value = cells[plain.at({c, y, x})].value;
          const float expected = place < made ? final_value : 0;
          RC_ASSERT(running.blank(c, y, x) == (place >= made));
          RC_ASSERT(running.value(c, y, x) == expected);
          RC_ASSERT(output(0, c, row, column) == expected);
          std::vector<float> line(static_cast<std::size_t>(plain.canvas.w));
          running.rows(c, y, y + 1, line);
          RC_ASSERT(line[static_cast<std::size_t>(x)] == expected);
          const auto cell = cellOf(*derived.trace, moment);
          if (place == made - 1) RC_ASSERT(*cell == (tconv::OutputCell{c, y, x}));
        }
    RC_ASSERT(place == timeline.cells);
    RC_ASSERT(cellOf(*derived.trace, moment).has_value() == (made > 0));
  });
}

/// What the first steps of one input channel add up to on an output channel, and how many products of it lie
/// on each cell, in plain loops.
std::vector<PlainScatter::Cell> partOf(const PlainScatter& plain, Index steps, Index in, Index out) {
  std::vector<PlainScatter::Cell> cells(static_cast<std::size_t>(plain.canvas.h * plain.canvas.w));
  for (Index step = 0; step < steps; ++step)
    for (Index i = 0; i < plain.taps(); ++i) {
      const auto tap = plain.tap(i);
      const auto to = plain.landing(step, tap);
      if (plain.element(step).channel != in || to.channel != out) continue;
      auto& cell = cells[static_cast<std::size_t>(to.row * plain.canvas.w + to.column)];
      cell.value += plain.x(step) * plain.w(in, tap.channel, tap.row, tap.column);
      ++cell.terms;
    }
  return cells;
}

TEST(RunningOutput, TellsWhatEachInputChannelAloneHasGiven) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const PlainScatter plain(document);
    const Timeline timeline = timelineOf(*derived.trace);
    const auto unit = pick(0, 1) == 0 ? Granularity::element : Granularity::cell;
    const bool by_cell = unit == Granularity::cell;
    const Index done = pick(0, by_cell ? timeline.cells : timeline.steps);
    const RunningOutput running(*derived.trace, momentAt(timeline, timeAfter(timeline, unit, done), unit));
    const tconv::GatherOrder order(document.layer, derived.trace->x().shape().spatial());
    const Index in = pick(0, document.layer.in_channels - 1), out = pick(0, document.layer.out_channels - 1);
    const auto cells = partOf(plain, by_cell ? plain.steps() : done, in, out);
    Tensor part({1, 1, plain.canvas.h, plain.canvas.w});
    const Index top = pick(0, plain.canvas.h), half = top * plain.canvas.w;
    running.contributionRows(in, out, 0, top, part.values().first(static_cast<std::size_t>(half)));
    running.contributionRows(in, out, top, plain.canvas.h,
                             part.values().subspan(static_cast<std::size_t>(half)));
    for (Index row = 0; row < plain.canvas.h; ++row)
      for (Index column = 0; column < plain.canvas.w; ++column) {
        const auto& cell = cells[static_cast<std::size_t>(row * plain.canvas.w + column)];
        const Index place = order.indexOf({out, row, column});
        const bool waits = by_cell && (place >= done || place == order.count());
        RC_ASSERT(part(0, 0, row, column) == (waits ? 0 : cell.value));
        RC_ASSERT(running.blankFrom(in, out, row, column) == (waits || cell.terms == 0));
      }
  });
}

TEST(RunningOutput, TellsWhichRowsAreFinishedAndWhichUntouched) {
  support::forAll(200, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const tconv::Trace& trace = *derived.trace;
    const Timeline timeline = timelineOf(trace);
    const Granularity unit = *rc::gen::element(Granularity::element, Granularity::tap, Granularity::cell);
    const auto at = [&](Index units) {
      return RunningOutput(trace, momentAt(timeline, timeAfter(timeline, unit, units), unit));
    };
    const RunningOutput now = at(pick(0, unitsOf(timeline, unit))), end = at(unitsOf(timeline, unit)),
                        rest = at(0);
    const auto same = [&](const RunningOutput& other, Index channel, Index row) {
      std::vector<float> a(static_cast<std::size_t>(trace.canvasSize().w)), b(a.size());
      now.rows(channel, row, row + 1, a);
      other.rows(channel, row, row + 1, b);
      return a == b;
    };
    for (Index c = 0; c < document.layer.out_channels; ++c)
      for (Index row = 0; row < trace.canvasSize().h; ++row) {
        if (row < now.finishedRows()) RC_ASSERT(same(end, c, row) && same(now.atEnd(), c, row));
        if (row >= now.untouchedRow()) RC_ASSERT(same(rest, c, row));
      }
    RC_ASSERT(end.finishedRows() == trace.canvasSize().h);
    RC_ASSERT(now.untouchedRow() - now.finishedRows() <= std::max<Index>(trace.axes().h.extent(), 2) ||
              now.finishedRows() == trace.canvasSize().h);
  });
}

TEST(RunningOutput, TellsAllBlanksAtOnce) {
  support::forAll(200, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const tconv::Trace& trace = *derived.trace;
    const Timeline timeline = timelineOf(trace);
    const Granularity unit = *rc::gen::element(Granularity::element, Granularity::tap, Granularity::cell);
    const double time = timeAfter(timeline, unit, pick(0, unitsOf(timeline, unit)));
    const RunningOutput running(trace, momentAt(timeline, time, unit));
    const Rect window = trace.window();
    for (Index c = 0; c < document.layer.out_channels; ++c) {
      const Index top = pick(window.top, window.bottom), bottom = pick(top, window.bottom);
      const std::vector<std::uint8_t> blanks = running.blanks(c, top, bottom);
      RC_ASSERT(static_cast<Index>(blanks.size()) == (bottom - top) * window.width());
      for (Index row = top; row < bottom; ++row)
        for (Index column = 0; column < window.width(); ++column)
          RC_ASSERT((blanks[static_cast<std::size_t>((row - top) * window.width() + column)] == 1) ==
                    running.blank(c, row, column + window.left));
    }
  });
}

TEST(Memo, MakesAResultOnceAndResultsOfResultsToo) {
  struct First {
    int value;
  };
  struct Second {
    int value;
  };
  const Memo memo;
  int made = 0;
  const auto first = [&] { return First{++made}; };
  const auto second = [&] { return Second{memo.get<First>(first).value + 10}; };
  EXPECT_EQ(memo.get<Second>(second).value, 11);
  EXPECT_EQ(memo.get<Second>(second).value, 11);
  EXPECT_EQ(memo.get<First>(first).value, 1);
  EXPECT_EQ(made, 1);
}

TEST(Limits, FollowTheDocumentUnlessSetAndTheWidestWhenShared) {
  const Derived derived = support::derived(newcomerDocument());
  const Limits own = limitsOf(derived, {});
  EXPECT_EQ(own.input, 9);
  EXPECT_EQ(own.kernel, 4);
  EXPECT_EQ(own.output, 36);
  const Limits set = limitsOf(derived, {.kernel = 2.5F});
  EXPECT_EQ(set.kernel, 2.5F);
  EXPECT_EQ(set.input, 9);
  const Limits shared = limitsOf(derived, {.output = 5, .shared = true});
  EXPECT_EQ(shared.input, 9);
  EXPECT_EQ(shared.kernel, 9);
  EXPECT_EQ(shared.output, 9);
}

}  // namespace
}  // namespace lab

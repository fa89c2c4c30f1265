#include "model/gather_facts.h"

#include <algorithm>
#include <vector>

#include "model/related.h"
#include "model/running.h"

namespace lab {
namespace {

/// The share of the first cell or step in which the kernel is turned.
constexpr double kTurning = 0.45;

/// The kept output cells that a step's taps land on, in the order of the taps.
std::vector<tconv::OutputCell> keptCells(const tconv::Trace& trace, const tconv::Step& step) {
  const Shape w = trace.weight().shape();
  std::vector<tconv::OutputCell> cells;
  for (Index out = 0; out < w.c; ++out)
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v) {
        const Index row = trace.axes().h.place(step.row, u), column = trace.axes().w.place(step.column, v);
        if (trace.window().contains(row, column)) cells.push_back({step.first_out + out, row, column});
      }
  return cells;
}

/// The cell of the active step, and how far the gathering at it has come.
std::optional<std::pair<tconv::OutputCell, double>> sweptCell(const tconv::Trace& trace, const Moment& moment,
                                                              double phase) {
  const tconv::Step step = trace.step(*moment.active);
  if (moment.tap) {
    const Shape w = trace.weight().shape();
    const Index tap = *moment.tap, u = tap / w.w % w.h, v = tap % w.w;
    const Index row = trace.axes().h.place(step.row, u), column = trace.axes().w.place(step.column, v);
    if (!trace.window().contains(row, column)) return {};
    return std::pair{tconv::OutputCell{step.first_out + tap / (w.h * w.w), row, column}, phase};
  }
  const auto cells = keptCells(trace, step);
  if (cells.empty()) return {};
  const double at = phase * static_cast<double>(cells.size());
  const auto index = std::min(static_cast<std::size_t>(at), cells.size() - 1);
  return std::pair{cells[index], std::min(1.0, at - static_cast<double>(index))};
}

}  // namespace

const GatherFacts& gatherFacts(const Derived& derived) {
  return derived.memo->get<GatherFacts>([&] {
    const tconv::Trace& trace = *derived.trace;
    return GatherFacts{tconv::stretch(trace.layer(), trace.x()),
                       tconv::zeroInsertionMultiplyAdds(trace.layer(), trace.x().shape())};
  });
}

std::optional<GatherPlace> gatherPlace(const tconv::Trace& trace, const Moment& moment) {
  if (!moment.active && !moment.cell) return {};
  GatherPlace place;
  double phase = moment.phase;
  const bool first = moment.cell ? *moment.cell == 0 : *moment.active == 0 && moment.tap.value_or(0) == 0;
  if (first && phase < 1) {
    place.turned = std::min(1.0, phase / kTurning);
    place.turning = place.turned < 1;
    phase = std::max(0.0, (phase - kTurning) / (1 - kTurning));
  }
  if (const auto cell = cellOf(trace, moment)) {
    place.cell = *cell;
    place.phase = phase;
  } else {
    const auto swept = sweptCell(trace, moment, phase);
    if (!swept) return {};
    std::tie(place.cell, place.phase) = *swept;
  }
  const Rect window = trace.window();
  const Index top = place.cell.row - window.top, left = place.cell.column - window.left;
  place.window = {top, left, top + trace.axes().h.extent(), left + trace.axes().w.extent()};
  return place;
}

}  // namespace lab

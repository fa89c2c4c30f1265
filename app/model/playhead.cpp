#include "model/playhead.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "i18n/translate.h"
#include "tconv/gather.h"

namespace lab {
namespace {

/// Times this close to a whole unit are that unit: sums of frame times never hit one exactly.
constexpr double kSnap = 1e-9;

double unitLength(const Timeline& timeline, Granularity granularity) {
  switch (granularity) {
    case Granularity::tap:
      return 1.0 / static_cast<double>(timeline.taps_per_step);
    case Granularity::row:
      return static_cast<double>(timeline.steps_per_row);
    case Granularity::cell:
      return static_cast<double>(timeline.steps) / static_cast<double>(timeline.cells);
    case Granularity::element:
      break;
  }
  return 1;
}

double end(const Timeline& timeline) { return static_cast<double>(timeline.steps); }

/// The number of whole units that lie before a time, counting one that is within kSnap as whole.
double wholeUnits(double time, double unit) { return std::floor(time / unit + kSnap / std::min(unit, 1.0)); }

}  // namespace

std::span<const GranularityInfo> granularities() {
  static constexpr std::array<GranularityInfo, 4> kAll = {{
      {Granularity::element, "element", trLater("step"), trLater("steps"), trLater("one input element")},
      {Granularity::tap, "tap", trLater("tap"), trLater("taps"), trLater("one kernel tap")},
      {Granularity::row, "row", trLater("row"), trLater("rows"), trLater("a whole input row")},
      {Granularity::cell, "cell", trLater("cell"), trLater("cells"), trLater("one output cell")},
  }};
  return kAll;
}

const GranularityInfo& info(Granularity granularity) {
  return granularities()[static_cast<std::size_t>(granularity)];
}

Timeline timelineOf(const tconv::Trace& trace) {
  const auto& x = trace.x().shape();
  const tconv::GatherOrder order(trace.layer(), x.spatial());
  return {trace.steps(), x.w * x.c, trace.tapsPerStep(), order.count()};
}

Index unitsOf(const Timeline& timeline, Granularity granularity) {
  switch (granularity) {
    case Granularity::tap:
      return timeline.steps * timeline.taps_per_step;
    case Granularity::row:
      return timeline.steps / timeline.steps_per_row;
    case Granularity::cell:
      return timeline.cells;
    case Granularity::element:
      break;
  }
  return timeline.steps;
}

double timeAfter(const Timeline& timeline, Granularity granularity, Index units) {
  return std::min(static_cast<double>(units) * unitLength(timeline, granularity), end(timeline));
}

Index unitsBefore(const Timeline& timeline, Granularity granularity, double time) {
  const double units = wholeUnits(std::clamp(time, 0.0, end(timeline)), unitLength(timeline, granularity));
  return std::min(static_cast<Index>(units), unitsOf(timeline, granularity));
}

Moment momentAt(const Timeline& timeline, double time, Granularity granularity) {
  // Rows are watched element by element.
  if (granularity == Granularity::row) granularity = Granularity::element;
  const double unit = unitLength(timeline, granularity);
  const Index units = unitsBefore(timeline, granularity, time);
  const double into = time / unit - static_cast<double>(units);
  Moment moment;
  moment.settled = into < kSnap / std::min(unit, 1.0) || units >= unitsOf(timeline, granularity);
  moment.phase = moment.settled ? 1 : into;
  moment.by_cell = granularity == Granularity::cell;
  const Index last_unit = moment.settled ? units - 1 : units;
  if (moment.by_cell) {
    moment.cells_done = units;
    if (last_unit >= 0) moment.cell = last_unit;
    return moment;
  }
  const Index per_step = granularity == Granularity::tap ? timeline.taps_per_step : 1;
  moment.done = {units / per_step, units % per_step};
  if (last_unit < 0) return moment;
  moment.active = last_unit / per_step;
  if (granularity == Granularity::tap) moment.tap = last_unit % per_step;
  return moment;
}

Playhead advanced(Playhead playhead, double dt, const Timeline& timeline) {
  if (!playhead.playing || dt <= 0) return playhead;
  const double target = playhead.stop_at.value_or(end(timeline));
  playhead.time += dt * playhead.speed * unitLength(timeline, playhead.granularity);
  if (playhead.time < target - kSnap) return playhead;
  const bool wraps = playhead.loop && !playhead.stop_at;
  playhead.time = wraps ? 0 : target;
  playhead.playing = wraps;
  playhead.stop_at.reset();
  return playhead;
}

Playhead toggled(Playhead playhead, const Timeline& timeline) {
  playhead.stop_at.reset();
  playhead.playing = !playhead.playing;
  if (playhead.playing && playhead.time >= end(timeline) - kSnap) playhead.time = 0;
  return playhead;
}

Playhead steppedOn(Playhead playhead, const Timeline& timeline) {
  const double unit = unitLength(timeline, playhead.granularity);
  // Pressed again before the step is over: finish it at once and play the next.
  if (playhead.playing && playhead.stop_at) playhead.time = *playhead.stop_at;
  const double next = (wholeUnits(playhead.time, unit) + 1) * unit;
  if (playhead.time >= end(timeline) - kSnap) return sought(playhead, end(timeline), timeline);
  playhead.stop_at = std::min(next, end(timeline));
  playhead.playing = true;
  return playhead;
}

Playhead steppedBack(Playhead playhead, const Timeline& timeline) {
  const double unit = unitLength(timeline, playhead.granularity);
  const double units = wholeUnits(playhead.time, unit);
  const bool inside = playhead.time - units * unit > kSnap;
  return sought(playhead, (inside ? units : units - 1) * unit, timeline);
}

Playhead regranulated(Playhead playhead, Granularity granularity, const Timeline& timeline) {
  playhead.granularity = granularity;
  const Index units = unitsBefore(timeline, granularity, playhead.time);
  return sought(playhead, timeAfter(timeline, granularity, units), timeline);
}

Playhead sought(Playhead playhead, double time, const Timeline& timeline) {
  playhead.time = time >= 0 ? std::min(time, end(timeline)) : 0;  // NaN is rest
  playhead.playing = false;
  playhead.stop_at.reset();
  return playhead;
}

}  // namespace lab

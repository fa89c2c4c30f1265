#include "model/playhead.h"

#include <algorithm>
#include <cmath>

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
    case Granularity::element:
      break;
  }
  return 1;
}

double end(const Timeline& timeline) { return static_cast<double>(timeline.steps); }

/// The number of whole units that lie before a time, counting one that is within kSnap as whole.
double wholeUnits(double time, double unit) { return std::floor(time / unit + kSnap / std::min(unit, 1.0)); }

}  // namespace

Timeline timelineOf(const tconv::Trace& trace) {
  const auto& x = trace.x().shape();
  return {trace.steps(), x.w * x.c, trace.tapsPerStep()};
}

Moment momentAt(const Timeline& timeline, double time, Granularity granularity) {
  const double unit = granularity == Granularity::tap ? unitLength(timeline, granularity) : 1;
  const auto units = static_cast<Index>(wholeUnits(std::clamp(time, 0.0, end(timeline)), unit));
  const Index per_step = granularity == Granularity::tap ? timeline.taps_per_step : 1;
  const double into = time / unit - static_cast<double>(units);
  Moment moment;
  moment.settled = into < kSnap / std::min(unit, 1.0) || units == timeline.steps * per_step;
  moment.phase = moment.settled ? 1 : into;
  moment.done = {units / per_step, units % per_step};
  const Index last_unit = moment.settled ? units - 1 : units;
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

Playhead sought(Playhead playhead, double time, const Timeline& timeline) {
  playhead.time = time >= 0 ? std::min(time, end(timeline)) : 0;  // NaN is rest
  playhead.playing = false;
  playhead.stop_at.reset();
  return playhead;
}

}  // namespace lab

#pragma once

#include <optional>

#include "tconv/trace.h"

namespace lab {

using tconv::Index;

/// What one press of the step button does.
enum class Granularity { element, tap, row };

/// Where the animation is, and how it runs. Time is counted in steps: at time 3 the state follows 3 steps, at
/// 3.5 the fourth step is half played. Time is an input; nothing here reads a clock.
struct Playhead {
  double time = 0;
  double speed = 1;  ///< units of the granularity per second, least_speed ... most_speed
  bool playing = false;
  bool loop = false;
  Granularity granularity = Granularity::element;
  std::optional<double> stop_at;  ///< play up to here, then pause: a single animated step

  static constexpr double least_speed = 0.25;
  static constexpr double most_speed = 1000;
  bool operator==(const Playhead&) const = default;
};

/// What a playhead means to its trace, as far as time goes: counts and unit lengths.
struct Timeline {
  Index steps = 0;          ///< whole steps of the trace
  Index steps_per_row = 1;  ///< W C_in
  Index taps_per_step = 1;
};
Timeline timelineOf(const tconv::Trace& trace);

/// The instant that a frame shows.
struct Moment {
  tconv::Position done;         ///< what has been added to the output
  std::optional<Index> active;  ///< the step in the making, or the last one finished; none at rest
  std::optional<Index>
      tap;              ///< of the active step, when going tap by tap: the tap in the making or last done
  double phase = 1;     ///< progress of the active step (of the active tap, tap by tap), 0 < phase <= 1
  bool settled = true;  ///< nothing is in motion: `active` is finished
};
/// time in [0, steps]; values within 1e-9 of a whole unit count as that unit.
Moment momentAt(const Timeline& timeline, double time, Granularity granularity);

/// One frame of the clock: dt seconds later. Stops at the end or, looping, starts again from rest.
Playhead advanced(Playhead playhead, double dt, const Timeline& timeline);
/// Starts or stops. At the end, play starts again from rest.
Playhead toggled(Playhead playhead, const Timeline& timeline);
/// Plays the next unit (element, tap or row) and stops after it; from inside a unit, plays to its end.
Playhead steppedOn(Playhead playhead, const Timeline& timeline);
/// Jumps back to the start of the unit that is in the making, or of the last one finished.
Playhead steppedBack(Playhead playhead, const Timeline& timeline);
/// Jumps to a time, clamped to [0, steps], and pauses there; NaN is rest.
Playhead sought(Playhead playhead, double time, const Timeline& timeline);

}  // namespace lab

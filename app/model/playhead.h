#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "tconv/trace.h"

namespace lab {

using tconv::Index;

/// What one press of the step button does. Going by output cell turns the order round: each cell gathers all
/// of its terms, then the next.
enum class Granularity { element, tap, row, cell };

struct GranularityInfo {
  Granularity granularity;
  std::string_view id;           ///< in files
  std::string_view unit, units;  ///< "step", "steps": what is counted by the second
  std::string_view is;           ///< "one input element": what a step is
};
std::span<const GranularityInfo> granularities();
const GranularityInfo& info(Granularity granularity);

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
  Index cells = 1;  ///< output cells, in the order of tconv::GatherOrder
};
Timeline timelineOf(const tconv::Trace& trace);
/// How many units of a granularity there are from rest to the end, and the time after the first `units`.
Index unitsOf(const Timeline& timeline, Granularity granularity);
double timeAfter(const Timeline& timeline, Granularity granularity, Index units);
/// The whole units before a time.
Index unitsBefore(const Timeline& timeline, Granularity granularity, double time);

/// The instant that a frame shows.
struct Moment {
  tconv::Position done;         ///< what has been added to the output; rest when going cell by cell
  std::optional<Index> active;  ///< the step in the making, or the last one finished; none at rest
  std::optional<Index>
      tap;               ///< of the active step, when going tap by tap: the tap in the making or last done
  bool by_cell = false;  ///< going cell by cell: `cell` and `cells_done` tell, and `active` is none
  Index cells_done = 0;  ///< cells before this one are final, the others blank
  std::optional<Index> cell;  ///< the output cell in the making, or the last one finished; none at rest
  double phase = 1;           ///< progress of the active step (or tap, or cell), 0 < phase <= 1
  bool settled = true;        ///< nothing is in motion: `active` is finished
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
/// Another granularity, from the last of its states that is not later than now.
Playhead regranulated(Playhead playhead, Granularity granularity, const Timeline& timeline);
/// Jumps to a time, clamped to [0, steps], and pauses there; NaN is rest.
Playhead sought(Playhead playhead, double time, const Timeline& timeline);

}  // namespace lab

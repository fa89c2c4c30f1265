#pragma once

#include "tconv/types.h"

namespace lab::exporting {

using tconv::Index;

/// How fast an animation runs. A step is what lies between two states.
struct Timing {
  double frames_per_second = 25;  ///< 0.1 ... 100
  double seconds_per_step = 1;    ///< 0.01 ... 60
  double pause = 2;               ///< how long the last frame stays, 0 ... 600
  int loops = 0;                  ///< how often it is played, 0: for ever; 0 ... 65535
  Index slow_steps = 0;           ///< the steps after that many are `speed_up` times as fast
  double speed_up = 1;            ///< 1 ... 1000
  double at_most = 0;  ///< seconds; where it would be longer, steps are left out evenly; 0: no limit
  bool operator==(const Timing&) const = default;
};

/// @throws tconv::Error naming the value that is out of its range.
void requireValid(const Timing& timing);

/// How long the step after `before` others takes.
double secondsOf(const Timing& timing, Index before);
/// How many frames that step has when it moves smoothly, at least 1.
int framesOf(const Timing& timing, Index before);

/// Turns seconds into whole ticks, so that no rounding adds up: the ticks of [0, t) are always the nearest to
/// t.
class Ticks {
 public:
  explicit Ticks(double per_second) : per_second_(per_second) {}
  /// The ticks of the next stretch of time.
  Index next(double seconds);

 private:
  double per_second_, time_ = 0;
  Index given_ = 0;
};

}  // namespace lab::exporting

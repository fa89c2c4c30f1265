#include "view/choreography.h"

#include <algorithm>
#include <cmath>

namespace lab::view {
namespace {

// Shares of a step. At one step per second each movement takes 150 to 300 ms.
constexpr double kLight = 0.12, kCopy = 0.30, kScale = 0.50, kTravel = 0.74;

double eased(double t) { return t * t * (3 - 2 * t); }

double progress(double phase, double from, double to) {
  return eased(std::clamp((phase - from) / (to - from), 0.0, 1.0));
}

/// The end of the movement that a phase falls into; while adding, the middle, where old + product can be
/// read.
double still(double phase) {
  for (const double end : {kLight, kScale, kTravel})
    if (phase < end) return end;
  return phase < 1 ? (kTravel + 1) / 2 : 1;
}

}  // namespace

Act actOf(const Moment& moment, bool reduced_motion) {
  if (!moment.active && !moment.cell) return {};
  const double phase = reduced_motion ? still(moment.phase) : moment.phase;
  return {progress(phase, 0, kLight), progress(phase, kLight, kCopy), progress(phase, kCopy, kScale),
          progress(phase, kScale, kTravel), progress(phase, kTravel, 1)};
}

}  // namespace lab::view

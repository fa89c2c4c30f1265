#include "view/choreography.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace lab::view {
namespace {

// Shares of a step. At one step per second each movement takes 150 to 300 ms.
constexpr double kLight = 0.12, kCopy = 0.30, kScale = 0.50, kTravel = 0.74;

double eased(double t) { return t * t * (3 - 2 * t); }

double progress(double phase, double from, double to) {
  return eased(std::clamp((phase - from) / (to - from), 0.0, 1.0));
}

constexpr double kEnds[] = {kLight, kScale, kTravel, (kTravel + 1) / 2};

/// The end of the movement that a phase falls into; while adding, its middle.
double still(double phase) {
  if (phase >= 1) return 1;
  for (const double end : kEnds)
    if (phase < end) return end;
  return kEnds[std::size(kEnds) - 1];
}

}  // namespace

Act actOf(const Moment& moment, bool reduced_motion) {
  if (!moment.active && !moment.cell) return {};
  const double phase = reduced_motion ? still(moment.phase) : moment.phase;
  return {progress(phase, 0, kLight), progress(phase, kLight, kCopy), progress(phase, kCopy, kScale),
          progress(phase, kScale, kTravel), progress(phase, kTravel, 1)};
}

std::span<const double> movementEnds() { return kEnds; }

}  // namespace lab::view

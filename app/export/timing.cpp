#include "export/timing.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "i18n/translate.h"
#include "tconv/error.h"

namespace lab::exporting {
namespace {

void requireRange(const char* name, double value, double least, double most) {
  if (value >= least && value <= most) return;  // false for NaN
  throw tconv::Error({name,
                      fmt::format("{}", value),
                      tconv::Phrase("must be {} to {}", fmt::format("{}", least), fmt::format("{}", most)),
                      {}});
}

}  // namespace

void requireValid(const Timing& timing) {
  requireRange(trLater("frames per second"), timing.frames_per_second, 0.1, 100);
  requireRange(trLater("seconds per step"), timing.seconds_per_step, 0.01, 60);
  requireRange(trLater("pause"), timing.pause, 0, 600);
  requireRange(trLater("loops"), timing.loops, 0, 65535);
  requireRange(trLater("slow steps"), static_cast<double>(timing.slow_steps), 0, 1e15);
  requireRange(trLater("speed-up"), timing.speed_up, 1, 1000);
  requireRange(trLater("length"), timing.at_most, 0, 86400);
}

double secondsOf(const Timing& timing, Index before) {
  return timing.seconds_per_step / (before < timing.slow_steps ? 1 : timing.speed_up);
}

int framesOf(const Timing& timing, Index before) {
  return std::max(1, static_cast<int>(std::lround(secondsOf(timing, before) * timing.frames_per_second)));
}

Index Ticks::next(double seconds) {
  time_ += seconds;
  const auto until = static_cast<Index>(std::llround(time_ * per_second_));
  return until - std::exchange(given_, until);
}

}  // namespace lab::exporting

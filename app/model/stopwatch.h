#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lab {

/// Measures a talk: counts up from zero, or down from a given time and on below zero. The clock is an input.
struct Stopwatch {
  double started = 0;  ///< in seconds of a clock that runs evenly
  double from = 0;     ///< seconds to count down from; 0 counts up

  /// Whole seconds at a time of the same clock; below zero once more than `from` have passed.
  double seconds(double now) const;
};

/// Seconds of "10" (minutes), "7:30" or "1:20:00"; nothing where it is none of them, or not between a second
/// and a day.
std::optional<double> parseDuration(std::string_view text);

/// Whole seconds as "7:05", "1:20:00" or "−0:12".
std::string durationText(double seconds);

}  // namespace lab

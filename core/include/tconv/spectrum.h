#pragma once

#include <span>
#include <vector>

#include "tconv/types.h"

namespace tconv {

/// The one-sided amplitude spectrum of a real profile: entry m is the amplitude of the wave that repeats
/// frequency(m) times per cell, so that a constant 1 has 1 at m = 0 and a cosine of amplitude a that fits
/// into the profile a whole number of times has a.
struct Spectrum {
  Index length = 0;               ///< cells of the profile
  std::vector<double> magnitude;  ///< length / 2 + 1 values, none for an empty profile

  /// m / length, in cycles per cell; at most 1/2, which is every other cell.
  double frequency(Index m) const { return static_cast<double>(m) / static_cast<double>(length); }
  /// Whether entry m > 0 is the one nearest to a multiple of 1 / stride cycles per cell: what uneven overlap
  /// repeats with, since its tap counts have the period of the stride. stride >= 1; never so for 1.
  bool atMultipleOf(Index m, Index stride) const;
};

/// The spectrum of a profile, such as overlapCounts() or a row of an output, in the time length * log(length)
/// whatever the length. The error stays below 1e-13 of the largest value at lengths of thousands.
Spectrum spectrum(std::span<const double> profile);

}  // namespace tconv

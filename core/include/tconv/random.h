#pragma once

#include <cmath>
#include <cstdint>
#include <random>

namespace tconv {

/// Seeded numbers that are the same on every platform: the standard fixes the engine but not the
/// distributions, and the C library does not fix the last bit of its logarithm. Hence both are made here.
class Random {
 public:
  /// The same seed gives the same numbers.
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// Uniform in [least, most]. Draws beyond the last whole multiple of the range are thrown away, since a
  /// remainder would favour small numbers.
  std::int64_t integer(std::int64_t least, std::int64_t most) {
    const std::uint64_t count = static_cast<std::uint64_t>(most - least) + 1;
    const std::uint64_t usable = std::mt19937_64::max() - std::mt19937_64::max() % count;
    std::uint64_t draw = engine_();
    while (draw >= usable) draw = engine_();
    return least + static_cast<std::int64_t>(draw % count);
  }

  /// Mean 0, standard deviation 1, by the polar form of Box and Muller, which needs no sine.
  double normal() {
    for (;;) {
      const double a = symmetric(), b = symmetric(), r = a * a + b * b;
      if (r > 0 && r < 1) return a * std::sqrt(-2 * logarithm(r) / r);
    }
  }

 private:
  /// Uniform in [-1, 1) with 53 bits.
  double symmetric() { return static_cast<double>(engine_() >> 11) * 0x1p-52 - 1; }

  /// ln(v) = e ln 2 + 2 atanh((m - 1) / (m + 1)) for v = m 2^e, with m near 1 so that the series ends soon.
  static double logarithm(double v) {
    int exponent = 0;
    double mantissa = std::frexp(v, &exponent);
    if (mantissa < 0.70710678118654752) {
      mantissa *= 2;
      --exponent;
    }
    const double z = (mantissa - 1) / (mantissa + 1);
    double series = 0;
    for (int power = 23; power >= 1; power -= 2) series = series * z * z + 1.0 / power;
    return exponent * 0.69314718055994531 + 2 * z * series;
  }

  std::mt19937_64 engine_;
};

}  // namespace tconv

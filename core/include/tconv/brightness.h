#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

/// @file
/// Values seen as the brightness of a photograph: 0 ... 255, what lies outside is clamped.

namespace tconv {

/// The byte of a brightness: rounded, halves up, and clamped; NaN gives 0.
inline std::uint8_t brightnessByte(float value) {
  const float cut = value > 0 ? std::min(value, 255.0F) : 0.0F;  // NaN is not > 0
  const int whole = static_cast<int>(cut);
  return static_cast<std::uint8_t>(whole + (cut - static_cast<float>(whole) >= 0.5F ? 1 : 0));
}
/// Whether brightnessByte() has to clamp: the value would round to less than 0 or more than 255. NaN does
/// not.
inline bool leavesBrightness(float value) { return value < -0.5F || value >= 255.5F; }

/// What values seen as brightness reach.
struct BrightnessRange {
  std::int64_t clamped = 0;  ///< how many leavesBrightness()
  float brightest = 0;       ///< the largest; 0 where none is above
  bool nan = false;          ///< one of them is NaN
};
/// sums[i] += brightnessByte(values[i]); both of one size, below 2^31. Returns what these values reach.
BrightnessRange addBrightness(std::span<const float> values, std::span<std::uint32_t> sums);

}  // namespace tconv

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace tconv {

/// An 8-bit sRGB colour.
struct Rgb {
  std::uint8_t r = 0;  ///< red
  std::uint8_t g = 0;  ///< green
  std::uint8_t b = 0;  ///< blue
  constexpr bool operator==(const Rgb&) const = default;
};

/// A signed colour scale of 256 entries: entry 0 stands for -limit, 255 for +limit, the middle for zero.
/// The single source of value colours: CPU canvases look up here, the shader gets the same table as a
/// texture.
using Colormap = std::array<Rgb, 256>;

/// Blends from `negative` over `neutral` to `positive`, evenly in lightness (Oklab).
Colormap makeColormap(Rgb negative, Rgb neutral, Rgb positive);

/// round(127.5 + 127.5 * value / limit), clamped to [0, 255]; zero goes to 128, limit <= 0 maps everything
/// there. NaN has no place on a scale: callers draw it apart (std::isnan first); here it maps to 128.
std::uint8_t colorIndex(float value, float limit);
/// The same of each value, and `nan` for NaN; `out` is as long as `values`.
void colorIndices(std::span<const float> values, float limit, std::uint16_t nan,
                  std::span<std::uint16_t> out);

/// Contrast ratio of WCAG 2: (L1 + 0.05) / (L2 + 0.05), 1 ... 21.
double contrastRatio(Rgb a, Rgb b);

}  // namespace tconv

#include "tconv/colormap.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tconv {
namespace {

struct Lab {
  double l, a, b;
};

double toLinear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

std::uint8_t toSrgb(double linear) {
  const double c = linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::floor(std::clamp(c, 0.0, 1.0) * 255 + 0.5));
}

// The matrices are those of B. Ottosson, "A perceptual color space for image processing" (2020).
Lab toOklab(Rgb colour) {
  const double r = toLinear(colour.r), g = toLinear(colour.g), b = toLinear(colour.b);
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

double cube(double v) { return v * v * v; }

Rgb fromOklab(Lab c) {
  const double l = cube(c.l + 0.3963377774 * c.a + 0.2158037573 * c.b);
  const double m = cube(c.l - 0.1055613458 * c.a - 0.0638541728 * c.b);
  const double s = cube(c.l - 0.0894841775 * c.a - 1.2914855480 * c.b);
  return {toSrgb(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
          toSrgb(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
          toSrgb(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

Rgb blend(Rgb from, Rgb to, double t) {
  const Lab a = toOklab(from), b = toOklab(to);
  return fromOklab({a.l + (b.l - a.l) * t, a.a + (b.a - a.a) * t, a.b + (b.b - a.b) * t});
}

constexpr int kZero = 128;  ///< colorIndex(0, limit)

double luminance(Rgb c) { return 0.2126 * toLinear(c.r) + 0.7152 * toLinear(c.g) + 0.0722 * toLinear(c.b); }

}  // namespace

Colormap makeColormap(Rgb negative, Rgb neutral, Rgb positive) {
  Colormap table;
  for (int i = 0; i < kZero; ++i) table[i] = blend(negative, neutral, i / double(kZero));
  for (int i = kZero; i < 256; ++i) table[i] = blend(neutral, positive, (i - kZero) / double(255 - kZero));
  // The ends and the middle are what was asked for, free of the rounding of the way there and back.
  table[0] = negative;
  table[kZero] = neutral;
  table[255] = positive;
  return table;
}

std::uint8_t colorIndex(float value, float limit) {
  std::uint16_t index = kZero;
  colorIndices({&value, 1}, limit, kZero, {&index, 1});
  return static_cast<std::uint8_t>(index);
}

void colorIndices(std::span<const float> values, float limit, std::uint16_t nan,
                  std::span<std::uint16_t> out) {
  const double reach = limit > 0 ? limit : std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double relative = static_cast<double>(values[i]) / reach;
    const double place = 127.5 + 127.5 * relative, low = place > 0 ? place : 0, cut = low < 255 ? low : 255;
    const double rounded = cut + 0.5;  // as soon as it is an integer
    const int number = relative == relative ? static_cast<int>(rounded) : kZero;  // infinite by infinite
    out[i] = static_cast<std::uint16_t>(values[i] == values[i] ? number : nan);
  }
}

double contrastRatio(Rgb a, Rgb b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace tconv

#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "tconv/colormap.h"

namespace lab::view::testing {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

struct Vision {
  const char* name;
  Matrix matrix;  ///< on linear sRGB
};

/// Full colour vision; dichromacy by Machado, Oliveira and Fernandes (2009), severity 1; protanopia and
/// deuteranopia again by Viénot, Brettel and Mollon (1999).
inline constexpr std::array<Vision, 6> visions{{
    {"full", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protanopia (Machado)",
     {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
    {"deuteranopia (Machado)",
     {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
    {"tritanopia (Machado)",
     {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}},
    {"protanopia (Vienot)", {{{0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}}}},
    {"deuteranopia (Vienot)", {{{0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}}}},
}};

/// A grey copy: what is left is luminance.
inline constexpr Vision grey{
    "grey", {{{0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}}}};

inline Triple linear(tconv::Rgb color) {
  const auto decode = [](int code) {
    const double v = code / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  return {decode(color.r), decode(color.g), decode(color.b)};
}

inline Triple times(const Matrix& m, const Triple& v) {
  Triple out{};
  for (int i = 0; i < 3; ++i) out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
  return out;
}

/// Oklab coordinates of linear sRGB (Ottosson 2020).
inline Triple oklab(const Triple& rgb) {
  constexpr Matrix to_cones{{{0.4122214708, 0.5363325363, 0.0514459929},
                             {0.2119034982, 0.6806995451, 0.1073969566},
                             {0.0883024619, 0.2817188376, 0.6299787005}}};
  constexpr Matrix to_lab{{{0.2104542553, 0.7936177850, -0.0040720468},
                           {1.9779984951, -2.4285922050, 0.4505937099},
                           {0.0259040371, 0.7827717662, -0.8086757660}}};
  Triple cones = times(to_cones, rgb);
  for (double& c : cones) c = std::cbrt(c);
  return times(to_lab, cones);
}

/// How far apart two colours look to somebody: 0 the same, 1 black and white.
inline double distance(tconv::Rgb a, tconv::Rgb b, const Vision& vision) {
  const auto seen = [&vision](tconv::Rgb color) {
    Triple rgb = times(vision.matrix, linear(color));
    for (double& c : rgb) c = std::clamp(c, 0.0, 1.0);
    return oklab(rgb);
  };
  const Triple p = seen(a), q = seen(b);
  return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

/// Contrast by WCAG 2, computed apart from the code under test.
inline double contrast(tconv::Rgb a, tconv::Rgb b) {
  const auto luminance = [](tconv::Rgb color) {
    const Triple v = linear(color);
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
  };
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace lab::view::testing

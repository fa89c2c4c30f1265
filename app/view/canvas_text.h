#pragma once

#include <string>

#include "view/canvas.h"

namespace lab::view {

/// A coordinate as text: at most 2 decimals, no trailing zeros, never -0, always a decimal point.
std::string plainNumber(double value);

/// "#rrggbb".
std::string hexColor(tconv::Rgb color);

/// Whether a character is as wide as high: Chinese ones and their punctuation.
constexpr bool isChinese(char32_t character) { return character >= 0x2E80; }

/// The indices of a reference that count for its kind, with a separator: "0,1,2", or "0,3,1,2" for weights.
std::string refIndices(const Ref& ref, char separator);
std::string_view refName(RefKind kind);

}  // namespace lab::view

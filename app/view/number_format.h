#pragma once

#include <string>

namespace lab::view {

/// A value in at most `width` characters (>= 4), as exact as that allows: "12", "0.25", "1.2e-3", "-∞", "NaN".
/// Always a decimal point, U+2212 for minus, no trailing zeros.
std::string shortNumber(float value, int width = 6);

/// A value in full: the shortest text that reads back as the same float; U+2212 for minus.
std::string fullNumber(float value);

}  // namespace lab::view

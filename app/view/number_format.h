#pragma once

#include <string>

namespace lab::view {

/// A value in at most `width` characters (>= 4), as near as that allows: "12", "0.25", "1.2e-4", "−∞", "NaN".
/// Always a decimal point, U+2212 for minus, no trailing zeros, no negative zero. A width of 6 shows every
/// value to at least one digit; below that a value whose sign and exponent leave no room for a digit is "…"
/// or "−…", and one that is small beside 1 is "0".
std::string shortNumber(float value, int width = 6);

/// A value with that many digits after the point, zeros too: "0.50"; as shortNumber() where that does not fit
/// into `width` characters or would show a value other than 0 as 0.
std::string fixedNumber(float value, int decimals, int width = 6);

/// A value in full: the shortest text that reads back as the same float; U+2212 for minus.
std::string fullNumber(float value);

}  // namespace lab::view

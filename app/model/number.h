#pragma once

#include <optional>
#include <string_view>

#include "tconv/types.h"

namespace lab {

/// One number as a user types it: digits with a decimal point, an exponent, "nan" or "inf", with either minus
/// sign
/// (- or U+2212), blanks around it. Nothing where the text is anything else.
std::optional<float> parseNumber(std::string_view text);

/// One whole number for both axes, or two: "3", "3, 5", "3 x 5", "3 × 5" or "3; 5", height first. Nothing
/// where the text is anything else.
std::optional<tconv::Pair> parsePair(std::string_view text);

}  // namespace lab

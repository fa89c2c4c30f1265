#pragma once

#include <optional>
#include <string_view>

namespace lab {

/// One number as a user types it: digits with a decimal point, an exponent, "nan" or "inf", with either minus
/// sign
/// (- or U+2212), blanks around it. Nothing where the text is anything else.
std::optional<float> parseNumber(std::string_view text);

}  // namespace lab

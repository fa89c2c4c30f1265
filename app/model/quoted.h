#pragma once

#include <string>
#include <string_view>

namespace lab {

/// Text that came from outside, made safe for a one-line message: control characters and bytes that are not
/// UTF-8 become escapes such as \n or \x1b, and what is longer than `limit` bytes is cut and ends in "...".
std::string displayed(std::string_view text, std::size_t limit = 80);

/// displayed() in double quotes: for values that may be empty or hold blanks.
std::string inQuotes(std::string_view text);

/// As displayed(), but a long text keeps its end: the name of a file says more than the folders it is in.
std::string displayedPath(std::string_view path);

}  // namespace lab

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "view/canvas.h"

namespace lab::view {

/// How wide a text is in Roboto, in the unit of `size`: for placing one text after another without asking a
/// back end. Exact for ASCII and the signs that formulas use, close for other letters, 1 em for CJK.
double textWidth(std::string_view utf8, double size, Weight weight = Weight::regular);

/// The text, or as much of its beginning as fits into `room` and "…"; empty where not even that fits.
std::string shortened(std::string_view utf8, double size, double room, Weight weight = Weight::regular);
/// The text in lines of at most `room`, broken at blanks and between Chinese characters; a word that is
/// longer than a line is shortened.
std::vector<std::string> wrapped(std::string_view utf8, double size, double room);

/// Height of capitals and digits, in em: what centres a number in a cell.
inline constexpr double kCapHeight = 0.711;

}  // namespace lab::view

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/derive.h"
#include "model/ref.h"

namespace lab {

/// A piece of a formula, and the field whose value it stands for; empty for signs and constants.
struct FormulaPart {
  std::string text;
  std::string_view field;
};
using Formula = std::vector<FormulaPart>;

/// L = (n − 1) · s + d · (k − 1) + 1 − 2p + op, in symbols; pb + pe instead of 2p where the ends differ.
Formula outputSizeInSymbols(const tconv::Axis& axis);
/// The same with the numbers in place: (3 − 1) · 2 + 1 · (3 − 1) + 1 − 2 · 1 + 0.
Formula outputSizeInNumbers(const tconv::Axis& axis);
/// The parts joined.
std::string plain(const Formula& formula);

/// "x[1,2]", with the channel in front where there are several, without the row in 1-D.
std::string inputName(const tconv::Layer& layer, Index channel, Index row, Index column);
/// "w[0,1]", with the channel pair in front where there are several.
std::string weightName(const tconv::Layer& layer, Index channel, Index out, Index u, Index v);
/// "y[1,3]" of a canvas cell, counted from the output window; cropped cells have indices outside of it.
std::string outputName(const tconv::Trace& trace, Index channel, Index row, Index column);
/// "3 × 4", or "4" in 1-D.
std::string sizeText(const tconv::Layer& layer, Pair size);
/// "3" where both axes have it, else as sizeText().
std::string pairText(const tconv::Layer& layer, Pair value);

}  // namespace lab

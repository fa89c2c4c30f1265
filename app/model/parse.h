#pragma once

#include <string_view>
#include <vector>

#include "model/document.h"

namespace lab {

/// Numbers in rows, as they come from the clipboard.
struct ParsedMatrix {
  Index rows = 0, columns = 0;
  std::vector<float> values;  ///< row by row
};

/// Reads "[[0,1],[2,3]]", "[0, 1, 2]" (one row), nested tuples, tensor([...]) and array([...]) around them,
/// or spreadsheet cells (rows by line, cells by tab, comma, semicolon or blanks). nan and inf are numbers.
/// @throws tconv::Error naming the first place that does not fit: "pasted text, line 2 = \"1 x\": must be
/// ..."
ParsedMatrix parseMatrix(std::string_view text);

/// Reads a line like `nn.ConvTranspose2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), bias=False)`, also
/// ConvTranspose1d, with the positional order and the defaults of PyTorch, and returns the layer (bias
/// defaults to True there). Unknown keywords and padding_mode other than 'zeros' are refused by name.
/// @throws tconv::Error
Layer parseLayer(std::string_view text);

/// Whether text looks like a layer rather than like numbers.
bool looksLikeLayer(std::string_view text);

}  // namespace lab

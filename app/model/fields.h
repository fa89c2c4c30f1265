#pragma once

#include <span>
#include <string_view>

#include "model/document.h"

namespace lab {

/// One parameter of the document, described once. Sliders, command-line flags, session files, messages, fuzz
/// inputs and documents read it from here; a new parameter is one row of the table.
struct Field {
  std::string_view id;      ///< key in session files and in Problem::subject, e.g. "output_padding"
  std::string_view flag;    ///< command-line option, e.g. "--output-padding"; empty for none
  std::string_view label;   ///< what the panel shows, e.g. "Output padding"
  std::string_view symbol;  ///< in formulas, e.g. "op"
  std::string_view help;    ///< one sentence: what it does, and its trap
  Index least = 0;          ///< smallest legal value
  Index slider_most = 0;    ///< right end of the slider; larger values can be typed
  Index standard = 0;       ///< default
  bool per_axis = true;     ///< a (height, width) pair, or one number (then only [0] counts)
  Pair (*get)(const Document&) = nullptr;
  void (*set)(Document&, Pair) = nullptr;
};

/// All fields in the order of the panel: kernel_size, stride, padding, padding_end, output_padding, dilation,
/// groups, input_size, in_channels, out_channels.
/// `padding` sets both ends while they are equal; `padding_end` alone makes them differ.
std::span<const Field> fields();

/// The field with that id. @throws std::out_of_range for an id that is not in the table.
const Field& field(std::string_view id);

}  // namespace lab

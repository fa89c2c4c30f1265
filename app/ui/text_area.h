#pragma once

#include <string>
#include <string_view>

#include "ui/studio.h"

namespace lab::ui {

/// A field for one line, `width` points wide. While it is empty it says what belongs there; Esc leaves it.
/// Returns whether the text changed.
bool textLine(Studio& studio, std::string_view anchor, std::string& text, double width,
              std::string_view what_belongs_there = {});

/// A field for a text of several lines, `lines` high and as wide as there is room; long lines are broken.
/// Enter begins a paragraph, which a sign shows; Esc leaves the field. While it is empty it says what belongs
/// there. With `focus` it takes the keyboard. Returns whether the text changed.
bool textArea(Studio& studio, std::string_view anchor, std::string& text, int lines,
              std::string_view what_belongs_there, bool focus = false);

}  // namespace lab::ui

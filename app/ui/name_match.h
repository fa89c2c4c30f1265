#pragma once

#include <optional>
#include <string_view>

namespace lab::ui {

/// How well a name answers what is typed; the larger the better, nothing where it does not. Each word typed
/// must be found, in any order: its letters one after the other, not always side by side. Letters that begin
/// a word of the name or follow the one before count more. Case does not matter; what is empty answers to
/// all.
std::optional<int> nameMatch(std::string_view typed, std::string_view name);

/// Whether each word typed stands in a text, letter by letter: for what is longer than a name.
bool mentions(std::string_view text, std::string_view typed);

}  // namespace lab::ui

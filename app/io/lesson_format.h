#pragma once

#include <string_view>

/// What writing and reading of lesson files share: the words of the format.
namespace lab::io::lesson_format {

constexpr std::string_view kFormat = "tconv-lab lesson";
constexpr int kVersion = 1;
constexpr std::string_view kEnding = ".lesson.json";

}  // namespace lab::io::lesson_format

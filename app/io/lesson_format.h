#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "io/json_reader.h"
#include "io/session_format.h"
#include "model/lesson.h"

/// What writing and reading of lesson files share: the words of the format.
namespace lab::io::lesson_format {

constexpr std::string_view kFormat = "tconv-lab lesson";
constexpr int kVersion = 1;
constexpr std::string_view kEnding = ".lesson.json";

/// A lesson, finished or not; tensors that are too large to stand there go to `files`, named after `folder`.
/// @throws tconv::Error for a parameter below its least value
Json writeLesson(const Lesson& lesson, const std::string& folder,
                 std::vector<session_format::TensorFile>& files);
/// What writeLesson() wrote, finished or not; tensor files lie in `folder`. @throws tconv::Error
Lesson readUnfinished(const Json& json, const std::filesystem::path& folder);

}  // namespace lab::io::lesson_format

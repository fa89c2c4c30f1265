#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "ui/studio.h"

namespace lab::ui {

/// Writes on a lesson of a file, or with an empty path on one that has none yet. What is being written and
/// not saved is asked about first.
void writeLesson(Studio& studio, const Lesson& lesson, const std::filesystem::path& path,
                 std::size_t step = 0);

/// Goes on when what is being written is saved, or may be lost; not at all where that is refused.
void afterWriting(Studio& studio, std::function<void()> then);

/// Brings back what was there before, and forgets what was written; nothing where no lesson is written.
void stopWriting(Studio& studio);

/// Commands about the writing of lessons; others are ignored.
void executeAuthor(Studio& studio, Command command);

/// The step points at what is under the pointer, where that was asked for. When everything is drawn.
void pointIfAsked(Studio& studio);

/// Keys that count while a lesson is written. Returns whether one was pressed.
bool handleAuthorKeys(Studio& studio);

/// The name of what is being written, for the header and for questions.
std::string lessonName(const Studio& studio);

}  // namespace lab::ui

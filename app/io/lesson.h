#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/lesson.h"

namespace lab::io {

/// A lesson file is JSON:
///
///     {
///       "format": "tconv-lab lesson",
///       "version": 1,
///       "title": "Stride spreads the patches",
///       "summary": "What s does to the output",
///       "steps": [
///         {
///           "text": "The patch of the next input element lands s cells further.",
///           "set": {"parameters": {"kernel_size": 3, "stride": 2}, "view": {"faces": ["scatter"]}},
///           "highlight": "slider.stride",
///           "goal": {
///             "text": "Make the output 6 × 6.",
///             "hint": "L = (n − 1) · s + k: which s gives 6?",
///             "check": {"output_size": 6},
///             "solution": {"parameters": {"stride": 3}}
///           }
///         },
///         {
///           "text": "The output has holes where s is larger than k.",
///           "goal": {"text": "How many taps reach a cell inside?", "answer": 1}
///         },
///         {"text": "…", "goal": {"text": "Which way?", "choices": ["left", "right"], "answer": 1}}
///       ]
///     }
///
/// - set: members of a session (io/session.h). They change what the step before has set, as a JSON merge
///   patch does (RFC 7396): objects are merged, null takes a member away. The first step begins with nothing.
/// - goal: either a check, whose facts model/lesson.h lists, with a solution, a change as in set that meets
///   it; or an answer, a number, a pair, or the place among the choices from 0. A check must not hold before
///   the solution and must hold after it.
/// - text, title, summary, hint: plain text; a line feed begins a new paragraph.

/// A lesson, and what was not understood but does no harm.
struct LoadedLesson {
  Lesson lesson;
  std::vector<std::string> warnings;
};

/// Whether a file seems to be a lesson: what opens it decides by this. @throws tconv::Error where it cannot
/// be read
bool isLesson(const std::filesystem::path& path);

/// @throws tconv::Error naming the file, the line, what stands there and what would be valid
LoadedLesson loadLesson(const std::filesystem::path& path);
/// The same from a text that stands in the file `name`; tensor files lie in `folder`.
LoadedLesson parseLesson(std::string_view text, const std::string& name, const std::filesystem::path& folder);

/// A lesson to be written on: one that may lack what loadLesson() asks for (model/lesson_draft.h says what).
/// @throws tconv::Error as loadLesson()
LoadedLesson loadUnfinished(const std::filesystem::path& path);

/// Writes what loadLesson() reads, or, of an unfinished lesson, loadUnfinished(): of each step what differs
/// from the one before. Tensors as in a session.
/// @throws tconv::Error
void saveLesson(const std::filesystem::path& path, const Lesson& lesson);

/// The lessons that the program holds, in the order in which they are to be taught.
std::vector<Lesson> shippedLessons();

}  // namespace lab::io

#pragma once

#include <vector>

#include "ui/studio.h"

namespace lab::ui {

/// Gives a lesson from a step on, in the place of one that is given already.
void startLesson(Studio& studio, const Lesson& lesson, std::size_t step = 0);

/// The same for a lesson of the list, where it was left.
void resumeLesson(Studio& studio, std::size_t place);

/// Commands about lessons; others are ignored.
void executeLesson(Studio& studio, Command command);

/// Answers the question of the step: numbers, or the place of a choice.
void answerLesson(Studio& studio, const std::vector<double>& answer);

/// Once a frame: looks whether a goal is met, and takes the keys of choices.
void followLesson(Studio& studio);

}  // namespace lab::ui

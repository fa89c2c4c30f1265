#pragma once

#include "ui/studio.h"

namespace lab::ui {

/// Commands about the quiz; others are ignored.
void executeQuiz(Studio& studio, Command command);

/// Brings back what was there before; nothing where no quiz is given.
void leaveQuiz(Studio& studio);

}  // namespace lab::ui

#pragma once

#include <optional>
#include <string>

#include "model/quiz_run.h"

namespace lab::ui {

/// The quiz that is given in the window, or where it will go on.
struct QuizPanel {
  QuizProgress progress;  ///< while no quiz is given
  std::optional<QuizRun> run;
  std::string answer;  ///< being typed

  /// A question stands in the place of the board.
  bool asking() const { return run && !run->answered(); }
};

}  // namespace lab::ui

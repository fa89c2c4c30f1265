#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/lesson_run.h"

namespace lab::ui {

/// The lesson that is given in the window, and those that could be.
struct LessonPanel {
  std::vector<Lesson> lessons;                  ///< that the list offers
  std::map<std::string, std::size_t> progress;  ///< by id: the step to resume at
  std::optional<LessonRun> run;
  std::filesystem::path path;  ///< of the lesson that is given; empty for those of the list
  bool list_open = false;
  std::size_t chosen = 0;  ///< in the list
  bool hint_shown = false;
  bool answer_asked = false;  ///< the answer's field takes the keyboard in the next frame
  std::string answer;         ///< being typed
};

}  // namespace lab::ui

#pragma once

#include <filesystem>
#include <optional>

#include "model/lesson_editor.h"

namespace lab::ui {

/// The lesson that is being written in the window.
struct AuthorPanel {
  std::optional<LessonEditor> editor;
  std::filesystem::path path;   ///< of its file; empty until it has one
  bool text_asked = false;      ///< the text's field takes the keyboard in the next frame
  bool facts_asked = false;     ///< the menu of facts opens in the next frame
  std::size_t fact_chosen = 0;  ///< by keys, in that menu
  bool point_asked = false;     ///< the step points at what is under the pointer
  bool step_asked = false;      ///< the chosen step is to be scrolled to

  bool unsaved() const { return editor && editor->modified(); }
};

}  // namespace lab::ui

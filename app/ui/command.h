#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lab::ui {

/// What a key, a button or a menu can ask for.
enum class Command {
  toggle_play,
  step_on,
  step_back,
  first,
  last,
  faster,
  slower,
  toggle_loop,
  next_granularity,
  undo,
  redo,
  open,
  open_recent,
  save,
  save_as,
  export_sheet,
  snapshot,
  copy_frame,
  copy_code,
  copy_command,
  start_export,   ///< of the export sheet; no key
  cancel_export,  ///< no key
  paste,
  copy,
  toggle_help,
  explain,       ///< the control under the pointer
  palette,       ///< every command by its name
  opening_page,  ///< three things to try
  toggle_fullscreen,
  quit,
  toggle_theme,
  next_language,
  toggle_parameters,
  toggle_arithmetic,
  toggle_transport,
  toggle_symbols,
  toggle_motion,
  larger_text,
  smaller_text,
  usual_text,
  zoom_in,
  zoom_out,
  zoom_fit,
  release_pin,
  edit_value,
  randomize,
  lessons,
  lesson_next,
  lesson_back,
  lesson_again,
  lesson_answer,
  leave_lesson,  ///< no key
  quiz,
  quiz_next,    ///< Enter, once the question was answered
  save_scores,  ///< no key
  leave_quiz,   ///< Esc
  author,       ///< writing of lessons
  author_preview,
  author_add,
  author_update,
  author_copy,
  author_remove,
  author_up,
  author_down,
  author_point,
  author_fact,
  author_undo,
  author_redo,
  edit_lesson,     ///< of a file; no key
  save_lesson,     ///< no key: save while a lesson is written
  save_lesson_as,  ///< no key
  present,
  toggle_black,  ///< from here on: in presenter mode only
  toggle_freeze,
  toggle_spotlight,
  toggle_halo,
  laser_pen,  ///< draws as long as its key is held
  wipe_ink,
  timer,
  toggle_notes,
};

/// One line of the table from which shortcuts, the help overlay and tooltips are made.
struct CommandInfo {
  Command command;
  std::string_view group;  ///< heading in the help overlay
  std::string_view label;  ///< "Play or pause"
  std::string_view keys;   ///< "Space", "Ctrl+Shift+Z"; empty for none
};

std::span<const CommandInfo> commands();
const CommandInfo& info(Command command);
/// "Play or pause  (Space)": what a tooltip says.
std::string hint(const CommandInfo& about);

}  // namespace lab::ui

#include <imgui.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "ui/author.h"
#include "ui/keys.h"
#include "ui/lessons.h"
#include "ui/panels.h"
#include "ui/presenting.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

constexpr std::array<std::pair<std::string_view, Key>, 14> kNamed = {{{"Space", Key::space},
                                                                      {"Right", Key::right},
                                                                      {"Left", Key::left},
                                                                      {"Up", Key::up},
                                                                      {"Down", Key::down},
                                                                      {"Home", Key::home},
                                                                      {"End", Key::end},
                                                                      {"PgUp", Key::page_up},
                                                                      {"PgDn", Key::page_down},
                                                                      {"Enter", Key::enter},
                                                                      {"Esc", Key::escape},
                                                                      {"Del", Key::del},
                                                                      {"+", Key::equal},
                                                                      {"-", Key::minus}}};

Key keyOf(std::string_view name) {
  for (const auto& [text, key] : kNamed)
    if (text == name) return key;
  if (name.size() > 1 && name[0] == 'F') {
    int number = 1;
    std::from_chars(name.data() + 1, name.data() + name.size(), number);
    return static_cast<Key>(static_cast<int>(Key::f1) + number - 1);
  }
  return name.size() == 1 ? static_cast<Key>(name[0]) : Key::none;
}

bool cut(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool repeats(Command command) {
  switch (command) {
    case Command::step_on:
    case Command::step_back:
    case Command::undo:
    case Command::redo:
    case Command::zoom_in:
    case Command::zoom_out:
    case Command::larger_text:
    case Command::smaller_text:
    case Command::faster:
    case Command::slower:
      return true;
    default:
      return false;
  }
}

/// The same sign on the main block and on the keypad; "+" is Shift+= on many keyboards.
bool went(const Shortcut& s, bool repeat) {
  if (pressed(s.key, repeat)) return true;
  if (s.key == Key::equal) return pressed(Key::keypad_plus, repeat);
  if (s.key == Key::minus) return pressed(Key::keypad_minus, repeat);
  return s.key == Key::enter && pressed(Key::keypad_enter, repeat);
}

/// A face's key shows it alone; with Shift, beside the others.
void handleFaceKeys(Studio& studio) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.KeyCtrl || io.KeyAlt) return;
  for (const FaceInfo& face : faces()) {
    if (!pressed(shortcut(face.key).key)) continue;
    if (io.KeyShift)
      studio.workbench.toggleFace(face.face);
    else
      studio.workbench.showFace(face.face);
  }
}

/// Ctrl with a number chooses an answer.
void handleChoiceKeys(Studio& studio) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!studio.lesson.run || !io.KeyCtrl || io.KeyShift || io.KeyAlt) return;
  const auto& goal = studio.lesson.run->step().goal;
  const std::size_t choices =
      goal && goal->question ? std::min<std::size_t>(goal->question->choices.size(), 9) : 0;
  for (std::size_t i = 0; i < choices; ++i)
    if (pressed(static_cast<Key>('1' + i))) answerLesson(studio, {static_cast<double>(i)});
}

/// Pictures of the question, and the score sheet: also while its answer is being typed.
std::optional<Command> quizCommand() {
  const ImGuiIO& io = ImGui::GetIO();
  for (const Command command : {Command::snapshot, Command::copy_frame, Command::save_scores}) {
    const Shortcut s = shortcut(info(command).keys);
    if (s.ctrl == io.KeyCtrl && s.shift == io.KeyShift && !io.KeyAlt && pressed(s.key)) return command;
  }
  return {};
}

/// In a quiz Esc leaves, and Enter goes on once the question was answered. Returns whether a key of the quiz
/// was pressed.
bool handleQuizKeys(Studio& studio) {
  if (!studio.quiz.run) return false;
  const bool elsewhere = ImGui::GetIO().WantTextInput && !studio.quiz.asking();
  if (elsewhere || studio.editing || studio.sheetOpen() || menuOpen()) return false;
  if (const auto command = studio.quiz.asking() ? quizCommand() : std::nullopt) {
    execute(studio, *command);
    return true;
  }
  const bool on = !studio.quiz.asking() && (pressed(Key::enter) || pressed(Key::keypad_enter));
  if (!on && !pressed(Key::escape)) return false;
  execute(studio, on ? Command::quiz_next : Command::leave_quiz);
  return true;
}

/// Whoever cannot read a sheet must not have to leave it.
bool isTextSize(Command command) {
  return command == Command::larger_text || command == Command::smaller_text ||
         command == Command::usual_text;
}

}  // namespace

bool possible(const Studio& studio, Command command) {
  if (onlyForPresenter(command)) return studio.presenter.on;
  switch (command) {
    case Command::toggle_theme:
    case Command::next_language:
    case Command::toggle_help:
    case Command::palette:
    case Command::toggle_fullscreen:
    case Command::toggle_motion:
    case Command::larger_text:
    case Command::smaller_text:
    case Command::usual_text:
    case Command::release_pin:
    case Command::lessons:
    case Command::quiz:
    case Command::present:
    case Command::author:
      return true;
    default:
      return !studio.quiz.asking();
  }
}

Shortcut shortcut(std::string_view name) {
  Shortcut s;
  s.ctrl = cut(name, "Ctrl+");
  s.shift = cut(name, "Shift+");
  s.key = keyOf(name);
  return s;
}

namespace {

/// Whether the keys of a command were pressed in this frame.
bool went(const CommandInfo& command) {
  if (command.keys.empty()) return false;
  const ImGuiIO& io = ImGui::GetIO();
  const Shortcut s = shortcut(command.keys);
  const bool shift_fits = s.shift == io.KeyShift || s.key == Key::equal;
  return s.ctrl == io.KeyCtrl && shift_fits && !io.KeyAlt && went(s, repeats(command.command));
}

}  // namespace

void handleShortcuts(Studio& studio) {
  for (const CommandInfo& command : commands())
    if (isTextSize(command.command) && went(command)) return execute(studio, command.command);
  const ImGuiIO& io = ImGui::GetIO();
  if (handleQuizKeys(studio) || io.WantTextInput || studio.editing) return;
  if (handlePresenterKeys(studio) || handleGuideKeys(studio)) return;
  const bool covered = studio.sheetOpen() || menuOpen(), asked = !studio.decisions.empty();
  if (!covered && handleAuthorKeys(studio)) return;
  if (!covered && !studio.quiz.asking()) handleFaceKeys(studio);
  if (!covered) handleChoiceKeys(studio);
  for (const CommandInfo& command : commands()) {
    if (command.group == "Writing" || !possible(studio, command.command)) continue;
    const bool helps = command.command == Command::toggle_help && !asked;
    if (covered && command.command != Command::release_pin && !helps) continue;
    if (went(command)) execute(studio, command.command);
  }
}

}  // namespace lab::ui

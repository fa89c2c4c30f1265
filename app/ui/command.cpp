#include "ui/command.h"

#include <algorithm>
#include <array>

namespace lab::ui {
namespace {

using enum Command;

constexpr std::array<CommandInfo, 39> kCommands = {{
    {toggle_play, "Animation", "Play or pause", "Space"},
    {step_on, "Animation", "One step on", "Right"},
    {step_back, "Animation", "One step back", "Left"},
    {first, "Animation", "To the first state", "Home"},
    {last, "Animation", "To the last state", "End"},
    {faster, "Animation", "Faster", "Up"},
    {slower, "Animation", "Slower", "Down"},
    {toggle_loop, "Animation", "Start again at the end", "L"},
    {next_granularity, "Animation", "A step is an element, tap, row or cell", "G"},
    {undo, "Editing", "Undo", "Ctrl+Z"},
    {redo, "Editing", "Redo", "Ctrl+Shift+Z"},
    {edit_value, "Editing", "Type the value of the pinned cell", "Enter"},
    {randomize, "Editing", "New random input", "R"},
    {copy, "Editing", "Copy the output as text", "Ctrl+C"},
    {paste, "Editing", "Paste numbers or a layer in PyTorch", "Ctrl+V"},
    {open, "Files", "Open a session, array or picture", "Ctrl+O"},
    {save, "Files", "Save the session", "Ctrl+S"},
    {save_as, "Files", "Save the session under another name", "Ctrl+Shift+S"},
    {export_sheet, "Files", "Export pictures, animations, code", "Ctrl+E"},
    {snapshot, "Files", "Write this frame as PNG at once", "S"},
    {copy_frame, "Files", "Copy this frame as a picture", "Ctrl+Shift+C"},
    {copy_code, "Files", "Copy the layer as PyTorch code", "Ctrl+Shift+P"},
    {toggle_parameters, "View", "Parameters", "F2"},
    {toggle_arithmetic, "View", "Arithmetic", "F3"},
    {toggle_transport, "View", "Transport", "F4"},
    {toggle_theme, "View", "Light or dark", "T"},
    {toggle_symbols, "View", "Indices instead of numbers", "I"},
    {toggle_motion, "View", "Reduced motion", "M"},
    {zoom_in, "View", "Zoom in", "+"},
    {zoom_out, "View", "Zoom out", "-"},
    {zoom_fit, "View", "Fit the board", "F"},
    {release_pin, "View", "Unpin, or close what is open", "Esc"},
    {toggle_fullscreen, "View", "Full screen", "F11"},
    {lessons, "Lessons", "Choose a lesson", "F5"},
    {lesson_next, "Lessons", "The next step", "PgDn"},
    {lesson_back, "Lessons", "The step before", "PgUp"},
    {lesson_again, "Lessons", "The step from its beginning", "Ctrl+R"},
    {lesson_answer, "Lessons", "Type an answer", "Ctrl+Enter"},
    {toggle_help, "View", "This help", "F1"},
}};

}  // namespace

std::span<const CommandInfo> commands() { return kCommands; }

const CommandInfo& info(Command command) {
  return *std::find_if(kCommands.begin(), kCommands.end(),
                       [=](const CommandInfo& c) { return c.command == command; });
}

}  // namespace lab::ui

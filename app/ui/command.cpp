#include "ui/command.h"
#include "i18n/translate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lab::ui {
namespace {

using enum Command;

constexpr std::array<CommandInfo, 72> kCommands = {{
    {toggle_play, trLater("Animation"), trLater("Play or pause"), "Space"},
    {step_on, trLater("Animation"), trLater("One step on"), "Right"},
    {step_back, trLater("Animation"), trLater("One step back"), "Left"},
    {first, trLater("Animation"), trLater("To the first state"), "Home"},
    {last, trLater("Animation"), trLater("To the last state"), "End"},
    {faster, trLater("Animation"), trLater("Faster"), "Up"},
    {slower, trLater("Animation"), trLater("Slower"), "Down"},
    {toggle_loop, trLater("Animation"), trLater("Start again at the end"), "L"},
    {next_granularity, trLater("Animation"), trLater("A step is an element, tap, row or cell"), "G"},
    {undo, trLater("Editing"), trLater("Undo"), "Ctrl+Z"},
    {redo, trLater("Editing"), trLater("Redo"), "Ctrl+Shift+Z"},
    {edit_value, trLater("Editing"), trLater("Type the value of the pinned cell"), "Enter"},
    {randomize, trLater("Editing"), trLater("New random input"), "R"},
    {copy, trLater("Editing"), trLater("Copy the output as text"), "Ctrl+C"},
    {paste, trLater("Editing"), trLater("Paste numbers or a layer in PyTorch"), "Ctrl+V"},
    {open, trLater("Files"), trLater("Open a session, array or picture"), "Ctrl+O"},
    {open_recent, trLater("Files"), trLater("Open what was open lately"), "Ctrl+Shift+O"},
    {save, trLater("Files"), trLater("Save the session"), "Ctrl+S"},
    {save_as, trLater("Files"), trLater("Save the session under another name"), "Ctrl+Shift+S"},
    {export_sheet, trLater("Files"), trLater("Export pictures, animations, code"), "Ctrl+E"},
    {snapshot, trLater("Files"), trLater("Write this frame as PNG at once"), "S"},
    {copy_frame, trLater("Files"), trLater("Copy this frame as a picture"), "Ctrl+Shift+C"},
    {copy_code, trLater("Files"), trLater("Copy the layer as PyTorch code"), "Ctrl+Shift+P"},
    {copy_command, trLater("Files"), trLater("Copy the command that draws this state"), "Ctrl+Shift+L"},
    {quit, trLater("Files"), trLater("Leave the program"), "Ctrl+Q"},
    {toggle_parameters, trLater("View"), trLater("Parameters"), "F2"},
    {toggle_arithmetic, trLater("View"), trLater("Arithmetic"), "F3"},
    {toggle_transport, trLater("View"), trLater("Transport"), "F4"},
    {toggle_theme, trLater("View"), trLater("Light or dark"), "T"},
    {next_language, trLater("View"), trLater("English or Chinese"), "Ctrl+L"},
    {toggle_symbols, trLater("View"), trLater("Indices instead of numbers"), "I"},
    {toggle_motion, trLater("Reading"), trLater("Reduced motion"), "M"},
    {larger_text, trLater("Reading"), trLater("Larger text"), "Ctrl++"},
    {smaller_text, trLater("Reading"), trLater("Smaller text"), "Ctrl+-"},
    {usual_text, trLater("Reading"), trLater("Text of the usual size"), "Ctrl+0"},
    {zoom_in, trLater("View"), trLater("Zoom in"), "+"},
    {zoom_out, trLater("View"), trLater("Zoom out"), "-"},
    {zoom_fit, trLater("View"), trLater("Fit the board"), "F"},
    {release_pin, trLater("View"), trLater("Unpin, or close what is open"), "Esc"},
    {toggle_fullscreen, trLater("View"), trLater("Full screen"), "F11"},
    {lessons, trLater("Lessons"), trLater("Choose a lesson"), "F5"},
    {lesson_next, trLater("Lessons"), trLater("The next step"), "PgDn"},
    {lesson_back, trLater("Lessons"), trLater("The step before"), "PgUp"},
    {lesson_again, trLater("Lessons"), trLater("The step from its beginning"), "Ctrl+R"},
    {lesson_answer, trLater("Lessons"), trLater("Type an answer"), "Ctrl+Enter"},
    {quiz, trLater("Lessons"), trLater("Quiz: predict, then see"), "F6"},
    {save_scores, trLater("Lessons"), trLater("Save the score sheet"), "Ctrl+Shift+Q"},
    {author, trLater("Lessons"), trLater("Write a lesson, or leave it"), "F7"},
    {author_preview, trLater("Lessons"), trLater("Preview what is written"), "F9"},
    {author_add, trLater("Writing"), trLater("Add a step from the board"), "A"},
    {author_update, trLater("Writing"), trLater("Record the step anew"), "U"},
    {author_copy, trLater("Writing"), trLater("Duplicate the step"), "D"},
    {author_remove, trLater("Writing"), trLater("Remove the step"), "Del"},
    {author_up, trLater("Writing"), trLater("Move the step up"), "Ctrl+PgUp"},
    {author_down, trLater("Writing"), trLater("Move the step down"), "Ctrl+PgDn"},
    {author_point, trLater("Writing"), trLater("Point at what is under the pointer"), "H"},
    {author_fact, trLater("Writing"), trLater("Ask for a fact"), "Q"},
    {author_undo, trLater("Writing"), trLater("Undo the writing"), "Ctrl+U"},
    {author_redo, trLater("Writing"), trLater("Redo the writing"), "Ctrl+Shift+U"},
    {present, trLater("Presenting"), trLater("Presenter mode"), "F8"},
    {toggle_spotlight, trLater("Presenting"), trLater("Spotlight around the pointer"), "O"},
    {toggle_halo, trLater("Presenting"), trLater("Halo around the pointer"), "H"},
    {laser_pen, trLater("Presenting"), trLater("Hold to draw, or the right button"), "D"},
    {wipe_ink, trLater("Presenting"), trLater("Wipe what was drawn"), "E"},
    {toggle_freeze, trLater("Presenting"), trLater("Freeze the picture"), "Z"},
    {toggle_black, trLater("Presenting"), trLater("Black screen"), "B"},
    {timer, trLater("Presenting"), trLater("Timer"), "W"},
    {toggle_notes, trLater("Presenting"), trLater("Notes in a second window"), "N"},
    {toggle_help, trLater("Help"), trLater("This help"), "F1"},
    {explain, trLater("Help"), trLater("Explain the control under the pointer"), "Shift+F1"},
    {palette, trLater("Help"), trLater("Everything by its name"), "Ctrl+K"},
    {opening_page, trLater("Help"), trLater("Three things to try"), "Ctrl+F1"},
}};

}  // namespace

std::span<const CommandInfo> commands() { return kCommands; }

const CommandInfo& info(Command command) {
  return *std::find_if(kCommands.begin(), kCommands.end(),
                       [=](const CommandInfo& c) { return c.command == command; });
}

std::string hint(const CommandInfo& about) { return fmt::format("{}  ({})", tr(about.label), about.keys); }

}  // namespace lab::ui

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "i18n/translate.h"
#include "model/parse.h"
#include "model/running.h"
#include "ui/author.h"
#include "ui/lessons.h"
#include "ui/panels.h"
#include "ui/presenting.h"
#include "ui/quiz.h"
#include "ui/studio.h"
#include "ui/widgets.h"
#include "view/number_format.h"

/// What the commands do; those of lessons, quiz, presenter and author stand with these.
namespace lab::ui {
namespace {

void setSpeed(Studio& studio, double factor) {
  Playhead& playhead = studio.workbench.view().playhead;
  playhead.speed = std::clamp(playhead.speed * factor, Playhead::least_speed, Playhead::most_speed);
  studio.say(trf("{:.3g} a second", playhead.speed));
}

void nextGranularity(Studio& studio) {
  const auto count = granularities().size();
  const auto next = (static_cast<std::size_t>(studio.workbench.view().playhead.granularity) + 1) % count;
  studio.workbench.setGranularity(static_cast<Granularity>(next));
  studio.say(trf("A step is {}", tr(granularities()[next].is)));
}

void zoom(Studio& studio, double factor) {
  ViewState& view = studio.workbench.view();
  view.zoom = std::clamp(view.zoom * factor, ViewState::least_zoom, ViewState::most_zoom);
  view.pan_x *= factor;
  view.pan_y *= factor;
}

void setTextSize(Studio& studio, int percent) {
  int& size = studio.workbench.view().text_size;
  size = std::clamp(percent, ViewState::least_text, ViewState::most_text);
  studio.say(trf("Text of {} %", size));
}

void randomize(Studio& studio) {
  Document edited = studio.workbench.document();
  edited.input = {tconv::ValuePreset::random_integers, edited.input.seed + 1, nullptr};
  studio.workbench.change(std::move(edited));
}

/// Esc takes away what is on top: a question, a menu or a sheet, an explanation, then the pin.
void release(Studio& studio) {
  if (!studio.decisions.empty()) {
    answerDecision(studio, studio.decisions.front().answers.size() - 1);
  } else if (studio.sheetOpen() || menuOpen()) {
    closeMenus();
    studio.closeSheets();
  } else if (studio.explaining.shown != nullptr) {
    studio.explaining.shown = nullptr;
  } else {
    studio.workbench.view().pinned = {};
    studio.painting = false;
  }
}

/// Pasted numbers go to the kernel while a weight is pinned, else to the input; they become the whole grid.
Document withPasted(const Studio& studio, std::string_view text) {
  Document edited = studio.workbench.document();
  if (looksLikeLayer(text)) {
    edited.layer = parseLayer(text);
    return edited;
  }
  const ParsedMatrix matrix = parseMatrix(text);
  const auto values = std::make_shared<const Tensor>(Shape{1, 1, matrix.rows, matrix.columns}, matrix.values);
  edited.layer.in_channels = edited.layer.groups = 1;
  if (studio.workbench.view().pinned.kind == RefKind::weight) {
    edited.layer.out_channels = 1;
    edited.layer.kernel_size = {matrix.rows, matrix.columns};
    edited.kernel.custom = values;
  } else {
    edited.input_size = {matrix.rows, matrix.columns};
    edited.input.custom = values;
  }
  return edited;
}

void paste(Studio& studio) {
  const std::string text = studio.host.clipboard ? studio.host.clipboard() : std::string();
  try {
    studio.workbench.change(withPasted(studio, text));
    studio.say(studio.workbench.view().pinned.kind == RefKind::weight ? tr("Pasted into the kernel")
                                                                      : tr("Pasted"));
  } catch (const tconv::Error& error) {
    studio.say(tr(error), true);
  }
}

std::string rowsAsText(const Tensor& values) {
  std::string text = "[";
  const Shape shape = values.shape();
  for (Index row = 0; row < shape.h; ++row) {
    text += row == 0 ? "[" : ", [";
    for (Index column = 0; column < shape.w; ++column)
      text += fmt::format("{}{}", column == 0 ? "" : ", ", values(0, 0, row, column));
    text += "]";
  }
  return text + "]";
}

void copy(Studio& studio) {
  if (!studio.host.set_clipboard) return;
  const tconv::Trace& trace = *studio.workbench.derived().trace;
  const Moment moment = momentAt(studio.workbench.timeline(), studio.workbench.view().playhead.time,
                                 studio.workbench.view().playhead.granularity);
  studio.host.set_clipboard(rowsAsText(RunningOutput(trace, moment).output()));
  studio.say(tr("Copied the output"));
}

void executeView(Studio& studio, Command command) {
  ViewState& view = studio.workbench.view();
  PanelChoice& panels = studio.panels();
  switch (command) {
    case Command::toggle_theme:
      view.theme = view.theme == ThemeChoice::light ? ThemeChoice::dark : ThemeChoice::light;
      break;
    case Command::next_language:
      return speak(studio, view.language == i18n::Language::english ? i18n::Language::chinese
                                                                    : i18n::Language::english);
    case Command::toggle_parameters:
      if (studio.cramped && studio.guided() && !studio.presenter.on)
        studio.parameters_first = !studio.parameters_first;
      else
        panels.show_parameters = !panels.show_parameters;
      break;
    case Command::toggle_arithmetic:
      panels.show_arithmetic = !studio.arithmeticShown();
      if (studio.narrow && panels.show_arithmetic) panels.show_parameters = false;
      break;
    case Command::toggle_transport:
      panels.show_transport = !panels.show_transport;
      break;
    case Command::toggle_symbols:
      view.show_symbols = !view.show_symbols;
      break;
    case Command::toggle_motion:
      view.reduced_motion = !view.reduced_motion;
      studio.say(view.reduced_motion ? tr("Reduced motion") : tr("Full motion"));
      break;
    case Command::larger_text:
      return setTextSize(studio, view.text_size + ViewState::text_step);
    case Command::smaller_text:
      return setTextSize(studio, view.text_size - ViewState::text_step);
    case Command::usual_text:
      return setTextSize(studio, ViewState::least_text);
    case Command::zoom_in:
      zoom(studio, 1.25);
      break;
    case Command::zoom_out:
      zoom(studio, 0.8);
      break;
    case Command::zoom_fit:
      view.zoom = 1;
      view.pan_x = view.pan_y = 0;
      break;
    case Command::toggle_help:
      closeMenus();
      studio.help_open = !studio.help_open;
      break;
    default:
      break;
  }
}

void executeAnimation(Studio& studio, Command command) {
  Workbench& bench = studio.workbench;
  switch (command) {
    case Command::toggle_play:
      bench.togglePlay();
      break;
    case Command::step_on:
      bench.stepOn();
      break;
    case Command::step_back:
      bench.stepBack();
      break;
    case Command::first:
      bench.seek(0);
      break;
    case Command::last:
      bench.seek(static_cast<double>(bench.timeline().steps));
      break;
    case Command::faster:
      setSpeed(studio, 1.5);
      break;
    case Command::slower:
      setSpeed(studio, 1 / 1.5);
      break;
    case Command::toggle_loop:
      bench.view().playhead.loop = !bench.view().playhead.loop;
      break;
    case Command::next_granularity:
      nextGranularity(studio);
      break;
    default:
      break;
  }
}

}  // namespace

void execute(Studio& studio, Command command) {
  switch (command) {
    case Command::undo:
      return studio.workbench.undo();
    case Command::redo:
      return studio.workbench.redo();
    case Command::paste:
      return paste(studio);
    case Command::copy:
      return copy(studio);
    case Command::randomize:
      return randomize(studio);
    case Command::release_pin:
      return release(studio);
    case Command::edit_value:
      return beginEditing(studio, studio.workbench.view().pinned);
    case Command::export_sheet:
      studio.exporting.open = true;
      return;
    case Command::open_recent:
      studio.recent.asked = true;
      return;
    case Command::save:
    case Command::save_as:
      if (studio.author.editor)
        command = command == Command::save ? Command::save_lesson : Command::save_lesson_as;
      [[fallthrough]];
    case Command::open:
    case Command::edit_lesson:
    case Command::save_lesson:
    case Command::save_lesson_as:
    case Command::snapshot:
    case Command::copy_frame:
    case Command::copy_code:
    case Command::copy_command:
    case Command::start_export:
    case Command::cancel_export:
    case Command::save_scores:
    case Command::toggle_fullscreen:
    case Command::quit:
      if (studio.host.run) studio.host.run(command);
      return;
    default:
      break;
  }
  executeAnimation(studio, command);
  executeView(studio, command);
  executeLesson(studio, command);
  executeQuiz(studio, command);
  executeGuide(studio, command);
  executePresenter(studio, command);
  executeAuthor(studio, command);
}

}  // namespace lab::ui

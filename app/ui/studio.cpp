#include "ui/studio.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "i18n/translate.h"
#include "model/parse.h"
#include "model/running.h"
#include "ui/author.h"
#include "ui/lessons.h"
#include "ui/panels.h"
#include "ui/presenting.h"
#include "ui/quiz.h"
#include "ui/widgets.h"
#include "view/number_format.h"

namespace lab::ui {
namespace {

constexpr double kHeader = 48, kFaces = 36, kTransport = 72, kParameters = 256, kArithmetic = 296,
                 kLesson = 336;
/// Below this width in points the two side panels do not fit beside a readable board: the right one folds.
constexpr double kRoomForBoth = 1100;
/// And below this one not even the parameters beside a lesson.
constexpr double kRoomForLesson = 860;

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

/// The panels; what is hidden or does not fit has no size.
struct Panels {
  view::Box header, faces, parameters, board, caption, right, transport;
};

Panels arrange(const Studio& studio, double width, double height) {
  const PanelChoice& wanted = studio.panels();
  const double s = studio.scale;
  const bool asking = studio.quiz.asking(), bare = studio.presenter.on;
  const double left = studio.parametersShown() ? std::round(kParameters * s) : 0;
  const double right = std::round(s * (studio.guideShown()        ? kLesson
                                       : studio.arithmeticShown() ? kArithmetic
                                                                  : 0));
  const double header = bare ? 0 : std::round(kHeader * s);
  const double top = header + (asking || bare ? 0 : std::round(kFaces * s));
  const double bottom = wanted.show_transport && !asking ? std::round(kTransport * s) : 0;
  const double caption = captionHeight(studio, height);
  const double line = std::max(1.0, std::round(s)), middle = height - top - bottom - caption;
  Panels panels;
  panels.header = {0, 0, width, std::max(0.0, header - line)};
  panels.faces = {0, header, width, std::max(0.0, top - header - line)};
  panels.parameters = {0, top, left > 0 ? left - line : 0, middle};
  panels.board = {left, top, width - left - right, middle};
  panels.caption = {0, panels.board.bottom() + line, width, std::max(0.0, caption - line)};
  panels.right = {width - right + line, top, right > 0 ? right - line : 0, middle};
  panels.transport = {0, height - bottom + line, width, bottom > 0 ? bottom - line : 0};
  return panels;
}

void drawRight(Studio& studio, const view::Box& box) {
  if (studio.lesson.run) return drawLesson(studio, box);
  if (studio.quiz.run) return drawQuiz(studio, box);
  if (studio.author.editor) return drawAuthor(studio, box);
  drawArithmeticPanel(studio, box);
}

/// At the start of the program a sheet needs more frames to appear than follow an event.
bool decisionAppears(const Studio& studio) {
  return !studio.decisions.empty() &&
         !studio.anchors.find("answer." + studio.decisions.front().answers.front().id);
}

bool moving(const Studio& studio) {
  return decisionAppears(studio) || studio.workbench.view().playhead.playing ||
         studio.notice.seconds_left > 0 || static_cast<bool>(studio.editing) || studio.tip_pending ||
         studio.exporting.status.running || studio.workbench.pending() || presenterMoves(studio);
}

}  // namespace

double uiScale(double content_scale, double width, double height, int text_size) {
  return std::max(content_scale, std::min(width / 1280, height / 800)) * text_size / 100;
}

double wantedScale(const Studio& studio, double content_scale, double width, double height) {
  const int text =
      studio.presenter.on ? 100 : studio.workbench.view().text_size;  // its type is large already
  return presentedScale(studio, uiScale(content_scale, width, height, text));
}

void speak(Studio& studio, i18n::Language language) {
  if (const auto problem = studio.host.lacking ? studio.host.lacking(language) : std::nullopt)
    studio.say(tr(*problem), true);
  else
    studio.workbench.view().language = language;
}

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

namespace {

/// Sheets are read by who sits at the keys, and say more than would fit in the letters of presenter mode.
void drawSheets(Studio& studio, const view::Box& window) {
  const double shown = std::exchange(studio.scale, studio.scale / presentedScale(studio, 1));
  applyStyle(studio.theme(), studio.scale);
  ImGui::PushFont(studio.fonts->at(14 * studio.scale, view::Weight::regular));
  drawHelp(studio, window);
  drawPalette(studio, window);
  drawLessonList(studio, window);
  if (!studio.files.open) drawExportSheet(studio, window);
  drawFileList(studio, window);
  drawTimerSheet(studio, window);
  drawDecision(studio, window);
  ImGui::PopFont();
  studio.scale = shown;
}

}  // namespace

bool drawStudio(Studio& studio, double width, double height, double seconds) {
  const i18n::LanguageScope scope(studio.workbench.view().language);
  studio.anchors.clear();
  applyStyle(studio.theme(), studio.scale);
  ImGui::PushFont(studio.fonts->at(14 * studio.scale, view::Weight::regular));
  if (!handleFocus(studio, seconds)) handleShortcuts(studio);
  studio.workbench.advance(seconds);
  studio.waiting = !studio.workbench.receive() && studio.workbench.pending() ? studio.waiting + seconds : 0;
  studio.narrow = width / studio.scale < kRoomForBoth;
  studio.cramped = width / studio.scale < kRoomForLesson;
  const Panels panels = arrange(studio, width, height);
  const view::Box window{0, 0, width, height};
  // The gaps of one line width between the panels show this.
  const tconv::Rgb c = studio.theme().line;
  ImGui::GetBackgroundDrawList()->AddRectFilled(
      {0, 0}, {static_cast<float>(width), static_cast<float>(height)}, IM_COL32(c.r, c.g, c.b, 255));
  studio.next_hover = {};
  studio.tip_pending = false;
  followLesson(studio);
  if (panels.caption.h > 0) drawCaption(studio, panels.caption);
  if (panels.right.w > 0) drawRight(studio, panels.right);
  if (studio.opening.open)
    drawOpening(studio, panels.board);
  else if (studio.quiz.asking())
    drawQuestion(studio, panels.board);
  else
    drawBoard(studio, panels.board);
  if (panels.header.h > 0) drawHeader(studio, panels.header);
  if (panels.faces.h > 0) drawFaceTabs(studio, panels.faces);
  if (panels.parameters.w > 0) drawParameters(studio, panels.parameters);
  if (panels.transport.h > 0) drawTransport(studio, panels.transport);
  pointIfAsked(studio);
  drawLessonHighlight(studio);
  drawExplanation(studio, window);
  drawSheets(studio, window);
  drawNotice(studio, panels.board, seconds);
  drawPresenter(studio, window, seconds);
  drawFocus(studio);
  if (!ImGui::IsAnyItemActive()) studio.workbench.commit();
  if (!ImGui::IsAnyItemActive() && studio.author.editor) studio.author.editor->commit();
  const bool hover_changed = studio.hover != studio.next_hover;
  studio.hover = studio.next_hover;
  ImGui::PopFont();
  return moving(studio) || hover_changed;
}

}  // namespace lab::ui

#include "ui/studio.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "i18n/translate.h"
#include "ui/author.h"
#include "ui/lessons.h"
#include "ui/panels.h"
#include "ui/presenting.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

constexpr double kHeader = 48, kFaces = 36, kTransport = 72, kParameters = 256, kArithmetic = 296,
                 kLesson = 336;
/// Below this width in points the two side panels do not fit beside a readable board: the right one folds.
constexpr double kRoomForBoth = 1100;
/// And below this one not even the parameters beside a lesson.
constexpr double kRoomForLesson = 860;

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

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "i18n/translate.h"
#include "ui/panels.h"
#include "ui/presenting.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

/// The lesson in presenter mode: below the board, in large letters.
namespace lab::ui {
namespace {

constexpr double kMargin = 20, kMarginBelow = 15;  ///< of the panel with the words
constexpr double kPlaceLine = 34;                  ///< which step of which lesson, and the buttons that help
constexpr double kWanted = 58;                     ///< height of the words that leaves enough for the board
constexpr double kLeast = 88;                      ///< so that the board does not move at every step
constexpr double kMostShare = 0.63;                ///< of the window's height

/// The largest letters in which the words do not take too much of the board.
double sizeFor(const LessonStep& step, double room) {
  const auto height = [room](std::string_view text, double size) {
    return static_cast<double>(view::wrapped(text, size, room).size()) * size * 1.2;
  };
  for (const double size : {20.0, 16.0}) {
    const double task = step.goal ? height(tr(step.goal->text), size) : 0;
    if (height(tr(step.text), size) + task <= kWanted) return size;
  }
  return 14;
}

/// Returns the height of what it says.
double drawWords(Studio& studio, const view::Box& box) {
  double used = 0;
  if (beginPanel(studio, "caption", box, studio.theme().panel, true)) {
    const LessonStep& step = studio.lesson.run->step();
    const double size = sizeFor(step, box.w / studio.scale - 2 * kMargin);
    drawLessonText(studio, size);
    if (step.goal) drawLessonGoal(studio, size, 2);
    used = ImGui::GetCursorPosY() + ImGui::GetScrollY();
    studio.anchors.set("lesson", box);
  }
  endPanel();
  return used;
}

void drawPlace(Studio& studio, const view::Box& box) {
  const LessonRun& run = *studio.lesson.run;
  if (beginPanel(studio, "caption.place", box, studio.theme().panel)) {
    ImGui::SetCursorPos({studio.px(kMargin), studio.px(6)});
    label(studio,
          fmt::format("{}   ·   {}", tr(run.lesson().title),
                      trf("Step {} of {}", run.at() + 1, run.lesson().steps.size())),
          12, studio.theme().muted);
    ImGui::SameLine(0, studio.px(24));
    ImGui::SetCursorPosY(0);
    if (!run.met()) drawLessonHelp(studio);
  }
  endPanel();
}

}  // namespace

double captionHeight(const Studio& studio, double window_height) {
  if (!studio.presenter.on || !studio.lesson.run) return 0;
  return std::round(std::clamp(studio.presenter.caption, kLeast * studio.scale, kMostShare * window_height));
}

void drawCaption(Studio& studio, const view::Box& box) {
  const double place = kPlaceLine * studio.scale;
  const double words = drawWords(studio, {box.x, box.y, box.w, box.h - place});
  drawPlace(studio, {box.x, box.bottom() - place, box.w, place});
  studio.presenter.caption = words + kMarginBelow * studio.scale + place;
}

}  // namespace lab::ui

#include <fmt/format.h>
#include <imgui.h>

#include <utility>

#include "i18n/translate.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/presenting.h"
#include "ui/widgets.h"

/// What only the lecturer sees.
namespace lab::ui {
namespace {

constexpr double kType = 1.25;  ///< of the window's own scale: read from where one stands
constexpr double kPreview = 300;

void drawClocks(Studio& studio, std::string_view clock) {
  const view::Theme& theme = studio.theme();
  label(studio, clock, 28, theme.ink, view::Weight::bold);
  if (const auto& timer = studio.presenter.timer) {
    const double seconds = timer->seconds(now(studio));
    ImGui::SameLine(0, studio.px(32));
    label(studio, durationText(seconds), 28, seconds < 0 ? theme.problem : theme.accent, view::Weight::bold);
  }
  for (const auto& [on, icon] :
       {std::pair{studio.presenter.frozen, icons::frozen}, {studio.presenter.black, icons::black}}) {
    if (!on) continue;
    ImGui::SameLine(0, studio.px(24));
    label(studio, icon, 28, theme.problem);
  }
}

void drawStep(Studio& studio, std::string_view heading, const LessonStep& step, tconv::Rgb color) {
  rule(studio);
  label(studio, heading, 12, studio.theme().muted);
  space(studio, 4);
  paragraph(studio, tr(step.text), 16, color);
  if (step.goal) paragraph(studio, tr(step.goal->text), 16, studio.theme().accent);
}

void drawLessonNotes(Studio& studio) {
  const LessonRun& run = *studio.lesson.run;
  const auto& steps = run.lesson().steps;
  drawStep(
      studio,
      fmt::format("{}   ·   {}", tr(run.lesson().title), trf("Step {} of {}", run.at() + 1, steps.size())),
      run.step(), studio.theme().muted);
  if (!run.isLast()) drawStep(studio, tr("What comes next"), steps[run.at() + 1], studio.theme().ink);
}

/// What the audience will see once the picture is no longer frozen.
void drawPreview(Studio& studio) {
  rule(studio);
  label(studio, tr("Behind the frozen picture"), 12, studio.theme().muted);
  const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  view::Frame frame = frameOf(studio, {at.x, at.y, room.x, studio.px(kPreview)});
  frame.least_type = 0;
  ImGuiCanvas canvas(ImGui::GetWindowDrawList(), *studio.fonts, nullptr);
  view::drawBoard(canvas, frame);
  ImGui::Dummy({room.x, studio.px(kPreview)});
}

}  // namespace

void drawNotes(Studio& studio, double width, double height, std::string_view clock) {
  const i18n::LanguageScope scope(studio.workbench.view().language);
  const double shown =
      std::exchange(studio.scale, kType * uiScale(1, width, height, studio.workbench.view().text_size));
  applyStyle(studio.theme(), studio.scale);
  if (beginPanel(studio, "notes", {0, 0, width, height}, studio.theme().panel, true)) {
    drawClocks(studio, clock);
    if (studio.presenter.frozen) drawPreview(studio);
    if (studio.lesson.run) drawLessonNotes(studio);
  }
  endPanel();
  studio.scale = shown;
}

}  // namespace lab::ui

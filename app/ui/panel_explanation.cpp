#include <fmt/format.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "i18n/translate.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

/// What a control does, its formula with the current numbers, what is often got wrong, and its names; beside
/// the control, until it is closed.
namespace lab::ui {
namespace {

constexpr double kWidth = 376, kMargin = 20, kFormula = 14;
constexpr double kPanel = 256, kTop = 84;  ///< where the parameters end, and where header and tabs do

/// The first widget of the control that is drawn.
const view::Box* widgetOf(const Studio& studio, const Explanation& explanation) {
  for (const auto& [anchor, box] : studio.anchors.all())
    if (explains(explanation, anchor)) return &box;
  return nullptr;
}

/// Parameters may be scrolled away; the table has transport and scales behind them.
bool isSeen(const Explanation& explanation, const view::Box& widget) {
  if (&explanation >= explanationOf("first")) return true;
  const ImGuiWindow* panel = ImGui::FindWindowByName("parameters");
  if (panel == nullptr) return true;
  const ImVec2 middle{static_cast<float>(widget.center().x), static_cast<float>(widget.center().y)};
  return !panel->WasActive || middle.x > panel->InnerRect.Max.x || middle.y < panel->Pos.y ||
         panel->InnerRect.Contains(middle);
}

/// Right of what is on the left, below what is above and above what is below; the parameters stay free.
view::Box besides(const Studio& studio, const view::Box& window, const view::Box& widget) {
  const double s = studio.scale, w = kWidth * s, h = std::max(studio.explaining.height, 64 * s);
  const double gap = 16 * s, margin = 8 * s;
  const double panel = studio.workbench.view().show_parameters ? kPanel * s : 0;
  const bool lies_in_panel =
      widget.right() < panel && widget.y > kTop * s && widget.bottom() < window.h - kTop * s;
  const view::Point middle = widget.center();
  const double x = lies_in_panel ? panel + gap : middle.x - w / 2;
  const double y = lies_in_panel             ? widget.y - 48 * s
                   : middle.y < window.h / 2 ? widget.bottom() + gap
                                             : widget.y - h - gap;
  return {std::clamp(x, panel + margin, std::max(panel + margin, window.w - w - margin)),
          std::clamp(y, margin, std::max(margin, window.h - h - margin)), w, h};
}

void heading(Studio& studio, const Explanation& shown) {
  const float y = ImGui::GetCursorPosY();
  label(studio, tr(shown.title()), 16, studio.theme().ink, view::Weight::bold, kWidth - 2 * kMargin - 96);
  const auto turn = [&](const char* anchor, const char* sign, const char* tip, double right, int by) {
    ImGui::SetCursorPos({studio.px(kWidth - right), y - studio.px(4)});
    if (button(studio, anchor, sign, tip, {.width = 28, .height = 28})) explainFurther(studio, by);
  };
  turn("explanation.back", icons::left, tr("The control before  (PgUp)"), 112, -1);
  turn("explanation.next", icons::right, tr("The next control  (PgDn)"), 80, 1);
  ImGui::SetCursorPos({studio.px(kWidth - 48), y - studio.px(4)});
  if (button(studio, "explanation.close", icons::close, tr("Close  (Esc)"), {.width = 28, .height = 28}))
    studio.explaining.shown = nullptr;
  space(studio, 4);
}

/// One line, smaller where it would not fit; the control's own number is marked.
void drawFormula(Studio& studio, const Formula& formula, std::string_view parameter) {
  const double room = kWidth - 2 * kMargin,
               wanted = view::textWidth(plain(formula), kFormula, view::Weight::bold);
  const double size = kFormula * std::min(1.0, room / wanted);
  for (std::size_t i = 0; i < formula.size(); ++i) {
    const bool own = !parameter.empty() && formula[i].field == parameter;
    if (i > 0) ImGui::SameLine(0, 0);
    label(studio, formula[i].text, size, own ? studio.theme().accent : studio.theme().ink,
          own ? view::Weight::bold : view::Weight::regular);
  }
}

void named(Studio& studio, const char* heading, std::string_view text, tconv::Rgb color) {
  if (text.empty()) return;
  space(studio, 8);
  label(studio, heading, 12, studio.theme().muted, view::Weight::bold);
  paragraph(studio, text, 14, color);
}

void drawText(Studio& studio, const Explanation& shown) {
  const view::Theme& theme = studio.theme();
  paragraph(studio, tr(shown.does()), 14, theme.ink);
  if (shown.formula != nullptr) {
    space(studio, 8);
    const Explained now{studio.workbench.derived(), studio.workbench.view()};
    for (const Formula& formula : shown.formula(now)) drawFormula(studio, formula, shown.parameter);
  }
  named(studio, tr("Often got wrong"), tr(shown.trap), theme.ink);
  named(studio, tr("Elsewhere"), tr(shown.term), theme.muted);
  named(studio, "PyTorch", shown.pytorch, theme.muted);
}

void drawCard(Studio& studio, const view::Box& box) {
  const Explanation& shown = *studio.explaining.shown;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, studio.px(8));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, studio.px(1));
  if (beginPanel(studio, "explanation", box, studio.theme().panel)) {
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    studio.anchors.set("explanation", box);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {studio.px(8), studio.px(2)});
    heading(studio, shown);
    drawText(studio, shown);
    ImGui::PopStyleVar();
    studio.explaining.height = ImGui::GetCursorPosY() + ImGui::GetScrollY() + studio.px(16);
  }
  endPanel();
  ImGui::PopStyleVar(2);
}

/// The control at hand, or the first parameter; asked for again, nothing.
void answer(Studio& studio) {
  Explaining& explaining = studio.explaining;
  if (!std::exchange(explaining.asked, false)) return;
  const Explanation* at_hand = explanationAtHand(studio);
  if (at_hand != nullptr && at_hand != explaining.shown)
    explain(studio, *at_hand);
  else if (explaining.shown != nullptr)
    explaining.shown = nullptr;
  else
    explain(studio, *explanationOf("slider.kernel_size"));
}

}  // namespace

void drawExplanation(Studio& studio, const view::Box& window) {
  answer(studio);
  if (studio.explaining.shown == nullptr || studio.sheetOpen() || studio.quiz.asking()) return;
  const view::Box* widget = widgetOf(studio, *studio.explaining.shown);
  const view::Box nowhere{window.w / 2, window.h / 3, 0, 0};
  if (widget != nullptr && isSeen(*studio.explaining.shown, *widget)) drawHighlight(studio, *widget);
  drawCard(studio, besides(studio, window, widget != nullptr ? *widget : nowhere));
}

void explanationMark(Studio& studio, std::string_view control) {
  const Explanation* explanation = explanationOf(control);
  Explaining& explaining = studio.explaining;
  if (explaining.shown == explanation && std::exchange(explaining.reach, false)) ImGui::SetScrollHereY();
  ImGui::SameLine(0, studio.px(2));
  if (button(studio, fmt::format("explain.{}", control), icons::question, tr("Explain this control  (?)"),
             {.width = 18, .height = 16, .quiet = true, .type_size = 12}))
    explain(studio, *explanation);
}

}  // namespace lab::ui

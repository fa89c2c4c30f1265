#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "i18n/translate.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

namespace lab::ui {
namespace {

constexpr double kMargin = 12, kPadding = 10, kType = 14;

/// One tab: the label over a line that says whether the face is on the board.
void drawTab(Studio& studio, const FaceInfo& face, const view::Box& box) {
  const view::Theme& theme = studio.theme();
  ImGui::SetCursorScreenPos({static_cast<float>(box.x), static_cast<float>(box.y)});
  const std::string anchor = fmt::format("face.{}", face.id);
  const bool clicked =
      ImGui::InvisibleButton(anchor.c_str(), {static_cast<float>(box.w), static_cast<float>(box.h)});
  const bool entered = stop(studio, anchor).press;
  studio.anchors.set(anchor, box);
  const bool on = studio.workbench.view().shows(face.face), hovered = ImGui::IsItemHovered();
  tooltip(studio,
          trf("{}: {}  ({}; with Shift, beside the others)", tr(face.label), tr(face.remark), face.key));
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto packed = [](tconv::Rgb c) { return IM_COL32(c.r, c.g, c.b, 255); };
  const view::Weight weight = on ? view::Weight::bold : view::Weight::regular;
  // Where tabs are narrow their letters are smaller.
  const double room = box.w / studio.scale - 4;
  const double width = std::min(view::textWidth(tr(face.label), kType, weight), room) * studio.scale;
  ImGui::SetCursorScreenPos(
      {static_cast<float>(box.x + (box.w - width) / 2), static_cast<float>(box.y) + studio.px(9)});
  label(studio, tr(face.label), kType, on || hovered ? theme.ink : theme.muted, weight, room);
  if (on || hovered)
    list->AddRectFilled(
        {static_cast<float>(box.x) + studio.px(4), static_cast<float>(box.bottom()) - studio.px(3)},
        {static_cast<float>(box.right()) - studio.px(4), static_cast<float>(box.bottom())},
        packed(on ? theme.accent : theme.line));
  if (!clicked && !entered) return;
  if (ImGui::GetIO().KeyShift || ImGui::GetIO().KeyCtrl)
    studio.workbench.toggleFace(face.face);
  else
    studio.workbench.showFace(face.face);
}

/// The same faces as a list to tick, for those who look for a menu.
void drawBesideMenu(Studio& studio) {
  if (!beginMenu(studio, "beside.menu")) return;
  menuHeading(studio, tr("Side by side, up to four"));
  for (const FaceInfo& face : faces())
    if (menuItem(studio, fmt::format("beside.{}", face.id), tr(face.label),
                 studio.workbench.view().shows(face.face), fmt::format("Shift+{}", face.key)))
      studio.workbench.toggleFace(face.face);
  endMenu();
}

}  // namespace

void drawFaceTabs(Studio& studio, const view::Box& box) {
  if (beginPanel(studio, "faces", box, studio.theme().panel)) {
    const double s = studio.scale, end = box.right() - 92 * s;
    double wanted = 0;
    for (const FaceInfo& face : faces())
      wanted += view::textWidth(tr(face.label), kType, view::Weight::bold) * s + 2 * kPadding * s;
    // Where the window is narrow the tabs move together rather than out of it.
    const double squeeze = std::min(1.0, (end - box.x - kMargin * s) / wanted);
    double x = box.x + kMargin * s;
    for (const FaceInfo& face : faces()) {
      const double width =
          (view::textWidth(tr(face.label), kType, view::Weight::bold) * s + 2 * kPadding * s) * squeeze;
      drawTab(studio, face, {x, box.y, width, box.h});
      x += width;
    }
    ImGui::SetCursorScreenPos({static_cast<float>(end), static_cast<float>(box.y) + studio.px(3)});
    if (button(studio, "beside", fmt::format("{}  {}", icons::columns, icons::down), tr("Faces side by side"),
               {.width = 76, .height = 28, .active = studio.workbench.view().faces.size() > 1}))
      ImGui::OpenPopup("beside.menu");
    drawBesideMenu(studio);
  }
  endPanel();
}

}  // namespace lab::ui

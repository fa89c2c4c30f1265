#include <imgui.h>

#include <algorithm>

#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/hit_canvas.h"

namespace lab::ui {

void drawArithmeticPanel(Studio& studio, const view::Box& box) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  if (beginPanel(studio, "arithmetic", box, studio.theme().panel, true)) {
    view::Frame frame = frameOf(studio, box);
    // ImGui adds its item spacing below; without this a panel that fits would get a scroll bar.
    const double height = std::max(box.h - 8 * studio.scale, arithmeticHeight(frame));
    frame.area = {box.x, box.y - ImGui::GetScrollY(), box.w, std::max(height, box.h)};
    ImGui::SetCursorPos({0, 0});
    ImGui::Dummy({1, static_cast<float>(height)});
    if (ImGui::IsWindowHovered()) {
      view::HitCanvas hits({ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y});
      view::drawArithmetic(hits, frame);
      studio.next_hover = hits.hit();
    }
    ImGuiCanvas canvas(ImGui::GetWindowDrawList(), *studio.fonts, studio.heatmaps);
    view::drawArithmetic(canvas, frame);
    studio.anchors.set("arithmetic", box);
  }
  endPanel();
  ImGui::PopStyleVar();
}

}  // namespace lab::ui

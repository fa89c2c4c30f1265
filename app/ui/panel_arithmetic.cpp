#include <imgui.h>

#include <algorithm>

#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/hit_canvas.h"

namespace lab::ui {

void drawArithmeticPanel(Studio& studio, const view::Box& box) {
  if (beginPanel(studio, "arithmetic", box, studio.theme().panel, true)) {
    view::Frame frame = frameOf(studio, box);
    frame.zoom = 1;  // those are the board's
    frame.pan = {};
    const double needed = arithmeticHeight(frame);
    frame.area = {box.x, box.y - ImGui::GetScrollY(), box.w, std::max(needed, box.h)};
    // Only what does not fit gives the window something to scroll.
    if (needed > box.h) ImGui::Dummy({1, static_cast<float>(needed) - studio.px(32)});
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
}

}  // namespace lab::ui

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/hit_canvas.h"

namespace lab::ui {
namespace {

/// The term that keys have led to; it is scrolled into view, and Enter pins it.
std::optional<view::PlacesCanvas::Spot> useKeys(Studio& studio, const view::Box& box,
                                                const view::Frame& frame) {
  ImGui::ItemAdd({static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.right()),
                  static_cast<float>(box.bottom())},
                 0);
  const Asked asked = stop(studio, "arithmetic", StopKind::scene);
  const auto spot =
      elementByKeys(studio, "arithmetic", asked, [&](view::Canvas& c) { view::drawArithmetic(c, frame); });
  if (!spot) return {};
  if (asked.press) studio.workbench.togglePin(spot->ref);
  if (spot->box.y < box.y || spot->box.bottom() > box.bottom())
    ImGui::SetScrollY(ImGui::GetScrollY() + static_cast<float>(spot->box.center().y - box.center().y));
  return spot;
}

}  // namespace

void drawArithmeticPanel(Studio& studio, const view::Box& box) {
  if (beginPanel(studio, "arithmetic", box, studio.theme().panel, true)) {
    view::Frame frame = frameOf(studio, box);
    frame.zoom = 1;  // those are the board's
    frame.pan = {};
    const double needed = arithmeticHeight(frame);
    frame.area = {box.x, box.y - ImGui::GetScrollY(), box.w, std::max(needed, box.h)};
    // Only what does not fit gives the window something to scroll.
    if (needed > box.h) ImGui::Dummy({1, static_cast<float>(needed) - studio.px(32)});
    const auto spot = useKeys(studio, box, frame);
    if (spot) studio.next_hover = spot->ref;
    if (ImGui::IsWindowHovered() && !studio.focus.leads()) {
      view::HitCanvas hits({ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y});
      view::drawArithmetic(hits, frame);
      studio.next_hover = hits.hit();
    }
    ImGuiCanvas canvas(ImGui::GetWindowDrawList(), *studio.fonts, studio.heatmaps);
    view::drawArithmetic(canvas, frame);
    if (spot) drawCursor(studio, spot->box);
    studio.anchors.set("arithmetic", box);
  }
  endPanel();
}

}  // namespace lab::ui

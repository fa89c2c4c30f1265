#include <imgui.h>

#include "ui/widgets.h"

namespace lab::ui {
namespace {

ImVec4 floats(tconv::Rgb c, float alpha = 1) {
  ImVec4 color = ImGui::ColorConvertU32ToFloat4(IM_COL32(c.r, c.g, c.b, 255));
  color.w = alpha;
  return color;
}

}  // namespace

void applyStyle(const view::Theme& theme, double scale) {
  const auto px = [scale](double v) { return static_cast<float>(v * scale); };
  ImGuiStyle style;
  style.WindowBorderSize = 0;
  style.PopupBorderSize = 1;
  style.WindowRounding = 0;
  style.ChildRounding = style.FrameRounding = style.PopupRounding = style.GrabRounding = px(6);
  style.ScrollbarRounding = px(4);
  style.ScrollbarSize = px(10);
  style.ItemSpacing = {px(8), px(4)};
  style.FramePadding = {px(6), px(3)};
  style.WindowPadding = {px(16), px(16)};
  style.WindowMinSize = {1, 1};
  style.AntiAliasedLinesUseTex = false;
  ImVec4* c = style.Colors;
  c[ImGuiCol_Text] = floats(theme.ink);
  c[ImGuiCol_TextDisabled] = floats(theme.faint);
  c[ImGuiCol_WindowBg] = c[ImGuiCol_PopupBg] = floats(theme.panel);
  c[ImGuiCol_Border] = floats(theme.line);
  c[ImGuiCol_FrameBg] = c[ImGuiCol_FrameBgHovered] = c[ImGuiCol_FrameBgActive] = floats(theme.raised);
  c[ImGuiCol_ScrollbarBg] = floats(theme.panel, 0);
  c[ImGuiCol_ScrollbarGrab] = floats(theme.line);
  c[ImGuiCol_ScrollbarGrabHovered] = c[ImGuiCol_ScrollbarGrabActive] = floats(theme.faint);
  c[ImGuiCol_TextSelectedBg] = floats(theme.accent, 0.35F);
  c[ImGuiCol_NavHighlight] = floats(theme.accent);
  c[ImGuiCol_ModalWindowDimBg] = floats({0, 0, 0}, 0.5F);
  ImGui::GetStyle() = style;
}

}  // namespace lab::ui

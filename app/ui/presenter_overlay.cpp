#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/icons.h"
#include "ui/keys.h"
#include "ui/presenting.h"
#include "view/type_metrics.h"

/// What lies over the window while somebody presents: light, laser pen, darkness, and a sign for each.
namespace lab::ui {
namespace {

constexpr double kInkStays = 3, kInkFades = 1;  ///< seconds after the pen was lifted
constexpr double kSpot = 110, kHalo = 26;       ///< radii in points

ImU32 packed(tconv::Rgb c, double alpha = 1) {
  return IM_COL32(c.r, c.g, c.b, static_cast<int>(std::lround(alpha * 255)));
}

ImVec2 corner(const view::Box& box) { return {static_cast<float>(box.x), static_cast<float>(box.y)}; }
ImVec2 farCorner(const view::Box& box) {
  return {static_cast<float>(box.right()), static_cast<float>(box.bottom())};
}

ImDrawList& top() { return *ImGui::GetForegroundDrawList(); }

/// A ring so wide that it covers the window around the pointer; all of the window where there is none.
void drawSpotlight(const Studio& studio, const view::Box& window) {
  constexpr ImU32 dark = IM_COL32(0, 0, 0, 178);
  if (!ImGui::IsMousePosValid()) return top().AddRectFilled(corner(window), farCorner(window), dark);
  const float inside = studio.px(kSpot), width = static_cast<float>(std::hypot(window.w, window.h));
  top().AddCircle(ImGui::GetIO().MousePos, inside + width / 2, dark, 128, width);
}

void drawHalo(const Studio& studio) {
  if (!ImGui::IsMousePosValid()) return;
  const ImVec2 at = ImGui::GetIO().MousePos;
  top().AddCircleFilled(at, studio.px(kHalo), packed(studio.theme().accent, 0.22), 64);
  top().AddCircle(at, studio.px(kHalo), packed(studio.theme().accent, 0.9), 64, studio.px(2));
}

/// The pen's key is held, or the right button, which nothing else uses.
bool penIsDown(const Studio& studio) {
  const bool typing = ImGui::GetIO().WantTextInput || ImGui::GetIO().KeyCtrl || studio.sheetOpen();
  const bool by_key = !typing && held(shortcut(info(Command::laser_pen).keys).key);
  return ImGui::IsMousePosValid() && (by_key || ImGui::IsMouseDown(ImGuiMouseButton_Right));
}

void moveInk(Studio& studio, double seconds) {
  Ink& ink = studio.presenter.ink;
  const bool began = !std::exchange(ink.drawing, penIsDown(studio)) && ink.drawing;
  if (ink.drawing) {
    const view::Point at{ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y};
    if (began) ink.strokes.emplace_back();
    if (ink.strokes.back().empty() || !(ink.strokes.back().back() == at)) ink.strokes.back().push_back(at);
    ink.rested = 0;
    return;
  }
  ink.rested += seconds;
  if (ink.rested > kInkStays + kInkFades) ink.strokes.clear();
}

/// A line in the colour of a laser, with its glow.
void drawStroke(const Studio& studio, const std::vector<view::Point>& stroke, double alpha) {
  std::vector<ImVec2> points;
  for (const view::Point p : stroke) points.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
  for (const auto& [width, strength] : {std::pair{10.0, 0.25}, {4.0, 1.0}}) {
    const ImU32 color = packed(studio.theme().problem, alpha * strength);
    if (points.size() == 1) top().AddCircleFilled(points.front(), studio.px(width / 2), color);
    top().AddPolyline(points.data(), static_cast<int>(points.size()), color, 0, studio.px(width));
  }
}

void drawInk(const Studio& studio) {
  const Ink& ink = studio.presenter.ink;
  const double alpha = std::clamp(1 - (ink.rested - kInkStays) / kInkFades, 0.0, 1.0);
  for (const auto& stroke : ink.strokes) drawStroke(studio, stroke, alpha);
}

struct Sign {
  std::string_view anchor;
  std::string text;
  tconv::Rgb color;
};

/// A dark room stays dark.
const view::Theme& themeOfSigns(const Studio& studio) {
  return studio.presenter.black ? view::theme(ThemeChoice::dark) : studio.theme();
}

std::vector<Sign> signs(const Studio& studio) {
  const Presenter& p = studio.presenter;
  const view::Theme& theme = themeOfSigns(studio);
  std::vector<Sign> shown;
  const auto add = [&](bool on, std::string_view anchor, std::string_view icon) {
    if (on) shown.push_back({anchor, std::string(icon), theme.muted});
  };
  add(p.spotlight, "sign.spotlight", icons::spotlight);
  add(p.halo, "sign.halo", icons::halo);
  add(!p.ink.strokes.empty(), "sign.ink", icons::pen);
  add(p.frozen, "sign.frozen", icons::frozen);
  add(p.black, "sign.black", icons::black);
  if (p.timer) {
    const double seconds = p.timer->seconds(now(studio));
    shown.push_back({"sign.timer", durationText(seconds), seconds < 0 ? theme.problem : theme.muted});
  }
  return shown;
}

/// At the lower right, over whatever is there.
void drawSigns(Studio& studio, const view::Box& window) {
  const std::vector<Sign> shown = signs(studio);
  if (shown.empty()) return;
  const Fonts::Face& face = studio.fonts->face(14 * studio.scale, view::Weight::regular);
  const float size = face.font->FontSize * studio.px(14) / static_cast<float>(face.em), gap = studio.px(10);
  float width = gap;
  for (const Sign& sign : shown)
    width += face.font->CalcTextSizeA(size, FLT_MAX, 0, sign.text.c_str()).x + gap;
  ImVec2 at = farCorner(window.inset(8 * studio.scale));
  const ImVec2 end = at;
  at = {at.x - width, at.y - size - studio.px(6)};
  top().AddRectFilled(at, end, packed(themeOfSigns(studio).panel, 0.88), studio.px(6));
  for (const Sign& sign : shown) {
    at.x += gap;
    const float room = face.font->CalcTextSizeA(size, FLT_MAX, 0, sign.text.c_str()).x;
    top().AddText(face.font, size, {at.x, at.y + studio.px(3)}, packed(sign.color), sign.text.c_str());
    studio.anchors.set(sign.anchor, {at.x, at.y, room, end.y - at.y});
    at.x += room;
  }
}

}  // namespace

void drawPresenter(Studio& studio, const view::Box& window, double seconds) {
  Presenter& presenter = studio.presenter;
  if (!presenter.on || std::exchange(presenter.clean, false)) return;
  if (presenter.frozen && presenter.picture)
    top().AddImage(presenter.picture, corner(window), farCorner(window), {0, 1}, {1, 0});
  if (presenter.spotlight) drawSpotlight(studio, window);
  if (presenter.halo) drawHalo(studio);
  moveInk(studio, seconds);
  drawInk(studio);
  if (presenter.black) top().AddRectFilled(corner(window), farCorner(window), IM_COL32(0, 0, 0, 255));
  drawSigns(studio, window);
}

bool presenterMoves(const Studio& studio) {
  const Presenter& p = studio.presenter;
  return (p.frozen && !p.picture) || !p.ink.strokes.empty();
}

}  // namespace lab::ui

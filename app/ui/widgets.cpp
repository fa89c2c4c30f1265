#include "ui/widgets.h"

#include <imgui.h>
#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "view/type_metrics.h"

namespace lab::ui {
namespace {

constexpr double kTipDelay = 0.5;  ///< seconds
constexpr double kAppears = 0.1;   ///< seconds for which frames follow: a new window is hidden in its first
constexpr double kKeySteps = 24;   ///< from one end of a slider to the other, where any number will do

ImU32 packed(tconv::Rgb c, double alpha = 1) {
  return IM_COL32(c.r, c.g, c.b, static_cast<int>(std::lround(alpha * 255)));
}

struct Text {
  ImFont* font;
  float size;
  ImVec2 extent;
};

/// An empty view may point nowhere, and ImGui measures from there to a zero that is not there.
std::string_view pointing(std::string_view text) { return text.empty() ? std::string_view("") : text; }

Text measure(const Studio& studio, std::string_view text, double size, view::Weight weight) {
  text = pointing(text);
  const double pixels = size * studio.scale;
  const Fonts::Face& face = studio.fonts->face(pixels, weight);
  const float height = face.font->FontSize * static_cast<float>(pixels / face.em);
  return {face.font, height,
          face.font->CalcTextSizeA(height, FLT_MAX, 0, text.data(), text.data() + text.size())};
}

/// Letters of `size`, or smaller ones where the text would not fit into `room` pixels.
Text fitted(const Studio& studio, std::string_view text, double size, view::Weight weight, float room) {
  const Text t = measure(studio, text, size, weight);
  return t.extent.x <= room ? t : measure(studio, text, size * room / t.extent.x, weight);
}

view::Box boxOf(ImVec2 at, ImVec2 size) { return {at.x, at.y, size.x, size.y}; }

/// What is not cut off in this window.
view::Box visiblePart() {
  const ImRect& inside = ImGui::GetCurrentWindow()->InnerRect;
  return boxOf(inside.Min, inside.GetSize());
}

void note(Studio& studio, std::string_view text, const view::Box& box, const view::Box& room) {
  if (studio.written)
    studio.written->push_back({std::string(text), ImGui::GetCurrentWindow()->Name, box, room});
}

void drawText(Studio& studio, const Text& t, ImVec2 at, tconv::Rgb color, std::string_view text,
              const view::Box& room) {
  text = pointing(text);
  note(studio, text, boxOf(at, t.extent), room);
  ImGui::GetWindowDrawList()->AddText(t.font, t.size, {std::round(at.x), std::round(at.y)}, packed(color),
                                      text.data(), text.data() + text.size());
}

std::string id(std::string_view anchor) { return "##" + std::string(anchor); }

/// Where a control is pressed, by mouse or by keys.
bool pressable(Studio& studio, std::string_view anchor, ImVec2 size) {
  const bool clicked = ImGui::InvisibleButton(id(anchor).c_str(), size);
  return stop(studio, anchor).press || clicked;
}

tconv::Rgb buttonFill(const view::Theme& theme, const ButtonStyle& style) {
  const bool hovered = style.enabled && ImGui::IsItemHovered(), held = style.enabled && ImGui::IsItemActive();
  if (style.primary) return view::mix(theme.accent, theme.ink, held ? 0.25 : hovered ? 0.12 : 0);
  const tconv::Rgb base = style.active ? theme.raised : theme.panel;
  return view::mix(base, theme.ink, held ? 0.16 : hovered ? 0.08 : 0);
}

tconv::Rgb buttonInk(const view::Theme& theme, const ButtonStyle& style) {
  if (!style.enabled) return view::mix(theme.panel, theme.faint, 0.5);
  if (style.primary) return theme.on_accent;
  return style.active ? theme.accent : style.quiet ? theme.muted : theme.ink;
}

constexpr double kTipWidth = 280;

/// The next window below the item, or above it in the lower half of the screen; from its left edge, or up to
/// its right one.
void placeBesideItem(const Studio& studio, double gap) {
  const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax(),
               room = ImGui::GetIO().DisplaySize;
  const bool below = to.y < room.y / 2, rightwards = from.x < room.x / 2;
  ImGui::SetNextWindowPos(
      {rightwards ? from.x : to.x, below ? to.y + studio.px(gap) : from.y - studio.px(gap)}, ImGuiCond_Always,
      {rightwards ? 0.0F : 1.0F, below ? 0.0F : 1.0F});
}

/// The next window, a tooltip, where it hides nothing that belongs to the item: the number of a slider stands
/// above it, and other sliders below.
void placeTip(const Studio& studio) {
  const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  const float right = to.x + studio.px(20);
  const bool is_slider = to.x - from.x > studio.px(160);
  if (!is_slider || right + studio.px(kTipWidth + 20) > ImGui::GetIO().DisplaySize.x)
    return placeBesideItem(studio, 8);
  ImGui::SetNextWindowPos({right, (from.y + to.y) / 2}, ImGuiCond_Always, {0, 0.5F});
}

/// Chinese has no blanks at which lines could end: with line feeds where they do, other texts as they are.
std::string divided(const Studio& studio, std::string_view text, double size, float width) {
  const auto chinese = [](char c) { return c >= '\xE3' && c <= '\xE9'; };  // begins U+3000 to U+9FFF
  std::string all;
  while (std::ranges::any_of(text, chinese)) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    for (const std::string& line : view::wrapped(text.substr(0, end), size, width / studio.scale))
      all += line + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (text.empty() && !all.empty()) all.pop_back();
  return all.append(text);
}

/// Text at the cursor, in lines of at most `width` pixels.
void wrapped(Studio& studio, std::string_view words, double size, tconv::Rgb color, float width) {
  const std::string text = divided(studio, words, size, width);
  const Text t = measure(studio, text, size, view::Weight::regular);
  const char *begin = text.data(), *end = begin + text.size();
  const ImVec2 extent = t.font->CalcTextSizeA(t.size, FLT_MAX, width, begin, end);
  note(studio, text, boxOf(ImGui::GetCursorScreenPos(), extent), visiblePart());
  ImGui::GetWindowDrawList()->AddText(t.font, t.size, ImGui::GetCursorScreenPos(), packed(color), begin, end,
                                      width);
  ImGui::Dummy(extent);
}

/// Where the handle of a slider runs: its centre keeps its radius from both ends.
struct Track {
  ImVec2 at, size;
  float radius;

  float from() const { return at.x + radius; }
  float length() const { return size.x - 2 * radius; }
  float middle() const { return at.y + size.y / 2; }
  /// 0 at the left end, 1 at the right one.
  double share(float x) const { return std::clamp((x - from()) / std::max(1.0F, length()), 0.0F, 1.0F); }
};

void drawTrack(const Studio& studio, const Track& track, double share) {
  const view::Theme& theme = studio.theme();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 knob{track.from() + static_cast<float>(share) * track.length(), track.middle()};
  const float half = studio.px(2);
  const ImVec2 start{track.at.x, track.middle() - half};
  list->AddRectFilled(start, {start.x + track.size.x, start.y + 2 * half},
                      packed(view::mix(theme.panel, theme.faint, 0.4)), half);
  list->AddRectFilled(start, {knob.x, start.y + 2 * half}, packed(theme.accent), half);
  const bool lit = ImGui::IsItemHovered() || ImGui::IsItemActive();
  list->AddCircleFilled(knob, lit ? track.radius + studio.px(1) : track.radius, packed(theme.accent), 32);
  list->AddCircleFilled(knob, track.radius - studio.px(2.5), packed(lit ? theme.accent : theme.panel), 32);
}

}  // namespace

void anchorItem(Studio& studio, std::string_view anchor) {
  const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
  studio.anchors.set(anchor, {a.x, a.y, b.x - a.x, b.y - a.y});
}

double SliderRange::at(double share) const {
  const double value = least + share * (most - least);
  return whole ? std::round(value) : value;
}

double SliderRange::moved(double value, double steps) const {
  return std::clamp(value + steps * (whole ? 1 : (most - least) / kKeySteps), least, most);
}

double SliderRange::share(double value) const {
  return most > least ? std::clamp((value - least) / (most - least), 0.0, 1.0) : 0;
}

bool beginPanel(Studio& studio, const char* name, const view::Box& box, tconv::Rgb color, bool scrolls) {
  ImGui::SetNextWindowPos({static_cast<float>(box.x), static_cast<float>(box.y)});
  ImGui::SetNextWindowSize({static_cast<float>(box.w), static_cast<float>(box.h)});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, packed(color));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {studio.px(20), studio.px(16)});
  ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                           ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                           ImGuiWindowFlags_NoFocusOnAppearing;
  if (scrolls)
    flags &= ~ImGuiWindowFlags_NoScrollbar;
  else
    flags |= ImGuiWindowFlags_NoScrollWithMouse;
  const bool seen = ImGui::Begin(name, nullptr, flags);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  return seen;
}

void endPanel() { ImGui::End(); }

void label(Studio& studio, std::string_view text, double size, tconv::Rgb color, view::Weight weight,
           double room) {
  const Text t = fitted(studio, text, size, weight, room > 0 ? studio.px(room) : FLT_MAX);
  drawText(studio, t, ImGui::GetCursorScreenPos(), color, text, visiblePart());
  ImGui::Dummy(t.extent);
}

void paragraph(Studio& studio, std::string_view text, double size, tconv::Rgb color) {
  wrapped(studio, text, size, color, ImGui::GetContentRegionAvail().x);
}

void rule(Studio& studio) {
  space(studio, 10);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddRectFilled(
      at, {at.x + ImGui::GetContentRegionAvail().x, at.y + studio.px(1)}, packed(studio.theme().line));
  space(studio, 10);
}

void space(Studio& studio, double points) { ImGui::Dummy({1, studio.px(points)}); }

void tooltip(Studio& studio, std::string_view text) {
  if (!text.empty()) note(studio, text, {}, {});
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  // What came last speaks: the pointer or the focus.
  const bool by_keys =
      studio.focus.current() && (context.HoveredId == 0 || context.HoveredIdTimer >= studio.focus.rested);
  const bool hovered = !by_keys && ImGui::IsItemHovered(), focused = by_keys && hasFocus(studio);
  if (text.empty() || (!hovered && !focused) || ImGui::GetIO().MouseDown[0]) return;
  // Text labels have no identity and so no timer; what is read rather than pressed explains itself at once.
  const double waited = focused                   ? studio.focus.rested
                        : ImGui::GetItemID() == 0 ? kTipDelay + kAppears
                                                  : context.HoveredIdTimer;
  studio.tip_pending |= waited < kTipDelay + kAppears;
  if (waited < kTipDelay) return;
  if (focused) placeTip(studio);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {studio.px(10), studio.px(8)});
  ImGui::BeginTooltipEx(0, ImGuiTooltipFlags_OverridePreviousTooltip);
  wrapped(studio, text, 14, studio.theme().ink, studio.px(kTipWidth));
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

bool button(Studio& studio, std::string_view anchor, std::string_view text, std::string_view tip,
            const ButtonStyle& style) {
  const ImVec2 size{studio.px(style.width), studio.px(style.height)};
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool pressed = pressable(studio, anchor, size) && style.enabled;
  const float radius = style.round ? size.y / 2 : studio.px(6);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, {at.x + size.x, at.y + size.y}, packed(buttonFill(studio.theme(), style)), radius);
  if (style.outlined && !style.active)
    list->AddRect(at, {at.x + size.x, at.y + size.y}, packed(studio.theme().line), radius, 0, studio.px(1));
  const Text t = fitted(studio, text, style.type_size, view::Weight::regular, size.x - studio.px(4));
  drawText(studio, t, {at.x + (size.x - t.extent.x) / 2, at.y + (size.y - t.extent.y) / 2},
           buttonInk(studio.theme(), style), text, boxOf(at, size));
  anchorItem(studio, anchor);
  tooltip(studio, tip);
  return pressed;
}

bool choice(Studio& studio, std::string_view anchor, std::string_view words, std::string_view tip,
            bool active) {
  const float width = ImGui::GetContentRegionAvail().x, padding = studio.px(10), room = width - 2 * padding;
  const std::string text = divided(studio, words, 14, room);
  const Text t = measure(studio, text, 14, view::Weight::regular);
  const char *begin = text.data(), *end = begin + text.size();
  const ImVec2 extent = t.font->CalcTextSizeA(t.size, FLT_MAX, room, begin, end);
  const ImVec2 at = ImGui::GetCursorScreenPos(), size{width, extent.y + studio.px(14)};
  const bool pressed = pressable(studio, anchor, size);
  const ButtonStyle style{.active = active, .outlined = true};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, {at.x + size.x, at.y + size.y}, packed(buttonFill(studio.theme(), style)),
                      studio.px(6));
  list->AddRect(at, {at.x + size.x, at.y + size.y}, packed(studio.theme().line), studio.px(6), 0,
                studio.px(1));
  list->AddText(t.font, t.size, {at.x + padding, at.y + studio.px(7)},
                packed(buttonInk(studio.theme(), style)), begin, end, room);
  anchorItem(studio, anchor);
  tooltip(studio, tip);
  return pressed;
}

std::optional<double> slider(Studio& studio, std::string_view anchor, double value, const SliderRange& range,
                             double width, std::string_view tip) {
  const ImVec2 size{studio.px(width), studio.px(18)};
  const Track track{ImGui::GetCursorScreenPos(), size, studio.px(7)};
  ImGui::InvisibleButton(id(anchor).c_str(), size);
  const double steps = stop(studio, anchor, StopKind::range).steps();
  double wanted = steps != 0 ? range.moved(value, steps) : value;
  if (ImGui::IsItemActive()) wanted = range.at(track.share(ImGui::GetIO().MousePos.x));
  const auto changed = wanted != value ? std::optional(wanted) : std::nullopt;
  drawTrack(studio, track, range.share(changed.value_or(value)));
  anchorItem(studio, anchor);
  if (!ImGui::IsItemActive()) tooltip(studio, tip);
  return changed;
}

std::optional<std::string> valueField(Studio& studio, std::string_view anchor, const std::string& shown,
                                      double width, std::string_view tip) {
  ImGuiStorage* storage = ImGui::GetStateStorage();
  const ImGuiID key = ImGui::GetID(id(anchor).c_str());
  const ImVec2 size{studio.px(width), studio.px(20)};
  if (storage->GetInt(key) == 0) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool pressed = pressable(studio, anchor, size);
    if (ImGui::IsItemHovered()) {
      ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
      ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y}, {at.x + size.x + studio.px(4), at.y + size.y},
                                                packed(studio.theme().raised), studio.px(4));
    }
    const Text t = measure(studio, shown, 14, view::Weight::bold);
    drawText(studio, t, {at.x + size.x - t.extent.x, at.y + (size.y - t.extent.y) / 2}, studio.theme().ink,
             shown, boxOf(at, size));
    anchorItem(studio, anchor);
    tooltip(studio, tip);
    if (!pressed) return {};
    storage->SetInt(key, 1);
    studio.field_text = shown;
    return {};
  }
  const bool first_frame = storage->GetInt(key) == 1;
  if (first_frame) ImGui::SetKeyboardFocusHere();
  storage->SetInt(key, 2);
  ImGui::PushItemWidth(size.x);
  const bool entered =
      ImGui::InputText(id(anchor).c_str(), &studio.field_text,
                       ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::PopItemWidth();
  stop(studio, anchor);
  anchorItem(studio, anchor);
  if (first_frame || (!entered && !ImGui::IsItemDeactivated())) return {};
  storage->SetInt(key, 0);
  // Esc has put the old text back by itself.
  return studio.field_text == shown ? std::nullopt : std::optional(studio.field_text);
}

bool entry(Studio& studio, std::string_view anchor, std::string& text, double width, const char* hint) {
  if (takesKeyboard(studio, anchor)) ImGui::SetKeyboardFocusHere();
  ImGui::PushItemWidth(studio.px(width));
  const bool changed = ImGui::InputTextWithHint(id(anchor).c_str(), hint, &text);
  ImGui::PopItemWidth();
  stop(studio, anchor, StopKind::field);
  anchorItem(studio, anchor);
  return changed;
}

bool beginMenu(Studio& studio, std::string_view name) {
  placeBesideItem(studio, 4);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {studio.px(6), studio.px(6)});
  if (ImGui::BeginPopup(std::string(name).c_str(), ImGuiWindowFlags_NoMove)) return true;
  ImGui::PopStyleVar();
  return false;
}

void endMenu() {
  ImGui::EndPopup();
  ImGui::PopStyleVar();
}

bool menuOpen() { return ImGui::IsPopupOpen(static_cast<const char*>(nullptr), ImGuiPopupFlags_AnyPopupId); }

void closeMenus() {
  if (menuOpen()) ImGui::ClosePopupToLevel(0, true);
}

bool menuItem(Studio& studio, std::string_view anchor, std::string_view text, bool chosen,
              std::string_view remark, bool enabled) {
  const Text t = measure(studio, text, 14, view::Weight::regular),
             r = measure(studio, remark, 14, view::Weight::regular);
  const float wanted = t.extent.x + r.extent.x + studio.px(56);
  const ImVec2 size{std::max({wanted, studio.px(200), ImGui::GetContentRegionAvail().x}), studio.px(28)};
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool pressed = pressable(studio, anchor, size) && enabled;
  if (enabled && (ImGui::IsItemHovered() || hasFocus(studio)))
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + size.x, at.y + size.y},
                                              packed(studio.theme().raised), studio.px(4));
  const float y = at.y + (size.y - t.extent.y) / 2;
  const tconv::Rgb ink = chosen ? studio.theme().accent : enabled ? studio.theme().ink : studio.theme().faint;
  drawText(studio, t, {at.x + studio.px(12), y}, ink, text, boxOf(at, size));
  drawText(studio, r, {at.x + size.x - r.extent.x - studio.px(12), y}, studio.theme().muted, remark,
           boxOf(at, size));
  anchorItem(studio, anchor);
  if (pressed) ImGui::CloseCurrentPopup();
  return pressed;
}

void menuHeading(Studio& studio, std::string_view text) {
  space(studio, 6);
  ImGui::Dummy({studio.px(8), 1});
  ImGui::SameLine();
  label(studio, text, 12, studio.theme().muted);
  space(studio, 2);
}

}  // namespace lab::ui

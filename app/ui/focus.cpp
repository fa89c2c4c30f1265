#include "ui/focus.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/input_queue.h"
#include "ui/studio.h"

namespace lab::ui {
namespace {

constexpr double kGap = 2, kRing = 2;  ///< points between a control and its ring, and of the ring

/// The panels by their windows' names; what is not among them comes last.
constexpr std::array<std::string_view, 12> kReadingOrder = {
    "header", "faces",         "parameters", "board",       "question",  "arithmetic",
    "lesson", "lesson.footer", "quiz.panel", "quiz.footer", "transport", "notice"};

int panelOf(const ImGuiWindow& window) {
  const auto at = std::ranges::find(kReadingOrder, std::string_view(window.RootWindow->Name));
  return static_cast<int>(at - kReadingOrder.begin());
}

const void* layerOf(const ImGuiWindow& window) {
  const ImGuiWindow* root = window.RootWindow;
  return (root->Flags & ImGuiWindowFlags_Popup) != 0 ? root : nullptr;
}

const ImGuiWindow* topmost() {
  const auto& open = ImGui::GetCurrentContext()->OpenPopupStack;
  return open.empty() ? nullptr : open.back().Window;
}

bool isMenu(const ImGuiWindow* layer) { return layer && (layer->Flags & ImGuiWindowFlags_Modal) == 0; }

view::Box boxOf(const ImRect& r) { return {r.Min.x, r.Min.y, r.GetWidth(), r.GetHeight()}; }

ImRect rectOf(const view::Box& b) {
  return {static_cast<float>(b.x), static_cast<float>(b.y), static_cast<float>(b.right()),
          static_cast<float>(b.bottom())};
}

/// What was drawn in the frame before becomes what keys lead through.
void takeStops(Focus& focus) {
  focus.layer = topmost();
  std::erase_if(focus.drawn, [&](const Focus::Stop& stop) { return stop.layer != focus.layer; });
  std::ranges::stable_sort(focus.drawn, {}, &Focus::Stop::panel);
  focus.stops = std::exchange(focus.drawn, {});
  const auto here = std::ranges::find(focus.stops, focus.at[focus.layer], &Focus::Stop::anchor);
  if (here != focus.stops.end()) focus.place = static_cast<std::size_t>(here - focus.stops.begin());
}

void arriveAt(Focus& focus, std::size_t place) {
  focus.place = place;
  focus.at[focus.layer] = focus.stops[place].anchor;
  focus.shown = focus.arrived = true;
  focus.rested = 0;
  focus.element.reset();
}

/// On or back by one, round at the ends; from a control that is gone to the one in its place.
void move(Focus& focus, bool back) {
  const std::size_t count = focus.stops.size();
  if (count == 0) return;
  const std::string& at = focus.at[focus.layer];
  const bool there = focus.place < count && focus.stops[focus.place].anchor == at;
  if (at.empty()) return arriveAt(focus, back ? count - 1 : 0);
  if (!there) return arriveAt(focus, (focus.place + (back ? count - 1 : 0)) % count);
  arriveAt(focus, (focus.place + (back ? count - 1 : 1)) % count);
}

/// What the lesson speaks of is where keys begin. Returns whether they did.
bool beginAtHighlight(Studio& studio) {
  Focus& focus = studio.focus;
  if (focus.current() || !studio.lesson.run) return false;
  const auto stop = std::ranges::find(focus.stops, studio.lesson.run->step().highlight, &Focus::Stop::anchor);
  if (stop == focus.stops.end()) return false;
  arriveAt(focus, static_cast<std::size_t>(stop - focus.stops.begin()));
  return true;
}

bool presses(StopKind kind) {
  if (kind == StopKind::range) return false;
  const bool enter = pressed(Key::enter) || pressed(Key::keypad_enter);
  return enter || (kind != StopKind::scene && pressed(Key::space));
}

bool takeArrows(Asked& asked, StopKind kind) {
  asked.dx = pressed(Key::right, true) - pressed(Key::left, true);
  asked.dy = pressed(Key::down, true) - pressed(Key::up, true);
  constexpr double kFar = std::numeric_limits<double>::infinity();
  if (kind == StopKind::range && pressed(Key::home)) asked.dx = -kFar;
  if (kind == StopKind::range && pressed(Key::end)) asked.dx = kFar;
  return asked.dx != 0 || asked.dy != 0;
}

/// Digits and signs begin a value on the board, where they would be shortcuts else.
bool beginsValue(const Focus& focus) {
  if (!focus.element || !isEditable(focus.element->ref)) return false;
  bool any = pressed(Key::minus) || pressed(Key::period) || pressed(Key::keypad_minus);
  for (char digit = '0'; digit <= '9'; ++digit) any = any || pressed(static_cast<Key>(digit));
  return any;
}

bool actOn(Focus& focus, const Focus::Stop& stop) {
  if (pressed(Key::escape)) {
    if (focus.layer) return false;  // which closes
    focus.shown = false;
    return true;
  }
  if (presses(stop.kind)) return focus.asked.press = true;
  const bool steers = stop.kind == StopKind::range || stop.kind == StopKind::scene;
  if (steers && takeArrows(focus.asked, stop.kind)) return true;
  return stop.kind == StopKind::scene && beginsValue(focus);
}

/// Up and down lead through menus, and through sheets once the focus is in them.
bool moveByArrows(Focus& focus) {
  const Focus::Stop* at = focus.current();
  if (!focus.layer || (!at && !isMenu(topmost())) || (at && at->kind == StopKind::range)) return false;
  const bool up = pressed(Key::up, true), down = pressed(Key::down, true);
  if ((!up && !down) || focus.stops.empty()) return false;
  if (at || focus.at[focus.layer].empty())
    move(focus, up);
  else
    arriveAt(focus, std::min(focus.place,
                             focus.stops.size() - 1));  // the ring comes back where a click has hidden it
  return true;
}

void scrollTo(const Studio& studio) {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  ImRect rect = context.LastItemData.Rect;
  rect.Expand(studio.px(2 * (kGap + kRing)));
  ImGui::ScrollToRect(ImGui::GetCurrentWindow(), rect, ImGuiScrollFlags_KeepVisibleEdgeY);
}

}  // namespace

const Focus::Stop* Focus::current() const {
  const auto there = at.find(layer);
  if (!shown || there == at.end()) return nullptr;
  const auto stop = std::ranges::find(stops, there->second, &Stop::anchor);
  return stop == stops.end() ? nullptr : &*stop;
}

bool Focus::on(std::string_view anchor, const void* its_layer) const {
  const auto there = at.find(layer);
  return shown && its_layer == layer && there != at.end() && there->second == anchor;
}

Asked stop(Studio& studio, std::string_view anchor, StopKind kind) {
  Focus& focus = studio.focus;
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  const ImGuiWindow& window = *context.CurrentWindow;
  const void* layer = layerOf(window);
  focus.drawn.push_back({std::string(anchor), boxOf(context.LastItemData.Rect),
                         boxOf(window.OuterRectClipped), layer, panelOf(window), kind});
  if (ImGui::IsItemActivated()) focus.at[layer] = anchor;
  if (!focus.on(anchor, layer)) return {};
  focus.item = context.LastItemData.ID;
  if (std::exchange(focus.arrived, false) && kind != StopKind::scene) scrollTo(studio);
  return std::exchange(focus.asked, {});
}

bool takesKeyboard(const Studio& studio, std::string_view anchor) {
  const Focus& focus = studio.focus;
  return focus.on(anchor, layerOf(*ImGui::GetCurrentWindow())) && (focus.arrived || focus.asked.press);
}

void focusOn(Studio& studio, std::string_view anchor) {
  studio.focus.at[layerOf(*ImGui::GetCurrentWindow())] = anchor;
  studio.focus.shown = true;
}

bool hasFocus(const Studio& studio) {
  return studio.focus.shown && studio.focus.item == ImGui::GetItemID() && studio.focus.item != 0;
}

bool handleFocus(Studio& studio, double seconds) {
  Focus& focus = studio.focus;
  takeStops(focus);
  focus.asked = {};
  focus.item = 0;
  focus.rested += seconds;
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsMouseClicked(0)) focus.shown = false;
  if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0) focus.element.reset();
  if (studio.editing || !studio.decisions.empty() || io.KeyCtrl || io.KeyAlt) return false;
  if (pressed(Key::tab, true)) {
    ImGui::ClearActiveID();  // a field that is typed in accepts what it holds
    if (!beginAtHighlight(studio)) move(focus, io.KeyShift);
    return true;
  }
  if (io.WantTextInput) return false;
  const Focus::Stop* at = focus.current();
  return (at && actOn(focus, *at)) || moveByArrows(focus);
}

void drawFocus(Studio& studio) {
  const Focus& focus = studio.focus;
  if (!focus.shown) return;
  for (const Focus::Stop& stop : focus.drawn) {
    if (!focus.on(stop.anchor, stop.layer)) continue;
    const bool inside = stop.kind == StopKind::scene;
    ImRect ring = rectOf(stop.box), room = rectOf(stop.room);
    ring.Expand(studio.px(inside ? -kRing : kGap + kRing / 2));
    room.Expand(studio.px(kGap + kRing));
    const tconv::Rgb c = studio.theme().accent;
    ImDrawList* list = ImGui::GetForegroundDrawList();
    list->PushClipRect(room.Min, room.Max);
    list->AddRect(ring.Min, ring.Max, IM_COL32(c.r, c.g, c.b, 255), studio.px(inside ? 0 : 7), 0,
                  studio.px(kRing));
    list->PopClipRect();
  }
}

std::optional<view::PlacesCanvas::Spot> elementByKeys(Studio& studio, std::string_view scene,
                                                      const Asked& asked,
                                                      const std::function<void(view::Canvas&)>& draw) {
  Focus& focus = studio.focus;
  const Focus::Stop* at = focus.current();
  if (!at || at->anchor != scene) return {};
  if (!focus.element && asked.dx == 0 && asked.dy == 0) return {};
  view::PlacesCanvas places;
  draw(places);
  if (!focus.element) {
    focus.element = places.find(studio.workbench.view().pinned, {});
    if (!focus.element) focus.element = places.first();
    return focus.element;
  }
  // Where it stands now: the layout may have changed.
  const auto here = places.find(focus.element->ref, focus.element->box.center());
  if (here) focus.element = here;
  if (asked.dx != 0 || asked.dy != 0)
    if (const auto next = places.next(*focus.element, asked.dx, asked.dx != 0 ? 0 : asked.dy))
      focus.element = next;
  return focus.element;
}

void drawCursor(const Studio& studio, const view::Box& cell) {
  const view::Theme& theme = studio.theme();
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const auto& [c, inset] : {std::pair{theme.ink, 0.0}, {theme.panel, kRing}}) {
    ImRect ring = rectOf(cell);
    ring.Expand(studio.px(kRing / 2 - inset));
    list->AddRect(ring.Min, ring.Max, IM_COL32(c.r, c.g, c.b, 255), studio.px(2), 0, studio.px(kRing));
  }
}

std::string typedCharacters() {
  std::string text;
  for (const ImWchar c : ImGui::GetIO().InputQueueCharacters)
    if ((c >= '0' && c <= '9') || c == '-' || c == '.') text += static_cast<char>(c);
  return text;
}

}  // namespace lab::ui

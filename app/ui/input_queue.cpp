#include "ui/input_queue.h"

#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <utility>

#include "model/utf8.h"

namespace lab::ui {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

constexpr int code(Key key) { return static_cast<int>(key); }

bool isDown(const ImGuiIO& io, Key a, Key b) { return io.KeysDown[code(a)] || io.KeysDown[code(b)]; }

void updateModifiers(ImGuiIO& io) {
  io.KeyCtrl = isDown(io, Key::left_ctrl, Key::right_ctrl);
  io.KeyShift = isDown(io, Key::left_shift, Key::right_shift);
  io.KeyAlt = isDown(io, Key::left_alt, Key::right_alt);
  io.KeySuper = isDown(io, Key::left_super, Key::right_super);
}

}  // namespace

void InputQueue::text(std::string_view utf8) {
  for (const char32_t c : decodeUtf8(utf8)) character(c);
}

bool InputQueue::isMove(const Event& event) {
  return std::holds_alternative<Move>(event) || std::holds_alternative<Leave>(event);
}

void InputQueue::apply(const Event& event, ImGuiIO& io) {
  std::visit(Overloaded{
                 [&](const Move& e) {
                   io.MousePos = {static_cast<float>(e.position.x), static_cast<float>(e.position.y)};
                 },
                 [&](const Leave&) { io.MousePos = {-FLT_MAX, -FLT_MAX}; },
                 [&](const Button& e) {
                   if (e.button >= 0 && e.button < ImGuiMouseButton_COUNT) io.MouseDown[e.button] = e.down;
                 },
                 [&](const Wheel& e) {
                   io.MouseWheelH += static_cast<float>(e.x);
                   io.MouseWheel += static_cast<float>(e.y);
                 },
                 [&](const KeyChange& e) { io.KeysDown[code(e.key)] = e.down && e.key != Key::none; },
                 [&](const Character& e) { io.AddInputCharacter(static_cast<unsigned>(e.character)); },
                 [&](const FocusLost&) {
                   std::fill(std::begin(io.KeysDown), std::end(io.KeysDown), false);
                   std::fill(std::begin(io.MouseDown), std::end(io.MouseDown), false);
                 },
             },
             event);
}

void InputQueue::feed(ImGuiIO& io) {
  while (!events_.empty() && isMove(events_.front())) {
    apply(events_.front(), io);
    events_.pop_front();
  }
  bool more = !events_.empty();
  while (more) {
    const bool character = std::holds_alternative<Character>(events_.front());
    apply(events_.front(), io);
    events_.pop_front();
    more = character && !events_.empty() && std::holds_alternative<Character>(events_.front());
  }
  updateModifiers(io);
}

void mapKeys(ImGuiIO& io) {
  // Not Tab, which leads through all controls rather than the entry fields alone: see Focus.
  const std::pair<ImGuiKey, Key> known[] = {{ImGuiKey_LeftArrow, Key::left},
                                            {ImGuiKey_RightArrow, Key::right},
                                            {ImGuiKey_UpArrow, Key::up},
                                            {ImGuiKey_DownArrow, Key::down},
                                            {ImGuiKey_PageUp, Key::page_up},
                                            {ImGuiKey_PageDown, Key::page_down},
                                            {ImGuiKey_Home, Key::home},
                                            {ImGuiKey_End, Key::end},
                                            {ImGuiKey_Insert, Key::insert},
                                            {ImGuiKey_Delete, Key::del},
                                            {ImGuiKey_Backspace, Key::backspace},
                                            {ImGuiKey_Space, Key::space},
                                            {ImGuiKey_Enter, Key::enter},
                                            {ImGuiKey_Escape, Key::escape},
                                            {ImGuiKey_KeyPadEnter, Key::keypad_enter},
                                            {ImGuiKey_A, Key('A')},
                                            {ImGuiKey_C, Key('C')},
                                            {ImGuiKey_V, Key('V')},
                                            {ImGuiKey_X, Key('X')},
                                            {ImGuiKey_Y, Key('Y')},
                                            {ImGuiKey_Z, Key('Z')}};
  for (const auto& [imgui, key] : known) io.KeyMap[imgui] = code(key);
}

bool pressed(Key key, bool repeat) { return ImGui::IsKeyPressed(code(key), repeat); }
bool held(Key key) { return ImGui::IsKeyDown(code(key)); }

}  // namespace lab::ui

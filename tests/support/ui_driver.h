#pragma once

#include <imgui.h>

#include <functional>
#include <initializer_list>
#include <string>
#include <utility>

#include "ui/fonts.h"
#include "ui/input_queue.h"

namespace lab::test {

/// Drives widgets as a user would, without a display: mouse and keys go through the same queue as in the
/// window, frames are laid out and drawn into lists that nobody shows.
class UiDriver {
 public:
  /// gui: draws one frame's widgets.
  explicit UiDriver(std::function<void()> gui, float width = 1280, float height = 800)
      : context_(ImGui::CreateContext()), gui_(std::move(gui)) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {width, height};
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.GetClipboardTextFn = [](void* user) {
      return static_cast<const char*>(static_cast<UiDriver*>(user)->clipboard.c_str());
    };
    io.SetClipboardTextFn = [](void* user, const char* text) {
      static_cast<UiDriver*>(user)->clipboard = text;
    };
    io.ClipboardUserData = this;
    ui::mapKeys(io);
    fonts = ui::buildFonts(*io.Fonts, 1);
  }
  ~UiDriver() { ImGui::DestroyContext(context_); }
  UiDriver(const UiDriver&) = delete;
  UiDriver& operator=(const UiDriver&) = delete;

  /// Draws n frames of a sixtieth of a second, and then as many as the waiting input needs.
  void frame(int n = 1) {
    for (int i = 0; i < n || !input.empty(); ++i) {
      ImGuiIO& io = ImGui::GetIO();
      io.DeltaTime = 1.0f / 60;
      input.feed(io);
      ImGui::NewFrame();
      gui_();
      ImGui::Render();
    }
  }

  void moveTo(view::Point p) {
    input.move(p);
    frame(2);  // what is under the mouse is known one frame later
  }
  void press(int button = 0) { input.button(button, true), frame(); }
  void release(int button = 0) { input.button(button, false), frame(); }
  void click(view::Point p, int button = 0) {
    moveTo(p);
    press(button);
    release(button);
    frame();
  }
  void drag(view::Point from, view::Point to, int steps = 8) {
    moveTo(from);
    press();
    for (int i = 1; i <= steps; ++i) {
      const double t = double(i) / steps;
      input.move({from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t});
      frame();
    }
    release();
    frame();
  }
  void wheel(double y) { input.wheel(0, y), frame(2); }
  void key(ui::Key key, std::initializer_list<ui::Key> modifiers = {}) {
    for (const ui::Key m : modifiers) input.key(m, true);
    input.key(key, true);
    input.key(key, false);
    for (const ui::Key m : modifiers) input.key(m, false);
    frame(2);
  }
  void type(const std::string& utf8) { input.text(utf8), frame(2); }

  ui::Fonts fonts;
  ui::InputQueue input;
  std::string clipboard;

 private:
  ImGuiContext* context_;
  std::function<void()> gui_;
};

}  // namespace lab::test

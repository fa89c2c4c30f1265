#pragma once

#include <string_view>

#include "ui/input_queue.h"

namespace lab::ui {

/// A key with modifiers, from its name as menus show it: "Ctrl+Shift+Z", "Space", "F11", "+".
struct Shortcut {
  Key key = Key::none;
  bool ctrl = false, shift = false;
};
Shortcut shortcut(std::string_view name);

}  // namespace lab::ui

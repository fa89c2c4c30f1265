#pragma once

#include <functional>

namespace lab::platform {

/// What is done when the X server goes away while the program runs. Xlib then ends the process wherever it
/// is, and nothing is unwound; while this lives it calls `last` first, in the thread that met the end, and
/// the status is 1. One at a time. Does nothing for windows of other systems.
class LostDisplay {
 public:
  explicit LostDisplay(std::function<void()> last);
  ~LostDisplay();
  LostDisplay(const LostDisplay&) = delete;
  LostDisplay& operator=(const LostDisplay&) = delete;
};

}  // namespace lab::platform

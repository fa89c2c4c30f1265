#pragma once

#include "ui/input_queue.h"

namespace lab::platform {

/// The key of a GLFW key event, by what is printed on it in the user's layout where it is a letter; Key::none
/// for keys that the program has no use for. Main thread, after glfwInit().
ui::Key keyFromGlfw(int glfw_key, int scancode);

}  // namespace lab::platform

#pragma once

#include <GLFW/glfw3.h>

#include <memory>

#include "platform/window.h"

namespace lab::platform {

/// GLFW as long as this lives. @throws tconv::Error in one line where there is no display
struct Library {
  Library();
  ~Library() { glfwTerminate(); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

struct DestroyWindow {
  void operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }
};
using WindowHandle = std::unique_ptr<GLFWwindow, DestroyWindow>;

/// A window whose context is current. @throws tconv::Error in one line that says what was found where there
/// is no OpenGL 3.3
WindowHandle openWindow(const WindowOptions& options);

}  // namespace lab::platform

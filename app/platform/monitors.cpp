#include "platform/monitors.h"

#include <GLFW/glfw3.h>

namespace lab::platform {

GLFWmonitor* monitorOf(GLFWwindow* window) {
  int x = 0, y = 0, width = 0, height = 0, count = 0;
  glfwGetWindowPos(window, &x, &y);
  glfwGetWindowSize(window, &width, &height);
  GLFWmonitor** monitors = glfwGetMonitors(&count);
  for (int i = 0; i < count; ++i) {
    int left = 0, top = 0;
    glfwGetMonitorPos(monitors[i], &left, &top);
    const GLFWvidmode* mode = glfwGetVideoMode(monitors[i]);
    const int cx = x + width / 2 - left, cy = y + height / 2 - top;
    if (mode && cx >= 0 && cy >= 0 && cx < mode->width && cy < mode->height) return monitors[i];
  }
  return glfwGetPrimaryMonitor();
}

GLFWmonitor* monitorBeside(GLFWwindow* window) {
  int count = 0;
  GLFWmonitor** monitors = glfwGetMonitors(&count);
  GLFWmonitor* const own = monitorOf(window);
  for (int i = 0; i < count; ++i)
    if (monitors[i] != own) return monitors[i];
  return nullptr;
}

int monitorCount() {
  int count = 0;
  glfwGetMonitors(&count);
  return count;
}

}  // namespace lab::platform

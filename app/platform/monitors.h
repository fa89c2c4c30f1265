#pragma once

struct GLFWmonitor;
struct GLFWwindow;

namespace lab::platform {

/// The monitor that holds the middle of a window; else the first one.
GLFWmonitor* monitorOf(GLFWwindow* window);

/// A monitor other than that; null where there is only one.
GLFWmonitor* monitorBeside(GLFWwindow* window);

/// How many there are.
int monitorCount();

}  // namespace lab::platform

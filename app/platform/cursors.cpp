#include "platform/cursors.h"

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <utility>

namespace lab::platform {

Cursors::Cursors() {
  static_assert(ImGuiMouseCursor_COUNT <= kMost);
  const std::pair<int, int> shapes[] = {{ImGuiMouseCursor_Arrow, GLFW_ARROW_CURSOR},
                                        {ImGuiMouseCursor_TextInput, GLFW_IBEAM_CURSOR},
                                        {ImGuiMouseCursor_ResizeNS, GLFW_VRESIZE_CURSOR},
                                        {ImGuiMouseCursor_ResizeEW, GLFW_HRESIZE_CURSOR},
                                        {ImGuiMouseCursor_Hand, GLFW_HAND_CURSOR}};
  for (const auto& [imgui, glfw] : shapes)
    cursors_[static_cast<std::size_t>(imgui)] = glfwCreateStandardCursor(glfw);
}

Cursors::~Cursors() {
  for (GLFWcursor* cursor : cursors_)
    if (cursor) glfwDestroyCursor(cursor);
}

void Cursors::show(GLFWwindow* window, int wanted) const {
  const bool known = wanted >= 0 && wanted < kMost && cursors_[static_cast<std::size_t>(wanted)];
  glfwSetCursor(window, cursors_[static_cast<std::size_t>(known ? wanted : ImGuiMouseCursor_Arrow)]);
}

}  // namespace lab::platform

#include "platform/second_window.h"

#include <glad/gl.h>
// After the loader, which must come before any other header of OpenGL.
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "platform/monitors.h"

namespace lab::platform {
namespace {

/// Dear ImGui's calls go to a context as long as this lives.
class ContextScope {
 public:
  explicit ContextScope(ImGuiContext* context) : before_(ImGui::GetCurrentContext()) {
    ImGui::SetCurrentContext(context);
  }
  ~ContextScope() { ImGui::SetCurrentContext(before_); }
  ContextScope(const ContextScope&) = delete;
  ContextScope& operator=(const ContextScope&) = delete;

 private:
  ImGuiContext* before_;
};

GLFWwindow* openBeside(GLFWwindow* first, const std::string& title) {
  glfwWindowHint(GLFW_MAXIMIZED, GLFW_FALSE);
  glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_FALSE);
  GLFWwindow* window = glfwCreateWindow(960, 600, title.c_str(), nullptr, first);
  if (!window) return nullptr;
  if (GLFWmonitor* monitor = monitorBeside(first)) {
    int left = 0, top = 0, width = 0, height = 0;
    glfwGetMonitorWorkarea(monitor, &left, &top, &width, &height);
    glfwSetWindowPos(window, left, top);
    glfwSetWindowSize(window, width, height);
  }
  // A look at the notes must not take the picture from the audience.
  glfwSetWindowAttrib(first, GLFW_AUTO_ICONIFY, GLFW_FALSE);
  glfwMakeContextCurrent(window);
  glfwSwapInterval(0);  // the first window waits for the display already
  glfwMakeContextCurrent(first);
  return window;
}

}  // namespace

SecondWindow::SecondWindow(GLFWwindow* first, ImFontAtlas& atlas, const std::string& title)
    : first_(first), window_(openBeside(first, title)), context_(ImGui::CreateContext(&atlas)) {
  const ContextScope scope(context_);
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
}

SecondWindow::~SecondWindow() {
  ImGui::DestroyContext(context_);
  if (window_) glfwDestroyWindow(window_);
}

bool SecondWindow::gone() const { return !window_ || glfwWindowShouldClose(window_); }

void SecondWindow::draw(const std::function<void(double, double)>& frame) {
  int width = 0, height = 0;
  glfwGetWindowSize(window_, &width, &height);
  {
    const ContextScope scope(context_);
    ImGui::GetIO().DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    ImGui::GetIO().DeltaTime = 1.0F / 60;
    ImGui::NewFrame();
    frame(width, height);
    ImGui::Render();
  }
  glfwMakeContextCurrent(window_);
  render();
  glfwSwapBuffers(window_);
  glfwMakeContextCurrent(first_);
}

/// By the back end of the first window, whose shaders and fonts both share.
void SecondWindow::render() const {
  ImDrawData* drawn = nullptr;
  {
    const ContextScope scope(context_);
    drawn = ImGui::GetDrawData();
  }
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  glViewport(0, 0, width, height);
  glDisable(GL_SCISSOR_TEST);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(drawn);
}

}  // namespace lab::platform

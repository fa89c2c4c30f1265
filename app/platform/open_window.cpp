#include "platform/open_window.h"

#include <fmt/format.h>

#include <string>

#include "i18n/translate.h"
#include "tconv/error.h"

namespace lab::platform {
namespace {

[[noreturn]] void failWindow(const tconv::Phrase& reason) {
  throw tconv::Error(
      {tr("window"),
       "",
       tconv::Phrase("{}; without a display, `tconv-lab export` writes the same pictures to files",
                     tr(reason)),
       {}});
}

std::string lastGlfwError() {
  const char* text = nullptr;
  glfwGetError(&text);
  return text ? text : "unknown error";
}

/// What there is instead of what is needed: "OpenGL 2.1", or what GLFW said.
std::string foundInstead(const std::string& error) {
  glfwDefaultWindowHints();
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
  const WindowHandle any(glfwCreateWindow(1, 1, "", nullptr, nullptr));
  if (!any) return error;
  return fmt::format("OpenGL {}.{}", glfwGetWindowAttrib(any.get(), GLFW_CONTEXT_VERSION_MAJOR),
                     glfwGetWindowAttrib(any.get(), GLFW_CONTEXT_VERSION_MINOR));
}

}  // namespace

Library::Library() {
  if (!glfwInit()) failWindow(tconv::Phrase("needs a display ({})", lastGlfwError()));
}

WindowHandle openWindow(const WindowOptions& options) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_MAXIMIZED, options.maximized ? GLFW_TRUE : GLFW_FALSE);
  WindowHandle window(
      glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr));
  if (!window) failWindow(tconv::Phrase("needs OpenGL 3.3, found: {}", foundInstead(lastGlfwError())));
  glfwSetWindowSizeLimits(window.get(), options.least_width, options.least_height, GLFW_DONT_CARE,
                          GLFW_DONT_CARE);
  glfwMakeContextCurrent(window.get());
  glfwSwapInterval(1);
  return window;
}

}  // namespace lab::platform

#pragma once

#include <functional>
#include <memory>
#include <string>

struct GLFWwindow;
struct ImFontAtlas;
struct ImGuiContext;

namespace lab::platform {

/// A window beside the first one that only shows something: it shares the first one's fonts and OpenGL
/// objects, and has no widgets that could be used.
class SecondWindow {
 public:
  /// Fills a monitor that the first window is not on, where there is one. The program's keys go on where they
  /// went. Does nothing later on where the window cannot be opened.
  SecondWindow(GLFWwindow* first, ImFontAtlas& atlas, const std::string& title);
  ~SecondWindow();
  SecondWindow(const SecondWindow&) = delete;
  SecondWindow& operator=(const SecondWindow&) = delete;

  GLFWwindow* handle() const { return window_; }
  /// Null, or closed by the user.
  bool gone() const;
  /// One frame; to be called between two frames of the first window.
  void draw(const std::function<void(double width, double height)>& frame);

 private:
  void render() const;

  GLFWwindow *first_, *window_;
  ImGuiContext* context_;
};

}  // namespace lab::platform

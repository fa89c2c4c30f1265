#pragma once

#include <array>

struct GLFWcursor;
struct GLFWwindow;

namespace lab::platform {

/// The pointer shapes that widgets ask for. GLFW must live longer.
class Cursors {
 public:
  Cursors();
  ~Cursors();
  Cursors(const Cursors&) = delete;
  Cursors& operator=(const Cursors&) = delete;

  /// wanted: of Dear ImGui; the arrow where it is not known.
  void show(GLFWwindow* window, int wanted) const;

 private:
  static constexpr int kMost = 16;  ///< shapes of Dear ImGui
  std::array<GLFWcursor*, kMost> cursors_{};
};

}  // namespace lab::platform

#include "platform/window.h"

#include <glad/gl.h>
// After the loader, which must come before any other header of OpenGL.
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <future>
#include <thread>

#include "platform/cursors.h"
#include "platform/glfw_input.h"
#include "platform/heatmap_painter.h"
#include "platform/monitors.h"
#include "platform/open_window.h"
#include "platform/second_window.h"

namespace lab::platform {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kFramesAfterEvent = 3;   ///< until widgets are at rest: they learn of a change a frame later
constexpr double kCaretPeriod = 0.25;  ///< seconds between frames while a text caret blinks
constexpr float kLongestStep = 0.25f;  ///< seconds; after a sleep, time does not jump

/// Dear ImGui's context with its OpenGL back end.
struct Widgets {
  Widgets(GLFWwindow* window, ImFontAtlas& atlas) : context(ImGui::CreateContext(&atlas)) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    io.ClipboardUserData = window;
    io.GetClipboardTextFn = [](void* w) { return glfwGetClipboardString(static_cast<GLFWwindow*>(w)); };
    io.SetClipboardTextFn = [](void* w, const char* text) {
      glfwSetClipboardString(static_cast<GLFWwindow*>(w), text);
    };
    ui::mapKeys(io);
    ImGui_ImplOpenGL3_Init("#version 330 core");
  }
  ~Widgets() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext(context);
  }
  Widgets(const Widgets&) = delete;
  Widgets& operator=(const Widgets&) = delete;
  ImGuiContext* context;
};

}  // namespace

struct Window::State {
  State(const WindowOptions& options, const std::function<void(ImFontAtlas&)>& fill)
      : filling(std::async(std::launch::async, [this, fill] { return fill ? fill(atlas) : void(); })),
        window(openWindow(options)),
        placement(options),
        widgets(loaded(window.get()), filled()) {
    glfwSetWindowUserPointer(window.get(), this);
    installCallbacks();
  }

  /// The loader must have run before anything calls OpenGL.
  static GLFWwindow* loaded(GLFWwindow* window) {
    loadGl(glfwGetProcAddress);
    return window;
  }
  /// Dear ImGui counts what it allocates, which its context must not see from two threads.
  ImFontAtlas& filled() {
    filling.get();
    return atlas;
  }
  static State& of(GLFWwindow* window) { return *static_cast<State*>(glfwGetWindowUserPointer(window)); }

  void installCallbacks();
  void installInputCallbacks();
  static void installKeyCallbacks(GLFWwindow* w);
  void waitForEvents(bool animating);
  void drawFrame(const std::function<bool()>& frame, bool& animating);
  void beginFrame();
  void pace();
  void render() const;
  void rememberPlacement();

  ImFontAtlas atlas;
  std::future<void> filling;
  Library library;
  WindowHandle window;
  WindowOptions placement;
  std::array<int, 2> position{};  ///< before full screen
  Widgets widgets;
  Cursors cursors;
  GlHeatmapPainter heatmaps;
  ui::InputQueue input;
  int awake = kFramesAfterEvent;  ///< frames to draw before the next sleep
  double longest_sleep = 0;       ///< seconds; 0 is until an event
  unsigned picture = 0;           ///< a texture, once there was one; goes with the context
  Clock::time_point last_frame = Clock::now();
  Clock::time_point due = Clock::now();
  std::function<bool()> may_close;
  std::function<void(const std::vector<std::filesystem::path>&)> dropped;
  std::function<void(double)> scale_changed;
  std::function<void()> prepare;
  std::unique_ptr<SecondWindow> second;
};

void Window::State::installInputCallbacks() {
  GLFWwindow* w = window.get();
  glfwSetCursorPosCallback(w, [](GLFWwindow* win, double x, double y) {
    of(win).input.move({x, y});
    of(win).awake = kFramesAfterEvent;
  });
  glfwSetCursorEnterCallback(w, [](GLFWwindow* win, int entered) {
    if (!entered) of(win).input.leave();
  });
  glfwSetMouseButtonCallback(w, [](GLFWwindow* win, int button, int action, int) {
    of(win).input.button(button, action == GLFW_PRESS);
  });
  glfwSetScrollCallback(w, [](GLFWwindow* win, double x, double y) { of(win).input.wheel(x, y); });
  installKeyCallbacks(w);
  glfwSetWindowFocusCallback(w, [](GLFWwindow* win, int focused) {
    if (!focused) of(win).input.focusLost();
  });
}

void Window::State::installKeyCallbacks(GLFWwindow* w) {
  glfwSetKeyCallback(w, [](GLFWwindow* win, int key, int scancode, int action, int) {
    // Dear ImGui repeats held keys by itself.
    if (action != GLFW_REPEAT) of(win).input.key(keyFromGlfw(key, scancode), action == GLFW_PRESS);
  });
  glfwSetCharCallback(w, [](GLFWwindow* win, unsigned c) { of(win).input.character(c); });
}

void Window::State::installCallbacks() {
  installInputCallbacks();
  GLFWwindow* w = window.get();
  glfwSetWindowRefreshCallback(w, [](GLFWwindow* win) { of(win).awake = kFramesAfterEvent; });
  glfwSetFramebufferSizeCallback(w, [](GLFWwindow* win, int, int) { of(win).awake = kFramesAfterEvent; });
  glfwSetWindowCloseCallback(w, [](GLFWwindow* win) {
    if (!of(win).may_close || of(win).may_close()) return;
    glfwSetWindowShouldClose(win, GLFW_FALSE);
    if (glfwGetWindowAttrib(win, GLFW_ICONIFIED)) glfwRestoreWindow(win);  // a question must be seen
    of(win).awake = kFramesAfterEvent;
  });
  glfwSetDropCallback(w, [](GLFWwindow* win, int count, const char** names) {
    if (of(win).dropped) of(win).dropped(std::vector<std::filesystem::path>(names, names + count));
  });
  glfwSetWindowContentScaleCallback(w, [](GLFWwindow* win, float scale, float) {
    if (of(win).scale_changed) of(win).scale_changed(scale);
  });
}

void Window::State::waitForEvents(bool animating) {
  // Nobody sees a minimized window, and nothing throttles its frames.
  const bool hidden = glfwGetWindowAttrib(window.get(), GLFW_ICONIFIED) != 0;
  if (hidden) {
    glfwWaitEventsTimeout(animating ? kCaretPeriod : 3600.0);
  } else if (animating || awake > 0 || !input.empty()) {
    glfwPollEvents();
  } else if (const double nap = ImGui::GetIO().WantTextInput ? kCaretPeriod : longest_sleep; nap > 0) {
    glfwWaitEventsTimeout(nap);
    awake = 1;
  } else {
    glfwWaitEvents();
    awake = kFramesAfterEvent;
  }
  if (!input.empty()) awake = kFramesAfterEvent;
}

void Window::State::beginFrame() {
  ImGuiIO& io = ImGui::GetIO();
  int width = 0, height = 0, pixel_width = 0, pixel_height = 0;
  glfwGetWindowSize(window.get(), &width, &height);
  glfwGetFramebufferSize(window.get(), &pixel_width, &pixel_height);
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  if (width > 0 && height > 0) {
    io.DisplayFramebufferScale = {static_cast<float>(pixel_width) / static_cast<float>(width),
                                  static_cast<float>(pixel_height) / static_cast<float>(height)};
  }
  const Clock::time_point now = Clock::now();
  io.DeltaTime = std::clamp(std::chrono::duration<float>(now - last_frame).count(), 1e-4f, kLongestStep);
  last_frame = now;
  heatmaps.beginFrame();
  ImGui_ImplOpenGL3_NewFrame();
  input.feed(io);
  ImGui::NewFrame();
}

void Window::State::drawFrame(const std::function<bool()>& frame, bool& animating) {
  if (prepare) prepare();
  beginFrame();
  animating = frame();
  ImGui::Render();
  render();
  cursors.show(window.get(), ImGui::GetMouseCursor());
  glfwSwapBuffers(window.get());
  if (awake > 0) --awake;
  pace();
}

/// Software rendering does not wait for the display: nine tenths of a refresh is slept where that is needed.
void Window::State::pace() {
  GLFWmonitor* const monitor = monitorOf(window.get());  // none while its cable is out
  const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
  const int rate = std::clamp(mode && mode->refreshRate > 0 ? mode->refreshRate : 60, 30, 120);
  const auto period = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(0.9 / rate));
  const Clock::time_point now = Clock::now();
  due = std::max(due + period, now - period);
  if (due > now) std::this_thread::sleep_until(due);
}

void Window::State::render() const {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window.get(), &width, &height);
  glViewport(0, 0, width, height);
  glDisable(GL_SCISSOR_TEST);
  const ImVec4& back = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
  glClearColor(back.x, back.y, back.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Window::State::rememberPlacement() {
  if (glfwGetWindowMonitor(window.get())) return;
  placement.maximized = glfwGetWindowAttrib(window.get(), GLFW_MAXIMIZED) != 0;
  if (placement.maximized) return;
  glfwGetWindowSize(window.get(), &placement.width, &placement.height);
  glfwGetWindowPos(window.get(), &position[0], &position[1]);
}

Window::Window(const WindowOptions& options, const std::function<void(ImFontAtlas&)>& fill)
    : state_(std::make_unique<State>(options, fill)) {}

Window::~Window() = default;

void Window::run(const std::function<bool()>& frame) {
  bool animating = false;
  while (!glfwWindowShouldClose(state_->window.get())) {
    state_->waitForEvents(animating);
    state_->drawFrame(frame, animating);
  }
}

void Window::wakeWithin(double seconds) { state_->longest_sleep = seconds; }
void Window::wake() { glfwPostEmptyEvent(); }
void Window::close() { glfwSetWindowShouldClose(state_->window.get(), GLFW_TRUE); }
void Window::onClose(std::function<bool()> may_close) { state_->may_close = std::move(may_close); }
void Window::onDrop(std::function<void(const std::vector<std::filesystem::path>&)> dropped) {
  state_->dropped = std::move(dropped);
}
void Window::setTitle(const std::string& title) { glfwSetWindowTitle(state_->window.get(), title.c_str()); }

void Window::setIcon(const std::vector<IconImage>& sizes) {
  std::vector<GLFWimage> images;
  for (const IconImage& icon : sizes) {
    // GLFW copies the pixels, but takes them as changeable.
    images.push_back({icon.size, icon.size, const_cast<unsigned char*>(icon.rgba.data())});
  }
  glfwSetWindowIcon(state_->window.get(), static_cast<int>(images.size()), images.data());
}

bool Window::setFullscreen(bool fill) {
  GLFWwindow* window = state_->window.get();
  const bool before = fullscreen();
  if (before == fill) return before;
  if (!fill) {
    const WindowOptions& back = state_->placement;
    glfwSetWindowMonitor(window, nullptr, state_->position[0], state_->position[1], back.width, back.height,
                         GLFW_DONT_CARE);
    return before;
  }
  state_->rememberPlacement();
  GLFWmonitor* monitor = monitorOf(window);
  const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
  if (mode) glfwSetWindowMonitor(window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
  return before;
}

bool Window::fullscreen() const { return glfwGetWindowMonitor(state_->window.get()) != nullptr; }

bool Window::showBeside(bool wanted, const std::string& title,
                        const std::function<void(double, double)>& frame) {
  std::unique_ptr<SecondWindow>& second = state_->second;
  if (wanted && !second) {
    second = std::make_unique<SecondWindow>(state_->window.get(), state_->atlas, title);
    if (second->handle()) glfwSetWindowUserPointer(second->handle(), state_.get());
    if (second->handle()) State::installKeyCallbacks(second->handle());
  }
  if (second && (!wanted || second->gone())) second.reset();
  if (second) second->draw(frame);
  return second != nullptr;
}

WindowOptions Window::placement() const {
  state_->rememberPlacement();
  return state_->placement;
}

double Window::contentScale() const {
  float x = 1, y = 1;
  glfwGetWindowContentScale(state_->window.get(), &x, &y);
  int width = 0, height = 0, pixel_width = 0, pixel_height = 0;
  glfwGetWindowSize(state_->window.get(), &width, &height);
  glfwGetFramebufferSize(state_->window.get(), &pixel_width, &pixel_height);
  return width > 0 && pixel_width > 0 ? double(x) * width / pixel_width : double(x);
}

void Window::onContentScale(std::function<void(double)> changed) {
  state_->scale_changed = [this, changed = std::move(changed)](double) { changed(contentScale()); };
}

ImFontAtlas& Window::atlas() { return state_->atlas; }

void Window::fontsChanged() {
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

void Window::beforeFrame(std::function<void()> prepare) { state_->prepare = std::move(prepare); }
ui::HeatmapPainter& Window::heatmaps() { return state_->heatmaps; }
ui::InputQueue& Window::input() { return state_->input; }

void* Window::picture() {
  int width = 0, height = 0;
  glfwGetFramebufferSize(state_->window.get(), &width, &height);
  state_->render();  // what was swapped to the front may be gone
  if (state_->picture == 0) glGenTextures(1, &state_->picture);
  glBindTexture(GL_TEXTURE_2D, state_->picture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glCopyTexImage2D(GL_TEXTURE_2D, 0, GL_RGB, 0, 0, width, height, 0);
  // NOLINTNEXTLINE(performance-no-int-to-ptr): a texture's name among Dear ImGui's
  return reinterpret_cast<void*>(static_cast<std::uintptr_t>(state_->picture));
}

std::vector<unsigned char> Window::pixels(int& width, int& height) const {
  glfwGetFramebufferSize(state_->window.get(), &width, &height);
  state_->render();  // what was swapped to the front may be gone
  std::vector<unsigned char> rgb(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  const auto row = static_cast<std::ptrdiff_t>(width) * 3;
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, rgb.data());
  for (int y = 0; y < height / 2; ++y) {
    std::swap_ranges(rgb.begin() + y * row, rgb.begin() + (y + 1) * row,
                     rgb.begin() + (height - 1 - y) * row);
  }
  return rgb;
}

}  // namespace lab::platform

#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/canvas.h"
#include "ui/input_queue.h"

namespace lab::platform {

/// What a window needs to open. Sizes are in screen coordinates.
struct WindowOptions {
  std::string title = "tconv-lab";
  int width = 1280, height = 800;
  int least_width = 640, least_height = 480;
  bool maximized = false;
};

/// A square icon: RGBA, 8 bits each, row by row.
struct IconImage {
  int size = 0;
  std::vector<unsigned char> rgba;
};

/// The program's window, with a Dear ImGui context and OpenGL 3.3 behind it. One at a time, on the main
/// thread.
///
///   ui::Fonts fonts;
///   Window window({}, [&](ImFontAtlas& atlas) { fonts = ui::buildFonts(atlas, 1); });
///   window.onDrop([&](auto files) { ... });
///   window.run([&] { drawEverything(); return playing; });
class Window {
 public:
  /// fill: fills the atlas on a thread of its own while the window opens; the first frame waits for both.
  /// @throws tconv::Error in one line that points to `tconv-lab export` where there is no display, or no
  /// OpenGL 3.3; and what `fill` throws.
  explicit Window(const WindowOptions& options, const std::function<void(ImFontAtlas&)>& fill = {});
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Calls `frame` between ImGui::NewFrame() and ImGui::Render() until the window is closed. While it returns
  /// true (something moves), frames follow each other at the display's rate, at most 120 a second. Otherwise
  /// the process sleeps until the next event and then draws three frames, after which widgets are at rest.
  void run(const std::function<bool()>& frame);
  /// From now on it sleeps for no longer than so many seconds; 0: until there is an event.
  void wakeWithin(double seconds);
  /// Like an event: wakes a sleeping window from any thread.
  static void wake();

  void close();
  /// Runs when the user closes the window; false keeps it open (to ask about unsaved work, say).
  void onClose(std::function<bool()> may_close);
  /// Files that were dropped onto the window.
  void onDrop(std::function<void(const std::vector<std::filesystem::path>&)> dropped);

  void setTitle(const std::string& title);
  void setIcon(const std::vector<IconImage>& sizes);
  /// Fills the monitor that holds the window, or makes it a window again; returns whether it filled it
  /// before.
  bool setFullscreen(bool fill);
  bool fullscreen() const;
  /// Opens, draws or closes a second window that only shows something, on another monitor where there is one.
  /// To be called before each frame. Returns whether there is one: not where it was closed or cannot be
  /// opened.
  bool showBeside(bool wanted, const std::string& title,
                  const std::function<void(double width, double height)>& frame);

  /// Screen coordinates, as remembered from before full screen or maximizing: what to pass to the next start.
  WindowOptions placement() const;
  /// Of the display: 1 at 96 dots per inch. Pixels of Dear ImGui are multiplied already where the system does
  /// it.
  double contentScale() const;
  void onContentScale(std::function<void(double)> changed);

  /// The atlas to fill by ui::buildFonts(); after a refill call fontsChanged() outside of a frame, or within
  /// `beforeFrame`.
  ImFontAtlas& atlas();
  void fontsChanged();
  /// Runs before each frame is begun: the place to rebuild fonts.
  void beforeFrame(std::function<void()> prepare);

  ui::HeatmapPainter& heatmaps();
  /// What scripted runs feed; mouse and keyboard of the user end here, too.
  ui::InputQueue& input();
  /// The last frame as a picture for Dear ImGui, bottom row first; there is one at a time. To be called
  /// before a frame and before fonts are rebuilt.
  void* picture();
  /// The pixels of the last frame, RGB, top row first; size in frame-buffer pixels.
  std::vector<unsigned char> pixels(int& width, int& height) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lab::platform

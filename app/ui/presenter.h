#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/stopwatch.h"
#include "model/view_state.h"
#include "view/canvas.h"

namespace lab::ui {

/// Lines that the laser pen has drawn over everything. They belong to no document and fade by themselves.
struct Ink {
  std::vector<std::vector<view::Point>> strokes;  ///< in pixels of the window; the last one may be growing
  bool drawing = false;
  double rested = 0;  ///< seconds since the pen was lifted
};

/// Presenter mode: what the window shows to a room. Nothing of it is saved.
struct Presenter {
  bool on = false;
  bool was_fullscreen = false;              ///< before it was switched on
  PanelChoice panels{false, false, false};  ///< away until they are asked for
  double caption = 0;                       ///< height that the lesson's words took last, in pixels

  bool spotlight = false, halo = false, black = false;
  Ink ink;

  bool frozen = false;
  bool clean = false;       ///< nothing lies over the board in this frame, which becomes the frozen picture
  void* picture = nullptr;  ///< what the frozen window shows, as Dear ImGui knows pictures

  std::optional<Stopwatch> timer;
  bool timer_open = false;  ///< its sheet
  std::string timer_text;   ///< being typed there

  bool notes = false;  ///< a second window tells what comes next
};

}  // namespace lab::ui

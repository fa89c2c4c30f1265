#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "model/derive.h"
#include "model/view_state.h"
#include "view/scene.h"

namespace lab::exporting {

enum class Format { png, svg };

/// What to write. States are counted from 0 (rest) to the number of steps; [first, last) is half-open.
struct Request {
  Format format = Format::png;
  std::filesystem::path folder;
  int width = 1280, height = 720;  ///< pixels of a PNG, points of an SVG
  Index first = 0, last = -1;      ///< last < 0: all
  int phases = 1;                  ///< frames for each step; 1 shows finished states only
  ThemeChoice theme = ThemeChoice::light;
  bool overwrite = false;
};

/// One frame as the bytes of a file: the same scene code as the window.
std::string renderFrame(const Derived& derived, double time, const Request& request);

/// Writes one file for each state (and phase) into the folder, which is made if missing. Names are zero-padded
/// from the total number of states, so that they sort in order: step_007.png, step_007_2.png for phases.
/// Returns the number of files. Names that exist are refused before anything is written unless overwrite is set.
/// @throws tconv::Error
Index writeSequence(const Derived& derived, const Request& request);

}  // namespace lab::exporting

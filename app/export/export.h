#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "model/derive.h"
#include "model/view_state.h"
#include "view/scene.h"

namespace lab::exporting {

enum class Format { png, svg };

/// What to write. States are counted from 0 (rest) to the number of steps, see statesOf(); [first, last) is
/// half-open.
struct Request {
  Format format = Format::png;
  std::filesystem::path folder;
  int width = 1280, height = 720;  ///< pixels of a PNG, points of an SVG; each 64 ... 16384
  Index first = 0, last = -1;      ///< last < 0: all
  int phases = 1;                  ///< frames for each step, 1 ... 1000: state i, then times i + j / phases
  ThemeChoice theme = ThemeChoice::light;
  std::vector<Face> faces = {Face::scatter};  ///< one to kMostFaces, side by side
  Split split;
  FaceOptions options;
  ScaleChoice scales;
  Granularity granularity = Granularity::element;  ///< what a state is: cell counts output cells, the others
                                                   ///< input elements
  Ref pinned;                                      ///< its marks are drawn as in the window
  bool symbols = false;                            ///< indices instead of numbers
  bool overwrite = false;
};

/// How many states there are: rest, and one after each input element, or after each output cell.
Index statesOf(const Derived& derived, Granularity granularity);

/// One frame as the bytes of a file: the same scene code as the window. time in [0, steps]. The same
/// arguments give the same bytes; a picture of twice the size is the same picture. @throws tconv::Error
std::string renderFrame(const Derived& derived, double time, const Request& request);

/// Writes one file for each state (and phase) into the folder, which is made if missing. Names are
/// zero-padded from the total number of states, so that they sort in order: step_007.png, step_007_2.png for
/// phases (in the order of their bytes; the last state has no phases, as nothing moves after it). Returns the
/// number of files. Names that exist are refused before anything is written unless overwrite is set.
/// @throws tconv::Error
Index writeSequence(const Derived& derived, const Request& request);

}  // namespace lab::exporting

#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "export/format.h"
#include "export/timing.h"
#include "model/derive.h"
#include "model/view_state.h"

namespace lab::exporting {

/// What to write. States are counted from 0 (rest) to the number of steps, see statesOf(); [first, last) is
/// half-open.
struct Request {
  Format format = Format::png;
  std::filesystem::path output;    ///< see write()
  int width = 1280, height = 720;  ///< pixels of a PNG, points of an SVG; each 64 ... 16384
  Index first = 0, last = -1;      ///< last < 0: all
  /// Frames for each step, 1 ... 1000: state i, then times i + j / phases. Not set: 1 for pictures, as many
  /// as the timing asks for in animations.
  std::optional<int> phases = {};
  Timing timing;  ///< of animations
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

/// As the window shows it: theme, faces and all that is looked at; everything else as by default.
Request requestFor(const ViewState& view);

/// How many states there are: rest, and one after each input element, or after each output cell.
Index statesOf(const Derived& derived, Granularity granularity);

/// Writes what the format makes of the frames and returns the number of files.
///
/// Pictures: `output` is a folder, made if missing, that gets a file for each state (and phase). Names are
/// zero-padded from the total number of states, so that they sort in order: step_007.png, step_007_2.png for
/// phases (in the order of their bytes; the last state has no phases, as nothing moves after it). An output
/// that ends like the format, as in figure.svg, is a file: the range must then be one frame.
///
/// Pages and animations: `output` is the file. Its frames are drawn and given away one by one.
///
/// Layer: `output` is the file; code whose arrays do not fit in it gets them as .npy files beside it. Of the
/// request only format, output and overwrite count.
///
/// Names that exist are refused before anything is written unless overwrite is set. The same arguments give
/// the same bytes. @throws tconv::Error
Index write(const Derived& derived, const Request& request);

}  // namespace lab::exporting

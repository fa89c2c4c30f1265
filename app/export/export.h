#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "export/format.h"
#include "export/timing.h"
#include "model/derive.h"
#include "model/view_state.h"
#include "view/scene.h"

namespace lab::exporting {

/// How pages look. Lengths are in pixels of the output, or in points where it has none; 0 for the least type
/// is what suits the size.
struct Look {
  ThemeChoice theme = ThemeChoice::light;
  i18n::Language language = i18n::Language::english;
  std::optional<tconv::Rgb> background = {};  ///< instead of the theme's; its ink must read on it
  bool transparent = false;                   ///< no background at all: pictures and pages only
  view::Parts parts;                          ///< of each frame
  std::string title, caption;                 ///< above and below the frames, none where empty
  double margin = 0;                          ///< 0 ... a quarter of the shorter side
  double least_type = 0;                      ///< size of the smallest letters, 0 ... 100
};

/// Which moments become frames. States are counted from 0 (rest) to the number of steps, see statesOf();
/// [first, last) is half-open.
struct Selection {
  /// One frame instead of the range: the finished output, or the poster, the middle step as its patch is
  /// being added, or any moment.
  enum class Only { range, finished, poster, moment };
  Only only = Only::range;
  double moment = 0;           ///< the time of the playhead, for Only::moment
  Index first = 0, last = -1;  ///< last < 0: all
  /// Frames for each step, 1 ... 1000: state i, then times i + j / phases. Not set: 1 for pictures, as many
  /// as the timing asks for in animations.
  std::optional<int> phases = {};
  bool phase_ends = false;    ///< instead of phases: each state, and each movement of the step at its end
  int strip = 0;              ///< > 0: that many frames, spread evenly over the range, in a row on one page
  int columns = 1, rows = 1;  ///< frames on a page, 1 ... 20
};

/// What to write.
struct Request {
  Format format = Format::png;
  std::filesystem::path output;    ///< see write()
  int width = 1280, height = 720;  ///< pixels, or points of an SVG, PDF or LaTeX page; each 64 ... 16384
  bool points = false;             ///< an SVG says that its unit is the point of 1/72 inch and not the pixel
  Selection selection;
  Timing timing;  ///< of animations
  Look look;
  std::vector<Face> faces = {Face::scatter};  ///< one to kMostFaces, side by side
  Split split;
  FaceOptions options;
  ScaleChoice scales;
  Granularity granularity = Granularity::element;  ///< what a state is: cell counts output cells, the others
                                                   ///< input elements
  Ref pinned;                                      ///< its marks are drawn as in the window
  bool symbols = false;                            ///< indices instead of numbers
  bool overwrite = false;
  int threads = 0;  ///< that draw, 0: as many as there are processors; the files do not depend on it
};

/// What an export came to.
struct Written {
  Index files = 0, frames = 0;
  std::uint64_t bytes = 0;  ///< of all files
};

/// Told how many of the frames are done; whether to go on.
using Progress = std::function<bool(Index done, Index total)>;
/// Thrown by write() where it is told not to go on. Nothing incomplete is left.
using tconv::Cancelled;

/// Sets width and height, and for print the least type, from a text: "1280x720", "12x8cm" at `dpi`, or one of
/// 16:9, 4:3, square, column (8.5 cm) and page (17.5 cm). The format must be set. @throws tconv::Error
void setSize(Request& request, std::string_view text, double dpi = 300);

/// As the window shows it: theme, faces and all that is looked at; everything else as by default.
Request requestFor(const ViewState& view);

/// How many states there are: rest, and one after each input element, or after each output cell.
Index statesOf(const Derived& derived, Granularity granularity);

/// Writes what the format makes of the frames.
///
/// Pictures: `output` is a folder, made if missing, that gets a file for each state (and phase). Names are
/// zero-padded from the total number of states, so that they sort in order: step_007.png, step_007_2.png for
/// phases (in the order of their bytes; the last state has no phases, as nothing moves after it). Pages of
/// several frames are page_1.png and so on. An output that ends like the format, as in figure.svg, is a file:
/// there must then be one page.
///
/// Pages and animations: `output` is the file. Its frames are drawn and given away one by one.
///
/// Layer: `output` is the file; code whose arrays do not fit in it gets them as .npy files beside it. Of the
/// request only format, output and overwrite count.
///
/// Names that exist are refused before anything is written unless overwrite is set. The same arguments give
/// the same bytes. @throws tconv::Error, Cancelled
Written write(const Derived& derived, const Request& request, const Progress& progress = {});

}  // namespace lab::exporting

#pragma once

#include <algorithm>
#include <vector>

#include "i18n/translate.h"
#include "model/document.h"
#include "model/face.h"
#include "model/lens.h"
#include "model/playhead.h"
#include "model/ref.h"
#include "model/scales.h"
#include "tconv/backward.h"
#include "tconv/upsampling.h"

namespace lab {

/// Colours. The window is light or dark; print is for exported pictures that shall survive a grey copy.
enum class ThemeChoice { light, dark, print };

/// Where the board is divided among several faces, as shares of its width and height.
struct Split {
  double x = 0.5, y = 0.5;

  static constexpr double least = 0.2, most = 0.8;
  bool operator==(const Split&) const = default;
};

/// How single faces show what they show.
struct FaceOptions {
  tconv::Loss loss = tconv::Loss::sum;  ///< backward: what is differentiated
  bool show_convolution = false;        ///< matrix: C beside its transpose
  LensChoice lens;                      ///< the calls that stand side by side
  /// image: how the input is brought to the size of the output that it is compared with
  tconv::Interpolation enlarged_by = tconv::Interpolation::bilinear;
  bool one_kernel = true;  ///< image: setting a weight sets it for all channels of a depthwise layer
  bool operator==(const FaceOptions&) const = default;
};

/// Which panels are to be there, as far as they have room.
struct PanelChoice {
  bool show_parameters = true, show_arithmetic = true, show_transport = true;
  bool operator==(const PanelChoice&) const = default;
};

/// How the document is being looked at: saved with a session, not undoable.
struct ViewState : PanelChoice {
  Playhead playhead;
  std::vector<Face> faces = {Face::scatter};  ///< 1 ... kMostFaces different ones
  Split split;
  FaceOptions options;
  ScaleChoice scales;
  Ref pinned;                   ///< kind none: nothing pinned
  double zoom = 1;              ///< of the board, 1 = fitted; by hand least_zoom ... most_zoom
  double pan_x = 0, pan_y = 0;  ///< shift of the board in units of its width and height
  bool link_axes = true;        ///< one slider moves height and width
  bool show_symbols = false;    ///< x01 w10 instead of numbers

  // What is the user's choice, whatever a file says: see lookAs().
  bool reduced_motion = false;  ///< steps as stills: nothing flies
  int text_size = 100;          ///< percent of the usual one, least_text ... most_text
  ThemeChoice theme = ThemeChoice::light;
  i18n::Language language = i18n::Language::english;  ///< of the window's words

  static constexpr int least_text = 100, most_text = 200, text_step = 25;
  static constexpr double least_zoom = 0.5;
  static constexpr double most_zoom = 1000;  ///< shows the numbers of a matrix with 16,000 rows
  /// Whether a face is on the board.
  bool shows(Face face) const { return std::find(faces.begin(), faces.end(), face) != faces.end(); }

  /// Takes over how somebody wants to see the program, in which no file has a say.
  void lookAs(const ViewState& user) {
    reduced_motion = user.reduced_motion;
    text_size = user.text_size;
    theme = user.theme;
    language = user.language;
  }

  bool operator==(const ViewState&) const = default;
};

/// What a session file holds.
struct Session {
  Document document;
  ViewState view;
  bool operator==(const Session&) const = default;
};

}  // namespace lab

#pragma once

#include <optional>

#include "i18n/translate.h"
#include "model/derive.h"
#include "model/view_state.h"
#include "view/canvas.h"
#include "view/theme.h"

namespace lab::view {

/// What is drawn besides the faces, and how the numbers in cells are written. The window shows all but the
/// formula, which has a face of its own.
struct Parts {
  bool background = true;
  bool title = true;     ///< what the step is
  bool formula = false;  ///< the output size, below the title
  bool legend = true;    ///< colour scales and marks, where there is room for them
  bool numbers = true;   ///< in cells
  std::optional<int> decimals =
      {};  ///< digits after the point, where they fit; not set: as many as are needed
  bool operator==(const Parts&) const = default;
};

/// Everything that a picture depends on. The same Frame gives the same picture on the screen, in a file and
/// in a test.
struct Frame {
  const Derived* derived = nullptr;           ///< never null: while a setting is illegal, the last legal one
  std::optional<tconv::Problem> problem;      ///< drawn greyed, with the reason
  std::vector<Face> faces = {Face::scatter};  ///< what stands on the board
  Split split;
  FaceOptions options;
  ScaleChoice scales;
  double time = 0;  ///< of the playhead, in steps
  Granularity granularity = Granularity::element;
  Ref hover, pinned;
  const Theme* theme = nullptr;
  i18n::Language language = i18n::Language::english;  ///< of all words
  Box area;                                           ///< where on the canvas to draw
  double scale = 1;                                   ///< of type and line weights; 1 at 1280x800
  double zoom = 1;                                    ///< 1 = fitted
  Point pan;             ///< shift of the zoomed faces, in fractions of their area
  bool symbols = false;  ///< indices instead of numbers
  Parts parts;
  double least_type = 0;        ///< labels in cells that would be smaller, in points at scale 1, are left out
  bool reduced_motion = false;  ///< the phases of a step as stills
  std::string_view touched;     ///< id of the field edited last, marked in the formula; empty for none

  const tconv::Trace& trace() const { return *derived->trace; }
  Limits limits() const { return limitsOf(*derived, scales); }
};

/// The instant that a frame shows.
Moment momentOf(const Frame& frame);

/// The board: what the step is, the faces, the colour scales. Fills the area.
void drawBoard(Canvas& canvas, const Frame& frame);

// The faces, one file each. A face fills the area of its frame and draws nothing outside of it; what it shows
// is enlarged by zoom and shifted by pan.

/// One input element at a time: input and kernel, the scaled patch, the output on its full canvas.
void drawScatter(Canvas& canvas, const Frame& frame);

/// Zero insertion: the stretched and padded input, over which the kernel, turned by 180 degrees, slides at
/// stride 1 and gathers the terms of one output cell after the other; what they are, and how many of the
/// multiply-adds meet a zero.
void drawGather(Canvas& canvas, const Frame& frame);

/// y = C^T x with x and y vectorised, entries coloured by kernel weight: the active step is a column, the
/// active output cell a row. With options.show_convolution C stands beside it.
void drawMatrix(Canvas& canvas, const Frame& frame);

/// Every scaled patch on a full canvas of its own, one for each input element that the output channel of
/// interest is made of, and below them their sum so far: y = T0 + T1 + T2 + ... . Grows step by step.
void drawIntermediates(Canvas& canvas, const Frame& frame);

/// How many kernel taps touch each output cell: as a heat map with the profiles of its rows and columns, the
/// verdict with the law behind it, what an input of ones gives, the spectrum, and the nearest even settings.
void drawOverlap(Canvas& canvas, const Frame& frame);

/// The input, its convolution with the same hyper-parameters, and the transposed convolution of that: what
/// comes back, how far it is from the input, which sizes share the result, and the adjoint's identity.
void drawRoundTrip(Canvas& canvas, const Frame& frame);

/// The gradients of a loss (frame.options.loss): the window of the step on dY, its products with the kernel
/// and their sum, an element of dX; below, the same window times the input element, and the sum dW so far.
/// Cell by cell: how the gradient of one output cell spreads over the inputs that the cell is made of.
void drawBackward(Canvas& canvas, const Frame& frame);

/// The same step in numbers: the output size as a formula, each touched cell's old + product = new, and the
/// terms of the hovered or pinned cell. Draws from the top of the area; rows below its end are drawn as well,
/// so that a caller can scroll.
void drawArithmetic(Canvas& canvas, const Frame& frame);
/// The height that drawArithmetic() takes, in points.
double arithmeticHeight(const Frame& frame);

/// The bank of kernels, a row for each input channel and a column for each output channel, cut by groups; and
/// for one output channel what each input channel of its group gives to it, their sum and the bias.
void drawChannels(Canvas& canvas, const Frame& frame);

/// The layer as two framework calls make it, frame.options.lens: the line of code, the output on its canvas,
/// what they differ by, cell by cell; below, how each framework says the document's layer, or why it cannot.
void drawLens(Canvas& canvas, const Frame& frame);

/// What the document is compared with, by its comparison: a second setting on the same input step by step,
/// with the difference; a sweep of one or two parameters as small pictures that run together; or four ways
/// of enlarging the input with the same weights.
void drawCompare(Canvas& canvas, const Frame& frame);

/// The image laboratory: input and output as photographs, the difference between the output and the input
/// resized to it, and the kernel, large enough to be painted. A place that is hovered or pinned is magnified.
/// Between rest and the end the output is shown as it fills.
void drawImage(Canvas& canvas, const Frame& frame);

}  // namespace lab::view

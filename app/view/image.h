#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/output_photo.h"
#include "view/choreography.h"
#include "view/marks.h"
#include "view/planes.h"

/// The parts of the image laboratory. Internal to the scene: others call drawImage().
namespace lab::view::image {

/// One of the three pictures and what stands around it.
struct Spot {
  Box words;        ///< the heading
  Box room;         ///< of the picture and its numbers; what zoom moves out of it is cut off
  GridPlace place;  ///< the picture
  Box notes;        ///< below it; without height where there is no room
};

/// A kernel that is shown: of input channel `channel` to output channel `out` of its group.
struct KernelPair {
  Index channel = 0, out = 0;
};

/// Where everything stands. The three pictures are of one size, in a row, in a square with the kernel, or on
/// top of each other: whatever lets them be largest. Zoom enlarges all three alike, the kernel stays.
struct ImageLayout {
  Spot original, output, difference;
  Box kernel_words;                ///< the heading of the kernels
  std::vector<GridPlace> kernels;  ///< of the first of shownKernels()
  Box sums_words;
  GridPlace sums;                ///< what the weights of each phase add up to; no rows where there is no room
  Box verdict;                   ///< what that means, in words; without height where there is no room
  bool numbered = false;         ///< rows and columns of the pictures have numbers
  bool kernel_numbered = false;  ///< those of the kernels
};

/// The kernels worth showing: one for all channels where they are the same, else those of each channel, or of
/// the input channel of the step.
std::vector<KernelPair> shownKernels(const Frame& frame);
bool showsOneKernel(const Frame& frame);
ImageLayout layoutImage(const Frame& frame);

/// What all parts look at: a frame and what follows from it.
struct Stage {
  Stage(Canvas& canvas, const Frame& frame);

  const Frame& frame;
  const tconv::Trace& trace;
  GridPainter paint;
  ImageLayout layout;
  Moment moment;
  Act act;
  std::optional<tconv::Step> step;
  std::optional<tconv::OutputCell> cell;
  RunningOutput running;  ///< in the middle of the animation; else the finished output
  const Photo& original;
  Rect seen;           ///< the cells of the output that are seen, in one of its two pictures
  OutputPhoto output;  ///< of them
  Marks marks;
  Ref focus;            ///< what is magnified: an input element or canvas cell, pinned or else hovered
  bool pinned = false;  ///< the focus is

  const Theme& theme() const { return *frame.theme; }
  Canvas& canvas() const { return paint.canvas(); }
  const Layer& layer() const { return trace.layer(); }
  /// How far the colours of the difference reach: its largest value when all is done.
  float differenceLimit() const;
  /// A cell of the output shows no number in any channel that is seen.
  bool blank(Index row, Index column) const;
};

/// One picture as the drawing code sees it: the same for photographs and for the difference.
struct Plane {
  const Spot& spot;
  Index channels = 1;
  /// What cells show as numbers: one or three channels, or the first of more.
  std::function<float(Index channel, Index row, Index column)> value;
  const Photo* photo = nullptr;  ///< its colours; null for the difference, which is coloured by its scale
  Pair origin;                   ///< the cell that they begin with
  Ref first;                     ///< stands for cell (0, 0)
  bool runs = false;             ///< cells may be blank

  /// Canvas coordinates of the picture's cells, for marks: the place of the whole canvas or input.
  GridPlace whole;
};
std::vector<Plane> planesOf(const Stage& stage);

/// The colour of a cell, and its numbers: one, or three of a colour; none where the cell is blank.
tconv::Rgb colorOf(const Stage& stage, const Plane& plane, Index row, Index column);
std::vector<float> numbersOf(const Stage& stage, const Plane& plane, Index row, Index column);
/// Cells [part] of a picture on their own grid: as one picture, or one by one with numbers where there is
/// room.
void drawCells(const Stage& stage, const Plane& plane, const GridPlace& place, const Rect& part,
               bool reachable);

void drawKernels(const Stage& stage);
/// The neighbourhood of the focus enlarged in a corner of the picture that it does not lie in.
void drawMagnifier(const Stage& stage, const Plane& plane);
/// The cell of a picture that the focus stands for or is joined with: the middle of them.
Pair focusIn(const Stage& stage, const Plane& plane);
/// Headings and notes.
void drawWords(const Stage& stage, const std::vector<Plane>& planes);

}  // namespace lab::view::image

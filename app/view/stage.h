#pragma once

#include "model/running.h"
#include "view/choreography.h"
#include "view/planes.h"

/// What the faces that play the operator have in common. Internal to the scenes.
namespace lab::view {

/// What the parts of a face look at: a frame and what follows from it.
struct Stage {
  Stage(Canvas& canvas, const Frame& frame);

  const Frame& frame;
  const tconv::Trace& trace;
  GridPainter paint;
  Limits limits;
  Moment moment;
  RunningOutput running;
  Act act;
  std::optional<tconv::Step> step;        ///< the active step; none at rest, and going cell by cell
  std::optional<tconv::OutputCell> cell;  ///< the cell in the making, going cell by cell

  const tconv::Layer& layer() const { return trace.layer(); }
  const Theme& theme() const { return *frame.theme; }
  Canvas& canvas() const { return paint.canvas(); }
  bool oneDimensional() const { return layer().dims == 1; }
  /// The active step adds to that output channel.
  bool receives(Index out_channel) const;
  /// Index of a tap within a step, in the order of Position::tap.
  Index tapIndex(Index out, Index u, Index v) const;
  /// The tap is the one in motion: any tap of the step, or the one that going tap by tap has come to.
  bool inMotion(Index tap) const { return !moment.tap || *moment.tap == tap; }
  /// The tap's product has been computed earlier in this step (only when going tap by tap).
  bool doneBefore(Index tap) const { return moment.tap && tap < *moment.tap; }
  /// The position when the active step, or tap, has been added.
  tconv::Position after() const;
  /// The canvas cell that a tap of the active step lands on.
  Pair landing(Index u, Index v) const;
};

/// The output channel that a face shows when it has room for one: pinned and hovered cells choose it, else
/// the cell or the step in the making does.
Index channelOfInterest(const Stage& stage);

/// The box that has come as far as t, 0 ... 1, from one to the other.
Box between(const Box& from, const Box& to, double t);

/// One size for all labels of a small grid, also in smaller cells than GridPainter::readable(): for grids
/// that hold few numbers. 0 where one would be too small, because some alone would be misread.
double commonLabelSize(const GridPainter& paint, std::span<const std::string> labels, double cell);
/// A cell with a label of that size; without one where it is empty or the size 0.
void drawSmallCell(const GridPainter& paint, const Box& box, tconv::Rgb fill, tconv::Rgb ink,
                   const std::string& label, double size);

/// An output cell while the product of a tap of the active step is added to it: "7 + 5", then the sum.
void drawAddition(const Stage& stage, const Box& box, Index out, Index u, Index v);

/// drawOutputCanvas() and what the step does to it: the frame of the patch that is being added with its sums
/// in the making, or the frame of the cell that is being made.
void drawOutputInStep(const Stage& stage, const GridPlace& place, Index channel);

/// "5 × 5 in a canvas of 7 × 7", or the one size where nothing is cropped or appended.
std::string outputRemark(const tconv::Trace& trace);

}  // namespace lab::view

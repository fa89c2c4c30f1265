#pragma once

#include "model/related.h"
#include "model/running.h"
#include "view/choreography.h"
#include "view/grid.h"
#include "view/layout.h"
#include "view/planes.h"

/// The parts of the scatter stage. Internal to the scene: others call drawScatter().
namespace lab::view::scatter {

/// What all parts look at: a frame and what follows from it.
struct Stage {
  Stage(Canvas& canvas, const Frame& frame);

  const Frame& frame;
  const tconv::Trace& trace;
  GridPainter paint;
  ScatterLayout layout;
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
  /// The input channel whose kernels are shown.
  Index channel() const;
  /// The first output channel that these kernels feed.
  Index firstOut() const { return firstOutOf(layer(), channel()); }
  /// Index of a tap within a step, in the order of Position::tap.
  Index tapIndex(Index out, Index u, Index v) const;
  /// The tap is the one in motion: any tap of the step, or the one that going tap by tap has come to.
  bool inMotion(Index tap) const { return !moment.tap || *moment.tap == tap; }
  /// The input element whose product by a tap, of input channel channel(), is a term of `cell`.
  std::optional<Pair> gathered(Index u, Index v) const;
  /// The tap's product has been computed earlier in this step (only when going tap by tap).
  bool doneBefore(Index tap) const { return moment.tap && tap < *moment.tap; }
  /// The canvas cell that a tap of the active step lands on.
  Pair landing(Index u, Index v) const;
  /// Cells of a grid that reach into the visible part of the stage.
  Rect visible(const GridPlace& place) const;
};

void drawInputs(const Stage& stage);
void drawKernels(const Stage& stage);
void drawPatches(const Stage& stage);
void drawOutputs(const Stage& stage);
/// What moves from one grid to another: the copy of the kernel, then the scaled patch.
void drawFlights(const Stage& stage);
void drawConnectors(const Stage& stage);
/// Where the hovered and the pinned element come from and go to.
void drawMarks(const Stage& stage);

/// "channel 2" below a plane of several; the number alone where its neighbours leave no room for the words.
void captionPlane(const Stage& stage, const Block& block, std::size_t plane, std::string_view words,
                  Index channel);

}  // namespace lab::view::scatter

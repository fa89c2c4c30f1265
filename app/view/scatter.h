#pragma once

#include "view/choreography.h"
#include "view/grid.h"
#include "view/layout.h"

/// The parts of the scatter board. Internal to the scene: others call drawScatter().
namespace lab::view::scatter {

/// What all parts look at: a frame and what follows from it.
struct Board {
  Board(Canvas& canvas, const Frame& frame);

  const Frame& frame;
  const tconv::Trace& trace;
  GridPainter paint;
  ScatterLayout layout;
  Moment moment;
  Act act;
  std::optional<tconv::Step> step;  ///< the active step; none at rest

  const tconv::Layer& layer() const { return trace.layer(); }
  const Theme& theme() const { return *frame.theme; }
  Canvas& canvas() const { return paint.canvas(); }
  bool oneDimensional() const { return layer().dims == 1; }
  /// The input channel whose kernels are shown.
  Index channel() const { return step ? step->channel : 0; }
  /// The first output channel that these kernels feed.
  Index firstOut() const { return step ? step->first_out : 0; }
  /// Index of a tap within a step, in the order of Position::tap.
  Index tapIndex(Index out, Index u, Index v) const;
  /// The tap is the one in motion: any tap of the step, or the one that going tap by tap has come to.
  bool inMotion(Index tap) const { return !moment.tap || *moment.tap == tap; }
  /// The tap's product has been computed earlier in this step (only when going tap by tap).
  bool doneBefore(Index tap) const { return moment.tap && tap < *moment.tap; }
  /// The canvas cell that a tap of the active step lands on.
  Pair landing(Index u, Index v) const;
  /// Cells of a grid that reach into the visible part of the board.
  Rect visible(const GridPlace& place) const;
};

/// The frame of the active step stays at least this large, in points, so that it can be found among tiny
/// cells.
inline constexpr double kSmallestMark = 8;
/// A box with the same centre whose sides are at least `side`.
Box atLeast(const Box& box, double side);

void drawInputs(const Board& board);
void drawKernels(const Board& board);
void drawPatches(const Board& board);
void drawOutputs(const Board& board);
/// What moves from one grid to another: the copy of the kernel, then the scaled patch.
void drawFlights(const Board& board);
void drawConnectors(const Board& board);
/// Where the hovered and the pinned element come from and go to.
void drawMarks(const Board& board);
void drawTitle(const Board& board);
/// Legend and colour scales.
void drawFooter(const Board& board);

/// "channel 2" below a plane of several; the number alone where its neighbours leave no room for the words.
void captionPlane(const Board& board, const Block& block, std::size_t plane, std::string_view words,
                  Index channel);

/// A plane of values as cells, or as one picture where cells are tiny. `what` tags the plane.
void drawPlane(const Board& board, const GridPlace& place, std::span<const float> values, float limit,
               const Ref& what);

}  // namespace lab::view::scatter

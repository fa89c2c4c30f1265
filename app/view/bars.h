#pragma once

#include <span>

#include "model/running.h"
#include "view/grid.h"

/// One dimension: the values of a grid of one row as bars on a line above its cells, in the room that
/// GridPlace::bars keeps for them. Without that room nothing is drawn.
namespace lab::view {

/// Where bars stand: a line, and how far a value of 1 reaches above it (or below, where it is negative).
struct BarScale {
  Box room;
  double line = 0;  ///< y of the line
  double unit = 0;  ///< points for a value of 1
};

/// For values from -down to up.
BarScale barScale(const GridPainter& paint, const GridPlace& place, double down, double up);

/// Values from -limit to limit, each as a bar over its cell; `what` has the kind and the channels of the row.
void drawBars(const GridPainter& paint, const GridPlace& place, std::span<const float> values, float limit,
              const Ref& what);

/// One output channel: over each cell the terms that have been added to it, stacked in the order of the
/// steps, so that overlaps can be counted; the bias lies at the bottom. Terms of the active step are framed.
void drawStackedBars(const GridPainter& paint, const Frame& frame, const RunningOutput& running,
                     const GridPlace& place, Index channel);

/// The products of a step on the scale of drawStackedBars(): the same heights as in the stack.
void drawPatchBars(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                   const tconv::Step& step, Index out);

}  // namespace lab::view

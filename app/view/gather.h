#pragma once

#include "model/gather_facts.h"
#include "model/running.h"
#include "view/layout.h"
#include "view/planes.h"

/// The parts of the gather face. Internal to the scene: others call drawGather().
namespace lab::view::gather {

/// Where everything on the gather face stands; from the shapes alone.
struct GatherLayout {
  Block stretched;  ///< C_in / G planes: the stretched input, with the ring that a negative pad crops
  Block kernels;    ///< C_in / G planes: the kernels from each of these to the output channel
  Block outputs;    ///< C_out planes of the full canvas
  Box words;        ///< for the sum in writing and the meter
};
GatherLayout layoutGather(const Frame& frame);

/// How many cells of an axis a negative pad crops, before and after.
struct CroppedEnds {
  Index begin = 0, end = 0;
};
CroppedEnds croppedEnds(const tconv::Axis& axis);

/// The terms of the cell as text: its products, what they come to, and how many taps meet zeros; and the
/// meter of useful multiply-adds. `box` in points; what does not fit is left out from the end.
void drawWords(const GridPainter& paint, const Frame& frame, const std::optional<GatherPlace>& place,
               const Box& box);

}  // namespace lab::view::gather

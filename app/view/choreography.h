#pragma once

#include <span>

#include "model/playhead.h"

namespace lab::view {

/// How far each movement of a step has come, 0 ... 1, eased. They follow one another: the input element
/// lights up, the kernel is copied beside it, the copy is scaled, it travels, and it is added cell by cell.
struct Act {
  double light = 0, copy = 0, scale = 0, travel = 0, add = 0;

  bool copying() const { return copy > 0 && copy < 1; }
  bool travelling() const { return travel > 0 && add == 0; }
  bool adding() const { return add > 0 && add < 1; }
  bool finished() const { return add >= 1; }
};

/// The act of a moment. With reduced motion every movement is either not begun or over.
Act actOf(const Moment& moment, bool reduced_motion);

/// The instants of a step, in (0, 1), at which a movement has just ended and can be looked at: the element
/// lit, the copy scaled, the patch over its place, and the middle of the addition, where old + product can be
/// read.
std::span<const double> movementEnds();

}  // namespace lab::view

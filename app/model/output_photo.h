#pragma once

#include <cstdint>
#include <vector>

#include "model/photo.h"
#include "model/reduced.h"
#include "tconv/difference.h"
#include "tconv/upsampling.h"

/// The output of a layer as a photograph, beside its input brought to the same size.
namespace lab {

/// What the output differs by from its input brought to the same size: output - input. Values are compared
/// that are seen: all three colours where both have them, else the first channels.
struct PhotoDifference {
  float largest = 0;         ///< the largest magnitude; NaN where one of the two alone is NaN
  double mean_absolute = 0;  ///< over all values
  ReducedPlane farthest;     ///< of the channels and cells of a block the difference farthest from 0
};

/// The finished output seen from afar. No tensor of its size is made for it.
struct OutputPhoto {
  Photo photo;
  PhotoDifference difference;
};
/// Worked out once for each step and way.
const OutputPhoto& outputPhoto(const Derived& derived, Index step, tconv::Interpolation how);
/// A cell of the finished output, and its difference.
float outputValue(const Derived& derived, Index channel, Index row, Index column);
float outputDifference(const Derived& derived, Index row, Index column, tconv::Interpolation how);

/// The output as it stands in the middle of the animation, cell by cell.
struct RunningPhoto {
  Tensor output;  ///< [1, C_out, L_h, L_w]
  OutputPhoto seen;
  std::vector<std::uint8_t> blank;  ///< 1 for cells of which no seen channel has a number yet
};
RunningPhoto runningPhoto(const Derived& derived, const RunningOutput& running, tconv::Interpolation how);

/// Whether a moment shows a part of the output: not at rest, and not when all is done.
bool inTheMiddle(const tconv::Trace& trace, const Moment& moment);

}  // namespace lab

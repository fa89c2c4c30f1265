#pragma once

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

/// The output seen from afar. No tensor of its size is made for it.
struct OutputPhoto {
  Photo photo;
  PhotoDifference difference;
  /// How many cells of each block show no number in any channel that is seen; empty where all do. Such cells
  /// are black in the photograph.
  std::vector<Index> blank;
};
/// The finished output. Worked out once for each step and way.
const OutputPhoto& outputPhoto(const Derived& derived, Index step, tconv::Interpolation how);
/// The output as it stands at a moment: blocks of `cells` of its window, which begin at multiples of step;
/// their numbers are of the whole. Only the rows that the moment changes are worked out anew, and of large
/// outputs the cells that are asked for at step 1.
OutputPhoto outputPhoto(const Derived& derived, const RunningOutput& running, const Rect& cells, Index step,
                        tconv::Interpolation how);
/// What the finished output differs by at most, and on average; without blocks.
PhotoDifference outputDifference(const Derived& derived, tconv::Interpolation how);
/// The difference of a cell of the output window.
float outputDifference(const Derived& derived, const RunningOutput& running, Index row, Index column,
                       tconv::Interpolation how);

/// Whether a moment shows a part of the output: not at rest, and not when all is done.
bool inTheMiddle(const tconv::Trace& trace, const Moment& moment);

}  // namespace lab

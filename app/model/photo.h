#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/derive.h"
#include "model/running.h"
#include "tconv/colormap.h"
#include "tconv/difference.h"
#include "tconv/upsampling.h"

namespace lab {

/// Whether a tensor of so many channels is seen in colour: three are red, green and blue. Of any other number
/// the first alone is seen, as grey.
inline bool inColor(Index channels) { return channels == 3; }

/// A tensor seen as a photograph: values 0 ... 255 are brightness, what lies outside is clamped.
struct Photo {
  Index rows = 0, columns = 0;
  std::vector<tconv::Rgb> colors;  ///< row by row
  std::vector<std::size_t> nan;    ///< cells of which a value is NaN, ascending
  Index values = 0;                ///< how many are seen: 1 or 3 a cell
  Index clamped = 0;               ///< how many of them clamping changes by more than rounding
  float brightest = 0;             ///< the largest of them; 0 where none is above
};
/// x [1, C, H, W] with C >= 1.
Photo photoOf(const Tensor& x);

/// The mean of a block of cells, rounded; `columns` of them in a row.
tconv::Rgb meanColor(std::span<const tconv::Rgb> colors, Index columns, const Rect& block);

/// A photograph seen from afar: blocks of step x step cells shown as their mean; the last ones may be
/// partial.
struct ReducedPhoto {
  Index rows = 0, columns = 0;
  std::vector<tconv::Rgb> colors;  ///< row by row
};
/// Of one of the photographs of photoFacts(derived). Worked out once for each step.
const ReducedPhoto& reducedPhoto(const Derived& derived, const Photo& photo, Index step);

/// The output of a layer beside its input brought to the same size, and what they differ by. Values are
/// compared that are seen: all three colours where both have them, else the first channels.
struct PhotoComparison {
  Tensor enlarged;               ///< [1, 1 or 3, L_h, L_w]: the input
  tconv::Difference difference;  ///< output - enlarged
  Tensor farthest;               ///< [1, 1, L_h, L_w]: of the channels the difference farthest from 0
};
/// output: [1, C_out, L_h, L_w]; enlarged as above.
PhotoComparison comparePhotos(const Tensor& output, Tensor enlarged);

/// What the image face shows of a document, whatever the playhead.
struct PhotoFacts {
  Tensor output;  ///< finished, [1, C_out, L_h, L_w]
  Photo original, finished;
  Tensor phase_sums;  ///< see tconv::phaseSums(); empty above kMostPhases
};
constexpr Index kMostPhases = 64;
/// Worked out once for each document.
const PhotoFacts& photoFacts(const Derived& derived);
/// The finished output and the input enlarged in that way. Worked out once for each document.
const PhotoComparison& photoComparison(const Derived& derived, tconv::Interpolation how);

/// The output as it stands in the middle of the animation.
struct RunningPhoto {
  Tensor output;
  Photo photo;
  std::vector<std::uint8_t> blank;  ///< 1 for cells of which no seen channel has a number yet
  PhotoComparison comparison;
};
RunningPhoto runningPhoto(const Derived& derived, const RunningOutput& running, tconv::Interpolation how);

/// Whether a moment shows a part of the output: not at rest, and not when all is done.
bool inTheMiddle(const tconv::Trace& trace, const Moment& moment);

/// Kernels of a layer whose groups hold one input channel each, as for photographs: every channel goes its
/// own way, and the kernels of all channels may be one.
bool isDepthwise(const tconv::Layer& layer);
/// Depthwise, and all channels have the same kernels.
bool hasOneKernel(const tconv::Layer& layer, const Tensor& weight);

/// The layer made depthwise: as many output channels and groups as it has input channels.
Document depthwise(Document document);
/// Depthwise, and it enlarges by `factor` >= 1 as resizing does: the bilinear kernel of 2 s - s mod 2 taps at
/// stride s = factor, cropped so that the output has s times the cells of the input on each axis.
Document enlarging(Document document, Index factor);

}  // namespace lab

#pragma once

#include <string>
#include <vector>

#include "tconv/layer.h"
#include "tconv/tensor.h"

namespace tconv {

/// How many kernel taps of one axis land on each output cell: output() counts.
std::vector<Index> overlapCounts(const Axis& axis);
/// The same for both axes, whose counts multiply: [1, 1, L_h, L_w]. Exact below 2^24 taps.
Tensor overlapPlane(const Axes& axes);

/// What the gcd law says of one axis: with g = gcd(d, s) and q = s / g, interior cells with
/// (o + pb) mod g == 0 get floor(k / q) or ceil(k / q) taps, all others none.
struct OverlapVerdict {
  Index g = 1;               ///< gcd of dilation and stride
  Index fewest = 0;          ///< taps on the least covered interior cell
  Index fewest_reached = 0;  ///< the same, of cells that a dilated kernel can reach at all
  Index most = 0;            ///< taps on the most covered interior cell
  bool even = false;         ///< fewest == most: g == 1 and s divides k
  bool holes = false;        ///< interior cells that nothing reaches: g > 1 or k < s
  bool border_ramp = false;  ///< some output cell gets fewer taps than it would far from every border
  bool operator==(const OverlapVerdict&) const = default;
};
/// What the law says of an axis; the lengths must be valid.
OverlapVerdict overlapVerdict(const Axis& axis);

/// The tap counts that occur in the interior, in words: "1 or 2 taps", "0 or 1 tap".
std::string describeTaps(const Axis& axis);

/// Why the overlap is as it is, e.g. "s = 2 does not divide k = 3".
Phrase overlapReason(const Axis& axis);

/// One word and its reason, e.g. "uneven: 1 or 2 taps (s = 2 does not divide k = 3)", with ", fewer near the
/// border" where that holds; both axes where they differ: "height even: ...; width uneven: ...".
std::string describeOverlap(const Axes& axes);

/// What a constant input of 1 becomes in the interior: [1, C_out, s_h, s_w], for each phase the sum of the
/// weights that meet in a canvas cell (row, column) with row mod s_h and column mod s_w, over the input
/// channels of the group. An image keeps its brightness where all are 1; where they differ it gets a
/// checkerboard, though the counts may be even. Summed in double. s_h is 1 for 1-D layers.
/// weight: weightShape(layer); the layer's own parameters must be valid. Costs memory for s_h s_w cells.
Tensor phaseSums(const Layer& layer, const Tensor& weight);

/// A setting whose interior is even, and how it differs from the one that it was asked for.
struct EvenSetting {
  Layer layer;  ///< validate() accepts it for the input
  /// The new numbers, axis by axis, each axis in the order "kernel_size", "stride", "dilation", "padding",
  /// "padding_end" (only where the ends of the given axis differ; else "padding" is both), "output_padding".
  std::vector<Fix> changes;
  Index distance = 0;           ///< by how much these numbers move in all
  bool even_to_border = false;  ///< whether no output cell near a border gets fewer taps either
  bool operator==(const EvenSetting&) const = default;
};

/// The settings nearest to a layer that make the overlap even: fewest changed numbers first, then those that
/// move least, then the kernel before the stride before the dilation, then more taps per cell. None goes
/// further than another in the same directions, except that padding may grow as well so that the border is
/// even too; output_padding shrinks where the rest would make it illegal. Where kernel, stride and dilation
/// are the same on both axes they stay so. Empty where the layer is even up to the border already.
/// Kernel, stride and dilation are tried up to 32 away, and the stride 1, which is always even.
/// The layer must be valid for an input of that (height, width).
std::vector<EvenSetting> nearestEvenSettings(const Layer& layer, Pair input, std::size_t most = 6);

}  // namespace tconv

#pragma once

#include <vector>

#include "tconv/layer.h"

namespace tconv {

/// How many kernel taps of one axis land on each output cell: output() counts.
std::vector<Index> overlapCounts(const Axis& axis);

/// What the gcd law says of one axis: with g = gcd(d, s) and q = s / g, interior cells with
/// (o + pb) mod g == 0 get floor(k / q) or ceil(k / q) taps, all others none.
struct OverlapVerdict {
  Index g = 1;               ///< gcd of dilation and stride
  Index fewest = 0;          ///< taps on the least covered interior cell
  Index most = 0;            ///< taps on the most covered interior cell
  bool even = false;         ///< fewest == most: g == 1 and s divides k
  bool holes = false;        ///< interior cells that nothing reaches: g > 1 or k < s
  bool border_ramp = false;  ///< some output cell gets fewer taps than it would far from every border
  bool operator==(const OverlapVerdict&) const = default;
};
OverlapVerdict overlapVerdict(const Axis& axis);

/// One word and its reason, e.g. "uneven: 1 or 2 taps (s = 2 does not divide k = 3)", with ", fewer near the
/// border" where that holds; both axes where they differ: "height even: ...; width uneven: ...".
std::string describeOverlap(const Axes& axes);

}  // namespace tconv

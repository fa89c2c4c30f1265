#pragma once

#include <cstdint>
#include <span>

#include "tconv/tensor.h"

namespace tconv {

/// What two results differ by where they are laid on each other with their first cells together.
struct Difference {
  Tensor values;             ///< a - b where both have a cell: the smaller of each extent
  Shape whole;               ///< the larger of each extent: what both cover together
  float largest = 0;         ///< the largest |a - b|; NaN where one of the two alone is NaN
  double mean_absolute = 0;  ///< of |a - b| over the cells of `values`; 0 where there are none
  Index c = 0;               ///< channel of `largest`, in the first image that has it: the first such cell
  Index h = 0;               ///< row of it
  Index w = 0;               ///< column of it

  /// The same sizes and the same values everywhere.
  bool identical() const { return values.shape() == whole && largest == 0; }
};

/// What some differences amount to.
struct DifferenceSum {
  double magnitude = 0;        ///< the sum of |a - b|
  std::uint32_t farthest = 0;  ///< the bits of the largest |a - b|; those of a NaN are above all numbers

  float largest() const;  ///< |a - b|; NaN where one of the two alone is NaN
};
/// difference() of a row: values = a - b; all three of one size.
DifferenceSum differRow(std::span<const float> a, std::span<const float> b, std::span<float> values);

/// a - b, rounded once. Equal values differ by 0, infinite ones too, and so do two NaN. On at most
/// `threads` >= 1 threads; the result has the same bits for any number.
Difference difference(const Tensor& a, const Tensor& b, int threads = 1);

/// x [N, C, H, W] with C >= 1; returns [N, 1, H, W]: of the channels of a cell the value that is farthest
/// from 0, the first of equals; NaN where one of them is NaN.
Tensor farthestFromZero(const Tensor& x);
/// The same for one more channel: kept[i] becomes values[i] where that is farther.
void keepFarthest(std::span<const float> values, std::span<float> kept);

}  // namespace tconv

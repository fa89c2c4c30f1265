#pragma once

#include "tconv/tensor.h"

namespace tconv {

/// How far two tensors of the same shape are apart.
struct ImageDifference {
  Tensor values;             ///< a - b
  float largest = 0;         ///< the largest finite |a - b|; 0 where there is none
  double mean_absolute = 0;  ///< of |a - b| over the elements where it is finite, summed in double
  Index not_finite = 0;      ///< elements that are left out of both: NaN, or infinite
};

/// @throws Error where the shapes differ.
ImageDifference imageDifference(const Tensor& a, const Tensor& b);

/// x [N, C, H, W] with C >= 1; returns [N, 1, H, W]: of the channels of a cell the value that is farthest
/// from 0, the first of equals; NaN where one of them is NaN.
Tensor farthestFromZero(const Tensor& x);

}  // namespace tconv

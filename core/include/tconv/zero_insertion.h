#pragma once

#include <vector>

#include "tconv/forward.h"

namespace tconv {

/// The input of the equivalent ordinary convolution: stretched to (n - 1) s + 1 by s - 1 zeros between
/// neighbours, then padded by d (k - 1) - pb before and d (k - 1) - pe + op after (a negative pad crops).
struct StretchedInput {
  Tensor values;                  ///< [N, C_in, S_h, S_w] with S = L + d (k - 1)
  std::vector<char> is_inserted;  ///< S_h * S_w flags: 1 where the cell is an inserted or padding zero
  Pair pad_begin;                 ///< what was padded at the top and at the left; negative where cropped
  Pair pad_end;                   ///< the same at the bottom and at the right
  /// Whether a cell is no input element.
  bool inserted(Index row, Index column) const { return is_inserted[row * values.shape().w + column] != 0; }
};

/// x [N, C_in, H, W].
StretchedInput stretch(const Layer& layer, const Tensor& x);

/// The kernel turned by 180 degrees: result(c, o, u, v) = weight(c, o, k_h - 1 - u, k_w - 1 - v).
Tensor rotate180(const Tensor& weight);

/// Forward by zero insertion: the stretched input correlated at stride 1 with the turned kernel. Inserted
/// zeros are never multiplied, so that NaN and infinities reach only the cells that their own terms touch.
/// Shapes and bounds as forward().
Tensor forwardByZeroInsertion(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias = {});

/// Multiply-adds of the zero-insertion view and how many of them meet a real input element.
struct MultiplyAddCount {
  Index useful = 0;  ///< those that meet an input element
  Index total = 0;   ///< all, multiplications with inserted zeros included
};
/// For an input of shape [N, C_in, H, W].
MultiplyAddCount zeroInsertionMultiplyAdds(const Layer& layer, Shape input);

}  // namespace tconv

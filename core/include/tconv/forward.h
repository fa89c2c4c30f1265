#pragma once

#include <span>

#include "tconv/layer.h"

namespace tconv {

/// Bias values, one per output channel; empty for none.
using Bias = std::span<const float>;

/// Transposed convolution, float32.
/// x [N, C_in, H, W], weight [C_in, C_out / G, k_h, k_w], bias C_out or empty; returns [N, C_out, L_h, L_w].
/// Per cell the error is at most (terms + 2) eps (sum|x w| + |bias|); exact for integers while
/// sum|x w| + |bias| < 2^24. Needs no memory beyond its result. @throws Error where the operands do not fit.
Tensor forward(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias = {});

/// The definition written as plainly as it can be, in double: scatter on the full canvas, crop, add the bias.
/// The measure for everything else; not meant to be fast.
TensorD forwardReference(const Layer& layer, const TensorD& x, const TensorD& weight,
                         std::span<const double> bias = {});

}  // namespace tconv

#pragma once

#include "tconv/forward.h"

namespace tconv {

/// The direct convolution with the hyper-parameters of a transposed one: the operator C whose transpose
/// forward() applies. It maps C_out to C_in channels, since it walks the layer backwards. y [N, C_out, A, B],
/// weight [C_in, C_out / G, k_h, k_w]; returns [N, C_in, A', B'] with convOutputSize(). output_padding is
/// ignored. @throws Error where the kernel does not fit or the channels do not match.
Tensor convolve(const Layer& layer, const Tensor& y, const Tensor& weight);

/// <a, b> in double over all elements. Shapes must agree.
double innerProduct(const Tensor& a, const Tensor& b);

/// dLoss/dx for dLoss/dy = dy: the direct convolution of dy, its first H x W results.
/// dy [N, C_out, L_h, L_w], weight [C_in, C_out / G, k_h, k_w], input (H, W); returns [N, C_in, H, W].
Tensor gradientInput(const Layer& layer, const Tensor& dy, const Tensor& weight, Pair input);

/// dLoss/dw: x [N, C_in, H, W], dy [N, C_out, L_h, L_w]; returns [C_in, C_out / G, k_h, k_w].
Tensor gradientWeight(const Layer& layer, const Tensor& x, const Tensor& dy);

/// dLoss/dbias: dy [N, C_out, L_h, L_w]; returns C_out sums, accumulated in double.
std::vector<float> gradientBias(const Tensor& dy);

}  // namespace tconv

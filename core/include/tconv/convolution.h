#pragma once

#include "tconv/method.h"
#include "tconv/tensor.h"

namespace tconv {

/// The direct convolution with the hyper-parameters of a transposed one: the operator C whose transpose
/// forward() applies. It maps C_out to C_in channels, since it walks the layer backwards. y [N, C_out, A, B],
/// weight [C_in, C_out / G, k_h, k_w]; returns [N, C_in, A', B'] with convOutputSize(). output_padding is
/// ignored.
///
/// The error is that of the algorithm, as in forward(); Method::plain sums in double and rounds once. Any
/// layer may be computed by plain, rows, channels and products, and a kernel 3 at stride 1 by winograd,
/// unless the padding is larger than the dilation reaches, 2 d; automatic is gradientMethodFor(), or winograd
/// where the algorithm is fast and methodFor() would choose it.
/// @throws Error where the kernel does not fit, the channels do not match, or the method cannot do it.
Tensor convolve(const Layer& layer, const Tensor& y, const Tensor& weight,
                const ComputeOptions& options = {});

/// <a, b> in double over all elements. Shapes must agree.
double innerProduct(const Tensor& a, const Tensor& b);

/// dLoss/dx for dLoss/dy = dy: the direct convolution of dy, its first H x W results.
/// dy [N, C_out, L_h, L_w], weight [C_in, C_out / G, k_h, k_w], input (H, W); returns [N, C_in, H, W].
/// Methods and errors as in convolve().
Tensor gradientInput(const Layer& layer, const Tensor& dy, const Tensor& weight, Pair input,
                     const ComputeOptions& options = {});

/// dLoss/dw: x [N, C_in, H, W], dy [N, C_out, L_h, L_w]; returns [C_in, C_out / G, k_h, k_w]. Of
/// the direct family, whatever the algorithm; plain sums in double, element after element of x, and rounds
/// once.
/// @throws Error where the operands do not fit, or for kernel_rows and winograd.
Tensor gradientWeight(const Layer& layer, const Tensor& x, const Tensor& dy,
                      const ComputeOptions& options = {});

/// dLoss/dbias: dy [N, C_out, L_h, L_w]; returns C_out sums, accumulated in double.
std::vector<float> gradientBias(const Tensor& dy);

}  // namespace tconv

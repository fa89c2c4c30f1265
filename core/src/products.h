#pragma once

#include "pass.h"

/// Both gradients as matrix products that take the weights as they lie. Of a group and an image, dx is
/// [channels of x][taps] times [taps][places of x], and dw is [channels of x][places] times [places][taps],
/// where a tap is one of (channel of dy, u, v), and the matrix of taps and places holds what a tap reads of
/// dy there. It is made panel by panel. It pays where there are many channels of x and too few places for
/// ordering the weights.
namespace tconv::products {

/// pass is the direct way. dx is overwritten.
void inputGradient(const Pass& pass, const Tensor& dy, const Tensor& weight, Tensor& dx, int threads);

/// Returns [C_in, C_out / G, k_h, k_w].
Tensor weightGradient(const Pass& pass, const Tensor& x, const Tensor& dy, int threads);

}  // namespace tconv::products

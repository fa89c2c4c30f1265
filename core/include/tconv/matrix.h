#pragma once

#include <Eigen/SparseCore>

#include "tconv/forward.h"

namespace tconv {

/// Stored row by row, so that a row of C lists the terms of one result.
using SparseMatrix = Eigen::SparseMatrix<float, Eigen::RowMajor, Index>;

/// C, the matrix of the direct convolution with the layer's hyper-parameters from [C_out, L_h, L_w] to
/// [C_in, H, W], both vectorised row by row, channels outermost; shape (C_in H W) x (C_out L_h L_w). Only the
/// first H x W outputs of the convolution are rows, so output_padding needs no special case. It is built from
/// the index rule of the direct convolution, independent of the scatter. Entries that are zero weights are
/// kept.
/// @throws Error where the layer is not valid for the input, or the matrix would have more than `limit`
/// entries.
SparseMatrix convolutionMatrix(const Layer& layer, const Tensor& weight, Pair input, Index limit = 1 << 26);

/// y = C^T x + bias, image by image. Shapes and bounds as forward().
Tensor forwardByMatrix(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias = {});

}  // namespace tconv

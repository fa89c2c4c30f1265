#pragma once

#include "model/matrix_shape.h"
#include "view/layout.h"
#include "view/scene.h"

/// The parts of the matrix face.
namespace lab::view {
namespace matrix {

/// In points at scale 1: around the face, and for a sign between two grids.
constexpr double kMargin = 24, kSign = 40;

}  // namespace matrix

struct MatrixLayout {
  GridPlace y, matrix, x;  ///< the boxes of y and x may be wider than their cells are high
  GridPlace convolution;   ///< C beside it; no rows where it is not shown
};

/// The grids as many cells apart as the signs between them need; all cells of one size.
MatrixLayout layoutMatrix(const Frame& frame, const MatrixShape& shape);

}  // namespace lab::view

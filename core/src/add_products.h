#pragma once

#include "tconv/types.h"

namespace tconv {

/// cells[i] += x[i] * w for i in [0, count), the product rounded before it is added. Returns the largest
/// finite magnitude of all products and sums; 0 where none is finite.
float addProducts(const float* x, Index count, float w, float* cells);

}  // namespace tconv

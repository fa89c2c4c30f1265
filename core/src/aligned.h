#pragma once

#include <vector>

#include "tconv/tensor.h"

namespace tconv {

/// Values that begin with a cache line, so that no vector of them lies in two.
using AlignedValues = std::vector<float, LineAllocator<float>>;

}  // namespace tconv

#pragma once

#include <oneapi/tbb/cache_aligned_allocator.h>

#include <vector>

namespace tconv {

/// Values that begin with a cache line, so that no vector of them lies in two.
using AlignedValues = std::vector<float, tbb::cache_aligned_allocator<float>>;

}  // namespace tconv

#pragma once

#include <oneapi/tbb/cache_aligned_allocator.h>

#include <vector>

namespace tconv {

/// Values that begin with a cache line, so that no vector of them lies in two.
using AlignedValues = std::vector<float, tbb::cache_aligned_allocator<float>>;

/// Leaves new values as they are.
template <class T>
struct UnsetAllocator : tbb::cache_aligned_allocator<T> {
  template <class Other>
  struct rebind {
    using other = UnsetAllocator<Other>;
  };
  void construct(T* /*value*/) const noexcept {}
};
/// Such values that are written before they are read: setting them to zero first would take its time.
using UnsetValues = std::vector<float, UnsetAllocator<float>>;

}  // namespace tconv

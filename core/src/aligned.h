#pragma once

#include <vector>

#include "tconv/tensor.h"

namespace tconv {

/// Values that begin with a cache line, so that no vector of them lies in two.
using AlignedValues = LineVector<float>;

/// Leaves new values as they are.
template <class T>
struct UnsetAllocator : LineAllocator<T> {
  template <class Other>
  struct rebind {
    using other = UnsetAllocator<Other>;
  };

  UnsetAllocator() = default;
  template <class Other>
  explicit UnsetAllocator(const UnsetAllocator<Other>& /*other*/) {}
  void construct(T* /*value*/) const noexcept {}
};
/// Such values that are written before they are read: setting them to zero first would take its time.
using UnsetValues = std::vector<float, UnsetAllocator<float>>;

}  // namespace tconv

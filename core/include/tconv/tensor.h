#pragma once

#include <Eigen/Core>
#include <concepts>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "tconv/types.h"

namespace tconv {

/// Extents of a four-dimensional tensor in NCHW order. A 1-D signal has h == 1.
struct Shape {
  Index n = 1;  ///< images
  Index c = 1;  ///< channels
  Index h = 1;  ///< height
  Index w = 1;  ///< width

  constexpr Index size() const { return n * c * h * w; }  ///< elements
  constexpr Pair spatial() const { return {h, w}; }       ///< (height, width)
  constexpr bool operator==(const Shape&) const = default;
};

/// Memory that begins with a cache line, so that no vector of it lies in two. Of several megabytes it begins
/// with a huge page, and asks for such where the system has them: it is given to the process much faster.
void* allocateLines(std::size_t bytes);
/// Gives back what allocateLines() gave for as many bytes.
void releaseLines(void* memory, std::size_t bytes);

/// Allocates so, as a standard container asks for it.
template <class T>
struct LineAllocator {
  using value_type = T;  ///< what is allocated

  LineAllocator() = default;
  /// It has no state: one for another type is as good.
  template <class U>
  explicit LineAllocator(const LineAllocator<U>& /*other*/) {}

  /// Memory for so many values. @throws std::bad_alloc
  T* allocate(std::size_t count) { return static_cast<T*>(allocateLines(count * sizeof(T))); }
  /// Gives back what allocate() gave.
  void deallocate(T* values, std::size_t count) { releaseLines(values, count * sizeof(T)); }
  bool operator==(const LineAllocator&) const = default;
};

/// Values that begin with a cache line.
template <class T>
using LineVector = std::vector<T, LineAllocator<T>>;

/// A dense, contiguous NCHW tensor that owns its values; the last index runs fastest, and the first value
/// begins a cache line.
template <class T>
class BasicTensor {
 public:
  /// One image plane, to be written to.
  using Plane = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
  /// One image plane, to be read.
  using ConstPlane = Eigen::Map<const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

  BasicTensor() : BasicTensor(Shape{0, 0, 0, 0}) {}
  /// The same value everywhere.
  explicit BasicTensor(Shape shape, T fill = T(0)) : shape_(shape), values_(shape.size(), fill) {}
  /// Copies shape.size() values in NCHW order.
  BasicTensor(Shape shape, const std::vector<T>& values)
      : BasicTensor(shape, LineVector<T>(values.begin(), values.end())) {}
  /// Takes the values over. (A template, so that a list in braces is a vector.)
  template <std::same_as<LineVector<T>> Values>
  BasicTensor(Shape shape, Values values) : shape_(shape), values_(std::move(values)) {
    eigen_assert(static_cast<Index>(values_.size()) == shape_.size());
  }

  const Shape& shape() const { return shape_; }  ///< [N, C, H, W]
  Index size() const { return shape_.size(); }   ///< elements

  /// An element; indices within the shape, unchecked.
  /// @{
  T operator()(Index n, Index c, Index h, Index w) const { return values_[offset(n, c, h, w)]; }
  T& operator()(Index n, Index c, Index h, Index w) { return values_[offset(n, c, h, w)]; }
  /// @}

  /// One image plane as an Eigen matrix of shape (h, w), without a copy.
  /// @{
  Plane plane(Index n, Index c) { return {values_.data() + offset(n, c, 0, 0), shape_.h, shape_.w}; }
  ConstPlane plane(Index n, Index c) const {
    return {values_.data() + offset(n, c, 0, 0), shape_.h, shape_.w};
  }
  /// @}

  /// All elements in NCHW order.
  /// @{
  std::span<T> values() { return values_; }
  std::span<const T> values() const { return values_; }
  /// @}

  bool operator==(const BasicTensor&) const = default;

 private:
  Index offset(Index n, Index c, Index h, Index w) const {
    return ((n * shape_.c + c) * shape_.h + h) * shape_.w + w;
  }

  Shape shape_;
  LineVector<T> values_;
};

using Tensor = BasicTensor<float>;    ///< what layers work on
using TensorD = BasicTensor<double>;  ///< what they are measured by

}  // namespace tconv

#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "tconv/types.h"

namespace tconv {

/// Extents of a four-dimensional tensor in NCHW order. A 1-D signal has h == 1.
struct Shape {
  Index n = 1, c = 1, h = 1, w = 1;

  constexpr Index size() const { return n * c * h * w; }
  constexpr Pair spatial() const { return {h, w}; }
  constexpr bool operator==(const Shape&) const = default;
};

/// A dense, contiguous NCHW tensor that owns its values; the last index runs fastest.
template <class T>
class BasicTensor {
 public:
  using Plane = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
  using ConstPlane = Eigen::Map<const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

  BasicTensor() : BasicTensor(Shape{0, 0, 0, 0}) {}
  explicit BasicTensor(Shape shape, T fill = T(0)) : shape_(shape), values_(shape.size(), fill) {}
  BasicTensor(Shape shape, std::vector<T> values) : shape_(shape), values_(std::move(values)) {
    eigen_assert(static_cast<Index>(values_.size()) == shape_.size());
  }

  const Shape& shape() const { return shape_; }
  Index size() const { return shape_.size(); }

  T operator()(Index n, Index c, Index h, Index w) const { return values_[offset(n, c, h, w)]; }
  T& operator()(Index n, Index c, Index h, Index w) { return values_[offset(n, c, h, w)]; }

  /// One image plane as an Eigen matrix of shape (h, w), without a copy.
  Plane plane(Index n, Index c) { return {values_.data() + offset(n, c, 0, 0), shape_.h, shape_.w}; }
  ConstPlane plane(Index n, Index c) const {
    return {values_.data() + offset(n, c, 0, 0), shape_.h, shape_.w};
  }

  std::span<T> values() { return values_; }
  std::span<const T> values() const { return values_; }

  bool operator==(const BasicTensor&) const = default;

 private:
  Index offset(Index n, Index c, Index h, Index w) const {
    return ((n * shape_.c + c) * shape_.h + h) * shape_.w + w;
  }

  Shape shape_;
  std::vector<T> values_;
};

using Tensor = BasicTensor<float>;
using TensorD = BasicTensor<double>;

}  // namespace tconv

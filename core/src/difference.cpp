#include "tconv/difference.h"

#include <algorithm>
#include <cmath>

namespace tconv {
namespace {

template <class Choose>
Shape extents(const Shape& a, const Shape& b, Choose choose) {
  return {choose(a.n, b.n), choose(a.c, b.c), choose(a.h, b.h), choose(a.w, b.w)};
}

float differ(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)) ? 0.0F : a - b; }

float farther(float a, float b) {
  if (std::isnan(a)) return a;
  return std::abs(b) <= std::abs(a) ? a : b;  // a NaN in b is not <=
}

}  // namespace

Difference difference(const Tensor& a, const Tensor& b) {
  const auto less = [](Index x, Index y) { return std::min(x, y); };
  const auto more = [](Index x, Index y) { return std::max(x, y); };
  Difference result;
  result.whole = extents(a.shape(), b.shape(), more);
  const Shape common = extents(a.shape(), b.shape(), less);
  result.values = Tensor(common);
  for (Index n = 0; n < common.n; ++n)
    for (Index c = 0; c < common.c; ++c)
      for (Index h = 0; h < common.h; ++h)
        for (Index w = 0; w < common.w; ++w) {
          const float value = differ(a(n, c, h, w), b(n, c, h, w));
          result.values(n, c, h, w) = value;
          result.mean_absolute += std::abs(value);
          // A NaN is never exceeded.
          if (std::isnan(result.largest) || !(std::isnan(value) || std::abs(value) > result.largest))
            continue;
          result.largest = std::abs(value);
          result.c = c, result.h = h, result.w = w;
        }
  if (common.size() > 0) result.mean_absolute /= static_cast<double>(common.size());
  return result;
}

Tensor farthestFromZero(const Tensor& x) {
  const Shape shape = x.shape();
  const auto plane = static_cast<std::size_t>(shape.h * shape.w);
  Tensor result({shape.n, 1, shape.h, shape.w});
  for (Index n = 0; n < shape.n; ++n) {
    const auto out = result.values().subspan(static_cast<std::size_t>(n) * plane);
    for (Index c = 0; c < shape.c; ++c) {
      const auto in = x.values().subspan(static_cast<std::size_t>(n * shape.c + c) * plane);
      for (std::size_t i = 0; i < plane; ++i) out[i] = c == 0 ? in[i] : farther(out[i], in[i]);
    }
  }
  return result;
}

}  // namespace tconv

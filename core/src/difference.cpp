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
          // A NaN is never exceeded.
          if (std::isnan(result.largest) || !(std::isnan(value) || std::abs(value) > result.largest))
            continue;
          result.largest = std::abs(value);
          result.c = c, result.h = h, result.w = w;
        }
  return result;
}

}  // namespace tconv

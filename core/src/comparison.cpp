#include "tconv/comparison.h"

#include <algorithm>
#include <cmath>

#include "checked.h"

namespace tconv {
namespace {

float farther(float a, float b) {
  if (std::isnan(a)) return a;
  return std::abs(b) <= std::abs(a) ? a : b;  // a NaN in b is not <=
}

}  // namespace

ImageDifference imageDifference(const Tensor& a, const Tensor& b) {
  requireShape("compared tensor", b.shape(), a.shape());
  ImageDifference result;
  result.values = Tensor(a.shape());
  double sum = 0;
  const auto x = a.values(), y = b.values();
  const auto out = result.values.values();
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = x[i] - y[i];
    const float size = std::abs(out[i]);
    if (!std::isfinite(size)) {
      ++result.not_finite;
      continue;
    }
    result.largest = std::max(result.largest, size);
    sum += size;
  }
  const Index counted = a.size() - result.not_finite;
  if (counted > 0) result.mean_absolute = sum / static_cast<double>(counted);
  return result;
}

Tensor farthestFromZero(const Tensor& x) {
  const Shape shape = x.shape();
  const Index plane = shape.h * shape.w;
  Tensor result({shape.n, 1, shape.h, shape.w});
  for (Index n = 0; n < shape.n; ++n) {
    const auto out = result.values().subspan(static_cast<std::size_t>(n * plane));
    for (Index c = 0; c < shape.c; ++c) {
      const auto in = x.values().subspan(static_cast<std::size_t>((n * shape.c + c) * plane));
      for (std::size_t i = 0; i < static_cast<std::size_t>(plane); ++i)
        out[i] = c == 0 ? in[i] : farther(out[i], in[i]);
    }
  }
  return result;
}

}  // namespace tconv

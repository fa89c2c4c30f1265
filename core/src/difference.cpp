#include "tconv/difference.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>

namespace tconv {
namespace {

template <class Choose>
Shape extents(const Shape& a, const Shape& b, Choose choose) {
  return {choose(a.n, b.n), choose(a.c, b.c), choose(a.h, b.h), choose(a.w, b.w)};
}

float differ(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)) ? 0.0F : a - b; }

/// The sum of |value|, in lanes.
double magnitudeOf(std::span<const float> values) {
  constexpr std::size_t kLanes = 8;
  std::array<double, kLanes> sums{};
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += std::abs(values[i + lane]);
  for (; i < values.size(); ++i) sums[0] += std::abs(values[i]);
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

/// |value| as an integer that orders as it does, with all NaN as one above everything else.
std::uint32_t rank(float value) {
  constexpr std::uint32_t kNan = 0x7f800001U;
  return std::min(std::bit_cast<std::uint32_t>(value) & 0x7fffffffU, kNan);
}

/// Where the largest magnitude is, the first of equals, if it exceeds `largest`; NaN exceeds all but NaN.
std::optional<std::size_t> exceeding(std::span<const float> values, float largest) {
  std::uint32_t most = 0;
  for (const float value : values) most = std::max(most, rank(value));
  if (most <= rank(largest)) return {};
  const auto first = std::ranges::find(values, most, rank);
  return static_cast<std::size_t>(first - values.begin());
}

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
  const auto width = static_cast<std::size_t>(common.w);
  for (Index n = 0; n < common.n && width > 0; ++n)
    for (Index c = 0; c < common.c; ++c)
      for (Index h = 0; h < common.h; ++h) {
        float* values = &result.values(n, c, h, 0);
        const float* from = a.plane(n, c).data() + h * a.shape().w;
        const float* with = b.plane(n, c).data() + h * b.shape().w;
        for (std::size_t w = 0; w < width; ++w) values[w] = differ(from[w], with[w]);
        result.mean_absolute += magnitudeOf({values, width});
        if (const auto w = exceeding({values, width}, result.largest)) {
          result.largest = std::abs(values[*w]);
          result.c = c, result.h = h, result.w = static_cast<Index>(*w);
        }
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

#include "tconv/difference.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "parallel.h"

namespace tconv {
namespace {

template <class Choose>
Shape extents(const Shape& a, const Shape& b, Choose choose) {
  return {choose(a.n, b.n), choose(a.c, b.c), choose(a.h, b.h), choose(a.w, b.w)};
}

/// |value| as an integer that orders as it does, with all NaN as one above everything else.
std::uint32_t rank(float value) {
  constexpr std::uint32_t kNan = 0x7f800001U;
  return std::min(std::bit_cast<std::uint32_t>(value) & 0x7fffffffU, kNan);
}

}  // namespace

float DifferenceSum::largest() const { return std::bit_cast<float>(farthest); }

Difference difference(const Tensor& a, const Tensor& b, int threads) {
  const auto less = [](Index x, Index y) { return std::min(x, y); };
  const auto more = [](Index x, Index y) { return std::max(x, y); };
  Difference result;
  result.whole = extents(a.shape(), b.shape(), more);
  const Shape common = extents(a.shape(), b.shape(), less);
  result.values = Tensor(common);
  if (common.size() == 0) return result;
  const auto width = static_cast<std::size_t>(common.w);
  const auto row = [width](const Tensor& of, Index n, Index c, Index h) {
    return std::span(of.plane(n, c).data() + h * of.shape().w, width);
  };
  std::vector<DifferenceSum> sums(static_cast<std::size_t>(common.n * common.c * common.h));
  forShares(static_cast<Index>(sums.size()), threads, [&](Span share) {
    for (Index i = share.begin; i < share.end; ++i) {
      const Index h = i % common.h, c = i / common.h % common.c, n = i / common.h / common.c;
      sums[static_cast<std::size_t>(i)] =
          differRow(row(a, n, c, h), row(b, n, c, h), {&result.values(n, c, h, 0), width});
    }
  });
  for (const DifferenceSum& sum : sums) result.mean_absolute += sum.magnitude;
  result.mean_absolute /= static_cast<double>(common.size());
  const auto first = std::ranges::max_element(sums, {}, &DifferenceSum::farthest);
  const Index i = first - sums.begin();
  result.h = i % common.h, result.c = i / common.h % common.c;
  const auto values = row(result.values, i / common.h / common.c, result.c, result.h);
  result.w = std::ranges::find(values, first->farthest, rank) - values.begin();
  result.largest = first->largest();
  return result;
}

Tensor farthestFromZero(const Tensor& x) {
  const Shape shape = x.shape();
  const auto plane = static_cast<std::size_t>(shape.h * shape.w);
  Tensor result({shape.n, 1, shape.h, shape.w});
  for (Index n = 0; n < shape.n; ++n) {
    const auto out = result.values().subspan(static_cast<std::size_t>(n) * plane, plane);
    for (Index c = 0; c < shape.c; ++c) {
      const auto in = x.values().subspan(static_cast<std::size_t>(n * shape.c + c) * plane, plane);
      if (c == 0)
        std::ranges::copy(in, out.begin());
      else
        keepFarthest(in, out);
    }
  }
  return result;
}

}  // namespace tconv

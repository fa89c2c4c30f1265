#include "resizer_rows.h"

#include <algorithm>

// This file is compiled once for each kind of processor; the fitting one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "resizer_rows_kernel.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tconv::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::ScalableTag<double> kDoubles;
constexpr hn::Rebind<float, decltype(kDoubles)> kFloats;
constexpr hn::RebindToSigned<decltype(kFloats)> kPlaces;
using Doubles = hn::Vec<decltype(kDoubles)>;

HWY_INLINE Doubles between(Doubles a, Doubles b, Doubles t) {
  const auto stays = hn::Or(hn::Eq(t, hn::Zero(kDoubles)), hn::Eq(a, b));
  const Doubles moved = hn::Add(a, hn::Mul(t, hn::Sub(b, a)));  // roundings as tconv::between has them
  return hn::IfThenElse(stays, a, moved);
}

/// Samples [j, j + lanes), whose first cells are less than `lanes` apart and not at the end of the row.
HWY_INLINE Doubles widenTogether(const float* row, const ColumnSamples& samples, Index j) {
  const std::int32_t* first = samples.first.data() + j;
  const float* cells = row + *first;
  const auto lanes =
      hn::IndicesFromVec(kFloats, hn::Sub(hn::LoadU(kPlaces, first), hn::Set(kPlaces, *first)));
  const auto at = [lanes](const float* from) HWY_ATTR {
    return hn::PromoteTo(kDoubles, hn::TableLookupLanes(hn::LoadU(kFloats, from), lanes));
  };
  return between(at(cells), at(cells + 1), hn::LoadU(kDoubles, samples.t.data() + j));
}

void widenRowHere(const float* row, Index width, const ColumnSamples& samples, double* wide) {
  const auto lanes = static_cast<Index>(hn::Lanes(kFloats)), count = static_cast<Index>(samples.t.size());
  for (Index j = 0; j < count;) {
    const Index end = std::min(j + lanes, count);
    const std::int32_t first = samples.first[j], last = samples.first[end - 1];
    if (end == j + lanes && last - first < lanes && first + lanes < width) {
      hn::StoreU(widenTogether(row, samples, j), kDoubles, wide + j);
      j = end;
    }
    for (; j < end; ++j)
      wide[j] = tconv::between(row[samples.first[j]], row[samples.second[j]], samples.t[j]);
  }
}

void blendRowsHere(const double* a, const double* b, double t, Index count, float* out) {
  const auto lanes = static_cast<Index>(hn::Lanes(kDoubles));
  const Doubles part = hn::Set(kDoubles, t);
  Index j = 0;
  // Without vectors, Highway's DemoteTo() makes the largest number of infinity.
  for (; HWY_TARGET != HWY_SCALAR && j + lanes <= count; j += lanes)
    hn::StoreU(hn::DemoteTo(kFloats, between(hn::LoadU(kDoubles, a + j), hn::LoadU(kDoubles, b + j), part)),
               kFloats, out + j);
  for (; j < count; ++j) out[j] = static_cast<float>(tconv::between(a[j], b[j], t));
}

}  // namespace tconv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv {

HWY_EXPORT(widenRowHere);
HWY_EXPORT(blendRowsHere);

void widenRow(const float* row, Index width, const ColumnSamples& samples, double* wide) {
  HWY_DYNAMIC_DISPATCH(widenRowHere)(row, width, samples, wide);
}

void blendRows(const double* a, const double* b, double t, Index count, float* out) {
  HWY_DYNAMIC_DISPATCH(blendRowsHere)(a, b, t, count, out);
}

}  // namespace tconv
#endif

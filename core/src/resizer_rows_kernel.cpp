#include "resizer_rows.h"

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
constexpr hn::Rebind<std::int32_t, decltype(kDoubles)> kPlaces;
using Doubles = hn::Vec<decltype(kDoubles)>;

HWY_INLINE Doubles between(Doubles a, Doubles b, Doubles t) {
  const auto stays = hn::Or(hn::Eq(t, hn::Zero(kDoubles)), hn::Eq(a, b));
  const Doubles moved = hn::Add(a, hn::Mul(t, hn::Sub(b, a)));  // roundings as tconv::between has them
  return hn::IfThenElse(stays, a, moved);
}

void widenRowHere(const float* row, const std::int32_t* first, const std::int32_t* second, const double* t,
                  Index count, double* wide) {
  const auto lanes = static_cast<Index>(hn::Lanes(kDoubles));
  const auto cells = [row](const std::int32_t* places) HWY_ATTR {
    return hn::PromoteTo(kDoubles, hn::GatherIndex(kFloats, row, hn::LoadU(kPlaces, places)));
  };
  Index j = 0;
  for (; j + lanes <= count; j += lanes)
    hn::StoreU(between(cells(first + j), cells(second + j), hn::LoadU(kDoubles, t + j)), kDoubles, wide + j);
  for (; j < count; ++j) wide[j] = tconv::between(row[first[j]], row[second[j]], t[j]);
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

void widenRow(const float* row, const ColumnSamples& samples, double* wide) {
  HWY_DYNAMIC_DISPATCH(widenRowHere)
  (row, samples.first.data(), samples.second.data(), samples.t.data(), static_cast<Index>(samples.t.size()),
   wide);
}

void blendRows(const double* a, const double* b, double t, Index count, float* out) {
  HWY_DYNAMIC_DISPATCH(blendRowsHere)(a, b, t, count, out);
}

}  // namespace tconv
#endif

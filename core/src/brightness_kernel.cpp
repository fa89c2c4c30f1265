#include "tconv/brightness.h"

#include <algorithm>
#include <array>

#include "tconv/types.h"

// This file is compiled once for each kind of processor; the fitting one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "brightness_kernel.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tconv::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::ScalableTag<float> kTag;
constexpr hn::RebindToSigned<decltype(kTag)> kWhole;
using Vector = hn::Vec<decltype(kTag)>;
using Wholes = hn::Vec<decltype(kWhole)>;

/// 1 where a condition holds.
template <class Mask>
HWY_INLINE Wholes one(Mask holds) {
  return hn::IfThenElseZero(hn::RebindMask(kWhole, holds), hn::Set(kWhole, 1));
}

/// What brightnessByte() gives for values above 0; 0 stands for all others.
HWY_INLINE Wholes bytes(Vector positive) {
  const Vector cut = hn::Min(positive, hn::Set(kTag, 255.0F));
  const Wholes whole = hn::ConvertTo(kWhole, cut);
  const Vector part = hn::Sub(cut, hn::ConvertTo(kTag, whole));
  return hn::Add(whole, one(hn::Ge(part, hn::Set(kTag, 0.5F))));
}

/// BrightnessRange in lanes.
struct Ranges {
  Wholes clamped, nan;
  Vector brightest;

  /// Returns the bytes.
  HWY_INLINE Wholes add(Vector values) {
    const auto below = hn::Lt(values, hn::Set(kTag, -0.5F)), above = hn::Ge(values, hn::Set(kTag, 255.5F));
    clamped = hn::Add(clamped, one(hn::Or(below, above)));
    nan = hn::Or(nan, one(hn::IsNaN(values)));
    const Vector positive = hn::IfThenElseZero(hn::Gt(values, hn::Zero(kTag)), values);
    brightest = hn::Max(brightest, positive);
    return bytes(positive);
  }
};

BrightnessRange addBrightnessHere(const float* values, Index count, std::uint32_t* sums) {
  auto* to = reinterpret_cast<std::int32_t*>(sums);
  const auto lanes = static_cast<Index>(hn::Lanes(kTag));
  Ranges all{hn::Zero(kWhole), hn::Zero(kWhole), hn::Zero(kTag)};
  Index i = 0;
  for (; i + lanes <= count; i += lanes)
    hn::StoreU(hn::Add(hn::LoadU(kWhole, to + i), all.add(hn::LoadU(kTag, values + i))), kWhole, to + i);
  std::array<float, hn::MaxLanes(kTag)> rest{};
  std::array<std::int32_t, hn::MaxLanes(kTag)> added;
  std::copy(values + i, values + count, rest.begin());
  hn::StoreU(all.add(hn::LoadU(kTag, rest.data())), kWhole, added.data());
  for (auto sum = added.begin(); i < count; ++i, ++sum) to[i] += *sum;
  return {hn::GetLane(hn::SumOfLanes(kWhole, all.clamped)), hn::GetLane(hn::MaxOfLanes(kTag, all.brightest)),
          !hn::AllTrue(kWhole, hn::Eq(all.nan, hn::Zero(kWhole)))};
}

}  // namespace tconv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv {

HWY_EXPORT(addBrightnessHere);

BrightnessRange addBrightness(std::span<const float> values, std::span<std::uint32_t> sums) {
  return HWY_DYNAMIC_DISPATCH(addBrightnessHere)(values.data(), static_cast<Index>(values.size()),
                                                 sums.data());
}

}  // namespace tconv
#endif

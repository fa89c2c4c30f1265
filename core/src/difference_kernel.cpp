#include <algorithm>
#include <array>
#include <numeric>

#include "tconv/difference.h"

// This file is compiled once for each kind of processor; the fitting one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "difference_kernel.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tconv::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Value i of a row goes to sum i % kSums, so that all processors give the same bits.
constexpr std::size_t kSums = 8;
constexpr hn::CappedTag<double, kSums> kDoubles;
constexpr hn::Rebind<float, decltype(kDoubles)> kFloats;
constexpr hn::RebindToSigned<decltype(kFloats)> kBits;
using Doubles = hn::Vec<decltype(kDoubles)>;
using Floats = hn::Vec<decltype(kFloats)>;
using Bits = hn::Vec<decltype(kBits)>;

HWY_INLINE Floats differ(Floats a, Floats b) {
  const auto both_nan = hn::And(hn::IsNaN(a), hn::IsNaN(b));
  return hn::IfThenZeroElse(hn::Or(hn::Eq(a, b), both_nan), hn::Sub(a, b));
}

/// DifferenceSum in lanes.
struct Sums {
  Doubles magnitude;
  Bits farthest;

  HWY_INLINE void add(Floats difference) {
    const Floats size = hn::Abs(difference);
    magnitude = hn::Add(magnitude, hn::PromoteTo(kDoubles, size));
    // Bits of numbers without a sign order as they do; all NaN are one above everything else.
    const Bits nan = hn::Set(kBits, 0x7f800001);
    farthest = hn::Max(farthest, hn::Min(hn::BitCast(kBits, size), nan));
  }
};

/// DifferenceSum before the sums are added up.
struct RowSums {
  std::array<double, kSums> magnitudes{};
  std::int32_t farthest = 0;
};

/// `count` is a multiple of kSums.
HWY_INLINE void differWhole(const float* a, const float* b, std::size_t count, float* values, RowSums& all) {
  for (std::size_t first = 0; first < kSums; first += hn::Lanes(kFloats)) {
    Sums part{hn::LoadU(kDoubles, &all.magnitudes[first]), hn::Zero(kBits)};
    for (std::size_t i = first; i < count; i += kSums) {
      const Floats difference = differ(hn::LoadU(kFloats, a + i), hn::LoadU(kFloats, b + i));
      hn::StoreU(difference, kFloats, values + i);
      part.add(difference);
    }
    hn::StoreU(part.magnitude, kDoubles, &all.magnitudes[first]);
    all.farthest = std::max(all.farthest, hn::GetLane(hn::MaxOfLanes(kBits, part.farthest)));
  }
}

DifferenceSum differRowHere(const float* a, const float* b, std::size_t count, float* values) {
  RowSums all;
  const std::size_t whole = count / kSums * kSums;
  differWhole(a, b, whole, values, all);
  std::array<float, kSums> rest_a{}, rest_b{}, rest;
  std::copy(a + whole, a + count, rest_a.begin());
  std::copy(b + whole, b + count, rest_b.begin());
  differWhole(rest_a.data(), rest_b.data(), kSums, rest.data(), all);
  std::copy_n(rest.begin(), count - whole, values + whole);
  return {std::accumulate(all.magnitudes.begin(), all.magnitudes.end(), 0.0),
          static_cast<std::uint32_t>(all.farthest)};
}

constexpr hn::ScalableTag<float> kTag;

/// Where b is farther from 0 than a, or NaN where a is a number: b; else a.
template <class V>
HWY_INLINE V farther(V a, V b) {
  const auto stays = hn::Or(hn::IsNaN(a), hn::Le(hn::Abs(b), hn::Abs(a)));
  return hn::IfThenElse(stays, a, b);
}

void keepFarthestHere(const float* values, std::size_t count, float* kept) {
  const std::size_t lanes = hn::Lanes(kTag);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes)
    hn::StoreU(farther(hn::LoadU(kTag, kept + i), hn::LoadU(kTag, values + i)), kTag, kept + i);
  std::array<float, hn::MaxLanes(kTag)> rest_kept{}, rest_values{};
  std::copy(kept + i, kept + count, rest_kept.begin());
  std::copy(values + i, values + count, rest_values.begin());
  const auto rest = farther(hn::LoadU(kTag, rest_kept.data()), hn::LoadU(kTag, rest_values.data()));
  hn::StoreU(rest, kTag, rest_kept.data());
  std::copy_n(rest_kept.begin(), count - i, kept + i);
}

}  // namespace tconv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv {

HWY_EXPORT(differRowHere);
HWY_EXPORT(keepFarthestHere);

DifferenceSum differRow(std::span<const float> a, std::span<const float> b, std::span<float> values) {
  return HWY_DYNAMIC_DISPATCH(differRowHere)(a.data(), b.data(), values.size(), values.data());
}

void keepFarthest(std::span<const float> values, std::span<float> kept) {
  HWY_DYNAMIC_DISPATCH(keepFarthestHere)(values.data(), kept.size(), kept.data());
}

}  // namespace tconv
#endif

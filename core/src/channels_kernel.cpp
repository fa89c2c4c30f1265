#include <algorithm>

#include "channels.h"

// This file is compiled once for each kind of processor; the fitting one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "channels_kernel.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tconv::channels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::ScalableTag<float> kTag;
using Vector = hn::Vec<decltype(kTag)>;

/// Registers that sums may take; the rest is for inputs and weights.
constexpr int kSums = HWY_TARGET <= HWY_AVX3 ? 24 : 12;

/// kTile columns from m on.
template <int kVectors, int kTile>
void makeTile(const TileWork& work, Index m) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  Vector sums[kTile][kVectors];
#pragma GCC unroll 16
  for (int i = 0; i < kTile; ++i)
#pragma GCC unroll 4
    for (int k = 0; k < kVectors; ++k) sums[i][k] = hn::LoadU(kTag, work.bias + k * lanes);
  for (Index r = 0; r < work.row_count; ++r) {
    const float* row = work.x + work.row_taps[r].row * work.pitch + m;
    const float* weights = work.weights + work.row_taps[r].u * work.weights_row;
    for (Index t = 0; t < work.tap_count; ++t) {
      const float* x = row - work.shifts[t];
      for (Index c = 0; c < work.channels; ++c, x += work.plane, weights += kVectors * lanes) {
        Vector w[kVectors];
#pragma GCC unroll 4
        for (int k = 0; k < kVectors; ++k) w[k] = hn::LoadU(kTag, weights + k * lanes);
#pragma GCC unroll 16
        for (int i = 0; i < kTile; ++i) {
          const Vector value = hn::Set(kTag, x[i]);
#pragma GCC unroll 4
          for (int k = 0; k < kVectors; ++k) sums[i][k] = hn::MulAdd(value, w[k], sums[i][k]);
        }
      }
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < kTile; ++i)
#pragma GCC unroll 4
    for (int k = 0; k < kVectors; ++k)
      hn::StoreU(sums[i][k], kTag, work.sums + (m + i) * work.sums_step + k * lanes);
}

/// Tiles of a size that leaves little beyond the end; larger ones read the weights less often.
template <int kVectors>
void makeColumnsOf(const TileWork& work) {
  constexpr int kLarge = std::min<int>(kMostTile, kSums / kVectors), kSmall = std::max(1, kLarge * 2 / 3);
  const auto cost = [&](Index tile) { return (work.columns + tile - 1) / tile * tile; };
  if (work.columns == 1) return makeTile<kVectors, 1>(work, 0);
  if (cost(kLarge) <= cost(kSmall))
    for (Index m = 0; m < work.columns; m += kLarge) makeTile<kVectors, kLarge>(work, m);
  else
    for (Index m = 0; m < work.columns; m += kSmall) makeTile<kVectors, kSmall>(work, m);
}

void makeColumnsHere(const TileWork& work) {
  switch (work.vectors) {
    case 1:
      return makeColumnsOf<1>(work);
    case 2:
      return makeColumnsOf<2>(work);
    case 3:
      return makeColumnsOf<3>(work);
    default:
      return makeColumnsOf<4>(work);
  }
}

Index lanesHere() { return static_cast<Index>(hn::Lanes(kTag)); }

}  // namespace tconv::channels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv::channels {

HWY_EXPORT(makeColumnsHere);
HWY_EXPORT(lanesHere);

void makeColumns(const TileWork& work) { HWY_DYNAMIC_DISPATCH(makeColumnsHere)(work); }

Index lanes() { return HWY_DYNAMIC_DISPATCH(lanesHere)(); }

}  // namespace tconv::channels
#endif

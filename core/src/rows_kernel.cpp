#include <algorithm>
#include <cstring>

#include "rows.h"

// This file is compiled once for each kind of processor; the fitting one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "rows_kernel.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tconv::rows::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::ScalableTag<float> kTag;
using Vector = hn::Vec<decltype(kTag)>;

/// Registers that sums may take; the rest is for inputs and weights.
constexpr int kSums = HWY_TARGET <= HWY_AVX3 ? 24 : 12;

/// Vectors of each phase and channel in one tile.
constexpr int vectorsFor(int phases, int outs) {
  return phases * outs * 4 <= kSums ? 4 : phases * outs * 2 <= kSums ? 2 : 1;
}

template <int kPhases>
HWY_INLINE void storeInterleaved(const Vector* sums, float* y) {
  if constexpr (kPhases == 1) hn::StoreU(sums[0], kTag, y);
  if constexpr (kPhases == 2) hn::StoreInterleaved2(sums[0], sums[1], kTag, y);
  if constexpr (kPhases == 3) hn::StoreInterleaved3(sums[0], sums[1], sums[2], kTag, y);
  if constexpr (kPhases == 4) hn::StoreInterleaved4(sums[0], sums[1], sums[2], sums[3], kTag, y);
}

/// The columns from m on of each phase, kVectors vectors of them.
template <int kPhases, int kOuts, int kVectors>
HWY_INLINE void makeTile(const RowWork& work, Index m) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  Vector sums[kOuts][kVectors][kPhases];
#pragma GCC unroll 8
  for (int o = 0; o < kOuts; ++o)
#pragma GCC unroll 8
    for (int k = 0; k < kVectors; ++k)
#pragma GCC unroll 8
      for (int q = 0; q < kPhases; ++q) sums[o][k][q] = hn::Set(kTag, work.bias[o]);
  for (Index r = 0; r < work.row_count; ++r) {
    const float* row = work.x + work.row_taps[r].row * work.pitch + m;
    const float* weights = work.weights + work.row_taps[r].u * work.weights_row;
    for (Index c = 0; c < work.channels; ++c, row += work.plane) {
      const std::int32_t* shift = work.shifts;
#pragma GCC unroll 8
      for (int q = 0; q < kPhases; ++q)
        for (std::int32_t t = work.counts[q]; t > 0; --t, ++shift, weights += kOuts) {
          const float* from = row - *shift;
          Vector x[kVectors];
#pragma GCC unroll 8
          for (int k = 0; k < kVectors; ++k) x[k] = hn::LoadU(kTag, from + k * lanes);
#pragma GCC unroll 8
          for (int o = 0; o < kOuts; ++o) {
            const Vector w = hn::Set(kTag, weights[o]);
#pragma GCC unroll 8
            for (int k = 0; k < kVectors; ++k) sums[o][k][q] = hn::MulAdd(x[k], w, sums[o][k][q]);
          }
        }
    }
  }
  const Index step = lanes * kPhases, first = m * kPhases, whole = kVectors * step;
  if (first + whole <= work.columns) {
#pragma GCC unroll 8
    for (int o = 0; o < kOuts; ++o)
#pragma GCC unroll 8
      for (int k = 0; k < kVectors; ++k)
        storeInterleaved<kPhases>(sums[o][k], work.y + o * work.y_plane + first + k * step);
    return;
  }
  alignas(64) float rest[kVectors * kPhases * hn::MaxLanes(kTag)];
#pragma GCC unroll 8
  for (int o = 0; o < kOuts; ++o) {
#pragma GCC unroll 8
    for (int k = 0; k < kVectors; ++k) storeInterleaved<kPhases>(sums[o][k], rest + k * step);
    std::copy_n(rest, work.columns - first, work.y + o * work.y_plane + first);
  }
}

template <int kPhases, int kOuts>
void makeRowOf(const RowWork& work) {
  constexpr int kMost = vectorsFor(kPhases, kOuts);
  const Index lanes = static_cast<Index>(hn::Lanes(kTag)), end = (work.columns + kPhases - 1) / kPhases;
  Index m = 0;
  for (; end - m > lanes * kMost / 2; m += lanes * kMost) makeTile<kPhases, kOuts, kMost>(work, m);
  for (; m < end; m += lanes) makeTile<kPhases, kOuts, 1>(work, m);
}

template <int kPhases>
void makeRowOf(const RowWork& work) {
  switch (work.outs) {
    case 1:
      return makeRowOf<kPhases, 1>(work);
    case 2:
      return makeRowOf<kPhases, 2>(work);
    case 3:
      return makeRowOf<kPhases, 3>(work);
    default:
      return makeRowOf<kPhases, 4>(work);
  }
}

void makeRowHere(const RowWork& work) {
  switch (work.phases) {
    case 1:
      return makeRowOf<1>(work);
    case 2:
      return makeRowOf<2>(work);
    case 3:
      return makeRowOf<3>(work);
    default:
      return makeRowOf<4>(work);
  }
}

/// The last tile is at least half full, or one vector.
Index readAheadHere() { return 2 * static_cast<Index>(hn::Lanes(kTag)); }

}  // namespace tconv::rows::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv::rows {

HWY_EXPORT(makeRowHere);
HWY_EXPORT(readAheadHere);

void makeRow(const RowWork& work) { HWY_DYNAMIC_DISPATCH(makeRowHere)(work); }

Index readAhead() { return HWY_DYNAMIC_DISPATCH(readAheadHere)(); }

}  // namespace tconv::rows
#endif

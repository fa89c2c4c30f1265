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

/// Rows that are made together: those of a stride, which most kernels give the same sources.
constexpr int rowsFor(int phases, int outs) { return phases * phases * outs <= kSums ? phases : 1; }

/// Vectors of each phase, row and channel in one tile.
constexpr int vectorsFor(int sums) { return sums * 4 <= kSums ? 4 : sums * 2 <= kSums ? 2 : 1; }

template <int kPhases>
HWY_INLINE void interleave(const Vector* sums, float* y) {
  if constexpr (kPhases == 1) hn::StoreU(sums[0], kTag, y);
  if constexpr (kPhases == 2) hn::StoreInterleaved2(sums[0], sums[1], kTag, y);
  if constexpr (kPhases == 3) hn::StoreInterleaved3(sums[0], sums[1], sums[2], kTag, y);
  if constexpr (kPhases == 4) hn::StoreInterleaved4(sums[0], sums[1], sums[2], sums[3], kTag, y);
}

/// Stores the first `count` of the values, of which a whole tile has lanes for each of its sums.
template <int kPhases, int kVectors>
HWY_INLINE void storeInterleaved(const Vector (&sums)[kVectors][kPhases], Index count, float* y) {
  const Index step = kPhases * static_cast<Index>(hn::Lanes(kTag));
  if (count == kVectors * step) {
#pragma GCC unroll 4
    for (int k = 0; k < kVectors; ++k) interleave<kPhases>(sums[k], y + k * step);
    return;
  }
  alignas(64) float rest[hn::MaxLanes(kTag) * kVectors * kPhases];
#pragma GCC unroll 4
  for (int k = 0; k < kVectors; ++k) interleave<kPhases>(sums[k], rest + k * step);
  std::copy_n(rest, count, y);
}

/// The columns from m on of each phase, kVectors vectors of them, in kRows rows that share their sources.
template <int kPhases, int kOuts, int kRows, int kVectors>
HWY_INLINE void makeTile(const Work& work, Index row, Index m) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  Vector sums[kRows][kOuts][kVectors][kPhases];
#pragma GCC unroll 4
  for (int i = 0; i < kRows; ++i)
#pragma GCC unroll 4
    for (int o = 0; o < kOuts; ++o)
#pragma GCC unroll 4
      for (int k = 0; k < kVectors; ++k)
#pragma GCC unroll 4
        for (int q = 0; q < kPhases; ++q) sums[i][o][k][q] = hn::Set(kTag, work.bias[o]);
  const RowRun run = work.row_runs.of(row);
  const Index row_step = work.row_runs.rowStep() * work.pitch,
              tap_step = work.row_runs.tapStep() * work.weights_row;
  for (Index t = 0; t < run.count; ++t) {
    const float* source = work.x + (run.row - work.first_row) * work.pitch + t * row_step + m;
    const float* weights = work.weights + run.u * work.weights_row + t * tap_step;
    for (Index c = 0; c < work.channels; ++c, source += work.plane) {
      const std::int32_t* shift = work.shifts;
#pragma GCC unroll 4
      for (int q = 0; q < kPhases; ++q)
        for (std::int32_t left = work.counts[q]; left > 0; --left, ++shift, weights += kOuts) {
          const float* from = source - *shift;
          Vector x[kVectors];
#pragma GCC unroll 4
          for (int k = 0; k < kVectors; ++k) x[k] = hn::LoadU(kTag, from + k * lanes);
#pragma GCC unroll 4
          for (int i = 0; i < kRows; ++i)
#pragma GCC unroll 4
            for (int o = 0; o < kOuts; ++o) {
              const Vector w = hn::Set(kTag, weights[i * work.weights_row + o]);
#pragma GCC unroll 4
              for (int k = 0; k < kVectors; ++k) sums[i][o][k][q] = hn::MulAdd(x[k], w, sums[i][o][k][q]);
            }
        }
    }
  }
  const Index first = m * kPhases, count = std::min(work.columns - first, lanes * kVectors * kPhases);
#pragma GCC unroll 4
  for (int i = 0; i < kRows; ++i)
#pragma GCC unroll 4
    for (int o = 0; o < kOuts; ++o)
      storeInterleaved<kPhases, kVectors>(sums[i][o], count,
                                          work.y + o * work.y_plane + (row + i) * work.columns + first);
}

template <int kPhases, int kOuts, int kRows>
void makeRowsTogether(const Work& work, Index row) {
  constexpr int kMost = vectorsFor(kPhases * kOuts * kRows);
  const Index lanes = static_cast<Index>(hn::Lanes(kTag)), end = (work.columns + kPhases - 1) / kPhases;
  Index m = 0;
  for (; end - m > lanes * kMost / 2; m += lanes * kMost)
    makeTile<kPhases, kOuts, kRows, kMost>(work, row, m);
  for (; m < end; m += lanes) makeTile<kPhases, kOuts, kRows, 1>(work, row, m);
}

template <int kPhases, int kOuts>
void makeRowsOf(const Work& work) {
  constexpr int kRows = rowsFor(kPhases, kOuts);
  for (Index row = work.rows.begin; row < work.rows.end;)
    if (std::min(work.row_runs.sharing(row), work.rows.end - row) >= kRows) {
      makeRowsTogether<kPhases, kOuts, kRows>(work, row);
      row += kRows;
    } else {
      makeRowsTogether<kPhases, kOuts, 1>(work, row++);
    }
}

template <int kPhases>
void makeRowsOf(const Work& work) {
  switch (work.outs) {
    case 1:
      return makeRowsOf<kPhases, 1>(work);
    case 2:
      return makeRowsOf<kPhases, 2>(work);
    case 3:
      return makeRowsOf<kPhases, 3>(work);
    default:
      return makeRowsOf<kPhases, 4>(work);
  }
}

void makeRowsHere(const Work& work) {
  switch (work.phases) {
    case 1:
      return makeRowsOf<1>(work);
    case 2:
      return makeRowsOf<2>(work);
    case 3:
      return makeRowsOf<3>(work);
    default:
      return makeRowsOf<4>(work);
  }
}

/// The last tile is at least half full, or one vector.
Index readAheadHere() { return 2 * static_cast<Index>(hn::Lanes(kTag)); }

}  // namespace tconv::rows::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv::rows {

HWY_EXPORT(makeRowsHere);
HWY_EXPORT(readAheadHere);

void makeRows(const Work& work) { HWY_DYNAMIC_DISPATCH(makeRowsHere)(work); }

Index readAhead() { return HWY_DYNAMIC_DISPATCH(readAheadHere)(); }

}  // namespace tconv::rows
#endif

#include <algorithm>

#include "kernel_rows.h"

// This file is compiled once for each kind of processor; the fitting one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel_rows_kernel.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tconv::kernel_rows::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::CappedTag<float, kUnit> kTag;
using Vector = hn::Vec<decltype(kTag)>;

/// Registers that sums may take; the rest is for weights.
constexpr int kSums = HWY_TARGET <= HWY_AVX3 ? 16 : 8;

/// Stores what of the values from `column` on lies in [0, columns) of a row.
HWY_INLINE void storePart(Vector values, Index column, Index columns, float* y) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  if (column >= 0 && column + lanes <= columns) return hn::StoreU(values, kTag, y + column);
  alignas(64) float part[hn::MaxLanes(kTag)];
  hn::Store(values, kTag, part);
  const Index begin = std::max<Index>(column, 0), end = std::min(column + lanes, columns);
  std::copy(part + (begin - column), part + std::max(end - column, begin - column), y + begin);
}

/// The piece of a segment from `piece` on, in kTile segments from the given one on, in kRows rows that share
/// their input.
template <int kOuts, int kRows, int kTile>
HWY_INLINE void makeTile(const Work& work, Index row, Index piece, Index segment) {
  Vector sums[kOuts][kRows][kTile];
#pragma GCC unroll 2
  for (int o = 0; o < kOuts; ++o)
#pragma GCC unroll 4
    for (int r = 0; r < kRows; ++r)
#pragma GCC unroll 16
      for (int i = 0; i < kTile; ++i) sums[o][r][i] = hn::Set(kTag, work.bias[o]);
  const RowRun run = work.row_runs.of(row);
  const Index row_step = work.row_runs.rowStep() * work.pitch,
              tap_step = work.row_runs.tapStep() * work.kernel;
  for (Index t = 0; t < run.count; ++t) {
    const float* source = work.x + (run.row - work.first_row) * work.pitch + t * row_step + segment;
    const float* weights = work.weights + run.u * work.kernel + t * tap_step;
    for (Index c = 0; c < work.channels; ++c, source += work.plane, weights += work.weights_in) {
      const float* x = source;
      for (Index v = piece; v < work.kernel; v += work.stride, --x) {
        Vector w[kOuts][kRows];
#pragma GCC unroll 2
        for (int o = 0; o < kOuts; ++o)
#pragma GCC unroll 4
          for (int r = 0; r < kRows; ++r)
            w[o][r] = hn::LoadU(kTag, weights + o * work.weights_out + r * work.kernel + v);
#pragma GCC unroll 16
        for (int i = 0; i < kTile; ++i) {
          const Vector value = hn::Set(kTag, x[i]);
#pragma GCC unroll 2
          for (int o = 0; o < kOuts; ++o)
#pragma GCC unroll 4
            for (int r = 0; r < kRows; ++r) sums[o][r][i] = hn::MulAdd(value, w[o][r], sums[o][r][i]);
        }
      }
    }
  }
#pragma GCC unroll 2
  for (int o = 0; o < kOuts; ++o)
#pragma GCC unroll 4
    for (int r = 0; r < kRows; ++r)
#pragma GCC unroll 16
      for (int i = 0; i < kTile; ++i)
        storePart(sums[o][r][i], (segment + i) * work.stride + piece - work.padding, work.columns,
                  work.y + o * work.y_plane + (row + r) * work.columns);
}

template <int kOuts, int kRows>
void makeRowsTogether(const Work& work, Index row) {
  constexpr int kLarge = std::min(8, kSums / kOuts / kRows), kSmall = kLarge / 2;
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  for (Index piece = 0; piece < work.stride; piece += lanes) {
    // Segments whose piece is not cropped altogether.
    Index segment = std::max<Index>(0, ceilDiv(work.padding - piece - lanes + 1, work.stride));
    const Index end = ceilDiv(work.padding + work.columns - piece, work.stride);
    for (; end - segment >= kLarge; segment += kLarge)
      makeTile<kOuts, kRows, kLarge>(work, row, piece, segment);
    for (; end - segment >= kSmall; segment += kSmall)
      makeTile<kOuts, kRows, kSmall>(work, row, piece, segment);
    for (; segment < end; ++segment) makeTile<kOuts, kRows, 1>(work, row, piece, segment);
  }
}

template <int kOuts>
void makeRowsOf(const Work& work) {
  constexpr int kRows = kSums / 4 / kOuts;
  for (Index row = work.rows.begin; row < work.rows.end;)
    if (std::min(work.row_runs.sharing(row), work.rows.end - row) >= kRows) {
      makeRowsTogether<kOuts, kRows>(work, row);
      row += kRows;
    } else {
      makeRowsTogether<kOuts, 1>(work, row++);
    }
}

void makeRowsHere(const Work& work) { return work.outs == 1 ? makeRowsOf<1>(work) : makeRowsOf<2>(work); }

}  // namespace tconv::kernel_rows::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv::kernel_rows {

HWY_EXPORT(makeRowsHere);

void makeRows(const Work& work) { HWY_DYNAMIC_DISPATCH(makeRowsHere)(work); }

}  // namespace tconv::kernel_rows
#endif

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

/// The piece of a segment from `piece` on, in kTile segments from the given one on.
template <int kOuts, int kTile>
HWY_INLINE void makeTile(const RowWork& work, Index piece, Index segment) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  Vector sums[kOuts][kTile];
#pragma GCC unroll 2
  for (int o = 0; o < kOuts; ++o)
#pragma GCC unroll 16
    for (int i = 0; i < kTile; ++i) sums[o][i] = hn::Set(kTag, work.bias[o]);
  for (Index r = 0; r < work.row_count; ++r) {
    const float* row = work.x + work.row_taps[r].row * work.pitch + segment;
    const float* weights = work.weights + work.row_taps[r].u * work.kernel;
    for (Index c = 0; c < work.channels; ++c, row += work.plane, weights += work.weights_in) {
      const float* x = row;
      for (Index v = piece; v < work.kernel; v += work.stride, --x) {
        Vector w[kOuts];
#pragma GCC unroll 2
        for (int o = 0; o < kOuts; ++o) w[o] = hn::LoadU(kTag, weights + o * work.weights_out + v);
#pragma GCC unroll 16
        for (int i = 0; i < kTile; ++i) {
          const Vector value = hn::Set(kTag, x[i]);
#pragma GCC unroll 2
          for (int o = 0; o < kOuts; ++o) sums[o][i] = hn::MulAdd(value, w[o], sums[o][i]);
        }
      }
    }
  }
#pragma GCC unroll 2
  for (int o = 0; o < kOuts; ++o)
#pragma GCC unroll 16
    for (int i = 0; i < kTile; ++i) {
      const Index column = (segment + i) * work.stride + piece - work.padding;
      float* y = work.y + o * work.y_plane;
      if (column >= 0 && column + lanes <= work.columns) {
        hn::StoreU(sums[o][i], kTag, y + column);
        continue;
      }
      alignas(64) float part[hn::MaxLanes(kTag)];
      hn::Store(sums[o][i], kTag, part);
      const Index begin = std::max<Index>(column, 0), end = std::min(column + lanes, work.columns);
      std::copy(part + (begin - column), part + std::max(end - column, begin - column), y + begin);
    }
}

template <int kOuts>
void makeRowOf(const RowWork& work) {
  constexpr int kLarge = std::min(8, kSums / kOuts), kSmall = kLarge / 2;
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  for (Index piece = 0; piece < work.stride; piece += lanes) {
    // Segments whose piece is not cropped altogether.
    Index segment = std::max<Index>(0, ceilDiv(work.padding - piece - lanes + 1, work.stride));
    const Index end = ceilDiv(work.padding + work.columns - piece, work.stride);
    for (; end - segment >= kLarge; segment += kLarge) makeTile<kOuts, kLarge>(work, piece, segment);
    for (; end - segment >= kSmall; segment += kSmall) makeTile<kOuts, kSmall>(work, piece, segment);
    for (; segment < end; ++segment) makeTile<kOuts, 1>(work, piece, segment);
  }
}

void makeRowHere(const RowWork& work) { return work.outs == 1 ? makeRowOf<1>(work) : makeRowOf<2>(work); }

}  // namespace tconv::kernel_rows::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv::kernel_rows {

HWY_EXPORT(makeRowHere);

void makeRow(const RowWork& work) { HWY_DYNAMIC_DISPATCH(makeRowHere)(work); }

}  // namespace tconv::kernel_rows
#endif

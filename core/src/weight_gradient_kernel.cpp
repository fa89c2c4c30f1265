#include <algorithm>

#include "weight_gradient.h"

// This file is compiled once for each kind of processor; the fitting one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "weight_gradient_kernel.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tconv::weight_gradient::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::ScalableTag<float> kTag;
using Vector = hn::Vec<decltype(kTag)>;

/// Registers that sums may take; the rest is for the operands.
constexpr int kSums = HWY_TARGET <= HWY_AVX3 ? 24 : 12;

template <int kChannels, int kTaps>
void addRowsOf(const RowSums& work) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  Vector sums[kChannels][kTaps];
#pragma GCC unroll 8
  for (int c = 0; c < kChannels; ++c)
#pragma GCC unroll 8
    for (int t = 0; t < kTaps; ++t) sums[c][t] = hn::Zero(kTag);
  for (Index r = 0; r < work.rows.count; ++r) {
    const float* x = work.rows.x + work.rows.pairs[r].row * work.rows.x_pitch;
    const float* dy = work.rows.dy + work.rows.pairs[r].read * work.rows.pitch;
    for (Index m = 0; m < work.rows.columns; m += lanes) {
      Vector values[kChannels];
#pragma GCC unroll 8
      for (int c = 0; c < kChannels; ++c) values[c] = hn::LoadU(kTag, x + c * work.x_plane + m);
#pragma GCC unroll 8
      for (int t = 0; t < kTaps; ++t) {
        const Vector read = hn::LoadU(kTag, dy + m - work.shifts[t]);
#pragma GCC unroll 8
        for (int c = 0; c < kChannels; ++c) sums[c][t] = hn::MulAdd(values[c], read, sums[c][t]);
      }
    }
  }
#pragma GCC unroll 8
  for (int c = 0; c < kChannels; ++c)
#pragma GCC unroll 8
    for (int t = 0; t < kTaps; ++t)
      work.sums[c * work.sums_channel + t] +=
          static_cast<double>(hn::GetLane(hn::SumOfLanes(kTag, sums[c][t])));
}

/// As many taps together as keep their sums in registers.
template <int kChannels>
void addRowsOf(RowSums work) {
  constexpr int kMost = std::min(6, kSums / kChannels);
  const auto take = [&]<int kTaps>() {
    addRowsOf<kChannels, kTaps>(work);
    work.shifts += kTaps;
    work.sums += kTaps;
    work.taps -= kTaps;
  };
  while (work.taps >= kMost) take.template operator()<kMost>();
  if constexpr (kMost > 4)
    if (work.taps >= 4) take.template operator()<4>();
  if constexpr (kMost > 3)
    if (work.taps == 3) take.template operator()<3>();
  if (work.taps >= 2) take.template operator()<2>();
  if (work.taps == 1) take.template operator()<1>();
}

void addAlongRowsHere(const RowSums& work) {
  switch (work.channels) {
    case 1:
      return addRowsOf<1>(work);
    case 2:
      return addRowsOf<2>(work);
    case 3:
      return addRowsOf<3>(work);
    default:
      return addRowsOf<4>(work);
  }
}

template <int kVectors, int kOuts>
void addChannelsOf(const ChannelSums& work) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  Vector sums[kVectors][kOuts];
#pragma GCC unroll 8
  for (int k = 0; k < kVectors; ++k)
#pragma GCC unroll 16
    for (int o = 0; o < kOuts; ++o) sums[k][o] = hn::Zero(kTag);
  for (Index r = 0; r < work.rows.count; ++r) {
    const float* x = work.rows.x + work.rows.pairs[r].row * work.rows.x_pitch;
    const float* dy = work.rows.dy + work.rows.pairs[r].read * work.rows.pitch - work.shift;
    for (Index m = 0; m < work.rows.columns; ++m, x += work.x_step, ++dy) {
      Vector values[kVectors];
#pragma GCC unroll 8
      for (int k = 0; k < kVectors; ++k) values[k] = hn::LoadU(kTag, x + k * lanes);
#pragma GCC unroll 16
      for (int o = 0; o < kOuts; ++o) {
        const Vector read = hn::Set(kTag, dy[o * work.rows.plane]);
#pragma GCC unroll 8
        for (int k = 0; k < kVectors; ++k) sums[k][o] = hn::MulAdd(values[k], read, sums[k][o]);
      }
    }
  }
  alignas(64) float made[kOuts][kVectors * hn::MaxLanes(kTag)];
#pragma GCC unroll 16
  for (int o = 0; o < kOuts; ++o)
#pragma GCC unroll 8
    for (int k = 0; k < kVectors; ++k) hn::Store(sums[k][o], kTag, made[o] + k * lanes);
  for (int c = 0; c < work.channels; ++c)
    for (int o = 0; o < kOuts; ++o)
      work.sums[c * work.sums_channel + o * work.sums_out] += static_cast<double>(made[o][c]);
}

/// As many channels of dy together as keep their sums in registers.
template <int kVectors>
void addChannelsOf(ChannelSums work) {
  constexpr int kMost = std::min(8, kSums / kVectors);
  const auto take = [&]<int kOuts>() {
    addChannelsOf<kVectors, kOuts>(work);
    work.rows.dy += kOuts * work.rows.plane;
    work.sums += kOuts * work.sums_out;
    work.outs -= kOuts;
  };
  while (work.outs >= kMost) take.template operator()<kMost>();
  while (work.outs >= 2) take.template operator()<2>();
  if (work.outs == 1) take.template operator()<1>();
}

void addAlongChannelsHere(const ChannelSums& work) {
  switch (work.vectors) {
    case 1:
      return addChannelsOf<1>(work);
    case 2:
      return addChannelsOf<2>(work);
    case 3:
      return addChannelsOf<3>(work);
    default:
      return addChannelsOf<4>(work);
  }
}

Index lanesHere() { return static_cast<Index>(hn::Lanes(kTag)); }

}  // namespace tconv::weight_gradient::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv::weight_gradient {

HWY_EXPORT(addAlongRowsHere);
HWY_EXPORT(addAlongChannelsHere);
HWY_EXPORT(lanesHere);

void addAlongRows(const RowSums& work) { HWY_DYNAMIC_DISPATCH(addAlongRowsHere)(work); }
void addAlongChannels(const ChannelSums& work) { HWY_DYNAMIC_DISPATCH(addAlongChannelsHere)(work); }
Index lanes() { return HWY_DYNAMIC_DISPATCH(lanesHere)(); }

}  // namespace tconv::weight_gradient
#endif

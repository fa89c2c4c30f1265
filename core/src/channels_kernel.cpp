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

/// Registers that sums may take; the rest is for sources and weights.
constexpr int kSums = HWY_TARGET <= HWY_AVX3 ? 24 : 12;
/// More places would need more registers for addresses than there are.
constexpr int kMostPlaces = 8;
/// Values in a cache line.
constexpr Index kLine = 16;

/// kTile places from `first` on, or the last one again and again where there are fewer.
template <int kVectors, int kTile>
void addTile(const PanelWork& work, Index first) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  const float* x[kTile];
  float* to[kTile];
  Vector sums[kTile][kVectors];
#pragma GCC unroll 8
  for (int i = 0; i < kTile; ++i) {
    const PanelPlace& place = work.places[std::min(first + i, work.count - 1)];
    x[i] = work.x + place.x;
    to[i] = work.sums + place.sums;
#pragma GCC unroll 4
    for (int k = 0; k < kVectors; ++k) sums[i][k] = hn::LoadU(kTag, to[i] + k * lanes);
  }
  for (Index t = 0; t < work.tap_count; ++t) {
    const float* weights = work.taps[t].weights;
    const Index end = work.taps[t].x + work.depth * work.x_step;
    for (Index at = work.taps[t].x; at != end; at += work.x_step, weights += kVectors * lanes) {
      Vector w[kVectors];
#pragma GCC unroll 4
      for (int k = 0; k < kVectors; ++k) w[k] = hn::LoadU(kTag, weights + k * lanes);
#pragma GCC unroll 8
      for (int i = 0; i < kTile; ++i) {
        const Vector value = hn::Set(kTag, x[i][at]);
#pragma GCC unroll 4
        for (int k = 0; k < kVectors; ++k) sums[i][k] = hn::MulAdd(value, w[k], sums[i][k]);
      }
    }
  }
#pragma GCC unroll 8
  for (int i = 0; i < kTile; ++i)
#pragma GCC unroll 4
    for (int k = 0; k < kVectors; ++k) hn::StoreU(sums[i][k], kTag, to[i] + k * lanes);
}

/// Tiles as large as registers allow, and one for the rest.
template <int kVectors>
void addPanelOf(const PanelWork& work) {
  constexpr int kMost = std::min(kMostPlaces, kSums / kVectors);
  Index done = 0;
  for (; work.count - done >= kMost; done += kMost) addTile<kVectors, kMost>(work, done);
  const Index rest = work.count - done;
  if (rest > 4) return addTile<kVectors, kMost>(work, done);
  if (rest > 2) return addTile<kVectors, std::min(4, kMost)>(work, done);
  if (rest == 2) return addTile<kVectors, 2>(work, done);
  if (rest == 1) return addTile<kVectors, 1>(work, done);
}

void addPanelHere(const PanelWork& work) {
  switch (work.vectors) {
    case 1:
      return addPanelOf<1>(work);
    case 2:
      return addPanelOf<2>(work);
    case 3:
      return addPanelOf<3>(work);
    default:
      return addPanelOf<4>(work);
  }
}

#if HWY_TARGET == HWY_SCALAR
constexpr Index kTurned = 1;
void turn(const float* sums, Index, float* y, Index) { *y = *sums; }
#else
constexpr Index kTurned = 4;
/// Writes four places of four channels, turned in registers.
void turn(const float* sums, Index step, float* y, Index plane) {
  constexpr hn::FixedTag<float, 4> four;
  constexpr hn::Repartition<double, decltype(four)> pairs;
  const auto a = hn::LoadU(four, sums), b = hn::LoadU(four, sums + step),
             c = hn::LoadU(four, sums + 2 * step), d = hn::LoadU(four, sums + 3 * step);
  const auto lower_ab = hn::BitCast(pairs, hn::InterleaveLower(four, a, b)),
             lower_cd = hn::BitCast(pairs, hn::InterleaveLower(four, c, d)),
             upper_ab = hn::BitCast(pairs, hn::InterleaveUpper(four, a, b)),
             upper_cd = hn::BitCast(pairs, hn::InterleaveUpper(four, c, d));
  hn::StoreU(hn::BitCast(four, hn::InterleaveLower(pairs, lower_ab, lower_cd)), four, y);
  hn::StoreU(hn::BitCast(four, hn::InterleaveUpper(pairs, lower_ab, lower_cd)), four, y + plane);
  hn::StoreU(hn::BitCast(four, hn::InterleaveLower(pairs, upper_ab, upper_cd)), four, y + 2 * plane);
  hn::StoreU(hn::BitCast(four, hn::InterleaveUpper(pairs, upper_ab, upper_cd)), four, y + 3 * plane);
}
#endif

void writePlacesHere(const float* sums, Index step, Index count, Index outs, float* y, Index plane) {
  const Index places = count / kTurned * kTurned, turned = outs / kTurned * kTurned;
  // A cache line of channels at a time: so many planes are written side by side.
  for (Index line = 0; line < turned; line += kLine)
    for (Index j = 0; j < places; j += kTurned)
      for (Index o = line; o < std::min(line + kLine, turned); o += kTurned)
        turn(sums + j * step + o, step, y + o * plane + j, plane);
  for (Index o = 0; o < outs; ++o)
    for (Index j = o < turned ? places : 0; j < count; ++j) y[o * plane + j] = sums[j * step + o];
}

Index lanesHere() { return static_cast<Index>(hn::Lanes(kTag)); }

}  // namespace tconv::channels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv::channels {

HWY_EXPORT(addPanelHere);
HWY_EXPORT(writePlacesHere);
HWY_EXPORT(lanesHere);

void addPanel(const PanelWork& work) { HWY_DYNAMIC_DISPATCH(addPanelHere)(work); }

void writePlaces(const float* sums, Index step, Index count, Index outs, float* y, Index plane) {
  HWY_DYNAMIC_DISPATCH(writePlacesHere)(sums, step, count, outs, y, plane);
}

Index lanes() { return HWY_DYNAMIC_DISPATCH(lanesHere)(); }

}  // namespace tconv::channels
#endif

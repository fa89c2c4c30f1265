#include <algorithm>

#include "winograd.h"

// This file is compiled once for each kind of processor; the fitting one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "winograd_kernel.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tconv::winograd::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::ScalableTag<float> kTag;
using Vector = hn::Vec<decltype(kTag)>;

/// Registers that sums may take; the rest is for inputs and weights.
constexpr int kSums = HWY_TARGET <= HWY_AVX3 ? 24 : 12;

HWY_INLINE Vector times(float factor, Vector v) { return hn::Mul(hn::Set(kTag, factor), v); }
HWY_INLINE Vector plusTimes(Vector sum, float factor, Vector v) {
  return hn::MulAdd(hn::Set(kTag, factor), v, sum);
}

/// F(4, 3) at the points 0, 1, -1, 2, -2 and infinity.
struct FilterOfThree {
  static constexpr int kOutputs = kThreeTaps.outputs, kPoints = kThreeTaps.points();

  static HWY_INLINE void carryInput(const Vector* d, Vector* v) {
    const Vector even = plusTimes(d[4], -4, d[2]), odd = plusTimes(d[3], -4, d[1]);
    const Vector near = hn::Sub(d[4], d[2]), far = times(2, hn::Sub(d[3], d[1]));
    v[0] = plusTimes(plusTimes(d[4], -5, d[2]), 4, d[0]);
    v[1] = hn::Add(even, odd);
    v[2] = hn::Sub(even, odd);
    v[3] = hn::Add(near, far);
    v[4] = hn::Sub(near, far);
    v[5] = plusTimes(plusTimes(d[5], -5, d[3]), 4, d[1]);
  }
  static HWY_INLINE void carryOutput(const Vector* m, Vector* y) {
    const Vector plus = hn::Add(m[1], m[2]), minus = hn::Sub(m[1], m[2]);
    const Vector far_plus = hn::Add(m[3], m[4]), far_minus = hn::Sub(m[3], m[4]);
    y[0] = hn::Add(hn::Add(m[0], plus), far_plus);
    y[1] = plusTimes(minus, 2, far_minus);
    y[2] = plusTimes(plus, 4, far_plus);
    y[3] = hn::Add(plusTimes(minus, 8, far_minus), m[5]);
  }
};

/// F(4, 2) at the points 0, 1, -1, 2 and infinity.
struct FilterOfTwo {
  static constexpr int kOutputs = kTwoTaps.outputs, kPoints = kTwoTaps.points();

  static HWY_INLINE void carryInput(const Vector* d, Vector* v) {
    const Vector far = plusTimes(d[3], -2, d[2]), near = plusTimes(d[2], -2, d[1]);
    v[0] = plusTimes(hn::Sub(far, d[1]), 2, d[0]);
    v[1] = hn::Sub(plusTimes(d[3], -2, d[1]), d[2]);
    v[2] = hn::Sub(far, near);
    v[3] = hn::Sub(d[3], d[1]);
    v[4] = hn::Sub(plusTimes(d[4], -2, d[3]), near);
  }
  static HWY_INLINE void carryOutput(const Vector* m, Vector* y) {
    const Vector plus = hn::Add(m[1], m[2]), minus = hn::Sub(m[1], m[2]);
    y[0] = hn::Add(hn::Add(m[0], plus), m[3]);
    y[1] = plusTimes(minus, 2, m[3]);
    y[2] = plusTimes(plus, 4, m[3]);
    y[3] = hn::Add(plusTimes(minus, 8, m[3]), m[4]);
  }
};

/// F(2, 2) at the points 0, 1 and infinity.
struct FilterOfTwoForShort {
  static constexpr int kOutputs = kTwoTapsOfShort.outputs, kPoints = kTwoTapsOfShort.points();

  static HWY_INLINE void carryInput(const Vector* d, Vector* v) {
    v[0] = hn::Sub(d[0], d[1]);
    v[1] = d[1];
    v[2] = hn::Sub(d[2], d[1]);
  }
  static HWY_INLINE void carryOutput(const Vector* m, Vector* y) {
    y[0] = hn::Add(m[0], m[1]);
    y[1] = hn::Add(m[1], m[2]);
  }
};

template <class Filter>
void carryInputBy(const InputWork& work) {
  constexpr int kPoints = Filter::kPoints;
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  for (Index tile = 0; tile < work.tiles; ++tile)
    for (Index c = 0; c < work.channels; c += lanes) {
      const float* from = work.x + tile * work.tile + c;
      float* to = work.v + tile * work.channels + c;
      Vector along[kPoints][kPoints];  // rows of the tile, columns carried
#pragma GCC unroll 6
      for (int i = 0; i < kPoints; ++i) {
        Vector d[kPoints];
#pragma GCC unroll 6
        for (int j = 0; j < kPoints; ++j) d[j] = hn::Load(kTag, from + i * work.row + j * work.column);
        Filter::carryInput(d, along[i]);
      }
#pragma GCC unroll 6
      for (int b = 0; b < kPoints; ++b) {
        Vector d[kPoints], v[kPoints];
#pragma GCC unroll 6
        for (int i = 0; i < kPoints; ++i) d[i] = along[i][b];
        Filter::carryInput(d, v);
#pragma GCC unroll 6
        for (int a = 0; a < kPoints; ++a) hn::Store(v[a], kTag, to + (a * kPoints + b) * work.v_step);
      }
    }
}

template <class Filter>
void carryOutputBy(const OutputWork& work) {
  constexpr int kPoints = Filter::kPoints, kOutputs = Filter::kOutputs;
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  for (Index tile = 0; tile < work.tiles; ++tile)
    for (Index o = 0; o < work.outs; o += lanes) {
      const float* from = work.sums + tile * work.outs + o;
      Vector along[kOutputs][kPoints];
#pragma GCC unroll 6
      for (int b = 0; b < kPoints; ++b) {
        Vector m[kPoints], y[kOutputs];
#pragma GCC unroll 6
        for (int a = 0; a < kPoints; ++a) m[a] = hn::Load(kTag, from + (a * kPoints + b) * work.sums_step);
        // What is added at the point 1 is added to all outputs.
        if (b == 1) m[1] = hn::Add(m[1], hn::Load(kTag, work.bias + o));
        Filter::carryOutput(m, y);
#pragma GCC unroll 6
        for (int i = 0; i < kOutputs; ++i) along[i][b] = y[i];
      }
      const Index first = tile * kOutputs, rows = work.rows, columns = work.columns - first;
      float* to = work.y + first * work.column + o;
#pragma GCC unroll 6
      for (int i = 0; i < kOutputs; ++i) {
        Vector y[kOutputs];
        Filter::carryOutput(along[i], y);
#pragma GCC unroll 6
        for (int j = 0; j < kOutputs; ++j)
          if (i < rows && j < columns) hn::Store(y[j], kTag, to + i * work.row + j * work.column);
      }
    }
}

template <int kVectors, int kTiles>
HWY_INLINE void multiplyTiles(const ProductWork& work, const float* v, const float* u, float* to) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  Vector sums[kTiles][kVectors];
#pragma GCC unroll 12
  for (int i = 0; i < kTiles; ++i)
#pragma GCC unroll 4
    for (int k = 0; k < kVectors; ++k) sums[i][k] = hn::Zero(kTag);
  for (Index c = 0; c < work.channels; ++c, u += lanes) {
    Vector w[kVectors];
#pragma GCC unroll 4
    for (int k = 0; k < kVectors; ++k) w[k] = hn::Load(kTag, u + k * work.u_step);
#pragma GCC unroll 12
    for (int i = 0; i < kTiles; ++i) {
      const Vector value = hn::Set(kTag, v[i * work.v_tile + c]);
#pragma GCC unroll 4
      for (int k = 0; k < kVectors; ++k) sums[i][k] = hn::MulAdd(value, w[k], sums[i][k]);
    }
  }
#pragma GCC unroll 12
  for (int i = 0; i < kTiles; ++i)
#pragma GCC unroll 4
    for (int k = 0; k < kVectors; ++k) hn::Store(sums[i][k], kTag, to + i * work.sums_tile + k * lanes);
}

/// Turns of two sizes, so that few tiles beyond the end are made.
template <int kVectors>
void multiplyVectors(const ProductWork& work, const float* u, float* to) {
  constexpr Index kLarge = std::min(kMostTiles, kSums / kVectors),
                  kSmall = std::max<Index>(1, kLarge * 2 / 3);
  for (Index tile = 0; tile < work.tiles;) {
    const Index left = work.tiles - tile;
    const float* v = work.v + tile * work.v_tile;
    float* sums = to + tile * work.sums_tile;
    const bool small = left <= kSmall || (left > kLarge && left <= 2 * kSmall);
    if (small)
      multiplyTiles<kVectors, kSmall>(work, v, u, sums);
    else
      multiplyTiles<kVectors, kLarge>(work, v, u, sums);
    tile += small ? kSmall : kLarge;
  }
}

void multiplyHere(const ProductWork& work) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag)), turns = ceilDiv(work.vectors, kVectorsTogether);
  for (Index turn = 0; turn < turns; ++turn) {
    const Index begin = work.vectors * turn / turns, end = work.vectors * (turn + 1) / turns;
    const float* u = work.u + begin * work.u_step;
    float* to = work.sums + begin * lanes;
    switch (end - begin) {
      case 1:
        multiplyVectors<1>(work, u, to);
        break;
      case 2:
        multiplyVectors<2>(work, u, to);
        break;
      case 3:
        multiplyVectors<3>(work, u, to);
        break;
      default:
        multiplyVectors<4>(work, u, to);
    }
  }
}

void carryInputHere(const InputWork& work) {
  if (work.scheme == kThreeTaps) return carryInputBy<FilterOfThree>(work);
  if (work.scheme == kTwoTaps) return carryInputBy<FilterOfTwo>(work);
  carryInputBy<FilterOfTwoForShort>(work);
}

void carryOutputHere(const OutputWork& work) {
  if (work.scheme == kThreeTaps) return carryOutputBy<FilterOfThree>(work);
  if (work.scheme == kTwoTaps) return carryOutputBy<FilterOfTwo>(work);
  carryOutputBy<FilterOfTwoForShort>(work);
}

void transposeSingly(const Transposition& work) {
  for (Index i = 0; i < work.rows; ++i)
    for (Index j = 0; j < work.columns; ++j)
      work.to[j * work.to_pitch + i] = work.from[i * work.from_pitch + j];
}

#if HWY_TARGET == HWY_SCALAR
void transposeHere(const Transposition& work) { transposeSingly(work); }
#else
/// The rows 0, 4, 8, ... of `from`, four values of each.
template <class D>
HWY_INLINE hn::Vec<D> loadFours(D d, const float* from, Index pitch) {
  if constexpr (hn::MaxLanes(D()) <= 4) {
    return hn::LoadU(d, from);
  } else {
    const hn::Half<D> half;
    const Index rows = static_cast<Index>(hn::Lanes(half));
    return hn::Combine(d, loadFours(half, from + rows * pitch, pitch), loadFours(half, from, pitch));
  }
}

/// Four columns of as many rows as a vector has lanes.
HWY_INLINE void transposeFour(const float* from, Index from_pitch, float* to, Index to_pitch) {
  Vector v[4];
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) v[i] = loadFours(kTag, from + i * from_pitch, from_pitch);
  const Vector even_low = hn::InterleaveLower(kTag, v[0], v[2]),
               odd_low = hn::InterleaveLower(kTag, v[1], v[3]);
  const Vector even_up = hn::InterleaveUpper(kTag, v[0], v[2]),
               odd_up = hn::InterleaveUpper(kTag, v[1], v[3]);
  hn::StoreU(hn::InterleaveLower(kTag, even_low, odd_low), kTag, to);
  hn::StoreU(hn::InterleaveUpper(kTag, even_low, odd_low), kTag, to + to_pitch);
  hn::StoreU(hn::InterleaveLower(kTag, even_up, odd_up), kTag, to + 2 * to_pitch);
  hn::StoreU(hn::InterleaveUpper(kTag, even_up, odd_up), kTag, to + 3 * to_pitch);
}

void transposeHere(const Transposition& work) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  if (work.rows < lanes || work.columns < 4) return transposeSingly(work);
  const Transposition w = work;
  // The last ones overlap those before.
  const auto four = [w, lanes](Index row, Index column) HWY_ATTR {
    const Index i = std::min(row, w.rows - lanes), j = std::min(column, w.columns - 4);
    transposeFour(w.from + i * w.from_pitch + j, w.from_pitch, w.to + j * w.to_pitch + i, w.to_pitch);
  };
  for (Index row = 0; row < w.rows; row += lanes)
    for (Index column = 0; column < w.columns; column += 4) four(row, column);
}
#endif

Index lanesHere() { return static_cast<Index>(hn::Lanes(kTag)); }

}  // namespace tconv::winograd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv::winograd {

HWY_EXPORT(carryInputHere);
HWY_EXPORT(carryOutputHere);
HWY_EXPORT(multiplyHere);
HWY_EXPORT(transposeHere);
HWY_EXPORT(lanesHere);

void carryInput(const InputWork& work) { HWY_DYNAMIC_DISPATCH(carryInputHere)(work); }
void carryOutput(const OutputWork& work) { HWY_DYNAMIC_DISPATCH(carryOutputHere)(work); }
void multiply(const ProductWork& work) { HWY_DYNAMIC_DISPATCH(multiplyHere)(work); }
void transpose(const Transposition& work) { HWY_DYNAMIC_DISPATCH(transposeHere)(work); }
Index lanes() { return HWY_DYNAMIC_DISPATCH(lanesHere)(); }

}  // namespace tconv::winograd
#endif

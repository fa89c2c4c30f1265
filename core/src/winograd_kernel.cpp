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

/// Vectors of tiles whose sums stay in registers.
constexpr int kMostVectors = (HWY_TARGET <= HWY_AVX3 ? 24 : 12) / kSumsTogether;

HWY_INLINE Vector times(float factor, Vector v) { return hn::Mul(hn::Set(kTag, factor), v); }
HWY_INLINE Vector plusTimes(Vector sum, float factor, Vector v) {
  return hn::MulAdd(hn::Set(kTag, factor), v, sum);
}

/// F(4, 3) at the points 0, 1, -1, 2, -2 and infinity.
struct Filter3 {
  static constexpr int kOutputs = kScheme3.outputs, kPoints = kScheme3.points();

  static HWY_INLINE void load(const float* from, Vector* d) {
    Vector rest[2];
    hn::LoadInterleaved4(kTag, from, d[0], d[1], d[2], d[3]);
    hn::LoadInterleaved4(kTag, from + kOutputs, d[4], d[5], rest[0], rest[1]);
  }
  static HWY_INLINE void store(const Vector* y, float* to) {
    hn::StoreInterleaved4(y[0], y[1], y[2], y[3], kTag, to);
  }
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

/// F(3, 2) at the points 0, 1, -1 and infinity.
struct Filter4 {
  static constexpr int kOutputs = kScheme4.outputs, kPoints = kScheme4.points();

  static HWY_INLINE void load(const float* from, Vector* d) {
    Vector rest[2];
    hn::LoadInterleaved3(kTag, from, d[0], d[1], d[2]);
    hn::LoadInterleaved3(kTag, from + kOutputs, d[3], rest[0], rest[1]);
  }
  static HWY_INLINE void store(const Vector* y, float* to) {
    hn::StoreInterleaved3(y[0], y[1], y[2], kTag, to);
  }
  static HWY_INLINE void carryInput(const Vector* d, Vector* v) {
    v[0] = hn::Sub(d[0], d[2]);
    v[1] = hn::Add(d[1], d[2]);
    v[2] = hn::Sub(d[2], d[1]);
    v[3] = hn::Sub(d[3], d[1]);
  }
  static HWY_INLINE void carryOutput(const Vector* m, Vector* y) {
    const Vector plus = hn::Add(m[1], m[2]);
    y[0] = hn::Add(m[0], plus);
    y[1] = hn::Sub(m[1], m[2]);
    y[2] = hn::Add(plus, m[3]);
  }
};

template <class Filter>
void carryInputBy(const InputWork& work) {
  constexpr int kPoints = Filter::kPoints;
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  for (Index tile = 0; tile < work.tiles; tile += lanes) {
    Vector along[kPoints][kPoints];  // rows of the tile, columns carried
#pragma GCC unroll 6
    for (int i = 0; i < kPoints; ++i) {
      Vector d[kPoints];
      Filter::load(work.rows + i * work.pitch + tile * Filter::kOutputs, d);
      Filter::carryInput(d, along[i]);
    }
#pragma GCC unroll 6
    for (int b = 0; b < kPoints; ++b) {
      Vector d[kPoints], v[kPoints];
#pragma GCC unroll 6
      for (int i = 0; i < kPoints; ++i) d[i] = along[i][b];
      Filter::carryInput(d, v);
#pragma GCC unroll 6
      for (int a = 0; a < kPoints; ++a)
        hn::StoreU(v[a], kTag, work.v + (a * kPoints + b) * work.v_step + tile);
    }
  }
}

template <class Filter>
void carryOutputBy(const OutputWork& work) {
  constexpr int kPoints = Filter::kPoints, kOutputs = Filter::kOutputs;
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  const Vector bias = hn::Set(kTag, work.bias);
  for (Index tile = 0; tile < work.tiles; tile += lanes) {
    Vector along[kOutputs][kPoints];
#pragma GCC unroll 6
    for (int b = 0; b < kPoints; ++b) {
      Vector m[kPoints], y[kOutputs];
#pragma GCC unroll 6
      for (int a = 0; a < kPoints; ++a)
        m[a] = hn::LoadU(kTag, work.sums + (a * kPoints + b) * work.sums_step + tile);
      Filter::carryOutput(m, y);
#pragma GCC unroll 6
      for (int i = 0; i < kOutputs; ++i) along[i][b] = y[i];
    }
#pragma GCC unroll 6
    for (int i = 0; i < kOutputs; ++i) {
      Vector y[kOutputs];
      Filter::carryOutput(along[i], y);
#pragma GCC unroll 6
      for (int j = 0; j < kOutputs; ++j) y[j] = hn::Add(y[j], bias);
      Filter::store(y, work.rows + i * work.pitch + tile * kOutputs);
    }
  }
}

template <int kVectors>
HWY_INLINE void multiplyTiles(const ProductWork& work, Index tile) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag));
  Vector sums[kSumsTogether][kVectors];
#pragma GCC unroll 4
  for (int i = 0; i < kSumsTogether; ++i)
#pragma GCC unroll 8
    for (int k = 0; k < kVectors; ++k) sums[i][k] = hn::Zero(kTag);
  const float *from = work.v + tile, *u = work.u;
  for (Index c = 0; c < work.channels; ++c, from += work.v_step, u += kSumsTogether) {
    Vector v[kVectors];
#pragma GCC unroll 8
    for (int k = 0; k < kVectors; ++k) v[k] = hn::LoadU(kTag, from + k * lanes);
#pragma GCC unroll 4
    for (int i = 0; i < kSumsTogether; ++i) {
      const Vector w = hn::Set(kTag, u[i]);
#pragma GCC unroll 8
      for (int k = 0; k < kVectors; ++k) sums[i][k] = hn::MulAdd(v[k], w, sums[i][k]);
    }
  }
#pragma GCC unroll 4
  for (int i = 0; i < kSumsTogether; ++i)
#pragma GCC unroll 8
    for (int k = 0; k < kVectors; ++k)
      hn::StoreU(sums[i][k], kTag, work.sums + i * work.sums_step + tile + k * lanes);
}

template <int kVectors>
HWY_INLINE void multiplySome(const ProductWork& work, Index tile, Index vectors) {
  if (vectors == kVectors) return multiplyTiles<kVectors>(work, tile);
  if constexpr (kVectors > 1) multiplySome<kVectors - 1>(work, tile, vectors);
}

void multiplyHere(const ProductWork& work) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag)), all = ceilDiv(work.tiles, lanes),
              turns = ceilDiv(all, kMostVectors);
  for (Index turn = 0; turn < turns; ++turn) {
    const Index begin = all * turn / turns, end = all * (turn + 1) / turns;
    multiplySome<kMostVectors>(work, begin * lanes, end - begin);
  }
}

void carryInputHere(const InputWork& work) {
  return work.outputs == kScheme3.outputs ? carryInputBy<Filter3>(work) : carryInputBy<Filter4>(work);
}

void carryOutputHere(const OutputWork& work) {
  return work.outputs == kScheme3.outputs ? carryOutputBy<Filter3>(work) : carryOutputBy<Filter4>(work);
}

Index lanesHere() { return static_cast<Index>(hn::Lanes(kTag)); }

}  // namespace tconv::winograd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv::winograd {

HWY_EXPORT(carryInputHere);
HWY_EXPORT(carryOutputHere);
HWY_EXPORT(multiplyHere);
HWY_EXPORT(lanesHere);

void carryInput(const InputWork& work) { HWY_DYNAMIC_DISPATCH(carryInputHere)(work); }
void carryOutput(const OutputWork& work) { HWY_DYNAMIC_DISPATCH(carryOutputHere)(work); }
void multiply(const ProductWork& work) { HWY_DYNAMIC_DISPATCH(multiplyHere)(work); }
Index lanes() { return HWY_DYNAMIC_DISPATCH(lanesHere)(); }

}  // namespace tconv::winograd
#endif

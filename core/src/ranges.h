#pragma once

#include <algorithm>
#include <vector>

#include "tconv/layer.h"

namespace tconv {

/// A half-open range of coordinates.
struct Span {
  Index begin = 0, end = 0;
  Index size() const { return end - begin; }
  bool empty() const { return end <= begin; }
};

/// ceil(a / b) for b > 0.
inline Index ceilDiv(Index a, Index b) { return a / b + (a % b > 0 ? 1 : 0); }

/// floor(a / b) for b > 0.
inline Index floorDiv(Index a, Index b) { return a / b - (a % b < 0 ? 1 : 0); }

/// The input elements whose tap u lands at or after canvas coordinate `from` and before `to`.
inline Span landingInputs(const Axis& axis, Index u, Index from, Index to) {
  const Index shift = u * axis.dilation;
  const Index begin = std::max<Index>(0, ceilDiv(from - shift, axis.stride));
  const Index end = std::min(axis.input, ceilDiv(to - shift, axis.stride));
  return {begin, std::max(begin, end)};
}

/// The input elements whose tap u lands inside the output window.
inline Span landingInputs(const Axis& axis, Index u) {
  return landingInputs(axis, u, axis.pad_begin, axis.pad_begin + axis.output());
}

/// The taps of input element i that land inside the output window.
inline Span landingTaps(const Axis& axis, Index i) {
  const Index from = axis.pad_begin - axis.place(i, 0), to = from + axis.output();
  const Index begin = std::max<Index>(0, ceilDiv(from, axis.dilation));
  const Index end = std::min(axis.kernel, ceilDiv(to, axis.dilation));
  return {begin, std::max(begin, end)};
}

/// An input element and the tap with which it reaches some canvas coordinate.
struct Reach {
  Index input = 0, tap = 0;
};

/// All of them for canvas coordinate t, the input ascending. O(k).
inline std::vector<Reach> reaching(const Axis& axis, Index t) {
  std::vector<Reach> found;
  for (Index u = axis.kernel - 1; u >= 0; --u)
    if (const Index i = axis.source(t, u); i >= 0) found.push_back({i, u});
  return found;
}

}  // namespace tconv

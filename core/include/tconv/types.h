#pragma once

#include <cstdint>

namespace tconv {

/// Sizes, coordinates and counts. Signed, so that differences are safe.
using Index = std::int64_t;

/// A (height, width) pair, height first as in PyTorch. One integer means both.
struct Pair {
  Index h = 0;
  Index w = 0;

  constexpr Pair() = default;
  constexpr Pair(Index both) : h(both), w(both) {}  // NOLINT(google-explicit-constructor): an int means both
  constexpr Pair(Index height, Index width) : h(height), w(width) {}

  constexpr Index operator[](int axis) const { return axis == 0 ? h : w; }
  constexpr Index& operator[](int axis) { return axis == 0 ? h : w; }
  constexpr bool operator==(const Pair&) const = default;
};

/// A half-open rectangle of grid cells: rows [top, bottom), columns [left, right).
struct Rect {
  Index top = 0, left = 0, bottom = 0, right = 0;

  constexpr Index height() const { return bottom - top; }
  constexpr Index width() const { return right - left; }
  constexpr bool empty() const { return bottom <= top || right <= left; }
  constexpr bool contains(Index row, Index column) const {
    return row >= top && row < bottom && column >= left && column < right;
  }
  constexpr bool operator==(const Rect&) const = default;
};

}  // namespace tconv

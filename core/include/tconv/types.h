#pragma once

#include <cstdint>

namespace tconv {

/// Sizes, coordinates and counts. Signed, so that differences are safe.
using Index = std::int64_t;

/// A (height, width) pair, height first as in PyTorch. One integer means both.
struct Pair {
  Index h = 0;  ///< height
  Index w = 0;  ///< width

  constexpr Pair() = default;
  /// The same for height and width.
  constexpr Pair(Index both) : h(both), w(both) {}  // NOLINT(google-explicit-constructor): an int means both
  constexpr Pair(Index height, Index width) : h(height), w(width) {}  ///< height first

  /// Of an axis: 0 height, 1 width.
  /// @{
  constexpr Index operator[](int axis) const { return axis == 0 ? h : w; }
  constexpr Index& operator[](int axis) { return axis == 0 ? h : w; }
  /// @}
  constexpr bool operator==(const Pair&) const = default;
};

/// A half-open rectangle of grid cells: rows [top, bottom), columns [left, right).
struct Rect {
  Index top = 0;     ///< the first row
  Index left = 0;    ///< the first column
  Index bottom = 0;  ///< the row after the last
  Index right = 0;   ///< the column after the last

  constexpr Index height() const { return bottom - top; }                  ///< rows
  constexpr Index width() const { return right - left; }                   ///< columns
  constexpr bool empty() const { return bottom <= top || right <= left; }  ///< holds no cell
  /// Whether a cell lies in it.
  constexpr bool contains(Index row, Index column) const {
    return row >= top && row < bottom && column >= left && column < right;
  }
  constexpr bool operator==(const Rect&) const = default;
};

}  // namespace tconv

#pragma once

#include <cstdint>
#include <vector>

#include "ranges.h"
#include "tconv/forward.h"

/// What the vectorised forward passes have in common.
///
/// Output column r = s m + q takes kernel column v where s divides v d - q - p, from input column m - shift
/// with shift = (v d - q - p) / s. So the columns of one phase q are an ordinary correlation of input rows
/// with some of the kernel columns, at stride 1. No zero is inserted, and no column buffer is needed: input
/// rows are copied into a band with zeros beside them, as many as the caches hold.
namespace tconv {

/// The kernel columns that reach some output column, phase after phase.
struct PhaseTaps {
  explicit PhaseTaps(const Axis& width);

  std::vector<std::int32_t> shifts, columns;  ///< of each tap; columns are those of the kernel
  std::vector<std::int32_t> counts;           ///< taps of each phase
  Index most = 0, least = 0;                  ///< shift, 0 among them
  Index count() const { return static_cast<Index>(shifts.size()); }
};

/// A row of the band and the kernel row that it meets.
struct RowTap {
  std::int32_t row, u;
};

/// Some input rows of all channels of a group, with zeros beside them.
class Band {
 public:
  /// Reads may go `ahead` columns beyond the last that is needed.
  Band(const Axes& axes, const PhaseTaps& taps, Index channels, Index ahead);

  /// As many output rows as a band should serve: its input rows stay in the second cache.
  Index outputRows() const;
  /// Takes the input rows that output rows [begin, end) need.
  void load(const Tensor& x, Index n, Index first_channel, Index begin, Index end);
  /// What meets in an output row, which is one of those.
  const std::vector<RowTap>& tapsOf(Index output_row);

  const float* values() const { return values_.data() + left_; }  ///< column 0 of the first row
  Index pitch() const { return pitch_; }                          ///< values from a row to the next
  Index plane() const { return plane_; }                          ///< ... from a channel to the next

 private:
  Axes axes_;
  Index channels_, left_, pitch_, plane_ = 0;
  Span rows_;  ///< of the input
  std::vector<float> values_;
  std::vector<RowTap> taps_;
};

}  // namespace tconv

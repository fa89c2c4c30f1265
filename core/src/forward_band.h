#pragma once

#include <cstdint>
#include <vector>

#include "parallel.h"
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

/// Columns of a row of the band: zeros before the first of the input, and all that are read from it on.
struct BandWidth {
  Index left, columns;
};
BandWidth bandWidth(const Axis& width, const PhaseTaps& taps, Index read_ahead);

/// Values in a band for that many output rows.
Index bandValues(const Axes& axes, BandWidth width, Index channels, Index output_rows);
/// All bands together hold no more, or one band for one row of outputs does.
inline constexpr Index kMostBandValues = Index{1} << 22;

/// Some input rows of all channels of a group, with zeros beside them.
class Band {
 public:
  /// For up to that many output rows at once.
  Band(const Axes& axes, BandWidth width, Index channels, Index output_rows);

  /// Takes the input rows that output rows [begin, end) need.
  void load(const Tensor& x, Index n, Index first_channel, Index begin, Index end);
  /// What meets in an output row, which is one of those.
  const std::vector<RowTap>& tapsOf(Index output_row);

  const float* values() const { return values_.data() + left_; }  ///< column 0 of the first row
  Index pitch() const { return pitch_; }                          ///< values from a row to the next
  Index plane() const { return plane_; }                          ///< ... from a channel to the next

 private:
  Span inputRows(Index begin, Index end) const;

  Axes axes_;
  Index channels_, left_, pitch_, plane_;
  Span rows_;  ///< of the input
  std::vector<float> values_;
  std::vector<RowTap> taps_;
};

/// Output rows of a group of an image.
struct BandPlace {
  Index n, group;
  Span rows;
};

/// The places that a forward pass is divided into, each with a band that the second cache holds.
std::vector<BandPlace> bandPlaces(const Axes& axes, BandWidth width, Index channels, Index images,
                                  Index groups, int threads);

/// Calls work(band, place) for all of them, the band being loaded, on up to `threads` threads.
template <class Work>
void forBands(const Axes& axes, BandWidth width, Index channels, const Tensor& x, Index groups, int threads,
              const Work& work) {
  const std::vector<BandPlace> places = bandPlaces(axes, width, channels, x.shape().n, groups, threads);
  const Index values = bandValues(axes, width, channels, places.front().rows.size());
  threads = static_cast<int>(std::clamp<Index>(kMostBandValues / values, 1, threads));
  forShares(static_cast<Index>(places.size()), threads, [&](Span share) {
    // The first place is as large as any.
    Band band(axes, width, channels, places.front().rows.size());
    for (Index i = share.begin; i < share.end; ++i) {
      const BandPlace& place = places[static_cast<std::size_t>(i)];
      band.load(x, place.n, place.group * channels, place.rows.begin, place.rows.end);
      work(band, place);
    }
  });
}

}  // namespace tconv

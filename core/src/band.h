#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "parallel.h"
#include "pass.h"

/// What the vectorised methods have in common.
///
/// On the way of the forward pass result column r = s m + q takes kernel column v where s divides v d - q -
/// p, from source column m - shift with shift = (v d - q - p) / s. So the columns of one phase q are an
/// ordinary correlation of source rows with some of the kernel columns, at stride 1. On the way of the direct
/// convolution result column m takes every kernel column v, from source column s m + v d - p: with the source
/// columns sorted by their rest modulo s, into as many grids, that too is a correlation at stride 1. No zero
/// is inserted, and no column buffer is needed: source rows are copied into a band with zeros beside them, as
/// many as the caches hold.
namespace tconv {

/// A row of the band: grids one after the other, each with zeros before its first column and with all that is
/// read from it on.
struct BandRow {
  Index grids, left, columns;
  Index grid() const { return left + columns; }  ///< values in one
  Index size() const { return grids * grid(); }
};

/// The kernel columns that reach some result, phase after phase, and where they read.
struct ColumnTaps {
  /// For a method that reads so many columns beyond the last that it needs.
  ColumnTaps(const Pass& pass, Index read_ahead);

  /// Of each tap: the result of column m of its phase reads the value m - shift of the band's row.
  std::vector<std::int32_t> shifts;
  std::vector<std::int32_t> columns;  ///< of the kernel
  std::vector<std::int32_t> counts;   ///< taps of each phase
  BandRow row;
  Index count() const { return static_cast<Index>(shifts.size()); }
};

/// A row of the band and the kernel row that it meets.
struct RowTap {
  std::int32_t row, u;
};

/// What meets in a row of results: some source rows, one after the other rowStep() further, and with each a
/// kernel row, tapStep() further.
struct RowRun {
  std::int32_t row = 0, u = 0, count = 0;
};

/// The runs of all rows of results.
class RowRuns {
 public:
  explicit RowRuns(const Pass& pass);
  Index rowStep() const { return row_step_; }
  Index tapStep() const { return tap_step_; }
  RowRun of(Index result_row) const { return runs_[result_row]; }
  /// As many rows from that one on have the same source rows, and with them the kernel rows after those of
  /// the row before.
  Index sharing(Index result_row) const { return sharing_[result_row]; }

 private:
  Index row_step_, tap_step_;
  std::vector<RowRun> runs_;
  std::vector<Index> sharing_;
};

/// Puts value i of a row at place i / grids of grid i mod grids; grids are `pitch` apart.
void sortIntoGrids(const float* from, Index count, Index grids, float* to, Index pitch);

/// Values in a band for that many rows of results.
Index bandValues(const Pass& pass, BandRow row, Index result_rows);
/// All bands together hold no more, or one band for one row of results does.
inline constexpr Index kMostBandValues = Index{1} << 22;

/// Some source rows of all channels of a group, with zeros beside them.
class Band {
 public:
  /// For up to that many rows of results at once.
  Band(const Pass& pass, BandRow row, Index result_rows);

  /// Takes the source rows that the result rows [begin, end) need.
  void load(const Tensor& x, Index n, Index first_channel, Index begin, Index end);
  /// What meets in a result row, which is one of those.
  const std::vector<RowTap>& tapsOf(Index result_row);

  Index firstRow() const { return rows_.begin; }                      ///< of the sources, that it holds
  const float* values() const { return values_.data() + row_.left; }  ///< column 0 of the first row
  Index pitch() const { return row_.size(); }                         ///< values from a row to the next
  Index plane() const { return plane_; }                              ///< ... from a channel to the next

 private:
  Pass pass_;
  BandRow row_;
  Index plane_;
  Span rows_;  ///< of the sources
  std::vector<float> values_;
  std::vector<RowTap> taps_;
};

/// Result rows of a group of an image.
struct BandPlace {
  Index n, group;
  Span rows;
};

/// The places that a pass is divided into, each with a band that the second cache holds.
std::vector<BandPlace> bandPlaces(const Pass& pass, BandRow row, Index images, int threads);

/// As many threads as have enough to do to be worth waking, 1 ... threads.
int worthwhileThreads(const Pass& pass, Index images, int threads);

/// Calls work(band, place) for all of them, the band being loaded, on up to `threads` threads.
template <class Work>
void forBands(const Pass& pass, BandRow row, const Tensor& x, int threads, const Work& work) {
  threads = worthwhileThreads(pass, x.shape().n, threads);
  const std::vector<BandPlace> places = bandPlaces(pass, row, x.shape().n, threads);
  const Index rows = places.front().rows.size();  // no place has more
  threads = static_cast<int>(std::clamp<Index>(kMostBandValues / bandValues(pass, row, rows), 1, threads));
  forShares(static_cast<Index>(places.size()), threads, [&](Span share) {
    Band band(pass, row, rows);
    for (Index i = share.begin; i < share.end; ++i) {
      const BandPlace& place = places[static_cast<std::size_t>(i)];
      band.load(x, place.n, place.group * pass.ins, place.rows.begin, place.rows.end);
      work(band, place);
    }
  });
}

}  // namespace tconv

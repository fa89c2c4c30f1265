#pragma once

#include <cstdint>
#include <vector>

#include "aligned.h"
#include "band.h"
#include "tconv/forward.h"

/// Vectors along the rows of the results: they run over the columns of one phase, weights are broadcast, the
/// sums of all phases stay in registers and are interleaved when they are stored, each result once.
namespace tconv::rows {

/// Phases that the kernel has code for: of the forward pass, strides of the width.
inline constexpr int kMostPhases = 4;
/// As many channels of results are made from one read of the sources.
inline constexpr int kMostOuts = 4;

/// Some rows of results in some channels.
struct Work {
  const float* x;   ///< source column 0 of the band's first row
  Index first_row;  ///< which of the sources that is
  Index pitch;      ///< values from a row of the band to the next
  Index plane;      ///< ... from a channel to the next
  Index channels;
  const RowRuns& row_runs;
  Span rows;                   ///< of the results
  const float* weights;        ///< [k_h][channels][taps][outs]
  Index weights_row;           ///< values from a kernel row to the next
  const std::int32_t* shifts;  ///< of each tap, phase after phase
  const std::int32_t* counts;  ///< taps of each phase
  int phases, outs;            ///< 1 ... kMostPhases, 1 ... kMostOuts
  const float* bias;           ///< one value for each of them
  float* y;                    ///< the plane of the first of them; the next is y_plane further
  Index y_plane;
  Index columns;  ///< of a row of results
};

/// Reads the band readAhead() columns beyond the last that is needed.
void makeRows(const Work& work);
Index readAhead();

/// Weights in the order in which the kernel reads them, and where the taps go.
class Plan {
 public:
  static bool supports(const Pass& pass) { return !pass.transposed() || pass.axes.w.stride <= kMostPhases; }
  Plan(const Pass& pass, const Tensor& weight);
  /// x are the sources, of the planned size; y the results, which are overwritten.
  void run(const Tensor& x, Bias bias, Tensor& y, int threads) const;

 private:
  void packWeights(const Tensor& weight);
  /// The channels of the results from `block` on.
  void makeRows(const Band& band, const BandPlace& place, Index block, Bias bias, Tensor& y) const;

  Pass pass_;
  ColumnTaps taps_;
  RowRuns row_runs_;
  AlignedValues weights_;  ///< [group][block of outs][k_h][ins][taps][outs of the block]
};

}  // namespace tconv::rows

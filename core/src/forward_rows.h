#pragma once

#include <cstdint>
#include <vector>

#include "aligned.h"
#include "forward_band.h"

/// The forward pass with vectors along the rows of the output: they run over the columns of one phase,
/// weights are broadcast, the sums of all phases stay in registers and are interleaved when they are stored,
/// each output cell once.
namespace tconv::rows {

/// Strides of the width that the kernel has code for.
inline constexpr int kMostPhases = 4;
/// As many output channels are made from one read of the input.
inline constexpr int kMostOuts = 4;

/// One output row of some output channels.
struct RowWork {
  const float* x;  ///< input column 0 of the band's first row
  Index pitch;     ///< values from a row of the band to the next
  Index plane;     ///< ... from a channel to the next
  Index channels;
  const RowTap* row_taps;
  Index row_count;
  const float* weights;        ///< [k_h][channels][taps][outs]
  Index weights_row;           ///< values from a kernel row to the next
  const std::int32_t* shifts;  ///< of each tap, phase after phase
  const std::int32_t* counts;  ///< taps of each phase
  int phases, outs;            ///< 1 ... kMostPhases, 1 ... kMostOuts
  const float* bias;           ///< one value for each of them
  float* y;                    ///< the first of them; the next is y_plane further
  Index y_plane;
  Index columns;  ///< of the output row
};

/// Reads the band readAhead() columns beyond the last that is needed.
void makeRow(const RowWork& work);
Index readAhead();

/// Weights in the order in which the kernel reads them, and where the taps go.
class Plan {
 public:
  static bool supports(const Layer& layer) { return layer.stride.w <= kMostPhases; }
  Plan(const Layer& layer, Pair input, const Tensor& weight);
  /// x [N, C_in, H, W] of the planned H and W; y is the output, and is overwritten.
  void run(const Tensor& x, Bias bias, Tensor& y, int threads) const;

 private:
  void packWeights(const Tensor& weight);
  /// The output channels from `block` on.
  void makeRows(Band& band, const BandPlace& place, Index block, Bias bias, Tensor& y) const;

  Axes axes_;
  Index groups_, ins_, outs_;  ///< channels of a group
  PhaseTaps taps_;
  AlignedValues weights_;  ///< [group][block of outs][k_h][ins][taps][outs of the block]
};

}  // namespace tconv::rows

#pragma once

#include "band.h"
#include "tconv/forward.h"

/// The forward pass with vectors along the rows of the kernel: of strides as wide as a vector or several, as
/// upsampling layers have them. A segment of the output, as wide as the stride, gets a piece of a kernel row
/// from the input element above it and from those few before it; each broadcast element multiplies weights as
/// they are, and every output cell is written once.
namespace tconv::kernel_rows {

/// What strides and kernel widths are multiples of: the widest vector.
inline constexpr Index kUnit = 16;
/// As many output channels are made from one read of the input.
inline constexpr int kMostOuts = 2;

/// Some output rows of some output channels.
struct Work {
  const float* x;   ///< input column 0 of the band's first row
  Index first_row;  ///< which of the input that is
  Index pitch;      ///< values from a row of the band to the next
  Index plane;      ///< ... from a channel to the next
  Index channels;
  const RowRuns& row_runs;
  Span rows;                      ///< of the output
  const float* weights;           ///< of the group's first input channel and the first of the outs
  Index weights_in, weights_out;  ///< values from an input or output channel to the next
  Index kernel, stride, padding;  ///< along the width
  int outs;                       ///< 1 ... kMostOuts
  const float* bias;              ///< one value for each of them
  float* y;                       ///< the plane of the first of them; the next is y_plane further
  Index y_plane;
  Index columns;  ///< of an output row
};
void makeRows(const Work& work);

/// Holds the weights as they are.
class Plan {
 public:
  static bool supports(const Layer& layer);
  explicit Plan(const Pass& pass) : pass_(pass), row_runs_(pass) {}
  /// x [N, C_in, H, W] of the planned H and W; y is the output, and is overwritten.
  void run(const Tensor& x, const Tensor& weight, Bias bias, Tensor& y, int threads) const;

 private:
  Pass pass_;
  RowRuns row_runs_;
};

}  // namespace tconv::kernel_rows

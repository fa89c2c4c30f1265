#pragma once

#include "aligned.h"
#include "forward_band.h"

/// The forward pass with vectors along the output channels: each input value is broadcast and multiplies the
/// weights of many channels, some columns of one phase at a time, whose sums stay in registers. It pays where
/// there are many output channels, whatever the stride and however short the rows.
namespace tconv::channels {

/// Output columns m, m + 1, ... of one phase, of one block of output channels.
struct TileWork {
  const float* x;  ///< input column 0 of the band's first row
  Index pitch;     ///< values from a row of the band to the next
  Index plane;     ///< ... from a channel to the next
  Index channels;
  const RowTap* row_taps;
  Index row_count;
  const std::int32_t* shifts;  ///< of the phase's taps
  Index tap_count;
  const float* weights;  ///< of the phase: [k_h][its taps][channels][block]
  Index weights_row;     ///< values from a kernel row to the next
  int vectors;           ///< in the block, 1 ... kMostVectors
  const float* bias;     ///< one value for each channel of the block
  Index columns;         ///< how many there are of the phase
  float* sums;           ///< [columns, rounded up][block]
};

inline constexpr int kMostVectors = 4;
/// Values in a vector of this processor.
Index lanes();
/// Reads the band up to kMostTile columns beyond the last.
inline constexpr Index kMostTile = 12;
void makeColumns(const TileWork& work);

/// Weights in the order in which the kernel reads them.
class Plan {
 public:
  /// For some output channels of each group, or all of them.
  Plan(const Layer& layer, Pair input, const Tensor& weight, Span outs);
  Plan(const Layer& layer, Pair input, const Tensor& weight)
      : Plan(layer, input, weight, {0, layer.out_channels / layer.groups}) {}
  /// x [N, C_in, H, W] of the planned H and W; the planned channels of the output y are overwritten.
  void run(const Tensor& x, Bias bias, Tensor& y, int threads) const;

 private:
  struct Block {
    Index first = 0, outs = 0;  ///< output channels of the layer
    int vectors = 0;
    Index weights = 0;  ///< where its weights begin
  };
  void packWeights(const Tensor& weight, Span range);
  /// Makes one output row of a block in `sums` and writes it to its planes.
  void makeRow(const Block& block, Band& band, Index row, Bias bias, std::span<float> sums, float* y) const;

  Axes axes_;
  Index groups_, ins_, outs_;  ///< channels of a group
  PhaseTaps taps_;
  std::vector<Block> blocks_;  ///< group after group
  AlignedValues weights_;      ///< [block][phase][k_h][taps of the phase][ins][vectors]
};

}  // namespace tconv::channels

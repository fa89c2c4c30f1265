#pragma once

#include "aligned.h"
#include "band.h"
#include "tconv/forward.h"

/// Vectors along the channels of the results: each source is broadcast and multiplies the weights of many
/// channels, some columns of one phase at a time, whose sums stay in registers. It pays where the results
/// have many channels, whatever the stride and however short the rows.
namespace tconv::channels {

/// Columns m, m + 1, ... of the results of one phase, of one block of channels.
struct TileWork {
  const float* x;  ///< source column 0 of the band's first row
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
  float* sums;           ///< of column m at m sums_step, the block; of up to kMostTile more columns too
  Index sums_step;
};

inline constexpr int kMostVectors = 4;
/// Values in a vector of this processor.
Index lanes();
/// Reads the band up to kMostTile columns beyond the last.
inline constexpr Index kMostTile = 12;
void makeColumns(const TileWork& work);

/// As many channels of a group have their weights ordered at once by compute(): 0 where even few would take
/// too much memory.
Index outsAtOnce(const Pass& pass);

/// Weights in the order in which the kernel reads them.
class Plan {
 public:
  /// For some channels of the results of each group, or all of them.
  Plan(const Pass& pass, const Tensor& weight, Span outs);
  Plan(const Pass& pass, const Tensor& weight) : Plan(pass, weight, {0, pass.outs}) {}
  /// x are the sources, of the planned size; the planned channels of the results y are overwritten.
  void run(const Tensor& x, Bias bias, Tensor& y, int threads) const;

 private:
  struct Block {
    Index first = 0, outs = 0;  ///< channels of the results
    int vectors = 0;
    Index weights = 0;  ///< where its weights begin
  };
  void packWeights(const Tensor& weight, Span range);
  Index phases() const { return static_cast<Index>(taps_.counts.size()); }
  /// Makes one row of results of a block in `sums`, [columns][block], and writes it to its planes.
  void makeRow(const Block& block, Band& band, Index row, Bias bias, std::span<float> sums, float* y) const;

  Pass pass_;
  ColumnTaps taps_;
  std::vector<Block> blocks_;  ///< group after group
  AlignedValues weights_;      ///< [block][phase][k_h][taps of the phase][ins][vectors]
};

/// All channels, some of them at a time where there are many weights.
void compute(const Pass& pass, const Tensor& x, const Tensor& weight, Bias bias, Tensor& y, int threads);

}  // namespace tconv::channels

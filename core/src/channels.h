#pragma once

#include "aligned.h"
#include "band.h"
#include "tconv/forward.h"

/// Vectors along the channels of the results: each source is broadcast and multiplies the weights of many
/// channels. It is a matrix product without a matrix of columns: a panel of weights that the first cache
/// holds meets all places of one phase, of several rows, before the next panel is read, and sums wait in the
/// second cache meanwhile. It pays where the results have many channels, whatever the stride and however
/// short the rows.
namespace tconv::channels {

/// What a tap of the kernel multiplies.
struct PanelTap {
  Index x;               ///< from the place's source to the tap's
  const float* weights;  ///< [depth][vectors]
};
/// Of one result in all channels of a block.
struct PanelPlace {
  Index x, sums;  ///< where its source and its sums begin
};
/// A panel of weights and the places whose sums it is added to.
struct PanelWork {
  const float* x;
  Index x_step, depth;  ///< values from one source to the next, and how many there are of a tap
  const PanelTap* taps;
  Index tap_count;
  int vectors;  ///< in a block of channels, 1 ... kMostVectors
  const PanelPlace* places;
  Index count;
  float* sums;
};
void addPanel(const PanelWork& work);

/// Writes the sums of neighbouring results, `step` apart, to the planes of their channels.
void writePlaces(const float* sums, Index step, Index count, Index outs, float* y, Index plane);

inline constexpr int kMostVectors = 4;
/// Weights in a panel, so that the first cache holds it beside what it multiplies.
inline constexpr Index kPanel = 8192;
/// Values in a vector of this processor.
Index lanes();

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
  /// One tap of a phase of rows and a phase of columns.
  struct Tap {
    Index u, t;  ///< the kernel row, and the place in taps_
    const float* weights;
  };
  /// Rows of results of a block that are made together.
  struct Work {
    const Block& block;
    const Band& band;
    Span rows;
    float* sums;  ///< [rows][columns][vectors]
  };
  void findReached();
  void packWeights(const Tensor& weight, Span range);
  /// Phases of the results of an axis.
  Index stride(const Axis& axis) const { return pass_.transposed() ? axis.stride : 1; }
  /// Shares the results of a place among threads.
  void makePlace(const Band& band, const BandPlace& place, Bias bias, Tensor& y, int threads) const;
  /// Some rows of a place, which the band holds the sources of.
  void makeBlock(const Block& block, const Band& band, const BandPlace& place, Bias bias, Tensor& y) const;
  /// The taps that reach columns of phase q from any of the rows of one phase.
  std::vector<Tap> tapsOf(const Block& block, Span rows, Index q) const;
  /// Adds what reaches columns of phase q in rows of one phase, beginning with the first.
  void addPhase(const Work& work, Span rows, Index q) const;
  void addTaps(const Work& work, std::span<const Tap> taps, Span ins, Span rows, Index q) const;

  Pass pass_;
  ColumnTaps taps_;
  std::vector<Span> reached_;  ///< the columns of its phase that each of them reaches
  std::vector<Block> blocks_;  ///< group after group
  AlignedValues weights_;      ///< [block][phase][k_h][taps of the phase][ins][vectors]
};

/// All channels, some of them at a time where there are many weights.
void compute(const Pass& pass, const Tensor& x, const Tensor& weight, Bias bias, Tensor& y, int threads);

}  // namespace tconv::channels

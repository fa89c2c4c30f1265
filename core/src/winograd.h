#pragma once

#include <vector>

#include "aligned.h"
#include "ranges.h"
#include "tconv/forward.h"

/// The forward pass by minimal filtering (Winograd 1980; Lavin and Gray 2016): tiles of the input and the
/// kernel are carried to points where the correlation is a product, products are summed over the channels as
/// matrices, and the sums are carried back. A kernel of 3 at stride 1 takes 36 products for 4 x 4 outputs
/// instead of 144, dilated ones on d x d grids of their own. A kernel of 4 at stride 2 is four correlations
/// with kernels of 2, one for each phase of the output, which read the same carried input: 16 products for
/// 3 x 3 outputs of each instead of 36.
namespace tconv::winograd {

/// F(outputs, taps) along one axis.
struct Scheme {
  int outputs, taps;
  constexpr int points() const { return outputs + taps - 1; }
};
inline constexpr Scheme kScheme3{4, 3}, kScheme4{3, 2};
inline constexpr int kMostPoints = kScheme3.points();
/// Sums that are made together: several output channels, or the four phases of one.
inline constexpr int kSumsTogether = 4;

/// One channel of a row of tiles, carried to the points.
struct InputWork {
  int outputs;        ///< of the scheme
  const float* rows;  ///< as many as points, `pitch` apart; the tile t begins at column outputs * t
  Index pitch;
  Index tiles;  ///< read and written in whole vectors
  float* v;     ///< [point][point][tile], points v_step apart
  Index v_step;
};
void carryInput(const InputWork& work);

/// sums[i][tile] = the sum over channels of v[channel][tile] u[channel][i].
struct ProductWork {
  const float* v;
  Index v_step;  ///< from a channel to the next
  Index channels;
  const float* u;  ///< [channel][kSumsTogether]
  Index tiles;     ///< in whole vectors
  float* sums;
  Index sums_step;  ///< from an i to the next
};
void multiply(const ProductWork& work);

/// One row of tiles, carried back to outputs.
struct OutputWork {
  int outputs;
  const float* sums;  ///< [point][point][tile]
  Index sums_step;    ///< from a point to the next
  Index tiles;
  float bias;
  float* rows;  ///< as many as outputs, `pitch` apart
  Index pitch;
};
void carryOutput(const OutputWork& work);

Index lanes();

/// Where the tiles of one axis lie. Input: tile t of grid e begins at element start + spacing * outputs * t,
/// and its elements are `spacing` apart. Output: its result i of phase q is cell origin + step (outputs t +
/// i).
class TiledAxis {
 public:
  explicit TiledAxis(const Axis& axis);
  Index grids() const { return axis_.dilation; }
  Index phases() const { return axis_.stride; }
  Index tiles(Index grid) const;
  Index start(Index grid) const;
  Index spacing() const { return axis_.dilation; }
  Index origin(Index grid, Index phase) const;
  Index step() const { return axis_.stride * axis_.dilation; }
  /// The kernel tap that meets element i + t of a tile in result i of a phase.
  Index tapOf(Index phase, int t) const;
  const Axis& axis() const { return axis_; }

 private:
  /// The shift of the nearer tap of a phase at stride 2: it meets input m - shift in output 2 m + phase.
  Index nearShift(Index phase) const;
  Axis axis_;
};

/// Weights, carried to the points.
class Plan {
 public:
  static bool supports(const Layer& layer);
  Plan(const Layer& layer, Pair input, const Tensor& weight);
  /// x [N, C_in, H, W] of the planned H and W; y is the output, and is overwritten.
  void run(const Tensor& x, Bias bias, Tensor& y, int threads) const;

 private:
  /// Some rows of tiles of one grid of one group of one image.
  struct Part {
    Index n, group, grid_h, grid_w;
    Span rows;
  };
  struct Scratch;
  void carryWeights(const Tensor& weight);
  std::vector<Part> parts(Index images, int threads) const;
  void carryInputs(const Part& part, const Tensor& x, Scratch& scratch) const;
  void makeSums(const Part& part, Span blocks, Scratch& scratch) const;
  void writeOutput(const Part& part, Index plane, const float* sums, Bias bias, Scratch& scratch,
                   Tensor& y) const;

  Axes axes_;
  TiledAxis h_, w_;
  Scheme scheme_;
  Index groups_, ins_, outs_;  ///< channels of a group
  Index planes_;               ///< sums of a group: [outs][phase_h][phase_w], rounded up
  AlignedValues carried_;      ///< [group][block of sums][point][point][ins][kSumsTogether]
};

}  // namespace tconv::winograd

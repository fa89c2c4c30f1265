#pragma once

#include <algorithm>
#include <vector>

#include "aligned.h"
#include "ranges.h"
#include "tconv/forward.h"

/// The forward pass by minimal filtering (Winograd 1980; Lavin and Gray 2016): tiles of the input and the
/// kernel are carried to points where the correlation is a product, products are summed over the channels as
/// matrices, and the sums are carried back. A kernel of 3 at stride 1 takes 36 products for 4 x 4 outputs
/// instead of 144, dilated ones on d x d grids of their own. A kernel of 4 at stride 2 is four correlations
/// with kernels of 2, on grids of their own too: 25 products for 4 x 4 outputs of each instead of 64, or 9
/// for 2 x 2 where there are few.
///
/// Inside, channels are innermost, so that vectors are full and whole however few tiles there are and
/// wherever they begin.
namespace tconv::winograd {

/// F(outputs, taps) along one axis.
struct Scheme {
  int outputs, taps;
  constexpr int points() const { return outputs + taps - 1; }
  constexpr bool operator==(const Scheme&) const = default;
};
inline constexpr Scheme kThreeTaps{4, 3}, kTwoTaps{4, 2}, kTwoTapsOfShort{2, 2};
inline constexpr int kMostPoints = kThreeTaps.points(), kMostTaps = kThreeTaps.taps;

/// to[j][i] = from[i][j].
struct Transposition {
  const float* from;
  Index from_pitch;
  Index rows, columns;  ///< of `from`
  float* to;
  Index to_pitch;
};
void transpose(const Transposition& work);

/// Some tiles of one row, carried to the points.
struct InputWork {
  Scheme scheme;
  const float* x;  ///< the first tile's first element: its channels, in whole vectors
  Index row, column,
      tile;  ///< values from an element to the one below and to the one beside, and to the next tile
  Index tiles, channels;
  float* v;  ///< [point][point][tile][channel], points v_step apart
  Index v_step;
};
void carryInput(const InputWork& work);

/// sums[tile][out] = the sum over channels of v[tile][channel] u[channel][out].
struct ProductWork {
  const float* v;
  Index v_tile;  ///< values from a tile to the next
  Index channels;
  const float* u;  ///< [vector of outs][channel][lane], vectors u_step apart
  Index u_step;
  Index tiles, vectors;
  float* sums;  ///< written for up to kMostTiles more tiles, for which as much of v is read
  Index sums_tile;
};
inline constexpr int kMostTiles = 8, kVectorsTogether = 4;
void multiply(const ProductWork& work);

/// Some tiles of one row, carried back to outputs.
struct OutputWork {
  Scheme scheme;
  const float* sums;  ///< [point][point][tile][out], points sums_step apart
  Index sums_step;
  Index tiles, outs;
  const float* bias;    ///< [out]
  float* y;             ///< the first tile's first result
  Index row, column;    ///< values from a result to the one below and to the one beside
  Index rows, columns;  ///< results of all tiles together that there is room for
};
void carryOutput(const OutputWork& work);

/// Values in a vector of this processor.
Index lanes();

/// Where the tiles of one axis lie. The outputs o with the same o mod (stride dilation) are a grid of their
/// own, and one correlation: result i of grid e is output e + step i, and meets the elements start + spacing
/// (i + t) with the taps tapOf(t).
class TiledAxis {
 public:
  TiledAxis(const Axis& axis, Scheme scheme) : axis_(axis), scheme_(scheme) {}
  Index grids() const { return step(); }
  Index stride() const { return axis_.stride; }
  Index step() const { return axis_.stride * axis_.dilation; }
  Index spacing() const { return axis_.dilation; }
  Index start(Index grid) const;
  Index tapOf(Index grid, int t) const;
  /// How many results the grid has, and the tiles that they take.
  Index results(Index grid) const { return std::max<Index>(0, ceilDiv(axis_.output() - grid, step())); }
  Index tiles(Index grid) const { return ceilDiv(results(grid), scheme_.outputs); }
  /// Elements from the first of a tile to the last of `tiles` of them.
  Index reach(Index tiles) const { return spacing() * (tiles * scheme_.outputs + scheme_.taps - 2) + 1; }
  const Axis& axis() const { return axis_; }

 private:
  Axis axis_;
  Scheme scheme_;
};

/// Weights, carried to the points.
class Plan {
 public:
  static bool supports(const Layer& layer);
  Plan(const Layer& layer, Pair input, const Tensor& weight);
  /// x [N, C_in, H, W] of the planned H and W; y is the output, and is overwritten.
  void run(const Tensor& x, Bias bias, Tensor& y, int threads) const;

 private:
  /// A rectangle of tiles, of the grids that lie in the same rows: of one group of one image.
  struct Part {
    Index n, group, grid_h;
    Span rows, columns;
  };
  class PartRun;
  Index phases() const { return h_.stride() * w_.stride(); }
  Index points() const { return Index{scheme_.points()} * scheme_.points(); }
  Index vectors() const { return ceilDiv(outs_, width_); }
  /// Of the input, in whole vectors.
  Index channels() const { return ceilDiv(ins_, width_) * width_; }
  void carryWeights(const Tensor& weight);
  std::vector<Part> parts(Index images, int threads) const;

  Scheme scheme_;
  TiledAxis h_, w_;
  Index groups_, ins_, outs_;  ///< channels of a group
  Index width_;                ///< of a vector
  AlignedValues carried_;      ///< [group][phase_h][phase_w][point][point][vector of outs][ins][lane]
};

}  // namespace tconv::winograd

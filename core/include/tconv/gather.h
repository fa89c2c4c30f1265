#pragma once

#include <vector>

#include "tconv/forward.h"

namespace tconv {

/// One product that an output cell is made of: x[channel, row, column] * w[channel, out, u, v].
struct Term {
  Index channel = 0;  ///< of the input element
  Index row = 0;      ///< of the input element
  Index column = 0;   ///< of the input element
  Index out = 0;      ///< second index of the weight: output channel within its group
  Index u = 0;        ///< kernel row
  Index v = 0;        ///< kernel column
  bool operator==(const Term&) const = default;
};

/// All terms of canvas cell (row, column) of an output channel, in the order in which the steps of a Trace
/// add them. Canvas coordinates: output cell o is canvas cell o + padding begin.
std::vector<Term> termsOf(const Layer& layer, Pair input, Index out_channel, Index row, Index column);

/// An output cell, in canvas coordinates.
struct OutputCell {
  Index channel = 0;  ///< output channel
  Index row = 0;      ///< on the canvas
  Index column = 0;   ///< on the canvas
  bool operator==(const OutputCell&) const = default;
};

/// The order in which gathering makes one output cell after the other: row by row, column by column, the
/// output channel innermost. State j of this animation is: cells before j final, cell j and later ones blank.
class GatherOrder {
 public:
  /// The layer must be valid for an input of that (height, width).
  GatherOrder(const Layer& layer, Pair input);

  Index count() const { return channels_ * window_.height() * window_.width(); }  ///< L_h L_w C_out
  /// The cell that is made in place j, 0 <= j < count().
  OutputCell cell(Index j) const;
  /// The place of a cell, or count() where padding crops it, so that it is never made.
  Index indexOf(const OutputCell& cell) const;

 private:
  Rect window_;
  Index channels_;
};

/// Forward by the gather rule: each output cell sums its own terms. Shapes and bounds as forward().
Tensor gather(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias = {});

}  // namespace tconv

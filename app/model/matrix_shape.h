#pragma once

#include <vector>

#include "model/derive.h"
#include "model/ref.h"

namespace lab {

/// The matrix C^T of y = C^T x as a picture: one row for each output cell, one column for each input element,
/// both vectorised channel by channel and row by row. Its entries are the terms that padding does not crop.
class MatrixShape {
 public:
  explicit MatrixShape(const tconv::Trace& trace);

  Index rows() const { return layer_.out_channels * window_.height() * window_.width(); }
  Index columns() const { return layer_.in_channels * input_.h * input_.w; }

  /// The column of an input element and the row of an output cell (canvas coordinates; -1 where cropped).
  Index columnOf(const Ref& input) const;
  Index rowOf(const Ref& canvas) const;
  Ref inputAt(Index column) const;
  Ref canvasAt(Index row) const;

  /// The entries of a column, by ascending row within each output channel.
  std::vector<Ref> entriesOf(Index column) const;
  /// How many entries there are in all.
  Index entries() const;

 private:
  const tconv::Trace& trace_;
  Layer layer_;
  Pair input_;
  Rect window_;
};

/// A matrix too large for its cells: of each block of it the entry of the largest magnitude, 0 where there is
/// none and NaN where one is. At most `side` rows and columns. Time goes with the blocks that are crossed and
/// not with the entries: of neighbouring elements in one block only the first is looked at.
struct MatrixPicture {
  Index rows = 0, columns = 0;
  std::vector<float> values;
};
MatrixPicture matrixPicture(const tconv::Trace& trace, Index side);

}  // namespace lab

#include "model/matrix_shape.h"

#include <algorithm>
#include <cmath>

#include "model/related.h"

namespace lab {

MatrixShape::MatrixShape(const tconv::Trace& trace)
    : trace_(trace), layer_(trace.layer()), input_(trace.x().shape().spatial()), window_(trace.window()) {}

Index MatrixShape::columnOf(const Ref& input) const {
  return (input.channel * input_.h + input.row) * input_.w + input.column;
}

Index MatrixShape::rowOf(const Ref& canvas) const {
  if (!window_.contains(canvas.row, canvas.column)) return -1;
  return (canvas.channel * window_.height() + canvas.row - window_.top) * window_.width() + canvas.column -
         window_.left;
}

Ref MatrixShape::inputAt(Index column) const {
  const Index place = column / input_.w;
  return {RefKind::input, place / input_.h, 0, place % input_.h, column % input_.w};
}

Ref MatrixShape::canvasAt(Index row) const {
  const Index place = row / window_.width();
  return {RefKind::canvas, place / window_.height(), 0, window_.top + place % window_.height(),
          window_.left + row % window_.width()};
}

std::vector<Ref> MatrixShape::entriesOf(Index column) const {
  const Ref input = inputAt(column);
  const tconv::Step step = trace_.step(trace_.stepOf(input.channel, input.row, input.column));
  const Shape w = trace_.weight().shape();
  std::vector<Ref> entries;
  for (Index out = 0; out < w.c; ++out)
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v) {
        const Ref term = termOf(step, out, u, v);
        if (rowOf(canvasOf(trace_, term)) >= 0) entries.push_back(term);
      }
  return entries;
}

Index MatrixShape::entries() const {
  // The axes are independent: pairs of an input and a tap that land inside the window on each.
  const auto landing = [](const tconv::Axis& axis) {
    Index count = 0;
    for (Index i = 0; i < axis.input; ++i)
      for (Index u = 0; u < axis.kernel; ++u) {
        const Index o = axis.place(i, u) - axis.pad_begin;
        count += o >= 0 && o < axis.output() ? 1 : 0;
      }
    return count;
  };
  return landing(trace_.axes().h) * landing(trace_.axes().w) * layer_.in_channels *
         (layer_.out_channels / layer_.groups);
}

MatrixPicture matrixPicture(const tconv::Trace& trace, Index side) {
  const MatrixShape shape(trace);
  MatrixPicture picture{std::min(shape.rows(), side), std::min(shape.columns(), side), {}};
  picture.values.resize(static_cast<std::size_t>(picture.rows * picture.columns));
  for (Index column = 0; column < shape.columns(); ++column)
    for (const Ref& term : shape.entriesOf(column)) {
      const Index row = shape.rowOf(canvasOf(trace, term));
      const Index at =
          row * picture.rows / shape.rows() * picture.columns + column * picture.columns / shape.columns();
      float& kept = picture.values[static_cast<std::size_t>(at)];
      const float weight = trace.weight()(term.channel, term.out, term.u, term.v);
      if (std::abs(weight) > std::abs(kept)) kept = weight;
    }
  return picture;
}

}  // namespace lab

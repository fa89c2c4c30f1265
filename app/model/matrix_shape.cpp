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

namespace {

/// ceil(a / b) for b > 0.
Index ceilDiv(Index a, Index b) { return a / b + (a % b > 0 ? 1 : 0); }

/// The blocks that a number of rows or columns is divided into.
struct Blocks {
  Index count, of;
  Index holding(Index i) const { return i * count / of; }
  /// The first row or column of the block after.
  Index endOf(Index block) const { return ceilDiv((block + 1) * of, count); }
};

/// The entries that a tap makes with a row of the input: along it both row and column of the matrix ascend.
struct Run {
  Index row, column, stride;  ///< of the element 0; rows are `stride` apart
  Index first, end;           ///< elements whose entry is kept
};

/// Calls visit(row block, column block) once for each pair of blocks that a run crosses.
template <class Visit>
void eachBlock(const Run& run, const Blocks& rows, const Blocks& columns, Visit visit) {
  for (Index j = run.first; j < run.end;) {
    const Index row = rows.holding(run.row + j * run.stride), column = columns.holding(run.column + j);
    visit(row, column);
    j = std::min(ceilDiv(rows.endOf(row) - run.row, run.stride), columns.endOf(column) - run.column);
  }
}

/// The runs of a weight, one for each row of the input that has entries.
template <class Visit>
void eachRun(const tconv::Trace& trace, const MatrixShape& shape, const Ref& weight, Visit visit) {
  const tconv::Axes& axes = trace.axes();
  const Rect window = trace.window();
  const Index out = firstOutOf(trace.layer(), weight.channel) + weight.out;
  const Index shift = axes.w.place(0, weight.column) - window.left;
  const Index first = std::max<Index>(0, ceilDiv(-shift, axes.w.stride));
  const Index end = std::min(axes.w.input, ceilDiv(window.width() - shift, axes.w.stride));
  for (Index i = 0; i < axes.h.input; ++i) {
    const Index row = axes.h.place(i, weight.row);
    if (row < window.top || row >= window.bottom) continue;
    const Index line = shape.rowOf({RefKind::canvas, out, 0, row, window.left});
    visit(Run{line + shift, shape.columnOf({RefKind::input, weight.channel, 0, i, 0}), axes.w.stride, first,
              end});
  }
}

}  // namespace

MatrixPicture matrixPicture(const tconv::Trace& trace, Index side) {
  const MatrixShape shape(trace);
  MatrixPicture picture{std::min(shape.rows(), side), std::min(shape.columns(), side), {}};
  picture.values.resize(static_cast<std::size_t>(picture.rows * picture.columns));
  const Blocks rows{picture.rows, shape.rows()}, columns{picture.columns, shape.columns()};
  const Shape w = trace.weight().shape();
  for (Index i = 0; i < w.size(); ++i) {
    const Ref ref{RefKind::weight, i / (w.c * w.h * w.w), i / (w.h * w.w) % w.c, i / w.w % w.h, i % w.w};
    const float weight = trace.weight().values()[static_cast<std::size_t>(i)];
    eachRun(trace, shape, ref, [&](const Run& run) {
      eachBlock(run, rows, columns, [&](Index row, Index column) {
        float& kept = picture.values[static_cast<std::size_t>(row * picture.columns + column)];
        if (std::isnan(weight) || std::abs(weight) > std::abs(kept)) kept = weight;
      });
    });
  }
  return picture;
}

}  // namespace lab

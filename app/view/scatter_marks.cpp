#include <algorithm>

#include "tconv/gather.h"
#include "view/scatter.h"

/// Hovering and pinning: every use of an element, outlined on all grids.
namespace lab::view::scatter {
namespace {

/// More outlines than this would hide what they point at.
constexpr Index kMostMarks = 4096;

struct Marker {
  const Board& board;
  double width;

  void mark(const Block& block, Index plane, Index row, Index column) const {
    const GridPlace& place = block.planes[static_cast<std::size_t>(plane)];
    const Box cell = place.cellBox(static_cast<double>(row), static_cast<double>(column));
    // Inside the cell, so that the frame of the active step stays visible around it.
    const double inset = std::min(2.5 * board.frame.scale, cell.w / 4);
    board.paint.frame(cell.inset(inset), board.theme().accent, width);
  }
  void kernel(Index channel, Index out, Index u, Index v) const {
    if (channel == board.channel()) mark(board.layout.kernels, out, u, v);
  }
};

Index firstOutput(const Layer& layer, Index channel) {
  const Index group = channel / (layer.in_channels / layer.groups);
  return group * (layer.out_channels / layer.groups);
}

/// The footprint of an input element in every output channel of its group.
void markInput(const Marker& marker, const Ref& ref) {
  const Board& board = marker.board;
  marker.mark(board.layout.inputs, ref.channel, ref.row, ref.column);
  const tconv::Step step = board.trace.step(board.trace.stepOf(ref.channel, ref.row, ref.column));
  const Shape w = board.trace.weight().shape();
  const tconv::Axes& axes = board.trace.axes();
  for (Index out = 0; out < step.outs; ++out)
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v)
        marker.mark(board.layout.outputs, step.first_out + out, axes.h.place(ref.row, u),
                    axes.w.place(ref.column, v));
}

/// All input elements and taps that an output cell is made of.
void markCanvas(const Marker& marker, const Ref& ref) {
  const Board& board = marker.board;
  marker.mark(board.layout.outputs, ref.channel, ref.row, ref.column);
  const Pair input = board.trace.x().shape().spatial();
  for (const tconv::Term& t : tconv::termsOf(board.layer(), input, ref.channel, ref.row, ref.column)) {
    marker.mark(board.layout.inputs, t.channel, t.row, t.column);
    marker.kernel(t.channel, t.out, t.u, t.v);
  }
}

/// All output cells that a weight adds to: a lattice as large as the input.
void markWeight(const Marker& marker, const Ref& ref) {
  const Board& board = marker.board;
  marker.kernel(ref.channel, ref.out, ref.row, ref.column);
  const Shape x = board.trace.x().shape();
  if (x.h * x.w > kMostMarks) return;
  const tconv::Axes& axes = board.trace.axes();
  const Index plane = firstOutput(board.layer(), ref.channel) + ref.out;
  for (Index i = 0; i < x.h; ++i)
    for (Index j = 0; j < x.w; ++j)
      marker.mark(board.layout.outputs, plane, axes.h.place(i, ref.row), axes.w.place(j, ref.column));
}

void markPatch(const Marker& marker, const Ref& ref) {
  const Board& board = marker.board;
  if (!board.step) return;
  marker.mark(board.layout.patches, ref.out, ref.row, ref.column);
  marker.kernel(board.step->channel, ref.out, ref.row, ref.column);
  marker.mark(board.layout.inputs, board.step->channel, board.step->row, board.step->column);
  const Pair at = board.landing(ref.row, ref.column);
  marker.mark(board.layout.outputs, board.step->first_out + ref.out, at.h, at.w);
}

void markAll(const Marker& marker, const Ref& ref) {
  switch (ref.kind) {
    case RefKind::input:
      return markInput(marker, ref);
    case RefKind::canvas:
      return markCanvas(marker, ref);
    case RefKind::weight:
      return markWeight(marker, ref);
    case RefKind::patch:
      return markPatch(marker, ref);
    case RefKind::none:
      return;
  }
}

}  // namespace

void drawMarks(const Board& board) {
  if (board.frame.problem) return;
  board.canvas().tag({});
  if (exists(board.trace, board.frame.pinned)) markAll({board, 3}, board.frame.pinned);
  if (exists(board.trace, board.frame.hover)) markAll({board, 2}, board.frame.hover);
}

}  // namespace lab::view::scatter

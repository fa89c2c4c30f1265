#include <algorithm>

#include "view/scatter.h"

/// What moves on the scatter board, and the lines that say what goes where.
namespace lab::view::scatter {
namespace {

Box between(const Box& from, const Box& to, double t) {
  const auto blend = [t](double a, double b) { return a + (b - a) * t; };
  return {blend(from.x, to.x), blend(from.y, to.y), blend(from.w, to.w), blend(from.h, to.h)};
}

/// Calls visit(out, u, v) for the taps in motion.
template <class Visit>
void eachMovingTap(const Board& board, Visit visit) {
  const Shape w = board.trace.weight().shape();
  for (Index out = 0; out < w.c; ++out)
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v)
        if (board.inMotion(board.tapIndex(out, u, v))) visit(out, u, v);
}

void drawKernelCopy(const Board& board) {
  eachMovingTap(board, [&](Index out, Index u, Index v) {
    const auto plane = static_cast<std::size_t>(out);
    const auto row = static_cast<double>(u), column = static_cast<double>(v);
    const Box from = board.layout.kernels.planes[plane].cellBox(row, column);
    const Box to = board.layout.patches.planes[plane].cellBox(row, column);
    board.paint.cell(between(from, to, board.act.copy), board.trace.weight()(board.step->channel, out, u, v),
                     board.frame.derived->kernel_limit);
  });
}

void drawPatchFlight(const Board& board) {
  eachMovingTap(board, [&](Index out, Index u, Index v) {
    const Box from = board.layout.patches.planes[static_cast<std::size_t>(out)].cellBox(
        static_cast<double>(u), static_cast<double>(v));
    const Pair at = board.landing(u, v);
    const GridPlace& canvas =
        board.layout.outputs.planes[static_cast<std::size_t>(board.step->first_out + out)];
    const Box to = canvas.cellBox(static_cast<double>(at.h), static_cast<double>(at.w));
    const Box box = between(from, to, board.act.travel);
    board.paint.cell(box, board.trace.product(*board.step, out, u, v), board.frame.derived->output_limit);
    board.paint.frame(box, board.theme().highlight, 1.5);
  });
}

void connect(const Board& board, Point from, Point to, bool ends_down, tconv::Rgb color) {
  const double bend = (to.x - from.x) * 0.6;
  const Point second = ends_down ? Point{to.x, from.y} : Point{to.x - bend, to.y};
  Path path;
  path.moveTo(from).cubicTo({from.x + bend, from.y}, second, to);
  board.canvas().path(path, {{}, Stroke{Color(color), 1.75 * board.frame.scale, 4 * board.frame.scale}});
}

}  // namespace

void drawFlights(const Board& board) {
  if (!board.step) return;
  board.canvas().tag({});
  if (board.act.copying()) drawKernelCopy(board);
  if (board.act.travelling() && board.act.travel < 1) drawPatchFlight(board);
}

void drawConnectors(const Board& board) {
  const double gap = 8 * board.frame.scale;
  const tconv::Rgb quiet = board.theme().faint;
  const tconv::Rgb loud = board.step ? board.theme().highlight : quiet;
  const Box patches = board.layout.patches.box(), kernels = board.layout.kernels.box();
  const Box inputs = board.layout.inputs.box(), outputs = board.layout.outputs.box();
  board.canvas().tag({});
  Box active = inputs;
  if (board.step)
    active = board.layout.inputs.planes[static_cast<std::size_t>(board.step->channel)].cellBox(
        static_cast<double>(board.step->row), static_cast<double>(board.step->column));
  // From above into the top of the patch and from below into its bottom; from its own height, into its side.
  const double top = board.layout.patches.heading.y - 20 * board.frame.scale;
  const Point side{patches.x - gap, patches.center().y};
  const Point from_input{inputs.right() + gap, active.center().y},
      from_kernel{kernels.right() + gap, kernels.center().y};
  const bool above = from_input.y<top - gap, below = from_kernel.y> patches.bottom() + 2 * gap;
  connect(board, from_input, above ? Point{patches.center().x, top} : side, above, loud);
  connect(board, from_kernel, below ? Point{patches.center().x, patches.bottom() + gap} : side, below, quiet);
  const double target = board.step && board.layer().out_channels == 1
                            ? board.layout.outputs.planes.front().span(board.step->patch).center().y
                            : outputs.center().y;
  connect(board, {patches.right() + gap, patches.center().y}, {outputs.x - 24 * board.frame.scale, target},
          false, loud);
}

}  // namespace lab::view::scatter

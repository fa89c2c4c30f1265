#include <fmt/format.h>

#include <cmath>

#include "model/formula.h"
#include "view/number_format.h"
#include "view/scatter.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace scatter {

Board::Board(Canvas& canvas, const Frame& f)
    : frame(f),
      trace(*f.derived->trace),
      paint(canvas, *f.theme, f.scale),
      layout(layoutScatter(f)),
      moment(momentOf(f)),
      act(actOf(moment, f.reduced_motion)) {
  if (moment.active) step = trace.step(*moment.active);
}

Index Board::tapIndex(Index out, Index u, Index v) const {
  const Shape w = trace.weight().shape();
  return (out * w.h + u) * w.w + v;
}

Pair Board::landing(Index u, Index v) const {
  return {trace.axes().h.place(step->row, u), trace.axes().w.place(step->column, v)};
}

Rect Board::visible(const GridPlace& place) const {
  const auto first = [&](double edge, double start) {
    return std::max<Index>(0, static_cast<Index>(std::floor((edge - start) / place.cell)));
  };
  const auto last = [&](double edge, double start, Index count) {
    return std::clamp<Index>(static_cast<Index>(std::ceil((edge - start) / place.cell)), 0, count);
  };
  const Box& seen = layout.content;
  return {first(seen.y, place.box.y), first(seen.x, place.box.x),
          last(seen.bottom(), place.box.y, place.rows), last(seen.right(), place.box.x, place.columns)};
}

Box atLeast(const Box& box, double side) {
  const double w = std::max(box.w, side), h = std::max(box.h, side);
  return {box.center().x - w / 2, box.center().y - h / 2, w, h};
}

void drawPlane(const Board& board, const GridPlace& place, std::span<const float> values, float limit,
               const Ref& what) {
  Canvas& canvas = board.canvas();
  canvas.tag(what);
  if (board.paint.tiny(place.cell)) {
    canvas.heatmap(place.box,
                   {values, place.rows, place.columns, limit, &board.theme().values, board.theme().nan});
    return;
  }
  const Rect seen = board.visible(place);
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) {
      Ref cell = what;
      cell.row = row;
      cell.column = column;
      canvas.tag(cell);
      const Box box = place.cellBox(static_cast<double>(row), static_cast<double>(column));
      const float value = values[static_cast<std::size_t>(row * place.columns + column)];
      if (!board.frame.symbols || !board.paint.readable(place.cell)) {
        board.paint.cell(box, value, limit);
        continue;
      }
      const char* name = what.kind == RefKind::weight ? "w" : "x";
      board.paint.cell(box, board.paint.color(value, limit), fmt::format("{}{}{}", name, row, column));
    }
}

void captionPlane(const Board& board, const Block& block, std::size_t plane, std::string_view words,
                  Index channel) {
  if (board.layer().in_channels == 1 && board.layer().out_channels == 1) return;
  const Box& box = block.planes[plane].box;
  const double size = 12 * board.frame.scale;
  const bool neighbour = block.planes.size() > 1 && block.planes[1].box.y == block.planes[0].box.y;
  const double room = neighbour ? block.planes[1].box.x - block.planes[0].box.x - 6 * board.frame.scale : 1e9;
  std::string caption = fmt::format("{} {}", words, channel);
  if (textWidth(caption, size) > room) caption = std::to_string(channel);
  if (textWidth(caption, size) > room) return;
  board.canvas().tag({});
  board.paint.text({box.x, box.bottom() + 16 * board.frame.scale}, caption, size, board.theme().muted);
}

namespace {

Rect all(const GridPlace& place) { return {0, 0, place.rows, place.columns}; }

}  // namespace

void drawInputs(const Board& board) {
  const Block& block = board.layout.inputs;
  const Tensor& x = board.trace.x();
  board.canvas().tag({});
  board.paint.heading(block.heading, "Input x", sizeText(board.layer(), x.shape().spatial()),
                      board.layout.patches.box().x);
  for (Index c = 0; c < x.shape().c; ++c) {
    const GridPlace& place = block.planes[static_cast<std::size_t>(c)];
    const auto plane = x.values().subspan(static_cast<std::size_t>(c * place.rows * place.columns),
                                          static_cast<std::size_t>(place.rows * place.columns));
    drawPlane(board, place, plane, board.frame.derived->input_limit, {RefKind::input, c});
    board.paint.numbers(place, all(place), board.oneDimensional());
    captionPlane(board, block, static_cast<std::size_t>(c), "channel", c);
    if (!board.step || board.step->channel != c) continue;
    const Box active =
        place.cellBox(static_cast<double>(board.step->row), static_cast<double>(board.step->column));
    const double grown = board.act.light < 1 ? (1 - board.act.light) * 0.5 * place.cell : 0;
    board.paint.frame(atLeast(active.inset(-grown), kSmallestMark * board.frame.scale),
                      board.theme().highlight, 3);
  }
}

void drawKernels(const Board& board) {
  const Block& block = board.layout.kernels;
  const Tensor& w = board.trace.weight();
  const Shape shape = w.shape();
  const Index channel = board.channel();
  board.canvas().tag({});
  board.paint.heading(block.heading, "Kernel w", sizeText(board.layer(), shape.spatial()),
                      board.layout.patches.box().x);
  for (Index o = 0; o < shape.c; ++o) {
    const GridPlace& place = block.planes[static_cast<std::size_t>(o)];
    const Index size = place.rows * place.columns;
    const auto plane = w.values().subspan(static_cast<std::size_t>((channel * shape.c + o) * size),
                                          static_cast<std::size_t>(size));
    drawPlane(board, place, plane, board.frame.derived->kernel_limit, {RefKind::weight, channel, o});
    board.paint.numbers(place, all(place), board.oneDimensional());
    captionPlane(board, block, static_cast<std::size_t>(o), fmt::format("channel {} to", channel),
                 board.firstOut() + o);
  }
}

namespace {

/// What the cell of a tap on the patch grid shows by now.
void drawPatchCell(const Board& board, const Box& box, Index out, Index u, Index v) {
  const Index tap = board.tapIndex(out, u, v);
  const bool moving = board.step && board.inMotion(tap);
  if (!board.step || (!moving && !board.doneBefore(tap)) || (moving && board.act.copy < 1)) {
    board.paint.cell(box, board.theme().panel, {});
    return;
  }
  const float weight = board.trace.weight()(board.step->channel, out, u, v);
  const tconv::Rgb from = board.paint.color(weight, board.frame.derived->kernel_limit);
  const float product = board.trace.product(*board.step, out, u, v);
  const tconv::Rgb to = board.paint.color(product, board.frame.derived->output_limit);
  const double done = moving ? board.act.scale : 1;
  if (!board.paint.readable(box.w)) return board.paint.cell(box, mix(from, to, done), {});
  if (board.frame.symbols)
    return board.paint.cell(box, mix(from, to, done),
                            fmt::format("x{}{}w{}{}", board.step->row, board.step->column, u, v));
  if (done >= 1) return board.paint.cell(box, to, board.paint.label(product, box.w), Weight::bold);
  const std::string factors =
      done > 0 ? fmt::format("{}·{}", shortNumber(board.step->value, 4), shortNumber(weight, 4))
               : board.paint.label(weight, box.w);
  board.paint.cell(box, mix(from, to, done), factors);
}

std::string patchName(const Board& board) {
  if (!board.step) return "x · w";
  return shortNumber(board.step->value, 6) + " · w";
}

}  // namespace

void drawPatches(const Board& board) {
  const Block& block = board.layout.patches;
  board.canvas().tag({});
  board.paint.heading(block.heading, patchName(board), "the patch",
                      board.layout.outputs.box().x - 40 * board.frame.scale);
  for (std::size_t o = 0; o < block.planes.size(); ++o) {
    const GridPlace& place = block.planes[o];
    const auto out = static_cast<Index>(o);
    for (Index u = 0; u < place.rows; ++u)
      for (Index v = 0; v < place.columns; ++v) {
        board.canvas().tag({RefKind::patch, board.channel(), out, u, v});
        drawPatchCell(board, place.cellBox(static_cast<double>(u), static_cast<double>(v)), out, u, v);
      }
    board.canvas().tag({});
    if (board.step)
      board.paint.frame(place.box, board.theme().highlight, 3);
    else
      board.paint.frame(place.box, board.theme().faint, 1, 4);
    captionPlane(board, block, o, "to channel", board.firstOut() + out);
  }
}

namespace {

std::string restSentence(Index steps) {
  if (steps == 1) return "1 step: the input element scales the kernel and adds its patch";
  return fmt::format("{} steps: each input element scales the kernel and adds its patch", steps);
}

/// Where the patch lands, with the multiplication by the stride written out while there is room for it.
std::string landingText(const Board& board, bool written_out) {
  const tconv::Step& s = *board.step;
  const Index stride_h = board.trace.axes().h.stride, stride_w = board.trace.axes().w.stride;
  if (board.oneDimensional())
    return written_out ? fmt::format("{} · {} = {}", s.column, stride_w, s.patch.left)
                       : fmt::format("{}", s.patch.left);
  std::string place = fmt::format("({}, {})", s.patch.top, s.patch.left);
  if (!written_out) return place;
  return fmt::format("({}·{}, {}·{}) = {}", s.row, stride_h, s.column, stride_w, place);
}

std::string stepSentence(const Board& board, double room) {
  const tconv::Step& s = *board.step;
  const std::string name = inputName(board.layer(), s.channel, s.row, s.column);
  std::string text = fmt::format("{} = {} scales the kernel; the patch lands on the canvas at {}", name,
                                 shortNumber(s.value, 8), landingText(board, true));
  if (textWidth(text, 14) > room)
    text = fmt::format("{} = {}, lands at {}", name, shortNumber(s.value, 6), landingText(board, false));
  return text;
}

}  // namespace

void drawTitle(const Board& board) {
  const Index steps = board.trace.steps();
  const Point at = board.layout.title;
  const double scale = board.frame.scale;
  const std::string title =
      board.step ? fmt::format("Step {} of {}", board.step->index + 1, steps) : "At rest";
  // At the widest the number has as many digits as the count of steps, so that the remark does not shift.
  const std::string widest = board.step ? fmt::format("Step {} of {}", steps, steps) : title;
  const double x = at.x + textWidth(widest, 20 * scale, Weight::bold) + 16 * scale;
  const double room = (board.frame.area.right() - x) / scale - 24;
  board.canvas().tag({});
  board.paint.text(at, title, 20 * scale, board.theme().ink, Align::start, Weight::bold);
  board.paint.text({x, at.y}, board.step ? stepSentence(board, room) : restSentence(steps), 14 * scale,
                   board.theme().muted);
}

}  // namespace scatter

Moment momentOf(const Frame& frame) {
  return momentAt(timelineOf(*frame.derived->trace), frame.time, frame.granularity);
}

namespace {

/// While a setting is illegal the last legal board stays, faded; the reason is said in its middle.
void drawProblem(const scatter::Board& board) {
  const Frame& frame = board.frame;
  const Theme& theme = *frame.theme;
  board.canvas().tag({});
  board.canvas().rect(frame.area, {Color(theme.background, 0.8), {}});
  const Point c = frame.area.center();
  const double s = frame.scale;
  board.paint.text({c.x, c.y - 16 * s},
                   fmt::format("{} = {} is not legal", frame.problem->subject, frame.problem->value), 20 * s,
                   theme.problem, Align::middle, Weight::bold);
  board.paint.text({c.x, c.y + 12 * s}, frame.problem->rule, 14 * s, theme.ink, Align::middle);
}

}  // namespace

void drawScatter(Canvas& canvas, const Frame& frame) {
  const scatter::Board board(canvas, frame);
  canvas.pushClip(frame.area);
  canvas.tag({});
  canvas.rect(frame.area, {Color(frame.theme->background), {}});
  canvas.pushClip(board.layout.content);
  scatter::drawConnectors(board);
  scatter::drawInputs(board);
  scatter::drawKernels(board);
  scatter::drawPatches(board);
  scatter::drawOutputs(board);
  scatter::drawMarks(board);
  scatter::drawFlights(board);
  canvas.popClip();
  scatter::drawTitle(board);
  scatter::drawFooter(board);
  if (frame.problem) drawProblem(board);
  canvas.popClip();
}

}  // namespace lab::view

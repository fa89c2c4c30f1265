#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/formula.h"
#include "view/number_format.h"
#include "view/scatter.h"

/// The output on its full canvas: cells, the cropped ring, the window's frame, and the patch being added.
namespace lab::view::scatter {
namespace {

/// One visible part of an output plane at the state that the frame shows.
struct Plane {
  const GridPlace& place;
  Index channel;
  Rect seen;
  std::vector<float> values;  ///< rows [seen.top, seen.bottom), whole rows

  float at(Index row, Index column) const {
    return values[static_cast<std::size_t>((row - seen.top) * place.columns + column)];
  }
};

Plane readPlane(const Board& board, const GridPlace& place, Index channel) {
  Plane plane{place, channel, board.visible(place), {}};
  if (board.paint.tiny(place.cell)) plane.seen = {0, 0, place.rows, place.columns};
  plane.seen.bottom = std::max(plane.seen.top, plane.seen.bottom);
  plane.values.resize(static_cast<std::size_t>(plane.seen.height() * place.columns));
  board.trace.rows(board.moment.done, channel, plane.seen.top, plane.seen.bottom, plane.values);
  return plane;
}

bool receives(const Board& board, Index channel) {
  return board.step && channel >= board.step->first_out && channel < board.step->first_out + board.step->outs;
}

/// What lies between the canvas and the output window: four strips, two of them over the full width.
std::array<Rect, 4> croppedStrips(const GridPlace& place, const Rect& window) {
  return {Rect{0, 0, window.top, place.columns}, Rect{window.bottom, 0, place.rows, place.columns},
          Rect{window.top, 0, window.bottom, window.left},
          Rect{window.top, window.right, window.bottom, place.columns}};
}

/// A cell is blank until something has been added to it; when all is done, what nothing reached is 0.
bool blank(const Board& board, const Plane& plane, Index row, Index column, float value) {
  return value == 0 && board.moment.done.step < board.trace.steps() &&
         board.trace.termsAdded(board.moment.done, plane.channel, row, column) == 0;
}

void drawCell(const Board& board, const Plane& plane, Index row, Index column) {
  const float value = plane.at(row, column);
  const Box box = plane.place.cellBox(static_cast<double>(row), static_cast<double>(column));
  const float limit = board.frame.derived->output_limit;
  const bool kept = board.trace.window().contains(row, column);
  const tconv::Rgb full = board.paint.color(value, limit);
  const tconv::Rgb fill = kept ? full : mix(board.theme().background, full, 0.35);
  board.canvas().tag({RefKind::canvas, plane.channel, 0, row, column});
  std::string label;
  if (board.paint.readable(box.w) && !blank(board, plane, row, column, value))
    label = board.frame.symbols && kept
                ? fmt::format("y{}{}", row - board.trace.window().top, column - board.trace.window().left)
                : board.paint.label(value, box.w);
  if (kept) return board.paint.cell(box, fill, label);
  board.canvas().rect(box, {Color(fill), Stroke{Color(board.theme().line), board.frame.scale}});
  if (label.empty()) return;
  const double size = board.paint.fittingSize(label, box.w, 12 * board.frame.scale);
  board.paint.text({box.center().x, box.center().y + size * 0.375}, label, size, board.theme().faint,
                   Align::middle);
}

/// One cell while its product is being added: "7 + 5" with the old value, then the new one.
void drawAddition(const Board& board, const Plane& plane, Index out, Index u, Index v) {
  const Pair at = board.landing(u, v);
  if (!plane.seen.contains(at.h, at.w)) return;
  const Index tap = board.tapIndex(out, u, v);
  const tconv::Position after = board.moment.tap ? tconv::Position{board.step->index, tap + 1}
                                                 : tconv::Position{board.step->index + 1, 0};
  const float limit = board.frame.derived->output_limit;
  const float old_value = plane.at(at.h, at.w);
  const float new_value = board.trace.value(after, plane.channel, at.h, at.w);
  const float product = board.trace.product(*board.step, out, u, v);
  const Box box = plane.place.cellBox(static_cast<double>(at.h), static_cast<double>(at.w));
  const tconv::Rgb fill =
      mix(board.paint.color(old_value, limit), board.paint.color(new_value, limit), board.act.add);
  board.canvas().tag({RefKind::canvas, plane.channel, 0, at.h, at.w});
  if (!board.paint.readable(box.w)) return board.paint.cell(box, fill, {});
  board.paint.cell(box, fill, {});
  const std::string sum = fmt::format("{} + {}", shortNumber(old_value, 4), shortNumber(product, 4));
  board.paint.note(box, fill, sum);
  const std::string label = board.paint.label(new_value, box.w);
  const double size = board.paint.fittingSize(label, box.w, std::min(14 * board.frame.scale, box.w * 0.36));
  board.paint.text({box.center().x, box.y + box.h * 0.78}, label, size, textOn(fill, board.theme()),
                   Align::middle, Weight::bold);
}

void drawCells(const Board& board, const Plane& plane) {
  for (Index row = plane.seen.top; row < plane.seen.bottom; ++row)
    for (Index column = plane.seen.left; column < plane.seen.right; ++column)
      drawCell(board, plane, row, column);
}

void drawPicture(const Board& board, const Plane& plane, const Rect& window) {
  board.canvas().tag({RefKind::canvas, plane.channel});
  board.canvas().heatmap(plane.place.box,
                         {plane.values, plane.place.rows, plane.place.columns,
                          board.frame.derived->output_limit, &board.theme().values, board.theme().nan});
  board.canvas().tag({});
  // As a path, because a filled rectangle would hide the cells below it from the pointer.
  Path faded;
  for (const Rect& strip : croppedStrips(plane.place, window)) {
    if (strip.empty()) continue;
    const Box b = plane.place.span(strip);
    faded.moveTo({b.x, b.y})
        .lineTo({b.right(), b.y})
        .lineTo({b.right(), b.bottom()})
        .lineTo({b.x, b.bottom()})
        .close();
  }
  if (!faded.verbs.empty()) board.canvas().path(faded, {Color(board.theme().background, 0.6), {}});
}

void drawFrames(const Board& board, const Plane& plane, const Rect& window) {
  board.canvas().tag({});
  for (const Rect& strip : croppedStrips(plane.place, window)) board.paint.hatch(plane.place.span(strip));
  const Pair added = {board.trace.axes().h.output_padding, board.trace.axes().w.output_padding};
  const double fine = plane.place.cell < 12 * board.frame.scale ? 1 : 2;
  board.paint.frame(plane.place.span(window), board.theme().ink, fine);
  const Rect below{window.bottom - added.h, window.left, window.bottom, window.right};
  const Rect beside{window.top, window.right - added.w, window.bottom, window.right};
  for (const Rect& strip : {below, beside})
    if (!strip.empty())
      board.paint.frame(plane.place.span(strip).inset(3 * board.frame.scale), board.theme().ink, 1.5, 4);
}

void drawPatchFrame(const Board& board, const GridPlace& place, Index out) {
  const Layer& layer = board.layer();
  const bool gaps = layer.dilation.w > 1 || (layer.dims == 2 && layer.dilation.h > 1);
  const Shape w = board.trace.weight().shape();
  const bool small = place.cell < 8 * board.frame.scale;
  if (board.moment.tap || (gaps && !small))
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v) {
        if (!board.inMotion(board.tapIndex(out, u, v))) continue;
        const Pair at = board.landing(u, v);
        board.paint.frame(place.cellBox(static_cast<double>(at.h), static_cast<double>(at.w)),
                          board.theme().highlight, board.moment.tap ? 3 : 1.5);
      }
  if (!board.moment.tap)
    board.paint.frame(atLeast(place.span(board.step->patch), kSmallestMark * board.frame.scale),
                      board.theme().highlight, 3);
}

void drawOutput(const Board& board, Index channel) {
  const GridPlace& place = board.layout.outputs.planes[static_cast<std::size_t>(channel)];
  const Rect window = board.trace.window();
  const Plane plane = readPlane(board, place, channel);
  if (board.paint.tiny(place.cell))
    drawPicture(board, plane, window);
  else
    drawCells(board, plane);
  drawFrames(board, plane, window);
  board.paint.numbers(place, window, board.oneDimensional());
  if (!receives(board, channel) || board.act.travel < 1) return;
  const Index out = channel - board.step->first_out;
  const Shape w = board.trace.weight().shape();
  if (board.act.adding() && !board.paint.tiny(place.cell))
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v)
        if (board.inMotion(board.tapIndex(out, u, v))) drawAddition(board, plane, out, u, v);
  board.canvas().tag({});
  drawPatchFrame(board, place, out);
}

std::string canvasRemark(const Board& board) {
  const Rect window = board.trace.window();
  const Pair output{window.height(), window.width()}, canvas = board.trace.canvasSize();
  if (output == canvas) return sizeText(board.layer(), output);
  return fmt::format("{} in a canvas of {}", sizeText(board.layer(), output),
                     sizeText(board.layer(), canvas));
}

}  // namespace

void drawOutputs(const Board& board) {
  const Block& block = board.layout.outputs;
  board.canvas().tag({});
  board.paint.heading(block.heading, "Output y", canvasRemark(board), board.frame.area.right());
  for (Index channel = 0; channel < board.layer().out_channels; ++channel) {
    drawOutput(board, channel);
    if (board.layer().out_channels > 1)
      captionPlane(board, block, static_cast<std::size_t>(channel), "channel", channel);
  }
}

}  // namespace lab::view::scatter

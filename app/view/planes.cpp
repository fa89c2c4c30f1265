#include "view/planes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "model/related.h"
#include "view/bars.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace {

/// More cells than this are not drawn one by one; so many cannot hold numbers.
constexpr Index kMostCells = 4096;
/// Cells in points between which lines begin to appear, and between which they have their full strength.
constexpr double kLinesFrom = 4, kLinesFull = 10;

/// The visible rows of an output channel.
struct Strip {
  Index top = 0, bottom = 0, columns = 0;
  std::vector<float> values;

  float at(Index row, Index column) const {
    return values[static_cast<std::size_t>((row - top) * columns + column)];
  }
};

Strip read(const RunningOutput& running, const GridPlace& place, Index channel, Index top, Index bottom) {
  Strip strip{top, std::max(top, bottom), place.columns, {}};
  strip.values.resize(static_cast<std::size_t>((strip.bottom - top) * place.columns));
  running.rows(channel, top, strip.bottom, strip.values);
  return strip;
}

/// What the cells of a canvas need to know.
struct CanvasPainter {
  const GridPainter& paint;
  const Frame& frame;
  const RunningOutput& running;
  const GridPlace& place;
  Index channel;
  Rect window;
  float limit;

  void cell(Index row, Index column, float value) const;
  void cells() const;
  void picture() const;
};

void CanvasPainter::cell(Index row, Index column, float value) const {
  const Box box = place.cellBox(static_cast<double>(row), static_cast<double>(column));
  const bool kept = window.contains(row, column);
  const tconv::Rgb full = paint.color(value, limit);
  const tconv::Rgb fill = kept ? full : mix(paint.theme().background, full, 0.35);
  paint.canvas().tag({RefKind::canvas, channel, 0, row, column});
  std::string label;
  if (paint.readable(box.w) && !(value == 0 && running.blank(channel, row, column)))
    label = frame.symbols && kept ? fmt::format("y{}{}", row - window.top, column - window.left)
                                  : paint.label(value, box.w);
  if (kept)
    paint.cell(box, fill, label);
  else
    paint.canvas().rect(box, {Color(fill), Stroke{Color(paint.theme().line), frame.scale}});
  if (label.empty()) return paint.sign(box, value, fill);
  if (kept) return;
  const double size = paint.fittingSize(label, box.w, 12 * frame.scale);
  paint.text({box.center().x, box.center().y + size * 0.375}, label, size, paint.theme().faint,
             Align::middle);
}

void CanvasPainter::cells() const {
  const Rect seen = visibleCells(place, frame.area);
  const Strip strip = read(running, place, channel, seen.top, seen.bottom);
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) cell(row, column, strip.at(row, column));
}

void CanvasPainter::picture() const {
  drawRunningPicture(paint, frame, running, place, channel);
  fadeCropped(paint, place, window);
}

}  // namespace

Box SeenBlocks::box(const GridPlace& place) const {
  const Box first = place.cellBox(static_cast<double>(cells.top), static_cast<double>(cells.left));
  const double block = static_cast<double>(step) * place.cell;
  return {first.x, first.y, static_cast<double>(columns()) * block, static_cast<double>(rows()) * block};
}

SeenBlocks seenBlocks(const GridPainter& paint, const Frame& frame, const GridPlace& place) {
  const double dots = place.cell * paint.canvas().dotsPerPoint();
  SeenBlocks seen{visibleCells(place, frame.area), dots >= 1 ? 1 : static_cast<Index>(std::floor(1 / dots))};
  seen.cells.top -= seen.cells.top % seen.step;
  seen.cells.left -= seen.cells.left % seen.step;
  return seen;
}

namespace {

bool areMany(const Rect& cells) { return !cells.empty() && cells.height() * cells.width() > kMostCells; }

bool hasMany(const GridPlace& place) { return areMany({0, 0, place.rows, place.columns}); }

/// Cells of a small grid are drawn one by one, with their lines.
void drawLines(const GridPainter& paint, const GridPlace& place, const Rect& cells) {
  const double grown = (place.cell / paint.scale() - kLinesFrom) / (kLinesFull - kLinesFrom);
  if (grown <= 0 || !hasMany(place)) return;
  const Box all = place.span(cells);
  Path lines;
  for (Index row = 0; row <= cells.height(); ++row) {
    const double y = all.y + static_cast<double>(row) * place.cell;
    lines.moveTo({all.x, y}).lineTo({all.right(), y});
  }
  for (Index column = 0; column <= cells.width(); ++column) {
    const double x = all.x + static_cast<double>(column) * place.cell;
    lines.moveTo({x, all.y}).lineTo({x, all.bottom()});
  }
  paint.canvas().tag({});
  paint.canvas().path(lines, {{}, Stroke{Color(paint.theme().line, std::min(grown, 1.0)), paint.scale()}});
}

}  // namespace

bool drawnAsPicture(const GridPainter& paint, const Frame& frame, const GridPlace& place) {
  // Cells that are drawn one by one have lines of full strength, which must not appear at once.
  const bool faint = place.cell < kLinesFull * paint.scale() && hasMany(place);
  return paint.tiny(place.cell) || faint || areMany(visibleCells(place, frame.area));
}

void drawPicture(const GridPainter& paint, const Frame& frame, const GridPlace& place, float limit, Ref tag,
                 const std::function<ReducedPlane(const Rect& cells, Index step)>& blocks) {
  const SeenBlocks seen = seenBlocks(paint, frame, place);
  if (seen.cells.empty()) return;
  const ReducedPlane part = blocks(seen.cells, seen.step);
  tag.row += seen.cells.top, tag.column += seen.cells.left;
  paint.canvas().tag(tag);
  if (seen.step > 1) paint.canvas().pushClip(place.box);  // the last blocks may be partial
  paint.canvas().heatmap(seen.box(place), {.values = part.values,
                                           .rows = part.rows,
                                           .columns = part.columns,
                                           .limit = limit,
                                           .colors = &paint.theme().values,
                                           .nan = paint.theme().nan,
                                           .step = seen.step});
  if (seen.step > 1) paint.canvas().popClip();
  drawLines(paint, place, seen.cells);
}

void drawRunningPicture(const GridPainter& paint, const Frame& frame, const RunningOutput& running,
                        const GridPlace& place, Index channel) {
  drawPicture(
      paint, frame, place, frame.limits().output, {RefKind::canvas, channel},
      [&](const Rect& cells, Index step) { return blocksOf(*frame.derived, running, channel, cells, step); });
}

void fadeCropped(const GridPainter& paint, const GridPlace& place, const Rect& window) {
  paint.canvas().tag({});
  // As a path, because a filled rectangle would hide the cells below it from the pointer.
  Path faded;
  for (const Rect& strip : croppedStrips(place, window)) {
    if (strip.empty()) continue;
    const Box b = place.span(strip);
    faded.moveTo({b.x, b.y})
        .lineTo({b.right(), b.y})
        .lineTo({b.right(), b.bottom()})
        .lineTo({b.x, b.bottom()})
        .close();
  }
  if (!faded.verbs.empty()) paint.canvas().path(faded, {Color(paint.theme().background, 0.6), {}});
}

std::array<Rect, 4> croppedStrips(const GridPlace& place, const Rect& window) {
  return {Rect{0, 0, window.top, place.columns}, Rect{window.bottom, 0, place.rows, place.columns},
          Rect{window.top, 0, window.bottom, window.left},
          Rect{window.top, window.right, window.bottom, place.columns}};
}

Box common(const Box& a, const Box& b) {
  const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::max(0.0, std::min(a.right(), b.right()) - x),
          std::max(0.0, std::min(a.bottom(), b.bottom()) - y)};
}

Frame within(Frame frame, const Box& room) {
  frame.area = common(frame.area, room);
  return frame;
}

Rect visibleCells(const GridPlace& place, const Box& seen) {
  const auto first = [&](double edge, double start) {
    return std::max<Index>(0, static_cast<Index>(std::floor((edge - start) / place.cell)));
  };
  const auto last = [&](double edge, double start, Index count) {
    return std::clamp<Index>(static_cast<Index>(std::ceil((edge - start) / place.cell)), 0, count);
  };
  return {first(seen.y, place.box.y), first(seen.x, place.box.x),
          last(seen.bottom(), place.box.y, place.rows), last(seen.right(), place.box.x, place.columns)};
}

std::span<const float> planeOf(const Tensor& tensor, Index image, Index channel) {
  const Shape shape = tensor.shape();
  const Index size = shape.h * shape.w;
  return tensor.values().subspan(static_cast<std::size_t>((image * shape.c + channel) * size),
                                 static_cast<std::size_t>(size));
}

void drawValues(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                std::span<const float> values, float limit, const Ref& what, Lifetime lifetime) {
  Canvas& canvas = paint.canvas();
  canvas.tag(what);
  if (drawnAsPicture(paint, frame, place))
    return drawPicture(paint, frame, place, limit, what, [&](const Rect& cells, Index step) {
      return lifetime == Lifetime::document ? keptBlocksOf(*frame.derived, values, place.columns, cells, step)
                                            : blocksOf(*frame.derived, values, place.columns, cells, step);
    });
  drawBars(paint, place, values, limit, what);
  const Rect seen = visibleCells(place, frame.area);
  const bool named = frame.symbols && paint.readable(place.cell) &&
                     (what.kind == RefKind::input || what.kind == RefKind::weight);
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) {
      Ref cell = what;
      cell.row += row;
      cell.column += column;
      canvas.tag(cell);
      const Box box = place.cellBox(static_cast<double>(row), static_cast<double>(column));
      const float value = values[static_cast<std::size_t>(row * place.columns + column)];
      if (!named) {
        paint.cell(box, value, limit);
        continue;
      }
      const char* name = what.kind == RefKind::weight ? "w" : "x";
      paint.cell(box, paint.color(value, limit), fmt::format("{}{}{}", name, row, column));
    }
}

GridPlace partOf(GridPlace place, const Rect& cells) {
  place.box = place.span(cells);
  place.rows = cells.height(), place.columns = cells.width();
  return place;
}

void drawBlocks(const GridPainter& paint, const Frame& frame, const GridPlace& place, float limit, Ref tag,
                const std::function<ReducedPlane(const Rect& cells, Index step)>& blocks) {
  if (drawnAsPicture(paint, frame, place)) return drawPicture(paint, frame, place, limit, tag, blocks);
  const Rect seen = visibleCells(place, frame.area);
  if (seen.empty()) return;
  tag.row += seen.top, tag.column += seen.left;
  Frame unnamed = frame;
  unnamed.symbols = false;
  drawValues(paint, unnamed, partOf(place, seen), blocks(seen, 1).values, limit, tag);
}

void drawCanvasFrames(const GridPainter& paint, const Frame& frame, const GridPlace& place) {
  const tconv::Axes& axes = frame.derived->axes();
  const Rect window = axes.window();
  const double s = frame.scale;
  paint.canvas().tag({});
  for (const Rect& strip : croppedStrips(place, window)) paint.hatch(place.span(strip));
  paint.frame(place.span(window), paint.theme().ink, place.cell < 12 * s ? 1 : 2);
  const Rect below{window.bottom - axes.h.output_padding, window.left, window.bottom, window.right};
  const Rect beside{window.top, window.right - axes.w.output_padding, window.bottom, window.right};
  for (const Rect& strip : {below, beside})
    if (!strip.empty()) paint.frame(place.span(strip).inset(3 * s), paint.theme().ink, 1.5, 4);
  paint.numbers(place, window, frame.derived->layer().dims == 1);
}

void drawPatchFrame(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                    const tconv::Step& step, Index out) {
  const tconv::Trace& trace = frame.trace();
  const Layer& layer = trace.layer();
  const std::optional<Index> tap = momentOf(frame).tap;
  const bool gaps = layer.dilation.w > 1 || (layer.dims == 2 && layer.dilation.h > 1);
  const Shape w = trace.weight().shape();
  const bool small = place.cell < 8 * frame.scale;
  if (tap || (gaps && !small))
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v) {
        if (tap && *tap != (out * w.h + u) * w.w + v) continue;
        const Index row = trace.axes().h.place(step.row, u), column = trace.axes().w.place(step.column, v);
        paint.frame(place.cellBox(static_cast<double>(row), static_cast<double>(column)),
                    paint.theme().highlight, tap ? 3 : 1.5);
      }
  if (!tap)
    paint.frame(atLeast(place.span(step.patch), kSmallestMark * frame.scale), paint.theme().highlight, 3);
}

void markGathered(const GridPainter& paint, const Frame& frame, const GridPlace& place, Index channel,
                  const tconv::OutputCell& cell) {
  const Lattice from =
      related(frame.trace(), {RefKind::canvas, cell.channel, 0, cell.row, cell.column}, RefKind::input);
  if (std::find(from.channels.begin(), from.channels.end(), channel) == from.channels.end()) return;
  paint.canvas().tag({});
  for (const Index row : from.rows)
    for (const Index column : from.columns)
      paint.frame(atLeast(place.cellBox(static_cast<double>(row), static_cast<double>(column)),
                          kSmallestMark * frame.scale),
                  paint.theme().highlight, 3);
}

Box atLeast(const Box& box, double side) {
  const double w = std::max(box.w, side), h = std::max(box.h, side);
  return {box.center().x - w / 2, box.center().y - h / 2, w, h};
}

void drawCaption(const GridPainter& paint, const Block& block, std::size_t plane, std::string caption,
                 Index channel) {
  const double s = paint.scale(), size = 12 * s;
  const Box& box = block.planes[plane].box;
  const bool neighbour = block.planes.size() > 1 && block.planes[1].box.y == block.planes[0].box.y;
  const double room = neighbour ? block.planes[1].box.x - block.planes[0].box.x - 6 * s : 1e9;
  if (textWidth(caption, size) > room) caption = std::to_string(channel);
  if (textWidth(caption, size) > room) return;
  paint.canvas().tag({});
  paint.text({box.x, box.bottom() + 16 * s}, caption, size, paint.theme().muted);
}

void drawOutputCanvas(const GridPainter& paint, const Frame& frame, const RunningOutput& running,
                      const GridPlace& place, Index channel) {
  const CanvasPainter canvas{
      paint, frame, running, place, channel, frame.trace().window(), frame.limits().output};
  drawStackedBars(paint, frame, running, place, channel);
  if (drawnAsPicture(paint, frame, place))
    canvas.picture();
  else
    canvas.cells();
  drawCanvasFrames(paint, frame, place);
}

}  // namespace lab::view

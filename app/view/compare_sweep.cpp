#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "model/fields.h"
#include "view/compare.h"
#include "view/number_format.h"
#include "view/planes.h"
#include "view/type_metrics.h"

/// Small multiples: one or two parameters on the axes, every picture at the same moment.
namespace lab::view::compare {
namespace {

// In points at scale 1.
constexpr double kRowLabel = 40, kColumnLabel = 24, kGap = 12;

/// Where the pictures stand: boxes of one size, and the side of all cells.
struct SweepLayout {
  Box first;                     ///< of the picture at row 0, column 0
  double beside = 0, below = 0;  ///< from picture to picture
  double cell = 1;
  Box at(std::size_t row, std::size_t column) const {
    return {first.x + static_cast<double>(column) * beside, first.y + static_cast<double>(row) * below,
            first.w, first.h};
  }
};

Pair outputSize(const SweepTile& tile) {
  const auto* derived = std::get_if<Derived>(&tile.setting);
  if (!derived) return {1, 1};
  const Rect window = derived->trace->window();
  return {window.height(), window.width()};
}

SweepLayout layoutSweep(const Frame& frame, const Sweep& sweep) {
  const double s = frame.scale;
  const Box room = pictureRoom(frame);
  const double label = sweep.rows.size() > 1 ? kRowLabel * s : 0;
  const auto columns = static_cast<double>(sweep.columns.size()),
             rows = static_cast<double>(sweep.rows.size());
  SweepLayout layout;
  layout.beside = (room.w - label + kGap * s) / columns;
  layout.below = (room.h - kColumnLabel * s + kGap * s) / rows;
  layout.first = {room.x + label, room.y + kColumnLabel * s, layout.beside - kGap * s,
                  layout.below - kGap * s};
  Pair most{1, 1};
  for (const SweepTile& tile : sweep.tiles) {
    const Pair size = outputSize(tile);
    most = {std::max(most.h, size.h), std::max(most.w, size.w)};
  }
  layout.cell = std::min({(layout.first.w - 8 * s) / static_cast<double>(most.w),
                          (layout.first.h - 8 * s) / static_cast<double>(most.h), 40 * s});
  if (layout.cell >= 8) layout.cell = std::floor(layout.cell);
  return layout;
}

/// The values of the fields along the two axes.
void drawAxes(const GridPainter& paint, const Frame& frame, const Sweep& sweep, const SweepLayout& layout) {
  const Comparison& how = frame.derived->document.comparison;
  const double s = frame.scale;
  paint.canvas().tag({});
  for (std::size_t i = 0; i < sweep.columns.size(); ++i) {
    const Box box = layout.at(0, i);
    const std::string text = fmt::format("{} {}", tr(field(how.columns).label), sweep.columns[i]);
    const std::string brief = fmt::format("{} {}", field(how.columns).symbol, sweep.columns[i]);
    paint.text({box.x + 4 * s, box.y - 8 * s}, textWidth(text, 14 * s) <= box.w ? text : brief, 14 * s,
               paint.theme().muted);
  }
  for (std::size_t i = 0; how.rows != SweepField::none && i < sweep.rows.size(); ++i) {
    const Box box = layout.at(i, 0);
    paint.text({box.x - kRowLabel * s, box.y + 18 * s},
               fmt::format("{} {}", field(how.rows).symbol, sweep.rows[i]), 14 * s, paint.theme().muted);
  }
}

/// "kernel_size": what the setting breaks its rule by.
std::string refusal(const tconv::Problem& problem) {
  return trf("not legal: {}", problem.subject.substr(0, problem.subject.find('[')));
}

void drawRefused(const GridPainter& paint, const Box& box, const tconv::Problem& problem) {
  const double s = paint.scale();
  double y = box.y + 18 * s;
  for (const std::string& line : wrapped(refusal(problem), 12 * s, box.w - 8 * s)) {
    if (y > box.bottom() - 2 * s) return;
    paint.text({box.x + 4 * s, y}, line, 12 * s, paint.theme().problem);
    y += 16 * s;
  }
}

GridPlace placeOf(const Frame& frame, const Box& box, Pair size, double cell) {
  const double s = frame.scale, side = cell * frame.zoom;
  const Point c = box.center();
  const Point at{std::round(box.x + 4 * s), std::round(box.y + 4 * s)};
  return {{c.x + (at.x - c.x) * frame.zoom + frame.pan.x * box.w,
           c.y + (at.y - c.y) * frame.zoom + frame.pan.y * box.h, side * static_cast<double>(size.w),
           side * static_cast<double>(size.h)},
          size.h,
          size.w,
          side};
}

void drawTile(const GridPainter& paint, const Frame& frame, const Box& box, const SweepTile& tile,
              double cell, float limit, const Ref& what) {
  paint.canvas().tag({});
  if (const auto* problem = std::get_if<tconv::Problem>(&tile.setting))
    return drawRefused(paint, box, *problem);
  const auto& derived = std::get<Derived>(tile.setting);
  const Moment moment = momentAt(timelineOf(*derived.trace), frame.time, frame.granularity);
  const Tensor output = RunningOutput(*derived.trace, moment).output();
  const GridPlace place = placeOf(frame, box, outputSize(tile), cell);
  Frame plain = frame;
  plain.symbols = false;
  plain.area = box;
  paint.canvas().pushClip(box);
  drawValues(paint, plain, place, planeOf(output, 0, what.channel), limit, what);
  paint.canvas().tag({});
  paint.frame(place.box, paint.theme().faint, 1);
  const Rect window = derived.trace->window();
  frameStep(paint, derived, moment, place, what.channel, {window.top, window.left});
  paint.canvas().popClip();
}

/// The widest of all pictures, unless the user has set one.
float limitOf(const Frame& frame, const Sweep& sweep) {
  float limit = frame.limits().output;
  for (const SweepTile& tile : sweep.tiles)
    if (const auto* derived = std::get_if<Derived>(&tile.setting))
      limit = std::max(limit, limitsOf(*derived, frame.scales).output);
  return limit;
}

std::string sentenceOf(const Frame& frame, Index channel) {
  if (frame.derived->layer().out_channels == 1)
    return tr("At this step, every setting; framed: the layer as set; one colour scale for all");
  return trf(
      "At this step, output channel {} of every setting; framed: the layer as set; one colour scale for all",
      channel);
}

}  // namespace

void drawSweep(Canvas& canvas, const Frame& frame) {
  const GridPainter paint(canvas, frame);
  const Sweep& sweep = sweepOf(*frame.derived);
  const SweepLayout layout = layoutSweep(frame, sweep);
  const bool chosen = frame.pinned.kind == RefKind::canvas && exists(frame.trace(), frame.pinned);
  const Index channel = chosen ? frame.pinned.channel : 0;
  const float limit = limitOf(frame, sweep);
  drawSentence(paint, frame, fmt::format("{}, ±{}", sentenceOf(frame, channel), shortNumber(limit)));
  drawAxes(paint, frame, sweep, layout);
  for (std::size_t i = 0; i < sweep.tiles.size(); ++i) {
    const Box box = layout.at(i / sweep.columns.size(), i % sweep.columns.size());
    drawTile(paint, frame, box, sweep.tiles[i], layout.cell, limit,
             {RefKind::tile, channel, static_cast<Index>(i)});
    canvas.tag({});
    if (!sweep.tiles[i].own) continue;
    const Box own = placeOf(frame, box, outputSize(sweep.tiles[i]), layout.cell).box;
    paint.frame(own.inset(-3 * frame.scale), paint.theme().accent, 2);
  }
}

}  // namespace lab::view::compare

#include "view/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "view/bars.h"
#include "view/layout.h"
#include "view/number_format.h"
#include "view/planes.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace {

// In points at scale 1, on the grid of 8.
constexpr double kGap = 24, kWords = 40, kColumnNumbers = 20, kRowNumbers = 24, kBelow = 8;
constexpr double kPlaneGap = 24;
constexpr double kLargest = 48;
/// With cells of this size pictures stay in one row; else more rows must make them so much larger.
constexpr double kReadable = 32, kWorthRows = 1.2;

/// How the planes of every picture are tiled, and the side of all cells.
struct Tiles {
  Index across = 1;
  double cell = 0;
};

Tiles tilesFor(const Box& room, std::span<const Pair> sizes, Index planes, double scale) {
  Pair most{1, 1};
  for (const Pair& size : sizes) most = {std::max(most.h, size.h), std::max(most.w, size.w)};
  Tiles best;
  for (Index across = 1; across <= planes; ++across) {
    const Index down = (planes + across - 1) / across;
    const auto columns = static_cast<double>(across), rows = static_cast<double>(down);
    const double gap = kPlaneGap * scale;
    const double width = std::max(room.w - gap * (columns - 1), room.w / 2) / columns,
                 height = std::max(room.h - gap * (rows - 1), room.h / 2) / rows;
    const double cell = std::min(
        {width / static_cast<double>(most.w), height / static_cast<double>(most.h), kLargest * scale});
    if (cell > best.cell) best = {across, cell};
  }
  if (best.cell >= 8) best.cell = std::floor(best.cell);
  return best;
}

/// The distance from plane to plane: at least the planes touch.
double pitch(double room, double cells, Index count, double gap) {
  return count == 1 ? 0 : std::min(cells + gap, (room - cells) / static_cast<double>(count - 1));
}

GridPlace zoomed(GridPlace place, const Frame& frame, const Box& room) {
  const Point c = room.center();
  place.box = {c.x + (place.box.x - c.x) * frame.zoom + frame.pan.x * frame.area.w,
               c.y + (place.box.y - c.y) * frame.zoom + frame.pan.y * frame.area.h, place.box.w * frame.zoom,
               place.box.h * frame.zoom};
  place.cell *= frame.zoom;
  place.bars *= frame.zoom;
  return place;
}

void placePlanes(PictureColumn& column, const Frame& frame, const Box& room, Pair size, Index planes,
                 const Tiles& tiles) {
  const double w = tiles.cell * static_cast<double>(size.w), h = tiles.cell * static_cast<double>(size.h);
  const double gap = kPlaneGap * frame.scale;
  const Index down = (planes + tiles.across - 1) / tiles.across;
  const double free = room.h / static_cast<double>(down) - h - (down > 1 ? gap : 0);
  const double bars = frame.derived->layer().dims == 1 ? barsIn(free, frame.scale) : 0;
  const double beside = pitch(room.w, w, tiles.across, gap), below = pitch(room.h, h + bars, down, gap);
  for (Index i = 0; i < planes; ++i) {
    const Index row = i / tiles.across, in_row = i % tiles.across;
    const Box box{std::round(room.x + static_cast<double>(in_row) * beside),
                  std::round(room.y + static_cast<double>(row) * below + bars), w, h};
    column.end = std::max(column.end, box.bottom());
    column.planes.push_back(zoomed({box, size.h, size.w, tiles.cell, bars}, frame, room));
  }
}

/// The words above the planes of a picture.
double wordsOf(const Box& picture, double s) { return std::min(kWords * s, picture.h / 3); }

/// What is left for the planes: numbers stand left of them and above.
Box planesOf(const Box& picture, double s) {
  const double above = wordsOf(picture, s) + kColumnNumbers * s;
  return {picture.x + kRowNumbers * s, picture.y + above, picture.w - kRowNumbers * s,
          std::max(1.0, picture.h - above - kBelow * s)};
}

/// Pictures in rows of `across`.
struct Arrangement {
  Index across = 1;
  double width = 0, height = 0, gap = 0;  ///< of a picture, and between two
  Tiles tiles;

  Box picture(const Box& box, Index i) const {
    const Index row = i / across, column = i % across;
    return {box.x + static_cast<double>(column) * (width + gap),
            box.y + static_cast<double>(row) * (height + gap), width, height};
  }
};

Arrangement arrangementOf(const Box& box, std::span<const Pair> sizes, Index planes, Index across, double s) {
  const auto columns = static_cast<double>(across),
             rows = std::ceil(static_cast<double>(sizes.size()) / columns);
  Arrangement arrangement{across,
                          std::floor((box.w - kGap * s * (columns - 1)) / columns),
                          std::floor((box.h - kGap * s * (rows - 1)) / rows),
                          kGap * s,
                          {}};
  arrangement.tiles = tilesFor(planesOf(arrangement.picture(box, 0), s), sizes, planes, s);
  return arrangement;
}

PictureColumn pictureAt(const Frame& frame, const Box& picture, Pair size, Index planes, const Tiles& tiles) {
  const double s = frame.scale, words = wordsOf(picture, s);
  PictureColumn column;
  column.words = {picture.x, picture.y, picture.w, words};
  column.room = {picture.x, picture.y + words, picture.w + kGap * s / 2, picture.h - words};
  placePlanes(column, frame, planesOf(picture, s), size, planes, tiles);
  return column;
}

/// A cell outside of the window: faint, its number small.
void drawCroppedCell(const GridPainter& paint, const Box& box, float value, float limit) {
  const double s = paint.scale();
  const tconv::Rgb fill = mix(paint.theme().background, paint.color(value, limit), 0.35);
  paint.canvas().rect(box, {Color(fill), Stroke{Color(paint.theme().line), s}});
  const std::string label = paint.label(value, box.w);
  if (label.empty()) return;
  const double size = paint.fittingSize(label, box.w, 12 * s);
  paint.text({box.center().x, box.center().y + size * kCapHeight / 2}, label, size, paint.theme().faint,
             Align::middle);
}

/// The part of a grid that a smaller one covers from its first cell on.
GridPlace corner(const GridPlace& place, Pair size) { return partOf(place, {0, 0, size.h, size.w}); }

/// What only one of both has, hatched, and the numbers of rows and columns.
void drawOneSided(const GridPainter& paint, const Frame& frame, const GridPlace& place, const Shape& common) {
  paint.canvas().tag({});
  for (const Rect& strip : croppedStrips(place, {0, 0, common.h, common.w})) {
    if (strip.empty()) continue;
    paint.hatch(place.span(strip));
    paint.frame(place.span(strip), paint.theme().line, 1);
  }
  paint.numbers(place, {0, 0, place.rows, place.columns}, frame.derived->layer().dims == 1);
}

}  // namespace

std::vector<PictureColumn> layoutPictures(const Frame& frame, const Box& box, std::span<const Pair> sizes,
                                          Index planes) {
  const auto count = static_cast<Index>(sizes.size());
  Arrangement best = arrangementOf(box, sizes, planes, count, frame.scale);
  for (Index across = count - 1; across >= 1; --across) {
    const Arrangement other = arrangementOf(box, sizes, planes, across, frame.scale);
    if (best.tiles.cell < kReadable * frame.scale && other.tiles.cell > kWorthRows * best.tiles.cell)
      best = other;
  }
  std::vector<PictureColumn> pictures;
  for (Index i = 0; i < count; ++i)
    pictures.push_back(
        pictureAt(frame, best.picture(box, i), sizes[static_cast<std::size_t>(i)], planes, best.tiles));
  return pictures;
}

void drawPictureWords(const GridPainter& paint, const PictureColumn& column, std::string_view name,
                      std::string_view remark, std::string_view words) {
  const double s = paint.scale();
  const Box& box = column.words;
  paint.canvas().tag({});
  const std::string title = shortened(name, 16 * s, box.w, Weight::bold);
  paint.heading({box.x, box.y + 14 * s}, title, remark, box.right());
  if (box.h < 36 * s) return;
  paint.text({box.x, box.y + 34 * s}, shortened(words, 12 * s, box.w), 12 * s, paint.theme().muted);
}

void drawReason(const GridPainter& paint, const PictureColumn& column, std::string_view reason) {
  const double s = paint.scale();
  paint.canvas().tag({});
  double y = column.room.y + 24 * s;
  for (const std::string& line : wrapped(reason, 14 * s, column.words.w)) {
    if (y > column.room.bottom() - 4 * s) return;
    paint.text({column.words.x, y}, line, 14 * s, paint.theme().problem);
    y += 20 * s;
  }
}

void drawFramedPlane(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                     std::span<const float> values, const Rect& window, const Ref& what) {
  const float limit = frame.limits().output;
  Canvas& canvas = paint.canvas();
  drawBars(paint, place, values, limit, what);
  canvas.tag(what);
  if (drawnAsPicture(paint, frame, place)) {
    drawValues(paint, frame, place, values, limit, what, Lifetime::document);
    fadeCropped(paint, place, window);
  } else {
    const Rect seen = visibleCells(place, frame.area);
    for (Index row = seen.top; row < seen.bottom; ++row)
      for (Index column = seen.left; column < seen.right; ++column) {
        Ref cell = what;
        cell.row = row, cell.column = column;
        canvas.tag(cell);
        const Box box = place.cellBox(static_cast<double>(row), static_cast<double>(column));
        const float value = values[static_cast<std::size_t>(row * place.columns + column)];
        if (window.contains(row, column))
          paint.cell(box, value, limit);
        else
          drawCroppedCell(paint, box, value, limit);
      }
  }
  canvas.tag({});
  for (const Rect& strip : croppedStrips(place, window)) paint.hatch(place.span(strip));
  paint.frame(place.span(window), paint.theme().ink, place.cell < 12 * frame.scale ? 1 : 2);
  paint.numbers(place, window, frame.derived->layer().dims == 1);
}

void drawDifference(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                    const tconv::Difference& difference, const Ref& what) {
  const Shape common = difference.values.shape();
  if (what.channel < common.c) {
    Frame plain = frame;
    plain.symbols = false;
    drawValues(paint, plain, corner(place, common.spatial()), planeOf(difference.values, 0, what.channel),
               frame.limits().output, what, Lifetime::document);
  }
  drawOneSided(paint, frame, place, common);
}

void drawDifference(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                    const RunningDifference& difference, const Ref& what) {
  const Shape common = difference.common();
  drawBlocks(paint, frame, corner(place, common.spatial()), frame.limits().output, what,
             [&](const Rect& cells, Index step) { return difference.blocks(what.channel, cells, step); });
  drawOneSided(paint, frame, place, common);
}

std::string differenceText(const LargestDifference& difference, const Layer& layer) {
  if (difference.identical) return tr("identical");
  if (difference.largest == 0) return tr("the same values where both have one");
  const std::string channel = layer.out_channels > 1 ? fmt::format("{}, ", difference.c) : "";
  const std::string row = layer.dims == 2 ? fmt::format("{}, ", difference.h) : "";
  return trf("largest difference {} at ({}{}{})", shortNumber(difference.largest), channel, row,
             difference.w);
}

}  // namespace lab::view

#include "view/tile_layout.h"

#include <algorithm>
#include <cmath>

namespace lab::view {
namespace {

// All lengths in points at scale 1.
constexpr double kLeft = 44, kRight = 20, kBottom = 12;  ///< left of grids stand signs and row numbers
constexpr double kTop = 56;      ///< holds the heading and the captions of the first row
constexpr double kBeside = 26;   ///< between tiles; holds the plus sign
constexpr double kCaption = 24;  ///< above a tile, its caption
constexpr double kOutline = 6;   ///< around a tile, its outline
constexpr double kLeftOfStack = 148, kBelowInStack = 16;
constexpr double kBelow = 34;      ///< between rows of tiles; holds captions
constexpr double kSumTop = 60;     ///< between the tiles and the sum below them; holds heading and numbers
constexpr double kEquals = 64;     ///< between the tiles and the sum right of them; holds sign and numbers
constexpr double kHeadings = 136;  ///< the headings side by side need so much
/// In a pane smaller than that the tiles have a note instead of a heading, and the sum has a short heading.
constexpr double kSmallWidth = 480, kSmallHeight = 300;
constexpr double kSmallTop = 48, kSmallHeadings = 80;
constexpr double kLargestCell = 64;
/// Larger cells are no reason to prefer an arrangement.
constexpr double kLargeEnough = 40;
/// Cells that all tiles must have to be shown together, and those of the tiles of a window.
constexpr double kLeastCell = 14, kLeastInWindow = 18;
/// So many tiles a window shows at least, be they ever so small.
constexpr Index kLeastTiles = 4;
/// Cells of the sum that hold numbers, and those of tiles.
constexpr double kReadable = 22, kLabelled = 16;
/// How much smaller cells may be for that the sum stands below, and that it has numbers.
constexpr double kBelowIsBetter = 1.1, kNumbersAreBetter = 1.25;

/// What there is to place and where.
struct Room {
  Box area;
  double s;  ///< scale
  Index rows, columns, count;

  bool small() const { return area.w < kSmallWidth * s || area.h < kSmallHeight * s; }
  double top() const { return (small() ? kSmallTop : kTop) * s; }
  /// In 1-D captions stand left of the tiles, which stand on top of each other: equal cells are aligned.
  bool stacked() const { return rows == 1; }
  double left() const { return (stacked() ? kLeftOfStack : kLeft) * s; }
  double caption() const { return (stacked() ? kOutline : kCaption) * s; }
  double below() const { return (stacked() ? kBelowInStack : kBelow) * s; }
  double headings() const { return (small() ? kSmallHeadings : kHeadings) * s; }
};

struct Fit {
  bool below = true;
  Index across = 1, down = 1;
  double cell = 0, sum = 0;
};

double wholeCell(double cell) { return cell >= 8 ? std::floor(cell) : std::max(cell, 1e-3); }

double width(const Room& room, const Fit& fit) {
  return static_cast<double>(fit.across * room.columns) * fit.cell +
         static_cast<double>(fit.across - 1) * kBeside * room.s;
}

double height(const Room& room, const Fit& fit) {
  return static_cast<double>(fit.down * room.rows) * fit.cell +
         static_cast<double>(fit.down - 1) * room.below();
}

/// The side of `count` equally long cells in some room. If it can be, they leave enough for `others` cells of
/// the sum that can hold numbers; those are at least as large.
double share(double room, Index count, Index others, double s) {
  const double roomy = (room - static_cast<double>(others) * kReadable * s) / static_cast<double>(count);
  const double equal = room / static_cast<double>(count + others);
  return roomy >= kLabelled * s ? std::min(roomy, equal) : equal;
}

/// Tiles above the sum: it takes what they leave.
Fit fitBelow(const Room& room, Fit fit) {
  const double s = room.s, most = kLargestCell * s;
  const double free_width = room.area.w - room.left() - kRight * s - width(room, fit);
  const double free_height = room.area.h - room.top() - (kSumTop + kBottom) * s - height(room, fit);
  const double tile_height = room.stacked() ? free_height / static_cast<double>(fit.down + 1)
                                            : share(free_height, fit.down * room.rows, room.rows, s);
  fit.cell =
      wholeCell(std::min({most, tile_height, free_width / static_cast<double>(fit.across * room.columns)}));
  const double left = free_height - static_cast<double>(fit.down * room.rows) * fit.cell;
  const double widest = room.area.w - room.left() - kRight * s;
  fit.sum = wholeCell(
      std::min({most, left / static_cast<double>(room.rows), widest / static_cast<double>(room.columns)}));
  // Of tiles on top of each other and their sum the columns are aligned.
  if (fit.sum < fit.cell || room.stacked()) fit.sum = fit.cell;
  return fit;
}

/// Tiles left of the sum.
Fit fitBeside(const Room& room, Fit fit) {
  const double s = room.s, most = kLargestCell * s;
  const double free_width = room.area.w - room.left() - (kEquals + kRight) * s;
  const double free_height = room.area.h - room.top() - kBottom * s;
  const double beside_headings =
      (free_width - room.headings() - width(room, fit)) / static_cast<double>(fit.across * room.columns);
  const double tile_height = (free_height - height(room, fit)) / static_cast<double>(fit.down * room.rows);
  fit.cell =
      wholeCell(std::min({most, beside_headings, tile_height,
                          share(free_width - width(room, fit), fit.across * room.columns, room.columns, s)}));
  const double left = free_width - std::max(width(room, fit), room.headings());
  fit.sum = wholeCell(std::min(
      {most, left / static_cast<double>(room.columns), free_height / static_cast<double>(room.rows)}));
  if (fit.sum < fit.cell || fit.cell <= 1e-3) fit.cell = 0;
  return fit;
}

Fit fitted(const Room& room, const Fit& fit) {
  return fit.below ? fitBelow(room, fit) : fitBeside(room, fit);
}

/// Large cells, a sum with numbers, and the sum below; else tiles in a row.
double merit(const Room& room, const Fit& fit) {
  return std::min(fit.cell, kLargeEnough * room.s) * (fit.below ? kBelowIsBetter : 1) *
             (fit.sum >= kReadable * room.s ? kNumbersAreBetter : 1) +
         1e-6 * static_cast<double>(fit.across);
}

bool better(const Room& room, const Fit& a, const Fit& b) {
  return a.cell > 0 && (b.cell == 0 || merit(room, a) > merit(room, b));
}

/// Calls visit for both arrangements of every number of rows and columns of tiles up to `most` each.
template <class Visit>
void eachFit(const Room& room, Index most_across, Index most_down, Visit visit) {
  const Index widest = room.stacked() ? 1 : std::min(most_across, room.count);
  for (Index across = 1; across <= widest; ++across)
    for (Index down = 1; down <= std::min(most_down, (room.count + across - 1) / across); ++down)
      for (const bool below : {true, false}) visit(fitted(room, {below, across, down, 0, 0}));
}

/// The best arrangement in which `count` tiles are seen.
Fit bestFor(const Room& room, Index count, Index most_across, Index most_down) {
  Fit best;
  eachFit(room, most_across, most_down, [&](const Fit& fit) {
    const bool covers = fit.across * fit.down >= count && fit.across * (fit.down - 1) < count;
    if (covers && better(room, fit, best)) best = fit;
  });
  return best;
}

/// As many rows as there is room for without making cells smaller.
Fit withMoreRows(const Room& room, Fit fit) {
  while (fit.across * fit.down < room.count) {
    const Fit more = fitted(room, {fit.below, fit.across, fit.down + 1, 0, 0});
    if (more.cell < fit.cell) break;
    fit = more;
  }
  return fit;
}

/// All tiles, or as many whole rows as there can be with cells worth looking at.
Fit bestFit(const Room& room) {
  const double smaller = std::min({1.0, room.area.w / (728 * room.s), room.area.h / (480 * room.s)});
  const double least = std::max(8.0, kLeastCell * smaller) * room.s;
  const auto most = [&](double length, Index cells, double gap) {
    return std::max<Index>(1, static_cast<Index>(length / (least * static_cast<double>(cells) + gap)));
  };
  const Index across = most(room.area.w, room.columns, kBeside * room.s),
              down = most(room.area.h, room.rows, room.below());
  if (const Fit all = bestFor(room, room.count, across, down); all.cell >= least) return all;
  Fit best;
  eachFit(room, across, down, [&](const Fit& fit) {
    if (fit.cell < least * kLeastInWindow / kLeastCell) return;
    const Index more = fit.across * fit.down - best.across * best.down;
    if (best.cell == 0 || more > 0 || (more == 0 && better(room, fit, best))) best = fit;
  });
  const Index few = std::min(room.count, kLeastTiles);
  return best.cell > 0 && best.across * best.down >= few ? best
                                                         : withMoreRows(room, bestFor(room, few, few, few));
}

/// Everything at zoom 1, the first row of tiles at the top of the view.
TileLayout arrange(const Room& room, const Fit& fit) {
  const double s = room.s;
  const double tiles_w = width(room, fit), tiles_h = height(room, fit);
  const double sum_w = static_cast<double>(room.columns) * fit.sum,
               sum_h = static_cast<double>(room.rows) * fit.sum;
  const double without = fit.below ? tiles_h + kSumTop * s + sum_h : std::max(tiles_h, sum_h);
  const double bars =
      room.stacked() && fit.below ? barsIn(room.area.h - room.top() - kBottom * s - without, s) : 0;
  const double used = without + bars;
  const double top = std::round(room.area.y + room.top() +
                                std::max(0.0, (room.area.h - room.top() - kBottom * s - used) / 2));
  const double left = std::round(room.area.x + room.left());
  TileLayout layout;
  layout.across = fit.across;
  layout.count = room.count;
  layout.sum_below = fit.below;
  layout.small = room.small();
  layout.stacked = room.stacked();
  layout.caption = room.caption();
  layout.scrolls = fit.across * fit.down < room.count;
  layout.beside = static_cast<double>(room.columns) * fit.cell + kBeside * s;
  layout.below = static_cast<double>(room.rows) * fit.cell + room.below();
  const double tiles_top = fit.below ? top : std::round(top + (used - tiles_h) / 2);
  layout.first = {{left, tiles_top, layout.beside - kBeside * s, layout.below - room.below()},
                  room.rows,
                  room.columns,
                  fit.cell};
  const Point sum = fit.below ? Point{left, std::round(top + tiles_h + kSumTop * s + bars)}
                              : Point{std::round(left + std::max(tiles_w, room.headings()) + kEquals * s),
                                      std::round(top + (used - sum_h) / 2)};
  layout.sum = {{sum.x, sum.y, sum_w, sum_h}, room.rows, room.columns, fit.sum, bars};
  const double right = fit.below ? room.area.right() : sum.x - (kEquals - kOutline) * s;
  layout.view = {room.area.x, tiles_top - room.caption(), right - room.area.x,
                 tiles_h + room.caption() + kOutline * s};
  return layout;
}

void enlarge(GridPlace& place, Point center, double zoom, Point shift) {
  place.box = {center.x + (place.box.x - center.x) * zoom + shift.x,
               center.y + (place.box.y - center.y) * zoom + shift.y, place.box.w * zoom, place.box.h * zoom};
  place.cell *= zoom;
  place.bars *= zoom;
}

/// A shift that keeps [from, from + length) over the window [at, at + size), or inside of it where it is
/// shorter.
double kept(double shift, double from, double length, double at, double size) {
  const double to_start = at - from, to_end = at + size - from - length;
  return std::clamp(shift, std::min(to_start, to_end), std::max(to_start, to_end));
}

/// A window of rows: what lies under it is scrolled to the focus, then enlarged and shifted like everything;
/// the sum stays in its own window.
void scroll(TileLayout& layout, const Frame& frame, const Room& room, const Fit& fit, const Focus& focus) {
  const double s = frame.scale;
  const auto last = static_cast<double>(layout.rows() - fit.down);
  const auto start = [&](Index tile) {
    const Index above = tile / layout.across - fit.down / 2;
    return std::clamp(static_cast<double>(above), 0.0, last);
  };
  const double row = start(focus.before) + (start(focus.now) - start(focus.before)) * focus.moved;
  layout.first.box.y = std::round(layout.first.box.y - row * layout.below);
  const Point shift{frame.pan.x * frame.area.w, frame.pan.y * frame.area.h};
  enlarge(layout.first, frame.area.center(), frame.zoom, shift);
  layout.beside *= frame.zoom;
  layout.below *= frame.zoom;
  const Box& view = layout.view;
  const Box& tile = layout.first.box;
  const double length = static_cast<double>(layout.rows()) * layout.below - room.below() * frame.zoom;
  const double across = static_cast<double>(layout.across) * layout.beside - kBeside * s * frame.zoom;
  layout.first.box.y +=
      kept(0, tile.y, length, view.y + room.caption(), view.h - room.caption() - kOutline * s);
  layout.first.box.x += kept(0, tile.x, across, view.x + room.left(), view.w - room.left() - kRight * s);
  layout.sum_view = layout.sum.box.inset(-24 * s);
  const Box window = layout.sum.box;
  enlarge(layout.sum, window.center(), frame.zoom, shift);
  layout.sum.box.x += kept(0, layout.sum.box.x, layout.sum.box.w, window.x, window.w);
  layout.sum.box.y += kept(0, layout.sum.box.y, layout.sum.box.h, window.y, window.h);
}

void zoomAll(TileLayout& layout, const Frame& frame) {
  const Point shift{frame.pan.x * frame.area.w, frame.pan.y * frame.area.h};
  for (GridPlace* place : {&layout.first, &layout.sum})
    enlarge(*place, frame.area.center(), frame.zoom, shift);
  layout.beside *= frame.zoom;
  layout.below *= frame.zoom;
  layout.view = layout.sum_view = frame.area;
}

}  // namespace

GridPlace TileLayout::tile(Index i) const {
  GridPlace place = first;
  const Index row = i / across, column = i % across;
  place.box.x += static_cast<double>(column) * beside;
  place.box.y += static_cast<double>(row) * below;
  return place;
}

Rect TileLayout::visible() const {
  const auto first_in = [](double edge, double start, double length, double pitch, Index most) {
    return std::clamp(static_cast<Index>(std::floor((edge - start - length) / pitch)) + 1, Index{0}, most);
  };
  const auto past_in = [](double edge, double start, double pitch, Index most) {
    return std::clamp(static_cast<Index>(std::ceil((edge - start) / pitch)), Index{0}, most);
  };
  return {first_in(view.y, first.box.y, first.box.h, below, rows()),
          first_in(view.x, first.box.x, first.box.w, beside, across),
          past_in(view.bottom(), first.box.y - caption, below, rows()),
          past_in(view.right(), first.box.x, beside, across)};
}

TileLayout layoutTiles(const Frame& frame, const Box& area, Index count, const Focus& focus) {
  const Pair canvas = frame.trace().canvasSize();
  const double s = frame.scale;
  const Room room{area, s, canvas.h, canvas.w, count};
  const Fit fit = bestFit(room);
  TileLayout layout = arrange(room, fit);
  const GridPlace first = layout.first, sum = layout.sum;
  if (layout.scrolls)
    scroll(layout, frame, room, fit, focus);
  else
    zoomAll(layout, frame);
  // Headings and signs keep their size, and in a window their place.
  const Box& tiles_at = layout.scrolls ? first.box : layout.first.box;
  const Box& sum_at = layout.scrolls ? sum.box : layout.sum.box;
  layout.heading = {tiles_at.x, tiles_at.y - (room.stacked() ? 20 : 36) * s};
  const double bars = layout.scrolls ? sum.bars : layout.sum.bars;
  layout.sum_heading = {sum_at.x, sum_at.y - bars - 28 * s};
  layout.note = {layout.sum_below ? area.right() - kRight * s : sum_at.x - kEquals * s / 2, layout.heading.y};
  layout.equals = {sum_at.x - (room.stacked()     ? 26
                               : layout.sum_below ? 32
                                                  : 40) *
                                  s,
                   sum_at.center().y + 6 * s};
  return layout;
}

}  // namespace lab::view

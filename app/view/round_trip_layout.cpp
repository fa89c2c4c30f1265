#include <algorithm>
#include <cmath>

#include "view/layout.h"
#include "view/round_trip.h"

namespace lab::view::roundtrip {
namespace {

// All lengths in points at scale 1.
constexpr double kMargin = 24, kNarrowMargin = 12, kNarrow = 520;
constexpr double kTitle = 24, kLine = 22;
constexpr double kHeading = 44;                    ///< heading and column numbers above a grid
constexpr double kNumbers = 20;                    ///< left of the first grid
constexpr double kSize = 24;                       ///< below a grid: its size
constexpr double kArrow = 112, kNarrowArrow = 44;  ///< between the grids of the row
constexpr double kGap = 24, kNarrowestFan = 128, kFanHeading = 36, kFanLine = 28;
constexpr double kLeastDifference = 120, kAdjoint = 60;
constexpr double kLargestCell = 56, kMostBars = 96;

Box stageBox(const Frame& frame) {
  const Box& a = frame.area;
  const Point c = a.center();
  return {c.x + (a.x - c.x) * frame.zoom + frame.pan.x * a.w,
          c.y + (a.y - c.y) * frame.zoom + frame.pan.y * a.h, a.w * frame.zoom, a.h * frame.zoom};
}

/// As large as its room and the limit allow.
GridPlace fitted(const Stage& stage, TripGrid grid, const Box& room) {
  const Shape shape = stage.facts.grid(grid).shape();
  return fitGrid(room, shape.h, shape.w, kLargestCell * stage.scale() * stage.frame.zoom);
}

/// The height that the fan with the most sizes would like to have.
double wantedFan(const Stage& stage) {
  const Index most = std::max(stage.facts.sizes[0].count, stage.facts.sizes[1].count);
  return (kFanHeading + kFanLine * static_cast<double>(most)) * stage.scale();
}

/// The widths of the columns of the row: grids, and the gap before each but the first.
struct Columns {
  double grid = 0;
  std::array<double, 4> gap{};
  std::size_t count = 3;  ///< 4 where the difference stands in the row as well
};

Columns columnsOf(const Stage& stage, double width, bool narrow, std::size_t count) {
  const double arrow = (narrow ? kNarrowArrow : kArrow) * stage.scale();
  Columns columns{0, {0, arrow, arrow, kGap * stage.scale()}, count};
  double gaps = 0;
  for (std::size_t i = 0; i < count; ++i) gaps += columns.gap[i];
  columns.grid = std::floor((width - gaps) / static_cast<double>(count));
  return columns;
}

/// The cells of x in such a row.
double cellIn(const Stage& stage, const Columns& columns, double height) {
  const double s = stage.scale();
  return fitted(stage, TripGrid::x, {0, 0, columns.grid - kNumbers * s, height - (kHeading + kSize) * s})
      .cell;
}

/// In 1-D, the part of a free height that bars take: not so much that the texts below would have no room.
double barsFor(const Stage& stage, double free) {
  return stage.oneDimensional() ? std::min(barsIn(free, stage.scale()), kMostBars * stage.scale()) : 0;
}

/// The grids of the row on one middle line, so that the arrows are level; returns where the row ends.
double placeRow(Layout& layout, const Stage& stage, const Box& room, const Columns& columns) {
  const double s = stage.scale();
  double x = room.x, highest = 0;
  for (std::size_t i = 0; i < columns.count; ++i) {
    x += columns.gap[i];
    layout.grids[i] = fitted(stage, kGrids[i],
                             {x + kNumbers * s, room.y + kHeading * s, columns.grid - kNumbers * s,
                              room.h - (kHeading + kSize) * s});
    layout.heading_right[i] = x + columns.grid;
    highest = std::max(highest, layout.grids[i].box.h);
    x += columns.grid;
  }
  const double bars = barsFor(stage, room.h - (kHeading + kSize) * s - highest);
  for (std::size_t i = 0; i < columns.count; ++i) {
    layout.grids[i].bars = bars;
    layout.grids[i].box.y += bars + std::round((highest - layout.grids[i].box.h) / 2);
  }
  return room.y + (kHeading + kSize) * s + highest + bars;
}

/// Below the row, under the grid that came back: how far it is from x.
void placeDifference(Layout& layout, const Stage& stage, const Box& room) {
  const double s = stage.scale();
  if (room.h < kLeastDifference * s) return;
  const GridPlace& back = layout.grids[2];
  const Box cells{room.x + kNumbers * s, room.y + kHeading * s, room.w - kNumbers * s,
                  room.h - kHeading * s - 4 * s};
  layout.grids[3] = fitGrid(cells, back.rows, back.columns, back.cell);
  layout.grids[3].bars = barsFor(stage, cells.h - layout.grids[3].box.h);
  layout.grids[3].box.y += layout.grids[3].bars;
  layout.heading_right[3] = room.right();
}

/// The fans side by side, or where they would be too narrow on top of each other; returns where they end.
double placeFans(Layout& layout, const Stage& stage, const Box& room) {
  const double s = stage.scale(), gap = kGap * s;
  const auto count = static_cast<double>(stage.fans());
  const double share = (room.w - gap * (count - 1)) / count;
  const bool beside = share >= kNarrowestFan * s;
  const double width = std::min(280 * s, beside ? share : room.w);
  // A fan of one line would not show what it is about.
  const double least = std::min(wantedFan(stage), (kFanHeading + 2 * 20) * s);
  const double for_adjoint = room.h - kAdjoint * s - gap;
  double y = room.y;
  for (std::size_t i = 0; i < stage.fans(); ++i) {
    const double height = std::min(wantedFan(stage), std::max(least, for_adjoint));
    const double x = beside ? room.x + static_cast<double>(i) * (width + gap) : room.x;
    const double top = beside ? room.y : y;
    if (top + height > room.bottom() || width < kNarrowestFan * s) break;
    layout.fans.push_back({x, top, width, height});
    y = top + height + gap;
  }
  return y;
}

/// The fans, and the adjoint below them, as far as there is room.
void placeTexts(Layout& layout, const Stage& stage, const Box& room) {
  const double y = placeFans(layout, stage, room);
  if (y + kAdjoint * stage.scale() > room.bottom() + 1) return;
  layout.adjoint = Box{room.x, y, room.w, kAdjoint * stage.scale()};
}

}  // namespace

Layout layoutRoundTrip(const Stage& stage) {
  const double s = stage.scale();
  const Box area = stageBox(stage.frame);
  const bool narrow = area.w < kNarrow * s;
  const double margin = (narrow ? kNarrowMargin : kMargin) * s;
  Layout layout;
  layout.title = {area.x + margin, area.y + kTitle * s};
  layout.remark = {layout.title.x, layout.title.y + kLine * s};
  layout.right = area.right() - margin;
  if (stage.facts.misfit) return layout;
  const double top = (stage.channelsDiffer() ? layout.remark.y : layout.title.y) + 16 * s;
  const Box room{layout.title.x, top, layout.right - layout.title.x, area.bottom() - margin / 2 - top};
  const double texts = (kAdjoint + 3 * kGap) * s + std::min(wantedFan(stage), 180 * s);
  const Columns three = columnsOf(stage, room.w, narrow, 3), four = columnsOf(stage, room.w, narrow, 4);
  const double half = std::floor(room.h * 0.52), most = room.h - texts;
  if (most > 0 && cellIn(stage, four, most) > cellIn(stage, three, half)) {
    const double end = placeRow(layout, stage, {room.x, room.y, room.w, most}, four) + kGap * s;
    placeTexts(layout, stage, {room.x, end, room.w, room.bottom() - end});
    return layout;
  }
  const bool lower = room.h >= (kLeastDifference + 130) * s;
  const double row = lower ? half : room.h;
  const double end = placeRow(layout, stage, {room.x, room.y, room.w, row}, three) + kGap / 2 * s;
  const Box below{room.x, end, room.w, room.bottom() - end};
  const double left = narrow ? std::floor(room.w * 0.56) : layout.grids[2].box.x - kNumbers * s - room.x;
  placeDifference(layout, stage, {room.x + left, below.y, room.w - left, below.h});
  placeTexts(layout, stage, {room.x, below.y, left - kGap * s, below.h});
  return layout;
}

}  // namespace lab::view::roundtrip

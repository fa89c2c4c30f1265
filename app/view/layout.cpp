#include "view/layout.h"

#include <algorithm>
#include <cmath>

namespace lab::view {
namespace {

// All lengths in points at scale 1, on the grid of 8.
constexpr double kMargin = 24;
constexpr double kHeading = 48;   ///< heading and column numbers above a block
constexpr double kNumbers = 20;   ///< row numbers left of a grid
constexpr double kPlaneGap = 28;  ///< between planes side by side; holds row numbers
constexpr double kPlaneBelow =
    44;                          ///< between planes on top of each other; holds a caption and column numbers
constexpr double kCaption = 20;  ///< below the last planes of a block
constexpr double kColumnGap = 32;                   ///< between the three columns of the board
constexpr double kMostBars = 168, kLeastBars = 56;  ///< height of bars with the numbers below them
constexpr double kBarsBelow = 28;                   ///< air below the cells that bars stand on
constexpr double kNarrow = 560;     ///< below this width the narrow arrangement may be the better one
constexpr double kStackedGap = 20;  ///< between the grids of a row, in the narrow arrangement

struct Tiling {
  Index across = 1;
  double cell = 0;
  double beside = 0, below = 0;  ///< gaps between planes
};

Index rowsOfPlanes(Index planes, Index across) { return (planes + across - 1) / across; }

/// How many planes stand side by side so that their cells become as large as possible. The gaps take at most
/// `gaps` of the room.
Tiling bestTiling(const BlockContent& c, Box space, double scale, double largest, double gaps) {
  Tiling best;
  for (Index across = 1; across <= c.planes; ++across) {
    const auto columns = static_cast<double>(across),
               rows = static_cast<double>(rowsOfPlanes(c.planes, across));
    const double beside = std::min(kPlaneGap * scale, space.w * gaps / columns);
    const double below = std::min(kPlaneBelow * scale, space.h * gaps / rows);
    const double width = (space.w - beside * (columns - 1)) / columns,
                 height = (space.h - below * (rows - 1)) / rows;
    const double cell =
        std::min({largest, width / static_cast<double>(c.columns), height / static_cast<double>(c.rows)});
    if (cell > best.cell) best = {across, cell, beside, below};
  }
  return best;
}

/// Planes keep their gaps, which hold numbers and captions, unless that would leave no room for the cells.
Tiling tilingFor(const BlockContent& c, Box space, double scale, double largest) {
  constexpr double unlimited = 1e9;
  const Tiling spacious = bestTiling(c, space, scale, largest, unlimited);
  const double plane = spacious.cell * static_cast<double>(std::max(c.rows, c.columns));
  return plane >= 4 * scale ? spacious : bestTiling(c, space, scale, largest, 0.5);
}

/// Cells that can carry numbers have whole sides, so that lines fall on pixels.
double wholeCell(double cell) { return cell >= 8 ? std::floor(cell) : std::max(cell, 1e-3); }

}  // namespace

double barsIn(double free, double scale) {
  const double height = std::min(free - kBarsBelow * scale, kMostBars * scale);
  return height < kLeastBars * scale ? 0 : std::floor(height);
}

Block placeBlock(const BlockContent& content, const Box& space, double scale, double largest) {
  const double caption = content.planes > 1 || content.captioned ? kCaption * scale : 0;
  const Box cells{space.x + kNumbers * scale, space.y + kHeading * scale, space.w - kNumbers * scale,
                  space.h - kHeading * scale - caption};
  Tiling tiling = tilingFor(content, cells, scale, largest);
  tiling.cell = wholeCell(tiling.cell);
  const double width = tiling.cell * static_cast<double>(content.columns), right = width + tiling.beside;
  const auto down = static_cast<double>(rowsOfPlanes(content.planes, tiling.across));
  const double cell_height = tiling.cell * static_cast<double>(content.rows);
  const double bars =
      content.bars ? barsIn((cells.h - (down - 1) * tiling.below) / down - cell_height, scale) : 0;
  const double below = cell_height + bars + tiling.below, used = (down - 1) * below + cell_height + bars;
  const double top = std::round(cells.y + std::max(0.0, (cells.h - used) / 2));
  Block block;
  for (Index i = 0; i < content.planes; ++i) {
    const Index row = i / tiling.across, column = i % tiling.across;
    const Box box{std::round(cells.x + static_cast<double>(column) * right),
                  std::round(top + bars + static_cast<double>(row) * below), width, cell_height};
    block.planes.push_back({box, content.rows, content.columns, tiling.cell, bars});
  }
  return block;
}

double wantedColumns(const BlockContent& c) {
  const double across = std::ceil(std::sqrt(static_cast<double>(c.planes)));
  return across * static_cast<double>(c.columns) + 1;
}

double wantedRows(const BlockContent& c) {
  const auto planes = static_cast<double>(c.planes);
  return std::ceil(planes / std::ceil(std::sqrt(planes))) * static_cast<double>(c.rows);
}

namespace {

struct Shares {
  double left, middle;
};

/// The width is shared by how many columns each part wants, within bounds that keep all of them readable.
Shares shareWidth(const BlockContent& input, const BlockContent& kernel, const BlockContent& output) {
  const double left = std::max(wantedColumns(input), wantedColumns(kernel));
  const double middle = wantedColumns(kernel), right = wantedColumns(output);
  const double total = left + middle + right;
  return {std::clamp(left / total, 0.18, 0.36), std::clamp(middle / total, 0.17, 0.30)};
}

/// Headings keep their size and their distance to the grid, whatever the zoom.
void placeHeading(Block& block, double scale) {
  const GridPlace& first = block.planes.front();
  block.heading = {first.box.x, first.box.y - first.bars - (kHeading - 20) * scale};
}

}  // namespace

void zoomGrid(GridPlace& grid, const Frame& frame) {
  const Box& content = frame.area;
  const Point c = content.center();
  grid.box = {c.x + (grid.box.x - c.x) * frame.zoom + frame.pan.x * content.w,
              c.y + (grid.box.y - c.y) * frame.zoom + frame.pan.y * content.h, grid.box.w * frame.zoom,
              grid.box.h * frame.zoom};
  grid.cell *= frame.zoom;
  grid.bars *= frame.zoom;
}

void zoomBlock(Block& block, const Frame& frame) {
  for (GridPlace& plane : block.planes) zoomGrid(plane, frame);
  placeHeading(block, frame.scale);
}

namespace {

/// Input above kernel, the height shared by the rows they want.
void placeLeftColumn(ScatterLayout& layout, const BlockContent& input, const BlockContent& kernel, Box column,
                     double scale) {
  const double share = std::clamp(wantedRows(input) / (wantedRows(input) + wantedRows(kernel)), 0.35, 0.65);
  const double largest = kLargestCell * scale;
  Box upper = column, lower = column;
  upper.h = column.h * share;
  lower.y += upper.h;
  lower.h -= upper.h;
  layout.inputs = placeBlock(input, upper, scale, largest);
  layout.kernels = placeBlock(kernel, lower, scale, largest);
}

struct Contents {
  BlockContent input, kernel, output;
};

ScatterLayout sideBySide(const Contents& c, const Box& area, double unit) {
  ScatterLayout layout;
  const double usable = area.w - 2 * (kMargin + kColumnGap) * unit;
  const Shares share = shareWidth(c.input, c.kernel, c.output);
  Box column{area.x + (kMargin - 4) * unit, area.y, usable * share.left, area.h};
  placeLeftColumn(layout, c.input, c.kernel, column, unit);
  column = {column.right() + kColumnGap * unit, column.y, usable * share.middle, column.h};
  layout.patches = placeBlock(c.kernel, column, unit, layout.kernels.planes.front().cell);
  column = {column.right() + kColumnGap * unit, column.y, usable * (1 - share.left - share.middle), column.h};
  layout.outputs = placeBlock(c.output, column, unit, kLargestCell * unit);
  return layout;
}

/// The shares of input and of kernel (as of the patch) in a row of the three; none starves.
Shares shareRow(const BlockContent& input, const BlockContent& kernel) {
  const double left = wantedColumns(input), middle = wantedColumns(kernel);
  const double share = std::clamp(left / (left + 2 * middle), 0.2, 0.6);
  return {share, (1 - share) / 2};
}

/// Input, kernel and patch share the width by their columns, and the height with the output by their rows.
ScatterLayout stacked(const Contents& c, const Box& area, double unit) {
  ScatterLayout layout;
  layout.stacked = true;
  const double upper_rows = std::max(wantedRows(c.input), wantedRows(c.kernel));
  const double upper = area.h * std::clamp(upper_rows / (upper_rows + wantedRows(c.output)), 0.3, 0.6);
  const double usable = area.w - (kMargin + 2 * kStackedGap) * unit;
  const Shares share = shareRow(c.input, c.kernel);
  double x = area.x + (kMargin - 12) * unit;
  const auto next = [&](const BlockContent& content, double part, double largest) {
    const double width = usable * part;
    const Block block = placeBlock(content, {x, area.y, width, upper}, unit, largest);
    x += width + kStackedGap * unit;
    return block;
  };
  layout.inputs = next(c.input, share.left, kLargestCell * unit);
  layout.kernels = next(c.kernel, share.middle, layout.inputs.planes.front().cell);
  layout.patches = next(c.kernel, share.middle, layout.kernels.planes.front().cell);
  const Box lower{area.x + (kMargin - 12) * unit, area.y + upper, area.w - kMargin * unit,
                  area.h - upper - 12 * unit};
  layout.outputs = placeBlock(c.output, lower, unit, kLargestCell * unit);
  return layout;
}

/// How well the smallest cells of a layout can be read.
double legibility(const ScatterLayout& layout) {
  return std::min({layout.inputs.planes.front().cell, layout.kernels.planes.front().cell,
                   layout.outputs.planes.front().cell});
}

}  // namespace

GridPlace fitGrid(const Box& room, Index rows, Index columns, double largest) {
  const double cell = wholeCell(
      std::min({largest, room.w / static_cast<double>(columns), room.h / static_cast<double>(rows)}));
  const double x = std::round(room.x), y = std::round(room.y);
  return {{x, y, cell * static_cast<double>(columns), cell * static_cast<double>(rows)}, rows, columns, cell};
}

Box Block::box() const {
  Box all = planes.front().box;
  for (const GridPlace& plane : planes) {
    const double right = std::max(all.right(), plane.box.right());
    const double bottom = std::max(all.bottom(), plane.box.bottom());
    all.x = std::min(all.x, plane.box.x);
    all.y = std::min(all.y, plane.box.y);
    all.w = right - all.x;
    all.h = bottom - all.y;
  }
  return all;
}

ScatterLayout layoutScatter(const Frame& frame) {
  const tconv::Trace& trace = *frame.derived->trace;
  const Shape x = trace.x().shape(), w = trace.weight().shape();
  const Pair canvas = trace.canvasSize();
  const bool bars = trace.layer().dims == 1;
  const Index outs = trace.layer().out_channels;
  const bool captions = x.c > 1 || outs > 1;
  const Contents contents{{x.c, x.h, x.w, bars, captions},
                          {w.c, w.h, w.w, bars, captions},
                          {outs, canvas.h, canvas.w, bars, captions}};
  ScatterLayout layout = sideBySide(contents, frame.area, frame.scale);
  if (frame.area.w < kNarrow * frame.scale) {
    ScatterLayout narrow = stacked(contents, frame.area, frame.scale);
    if (legibility(narrow) > legibility(layout)) layout = std::move(narrow);
  }
  layout.content = frame.area;
  for (Block* block : {&layout.inputs, &layout.kernels, &layout.patches, &layout.outputs})
    zoomBlock(*block, frame);
  return layout;
}

}  // namespace lab::view

#include <algorithm>
#include <array>

#include "view/backward.h"

namespace lab::view::backward {
namespace {

// In points at scale 1.
constexpr double kMargin = 20, kGap = 32, kHeading = 48, kRowGap = 12, kSentence = 40;
/// Below this height the grids need the room of the sentence more.
constexpr double kRoomForSentence = 300;

struct Contents {
  BlockContent dy, kernel, dx, bias;
  bool has_bias;
};

Contents contentsOf(const tconv::Trace& trace) {
  const Shape x = trace.x().shape(), w = trace.weight().shape();
  const Pair canvas = trace.canvasSize();
  const Index outs = trace.layer().out_channels;
  const bool bars = trace.layer().dims == 1;
  return {{outs, canvas.h, canvas.w, bars},
          {w.c, w.h, w.w},
          {x.c, x.h, x.w, bars},
          {1, 1, outs},
          trace.layer().bias};
}

/// Divides a length by weights, each part getting at least `least` of it.
template <std::size_t n>
std::array<double, n> divide(double length, std::array<double, n> weights, double least) {
  double sum = 0;
  for (const double w : weights) sum += w;
  double total = 0;
  for (double& w : weights) total += w = std::max(w / sum, least);
  for (double& w : weights) w *= length / total;
  return weights;
}

/// Upper edges and heights of rows that have headings and hold that many rows of cells.
template <std::size_t n>
std::array<Box, n> rowsOf(const Box& area, const std::array<double, n>& wanted, double s) {
  const auto count = static_cast<double>(n);
  const double headings = std::min(kHeading * s, area.h / count / 2);
  const double gap = std::min(kRowGap * s, area.h / count / 8);
  const auto cells = divide(area.h - headings * count - gap * (count - 1), wanted, 0.15);
  std::array<Box, n> rows;
  double y = area.y;
  for (std::size_t i = 0; i < n; ++i) {
    rows[i] = {area.x, y, area.w, headings + cells[i]};
    y += rows[i].h + gap;
  }
  return rows;
}

Box cut(const Box& column, const Box& row) { return {column.x, row.y, column.w, row.h}; }

/// The columns of an area, by how many cells they want.
template <std::size_t n>
std::array<Box, n> columnsOf(const Box& area, const std::array<double, n>& wanted, double s) {
  const auto widths = divide(area.w - static_cast<double>(n - 1) * kGap * s, wanted, 0.15);
  std::array<Box, n> columns;
  double x = area.x;
  for (std::size_t i = 0; i < n; ++i) {
    columns[i] = {x, area.y, widths[i], area.h};
    x += widths[i] + kGap * s;
  }
  return columns;
}

/// Products, increments and dW have cells of one size.
void placeProducts(Layout& layout, const Contents& c, const Box& products, const Box& increments,
                   const Box& dw, double s) {
  const double cell = std::min({placeBlock(c.kernel, products, s, kLargestCell * s).planes.front().cell,
                                placeBlock(c.kernel, increments, s, kLargestCell * s).planes.front().cell,
                                placeBlock(c.kernel, dw, s, kLargestCell * s).planes.front().cell});
  layout.products = placeBlock(c.kernel, products, s, cell);
  layout.increments = placeBlock(c.kernel, increments, s, cell);
  layout.dw = placeBlock(c.kernel, dw, s, cell);
}

/// dY | kernel, products, increments | bias, dX, dW
Layout spacious(const Contents& c, const Box& area, double s) {
  Layout layout;
  const auto columns = columnsOf<3>(
      area,
      {wantedColumns(c.dy), wantedColumns(c.kernel), std::max(wantedColumns(c.dx), wantedColumns(c.kernel))},
      s);
  const double kernel = wantedRows(c.kernel), dx = wantedRows(c.dx) - (c.has_bias ? 0 : kernel);
  const auto rows = rowsOf<3>(area, {kernel, std::max(kernel, dx), kernel}, s);
  layout.dy = placeBlock(c.dy, columns[0], s, kLargestCell * s);
  placeProducts(layout, c, cut(columns[1], rows[1]), cut(columns[1], rows[2]), cut(columns[2], rows[2]), s);
  const double cell = layout.products.planes.front().cell;
  layout.kernels = placeBlock(c.kernel, cut(columns[1], rows[0]), s, cell);
  layout.dx = placeBlock(c.dx, cut(columns[2], rows[1]), s, kLargestCell * s);
  if (c.has_bias)
    layout.bias = placeBlock(c.bias, cut(columns[2], rows[0]), s, cell);
  else if (layout.dx.planes.front().cell < cell)  // it may have the room above it as well
    layout.dx = placeBlock(c.dx, {columns[2].x, rows[0].y, columns[2].w, rows[0].h + rows[1].h}, s, cell);
  return layout;
}

/// dY | products, increments | dX, dW
Layout compact(const Contents& c, const Box& area, double s) {
  Layout layout;
  const auto columns = columnsOf<3>(
      area,
      {wantedColumns(c.dy), wantedColumns(c.kernel), std::max(wantedColumns(c.dx), wantedColumns(c.kernel))},
      s);
  const double kernel = wantedRows(c.kernel);
  const auto rows = rowsOf<2>(area, {std::max(kernel, wantedRows(c.dx)), kernel}, s);
  layout.dy = placeBlock(c.dy, columns[0], s, kLargestCell * s);
  placeProducts(layout, c, cut(columns[1], rows[0]), cut(columns[1], rows[1]), cut(columns[2], rows[1]), s);
  layout.dx = placeBlock(c.dx, cut(columns[2], rows[0]), s, kLargestCell * s);
  return layout;
}

/// dY above; below it kernel, products, dX, then bias, increments, dW.
Layout upright(const Contents& c, const Box& area, double s) {
  Layout layout;
  layout.beside = false;
  const double kernel = wantedRows(c.kernel);
  const auto rows = rowsOf<3>(area, {wantedRows(c.dy), std::max(kernel, wantedRows(c.dx)), kernel}, s);
  const auto columns = columnsOf<3>(area,
                                    {wantedColumns(c.kernel), wantedColumns(c.kernel),
                                     std::max(wantedColumns(c.dx), wantedColumns(c.kernel))},
                                    s);
  layout.dy = placeBlock(c.dy, rows[0], s, kLargestCell * s);
  placeProducts(layout, c, cut(columns[1], rows[1]), cut(columns[1], rows[2]), cut(columns[2], rows[2]), s);
  const double cell = layout.products.planes.front().cell;
  layout.kernels = placeBlock(c.kernel, cut(columns[0], rows[1]), s, cell);
  layout.dx = placeBlock(c.dx, cut(columns[2], rows[1]), s, cell);
  if (c.has_bias) layout.bias = placeBlock(c.bias, cut(columns[0], rows[2]), s, cell);
  return layout;
}

/// How well the smallest cells of a layout can be read.
double legibility(const Layout& layout) {
  return std::min(
      {layout.dy.planes.front().cell, layout.products.planes.front().cell, layout.dx.planes.front().cell});
}

}  // namespace

Layout layoutBackward(const Frame& frame) {
  const Contents contents = contentsOf(frame.trace());
  const double s = frame.scale;
  Box area{frame.area.x + kMargin * s, frame.area.y, frame.area.w - 2 * kMargin * s, frame.area.h - 8 * s};
  const bool sentence = frame.area.h >= kRoomForSentence * s;
  if (sentence) area.h -= (kSentence - 8) * s;
  Layout best = spacious(contents, area, s);
  // Leaving the kernel out, or turning the board upright, must be worth it.
  constexpr double kWorth = 1.15;
  const double readable = 30 * s;
  for (Layout& other : std::array{upright(contents, area, s), compact(contents, area, s)})
    if (legibility(best) < readable && legibility(other) > kWorth * legibility(best)) best = std::move(other);
  for (Block* block : {&best.dy, &best.products, &best.increments, &best.dw, &best.dx})
    zoomBlock(*block, frame);
  if (best.kernels) zoomBlock(*best.kernels, frame);
  if (best.bias) zoomBlock(*best.bias, frame);
  if (sentence) best.sentence = Point{frame.area.x + kMargin * s, frame.area.bottom() - 14 * s};
  return best;
}

}  // namespace lab::view::backward

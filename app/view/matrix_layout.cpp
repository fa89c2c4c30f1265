#include <algorithm>
#include <cmath>
#include <string>

#include "view/matrix.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace {

using matrix::kMargin;
using matrix::kSign;

// In points at scale 1.
constexpr double kHeading = 52, kBelow = 48, kNumbers = 24;
constexpr double kThinnest = 12;  ///< a vector stays as wide as this, however thin its cells are

/// Zooms a column of cells and keeps it wide enough to be seen.
void zoomVector(GridPlace& place, const Frame& frame) {
  zoomGrid(place, frame);
  const double missing = std::max(0.0, kThinnest * frame.scale - place.box.w);
  place.box.x -= missing / 2;
  place.box.w += missing;
}

}  // namespace

MatrixLayout layoutMatrix(const Frame& frame, const MatrixShape& shape) {
  const double s = frame.scale;
  const Box& a = frame.area;
  const Index rows = shape.rows(), columns = shape.columns();
  const bool beside = frame.options.show_convolution;
  const double numbers = std::max(kNumbers * s, textWidth(std::to_string(rows), 12 * s) + 10 * s);
  const Box room{a.x + kMargin * s + numbers, a.y + kHeading * s, a.w - 2 * kMargin * s - numbers,
                 a.h - (kHeading + kBelow) * s};
  const double bias = frame.derived->bias.empty() ? 0 : 1;
  const double signs = (2 + bias + (beside ? 1.5 : 0)) * kSign * s;
  const double across = static_cast<double>(columns + 2 + (beside ? rows : 0));
  const double down = static_cast<double>(std::max(rows, columns));
  double cell = std::min({kLargestCell * s, (room.w - signs) / across, room.h / down});
  if (cell >= 8) cell = std::floor(cell);
  cell = std::max(cell, 1e-3);
  const double gap = kSign * s, width = cell * across + signs;
  const double left = room.x + std::max(0.0, (room.w - width) / 2), middle = room.center().y;
  const auto grid = [&](double x, Index r, Index k) {
    const double h = cell * static_cast<double>(r);
    return GridPlace{
        {std::round(x), std::round(middle - h / 2), cell * static_cast<double>(k), h}, r, k, cell};
  };
  MatrixLayout layout;
  layout.y = grid(left, rows, 1);
  layout.matrix = grid(layout.y.box.right() + gap, rows, columns);
  layout.x = grid(layout.matrix.box.right() + gap, columns, 1);
  if (beside) layout.convolution = grid(layout.x.box.right() + (1.5 + bias) * gap, columns, rows);
  zoomGrid(layout.matrix, frame);
  zoomGrid(layout.convolution, frame);
  zoomVector(layout.y, frame);
  zoomVector(layout.x, frame);
  return layout;
}

}  // namespace lab::view

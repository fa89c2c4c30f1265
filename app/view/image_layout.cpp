#include <algorithm>
#include <array>
#include <cmath>

#include "view/image.h"

namespace lab::view::image {
namespace {

// In points at scale 1, on the grid of 8.
constexpr double kRoomy = 400;         ///< from this height on there is room for notes
constexpr double kHeading = 24;        ///< above a picture
constexpr double kNotes = 56;          ///< three lines below it
constexpr double kNumbers = 20;        ///< left of a numbered grid and above it
constexpr double kLeastNumbered = 14;  ///< smaller cells are not numbered
constexpr double kMostKernel = 224, kLeastKernel = 72;
constexpr double kWeightCell = 40, kLeastWeight = 8;
constexpr double kVerdict = 40, kVerdictWidth = 168;

/// The boxes of original, output, difference and kernel.
using Quarters = std::array<Box, 4>;

Quarters threeAbove(const Box& b, double gap, double s) {
  const double kernel = std::clamp(b.h * 0.36, std::min(kLeastKernel * s, b.h * 0.4), kMostKernel * s);
  const double w = std::floor((b.w - 2 * gap) / 3), h = b.h - kernel - gap;
  return {Box{b.x, b.y, w, h}, Box{b.x + w + gap, b.y, w, h}, Box{b.x + 2 * (w + gap), b.y, w, h},
          Box{b.x, b.bottom() - kernel, b.w, kernel}};
}

Quarters inColumns(const Box& b, Index columns, double gap) {
  const Index lines = 4 / columns;
  const auto rows = static_cast<double>(lines), across = static_cast<double>(columns);
  const double w = std::floor((b.w - gap * (across - 1)) / across),
               h = std::floor((b.h - gap * (rows - 1)) / rows);
  Quarters boxes;
  for (Index i = 0; i < 4; ++i) {
    const Index row = i / columns, column = i % columns;
    boxes[static_cast<std::size_t>(i)] = {b.x + static_cast<double>(column) * (w + gap),
                                          b.y + static_cast<double>(row) * (h + gap), w, h};
  }
  return boxes;
}

/// The sizes that the layout is made for, in cells.
struct Sizes {
  Pair input, output;
  double scale = 1;
  bool notes = false, numbered = false;
};

/// What is left of a box for the cells of a picture.
Box cellsIn(const Box& box, const Sizes& sizes) {
  const double s = sizes.scale, numbers = sizes.numbered ? kNumbers * s : 0;
  const double words = std::min(kHeading * s, box.h / 3), notes = sizes.notes ? kNotes * s : 0;
  return {box.x + numbers, box.y + words + numbers, std::max(1.0, box.w - numbers),
          std::max(1.0, box.h - words - numbers - notes)};
}

/// The side of an output cell that fits into a box.
double outputCell(const Box& box, const Sizes& sizes) {
  const Box room = cellsIn(box, sizes);
  const auto h = static_cast<double>(sizes.output.h), w = static_cast<double>(sizes.output.w);
  const double most =
      kLargestCell * sizes.scale *
      std::max({1.0, static_cast<double>(sizes.input.h) / h, static_cast<double>(sizes.input.w) / w});
  return std::min({room.w / w, room.h / h, most});
}

/// The arrangement with the largest pictures; a little is given for the kernel to stand below.
Quarters arrange(const Box& inner, const Sizes& sizes, double gap) {
  Quarters best = threeAbove(inner, gap, sizes.scale);
  double largest = 1.15 * outputCell(best[0], sizes);
  for (const Index columns : {2, 4, 1}) {
    const Quarters other = inColumns(inner, columns, gap);
    const double cell = outputCell(other[0], sizes);
    if (cell <= largest) continue;
    largest = cell;
    best = other;
  }
  return best;
}

GridPlace zoomed(GridPlace place, const Frame& frame, const Box& room) {
  const Point c = room.center();
  place.box = {c.x + (place.box.x - c.x) * frame.zoom + frame.pan.x * frame.area.w,
               c.y + (place.box.y - c.y) * frame.zoom + frame.pan.y * frame.area.h, place.box.w * frame.zoom,
               place.box.h * frame.zoom};
  place.cell *= frame.zoom;
  return place;
}

/// A picture of (rows, columns) cells in its quarter, as large as `width` x `height` points allow.
Spot spotFor(const Frame& frame, const Box& box, const Sizes& sizes, Pair cells, double width,
             double height) {
  const Box room = cellsIn(box, sizes);
  const double s = sizes.scale;
  double cell = std::min(width / static_cast<double>(cells.w), height / static_cast<double>(cells.h));
  if (cell >= 8) cell = std::floor(cell);
  const Box picture{std::round(room.x), std::round(room.y), cell * static_cast<double>(cells.w),
                    cell * static_cast<double>(cells.h)};
  Spot spot;
  spot.words = {box.x, box.y, box.w, std::min(kHeading * s, box.h / 3)};
  spot.room = {box.x, spot.words.bottom(), box.w, room.bottom() - spot.words.bottom()};
  spot.place = zoomed({picture, cells.h, cells.w, cell}, frame, room);
  const double below = std::min(picture.y + height, room.bottom());
  spot.notes = {box.x, below, box.w, sizes.notes ? kNotes * s : 0};
  return spot;
}

/// The pictures of all three, of one size in points.
void placePictures(ImageLayout& layout, const Frame& frame, const Quarters& boxes, const Sizes& sizes) {
  const double cell = outputCell(boxes[0], sizes);
  const double w = cell * static_cast<double>(sizes.output.w), h = cell * static_cast<double>(sizes.output.h);
  layout.original = spotFor(frame, boxes[0], sizes, sizes.input, w, h);
  layout.output = spotFor(frame, boxes[1], sizes, sizes.output, w, h);
  layout.difference = spotFor(frame, boxes[2], sizes, sizes.output, w, h);
}

/// The kernels side by side and the sums beside them, with cells of one size.
struct KernelRow {
  Index kernels = 0;
  bool sums = false;
  double cell = 0;
};

KernelRow fit(const Box& room, Pair kernel, Pair phases, Index kernels, bool sums, double s) {
  const double gap = 16 * s;
  const double columns = static_cast<double>(kernels * kernel.w + (sums ? phases.w : 0));
  const double gaps = gap * static_cast<double>(kernels - 1) + (sums ? 2 * gap + kNumbers * s : 0);
  const double rows = static_cast<double>(sums ? std::max(kernel.h, phases.h) : kernel.h);
  const double cell = std::min({kWeightCell * s, (room.w - gaps) / columns, room.h / rows});
  return {kernels, sums, cell >= 8 ? std::floor(cell) : cell};
}

/// Fewer kernels, and no sums, rather than cells that cannot be painted.
KernelRow fitKernels(const Box& room, Pair kernel, Pair phases, Index wanted, double s) {
  const bool few = phases.h * phases.w <= 16 && phases.h <= 8;
  for (const bool sums : {few, false})
    for (Index n = wanted; n >= 1; n = n > 1 ? n / 2 : 0) {
      const KernelRow row = fit(room, kernel, phases, n, sums, s);
      if (row.cell >= (sums ? 2 : 1) * kLeastWeight * s) return row;
    }
  return fit(room, kernel, phases, 1, false, s);
}

GridPlace gridAt(Point at, Pair cells, double cell) {
  const Box box{std::round(at.x), std::round(at.y), cell * static_cast<double>(cells.w),
                cell * static_cast<double>(cells.h)};
  return {box, cells.h, cells.w, cell};
}

/// What the sums mean: beside them, or else below the kernels.
Box verdictBox(const Box& box, const Box& used, double s) {
  const Box beside{used.right() + 24 * s, used.y, box.right() - used.right() - 24 * s, kVerdict * s};
  if (beside.w >= kVerdictWidth * s)
    return {beside.x, beside.y, std::min(beside.w, 2 * kVerdictWidth * s), beside.h};
  if (box.bottom() - used.bottom() >= 40 * s)
    return {box.x, used.bottom() + 4 * s, box.w, box.bottom() - used.bottom() - 4 * s};
  return {};
}

void placeKernels(ImageLayout& layout, const Frame& frame, const Box& box) {
  const double s = frame.scale;
  const Shape w = frame.trace().weight().shape();
  const tconv::Axes& axes = frame.trace().axes();
  const Pair phases{axes.h.stride, axes.w.stride};
  const double heading = std::min(kHeading * s, box.h / 3);
  const double numbers = box.h >= 120 * s ? kNumbers * s : 0;
  const Box room{box.x + numbers, box.y + heading + numbers, std::max(1.0, box.w - numbers),
                 std::max(1.0, box.h - heading - numbers)};
  const auto wanted = static_cast<Index>(shownKernels(frame).size());
  const KernelRow row = fitKernels(room, w.spatial(), phases, wanted, s);
  Point at{room.x, room.y};
  for (Index i = 0; i < row.kernels; ++i) {
    layout.kernels.push_back(gridAt(at, w.spatial(), row.cell));
    at.x = layout.kernels.back().box.right() + 16 * s;
  }
  Box used{box.x, room.y, layout.kernels.back().box.right() - box.x, layout.kernels.back().box.h};
  double end = box.right();
  if (row.sums) {
    layout.sums = gridAt({at.x + 16 * s + numbers, at.y}, phases, row.cell);
    layout.sums_words = {layout.sums.box.x, box.y, box.right() - layout.sums.box.x, heading};
    end = layout.sums.box.x - 16 * s;
    used.w = layout.sums.box.right() - box.x;
    used.h = std::max(used.h, layout.sums.box.h);
  }
  layout.kernel_numbered = numbers > 0 && row.cell >= kLeastNumbered * s;
  layout.kernel_words = {room.x, box.y, end - room.x, heading};
  layout.verdict = verdictBox(box, used, s);
}

bool numbers(const Frame& frame, const Sizes& sizes, const Box& inner, double gap) {
  const Quarters boxes = arrange(inner, sizes, gap);
  const double cell = outputCell(boxes[0], sizes);
  return cell >= kLeastNumbered * frame.scale;
}

}  // namespace

ImageLayout layoutImage(const Frame& frame) {
  const double s = frame.scale;
  const Box& a = frame.area;
  const double gap = (a.w < 500 * s ? 16 : 24) * s;
  const Box inner{a.x + gap, a.y + 8 * s, std::max(1.0, a.w - 2 * gap), std::max(1.0, a.h - 16 * s)};
  const Rect window = frame.trace().window();
  Sizes sizes{
      frame.trace().x().shape().spatial(), {window.height(), window.width()}, s, a.h >= kRoomy * s, true};
  sizes.numbered = numbers(frame, sizes, inner, gap);
  const Quarters boxes = arrange(inner, sizes, gap);
  ImageLayout layout;
  layout.numbered = sizes.numbered;
  placePictures(layout, frame, boxes, sizes);
  Box kernel = boxes[3];
  if (kernel.y > boxes[2].bottom() && kernel.w > boxes[2].w) {  // below all three: close to them
    const double shift = kernel.y - (layout.difference.notes.bottom() + gap);
    if (shift > 0)
      kernel = {kernel.x, kernel.y - shift, kernel.w, std::min(kernel.h + shift, kMostKernel * s)};
  }
  placeKernels(layout, frame, kernel);
  return layout;
}

}  // namespace lab::view::image

#include <algorithm>
#include <cmath>

#include "view/image.h"

/// A neighbourhood enlarged, at the corresponding place of each picture.
namespace lab::view::image {
namespace {

constexpr Index kCells = 9;  ///< a side, in each direction as many as there are
/// Of the picture's side: less than a half, so that the corner opposite of the focus never hides it.
constexpr double kShare = 0.48;
/// Cells are enlarged at least so much, or else there is no magnifier.
constexpr double kLeastEnlarged = 2;

/// `count` cells around a middle, within [0, size).
Index firstOf(Index middle, Index count, Index size) {
  return std::clamp(middle - count / 2, Index{0}, size - count);
}

Index middleOf(const std::vector<Index>& indices) { return (indices.front() + indices.back()) / 2; }

/// The part of the picture that can be seen.
Box seenBox(const Spot& spot) {
  const Box& p = spot.place.box;
  const Box& r = spot.room;
  const double x = std::max(p.x, r.x), y = std::max(p.y, r.y);
  return {x, y, std::min(p.right(), r.right()) - x, std::min(p.bottom(), r.bottom()) - y};
}

}  // namespace

Pair focusIn(const Stage& stage, const Plane& plane) {
  const Lattice cells = related(stage.trace, stage.focus, plane.first.kind);
  const auto within = [](Index i, Index n) { return std::clamp(i, Index{0}, n - 1); };
  const GridPlace& place = plane.spot.place;
  if (!cells.rows.empty() && !cells.columns.empty())
    return {within(middleOf(cells.rows) - plane.first.row, place.rows),
            within(middleOf(cells.columns) - plane.first.column, place.columns)};
  // A canvas cell that nothing reaches lies between the patches of the elements before and after it.
  const tconv::Axes& axes = stage.trace.axes();
  return {within(stage.focus.row / axes.h.stride, place.rows),
          within(stage.focus.column / axes.w.stride, place.columns)};
}

void drawMagnifier(const Stage& stage, const Plane& plane) {
  if (!stage.focus) return;
  const GridPlace& place = plane.spot.place;
  const Box seen = seenBox(plane.spot);
  const Pair count{std::min(kCells, place.rows), std::min(kCells, place.columns)};
  const double cell = std::floor(
      kShare * std::min(seen.w / static_cast<double>(count.w), seen.h / static_cast<double>(count.h)));
  if (cell < kLeastEnlarged * place.cell || cell < 3 * stage.frame.scale) return;
  const Pair at = focusIn(stage, plane);
  const Index top = firstOf(at.h, count.h, place.rows), left = firstOf(at.w, count.w, place.columns);
  const Rect part{top, left, top + count.h, left + count.w};
  const Box focus = place.cellBox(static_cast<double>(at.h), static_cast<double>(at.w));
  const double w = cell * static_cast<double>(count.w), h = cell * static_cast<double>(count.h);
  const double margin = 4 * stage.frame.scale;
  const bool to_right = focus.center().x < seen.center().x, to_bottom = focus.center().y < seen.center().y;
  const Box box{std::round(to_right ? seen.right() - w - margin : seen.x + margin),
                std::round(to_bottom ? seen.bottom() - h - margin : seen.y + margin), w, h};
  const GridPlace inset{box, count.h, count.w, cell};
  stage.canvas().tag({});
  stage.paint.frame(place.span(part), stage.theme().accent, 1);
  stage.canvas().rect(box.inset(-margin / 2), {Color(stage.theme().panel),
                                               Stroke{Color(stage.theme().accent), 2 * stage.frame.scale}});
  // While it follows the pointer it stands for the focus as a whole, or it would run away from itself.
  drawCells(stage, plane, inset, part, stage.pinned);
  GridPlace whole = inset;
  const double first_row = static_cast<double>(top + plane.first.row),
               first_column = static_cast<double>(left + plane.first.column);
  whole.box.x -= first_column * cell, whole.box.y -= first_row * cell;
  whole.rows = plane.whole.rows, whole.columns = plane.whole.columns;
  whole.box.w = cell * static_cast<double>(whole.columns),
  whole.box.h = cell * static_cast<double>(whole.rows);
  stage.canvas().pushClip(box);
  for (Index c = 0; c < seenChannels(plane.channels); ++c)
    stage.marks.draw(stage.paint, whole, {plane.first.kind, c});
  stage.canvas().popClip();
  if (stage.pinned) return;
  stage.canvas().tag(stage.focus);
  stage.canvas().rect(box, {Color(stage.theme().panel, 0), {}});
  stage.canvas().tag({});
}

}  // namespace lab::view::image

#include "view/places_canvas.h"

#include <algorithm>
#include <cmath>

namespace lab::view {
namespace {

Box common(const Box& a, const Box& b) {
  const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::min(a.right(), b.right()) - x, std::min(a.bottom(), b.bottom()) - y};
}

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

Index indexAt(double offset, double length, Index count) {
  return static_cast<Index>(
      std::clamp(std::floor(offset / length * double(count)), 0.0, static_cast<double>(count - 1)));
}

}  // namespace

std::optional<PlacesCanvas::Spot> PlacesCanvas::Plane::cell(Index row, Index column) const {
  const double w = box.w / double(columns), h = box.h / double(rows);
  Spot spot{first, {box.x + double(column) * w, box.y + double(row) * h, w, h}};
  spot.ref.row += row;
  spot.ref.column += column;
  return seen.contains(spot.box.center()) ? std::optional(spot) : std::nullopt;
}

std::optional<PlacesCanvas::Spot> PlacesCanvas::Plane::nearest(Point to) const {
  return cell(indexAt(to.y - box.y, box.h, rows), indexAt(to.x - box.x, box.w, columns));
}

std::optional<PlacesCanvas::Spot> PlacesCanvas::find(const Ref& ref, Point near) const {
  std::optional<Spot> best;
  for (const Plane& plane : planes_) {
    const Index row = ref.row - plane.first.row, column = ref.column - plane.first.column;
    Ref corner = ref;
    corner.row = plane.first.row;
    corner.column = plane.first.column;
    if (corner != plane.first || row < 0 || column < 0 || row >= plane.rows || column >= plane.columns)
      continue;
    const auto spot = plane.cell(row, column);
    if (spot && (!best || distance(spot->box.center(), near) < distance(best->box.center(), near)))
      best = spot;
  }
  return best;
}

std::optional<PlacesCanvas::Spot> PlacesCanvas::first() const {
  if (const auto input = find({RefKind::input}, {})) return input;
  for (const Plane& plane : planes_)
    if (const auto spot = plane.cell(0, 0)) return spot;
  return {};
}

std::optional<PlacesCanvas::Spot> PlacesCanvas::next(const Spot& from, double dx, double dy) const {
  const Point start = from.box.center();
  std::optional<Spot> best;
  double least = 0;
  for (const Plane& plane : planes_) {
    const double w = plane.box.w / double(plane.columns), h = plane.box.h / double(plane.rows);
    // A cell further on, so that inside a plane it is the neighbour.
    const auto spot = plane.nearest(
        {start.x + dx * (from.box.w + w) / 2 * 0.999, start.y + dy * (from.box.h + h) / 2 * 0.999});
    if (!spot || spot->ref == from.ref) continue;
    const Point end = spot->box.center();
    const double along = (end.x - start.x) * dx + (end.y - start.y) * dy,
                 aside = std::abs((end.x - start.x) * dy) + std::abs((end.y - start.y) * dx);
    if (along <= 0.5 || aside > 2 * along) continue;
    const double far = along + 3 * aside;
    if (!best || far < least) best = spot, least = far;
  }
  return best;
}

void PlacesCanvas::rect(const Box& box, const Paint& paint) {
  if (paint.fill) add(box, 1, 1);
}

void PlacesCanvas::heatmap(const Box& box, const Heatmap& map) {
  add(box, map.rows * map.step, map.columns * map.step);
}

void PlacesCanvas::picture(const Box& box, const ColorCells& map) {
  add(box, map.rows * map.step, map.columns * map.step);
}

void PlacesCanvas::add(const Box& box, Index rows, Index columns) {
  if (tag_ && rows > 0 && columns > 0)
    planes_.push_back({tag_, box, rows, columns, clips_.empty() ? box : common(box, clips_.back())});
}

void PlacesCanvas::pushClip(const Box& box) {
  clips_.push_back(clips_.empty() ? box : common(box, clips_.back()));
}

}  // namespace lab::view

#include "view/marks.h"

#include <algorithm>

namespace lab::view {
namespace {

constexpr double kPinned = 3, kHovered = 2;
/// More outlines than this would hide what they point at.
constexpr std::size_t kMostMarks = 4096;

/// Every input element meets every weight: to say so explains nothing.
bool saysNothing(RefKind element, RefKind target) {
  return (element == RefKind::input && target == RefKind::weight) ||
         (element == RefKind::weight && target == RefKind::input);
}

bool has(const std::vector<Index>& indices, Index i) {
  return std::find(indices.begin(), indices.end(), i) != indices.end();
}

}  // namespace

Marks::Marks(const Frame& frame) : trace_(frame.trace()) {
  if (frame.problem) return;
  const Moment moment = momentOf(frame);
  for (const auto& [ref, width] : {std::pair{frame.pinned, kPinned}, {frame.hover, kHovered}})
    if (exists(trace_, ref)) marked_.push_back({resolved(trace_, moment.active, ref), width});
}

void Marks::draw(const GridPainter& paint, const GridPlace& place, const Ref& plane) const {
  paint.canvas().tag({});
  for (const auto& [element, width] : marked_) {
    if (saysNothing(element.kind, plane.kind)) continue;
    const Lattice lattice = related(trace_, element, plane.kind);
    if (!has(lattice.channels, plane.channel) || !has(lattice.outs, plane.out)) continue;
    if (lattice.rows.size() * lattice.columns.size() > kMostMarks) continue;
    for (const Index row : lattice.rows)
      for (const Index column : lattice.columns)
        outline(paint, place.cellBox(static_cast<double>(row), static_cast<double>(column)), width);
  }
}

double Marks::width(const Ref& term) const {
  double widest = 0;
  for (const auto& [element, width] : marked_)
    if (joins(trace_, term, element)) widest = std::max(widest, width);
  return widest;
}

double Marks::widthOf(const Ref& cell) const {
  double widest = 0;
  for (const auto& [element, width] : marked_)
    if (element == cell) widest = std::max(widest, width);
  return widest;
}

void Marks::outline(const GridPainter& paint, const Box& cell, double width) {
  paint.frame(cell.inset(std::min(2.5 * paint.scale(), cell.w / 4)), paint.theme().accent, width);
}

}  // namespace lab::view

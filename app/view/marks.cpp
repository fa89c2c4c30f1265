#include "view/marks.h"

#include <algorithm>

namespace lab::view {
namespace {

constexpr double kPinned = 3, kHovered = 2;
/// More outlines than this would hide what they point at.
constexpr std::size_t kMostMarks = 4096;

bool has(const std::vector<Index>& indices, Index i) {
  return std::find(indices.begin(), indices.end(), i) != indices.end();
}

}  // namespace

Marks::Marks(const Frame& frame) : trace_(frame.trace()) {
  if (frame.problem) return;
  const Moment moment = momentOf(frame);
  for (const auto& [ref, width] : {std::pair{frame.pinned, kPinned}, {frame.hover, kHovered}})
    if (exists(trace_, ref)) mark(resolved(trace_, moment.active, ref), width);
}

/// Every input element meets every weight: to say so explains nothing.
void Marks::mark(const Ref& element, double width) {
  Marked marked{element, width, {}, {}, {}};
  if (element.kind != RefKind::weight) marked.input = related(trace_, element, RefKind::input);
  if (element.kind != RefKind::input) marked.weight = related(trace_, element, RefKind::weight);
  marked.canvas = related(trace_, element, RefKind::canvas);
  marked_.push_back(std::move(marked));
}

const Lattice* Marks::Marked::lattice(RefKind kind) const {
  return kind == RefKind::input    ? &input
         : kind == RefKind::weight ? &weight
         : kind == RefKind::canvas ? &canvas
                                   : nullptr;
}

void Marks::draw(const GridPainter& paint, const GridPlace& place, const Ref& plane) const {
  paint.canvas().tag({});
  for (const Marked& marked : marked_) {
    const Lattice& lattice = *marked.lattice(plane.kind);
    if (!has(lattice.channels, plane.channel) || !has(lattice.outs, plane.out)) continue;
    if (lattice.rows.size() * lattice.columns.size() > kMostMarks) continue;
    for (const Index row : lattice.rows)
      for (const Index column : lattice.columns)
        outline(paint, place.cellBox(static_cast<double>(row), static_cast<double>(column)), marked.width);
  }
}

double Marks::width(const Ref& element) const {
  double widest = 0;
  for (const Marked& marked : marked_) {
    const Lattice* lattice = marked.lattice(element.kind);
    const bool lit = lattice                         ? lattice->holds(element)
                     : element.kind == RefKind::term ? joins(trace_, element, marked.element)
                                                     : marked.element == element;
    if (lit) widest = std::max(widest, marked.width);
  }
  return widest;
}

std::vector<Marks::Element> Marks::elements() const {
  std::vector<Element> all;
  for (const Marked& marked : marked_) all.push_back({marked.element, marked.width});
  return all;
}

void Marks::outline(const GridPainter& paint, const Box& cell, double width) {
  paint.frame(cell.inset(std::min(2.5 * paint.scale(), cell.w / 4)), paint.theme().accent, width);
}

}  // namespace lab::view

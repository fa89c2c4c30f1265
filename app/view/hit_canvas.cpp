#include "view/hit_canvas.h"

#include <algorithm>

namespace lab::view {

bool HitCanvas::reaches(const Box& box) const {
  const auto holds = [this](const Box& b) { return b.contains(point_); };
  return holds(box) && std::all_of(clips_.begin(), clips_.end(), holds);
}

void HitCanvas::rect(const Box& box, const Paint& paint) {
  if (paint.fill && reaches(box)) hit_ = tag_;
}

void HitCanvas::heatmap(const Box& box, const Heatmap& map) {
  cells(box, map.rows * map.step, map.columns * map.step);
}

void HitCanvas::picture(const Box& box, const ColorCells& map) {
  cells(box, map.rows * map.step, map.columns * map.step);
}

void HitCanvas::cells(const Box& box, Index rows, Index columns) {
  if (rows < 1 || columns < 1 || !reaches(box)) return;
  hit_ = tag_;
  if (!tag_) return;
  const auto cell = [](double offset, double length, Index count) {
    return std::clamp(static_cast<Index>(offset / length * static_cast<double>(count)), Index{0}, count - 1);
  };
  hit_.row += cell(point_.y - box.y, box.h, rows);
  hit_.column += cell(point_.x - box.x, box.w, columns);
}

void HitCanvas::pushClip(const Box& box) { clips_.push_back(box); }

}  // namespace lab::view

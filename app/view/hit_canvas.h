#pragma once

#include "view/canvas.h"

namespace lab::view {

/// Picking is drawing: remembers what the topmost filled rectangle or cell of a heatmap or picture under a
/// point stands for. A fill counts whatever its opacity, so that a fully transparent one makes a place that
/// can be hit. Corner radii, strokes, paths and text do not take part.
class HitCanvas final : public Canvas {
 public:
  explicit HitCanvas(Point point) : point_(point) {}
  const Ref& hit() const { return hit_; }

  void tag(const Ref& what) override { tag_ = what; }
  void rect(const Box& box, const Paint& paint) override;
  void path(const Path&, const Paint&) override {}
  void text(Point, std::string_view, const TextStyle&) override {}
  void heatmap(const Box& box, const Heatmap& map) override;
  void picture(const Box& box, const ColorCells& map) override;
  void pushClip(const Box& box) override;
  void popClip() override { clips_.pop_back(); }

 private:
  void cells(const Box& box, Index rows, Index columns);
  bool reaches(const Box& box) const;
  Point point_;
  Ref tag_, hit_;
  std::vector<Box> clips_;
};

}  // namespace lab::view

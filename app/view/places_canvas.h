#pragma once

#include "view/canvas.h"

namespace lab::view {

/// What HitCanvas is for one point, this is for all: remembers where everything lies that shapes stand for,
/// so that keys lead from one element to the next.
class PlacesCanvas final : public Canvas {
 public:
  /// An element and where it is drawn.
  struct Spot {
    Ref ref;
    Box box;
  };

  /// The place of an element, of several the one nearest to a point; nothing where none is seen.
  std::optional<Spot> find(const Ref& ref, Point near) const;
  /// The element to start from: the input's first, or what was drawn first.
  std::optional<Spot> first() const;
  /// The nearest other element in a direction: one of dx and dy is 1 or -1. Nothing where there is none.
  std::optional<Spot> next(const Spot& from, double dx, double dy) const;

  void tag(const Ref& what) override { tag_ = what; }
  void rect(const Box& box, const Paint& paint) override;
  void path(const Path&, const Paint&) override {}
  void text(Point, std::string_view, const TextStyle&) override {}
  void heatmap(const Box& box, const Heatmap& map) override;
  void picture(const Box& box, const ColorCells& map) override;
  void pushClip(const Box& box) override;
  void popClip() override { clips_.pop_back(); }

 private:
  /// Cells that lie in rows and columns; a single one mostly.
  struct Plane {
    Ref first;
    Box box;
    Index rows, columns;
    Box seen;  ///< what is not cut off

    std::optional<Spot> cell(Index row, Index column) const;
    /// The cell at a point, or the nearest to it.
    std::optional<Spot> nearest(Point to) const;
  };
  void add(const Box& box, Index rows, Index columns);

  Ref tag_;
  std::vector<Box> clips_;
  std::vector<Plane> planes_;
};

}  // namespace lab::view

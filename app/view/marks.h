#pragma once

#include <array>
#include <vector>

#include "model/related.h"
#include "view/grid.h"

namespace lab::view {

/// Hovering and pinning, the same on every face: an element and all that a product joins it with are
/// outlined wherever they are drawn.
class Marks {
 public:
  explicit Marks(const Frame& frame);

  /// Outlines what belongs to a plane of input, weight or canvas cells: `plane` has the kind, the channel
  /// and, for weights, the output channel of its cells.
  void draw(const GridPainter& paint, const GridPlace& place, const Ref& plane) const;
  /// How strongly an element is outlined: the width of its frame, 0 for not at all.
  double width(const Ref& element) const;
  struct Element {
    Ref ref;       ///< as resolved()
    double width;  ///< of its outlines
  };
  /// The pinned and the hovered element themselves, for faces on which neither has a cell of its own.
  std::vector<Element> elements() const;
  /// An outline inside of a cell, so that the frame of the step stays visible around it.
  static void outline(const GridPainter& paint, const Box& cell, double width);

  bool any() const { return !marked_.empty(); }

 private:
  struct Marked {
    Ref element;
    double width;
    Lattice input, weight, canvas;  ///< what it is joined with

    const Lattice* lattice(RefKind kind) const;
  };
  void mark(const Ref& element, double width);

  const tconv::Trace& trace_;
  std::vector<Marked> marked_;  ///< the pinned one first
};

}  // namespace lab::view

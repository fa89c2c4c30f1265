#pragma once

#include <optional>
#include <vector>

#include "model/ref.h"

namespace lab {

/// Elements of one tensor: every combination of the listed indices. Rows and columns ascend.
struct Lattice {
  std::vector<Index> channels, outs, rows, columns;

  bool empty() const { return channels.empty() || outs.empty() || rows.empty() || columns.empty(); }
  /// Whether it holds the element; the kind must be the one that the lattice was asked for.
  bool holds(const Ref& element) const;
};

/// The elements of tensor `target` (input, weight or canvas) that a product of the operator joins with an
/// element: for an input element its footprint on the canvas; for a canvas cell the inputs and weights that
/// it is made of; for a weight all cells that it adds to; for a term its three. The element itself for its
/// own kind. Cells that padding crops are among them.
Lattice related(const tconv::Trace& trace, const Ref& element, RefKind target);

/// Whether a term (kind term) has the element as its input, weight or canvas cell, or is it.
bool joins(const tconv::Trace& trace, const Ref& term, const Ref& element);

/// The term of a step's patch cell.
Ref termOf(const tconv::Step& step, Index out, Index u, Index v);

/// An element as the operator knows it: a patch cell is the term of the active step (nothing at rest), a
/// cell of the stretched input is the input element that stands there, if one does; all others are
/// themselves.
Ref resolved(const tconv::Trace& trace, std::optional<Index> active, const Ref& element);

/// The parts of a term (kind term).
Ref inputOf(const Ref& term);
Ref weightOf(const Ref& term);
Ref canvasOf(const tconv::Trace& trace, const Ref& term);

/// The input element that stands on a cell of the stretched input; kind none on an inserted zero.
Ref standingOn(const tconv::Trace& trace, const Ref& stretched);
/// Where an input element stands in the stretched input; may lie outside where padding crops it.
Ref stretchedOf(const tconv::Trace& trace, const Ref& input);

/// The first output channel that an input channel adds to: its group's.
Index firstOutOf(const tconv::Layer& layer, Index input_channel);
/// The first input channel that an output channel is made of: its group's.
Index firstInOf(const tconv::Layer& layer, Index output_channel);

}  // namespace lab

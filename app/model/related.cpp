#include "model/related.h"

#include <algorithm>

namespace lab {
namespace {

using tconv::Axis;

/// What one axis joins with a coordinate: calls visit(input, tap) for the pairs that an element stands for.
template <class Visit>
void eachPair(const Axis& axis, RefKind kind, Index coordinate, Index tap, Visit visit) {
  switch (kind) {
    case RefKind::input:
      for (Index u = 0; u < axis.kernel; ++u) visit(coordinate, u);
      return;
    case RefKind::weight:
    case RefKind::patch:
      for (Index i = 0; i < axis.input; ++i) visit(i, coordinate);
      return;
    case RefKind::canvas:
      for (Index u = axis.kernel - 1; u >= 0; --u)
        if (const Index i = axis.source(coordinate, u); i >= 0) visit(i, u);
      return;
    case RefKind::term:
      visit(coordinate, tap);
      return;
    case RefKind::none:
    case RefKind::stretched:
    case RefKind::tile:
      return;
  }
}

/// The coordinates of `target` on one axis.
std::vector<Index> coordinates(const Axis& axis, RefKind kind, Index coordinate, Index tap, RefKind target) {
  std::vector<Index> found;
  eachPair(axis, kind, coordinate, tap, [&](Index i, Index u) {
    found.push_back(target == RefKind::input ? i : target == RefKind::weight ? u : axis.place(i, u));
  });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::vector<Index> range(Index first, Index count) {
  std::vector<Index> indices;
  for (Index i = 0; i < count; ++i) indices.push_back(first + i);
  return indices;
}

/// Which channels of `target` an element has to do with; outs only of a weight.
void fillChannels(const tconv::Layer& layer, const Ref& from, RefKind target, Lattice& lattice) {
  const Index ins = layer.in_channels / layer.groups, outs = layer.out_channels / layer.groups;
  const bool is_canvas = from.kind == RefKind::canvas, has_out = from.kind != RefKind::input && !is_canvas;
  lattice.outs = {0};
  if (target == RefKind::canvas) {
    if (is_canvas)
      lattice.channels = {from.channel};
    else
      lattice.channels =
          range(firstOutOf(layer, from.channel) + (has_out ? from.out : 0), has_out ? 1 : outs);
    return;
  }
  lattice.channels =
      is_canvas ? range(firstInOf(layer, from.channel), ins) : std::vector<Index>{from.channel};
  if (target == RefKind::weight)
    lattice.outs = is_canvas ? std::vector<Index>{from.channel % outs}
                   : has_out ? std::vector<Index>{from.out}
                             : range(0, outs);
}

}  // namespace

bool Lattice::holds(const Ref& element) const {
  const auto in = [](const std::vector<Index>& indices, Index i) {
    return std::find(indices.begin(), indices.end(), i) != indices.end();
  };
  return in(channels, element.channel) && in(outs, element.out) && in(rows, element.row) &&
         in(columns, element.column);
}

Lattice related(const tconv::Trace& trace, const Ref& element, RefKind target) {
  if (!exists(trace, element)) return {};
  Lattice lattice;
  lattice.rows = coordinates(trace.axes().h, element.kind, element.row, element.u, target);
  lattice.columns = coordinates(trace.axes().w, element.kind, element.column, element.v, target);
  if (element.kind == RefKind::canvas && target == RefKind::canvas) {
    lattice.rows = {element.row};  // also where no tap reaches it
    lattice.columns = {element.column};
  }
  fillChannels(trace.layer(), element, target, lattice);
  return lattice;
}

bool joins(const tconv::Trace& trace, const Ref& term, const Ref& element) {
  switch (element.kind) {
    case RefKind::input:
      return inputOf(term) == element;
    case RefKind::weight:
      return weightOf(term) == element;
    case RefKind::canvas:
      return canvasOf(trace, term) == element;
    default:
      return term == element;
  }
}

Ref termOf(const tconv::Step& step, Index out, Index u, Index v) {
  return {RefKind::term, step.channel, out, step.row, step.column, u, v};
}

Ref resolved(const tconv::Trace& trace, std::optional<Index> active, const Ref& element) {
  if (element.kind == RefKind::patch)
    return active ? termOf(trace.step(*active), element.out, element.row, element.column) : Ref{};
  if (element.kind != RefKind::stretched) return element;
  const Ref input = standingOn(trace, element);
  return input ? input : element;
}

Ref standingOn(const tconv::Trace& trace, const Ref& stretched) {
  const auto element = [](const Axis& axis, Index place) {
    const Index distance = place - axis.stretchedBegin();
    const bool stands = distance >= 0 && distance % axis.stride == 0 && distance / axis.stride < axis.input;
    return stands ? distance / axis.stride : -1;
  };
  const Index row = element(trace.axes().h, stretched.row),
              column = element(trace.axes().w, stretched.column);
  return row < 0 || column < 0 ? Ref{} : Ref{RefKind::input, stretched.channel, 0, row, column};
}

Ref stretchedOf(const tconv::Trace& trace, const Ref& input) {
  const auto place = [](const Axis& axis, Index i) { return i * axis.stride + axis.stretchedBegin(); };
  return {RefKind::stretched, input.channel, 0, place(trace.axes().h, input.row),
          place(trace.axes().w, input.column)};
}

Ref inputOf(const Ref& term) { return {RefKind::input, term.channel, 0, term.row, term.column}; }

Ref weightOf(const Ref& term) { return {RefKind::weight, term.channel, term.out, term.u, term.v}; }

Ref canvasOf(const tconv::Trace& trace, const Ref& term) {
  return {RefKind::canvas, firstOutOf(trace.layer(), term.channel) + term.out, 0,
          trace.axes().h.place(term.row, term.u), trace.axes().w.place(term.column, term.v)};
}

Index firstOutOf(const tconv::Layer& layer, Index input_channel) {
  return input_channel / (layer.in_channels / layer.groups) * (layer.out_channels / layer.groups);
}

Index firstInOf(const tconv::Layer& layer, Index output_channel) {
  return output_channel / (layer.out_channels / layer.groups) * (layer.in_channels / layer.groups);
}

}  // namespace lab

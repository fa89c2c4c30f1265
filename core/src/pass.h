#pragma once

#include <algorithm>

#include "ranges.h"
#include "tconv/method.h"
#include "tconv/tensor.h"

namespace tconv {

/// The two ways through a layer: the forward pass, and the direct convolution with the same hyper-parameters,
/// which is the way of the gradients. Both sum sources times weights into results; they differ in what is a
/// source and what a result.
struct Pass {
  enum class Way { transposed, direct };
  /// input is that of the forward pass, (H, W).
  Pass(const Layer& layer, Pair input, Way which)
      : axes(tconv::axes(layer, input)),
        way(which),
        groups(layer.groups),
        ins((which == Way::transposed ? layer.in_channels : layer.out_channels) / layer.groups),
        outs((which == Way::transposed ? layer.out_channels : layer.in_channels) / layer.groups) {}

  Axes axes;
  Way way;
  Index groups, ins, outs;  ///< channels of a group, of the sources and of the results

  bool transposed() const { return way == Way::transposed; }
  Index results(const Axis& axis) const { return transposed() ? axis.output() : axis.input; }
  Index sources(const Axis& axis) const { return transposed() ? axis.input : axis.output(); }

  /// The source that result r is given through tap u, or -1 where there is none.
  Index source(const Axis& axis, Index r, Index u) const {
    if (transposed()) return axis.source(r + axis.pad_begin, u);
    const Index from = axis.place(r, u) - axis.pad_begin;
    return from >= 0 && from < axis.output() ? from : -1;
  }
  /// The sources that results [begin, end) may be given.
  Span sourcesOf(const Axis& axis, Index begin, Index end) const {
    const Index first = transposed() ? ceilDiv(begin + axis.pad_begin - axis.extent() + 1, axis.stride)
                                     : axis.place(begin, 0) - axis.pad_begin,
                last = transposed() ? floorDiv(end - 1 + axis.pad_begin, axis.stride)
                                    : axis.place(end - 1, axis.kernel - 1) - axis.pad_begin;
    const Index from = std::clamp<Index>(first, 0, sources(axis));
    return {from, std::clamp<Index>(last + 1, from, sources(axis))};
  }
  /// At most as many for any `count` neighbouring results.
  Index mostSources(const Axis& axis, Index count) const {
    const Index most = transposed() ? ceilDiv(count + axis.extent() - 1, axis.stride) + 1
                                    : axis.place(count - 1, axis.kernel - 1) + 1;
    return std::min(most, sources(axis));
  }

  /// The weight between two channels of a group.
  float weight(const Tensor& weights, Index group, Index in, Index out, Index u, Index v) const {
    return transposed() ? weights(group * ins + in, out, u, v) : weights(group * outs + out, in, u, v);
  }
};

}  // namespace tconv

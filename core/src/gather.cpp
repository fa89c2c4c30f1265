#include "tconv/gather.h"

#include "ranges.h"

namespace tconv {
namespace {

/// For each output cell of an axis, what reaches it.
std::vector<std::vector<Reach>> reachingOutput(const Axis& axis) {
  std::vector<std::vector<Reach>> all;
  all.reserve(axis.output());
  for (Index o = 0; o < axis.output(); ++o) all.push_back(reaching(axis, o + axis.pad_begin));
  return all;
}

/// The sum of one output cell, in the order of the steps.
struct CellSum {
  const Tensor& x;
  const Tensor& weight;
  Index image, out, first_in, ins;

  float operator()(float start, const std::vector<Reach>& rows, const std::vector<Reach>& columns) const {
    float sum = start;
    for (const auto [i, u] : rows)
      for (const auto [j, v] : columns)
        for (Index c = first_in; c < first_in + ins; ++c) sum += x(image, c, i, j) * weight(c, out, u, v);
    return sum;
  }
};

}  // namespace

std::vector<Term> termsOf(const Layer& layer, Pair input, Index out_channel, Index row, Index column) {
  const Axes both = axes(layer, input);
  const Index outs = layer.out_channels / layer.groups, ins = layer.in_channels / layer.groups;
  const Index first = out_channel / outs * ins;
  const auto columns = reaching(both.w, column);
  std::vector<Term> terms;
  for (const auto [i, u] : reaching(both.h, row))
    for (const auto [j, v] : columns)
      for (Index c = first; c < first + ins; ++c) terms.push_back({c, i, j, out_channel % outs, u, v});
  return terms;
}

GatherOrder::GatherOrder(const Layer& layer, Pair input)
    : window_(axes(layer, input).window()), channels_(layer.out_channels) {}

OutputCell GatherOrder::cell(Index j) const {
  const Index place = j / channels_, width = window_.width();
  return {j % channels_, window_.top + place / width, window_.left + place % width};
}

Index GatherOrder::indexOf(const OutputCell& cell) const {
  if (!window_.contains(cell.row, cell.column)) return count();
  const Index place = (cell.row - window_.top) * window_.width() + cell.column - window_.left;
  return place * channels_ + cell.channel;
}

Tensor gather(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias) {
  const auto count = bias.empty() ? std::nullopt : std::optional<Index>(static_cast<Index>(bias.size()));
  requireValid(layer, x.shape(), weight.shape(), count);
  const Axes both = axes(layer, x.shape().spatial());
  const auto rows = reachingOutput(both.h), columns = reachingOutput(both.w);
  const Index outs = weight.shape().c, ins = layer.in_channels / layer.groups;
  Tensor y(outputShape(layer, x.shape()));
  for (Index n = 0; n < y.shape().n; ++n)
    for (Index o = 0; o < y.shape().c; ++o) {
      const CellSum sum{x, weight, n, o % outs, o / outs * ins, ins};
      const float start = bias.empty() ? 0.0F : bias[o];
      for (Index i = 0; i < y.shape().h; ++i)
        for (Index j = 0; j < y.shape().w; ++j) y(n, o, i, j) = sum(start, rows[i], columns[j]);
    }
  return y;
}

}  // namespace tconv

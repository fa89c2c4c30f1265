#include "tconv/zero_insertion.h"

#include <limits>

#include "checked.h"
#include "ranges.h"

namespace tconv {
namespace {

/// One axis of the stretched input.
struct StretchedAxis {
  Axis axis;
  /// Where input element i stands; it may lie outside [0, axis.stretched()) where the pad crops.
  Index position(Index i) const { return i * axis.stride + axis.stretchedBegin(); }
  /// The input elements that stand inside.
  Span standing() const {
    const Index begin = std::max<Index>(0, ceilDiv(-axis.stretchedBegin(), axis.stride));
    const Index end = std::min(axis.input, ceilDiv(axis.stretched() - axis.stretchedBegin(), axis.stride));
    return {begin, std::max(begin, end)};
  }
};

/// The turned kernel at one place of the stretched input, skipping what is not there.
float correlate(const StretchedInput& input, const Tensor& turned, Pair dilation, Shape at, Index c,
                Index out) {
  float sum = 0;
  for (Index u = 0; u < turned.shape().h; ++u)
    for (Index v = 0; v < turned.shape().w; ++v) {
      const Index row = at.h + u * dilation.h, column = at.w + v * dilation.w;
      if (!input.inserted(row, column)) sum += input.values(at.n, c, row, column) * turned(c, out, u, v);
    }
  return sum;
}

/// How many (input element, tap) pairs of an axis land inside the output.
Index landingProducts(const Axis& axis) {
  Index total = 0;
  for (Index u = 0; u < axis.kernel; ++u) total += landingInputs(axis, u).size();
  return total;
}

}  // namespace

StretchedInput stretch(const Layer& layer, const Tensor& x) {
  if (const auto problem = validate(layer, x.shape())) throw Error(*problem);
  const Axes both = axes(layer, x.shape().spatial());
  const StretchedAxis h{both.h}, w{both.w};
  const Shape shape{x.shape().n, x.shape().c, both.h.stretched(), both.w.stretched()};
  requireMemory("zero-inserted input", shape, 8);
  StretchedInput result{Tensor(shape), std::vector<char>(shape.h * shape.w, 1), {}, {}};
  result.pad_begin = {both.h.stretchedBegin(), both.w.stretchedBegin()};
  result.pad_end = {both.h.stretchedEnd(), both.w.stretchedEnd()};
  const Span rows = h.standing(), columns = w.standing();
  for (Index i = rows.begin; i < rows.end; ++i)
    for (Index j = columns.begin; j < columns.end; ++j) {
      const Index row = h.position(i), column = w.position(j);
      result.is_inserted[row * shape.w + column] = 0;
      for (Index n = 0; n < shape.n; ++n)
        for (Index c = 0; c < shape.c; ++c) result.values(n, c, row, column) = x(n, c, i, j);
    }
  return result;
}

Tensor rotate180(const Tensor& weight) {
  const Shape shape = weight.shape();
  Tensor turned(shape);
  for (Index c = 0; c < shape.n; ++c)
    for (Index o = 0; o < shape.c; ++o) turned.plane(c, o) = weight.plane(c, o).reverse();
  return turned;
}

Tensor forwardByZeroInsertion(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias) {
  const auto count = bias.empty() ? std::nullopt : std::optional<Index>(static_cast<Index>(bias.size()));
  requireValid(layer, x.shape(), weight.shape(), count);
  const StretchedInput input = stretch(layer, x);
  const Tensor turned = rotate180(weight);
  const Pair dilation(layer.dims == 1 ? 1 : layer.dilation.h, layer.dilation.w);
  const Index outs = weight.shape().c, ins = layer.in_channels / layer.groups;
  Tensor y(outputShape(layer, x.shape()));
  for (Index n = 0; n < y.shape().n; ++n)
    for (Index o = 0; o < y.shape().c; ++o)
      for (Index i = 0; i < y.shape().h; ++i)
        for (Index j = 0; j < y.shape().w; ++j) {
          float total = bias.empty() ? 0.0F : bias[o];
          for (Index c = o / outs * ins; c < (o / outs + 1) * ins; ++c)
            total += correlate(input, turned, dilation, {n, 0, i, j}, c, o % outs);
          y(n, o, i, j) = total;
        }
  return y;
}

MultiplyAddCount zeroInsertionMultiplyAdds(const Layer& layer, Shape input) {
  if (const auto problem = validate(layer, input)) throw Error(*problem);
  const Axes both = axes(layer, input.spatial());
  const Shape weight = weightShape(layer);
  const Index most = std::numeric_limits<Index>::max();
  const auto times = [&](Index rows, Index columns) {
    return checkedProduct({input.n, weight.n, weight.c, rows, columns}).value_or(most);
  };
  const auto taps = [&](const Axis& axis) {
    return checkedProduct({axis.output(), axis.kernel}).value_or(most);
  };
  return {times(landingProducts(both.h), landingProducts(both.w)), times(taps(both.h), taps(both.w))};
}

}  // namespace tconv

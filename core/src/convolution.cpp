#include "tconv/convolution.h"

#include "checked.h"

namespace tconv {
namespace {

/// The index rule of the direct convolution on one axis: output i, tap u reads element i s + u d - p.
struct DirectAxis {
  Axis axis;
  Index length;  ///< of the signal that is read
  Index reads(Index i, Index u) const { return i * axis.stride + u * axis.dilation - axis.pad_begin; }
  bool inside(Index i, Index u) const { return reads(i, u) >= 0 && reads(i, u) < length; }
};

/// Calls visit(i, j, u, v) for every result of the given size and tap that read an element; padding is
/// skipped.
template <class Visit>
void walk(const DirectAxis& h, const DirectAxis& w, Pair size, Visit visit) {
  for (Index i = 0; i < size.h; ++i)
    for (Index u = 0; u < h.axis.kernel; ++u) {
      if (!h.inside(i, u)) continue;
      for (Index j = 0; j < size.w; ++j)
        for (Index v = 0; v < w.axis.kernel; ++v)
          if (w.inside(j, v)) visit(i, j, u, v);
    }
}

/// One result plane from all output channels of its group, in double.
void convolvePlane(const Layer& layer, const Tensor& y, const Tensor& weight, Index n, Index c,
                   Tensor& result) {
  const Pair size = result.shape().spatial();
  const DirectAxis h{axis(layer, size, 0), y.shape().h}, w{axis(layer, size, 1), y.shape().w};
  const Index outs = weight.shape().c, first = c / (layer.in_channels / layer.groups) * outs;
  TensorD sums({1, 1, size.h, size.w});
  for (Index o = 0; o < outs; ++o)
    walk(h, w, size, [&](Index i, Index j, Index u, Index v) {
      sums(0, 0, i, j) +=
          static_cast<double>(y(n, first + o, h.reads(i, u), w.reads(j, v))) * weight(c, o, u, v);
    });
  result.plane(n, c) = sums.plane(0, 0).cast<float>();
}

/// The first `size` results of the direct convolution.
Tensor convolveTo(const Layer& layer, const Tensor& y, const Tensor& weight, Pair size) {
  Tensor result({y.shape().n, layer.in_channels, size.h, size.w});
  for (Index n = 0; n < y.shape().n; ++n)
    for (Index c = 0; c < layer.in_channels; ++c) convolvePlane(layer, y, weight, n, c, result);
  return result;
}

/// Refuses a signal that the kernel does not fit into.
void requireFit(const Layer& layer, Shape y, Pair size) {
  for (int a = 0; a < 2; ++a) {
    if (size[a] >= 1) continue;
    const Axis along = axis(layer, y.spatial(), a);
    const Index padded = along.input + along.pad_begin + along.pad_end;
    throw Error({a == 0 ? "kernel_size[0]" : "kernel_size[1]",
                 std::to_string(along.kernel),
                 "spans " + std::to_string(along.extent()) + " elements, and the padded input has only " +
                     std::to_string(padded),
                 {}});
  }
}

}  // namespace

Layer returningLayer(const Layer& layer, Shape y) {
  Layer back = layer;
  back.output_padding = 0;
  if (const auto problem = validateParameters(back, y.spatial())) throw Error(*problem);
  const Pair size = convOutputSize(back, y.spatial());
  requireFit(back, y, size);
  back.output_padding = returningOutputPadding(back, y.spatial());
  const Shape result{y.n, layer.in_channels, size.h, size.w};
  if (const auto problem = validate(back, result)) throw Error(*problem);
  requireShape("input", y, outputShape(back, result));
  return back;
}

Tensor convolve(const Layer& layer, const Tensor& y, const Tensor& weight) {
  const Layer back = returningLayer(layer, y.shape());
  const Pair size = convOutputSize(back, y.shape().spatial());
  requireValid(back, {y.shape().n, layer.in_channels, size.h, size.w}, weight.shape(), {});
  return convolveTo(back, y, weight, size);
}

double innerProduct(const Tensor& a, const Tensor& b) {
  requireShape("second operand", b.shape(), a.shape());
  double sum = 0;
  for (Index i = 0; i < a.size(); ++i) sum += static_cast<double>(a.values()[i]) * b.values()[i];
  return sum;
}

Tensor gradientInput(const Layer& layer, const Tensor& dy, const Tensor& weight, Pair input) {
  const Shape x{dy.shape().n, layer.in_channels, input.h, input.w};
  requireValid(layer, x, weight.shape(), {});
  requireShape("output gradient", dy.shape(), outputShape(layer, x));
  return convolveTo(layer, dy, weight, input);
}

Tensor gradientWeight(const Layer& layer, const Tensor& x, const Tensor& dy) {
  requireValid(layer, x.shape(), weightShape(layer), {});
  requireShape("output gradient", dy.shape(), outputShape(layer, x.shape()));
  const Pair size = x.shape().spatial();
  const DirectAxis h{axis(layer, size, 0), dy.shape().h}, w{axis(layer, size, 1), dy.shape().w};
  const Shape shape = weightShape(layer);
  TensorD sums(shape);
  for (Index n = 0; n < x.shape().n; ++n)
    for (Index c = 0; c < shape.n; ++c)
      for (Index o = 0; o < shape.c; ++o) {
        const Index out = c / (layer.in_channels / layer.groups) * shape.c + o;
        walk(h, w, size, [&](Index i, Index j, Index u, Index v) {
          sums(c, o, u, v) += static_cast<double>(x(n, c, i, j)) * dy(n, out, h.reads(i, u), w.reads(j, v));
        });
      }
  return {shape, std::vector<float>(sums.values().begin(), sums.values().end())};
}

std::vector<float> gradientBias(const Tensor& dy) {
  std::vector<float> sums;
  for (Index o = 0; o < dy.shape().c; ++o) {
    double sum = 0;
    for (Index n = 0; n < dy.shape().n; ++n) sum += dy.plane(n, o).cast<double>().sum();
    sums.push_back(static_cast<float>(sum));
  }
  return sums;
}

}  // namespace tconv

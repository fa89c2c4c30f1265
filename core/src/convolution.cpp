#include "tconv/convolution.h"

#include "channels.h"
#include "checked.h"
#include "method_choice.h"
#include "parallel.h"
#include "products.h"
#include "rows.h"
#include "tconv/forward.h"
#include "weight_gradient.h"
#include "winograd.h"

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

/// The plain loops, in double.
void convolvePlain(const Layer& layer, const Tensor& y, const Tensor& weight, int threads, Tensor& result) {
  forShares(result.shape().n * layer.in_channels, threads, [&](Span share) {
    for (Index plane = share.begin; plane < share.end; ++plane)
      convolvePlane(layer, y, weight, plane / layer.in_channels, plane % layer.in_channels, result);
  });
}

/// The layer whose forward pass is the direct convolution of this one, with turned kernels: at stride 1,
/// where no padding takes more than the kernel reaches. size is that of the results.
std::optional<Layer> turned(const Layer& layer, Pair size) {
  const Axes both = axes(layer, size);
  const Padding padding(Pair(both.h.stretchedBegin(), both.w.stretchedBegin()),
                        Pair(both.h.stretchedEnd(), both.w.stretchedEnd()));
  if (layer.stride != Pair(1) ||
      std::min({padding.begin.h, padding.begin.w, padding.end.h, padding.end.w}) < 0)
    return {};
  Layer result = layer;
  std::swap(result.in_channels, result.out_channels);
  result.padding = padding;
  result.output_padding = 0;
  result.bias = false;
  return result;
}

Tensor turnedWeight(const Layer& layer, const Tensor& weight) {
  const Index ins = layer.in_channels / layer.groups;
  const Shape shape = weight.shape();
  Tensor result({layer.out_channels, ins, shape.h, shape.w});
  for (Index c = 0; c < shape.n; ++c)
    for (Index o = 0; o < shape.c; ++o)
      result.plane(c / ins * shape.c + o, c % ins) = weight.plane(c, o).reverse();
  return result;
}

/// The first `size` results of the direct convolution.
Tensor convolveTo(const Layer& layer, const Tensor& y, const Tensor& weight, Pair size,
                  const ComputeOptions& options) {
  requireThreads(options.threads);
  const std::optional<Layer> turn = turned(layer, size);
  Method method = options.method;
  if (method == Method::automatic && turn &&
      methodFor(*turn, y.shape().spatial(), options.algorithm) == Method::winograd)
    method = Method::winograd;
  if (method == Method::winograd && turn && supports(method, *turn))
    return forward(*turn, y, turnedWeight(layer, weight), {}, {.method = method, .threads = options.threads});
  const Pass pass(layer, size, Pass::Way::direct);
  if (method == Method::automatic) method = gradientMethodFor(layer, size);
  if (method == Method::winograd || method == Method::kernel_rows)
    refuseMethod(method, Phrase("cannot compute this convolution"));
  Tensor result({y.shape().n, layer.in_channels, size.h, size.w});
  if (method == Method::plain || !allFinite(weight))
    convolvePlain(layer, y, weight, options.threads, result);
  else if (method == Method::channels)
    channels::compute(pass, y, weight, {}, result, options.threads);
  else if (method == Method::products)
    products::inputGradient(pass, y, weight, result, options.threads);
  else
    rows::Plan(pass, weight).run(y, {}, result, options.threads);
  return result;
}

/// The plain loops, in double, a plane of weights after the other.
Tensor weightGradientPlain(const Layer& layer, const Tensor& x, const Tensor& dy, int threads) {
  const Pair size = x.shape().spatial();
  const DirectAxis h{axis(layer, size, 0), dy.shape().h}, w{axis(layer, size, 1), dy.shape().w};
  const Shape shape = weightShape(layer);
  Tensor result(shape);
  forShares(shape.n * shape.c, threads, [&](Span share) {
    for (Index plane = share.begin; plane < share.end; ++plane) {
      const Index c = plane / shape.c, o = plane % shape.c;
      const Index out = c / (layer.in_channels / layer.groups) * shape.c + o;
      TensorD sums({1, 1, shape.h, shape.w});
      for (Index n = 0; n < x.shape().n; ++n)
        walk(h, w, size, [&](Index i, Index j, Index u, Index v) {
          sums(0, 0, u, v) += static_cast<double>(x(n, c, i, j)) * dy(n, out, h.reads(i, u), w.reads(j, v));
        });
      result.plane(c, o) = sums.plane(0, 0).cast<float>();
    }
  });
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
                 Phrase("spans {} elements, and the padded input has only {}", along.extent(), padded),
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

Tensor convolve(const Layer& layer, const Tensor& y, const Tensor& weight, const ComputeOptions& options) {
  const Layer back = returningLayer(layer, y.shape());
  const Pair size = convOutputSize(back, y.shape().spatial());
  requireValid(back, {y.shape().n, layer.in_channels, size.h, size.w}, weight.shape(), {});
  return convolveTo(back, y, weight, size, options);
}

double innerProduct(const Tensor& a, const Tensor& b) {
  requireShape("second operand", b.shape(), a.shape());
  double sum = 0;
  for (Index i = 0; i < a.size(); ++i) sum += static_cast<double>(a.values()[i]) * b.values()[i];
  return sum;
}

Tensor gradientInput(const Layer& layer, const Tensor& dy, const Tensor& weight, Pair input,
                     const ComputeOptions& options) {
  const Shape x{dy.shape().n, layer.in_channels, input.h, input.w};
  requireValid(layer, x, weight.shape(), {});
  requireShape("output gradient", dy.shape(), outputShape(layer, x));
  return convolveTo(layer, dy, weight, input, options);
}

Tensor gradientWeight(const Layer& layer, const Tensor& x, const Tensor& dy, const ComputeOptions& options) {
  requireValid(layer, x.shape(), weightShape(layer), {});
  requireShape("output gradient", dy.shape(), outputShape(layer, x.shape()));
  requireThreads(options.threads);
  const Pass pass(layer, x.shape().spatial(), Pass::Way::direct);
  const Method method =
      options.method == Method::automatic ? gradientMethodFor(layer, x.shape().spatial()) : options.method;
  if (method == Method::winograd || method == Method::kernel_rows)
    refuseMethod(method, Phrase("cannot compute a weight gradient"));
  if (method != Method::plain) {
    Tensor result = method == Method::products
                        ? products::weightGradient(pass, x, dy, options.threads)
                        : weight_gradient::compute(pass, x, dy, method == Method::channels, options.threads);
    // Elements are multiplied by the zeros beside dy too, which what is not finite does not survive.
    if (allFinite(result)) return result;
  }
  return weightGradientPlain(layer, x, dy, options.threads);
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

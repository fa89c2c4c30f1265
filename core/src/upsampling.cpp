#include "tconv/upsampling.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "checked.h"
#include "parallel.h"
#include "tconv/convolution.h"
#include "tconv/zero_insertion.h"

namespace tconv {
namespace {

/// Where an output cell of one axis looks: between two cells, t of the way.
struct Sample {
  Index first = 0, second = 0;
  double t = 0;
};

/// All positions are fractions with the denominator 2 L, so that no rounding decides which cell is nearest.
std::vector<Sample> samples(Index from, Index to, Interpolation how) {
  std::vector<Sample> result(to);
  for (Index o = 0; o < to; ++o) {
    const Index centre = (2 * o + 1) * from;
    if (how == Interpolation::nearest) {
      result[o].first = result[o].second = centre / (2 * to);
      continue;
    }
    const Index position = std::clamp<Index>(centre - to, 0, (from - 1) * 2 * to);
    const Index cell = position / (2 * to);
    result[o] = {cell, std::min(cell + 1, from - 1),
                 static_cast<double>(position % (2 * to)) / static_cast<double>(2 * to)};
  }
  return result;
}

/// A cell that is not looked at must not spread its NaN or infinity, nor two equal infinities make a NaN.
double between(double a, double b, double t) { return t == 0 || a == b ? a : a + t * (b - a); }

/// A row of the input brought to the width of the result, kept until another one is asked for.
struct WideRows {
  explicit WideRows(const std::vector<Sample>& samples_of)
      : columns(&samples_of), values(samples_of.size()) {}
  const double* of(const float* asked) {
    if (row == asked) return values.data();
    row = asked;
    for (std::size_t j = 0; j < values.size(); ++j) {
      const Sample& at = (*columns)[j];
      values[j] = between(row[at.first], row[at.second], at.t);
    }
    return values.data();
  }
  const std::vector<Sample>* columns;
  std::vector<double> values;
  const float* row = nullptr;  ///< its first cell
};

void blend(const double* a, const double* b, double t, std::span<float> out) {
  for (std::size_t j = 0; j < out.size(); ++j) out[j] = static_cast<float>(between(a[j], b[j], t));
}

Pair scaled(const Tensor& x, Pair factor) {
  Pair size;
  for (int a = 0; a < 2; ++a) {
    if (factor[a] < 1)
      throw Error({subjectOf("factor", a), std::to_string(factor[a]), Phrase("must be at least 1"), {}});
    // What overflows is refused by resize() with all else that is too large.
    size[a] = checkedProduct({x.shape().spatial()[a], factor[a]}).value_or(kLargestParameter + 1);
  }
  return size;
}

/// An ordinary convolution, which convolve() has as the way back of a transposed one.
Tensor convolvePadded(const Tensor& x, const Tensor& weight, Padding padding) {
  const Shape shape = weight.shape();
  Layer layer{.in_channels = shape.n, .out_channels = x.shape().c, .kernel_size = {shape.h, shape.w}};
  layer.padding = padding;
  layer.groups = std::max<Index>(1, x.shape().c / std::max<Index>(1, shape.c));
  return convolve(layer, x, weight);
}

/// One axis of a sub-pixel form.
struct Phases {
  Axis axis;
  Index begin() const { return (axis.kernel - 1 - axis.pad_begin) / axis.stride; }
  Index end() const { return (axis.pad_begin + axis.stride - 1) / axis.stride; }
  Index taps() const { return begin() + end() + 1; }
  /// The tap of the transposed kernel that element q of the kernel of a phase is, or -1.
  Index tap(Index phase, Index q) const {
    const Index u = phase + axis.pad_begin + axis.stride * (begin() - q);
    return u >= 0 && u < axis.kernel ? u : -1;
  }
};

/// Gives one phase its taps of a transposed kernel; returns how many elements stay empty.
Index deal(Tensor::ConstPlane kernel, const Phases& h, const Phases& w, Pair phase, Tensor::Plane result) {
  Index gaps = 0;
  for (Index p = 0; p < h.taps(); ++p)
    for (Index q = 0; q < w.taps(); ++q) {
      const Index u = h.tap(phase.h, p), v = w.tap(phase.w, q);
      if (u < 0 || v < 0)
        ++gaps;
      else
        result(p, q) = kernel(u, v);
    }
  return gaps;
}

std::optional<Problem> notSubPixel(const Axis& along, int a) {
  if (along.dilation != 1)
    return Problem{subjectOf("dilation", a), std::to_string(along.dilation),
                   Phrase("must be 1 in a sub-pixel convolution"), Fix{"dilation", a, 1}};
  const Index cropped = along.pad_begin + along.pad_end - along.output_padding;
  if (cropped == along.kernel - along.stride) return {};
  return Problem{
      subjectOf("padding", a),
      std::to_string(along.pad_begin),
      Phrase("together with the other end and less output_padding must crop k - s = {} in a sub-pixel "
             "convolution, not {}: its output is s times as long as its input",
             along.kernel - along.stride, cropped),
      {}};
}

}  // namespace

Tensor resize(const Tensor& x, Pair size, Interpolation how, int threads) {
  for (int a = 0; a < 2; ++a) {
    if (size[a] < 1 || size[a] > kLargestParameter)
      throw Error({subjectOf("size", a),
                   std::to_string(size[a]),
                   Phrase("must be between 1 and {}", kLargestParameter),
                   {}});
    if (x.shape().spatial()[a] < 1)
      throw Error({subjectOf("input_size", a),
                   std::to_string(x.shape().spatial()[a]),
                   Phrase("must be at least 1"),
                   {}});
  }
  const Shape shape{x.shape().n, x.shape().c, size.h, size.w};
  requireMemory("resized image", shape, sizeof(float));
  const auto rows = samples(x.shape().h, size.h, how), columns = samples(x.shape().w, size.w, how);
  Tensor y(shape);
  forShares(shape.n * shape.c * size.h, threads, [&](Span share) {
    WideRows above(columns), below(columns);
    for (Index row = share.begin; row < share.end; ++row) {
      const Index i = row % size.h, c = row / size.h % shape.c, n = row / size.h / shape.c;
      const Sample& at = rows[i];
      const float* plane = x.plane(n, c).data();
      const float *first = plane + at.first * x.shape().w, *second = plane + at.second * x.shape().w;
      if (above.row != first) std::swap(above, below);  // what was below is above now
      const double *a = above.of(first), *b = below.of(second);
      blend(a, b, at.t, {&y(n, c, i, 0), static_cast<std::size_t>(size.w)});
    }
  });
  return y;
}

Tensor resizeNearest(const Tensor& x, Pair factor) {
  return resize(x, scaled(x, factor), Interpolation::nearest);
}

Tensor resizeBilinear(const Tensor& x, Pair factor) {
  return resize(x, scaled(x, factor), Interpolation::bilinear);
}

Tensor convolveSame(const Tensor& x, const Tensor& weight) {
  const Pair crop(weight.shape().h - 1, weight.shape().w - 1), begin(crop.h / 2, crop.w / 2);
  return convolvePadded(x, weight, {begin, {crop.h - begin.h, crop.w - begin.w}});
}

Tensor resizeThenConvolve(const Tensor& x, Pair factor, Interpolation how, const Tensor& weight) {
  return convolveSame(resize(x, scaled(x, factor), how), weight);
}

Tensor resizeConvolutionWeight(const Layer& layer, const Tensor& weight) {
  requireShape("weight", weight.shape(), weightShape(layer));
  const Tensor turned = rotate180(weight);
  const Shape shape = weight.shape();
  const Index ins = layer.in_channels / layer.groups, outs = shape.c;
  Tensor result({layer.out_channels, ins, shape.h, shape.w});
  for (Index o = 0; o < layer.out_channels; ++o)
    for (Index c = 0; c < ins; ++c) result.plane(o, c) = turned.plane(o / outs * ins + c, o % outs);
  return result;
}

Tensor pixelShuffle(const Tensor& x, Pair factor) {
  const Shape from = x.shape();
  const Pair size = scaled(x, factor);
  const auto parts = checkedProduct({factor.h, factor.w});
  if (!parts || from.c % *parts != 0)
    throw Error({"factor",
                 std::to_string(factor.h) + " x " + std::to_string(factor.w),
                 Phrase("must divide the number of channels ({})", from.c),
                 {}});
  Tensor y({from.n, from.c / *parts, size.h, size.w});
  for (Index n = 0; n < from.n; ++n)
    for (Index c = 0; c < y.shape().c; ++c)
      for (Index i = 0; i < size.h; ++i)
        for (Index j = 0; j < size.w; ++j) {
          const Index part = (c * factor.h + i % factor.h) * factor.w + j % factor.w;
          y(n, c, i, j) = x(n, part, i / factor.h, j / factor.w);
        }
  return y;
}

std::variant<SubPixelForm, Problem> subPixelForm(const Layer& layer, const Tensor& weight) {
  if (const auto problem = validateParameters(layer, 1)) return *problem;
  const Phases h{axis(layer, 1, 0)}, w{axis(layer, 1, 1)};
  for (int a = firstAxis(layer); a < 2; ++a)
    if (const auto problem = notSubPixel(axis(layer, 1, a), a)) return *problem;
  if (const auto problem = validate(layer, {1, layer.in_channels, 1, 1})) return *problem;
  requireShape("weight", weight.shape(), weightShape(layer));
  SubPixelForm form;
  form.factor = {h.axis.stride, w.axis.stride};
  form.padding = {{h.begin(), w.begin()}, {h.end(), w.end()}};
  const Index ins = layer.in_channels / layer.groups, outs = weight.shape().c;
  const Index phases = form.factor.h * form.factor.w;
  form.weight = Tensor({layer.out_channels * phases, ins, h.taps(), w.taps()});
  for (Index part = 0; part < form.weight.shape().n; ++part) {
    const Index o = part / phases;
    const Pair phase(part % phases / form.factor.w, part % form.factor.w);
    for (Index c = 0; c < ins; ++c)
      form.gaps += deal(weight.plane(o / outs * ins + c, o % outs), h, w, phase, form.weight.plane(part, c));
  }
  return form;
}

Tensor subPixelConvolve(const SubPixelForm& form, const Tensor& x) {
  return pixelShuffle(convolvePadded(x, form.weight, form.padding), form.factor);
}

Tensor subPixelConvolve(const Tensor& x, Pair factor, const Tensor& weight) {
  return pixelShuffle(convolveSame(x, weight), factor);
}

}  // namespace tconv

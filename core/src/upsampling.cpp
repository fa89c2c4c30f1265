#include "tconv/upsampling.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "checked.h"
#include "parallel.h"
#include "resizer_rows.h"
#include "tconv/convolution.h"
#include "tconv/zero_insertion.h"

namespace tconv {
namespace {

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
Index deal(const Tensor::ConstPlane& kernel, const Phases& h, const Phases& w, Pair phase,
           Tensor::Plane result) {
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

/// Where an output cell of one axis looks: between two cells, t of the way.
struct Resizer::Sample {
  Index first = 0, second = 0;
  double t = 0;
};

struct Resizer::Samples {
  Samples(Pair from, Pair to, Interpolation how) : rows(ofAxis(from.h, to.h, how)) {
    for (const Sample& at : ofAxis(from.w, to.w, how)) {
      columns.first.push_back(static_cast<std::int32_t>(at.first));
      columns.second.push_back(static_cast<std::int32_t>(at.second));
      columns.t.push_back(at.t);
    }
  }

  /// All positions are fractions with the denominator 2 L, so that no rounding decides which cell is nearest.
  static std::vector<Sample> ofAxis(Index from, Index to, Interpolation how) {
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

  std::vector<Sample> rows;
  ColumnSamples columns;
};

Resizer::Resizer(const Tensor& x, Pair size, Interpolation how) : x_(&x) {
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
  requireMemory("resized image", {x.shape().n, x.shape().c, size.h, size.w}, sizeof(float));
  samples_ = std::make_shared<const Samples>(x.shape().spatial(), size, how);
}

float Resizer::at(Index n, Index c, Index row, Index column) const {
  const Sample& i = samples_->rows[row];
  const ColumnSamples& j = samples_->columns;
  const auto across = [&](Index of) {
    return between((*x_)(n, c, of, j.first[column]), (*x_)(n, c, of, j.second[column]), j.t[column]);
  };
  return static_cast<float>(between(across(i.first), across(i.second), i.t));
}

const double* Resizer::widened(WideRow& wide, const float* of) const {
  if (wide.of == of) return wide.values.data();
  wide.of = of;
  wide.values.resize(samples_->columns.t.size());
  widenRow(of, x_->shape().w, samples_->columns, wide.values.data());
  return wide.values.data();
}

void Resizer::row(Index n, Index c, Index row, std::span<float> out) {
  const Sample& at = samples_->rows[row];
  const float *first = &x_->values()[((n * x_->shape().c + c) * x_->shape().h + at.first) * x_->shape().w],
              *second = first + (at.second - at.first) * x_->shape().w;
  if (above_.of != first) std::swap(above_, below_);  // what was below is above now
  const double *a = widened(above_, first), *b = widened(below_, second);
  blendRows(a, b, at.t, static_cast<Index>(out.size()), out.data());
}

Tensor resize(const Tensor& x, Pair size, Interpolation how, int threads) {
  const Resizer resizer(x, size, how);
  const Shape shape{x.shape().n, x.shape().c, size.h, size.w};
  Tensor y(shape);
  forShares(shape.n * shape.c * size.h, threads, [&](Span share) {
    Resizer own = resizer;
    for (Index row = share.begin; row < share.end; ++row) {
      const Index i = row % size.h, c = row / size.h % shape.c, n = row / size.h / shape.c;
      own.row(n, c, i, {&y(n, c, i, 0), static_cast<std::size_t>(size.w)});
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

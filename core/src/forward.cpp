#include "tconv/forward.h"

#include "ranges.h"

namespace tconv {
namespace {

std::optional<Index> biasCount(std::size_t size) {
  return size == 0 ? std::nullopt : std::optional<Index>(static_cast<Index>(size));
}

/// y[first + i * stride] += x[i] * w. The unit stride stands apart because it vectorises.
void addScaledRow(const float* x, Index count, float w, float* y, Index stride) {
  if (stride == 1) {
    for (Index i = 0; i < count; ++i) y[i] += x[i] * w;
  } else {
    for (Index i = 0; i < count; ++i) y[i * stride] += x[i] * w;
  }
}

/// Where the columns of every tap go: found once, used for all rows and channels.
std::vector<Span> landingColumns(const Axis& axis) {
  std::vector<Span> spans;
  spans.reserve(axis.kernel);
  for (Index v = 0; v < axis.kernel; ++v) spans.push_back(landingInputs(axis, v));
  return spans;
}

struct Walk {
  Axes axes;
  std::vector<Span> columns;  ///< for each kernel column, the input columns that land inside the output
};

/// One input plane, scaled by one kernel, added to one output plane.
void scatterPlane(const Walk& walk, const float* x, const float* w, float* y) {
  const Axis &ah = walk.axes.h, &aw = walk.axes.w;
  const Index width = aw.output();
  for (Index i = 0; i < ah.input; ++i)
    for (Index u = 0; u < ah.kernel; ++u) {
      const Index row = ah.place(i, u) - ah.pad_begin;
      if (row < 0 || row >= ah.output()) continue;
      for (Index v = 0; v < aw.kernel; ++v) {
        const Span span = walk.columns[v];
        if (span.empty()) continue;
        float* target = y + row * width + aw.place(span.begin, v) - aw.pad_begin;
        addScaledRow(x + i * aw.input + span.begin, span.size(), w[u * aw.kernel + v], target, aw.stride);
      }
    }
}

template <class T>
void fillBias(BasicTensor<T>& y, std::span<const T> bias) {
  if (bias.empty()) return;
  for (Index n = 0; n < y.shape().n; ++n)
    for (Index o = 0; o < y.shape().c; ++o) y.plane(n, o).setConstant(bias[o]);
}

}  // namespace

Tensor forward(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias) {
  requireValid(layer, x.shape(), weight.shape(), biasCount(bias.size()));
  const Axes both = axes(layer, x.shape().spatial());
  const Walk walk{both, landingColumns(both.w)};
  Tensor y(outputShape(layer, x.shape()));
  fillBias(y, bias);
  const Index outs = weight.shape().c, ins = layer.in_channels / layer.groups;
  for (Index n = 0; n < x.shape().n; ++n)
    for (Index o = 0; o < layer.out_channels; ++o)
      for (Index c = o / outs * ins; c < (o / outs + 1) * ins; ++c)
        scatterPlane(walk, x.plane(n, c).data(), weight.plane(c, o % outs).data(), y.plane(n, o).data());
  return y;
}

TensorD forwardReference(const Layer& layer, const TensorD& x, const TensorD& weight,
                         std::span<const double> bias) {
  requireCanvas(layer, x.shape(), weight.shape(), biasCount(bias.size()));
  const Axes both = axes(layer, x.shape().spatial());
  const Index outs = weight.shape().c, ins = layer.in_channels / layer.groups;
  TensorD canvas({x.shape().n, layer.out_channels, both.h.canvas(), both.w.canvas()});
  for (Index n = 0; n < x.shape().n; ++n)
    for (Index c = 0; c < layer.in_channels; ++c)
      for (Index i = 0; i < both.h.input; ++i)
        for (Index j = 0; j < both.w.input; ++j)
          for (Index o = 0; o < outs; ++o)
            for (Index u = 0; u < both.h.kernel; ++u)
              for (Index v = 0; v < both.w.kernel; ++v)
                canvas(n, c / ins * outs + o, both.h.place(i, u), both.w.place(j, v)) +=
                    x(n, c, i, j) * weight(c, o, u, v);
  TensorD y(outputShape(layer, x.shape()));
  for (Index n = 0; n < y.shape().n; ++n)
    for (Index o = 0; o < y.shape().c; ++o) {
      const auto window =
          canvas.plane(n, o).block(both.h.pad_begin, both.w.pad_begin, y.shape().h, y.shape().w);
      y.plane(n, o) = window.array() + (bias.empty() ? 0.0 : bias[o]);
    }
  return y;
}

}  // namespace tconv

#include "tconv/forward.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "checked.h"
#include "forward_channels.h"
#include "forward_rows.h"
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

/// Fewer products than this are made before weights have been ordered.
constexpr double kLeastProducts = 2000;
/// Weights are copied when they are ordered: 32 MB, so that no shape needs much more memory than its
/// operands.
constexpr double kMostWeights = 1 << 23;
/// A vector of the widest kind.
constexpr Index kManyOuts = 16;

constexpr std::array kMethods = {
    ForwardMethodInfo{ForwardMethod::automatic, "automatic", "the quickest one for the shape"},
    ForwardMethodInfo{ForwardMethod::plain, "plain", "the scatter loop"},
    ForwardMethodInfo{ForwardMethod::rows, "rows", "vectors along the output rows"},
    ForwardMethodInfo{ForwardMethod::channels, "channels", "vectors along the output channels"},
};

void runPlain(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias, Tensor& y) {
  const Axes both = axes(layer, x.shape().spatial());
  const Walk walk{both, landingColumns(both.w)};
  if (bias.empty()) std::ranges::fill(y.values(), 0.0F);
  fillBias(y, bias);
  const Index outs = weight.shape().c, ins = layer.in_channels / layer.groups;
  for (Index n = 0; n < x.shape().n; ++n)
    for (Index o = 0; o < layer.out_channels; ++o)
      for (Index c = o / outs * ins; c < (o / outs + 1) * ins; ++c)
        scatterPlane(walk, x.plane(n, c).data(), weight.plane(c, o % outs).data(), y.plane(n, o).data());
}

/// The method that does the work. Rows multiplies weights by the zeros beside the input: what is not finite
/// must not reach cells that it has no term in. @throws Error
ForwardMethod chosen(ForwardMethod method, const Layer& layer, Pair input, const Tensor& weight) {
  if (method == ForwardMethod::automatic) method = methodFor(layer, input);
  if (supports(method, layer)) {
    const bool finite = method == ForwardMethod::plain ||
                        std::ranges::all_of(weight.values(), [](float w) { return std::isfinite(w); });
    return finite ? method : ForwardMethod::plain;
  }
  throw Error({"method",
               std::string(kMethods[static_cast<std::size_t>(method)].name),
               "supports strides of the width up to " + std::to_string(rows::kMostPhases),
               {}});
}

}  // namespace

std::span<const ForwardMethodInfo> forwardMethods() { return kMethods; }

bool supports(ForwardMethod method, const Layer& layer) {
  return method != ForwardMethod::rows || layer.stride.w <= rows::kMostPhases;
}

ForwardMethod methodFor(const Layer& layer, Pair input) {
  const Axes both = axes(layer, input);
  const Index outs = layer.out_channels / layer.groups;
  double weights = static_cast<double>(layer.in_channels) * static_cast<double>(outs), products = weights;
  for (const Axis& axis : {both.h, both.w}) {
    weights *= static_cast<double>(axis.kernel);
    products *= static_cast<double>(axis.input) * static_cast<double>(axis.kernel);
  }
  if (products < kLeastProducts || weights > kMostWeights) return ForwardMethod::plain;
  if (outs >= kManyOuts) return ForwardMethod::channels;
  return supports(ForwardMethod::rows, layer) ? ForwardMethod::rows : ForwardMethod::plain;
}

struct ForwardPlan::State {
  Layer layer;
  Pair input;
  ForwardMethod method;
  Tensor weight;  ///< of plain
  std::optional<rows::Plan> rows;
  std::optional<channels::Plan> channels;

  void run(const Tensor& x, Bias bias, Tensor& y) const {
    if (rows) return rows->run(x, bias, y);
    if (channels) return channels->run(x, bias, y);
    runPlain(layer, x, weight, bias, y);
  }
};

ForwardPlan::ForwardPlan(const Layer& layer, Pair input, const Tensor& weight, ForwardMethod method) {
  requireValid(layer, {1, layer.in_channels, input.h, input.w}, weight.shape(), std::nullopt);
  auto state =
      std::make_unique<State>(State{layer, input, chosen(method, layer, input, weight), Tensor(), {}, {}});
  if (state->method == ForwardMethod::rows)
    state->rows.emplace(layer, input, weight);
  else if (state->method == ForwardMethod::channels)
    state->channels.emplace(layer, input, weight);
  else
    state->weight = weight;
  state_ = std::move(state);
}

ForwardPlan::~ForwardPlan() = default;
ForwardPlan::ForwardPlan(ForwardPlan&&) noexcept = default;
ForwardPlan& ForwardPlan::operator=(ForwardPlan&&) noexcept = default;

ForwardMethod ForwardPlan::method() const { return state_->method; }

Tensor ForwardPlan::operator()(const Tensor& x, Bias bias) const {
  Tensor y(outputShape(state_->layer, x.shape()));
  run(x, bias, y);
  return y;
}

void ForwardPlan::run(const Tensor& x, Bias bias, Tensor& y) const {
  const Layer& layer = state_->layer;
  requireValid(layer, x.shape(), weightShape(layer), biasCount(bias.size()));
  requireShape("x", x.shape(), {x.shape().n, layer.in_channels, state_->input.h, state_->input.w});
  requireShape("y", y.shape(), outputShape(layer, x.shape()));
  state_->run(x, bias, y);
}

Tensor forward(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias, ForwardMethod method) {
  requireValid(layer, x.shape(), weight.shape(), biasCount(bias.size()));
  const Pair input = x.shape().spatial();
  Tensor y(outputShape(layer, x.shape()));
  const ForwardMethod does = chosen(method, layer, input, weight);
  if (does == ForwardMethod::rows)
    rows::Plan(layer, input, weight).run(x, bias, y);
  else if (does == ForwardMethod::channels)
    channels::Plan(layer, input, weight).run(x, bias, y);
  else
    runPlain(layer, x, weight, bias, y);
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

#include "tconv/forward.h"

#include <optional>
#include <utility>
#include <variant>

#include "channels.h"
#include "checked.h"
#include "kernel_rows.h"
#include "method_choice.h"
#include "parallel.h"
#include "ranges.h"
#include "rows.h"
#include "winograd.h"

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

void runPlain(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias, Tensor& y, int threads) {
  const Axes both = axes(layer, x.shape().spatial());
  const Walk walk{both, landingColumns(both.w)};
  const Index outs = weight.shape().c, ins = layer.in_channels / layer.groups;
  forShares(x.shape().n * layer.out_channels, threads, [&](Span share) {
    for (Index plane = share.begin; plane < share.end; ++plane) {
      const Index n = plane / layer.out_channels, o = plane % layer.out_channels;
      y.plane(n, o).setConstant(bias.empty() ? 0.0F : bias[o]);
      for (Index c = o / outs * ins; c < (o / outs + 1) * ins; ++c)
        scatterPlane(walk, x.plane(n, c).data(), weight.plane(c, o % outs).data(), y.plane(n, o).data());
    }
  });
}

/// Weights as a method reads them; those of plain and kernel_rows are read where they are.
using Prepared = std::variant<std::monostate, rows::Plan, channels::Plan, kernel_rows::Plan, winograd::Plan>;

Prepared prepared(Method method, const Layer& layer, Pair input, const Tensor& weight) {
  const Pass pass(layer, input, Pass::Way::transposed);
  switch (method) {
    case Method::rows:
      return rows::Plan(pass, weight);
    case Method::channels:
      return channels::Plan(pass, weight);
    case Method::kernel_rows:
      return kernel_rows::Plan(pass);
    case Method::winograd:
      return winograd::Plan(layer, input, weight);
    default:
      return std::monostate();
  }
}

/// What all methods are called with.
struct Call {
  const Layer& layer;
  const Tensor &x, &weight;
  Bias bias;
  Tensor& y;
  int threads;

  void operator()(std::monostate) const { runPlain(layer, x, weight, bias, y, threads); }
  void operator()(const kernel_rows::Plan& plan) const { plan.run(x, weight, bias, y, threads); }
  void operator()(const auto& plan) const { plan.run(x, bias, y, threads); }
};

}  // namespace

struct ForwardPlan::State {
  Layer layer;
  Pair input;
  Method method;
  int threads;
  Tensor weight;  ///< of methods that read it as it is
  Prepared prepared;
};

ForwardPlan::ForwardPlan(const Layer& layer, Pair input, const Tensor& weight,
                         const ComputeOptions& options) {
  requireValid(layer, {1, layer.in_channels, input.h, input.w}, weight.shape(), std::nullopt);
  const Method does = chosenMethod(options, layer, input, weight);
  const bool as_it_is = does == Method::plain || does == Method::kernel_rows;
  state_ = std::make_unique<State>(State{layer, input, does, options.threads, as_it_is ? weight : Tensor(),
                                         prepared(does, layer, input, weight)});
}

ForwardPlan::~ForwardPlan() = default;
ForwardPlan::ForwardPlan(ForwardPlan&&) noexcept = default;
ForwardPlan& ForwardPlan::operator=(ForwardPlan&&) noexcept = default;

Method ForwardPlan::method() const { return state_->method; }

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
  std::visit(Call{layer, x, state_->weight, bias, y, state_->threads}, state_->prepared);
}

Tensor forward(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias,
               const ComputeOptions& options) {
  requireValid(layer, x.shape(), weight.shape(), biasCount(bias.size()));
  const Pair input = x.shape().spatial();
  const Method does = chosenMethod(options, layer, input, weight);
  Tensor y(outputShape(layer, x.shape()));
  if (does == Method::channels) {
    channels::compute(Pass(layer, input, Pass::Way::transposed), x, weight, bias, y, options.threads);
    return y;
  }
  std::visit(Call{layer, x, weight, bias, y, options.threads}, prepared(does, layer, input, weight));
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

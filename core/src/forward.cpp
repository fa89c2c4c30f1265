#include "tconv/forward.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "checked.h"
#include "forward_channels.h"
#include "forward_kernel_rows.h"
#include "forward_rows.h"
#include "forward_winograd.h"
#include "parallel.h"
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

/// Fewer products than this are made before weights have been ordered.
constexpr double kLeastProducts = 2000;
/// Weights are copied when they are ordered: 16 MB, so that no shape needs much more memory than its
/// operands.
constexpr double kMostWeights = 1 << 22;
/// A vector of the widest kind.
constexpr Index kManyOuts = 16;

/// Fewer channels, or shorter axes of each dilated grid, do not pay for carrying tiles to points and back.
constexpr Index kChannelsForWinograd = 16, kLengthForWinograd = 24;

constexpr std::array kMethods = {
    ForwardMethodInfo{ForwardMethod::automatic, "automatic", "the quickest one for the shape",
                      Algorithm::direct},
    ForwardMethodInfo{ForwardMethod::plain, "plain", "the scatter loop", Algorithm::direct},
    ForwardMethodInfo{ForwardMethod::rows, "rows", "vectors along the output rows", Algorithm::direct},
    ForwardMethodInfo{ForwardMethod::channels, "channels", "vectors along the output channels",
                      Algorithm::direct},
    ForwardMethodInfo{ForwardMethod::kernel_rows, "kernel_rows", "vectors along the kernel rows",
                      Algorithm::direct},
    ForwardMethodInfo{ForwardMethod::winograd, "winograd", "Winograd's minimal filtering", Algorithm::fast},
};

/// What a method needs of a layer, in words.
std::string needsOf(ForwardMethod method) {
  if (method == ForwardMethod::rows)
    return "supports strides of the width up to " + std::to_string(rows::kMostPhases);
  if (method == ForwardMethod::kernel_rows)
    return "supports strides and kernel sizes of the width that are multiples of " +
           std::to_string(kernel_rows::kUnit) + ", without dilation";
  return "supports two axes with kernel_size 3 and stride 1, or with kernel_size 4, stride 2 and dilation 1";
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

/// The method that does the work. All but the plain one multiply weights by the zeros beside the input: what
/// is not finite must not reach cells that it has no term in. @throws Error
ForwardMethod chosen(const ForwardOptions& options, const Layer& layer, Pair input, const Tensor& weight) {
  if (options.threads < 1)
    throw Error({"threads", std::to_string(options.threads), "must be at least 1", {}});
  ForwardMethod method = options.method;
  if (method == ForwardMethod::automatic) method = methodFor(layer, input, options.algorithm);
  if (!supports(method, layer))
    throw Error(
        {"method", std::string(kMethods[static_cast<std::size_t>(method)].name), needsOf(method), {}});
  const bool finite = method == ForwardMethod::plain ||
                      std::ranges::all_of(weight.values(), [](float w) { return std::isfinite(w); });
  return finite ? method : ForwardMethod::plain;
}

/// As many output channels of a group as have their weights ordered at once.
Index outsAtOnce(const Layer& layer) {
  const double weights = static_cast<double>(layer.in_channels) * static_cast<double>(layer.kernel_size.h) *
                         static_cast<double>(layer.kernel_size.w);
  return static_cast<Index>(std::min(kMostWeights / weights, 1e9)) / kManyOuts * kManyOuts;
}

/// Values that are read for one row of outputs, about.
double rowValues(const Axes& both, Index channels) {
  const double rows = static_cast<double>(ceilDiv(both.h.extent(), both.h.stride) + 1);
  const double columns =
      static_cast<double>(both.w.input + 2 * ceilDiv(both.w.extent(), both.w.stride) + 4 * kManyOuts);
  return rows * columns * static_cast<double>(channels);
}

/// Weights as a method reads them; those of plain and kernel_rows are read where they are.
using Prepared = std::variant<std::monostate, rows::Plan, channels::Plan, kernel_rows::Plan, winograd::Plan>;

Prepared prepared(ForwardMethod method, const Layer& layer, Pair input, const Tensor& weight) {
  switch (method) {
    case ForwardMethod::rows:
      return rows::Plan(layer, input, weight);
    case ForwardMethod::channels:
      return channels::Plan(layer, input, weight);
    case ForwardMethod::kernel_rows:
      return kernel_rows::Plan(layer, input);
    case ForwardMethod::winograd:
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

std::span<const ForwardMethodInfo> forwardMethods() { return kMethods; }

bool supports(ForwardMethod method, const Layer& layer) {
  switch (method) {
    case ForwardMethod::rows:
      return rows::Plan::supports(layer);
    case ForwardMethod::kernel_rows:
      return kernel_rows::Plan::supports(layer);
    case ForwardMethod::winograd:
      return winograd::Plan::supports(layer);
    default:
      return true;
  }
}

ForwardMethod methodFor(const Layer& layer, Pair input, Algorithm algorithm) {
  const Axes both = axes(layer, input);
  const Index ins = layer.in_channels / layer.groups, outs = layer.out_channels / layer.groups;
  double weights = static_cast<double>(layer.in_channels) * static_cast<double>(outs), products = weights;
  for (const Axis& axis : {both.h, both.w}) {
    weights *= static_cast<double>(axis.kernel);
    products *= static_cast<double>(axis.input) * static_cast<double>(axis.kernel);
  }
  if (products < kLeastProducts || rowValues(both, ins) > kMostBandValues) return ForwardMethod::plain;
  if (algorithm == Algorithm::fast && supports(ForwardMethod::winograd, layer) &&
      std::min(ins, outs) >= kChannelsForWinograd &&
      std::min(input.h / layer.dilation.h, input.w / layer.dilation.w) >= kLengthForWinograd &&
      std::max(weights, rowValues(both, ins)) <= kMostWeights / 4)
    return ForwardMethod::winograd;
  if (supports(ForwardMethod::kernel_rows, layer)) return ForwardMethod::kernel_rows;
  if (outs >= kManyOuts && outsAtOnce(layer) > 0) return ForwardMethod::channels;
  if (weights > kMostWeights) return ForwardMethod::plain;
  return supports(ForwardMethod::rows, layer) ? ForwardMethod::rows : ForwardMethod::plain;
}

struct ForwardPlan::State {
  Layer layer;
  Pair input;
  ForwardMethod method;
  int threads;
  Tensor weight;  ///< of methods that read it as it is
  Prepared prepared;
};

ForwardPlan::ForwardPlan(const Layer& layer, Pair input, const Tensor& weight,
                         const ForwardOptions& options) {
  requireValid(layer, {1, layer.in_channels, input.h, input.w}, weight.shape(), std::nullopt);
  const ForwardMethod does = chosen(options, layer, input, weight);
  const bool as_it_is = does == ForwardMethod::plain || does == ForwardMethod::kernel_rows;
  state_ = std::make_unique<State>(State{layer, input, does, options.threads, as_it_is ? weight : Tensor(),
                                         prepared(does, layer, input, weight)});
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
  std::visit(Call{layer, x, state_->weight, bias, y, state_->threads}, state_->prepared);
}

Tensor forward(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias,
               const ForwardOptions& options) {
  requireValid(layer, x.shape(), weight.shape(), biasCount(bias.size()));
  const Pair input = x.shape().spatial();
  const ForwardMethod does = chosen(options, layer, input, weight);
  Tensor y(outputShape(layer, x.shape()));
  const Index outs = weight.shape().c, at_once = std::max(kManyOuts, outsAtOnce(layer));
  if (does == ForwardMethod::channels && outs > at_once) {
    for (Index out = 0; out < outs; out += at_once)
      channels::Plan(layer, input, weight, {out, std::min(outs, out + at_once)})
          .run(x, bias, y, options.threads);
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

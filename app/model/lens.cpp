#include "model/lens.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "i18n/translate.h"
#include "model/formula.h"

namespace lab {
namespace {

using tconv::Framework;
using tconv::FrameworkCall;
using tconv::FrameworkLayer;
using tconv::Problem;
using enum LensCall;

constexpr std::array<LensInfo, 12> kCalls = {{
    {pytorch, "pytorch", "PyTorch",
     trLater("This layer: crops both ends alike, output_padding gives back at the end.")},
    {keras_valid, "keras-valid", "Keras 'valid'",
     trLater("Keeps the full canvas, at least n times the stride.")},
    {keras_same, "keras-same", "Keras 'same'",
     trLater("Keeps n times the stride; the odd cell goes at the end.")},
    {onnx, "onnx", "ONNX pads", trLater("This layer: a crop of its own for each end.")},
    {onnx_output_shape, "onnx-output-shape", "ONNX output_shape",
     trLater("The size of this layer's output; the crop follows from it, its larger half at the beginning.")},
    {onnx_same_upper, "onnx-same-upper", "ONNX SAME_UPPER",
     trLater("Keeps n times the stride; the odd cell goes at the end.")},
    {onnx_same_lower, "onnx-same-lower", "ONNX SAME_LOWER",
     trLater("Keeps n times the stride; the odd cell goes at the beginning.")},
    {jax, "jax", "JAX pads",
     trLater("This layer: pairs of zeros around the stretched input, the kernel flipped.")},
    {jax_valid, "jax-valid", "JAX 'VALID'", trLater("Keeps the full canvas; the kernel is not flipped.")},
    {jax_same, "jax-same", "JAX 'SAME'", trLater("Keeps n times the stride; the kernel is not flipped.")},
    {jax_valid_transpose, "jax-valid-transpose", trLater("JAX 'VALID', flipped"),
     trLater("Keeps the full canvas; transpose_kernel flips the kernel as the other frameworks do.")},
    {jax_same_transpose, "jax-same-transpose", trLater("JAX 'SAME', flipped"),
     trLater("Keeps n times the stride; transpose_kernel flips the kernel as the other frameworks do.")},
}};

void copyTo(Tensor& to, const Tensor& from, Index top, Index left) {
  const Shape shape = from.shape();
  for (Index c = 0; c < shape.c; ++c) to.plane(0, c).block(top, left, shape.h, shape.w) = from.plane(0, c);
}

/// Everything that the kernel reaches, before anything is cropped and without the bias.
Tensor uncropped(const FrameworkLayer& made, const Derived& derived, const tconv::Axes& axes) {
  FrameworkLayer all{made.layer, made.turned, {}};
  all.layer.padding = {};
  all.layer.bias = false;
  all.layer.output_padding = {axes.h.canvas() - axes.h.full(), axes.w.canvas() - axes.w.full()};
  return tconv::forward(all, derived.trace->x(), derived.trace->weight());
}

/// Lays the output on what the kernel reaches; blank rows and columns may lie outside of that.
void layOnCanvas(LensSide& side, const Derived& derived) {
  const auto& [layer, turned, blank] = side.made;
  const tconv::Axes axes = tconv::axes(layer, derived.trace->x().shape().spatial());
  const Rect kept = axes.window();
  const Pair before{std::max<Index>(0, blank.begin.h - kept.top),
                    std::max<Index>(0, blank.begin.w - kept.left)};
  const Index top = kept.top - blank.begin.h + before.h, left = kept.left - blank.begin.w + before.w;
  const Shape y = side.output.shape();
  side.window = {top, left, top + y.h, left + y.w};
  side.canvas = Tensor({1, y.c, std::max(before.h + axes.h.canvas(), side.window.bottom),
                        std::max(before.w + axes.w.canvas(), side.window.right)});
  copyTo(side.canvas, uncropped(side.made, derived, axes), before.h, before.w);
  copyTo(side.canvas, side.output, top, left);
}

LensResult resultOf(LensCall which, const Derived& derived) {
  const Pair input = derived.trace->x().shape().spatial();
  const auto call = callOf(which, derived.layer(), input);
  if (const auto* problem = std::get_if<Problem>(&call)) return *problem;
  const auto made = tconv::realize(std::get<FrameworkCall>(call), derived.layer(), input);
  if (const auto* problem = std::get_if<Problem>(&made)) return *problem;
  LensSide side{std::get<FrameworkCall>(call), std::get<FrameworkLayer>(made), {}, {}, {}, {}, false};
  side.code = tconv::codeLine(side.call, derived.layer());
  side.output = tconv::forward(side.made, derived.trace->x(), derived.trace->weight(), derived.bias);
  side.own = side.made == FrameworkLayer{derived.layer(), false, {}};
  layOnCanvas(side, derived);
  return side;
}

}  // namespace

std::span<const LensInfo> lensCalls() { return kCalls; }

const LensInfo& info(LensCall call) { return kCalls[static_cast<std::size_t>(call)]; }

std::variant<FrameworkCall, Problem> callOf(LensCall call, const Layer& layer, Pair input) {
  switch (call) {
    case pytorch:
      return tconv::expressIn(Framework::pytorch, layer, input);
    case keras_valid:
      return tconv::KerasCall{tconv::KerasPadding::valid};
    case keras_same:
      return tconv::KerasCall{tconv::KerasPadding::same};
    case onnx:
      return tconv::expressIn(Framework::onnx, layer, input);
    case onnx_output_shape:
      return tconv::OnnxCall{
          .output_shape = tconv::outputShape(layer, {1, layer.in_channels, input.h, input.w}).spatial()};
    case onnx_same_upper:
      return tconv::OnnxCall{tconv::AutoPad::same_upper};
    case onnx_same_lower:
      return tconv::OnnxCall{tconv::AutoPad::same_lower};
    case jax:
      return tconv::expressIn(Framework::jax, layer, input);
    case jax_valid:
    case jax_valid_transpose:
      return tconv::JaxCall{tconv::JaxPadding::valid, {}, call == jax_valid_transpose};
    case jax_same:
    case jax_same_transpose:
      break;
  }
  return tconv::JaxCall{tconv::JaxPadding::same, {}, call == jax_same_transpose};
}

const LensResult& LensResults::of(LensCall call, const Derived& derived) const {
  const std::scoped_lock lock(mutex_);
  const auto found = results_.find(call);
  return found != results_.end() ? found->second
                                 : results_.emplace(call, resultOf(call, derived)).first->second;
}

const tconv::Difference* LensResults::between(const LensChoice& choice, const Derived& derived) const {
  const std::scoped_lock lock(mutex_);
  const std::pair pair{choice.a, choice.b};
  if (const auto found = differences_.find(pair); found != differences_.end()) return &found->second;
  const auto* a = std::get_if<LensSide>(&of(choice.a, derived));
  const auto* b = std::get_if<LensSide>(&of(choice.b, derived));
  if (!a || !b) return nullptr;
  return &differences_.emplace(pair, tconv::difference(a->output, b->output)).first->second;
}

const LensResults& lensResults(const Derived& derived) {
  using Kept = std::shared_ptr<const LensResults>;
  return *derived.memo->get<Kept>([] { return std::make_shared<const LensResults>(); });
}

std::vector<Expression> expressions(const Derived& derived) {
  const Layer& layer = derived.layer();
  std::vector<Expression> all;
  for (const std::string_view name : tconv::frameworkNames()) {
    const Framework framework = tconv::framework(name);
    const auto call = tconv::expressIn(framework, layer, derived.trace->x().shape().spatial());
    if (const auto* problem = std::get_if<Problem>(&call))
      all.push_back({framework, false, tr(*problem)});
    else
      all.push_back({framework, true, tconv::codeLine(std::get<FrameworkCall>(call), layer)});
  }
  return all;
}

std::string cropText(const FrameworkLayer& made) {
  const Layer& layer = made.layer;
  const auto text = [&](Pair pair) {
    return layer.dims == 1 || pair.h == pair.w ? fmt::format("{}", pair.w)
                                               : fmt::format("({}, {})", pair.h, pair.w);
  };
  const auto any = [&](Pair pair) { return pair.w > 0 || (layer.dims == 2 && pair.h > 0); };
  std::string words = tr("keeps the full canvas");
  if (any(layer.padding.begin) || any(layer.padding.end))
    words = trf("crops {} | {}", text(layer.padding.begin), text(layer.padding.end));
  if (any(layer.output_padding)) words = trf("{}, appends {}", words, text(layer.output_padding));
  if (any(made.blank.begin) || any(made.blank.end))
    words = trf("{}, blank {} | {}", words, text(made.blank.begin), text(made.blank.end));
  return words;
}

}  // namespace lab

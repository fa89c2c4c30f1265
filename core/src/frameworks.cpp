#include "tconv/frameworks.h"

#include <algorithm>
#include <array>

#include "checked.h"
#include "join.h"
#include "tconv/zero_insertion.h"

namespace tconv {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"pytorch", "keras", "onnx", "jax"};
constexpr std::array<std::string_view, 4> kTitles = {"PyTorch", "Keras", "ONNX", "JAX"};

/// What is kept of one axis: `crop` cells go at the beginning (negative: blank ones come), `extend` cells
/// come beyond the full span (negative: they go).
struct Kept {
  Index crop = 0, extend = 0;
};

/// The smaller half of an odd crop at the beginning or at the end; too few cells are added at the end.
Kept split(Index total, bool smaller_at_beginning) {
  if (total < 0) return {0, -total};
  const Index begin = smaller_at_beginning ? total / 2 : total - total / 2;
  return {begin, begin - total};
}

Kept keptValid(const Axis& along) { return {0, std::max<Index>(0, along.stride - along.extent())}; }
Kept keptSame(const Axis& along) { return split(along.extent() - along.stride, true); }

Kept kept(const KerasCall& call, const Axis& along, int a) {
  const bool valid = call.padding == KerasPadding::valid;
  if (!call.output_padding) return valid ? keptValid(along) : keptSame(along);
  const Index op = (*call.output_padding)[a];
  return valid ? Kept{0, op} : split(along.extent() - along.extent() % 2 - op, true);
}

Kept kept(const OnnxCall& call, const Axis& along, int a) {
  const Index op = call.output_padding[a];
  const bool same = call.auto_pad == AutoPad::same_upper || call.auto_pad == AutoPad::same_lower;
  if (!call.output_shape && !same) return {0, op};
  const Index length = call.output_shape ? (*call.output_shape)[a] : along.input * along.stride;
  const Kept cropped = split(along.full() + op - length, call.auto_pad == AutoPad::same_upper);
  return {cropped.crop, cropped.extend + op};
}

Kept kept(const JaxCall& call, const Axis& along, int a) {
  if (call.padding == JaxPadding::valid) return keptValid(along);
  if (call.padding == JaxPadding::same) return keptSame(along);
  const Index reach = along.extent() - 1;
  return {reach - call.pads.begin[a], call.pads.end[a] - reach};
}

/// PyTorch's rule: smaller than stride or dilation.
Index mostOutputPadding(const Layer& layer, int a) {
  return std::max(layer.stride[a], layer.dilation[a]) - 1;
}

/// Writes one axis into the layer. Beyond the largest legal output_padding cells are blank.
void keep(FrameworkLayer& made, const Kept& kept, int a) {
  const Index most = mostOutputPadding(made.layer, a);
  made.layer.padding.begin[a] = std::max<Index>(0, kept.crop);
  made.layer.padding.end[a] = std::max<Index>(0, -kept.extend);
  made.layer.output_padding[a] = std::clamp<Index>(kept.extend, 0, most);
  made.blank.begin[a] = std::max<Index>(0, -kept.crop);
  made.blank.end[a] = std::max<Index>(0, kept.extend - most);
}

template <class Call>
void keepAll(FrameworkLayer& made, const Call& call, Pair input) {
  for (int a = firstAxis(made.layer); a < 2; ++a) keep(made, kept(call, axis(made.layer, input, a), a), a);
}

// What each framework refuses.

std::optional<Problem> refused(const PyTorchCall&, const Layer&, Pair) { return {}; }

/// Keras with an output_padding on one axis.
std::optional<Problem> refusedOutputPadding(Index op, KerasPadding padding, const Axis& along, int a) {
  // With an even kernel the convolution takes the shortest length to n - 1 elements, not to n.
  const bool shortest_fails = padding == KerasPadding::same && along.extent() % 2 == 0;
  const std::string name = subjectOf("output_padding", a), value = std::to_string(op);
  if (op < 0) return Problem{name, value, Phrase("must be at least 0"), {}};
  if (op >= along.stride)
    return Problem{name, value, Phrase("must be smaller than strides ({})", along.stride), {}};
  if (op == 0 && shortest_fails)
    return Problem{name, value, Phrase("must be at least 1 with padding='same' and an even kernel_size"), {}};
  return {};
}

std::optional<Problem> refused(const KerasCall& call, const Layer& base, Pair input) {
  if (base.groups > 1)
    return Problem{"groups", std::to_string(base.groups), Phrase("Conv2DTranspose has no groups"), {}};
  Index stride = 1, dilation = 1;
  for (int a = firstAxis(base); a < 2; ++a) {
    stride = std::max(stride, base.stride[a]);
    dilation = std::max(dilation, base.dilation[a]);
  }
  if (stride > 1 && dilation > 1)
    return Problem{"strides",
                   std::to_string(stride),
                   Phrase("cannot be above 1 together with dilation_rate above 1 ({})", dilation),
                   {}};
  if (!call.output_padding) return {};
  for (int a = firstAxis(base); a < 2; ++a)
    if (auto p = refusedOutputPadding((*call.output_padding)[a], call.padding, axis(base, input, a), a))
      return p;
  return {};
}

std::optional<Problem> refused(const OnnxCall& call, const Layer& base, Pair) {
  if (call.auto_pad != AutoPad::notset && !(call.pads == Padding()))
    return Problem{"pads", "", Phrase("cannot be given together with auto_pad"), {}};
  for (int a = firstAxis(base); a < 2; ++a) {
    const Index op = call.output_padding[a], s = base.stride[a], d = base.dilation[a];
    if (op < 0 || op > mostOutputPadding(base, a))
      return Problem{subjectOf("output_padding", a),
                     std::to_string(op),
                     Phrase("must be at least 0 and smaller than strides ({}) or dilations ({})", s, d),
                     {}};
    const Index length = call.output_shape ? (*call.output_shape)[a] : 1;
    if (length < 1 || length > kLargestParameter)
      return Problem{subjectOf("output_shape", a),
                     std::to_string(length),
                     Phrase("must be between 1 and {}", kLargestParameter),
                     {}};
  }
  return {};
}

std::optional<Problem> refused(const JaxCall& call, const Layer& base, Pair input) {
  if (base.groups > 1)
    return Problem{"groups",
                   std::to_string(base.groups),
                   Phrase("conv_transpose has no groups; conv_general_dilated has (feature_group_count)"),
                   {}};
  if (call.padding != JaxPadding::pairs) return {};
  for (int a = firstAxis(base); a < 2; ++a) {
    const Index begin = call.pads.begin[a], end = call.pads.end[a];
    const std::string value = join({"(", std::to_string(begin), ", ", std::to_string(end), ")"});
    if (std::max(begin, end) > kLargestParameter || std::min(begin, end) < -kLargestParameter)
      return Problem{
          subjectOf("padding", a), value, Phrase("must be at most {} either way", kLargestParameter), {}};
    const Axis along = axis(base, input, a);
    const Kept here = kept(call, along, a);
    const Index extend = std::min(here.extend, mostOutputPadding(base, a));
    if (along.full() - std::max<Index>(0, here.crop) + extend < 1)
      return Problem{
          subjectOf("padding", a), value, Phrase("leaves no output cell within reach of the kernel"), {}};
  }
  return {};
}

// How each framework's numbers become those of a layer.

void place(FrameworkLayer& made, const PyTorchCall& call, Pair) {
  made.layer.padding = call.padding;
  made.layer.output_padding = call.output_padding;
}

void place(FrameworkLayer& made, const KerasCall& call, Pair input) { keepAll(made, call, input); }

void place(FrameworkLayer& made, const OnnxCall& call, Pair input) {
  if (call.auto_pad != AutoPad::notset || call.output_shape) return keepAll(made, call, input);
  made.layer.padding = call.pads;
  made.layer.output_padding = call.output_padding;
}

void place(FrameworkLayer& made, const JaxCall& call, Pair input) {
  made.turned = !call.transpose_kernel;
  keepAll(made, call, input);
}

/// Names the parameter of a broken rule as the framework does. The fix is that of the Layer, hence dropped.
Problem inTermsOf(Framework framework, Problem problem) {
  struct Row {
    std::string_view layer;
    std::array<std::string_view, 4> own;
  };
  constexpr std::array<Row, 6> kTerms = {{
      {"stride", {"stride", "strides", "strides", "strides"}},
      {"dilation", {"dilation", "dilation_rate", "dilations", "rhs_dilation"}},
      {"kernel_size", {"kernel_size", "kernel_size", "kernel_shape", "kernel_size"}},
      {"padding", {"padding", "padding", "pads begin", "padding"}},
      {"padding_end", {"padding", "padding", "pads end", "padding"}},
      {"groups", {"groups", "groups", "group", "groups"}},
  }};
  const std::size_t length = std::min(problem.subject.find('['), problem.subject.size());
  for (const Row& row : kTerms)
    if (std::string_view(problem.subject).substr(0, length) == row.layer) {
      problem.subject.replace(0, length, row.own[static_cast<std::size_t>(framework)]);
      break;
    }
  problem.fix.reset();
  return problem;
}

}  // namespace

std::span<const std::string_view> frameworkNames() { return kNames; }
Framework framework(std::string_view name) {
  return static_cast<Framework>(positionOf(name, kNames, "framework"));
}
std::string_view nameOf(Framework framework) { return kNames[static_cast<std::size_t>(framework)]; }
std::string_view titleOf(Framework framework) { return kTitles[static_cast<std::size_t>(framework)]; }
Framework frameworkOf(const FrameworkCall& call) { return static_cast<Framework>(call.index()); }

std::variant<FrameworkLayer, Problem> realize(const FrameworkCall& call, const Layer& base, Pair input) {
  FrameworkLayer made{base};
  made.layer.padding = {};
  made.layer.output_padding = 0;
  const Shape one{1, base.in_channels, input.h, input.w};
  // With the bare layer checked first no sum of sizes overflows below.
  auto problem = validate(made.layer, one);
  if (!problem) problem = std::visit([&](const auto& c) { return refused(c, made.layer, input); }, call);
  if (!problem) {
    std::visit([&](const auto& c) { place(made, c, input); }, call);
    problem = validate(made.layer, one);
  }
  if (problem) return inTermsOf(frameworkOf(call), *problem);
  return made;
}

Shape outputShape(const FrameworkLayer& made, Shape input) {
  Shape shape = outputShape(made.layer, input);
  shape.h += made.blank.begin.h + made.blank.end.h;
  shape.w += made.blank.begin.w + made.blank.end.w;
  return shape;
}

Tensor forward(const FrameworkLayer& made, const Tensor& x, const Tensor& weight, Bias bias) {
  Tensor core = forward(made.layer, x, made.turned ? rotate180(weight) : weight, bias);
  const Shape inner = core.shape(), shape = outputShape(made, x.shape());
  if (shape == inner) return core;
  requireMemory("output", shape, sizeof(float));
  Tensor y(shape);
  for (Index n = 0; n < shape.n; ++n)
    for (Index o = 0; o < shape.c; ++o) {
      auto plane = y.plane(n, o);
      plane.setConstant(bias.empty() ? 0.0F : bias[o]);
      plane.block(made.blank.begin.h, made.blank.begin.w, inner.h, inner.w) = core.plane(n, o);
    }
  return y;
}

}  // namespace tconv

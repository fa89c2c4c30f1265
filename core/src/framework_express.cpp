#include <algorithm>
#include <array>

#include "checked.h"
#include "join.h"
#include "tconv/frameworks.h"

namespace tconv {
namespace {

using Expressed = std::variant<FrameworkCall, Problem>;

/// Cells beyond the full span; negative where the end is cropped. Together with the padding at the beginning
/// it is all that the numbers depend on.
Index extension(const Layer& layer, int a) { return layer.output_padding[a] - layer.padding.end[a]; }

bool sameOnAxis(const FrameworkLayer& made, const Layer& layer, int a) {
  return made.blank.begin[a] == 0 && made.blank.end[a] == 0 &&
         made.layer.padding.begin[a] == layer.padding.begin[a] &&
         extension(made.layer, a) == extension(layer, a);
}

std::string pairOf(Index begin, Index end) {
  return join({"(", std::to_string(begin), ", ", std::to_string(end), ")"});
}

/// A layer's padding as the thing that cannot be said.
Problem unsayable(const Layer& layer, int a, const Phrase& rule) {
  std::string value = pairOf(layer.padding.begin[a], layer.padding.end[a]);
  if (layer.output_padding[a] > 0) value += " and output_padding " + std::to_string(layer.output_padding[a]);
  return {subjectOf("padding", a), value, rule, {}};
}

Expressed inPyTorch(const Layer& layer) {
  PyTorchCall call;
  for (int a = firstAxis(layer); a < 2; ++a) {
    const Index p = layer.padding.begin[a], op = extension(layer, a) + p;
    if (op < 0)
      return unsayable(
          layer, a,
          Phrase("crops the end by {} more than the beginning, and PyTorch crops both alike and can "
                 "only give back at the end",
                 -op));
    if (op >= std::max(layer.stride[a], layer.dilation[a]))
      return unsayable(layer, a,
                       Phrase("needs output_padding = {}, which must be smaller than either stride ({}) or "
                              "dilation ({})",
                              op, layer.stride[a], layer.dilation[a]));
    call.padding[a] = p;
    call.output_padding[a] = op;
  }
  return call;
}

/// The output_padding with which Keras would reach the layer's output length, crop or no crop.
Pair kerasOutputPadding(KerasPadding padding, const Layer& layer) {
  Pair result;
  for (int a = firstAxis(layer); a < 2; ++a) {
    const Index ke = axis(layer, 1, a).extent();
    const Index beyond = extension(layer, a) - layer.padding.begin[a];
    result[a] = padding == KerasPadding::valid ? beyond : beyond + ke - ke % 2;
  }
  return result;
}

std::array<KerasCall, 4> kerasCandidates(const Layer& layer) {
  using enum KerasPadding;
  return {KerasCall{valid}, KerasCall{same}, KerasCall{valid, kerasOutputPadding(valid, layer)},
          KerasCall{same, kerasOutputPadding(same, layer)}};
}

/// Whether a call gives what the layer asks for.
bool matches(const FrameworkCall& call, const Layer& layer, Pair input) {
  const auto made = realize(call, layer, input);
  const auto* as_layer = std::get_if<FrameworkLayer>(&made);
  if (!as_layer) return false;
  for (int a = firstAxis(layer); a < 2; ++a)
    if (!sameOnAxis(*as_layer, layer, a)) return false;
  return true;
}

/// The first of the calls that gives what the layer asks for, or null.
template <class Calls>
auto firstMatch(const Calls& calls, const Layer& layer, Pair input) {
  const auto found =
      std::find_if(calls.begin(), calls.end(), [&](const auto& c) { return matches(c, layer, input); });
  return found == calls.end() ? nullptr : &*found;
}

/// One axis as a 1-D layer.
Layer alone(const Layer& layer, int a) {
  Layer line = layer;
  line.dims = 1;
  line.kernel_size = {1, layer.kernel_size[a]};
  line.stride = {1, layer.stride[a]};
  line.dilation = {1, layer.dilation[a]};
  line.padding = {{0, layer.padding.begin[a]}, {0, layer.padding.end[a]}};
  line.output_padding = {0, layer.output_padding[a]};
  return line;
}

/// Why neither 'valid' nor 'same' gives what the layer asks for on this axis.
Problem notKeras(const Layer& layer, Pair input, int a) {
  const Index lost = std::max<Index>(0, layer.padding.begin[a] - extension(layer, a));
  if (layer.padding.begin[a] != lost / 2)
    return unsayable(
        layer, a,
        Phrase("is neither 'valid', which crops nothing at the beginning, nor 'same', which would crop {}",
               pairOf(lost / 2, lost - lost / 2)));
  return unsayable(
      layer, a,
      Phrase("makes an output of length {}, which an output_padding below strides ({}) does not reach",
             axis(layer, input, a).output(), layer.stride[a]));
}

Expressed inKeras(const Layer& layer, Pair input) {
  const auto plain = realize(KerasCall{}, layer, input);
  if (const auto* problem = std::get_if<Problem>(&plain)) return *problem;
  const auto candidates = kerasCandidates(layer);
  if (const auto* call = firstMatch(candidates, layer, input)) return *call;
  for (int a = firstAxis(layer); a < 2; ++a) {
    const Layer line = alone(layer, a);
    if (!firstMatch(kerasCandidates(line), line, {1, input[a]})) return notKeras(layer, input, a);
  }
  return Problem{
      "padding", "", Phrase("height and width need different words, and Keras takes one for both"), {}};
}

/// An output_padding that the end crops again is left out. What remains beyond the stride an output_shape can
/// make, but only where nothing is cropped.
Expressed inOnnx(const Layer& layer, Pair input) {
  OnnxCall call, by_shape;
  by_shape.output_shape = Pair(1);
  std::optional<Problem> beyond;
  for (int a = firstAxis(layer); a < 2; ++a) {
    const Index extend = extension(layer, a);
    call.pads.begin[a] = layer.padding.begin[a];
    call.pads.end[a] = std::max<Index>(0, -extend);
    call.output_padding[a] = std::max<Index>(0, extend);
    (*by_shape.output_shape)[a] = axis(layer, input, a).output();
    if (extend >= layer.stride[a])
      beyond = Problem{subjectOf("output_padding", a),
                       std::to_string(extend),
                       Phrase("must be smaller than strides ({}) in ONNX Runtime, whatever the dilations",
                              layer.stride[a]),
                       {}};
  }
  if (!beyond) return call;
  if (matches(by_shape, layer, input)) return by_shape;
  return *beyond;
}

Expressed inJax(const Layer& layer, Pair input) {
  JaxCall pairs{JaxPadding::pairs, {}, true};
  for (int a = firstAxis(layer); a < 2; ++a) {
    const Index reach = axis(layer, input, a).extent() - 1;
    pairs.pads.begin[a] = reach - layer.padding.begin[a];
    pairs.pads.end[a] = reach + extension(layer, a);
  }
  const auto made = realize(pairs, layer, input);
  if (const auto* problem = std::get_if<Problem>(&made)) return *problem;
  const std::array<JaxCall, 2> words = {JaxCall{JaxPadding::valid, {}, true},
                                        JaxCall{JaxPadding::same, {}, true}};
  const auto* word = firstMatch(words, layer, input);
  return word ? *word : pairs;
}

}  // namespace

std::variant<FrameworkCall, Problem> expressIn(Framework framework, const Layer& layer, Pair input) {
  if (const auto problem = validate(layer, {1, layer.in_channels, input.h, input.w})) return *problem;
  switch (framework) {
    case Framework::pytorch:
      return inPyTorch(layer);
    case Framework::keras:
      return inKeras(layer, input);
    case Framework::onnx:
      return inOnnx(layer, input);
    case Framework::jax:
      return inJax(layer, input);
  }
  return Problem{"framework", "", Phrase("must be one of the four"), {}};
}

}  // namespace tconv

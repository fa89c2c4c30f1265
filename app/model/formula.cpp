#include "model/formula.h"

#include <fmt/format.h>

namespace lab {
namespace {

constexpr std::string_view kMinus = " − ", kTimes = " · ";

FormulaPart sign(std::string_view text) { return {std::string(text), {}}; }
FormulaPart symbol(std::string_view text, std::string_view field) { return {std::string(text), field}; }
FormulaPart number(Index value, std::string_view field) { return {std::to_string(value), field}; }

/// The shape of the formula stands here once; `part` turns (symbol, value, field) into what is shown.
template <class Part>
Formula outputSize(const tconv::Axis& axis, Part part) {
  Formula f = {sign("("),
               part("n", axis.input, "input_size"),
               sign(" − 1)"),
               sign(kTimes),
               part("s", axis.stride, "stride"),
               sign(" + "),
               part("d", axis.dilation, "dilation"),
               sign(kTimes),
               sign("("),
               part("k", axis.kernel, "kernel_size"),
               sign(" − 1) + 1"),
               sign(kMinus)};
  if (axis.pad_begin == axis.pad_end) {
    f.insert(f.end(), {sign("2 · "), part("p", axis.pad_begin, "padding")});
  } else {
    f.insert(f.end(),
             {part("pb", axis.pad_begin, "padding"), sign(kMinus), part("pe", axis.pad_end, "padding_end")});
  }
  f.insert(f.end(), {sign(" + "), part("op", axis.output_padding, "output_padding")});
  return f;
}

std::string indices(const tconv::Layer& layer, Index row, Index column) {
  return layer.dims == 1 ? fmt::format("{}", column) : fmt::format("{},{}", row, column);
}

}  // namespace

Formula outputSizeInSymbols(const tconv::Axis& axis) {
  return outputSize(axis, [](auto name, Index, auto id) { return symbol(name, id); });
}

Formula outputSizeInNumbers(const tconv::Axis& axis) {
  return outputSize(axis, [](auto, Index value, auto id) { return number(value, id); });
}

std::string plain(const Formula& formula) {
  std::string text;
  for (const FormulaPart& part : formula) text += part.text;
  return text;
}

std::string inputName(const tconv::Layer& layer, Index channel, Index row, Index column) {
  if (layer.in_channels == 1) return fmt::format("x[{}]", indices(layer, row, column));
  return fmt::format("x[{},{}]", channel, indices(layer, row, column));
}

std::string weightName(const tconv::Layer& layer, Index channel, Index out, Index u, Index v) {
  if (layer.in_channels == 1 && layer.out_channels == 1) return fmt::format("w[{}]", indices(layer, u, v));
  return fmt::format("w[{},{},{}]", channel, out, indices(layer, u, v));
}

std::string outputName(const tconv::Trace& trace, Index channel, Index row, Index column) {
  const Rect window = trace.window();
  const std::string place = indices(trace.layer(), row - window.top, column - window.left);
  if (trace.layer().out_channels == 1) return fmt::format("y[{}]", place);
  return fmt::format("y[{},{}]", channel, place);
}

std::string pairText(const tconv::Layer& layer, Pair value) {
  return value.h == value.w ? fmt::format("{}", value.w) : sizeText(layer, value);
}

std::string sizeText(const tconv::Layer& layer, Pair size) {
  return layer.dims == 1 ? fmt::format("{}", size.w) : fmt::format("{} × {}", size.h, size.w);
}

}  // namespace lab

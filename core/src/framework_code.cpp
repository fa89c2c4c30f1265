#include "tconv/frameworks.h"

#include "join.h"

namespace tconv {
namespace {

/// Spelling of pairs for a layer of one or two axes.
struct Spelling {
  bool line;  ///< one axis: the width

  /// "2" where both are equal, else "(2, 1)".
  std::string compact(Pair p) const {
    return line || p.h == p.w ? std::to_string(p.w) : join({"(", numbers(p), ")"});
  }
  /// "2, 1"
  std::string numbers(Pair p) const {
    return join({line ? "" : std::to_string(p.h) + ", ", std::to_string(p.w)});
  }
  /// "(2, 1)", and "(2,)" of one.
  std::string tuple(Pair p) const { return join({"(", numbers(p), line ? ",)" : ")"}); }
  std::string list(Pair p) const { return join({"[", numbers(p), "]"}); }
  bool is(Pair p, Index value) const { return p.w == value && (line || p.h == value); }
  std::string dims() const { return line ? "1" : "2"; }
};

std::string word(const char* text) { return join({"'", text, "'"}); }

std::string code(const PyTorchCall& call, const Layer& base, Spelling spell) {
  std::string text = join({"nn.ConvTranspose", spell.dims(), "d(", std::to_string(base.in_channels), ", ",
                           std::to_string(base.out_channels), ", ", spell.compact(base.kernel_size)});
  const auto add = [&](const char* name, Pair value, Index standard) {
    if (!spell.is(value, standard)) text += join({", ", name, "=", spell.compact(value)});
  };
  add("stride", base.stride, 1);
  add("padding", call.padding, 0);
  add("output_padding", call.output_padding, 0);
  if (base.groups != 1) text += join({", groups=", std::to_string(base.groups)});
  if (!base.bias) text += ", bias=False";
  add("dilation", base.dilation, 1);
  return text + ")";
}

std::string code(const KerasCall& call, const Layer& base, Spelling spell) {
  std::string text = join({"keras.layers.Conv", spell.dims(), "DTranspose(",
                           std::to_string(base.out_channels), ", ", spell.compact(base.kernel_size)});
  if (!spell.is(base.stride, 1)) text += join({", strides=", spell.compact(base.stride)});
  if (call.padding == KerasPadding::same) text += ", padding='same'";
  if (call.output_padding) text += join({", output_padding=", spell.compact(*call.output_padding)});
  if (!spell.is(base.dilation, 1)) text += join({", dilation_rate=", spell.compact(base.dilation)});
  if (!base.bias) text += ", use_bias=False";
  return text + ")";
}

const char* nameOf(AutoPad auto_pad) {
  switch (auto_pad) {
    case AutoPad::notset:
      return "NOTSET";
    case AutoPad::valid:
      return "VALID";
    case AutoPad::same_upper:
      return "SAME_UPPER";
    case AutoPad::same_lower:
      return "SAME_LOWER";
  }
  return "";
}

std::string code(const OnnxCall& call, const Layer& base, Spelling spell) {
  std::string text = std::string("onnx.helper.make_node('ConvTranspose', ['x', 'w'") +
                     (base.bias ? ", 'b'" : "") + "], ['y']";
  const auto add = [&](const char* name, Pair value, Index standard) {
    if (!spell.is(value, standard)) text += join({", ", name, "=", spell.list(value)});
  };
  add("strides", base.stride, 1);
  add("dilations", base.dilation, 1);
  if (base.groups != 1) text += join({", group=", std::to_string(base.groups)});
  if (call.auto_pad != AutoPad::notset) text += join({", auto_pad=", word(nameOf(call.auto_pad))});
  if (!spell.is(call.pads.begin, 0) || !spell.is(call.pads.end, 0))
    text += join({", pads=[", spell.numbers(call.pads.begin), ", ", spell.numbers(call.pads.end), "]"});
  add("output_padding", call.output_padding, 0);
  if (call.output_shape) text += join({", output_shape=", spell.list(*call.output_shape)});
  return text + ")";
}

/// 'SAME', 'VALID' or a pair for each axis, "[(1, 2), (1, 2)]".
std::string jaxPadding(const JaxCall& call, Spelling spell) {
  if (call.padding == JaxPadding::valid) return word("VALID");
  if (call.padding == JaxPadding::same) return word("SAME");
  const auto pair = [&](int a) {
    return join({"(", std::to_string(call.pads.begin[a]), ", ", std::to_string(call.pads.end[a]), ")"});
  };
  return join({"[", spell.line ? "" : pair(0) + ", ", pair(1), "]"});
}

std::string code(const JaxCall& call, const Layer& base, Spelling spell) {
  std::string text =
      join({"jax.lax.conv_transpose(x, w, ", spell.tuple(base.stride), ", ", jaxPadding(call, spell)});
  if (!spell.is(base.dilation, 1)) text += join({", rhs_dilation=", spell.tuple(base.dilation)});
  if (call.transpose_kernel) text += ", transpose_kernel=True";
  return text + (base.bias ? ") + b" : ")");
}

}  // namespace

std::string codeLine(const FrameworkCall& call, const Layer& base) {
  return std::visit([&](const auto& c) { return code(c, base, Spelling{base.dims == 1}); }, call);
}

}  // namespace tconv

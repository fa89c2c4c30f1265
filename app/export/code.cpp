#include "export/code.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "i18n/translate.h"
#include "tconv/forward.h"
#include "tconv/frameworks.h"
#include "tconv/self_check.h"

namespace lab::exporting {
namespace {

using tconv::Framework;

constexpr std::size_t kMostInCode = 1000;

std::optional<Framework> frameworkOf(CodeFor what) {
  switch (what) {
    case CodeFor::pytorch:
      return Framework::pytorch;
    case CodeFor::keras:
      return Framework::keras;
    case CodeFor::jax:
      return Framework::jax;
    case CodeFor::onnx:
      return Framework::onnx;
    case CodeFor::numpy:
      return {};
  }
  return {};
}

std::vector<Index> extentsOf(Shape shape, int dims) {
  if (dims == 1) return {shape.n, shape.c, shape.w};
  return {shape.n, shape.c, shape.h, shape.w};
}

CodeArray arrayOf(std::string_view name, const Tensor& tensor, int dims) {
  return {name, extentsOf(tensor.shape(), dims), {tensor.values().begin(), tensor.values().end()}};
}

/// As few digits as give the same float32.
std::string literal(float value) {
  if (std::isnan(value)) return "np.nan";
  if (std::isinf(value)) return value > 0 ? "np.inf" : "-np.inf";
  if (value == 0 && std::signbit(value)) return "-0.0";  // "-0" is the integer 0
  return fmt::format("{}", value);
}

/// Nested lists, a line for each innermost one, which stand below each other.
class Lists {
 public:
  Lists(const CodeArray& array, std::size_t indent) : array_(array), indent_(indent) { list(0); }
  const std::string& text() const { return text_; }

 private:
  void list(std::size_t axis) {
    text_ += '[';
    const auto extent = static_cast<std::size_t>(array_.shape[axis]);
    const bool innermost = axis + 1 == array_.shape.size();
    for (std::size_t i = 0; i < extent; ++i) {
      if (i > 0) text_ += innermost ? ", " : ",\n" + std::string(indent_ + axis + 1, ' ');
      if (innermost)
        text_ += literal(array_.values[at_++]);
      else
        list(axis + 1);
    }
    text_ += ']';
  }

  const CodeArray& array_;
  std::size_t indent_, at_ = 0;
  std::string text_;
};

std::string assignment(const CodeArray& array) {
  const std::string start = fmt::format("{} = np.array(", array.name);
  return start + Lists(array, start.size()).text() + ", dtype=np.float32)\n";
}

std::string pythonString(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string arrayLines(const std::vector<CodeArray>& arrays, std::string_view stem) {
  std::string text;
  const bool inside = fitInCode(arrays);
  for (const CodeArray& array : arrays)
    text += inside ? assignment(array)
                   : fmt::format("{} = np.load(pathlib.Path(__file__).with_name({}))\n", array.name,
                                 pythonString(fileOf(array, stem)));
  return text;
}

/// How far another way to compute the output may be off: four times the bound that holds for this program,
/// which does not know in what order the other one adds.
double toleranceOf(const Derived& derived) {
  const tconv::Trace& trace = *derived.trace;
  const tconv::TensorD bounds = tconv::errorBounds(trace.layer(), trace.x(), trace.weight(), derived.bias);
  double most = 0;
  for (const double bound : bounds.values())
    if (std::isfinite(bound)) most = std::max(most, bound);
  return 4 * most;
}

std::string pyTorch(const std::string& line, const Layer& layer) {
  return "layer = " + line +
         "\nwith torch.no_grad():\n"
         "    layer.weight.copy_(torch.from_numpy(w))\n" +
         (layer.bias ? "    layer.bias.copy_(torch.from_numpy(b))\n" : "") +
         "    y = layer(torch.from_numpy(x)).numpy()\n";
}

/// Channels come last, and the kernel's are (out, in).
const char* lastAxes(const Layer& layer) { return layer.dims == 1 ? "(2, 1, 0)" : "(2, 3, 1, 0)"; }

std::string keras(const std::string& line, const Layer& layer) {
  return "layer = " + line +
         "\nchannels_last = np.moveaxis(x, 1, -1)\n"
         "layer.build(channels_last.shape)\n" +
         fmt::format("layer.set_weights([np.transpose(w, {}){}])\n", lastAxes(layer),
                     layer.bias ? ", b" : "") +
         "y = np.moveaxis(np.asarray(layer(channels_last)), -1, 1)\n";
}

std::string jax(const std::string& line, const Layer& layer) {
  return "x = np.moveaxis(x, 1, -1)\n" + fmt::format("w = np.transpose(w, {})\n", lastAxes(layer)) +
         "y = np.moveaxis(np.asarray(" + line + "), -1, 1)\n";
}

std::string onnx(const std::string& line, const Layer& layer) {
  const std::string constants = layer.bias ? "(\"w\", w), (\"b\", b)" : "(\"w\", w)";
  return "node = " + line +
         "\ngraph = onnx.helper.make_graph(\n"
         "    [node], \"layer\",\n"
         "    [onnx.helper.make_tensor_value_info(\"x\", onnx.TensorProto.FLOAT, x.shape)],\n"
         "    [onnx.helper.make_tensor_value_info(\"y\", onnx.TensorProto.FLOAT, expected.shape)],\n" +
         fmt::format("    [onnx.numpy_helper.from_array(values, name) for name, values in [{}]])\n",
                     constants) +
         "model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid(\"\", 11)], "
         "ir_version=6)\n"
         "onnx.checker.check_model(model)\n"
         "session = onnxruntime.InferenceSession(model.SerializeToString(), "
         "providers=[\"CPUExecutionProvider\"])\n"
         "y = session.run([\"y\"], {\"x\": x})[0]\n";
}

/// One value for each axis: "(2, 1)", "(2,)".
std::string tuple(const Layer& layer, Pair value) {
  return layer.dims == 1 ? fmt::format("({},)", value.w) : fmt::format("({}, {})", value.h, value.w);
}

std::string numpy(const Layer& layer) {
  const Pair begin = layer.padding.begin, end = layer.padding.end;
  const std::string width = fmt::format("({}, {})", begin.w, end.w);
  const std::string padding =
      layer.dims == 1 ? fmt::format("({},)", width) : fmt::format("(({}, {}), {})", begin.h, end.h, width);
  return "\ndef conv_transpose(x, w, stride, padding, output_padding, dilation, groups):\n"
         "    \"\"\"Every input element adds its scaled kernel to a canvas, of which padding crops the "
         "edges.\"\"\"\n"
         "    axes = list(zip(x.shape[2:], w.shape[2:], stride, padding, output_padding, dilation))\n"
         "    full = [(n - 1) * s + d * (k - 1) + 1 for n, k, s, _, _, d in axes]\n"
         "    size = [f - begin - end + op for f, (_, _, _, (begin, end), op, _) in zip(full, axes)]\n"
         "    window = [slice(begin, begin + length) for (begin, _), length in zip(padding, size)]\n"
         "    outs = w.shape[1]  # output channels of a group\n"
         "    canvas = np.zeros((x.shape[0], groups * outs,\n"
         "                       *[max(f, kept.stop) for f, kept in zip(full, window)]), x.dtype)\n"
         "    for n, c, *place in np.ndindex(*x.shape):\n"
         "        group = c // (x.shape[1] // groups)\n"
         "        patch = [slice(i * s, i * s + d * (k - 1) + 1, d)\n"
         "                 for i, (_, k, s, _, _, d) in zip(place, axes)]\n"
         "        canvas[(n, slice(group * outs, (group + 1) * outs), *patch)] += x[(n, c, *place)] * w[c]\n"
         "    return canvas[(slice(None), slice(None), *window)]\n\n\n" +
         fmt::format(
             "y = conv_transpose(x, w, stride={}, padding={}, output_padding={},\n"
             "                   dilation={}, groups={})\n",
             tuple(layer, layer.stride), padding, tuple(layer, layer.output_padding),
             tuple(layer, layer.dilation), layer.groups) +
         (layer.bias ? fmt::format("y = y + b.reshape(-1{})\n", layer.dims == 1 ? ", 1" : ", 1, 1") : "");
}

std::string importsFor(CodeFor what, bool files) {
  const std::string first = files ? "import pathlib\n\n" : "";
  switch (what) {
    case CodeFor::pytorch:
      return first + "import numpy as np\nimport torch\nfrom torch import nn\n\n";
    case CodeFor::keras:
      return first + "import keras\nimport numpy as np\n\n";
    case CodeFor::jax:
      return first + "import jax\nimport numpy as np\n\n";
    case CodeFor::onnx:
      return first + "import numpy as np\nimport onnx\nimport onnx.numpy_helper\nimport onnxruntime\n\n";
    case CodeFor::numpy:
      return first + "import numpy as np\n\n";
  }
  return "";
}

std::string layerLines(CodeFor what, const Derived& derived) {
  const Layer& layer = derived.document.layer;
  const auto framework = frameworkOf(what);
  if (!framework) return numpy(layer);
  const auto call = tconv::expressIn(*framework, layer, inputShape(derived.document).spatial());
  if (const auto* problem = std::get_if<tconv::Problem>(&call))
    throw tconv::Error({std::string(titleOf(*framework)),
                        "",
                        tconv::Phrase("cannot express the layer: {}", tr(*problem)),
                        {}});
  const std::string line = tconv::codeLine(std::get<tconv::FrameworkCall>(call), layer);
  switch (*framework) {
    case Framework::pytorch:
      return pyTorch(line, layer);
    case Framework::keras:
      return keras(line, layer);
    case Framework::jax:
      return jax(line, layer);
    case Framework::onnx:
      return onnx(line, layer);
  }
  return "";
}

}  // namespace

std::vector<CodeArray> arraysOf(const Derived& derived) {
  const tconv::Trace& trace = *derived.trace;
  const Layer& layer = trace.layer();
  std::vector<CodeArray> arrays = {arrayOf("x", trace.x(), layer.dims),
                                   arrayOf("w", trace.weight(), layer.dims)};
  if (layer.bias) arrays.push_back({"b", {layer.out_channels}, derived.bias});
  arrays.push_back(
      arrayOf("expected", tconv::forward(layer, trace.x(), trace.weight(), derived.bias), layer.dims));
  return arrays;
}

bool fitInCode(const std::vector<CodeArray>& arrays) {
  std::size_t values = 0;
  for (const CodeArray& array : arrays) values += array.values.size();
  return values <= kMostInCode;
}

std::string fileOf(const CodeArray& array, std::string_view stem) {
  return fmt::format("{}_{}.npy", stem, array.name);
}

std::string codeFor(CodeFor what, const Derived& derived, std::string_view stem) {
  const std::vector<CodeArray> arrays = arraysOf(derived);
  return importsFor(what, !fitInCode(arrays)) + arrayLines(arrays, stem) + "\n" + layerLines(what, derived) +
         fmt::format(
             "\nassert y.shape == expected.shape\n"
             "np.testing.assert_allclose(y, expected, rtol=0, atol={:.3g})\n"
             "print(y)\n",
             toleranceOf(derived));
}

}  // namespace lab::exporting

// The Python module `tconv`: forward pass, trace and facts of a layer on NumPy arrays.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <thread>
#include <variant>

#include "tconv/overlap.h"
#include "tconv/trace.h"

namespace py = pybind11;

namespace {

using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::Shape;
using tconv::Tensor;

using Array = py::array_t<float, py::array::c_style | py::array::forcecast>;
/// An int, or (height, width); of one-dimensional layers also (width,).
using IntOrPair = std::variant<Index, std::vector<Index>>;

[[noreturn]] void refuse(const char* subject, const std::string& value, tconv::Phrase rule) {
  throw tconv::Error({subject, value, std::move(rule), {}});
}

/// What stays of a trivial height is `rest`.
Pair pairOf(const char* name, const IntOrPair& given, int dims, Index rest) {
  if (const auto* both = std::get_if<Index>(&given)) return {dims == 1 ? rest : *both, *both};
  const auto& values = std::get<std::vector<Index>>(given);
  if (static_cast<int>(values.size()) != dims)
    refuse(name, std::to_string(values.size()) + " numbers", tconv::Phrase("must be one number or {}", dims));
  return dims == 1 ? Pair(rest, values[0]) : Pair(values[0], values[1]);
}

/// The keyword arguments that all functions take, named as PyTorch names them.
struct Parameters {
  IntOrPair stride, padding, output_padding, dilation;
  Index groups;

  Layer layerFor(int dims, Shape x, Shape weight, bool bias) const {
    Layer layer{.dims = dims,
                .in_channels = x.c,
                .out_channels = 1,
                .kernel_size = weight.spatial(),
                .stride = pairOf("stride", stride, dims, 1),
                .padding = pairOf("padding", padding, dims, 0),
                .output_padding = pairOf("output_padding", output_padding, dims, 0),
                .dilation = pairOf("dilation", dilation, dims, 1),
                .groups = groups,
                .bias = bias};
    if (groups < 1 || groups > tconv::kLargestParameter)
      refuse("groups", std::to_string(groups), tconv::Phrase("must be at least 1"));
    layer.out_channels = weight.c * groups;
    return layer;
  }
};

/// The extents of an array with `most` axes of which the first ones may be missing.
Shape shapeOf(const char* name, const py::array& array, int least, int most, int dims) {
  const auto axes = static_cast<int>(array.ndim());
  if (axes < least || axes > most)
    refuse(name, std::to_string(axes) + " axes", tconv::Phrase("must have between {} and {}", least, most));
  std::vector<Index> extents(static_cast<std::size_t>(most), 1);
  std::copy(array.shape(), array.shape() + axes, extents.end() - axes);
  return dims == 1 ? Shape{extents[0], extents[1], 1, extents[2]}
                   : Shape{extents[0], extents[1], extents[2], extents[3]};
}

Tensor tensorOf(const Array& array, Shape shape) {
  return {shape, tconv::LineVector<float>(array.data(), array.data() + array.size())};
}

/// An array that has only the axes that its maker was given: `axes` of them.
py::array_t<float> arrayOf(const Tensor& tensor, int dims, py::ssize_t axes) {
  const Shape s = tensor.shape();
  std::vector<py::ssize_t> extents =
      dims == 1 ? std::vector<py::ssize_t>{s.n, s.c, s.w} : std::vector<py::ssize_t>{s.n, s.c, s.h, s.w};
  extents.erase(extents.begin(), extents.end() - axes);
  py::array_t<float> array(extents);
  std::copy(tensor.values().begin(), tensor.values().end(), array.mutable_data());
  return array;
}

/// The operands of a call as the core has them.
struct Operands {
  int dims;
  py::ssize_t axes;  ///< of x as it was given
  Layer layer;
  Tensor x, weight;
  std::vector<float> bias;

  Operands(const Array& given_x, const Array& given_weight, const std::optional<Array>& given_bias,
           const Parameters& parameters)
      : dims(given_weight.ndim() == 3 ? 1 : 2), axes(given_x.ndim()) {
    const int whole = dims + 2;
    const Shape of_x = shapeOf("x", given_x, 2, whole, dims);
    const Shape of_weight = shapeOf("weight", given_weight, dims == 1 ? 3 : 2, whole, dims);
    layer = parameters.layerFor(dims, of_x, of_weight, given_bias.has_value());
    if (given_bias) bias.assign(given_bias->data(), given_bias->data() + given_bias->size());
    requireValid(layer, of_x, of_weight,
                 given_bias ? std::optional(static_cast<Index>(bias.size())) : std::nullopt);
    // Without an axis of channels there can only be one.
    if (axes == dims && layer.out_channels != 1)
      refuse("x", std::to_string(axes) + " axes",
             tconv::Phrase("must have an axis of channels, as y has {}", layer.out_channels));
    x = tensorOf(given_x, of_x), weight = tensorOf(given_weight, of_weight);
  }
};

py::array_t<float> forwardOf(const Array& x, const Array& weight, const std::optional<Array>& bias,
                             const Parameters& parameters, const std::string& algorithm, int threads) {
  if (algorithm != "direct" && algorithm != "fast")
    refuse("algorithm", algorithm, tconv::Phrase("must be direct or fast"));
  if (threads < 0)
    refuse("threads", std::to_string(threads), tconv::Phrase("must be at least 1, or 0 for all"));
  const Operands operands(x, weight, bias, parameters);
  const int most = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const tconv::ComputeOptions options{
      .algorithm = algorithm == "fast" ? tconv::Algorithm::fast : tconv::Algorithm::direct,
      .threads = threads == 0 ? most : threads};
  Tensor y;
  {
    const py::gil_scoped_release others_may_run;
    y = forward(operands.layer, operands.x, operands.weight, operands.bias, options);
  }
  return arrayOf(y, operands.dims, operands.axes);
}

py::dict factsOf(const tconv::Axis& axis) {
  const tconv::OverlapVerdict verdict = overlapVerdict(axis);
  py::dict overlap;
  overlap["fewest"] = verdict.fewest, overlap["most"] = verdict.most, overlap["even"] = verdict.even;
  overlap["holes"] = verdict.holes, overlap["border_ramp"] = verdict.border_ramp;
  py::dict facts;
  facts["input"] = axis.input, facts["full"] = axis.full(), facts["output"] = axis.output();
  facts["overlap"] = overlap;
  return facts;
}

py::dict infoOf(const std::vector<Index>& input_shape, const std::vector<Index>& weight_shape,
                const Parameters& parameters) {
  const int dims = weight_shape.size() == 3 ? 1 : 2;
  const auto shape = [dims](const char* name, const std::vector<Index>& e) -> Shape {
    if (static_cast<int>(e.size()) != dims + 2)
      refuse(name, std::to_string(e.size()) + " numbers", tconv::Phrase("must be {}", dims + 2));
    return dims == 1 ? Shape{e[0], e[1], 1, e[2]} : Shape{e[0], e[1], e[2], e[3]};
  };
  const Shape x = shape("input_shape", input_shape), weight = shape("weight_shape", weight_shape);
  const Layer layer = parameters.layerFor(dims, x, weight, false);
  requireValid(layer, x, weight, {});
  const Shape y = outputShape(layer, x);
  const tconv::Axes both = axes(layer, x.spatial());
  py::list facts;
  if (dims == 2) facts.append(factsOf(both.h));
  facts.append(factsOf(both.w));
  py::dict info;
  info["output_shape"] =
      dims == 1 ? py::tuple(py::make_tuple(y.n, y.c, y.w)) : py::tuple(py::make_tuple(y.n, y.c, y.h, y.w));
  info["axes"] = facts;
  info["multiply_adds"] = multiplyAdds(layer, x);
  info["overlap"] = describeOverlap(both);
  return info;
}

/// tconv::Trace with the arrays' axes.
class Trace {
 public:
  explicit Trace(Operands operands)
      : dims_(operands.dims),
        trace_(operands.layer, std::move(operands.x), std::move(operands.weight), operands.bias) {}

  Index steps() const { return trace_.steps(); }
  Index tapsPerStep() const { return trace_.tapsPerStep(); }
  py::array_t<float> output(Index step, Index tap) const {
    return arrayOf(trace_.output(at(step, tap)), dims_, dims_ + 1);
  }
  py::array_t<float> canvas(Index step, Index tap) const {
    return arrayOf(trace_.canvas(at(step, tap)), dims_, dims_ + 1);
  }

  py::dict step(Index index) const {
    if (index < 0 || index >= trace_.steps())
      throw py::index_error("step " + std::to_string(index) + " of " + std::to_string(trace_.steps()));
    const tconv::Step step = trace_.step(index);
    py::dict facts;
    facts["channel"] = step.channel, facts["row"] = step.row, facts["column"] = step.column;
    facts["value"] = step.value;
    facts["patch"] = py::make_tuple(step.patch.top, step.patch.left, step.patch.bottom, step.patch.right);
    return facts;
  }

 private:
  tconv::Position at(Index step, Index tap) const {
    if (step < 0 || step > steps())
      refuse("step", std::to_string(step), tconv::Phrase("must be between 0 and {}", steps()));
    if (tap < 0 || tap > tapsPerStep())
      refuse("tap", std::to_string(tap), tconv::Phrase("must be between 0 and {}", tapsPerStep()));
    return {step, tap};
  }

  int dims_;
  tconv::Trace trace_;
};

const IntOrPair kOne = Index{1}, kNone = Index{0};

void defineFunctions(py::module_& module) {
  module.def(
      "forward",
      [](const Array& x, const Array& weight, const std::optional<Array>& bias, const IntOrPair& stride,
         const IntOrPair& padding, const IntOrPair& output_padding, Index groups, const IntOrPair& dilation,
         const std::string& algorithm, int threads) {
        return forwardOf(x, weight, bias, {stride, padding, output_padding, dilation, groups}, algorithm,
                         threads);
      },
      py::arg("x"), py::arg("weight"), py::arg("bias") = py::none(), py::kw_only(), py::arg("stride") = kOne,
      py::arg("padding") = kNone, py::arg("output_padding") = kNone, py::arg("groups") = 1,
      py::arg("dilation") = kOne, py::arg("algorithm") = "direct", py::arg("threads") = 0,
      "The transposed convolution of x. algorithm 'fast' lets Winograd's minimal filtering compute what it "
      "pays for,\n"
      "to 1e-4 of the largest magnitude. threads: at most as many, 0 for all processors.");
  module.def(
      "info",
      [](const std::vector<Index>& input_shape, const std::vector<Index>& weight_shape,
         const IntOrPair& stride, const IntOrPair& padding, const IntOrPair& output_padding, Index groups,
         const IntOrPair& dilation) {
        return infoOf(input_shape, weight_shape, {stride, padding, output_padding, dilation, groups});
      },
      py::arg("input_shape"), py::arg("weight_shape"), py::kw_only(), py::arg("stride") = kOne,
      py::arg("padding") = kNone, py::arg("output_padding") = kNone, py::arg("groups") = 1,
      py::arg("dilation") = kOne, "Output shape, cost and overlap of a setting; nothing is computed.");
}

void defineTrace(py::module_& module) {
  py::class_<Trace>(module, "Trace",
                    "The scatter of the first image, one input element a step; seeking is exact.")
      .def(py::init([](const Array& x, const Array& weight, const std::optional<Array>& bias,
                       const IntOrPair& stride, const IntOrPair& padding, const IntOrPair& output_padding,
                       Index groups, const IntOrPair& dilation) {
             return std::make_unique<Trace>(
                 Operands(x, weight, bias, {stride, padding, output_padding, dilation, groups}));
           }),
           py::arg("x"), py::arg("weight"), py::arg("bias") = py::none(), py::kw_only(),
           py::arg("stride") = kOne, py::arg("padding") = kNone, py::arg("output_padding") = kNone,
           py::arg("groups") = 1, py::arg("dilation") = kOne)
      .def_property_readonly("steps", &Trace::steps, "H W C_in")
      .def_property_readonly("taps_per_step", &Trace::tapsPerStep, "(C_out / groups) kH kW")
      .def("step", &Trace::step, py::arg("index"),
           "The input element of a step, and the cells that its patch covers:\n"
           "(top, left, bottom, right) of the full canvas.")
      .def("output", &Trace::output, py::arg("step"), py::arg("tap") = 0,
           "The output, (C_out, H, W), after `step` whole steps and `tap` taps of the next one.")
      .def("canvas", &Trace::canvas, py::arg("step"), py::arg("tap") = 0,
           "The same before padding crops it.");
}

}  // namespace

PYBIND11_MODULE(tconv, module) {
  module.doc() =
      "Transposed convolution, exact and step by step.\n\n"
      "Arrays are float32, (N, C, H, W) or without its first axes; with a weight of three axes the layer is "
      "one-dimensional,\n"
      "(N, C, L). Weights are (C_in, C_out / groups, kH, kW), as in PyTorch. Parameters are an int or a pair "
      "(height, width).\n"
      "What does not fit is a ValueError that names the parameter, its value and what would be valid.";
  module.attr("__version__") = TCONV_VERSION;
  // NOLINTNEXTLINE(performance-unnecessary-value-param): pybind11 has it so
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const tconv::Error& error) {
      PyErr_SetString(PyExc_ValueError, error.what());
    }
  });
  defineFunctions(module);
  defineTrace(module);
}

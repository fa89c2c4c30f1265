#ifdef TCONV_HAVE_ONNX
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <map>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <onnx/onnx_pb.h>

#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "io/onnx.h"
#include "model/quoted.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;
using Integers = std::vector<Index>;

/// Why one node cannot be shown; the others may.
[[noreturn]] void refuse(const std::string& subject, const tconv::Phrase& rule) {
  throw tconv::Error({subject, "", rule, {}});
}

std::string named(std::string_view kind, const std::string& name) {
  return fmt::format("{} {}", kind, inQuotes(name));
}

/// Extents of a constant, whose product cannot overflow.
Integers extentsOf(const onnx::TensorProto& tensor) {
  Integers extents(tensor.dims().begin(), tensor.dims().end());
  Index size = 1;
  for (const Index extent : extents) {
    if (extent < 1 || __builtin_mul_overflow(size, extent, &size))
      refuse(named("constant", tensor.name()),
             tconv::Phrase("has the shape ({}), each extent must be at least 1",
                           fmt::format("{}", fmt::join(extents, ", "))));
  }
  return extents;
}

std::vector<float> valuesOf(const onnx::TensorProto& tensor) {
  const std::string subject = named("constant", tensor.name());
  if (tensor.data_type() != onnx::TensorProto::FLOAT)
    refuse(subject, tconv::Phrase("has elements of type {}, must have FLOAT",
                                  onnx::TensorProto::DataType_Name(
                                      static_cast<onnx::TensorProto::DataType>(tensor.data_type()))));
  if (tensor.data_location() == onnx::TensorProto::EXTERNAL)
    refuse(subject, tconv::Phrase("keeps its values in another file, must hold them itself"));
  std::size_t count = 1;
  for (const Index extent : extentsOf(tensor)) count *= static_cast<std::size_t>(extent);
  const bool raw = tensor.has_raw_data();
  const std::size_t given =
      raw ? tensor.raw_data().size() / sizeof(float) : static_cast<std::size_t>(tensor.float_data_size());
  if (given != count || (raw && tensor.raw_data().size() % sizeof(float) != 0))
    refuse(subject, tconv::Phrase("holds {} values, must hold {}", given, count));
  if (!raw) return {tensor.float_data().begin(), tensor.float_data().end()};
  static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");
  std::vector<float> values(count);
  std::memcpy(values.data(), tensor.raw_data().data(), tensor.raw_data().size());
  return values;
}

class Graph {
 public:
  explicit Graph(const onnx::GraphProto& graph) : graph_(graph) {
    for (const auto& tensor : graph.initializer()) constants_[tensor.name()] = &tensor;
    for (const auto& node : graph.node()) {
      if (node.op_type() != "Constant" || node.output_size() != 1) continue;
      for (const auto& attribute : node.attribute())
        if (attribute.name() == "value") constants_[node.output(0)] = &attribute.t();
    }
  }

  const onnx::TensorProto& constant(const std::string& name, std::string_view role) const {
    const auto found = constants_.find(name);
    if (found == constants_.end())
      refuse(named(role, name), tconv::Phrase("is computed by the model, must be one of its constants"));
    return *found->second;
  }

  /// Height and width (1 and the length in one dimension) of a value of the graph, where they are fixed.
  std::optional<Pair> spatialOf(const std::string& name, int dims) const {
    for (const auto* values : {&graph_.input(), &graph_.value_info()}) {
      for (const auto& value : *values) {
        if (value.name() != name) continue;
        const auto& shape = value.type().tensor_type().shape();
        if (shape.dim_size() != dims + 2) return std::nullopt;
        const auto extent = [&](int axis) { return Index{shape.dim(axis).dim_value()}; };
        const Pair size = dims == 1 ? Pair{1, extent(2)} : Pair{extent(2), extent(3)};
        if (size.h < 1 || size.w < 1) return std::nullopt;  // a name or nothing instead of a number
        return size;
      }
    }
    return std::nullopt;
  }

 private:
  const onnx::GraphProto& graph_;
  std::map<std::string, const onnx::TensorProto*> constants_;
};

/// The attributes of a node, with its number of spatial axes.
struct Attributes {
  const onnx::NodeProto& node;
  int dims;

  const onnx::AttributeProto* find(std::string_view name) const {
    for (const auto& attribute : node.attribute())
      if (attribute.name() == name) return &attribute;
    return nullptr;
  }
  /// `count` integers, or nothing where the attribute is left out.
  std::optional<Integers> integers(std::string_view name, std::size_t count) const {
    const auto* attribute = find(name);
    if (attribute == nullptr) return std::nullopt;
    Integers values(attribute->ints().begin(), attribute->ints().end());
    if (values.size() != count)
      refuse(std::string(name), tconv::Phrase("holds {} numbers, must hold {}", values.size(), count));
    return values;
  }
  std::optional<Pair> pair(std::string_view name, Index upright = 1) const {
    const auto values = integers(name, static_cast<std::size_t>(dims));
    if (!values) return std::nullopt;
    return dims == 1 ? Pair{upright, values->front()} : Pair{(*values)[0], (*values)[1]};
  }
  tconv::Padding pads() const {
    const auto values = integers("pads", 2 * static_cast<std::size_t>(dims));
    if (!values) return {};
    const Integers& p = *values;
    return dims == 1 ? tconv::Padding({0, p[0]}, {0, p[1]}) : tconv::Padding({p[0], p[1]}, {p[2], p[3]});
  }
  tconv::AutoPad autoPad() const {
    constexpr std::array<std::pair<std::string_view, tconv::AutoPad>, 4> kNames = {
        {{"NOTSET", tconv::AutoPad::notset},
         {"VALID", tconv::AutoPad::valid},
         {"SAME_UPPER", tconv::AutoPad::same_upper},
         {"SAME_LOWER", tconv::AutoPad::same_lower}}};
    const auto* attribute = find("auto_pad");
    if (attribute == nullptr) return tconv::AutoPad::notset;
    for (const auto& [name, value] : kNames)
      if (attribute->s() == name) return value;
    refuse("auto_pad",
           tconv::Phrase("is {}, must be NOTSET, VALID, SAME_UPPER or SAME_LOWER", inQuotes(attribute->s())));
  }
};

std::string nameOf(const onnx::NodeProto& node) {
  if (!node.name().empty() || node.output_size() == 0) return node.name();
  return node.output(0);
}

OnnxNode nodeOf(const onnx::NodeProto& node, const Graph& graph) {
  if (node.input_size() < 2) refuse("inputs", tconv::Phrase("are {}, must be 2 or 3", node.input_size()));
  const auto& weight = graph.constant(node.input(1), "weight");
  const Integers extents = extentsOf(weight);
  if (extents.size() != 3 && extents.size() != 4)
    refuse(named("weight", node.input(1)),
           tconv::Phrase("has {} axes, must have 3 (one spatial axis) or 4 (two)", extents.size()));

  OnnxNode made;
  made.name = nameOf(node);
  const Attributes attributes{node, static_cast<int>(extents.size()) - 2};
  Layer& layer = made.layer;
  layer.dims = attributes.dims;
  layer.kernel_size = layer.dims == 1 ? Pair{1, extents[2]} : Pair{extents[2], extents[3]};
  if (const auto stated = attributes.pair("kernel_shape"); stated && *stated != layer.kernel_size)
    refuse("kernel_shape", tconv::Phrase("differs from the shape of the weight"));
  if (const auto* group = attributes.find("group")) layer.groups = group->i();
  if (layer.groups < 1) refuse("group", tconv::Phrase("is {}, must be at least 1", layer.groups));
  layer.in_channels = extents[0];
  if (__builtin_mul_overflow(extents[1], layer.groups, &layer.out_channels))
    refuse("group", tconv::Phrase("is {}, must be smaller", layer.groups));
  layer.stride = attributes.pair("strides").value_or(1);
  layer.dilation = attributes.pair("dilations").value_or(1);
  made.call = {attributes.autoPad(), attributes.pads(), attributes.pair("output_padding", 0).value_or(0),
               attributes.pair("output_shape")};
  made.weight =
      Tensor(Shape{extents[0], extents[1], layer.kernel_size.h, layer.kernel_size.w}, valuesOf(weight));
  if (node.input_size() > 2 && !node.input(2).empty()) {
    made.bias = valuesOf(graph.constant(node.input(2), "bias"));
    layer.bias = true;
    if (static_cast<Index>(made.bias.size()) != layer.out_channels)
      refuse(named("bias", node.input(2)),
             tconv::Phrase("holds {} values, must hold {}", made.bias.size(), layer.out_channels));
  }
  made.input_size = graph.spatialOf(node.input(0), layer.dims);
  return made;
}

}  // namespace

bool hasOnnx() { return true; }

OnnxModel readOnnx(const fs::path& path) {
  constexpr std::uint64_t kMostBytes = (std::uint64_t{1} << 31) - 1;  // what protobuf can hold
  onnx::ModelProto model;
  if (!model.ParseFromString(readFile(path, kMostBytes)) || !model.has_graph())
    throw fileError(path, tconv::Phrase("is not a complete ONNX model"));
  const Graph graph(model.graph());
  OnnxModel result;
  for (const auto& node : model.graph().node()) {
    if (node.op_type() != "ConvTranspose" || !(node.domain().empty() || node.domain() == "ai.onnx")) continue;
    try {
      result.nodes.push_back(nodeOf(node, graph));
    } catch (const tconv::Error& error) {
      result.refused.push_back(trf("node {}: {}", inQuotes(nameOf(node)), tr(error.problem())));
    }
  }
  if (result.nodes.empty())
    throw fileError(path, result.refused.empty() ? tconv::Phrase("has no ConvTranspose node")
                                                 : tconv::Phrase("{}", result.refused.front()));
  return result;
}

}  // namespace lab::io
#endif

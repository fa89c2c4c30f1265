#ifdef TCONV_HAVE_ONNX
#include <onnx/onnx_pb.h>

#include "io/onnx.h"

namespace lab::io {
namespace {

/// Opset 11 is the current ConvTranspose; the version of the format that came with it.
constexpr int kOpset = 11, kIrVersion = 6;

class NodeAttributes {
 public:
  NodeAttributes(onnx::NodeProto& node, int dims) : node_(node), dims_(dims) {}

  void integer(const char* name, Index value) {
    auto& attribute = add(name, onnx::AttributeProto::INT);
    attribute.set_i(value);
  }
  void pairs(const char* name, std::initializer_list<Pair> pairs) {
    auto& attribute = add(name, onnx::AttributeProto::INTS);
    for (const Pair& pair : pairs) {
      if (dims_ == 2) attribute.add_ints(pair.h);
      attribute.add_ints(pair.w);
    }
  }

 private:
  onnx::AttributeProto& add(const char* name, onnx::AttributeProto::AttributeType type) {
    auto& attribute = *node_.add_attribute();
    attribute.set_name(name);
    attribute.set_type(type);
    return attribute;
  }
  onnx::NodeProto& node_;
  int dims_;
};

/// Of a call as expressIn() makes it: its numbers stand there, and auto_pad is not used.
void addCall(NodeAttributes& attributes, const tconv::OnnxCall& call) {
  attributes.pairs("pads", {call.pads.begin, call.pads.end});
  attributes.pairs("output_padding", {call.output_padding});
  if (call.output_shape) attributes.pairs("output_shape", {*call.output_shape});
}

/// The extents of an NCHW shape without the trivial axis of a one-dimensional layer.
std::vector<Index> extentsOf(Shape shape, int dims) {
  if (dims == 1) return {shape.n, shape.c, shape.w};
  return {shape.n, shape.c, shape.h, shape.w};
}

void describe(onnx::ValueInfoProto& value, const char* name, const std::vector<Index>& extents) {
  value.set_name(name);
  auto& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  for (const Index extent : extents) type.mutable_shape()->add_dim()->set_dim_value(extent);
}

void fill(onnx::TensorProto& tensor, const char* name, const std::vector<Index>& extents,
          std::span<const float> values) {
  tensor.set_name(name);
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  for (const Index extent : extents) tensor.add_dims(extent);
  tensor.set_raw_data(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

}  // namespace

std::string formatOnnx(const Document& document) {
  const Layer& layer = document.layer;
  const auto call = tconv::expressIn(tconv::Framework::onnx, layer, inputShape(document).spatial());
  if (const auto* problem = std::get_if<tconv::Problem>(&call)) throw tconv::Error(*problem);

  onnx::ModelProto model;
  model.set_ir_version(kIrVersion);
  model.set_producer_name("tconv-lab");
  model.add_opset_import()->set_version(kOpset);
  auto& graph = *model.mutable_graph();
  graph.set_name("conv_transpose");
  auto& node = *graph.add_node();
  node.set_op_type("ConvTranspose");
  for (const char* name : {"x", "w"}) node.add_input(name);
  if (layer.bias) node.add_input("b");
  node.add_output("y");
  NodeAttributes attributes(node, layer.dims);
  attributes.pairs("kernel_shape", {layer.kernel_size});
  attributes.pairs("strides", {layer.stride});
  attributes.pairs("dilations", {layer.dilation});
  attributes.integer("group", layer.groups);
  addCall(attributes, std::get<tconv::OnnxCall>(std::get<tconv::FrameworkCall>(call)));

  const Shape input = inputShape(document);
  describe(*graph.add_input(), "x", extentsOf(input, layer.dims));
  describe(*graph.add_output(), "y", extentsOf(tconv::outputShape(layer, input), layer.dims));
  fill(*graph.add_initializer(), "w", extentsOf(tconv::weightShape(layer), layer.dims),
       resolveKernel(document).values());
  if (layer.bias) fill(*graph.add_initializer(), "b", {layer.out_channels}, resolveBias(document));
  return model.SerializeAsString();
}

}  // namespace lab::io
#endif

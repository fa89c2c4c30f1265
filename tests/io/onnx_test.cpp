#ifdef TCONV_HAVE_ONNX
#include "io/onnx.h"

#include <random>

#include <gmock/gmock.h>
#include <onnx/onnx_pb.h>

#include "io/atomic_file.h"
#include "io/open.h"
#include "support/errors.h"
#include "support/files.h"

namespace lab::io {
namespace {

using support::errorOf;
using support::put;
using support::TemporaryFolder;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

class Onnx : public testing::Test {
 protected:
  Onnx() { EXPECT_TRUE(model_.ParseFromString(formatOnnx(document_))); }

  std::filesystem::path written() { return put(folder_ / "m.onnx", model_.SerializeAsString()); }
  onnx::NodeProto& node() { return *model_.mutable_graph()->mutable_node(0); }
  onnx::TensorProto& weight() { return *model_.mutable_graph()->mutable_initializer(0); }
  onnx::AttributeProto& attribute(std::string_view name) {
    for (auto& a : *node().mutable_attribute())
      if (a.name() == name) return a;
    auto& added = *node().add_attribute();
    added.set_name(std::string(name));
    return added;
  }
  void replace(std::string_view name, const std::vector<Index>& values) {
    attribute(name).clear_ints();
    for (const Index value : values) attribute(name).add_ints(value);
  }
  std::string refusal() {
    const auto path = written();
    return errorOf([&] { (void)openAny(path, base_); });
  }

  TemporaryFolder folder_;
  Document document_ = newcomerDocument();
  Session base_{textbookDocument(), {}};
  onnx::ModelProto model_;
};

Document sameLayer(int dims, Layer layer, Pair input) {
  Document document;
  layer.dims = dims;
  document.layer = layer;
  document.input_size = input;
  document.kernel.preset = tconv::KernelPreset::normal;
  if (layer.bias) document.bias.assign(static_cast<std::size_t>(layer.out_channels), 0.5F);
  return document;
}

/// On values that do not depend on the preset of the input.
Tensor forwardOf(const Document& document) {
  const Tensor x = tconv::makeValues(tconv::ValuePreset::normal, inputShape(document), 3);
  return tconv::forward(document.layer, x, resolveKernel(document), resolveBias(document));
}

TEST_F(Onnx, ComesBackAsItWasWritten) {
  Layer asymmetric;
  asymmetric.kernel_size = {3, 4};
  asymmetric.stride = {2, 3};
  asymmetric.padding = tconv::Padding({1, 0}, {0, 2});
  asymmetric.output_padding = {1, 2};
  Layer groups;
  groups.in_channels = 4;
  groups.out_channels = 6;
  groups.groups = 2;
  groups.dilation = {1, 2};
  groups.bias = true;
  Layer line;
  line.kernel_size = {1, 3};
  line.stride = {1, 2};
  line.padding = tconv::Padding(Pair{0, 1});
  line.output_padding = {0, 1};
  for (const Document& document : {newcomerDocument(), textbookDocument(), sameLayer(2, asymmetric, {4, 3}),
                                   sameLayer(2, groups, {2, 5}), sameLayer(1, line, {1, 6})}) {
    const auto path = put(folder_ / "m.onnx", formatOnnx(document));
    const Document read = openAny(path, base_).session.document;
    EXPECT_EQ(read.layer.dims, document.layer.dims);
    EXPECT_EQ(read.layer.bias, document.layer.bias);
    EXPECT_EQ(inputShape(read), inputShape(document));
    EXPECT_EQ(resolveKernel(read), resolveKernel(document));
    EXPECT_EQ(forwardOf(read), forwardOf(document));  // an output_padding may have become less padding
  }
}

TEST_F(Onnx, IsTheSameFileTwice) { EXPECT_EQ(formatOnnx(document_), formatOnnx(document_)); }

TEST_F(Onnx, IsAValidModelToTheReferenceChecker) {
  const auto path = put(folder_ / "m.onnx", formatOnnx(document_));
  const std::string check = "/usr/bin/python3 -c 'import onnx' 2>/dev/null";
  if (std::system(check.c_str()) != 0) GTEST_SKIP() << "python3-onnx is not installed";
  const std::string full =
      "/usr/bin/python3 -c 'import onnx, sys; m = onnx.load(sys.argv[1]); "
      "onnx.checker.check_model(m, full_check=True)' " +
      path.string();
  EXPECT_EQ(std::system(full.c_str()), 0);
}

TEST_F(Onnx, RealizesWhatTheOperatorLeavesToItself) {
  replace("pads", {});
  attribute("auto_pad").set_s("SAME_UPPER");
  node().mutable_attribute()->erase(std::find_if(node().mutable_attribute()->begin(),
                                                 node().mutable_attribute()->end(),
                                                 [](const auto& a) { return a.name() == "pads"; }));
  const Document read = openAny(written(), base_).session.document;
  EXPECT_EQ(tconv::outputShape(read.layer, inputShape(read)), (Shape{1, 1, 6, 6}));
}

TEST_F(Onnx, KeepsTheInputSizeWhereTheModelLeavesItOpen) {
  model_.mutable_graph()->clear_input();
  EXPECT_EQ(openAny(written(), base_).session.document.input_size, base_.document.input_size);
}

TEST_F(Onnx, OfOneDimensionDoesNotAskForTheHeightThatTwoHad) {
  Document document = sameLayer(1, {.kernel_size = 3, .stride = 2}, {1, 5});
  const std::string bytes = formatOnnx(document);
  document.input_size.h = 3;
  EXPECT_EQ(formatOnnx(document), bytes);
}

TEST_F(Onnx, ReadsAConstantNodeAndFloatData) {
  onnx::TensorProto tensor = weight();
  const Tensor kernel = resolveKernel(document_);
  tensor.clear_raw_data();
  for (const float value : kernel.values()) tensor.add_float_data(value);
  model_.mutable_graph()->clear_initializer();
  auto& constant = *model_.mutable_graph()->add_node();
  constant.set_op_type("Constant");
  constant.add_output("w");
  constant.add_attribute()->set_name("value");
  *constant.mutable_attribute(0)->mutable_t() = tensor;
  EXPECT_EQ(resolveKernel(openAny(written(), base_).session.document), kernel);
}

TEST_F(Onnx, OpensNodeAfterNodeAndNamesTheOthers) {
  node().set_name("up1");
  auto& second = *model_.mutable_graph()->add_node();
  second = node();
  second.set_name("up2");
  auto& third = *model_.mutable_graph()->add_node();
  third = node();
  third.set_name("up3");
  third.set_input(1, "elsewhere");
  second.mutable_input()->RemoveLast();
  second.add_input("w2");
  *model_.mutable_graph()->add_initializer() = weight();
  model_.mutable_graph()->mutable_initializer(1)->set_name("w2");
  const float first_weight = 7;
  model_.mutable_graph()->mutable_initializer(1)->mutable_raw_data()->replace(
      0, sizeof first_weight, reinterpret_cast<const char*>(&first_weight), sizeof first_weight);
  const LoadedSession loaded = openAny(written(), base_);
  EXPECT_EQ(resolveKernel(openAny(written(), base_, 1).session.document)(0, 0, 0, 0), 7);
  EXPECT_EQ(openAny(written(), base_, 2).session.document, loaded.session.document);
  EXPECT_THAT(loaded.warnings,
              ElementsAre("Node \"up1\" is 1 of 2; open the file again for \"up2\"",
                          "node \"up3\": weight \"elsewhere\": is computed by the model, must be one of its "
                          "constants"));
}

TEST_F(Onnx, RefusesWhatCannotBeShownByName) {
  node().set_op_type("Conv");
  EXPECT_THAT(refusal(), EndsWith("m.onnx: has no ConvTranspose node"));
  node().set_op_type("ConvTranspose");
  weight().set_data_type(onnx::TensorProto::FLOAT16);
  EXPECT_THAT(refusal(), EndsWith("constant \"w\": has elements of type FLOAT16, must have FLOAT"));
  weight().set_data_type(onnx::TensorProto::FLOAT);
  weight().mutable_raw_data()->pop_back();
  EXPECT_THAT(refusal(), EndsWith("constant \"w\": holds 8 values, must hold 9"));
  weight().set_data_location(onnx::TensorProto::EXTERNAL);
  EXPECT_THAT(refusal(), HasSubstr("keeps its values in another file"));
  weight().clear_data_location();
  weight().set_dims(2, Index{1} << 40);
  weight().set_dims(3, Index{1} << 40);
  EXPECT_THAT(refusal(), HasSubstr("has the shape (1, 1, 1099511627776, 1099511627776)"));
  weight().add_dims(1);
  weight().set_dims(2, 3);
  weight().set_dims(3, 3);
  EXPECT_THAT(refusal(), EndsWith("has 5 axes, must have 3 (one spatial axis) or 4 (two)"));
}

TEST_F(Onnx, RefusesIllegalAttributesByName) {
  replace("strides", {2});
  EXPECT_THAT(refusal(), EndsWith("strides: holds 1 numbers, must hold 2"));
  replace("strides", {0, 2});
  EXPECT_THAT(refusal(), HasSubstr("strides[0] = 0: must be at least 1"));
  replace("strides", {2, 2});
  replace("kernel_shape", {3, 2});
  EXPECT_THAT(refusal(), EndsWith("kernel_shape: differs from the shape of the weight"));
  replace("kernel_shape", {3, 3});
  attribute("group").set_i(0);
  EXPECT_THAT(refusal(), EndsWith("group: is 0, must be at least 1"));
  attribute("group").set_i(1);
  attribute("auto_pad").set_s("same\n");
  EXPECT_THAT(refusal(), HasSubstr("auto_pad: is \"same\\n\", must be NOTSET"));
}

TEST_F(Onnx, RefusesNumbersOfChannelsThatDoNotFit) {
  node().add_input("b");
  auto& bias = *model_.mutable_graph()->add_initializer();
  bias.set_name("b");
  bias.set_data_type(onnx::TensorProto::FLOAT);
  bias.add_dims(2);
  for (const float value : {1.0F, 2.0F}) bias.add_float_data(value);
  EXPECT_THAT(refusal(), EndsWith("bias \"b\": holds 2 values, must hold 1"));
  for (const int axis : {2, 3}) weight().set_dims(axis, 1);
  weight().set_dims(1, 9);
  replace("kernel_shape", {1, 1});
  attribute("group").set_i(Index{1} << 62);
  EXPECT_THAT(refusal(), EndsWith("group: is 4611686018427387904, must be smaller"));
}

TEST_F(Onnx, WritesNothingThatRuntimesRefuse) {
  Layer layer;
  layer.dilation = 3;
  layer.padding = tconv::Padding(Pair{0, 1}, Pair{0, 0});
  layer.output_padding = {0, 2};
  EXPECT_EQ(
      errorOf([&] { (void)formatOnnx(sameLayer(2, layer, {4, 4})); }),
      "output_padding[1] = 2: must be smaller than strides (1) in ONNX Runtime, whatever the dilations");
}

/// Any damage gives a document or one clear line.
TEST_F(Onnx, SurvivesDamagedFiles) {
  const std::string whole = model_.SerializeAsString();
  std::mt19937 random(1);
  int opened = 0, refused = 0;
  for (int round = 0; round < 1000; ++round) {
    std::string bytes = whole.substr(0, round % 3 == 0 ? random() % whole.size() : whole.size());
    for (unsigned hits = random() % 4; hits > 0 && !bytes.empty(); --hits)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    const auto path = put(folder_ / "damaged.onnx", bytes);
    try {
      (void)openAny(path, base_);
      ++opened;
    } catch (const tconv::Error& error) {
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
      ++refused;
    }
  }
  EXPECT_GT(opened, 30);
  EXPECT_GT(refused, 30);
}

}  // namespace
}  // namespace lab::io
#endif

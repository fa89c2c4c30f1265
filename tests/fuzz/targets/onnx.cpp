#include "io/onnx.h"
#include "fuzz/target.h"
#include "model/derive.h"
#include "tconv/error.h"

std::vector<std::string> fuzz::seeds() {
  lab::Document document = lab::newcomerDocument();
  std::vector<std::string> seeds = {lab::io::formatOnnx(document)};
  document.layer = {
      .in_channels = 2, .out_channels = 4, .kernel_size = {2, 3}, .stride = 3, .groups = 2, .bias = true};
  document.bias = {1, 2, 3, 4};
  seeds.push_back(lab::io::formatOnnx(document));
  return seeds;
}

void fuzz::tryOne(std::string_view bytes) {
  try {
    for (const lab::io::OnnxNode& node : lab::io::readOnnx(fileWith(bytes, "x.onnx")).nodes) {
      require(node.weight.shape() == tconv::weightShape(node.layer), "the weight has the layer's shape");
      lab::io::documentOf(node, lab::newcomerDocument());
    }
  } catch (const tconv::Error&) {
  }
}

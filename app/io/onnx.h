#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/document.h"
#include "tconv/frameworks.h"

/// ONNX models, as far as transposed convolution goes: their ConvTranspose nodes. Where the program was built
/// without libonnx-dev, both functions refuse and name that package.
namespace lab::io {

/// Whether the program was built with it.
bool hasOnnx();

/// One ConvTranspose node with its constants. Weights have the same layout here and there.
struct OnnxNode {
  std::string name;                ///< the node's, or its output's where it has none
  Layer layer;                     ///< all but padding and output_padding
  tconv::OnnxCall call;            ///< those two, as ONNX says them
  Tensor weight;                   ///< weightShape(layer)
  std::vector<float> bias;         ///< C_out values where layer.bias
  std::optional<Pair> input_size;  ///< where the model fixes it
};

struct OnnxModel {
  std::vector<OnnxNode> nodes;       ///< those that can be shown, in the order of the file; at least one
  std::vector<std::string> refused;  ///< the reason for each other ConvTranspose node
};

/// Reads a model of at most 2 GB: float32 weights that it holds itself, as initialisers or Constant nodes,
/// one or two spatial axes. @throws tconv::Error naming path and reason, also where no node can be shown.
OnnxModel readOnnx(const std::filesystem::path& path);

/// The node as a document; `input_size` and the preset of the values are base's where the model leaves them
/// open. @throws tconv::Error where the operator refuses the setting, or no output_padding makes its output.
Document documentOf(const OnnxNode& node, const Document& base);

/// The bytes of a model (opset 11) with one ConvTranspose node from "x" [1, C_in, H, W] to "y". The document
/// must be valid. @throws tconv::Error
std::string formatOnnx(const Document& document);

}  // namespace lab::io

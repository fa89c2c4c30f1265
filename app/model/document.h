#pragma once

#include <memory>
#include <vector>

#include "model/comparison.h"
#include "tconv/layer.h"
#include "tconv/presets.h"

namespace lab {

using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::Rect;
using tconv::Shape;
using tconv::Tensor;

/// Where the numbers of a tensor come from: a preset, or the user's own values. Own values keep the shape
/// they were given in; resolving crops them or fills up with zeros, so that shrinking a grid and growing it
/// again loses nothing.
template <class Preset>
struct Values {
  Preset preset{};
  std::uint64_t seed = 1;
  std::shared_ptr<const Tensor> custom;  ///< used instead of the preset where set

  /// Own values are equal when their bits are, so that NaN does not make a document differ from itself.
  bool operator==(const Values& other) const;
};

/// Everything that the user makes: saved, undoable, a plain value. May hold an illegal setting; see derive().
struct Document {
  Layer layer;
  Pair input_size = 3;
  Values<tconv::ValuePreset> input;
  Values<tconv::KernelPreset> kernel;
  std::vector<float> bias;  ///< values for layer.bias; missing ones are 0
  Comparison comparison;    ///< what stands beside the layer

  /// As for Values: by bits, so that NaN does not make a document differ from itself.
  bool operator==(const Document& other) const;
};

/// What a newcomer meets: a 3x3 ramp, the 3x3 textbook kernel, stride 2, padding 1.
Document newcomerDocument();
/// X = K = [[0,1],[2,3]], stride 1: the textbook's example.
Document textbookDocument();

/// The input shape [1, C_in, H, W]; H is 1 for a 1-D layer.
Shape inputShape(const Document& document);

/// A copy of `values` cropped or filled with zeros to a shape, keeping every index that both have.
Tensor resized(const Tensor& values, Shape shape);

/// The numbers that a document stands for. The document must be valid.
Tensor resolveInput(const Document& document);
Tensor resolveKernel(const Document& document);
std::vector<float> resolveBias(const Document& document);

}  // namespace lab

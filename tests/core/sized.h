#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/generators.h"
#include "tconv/presets.h"

/// Layers and operands of sizes that the vectorised methods treat in all their ways.
namespace support {

struct Sized {
  tconv::Layer layer;
  tconv::Tensor x, weight;
  std::vector<float> bias;
};

/// The layer with some padding, and operands of an input size.
inline Sized withOperands(tconv::Layer layer, tconv::Pair input, tconv::Index most_padding) {
  for (int a = 0; a < 2; ++a) {
    const tconv::Index full = tconv::axis(layer, input, a).full();
    layer.padding.begin[a] = pick(0, std::min<tconv::Index>(full - 1, most_padding));
    layer.padding.end[a] = pick(0, std::min<tconv::Index>(full - 1 - layer.padding.begin[a], most_padding));
    layer.output_padding[a] = pick(0, std::max(layer.stride[a], layer.dilation[a]) - 1);
  }
  layer.bias = pick(0, 1) == 1;
  Sized sized{layer, {}, {}, {}};
  const auto seed = static_cast<std::uint64_t>(pick(1, 1'000'000));
  sized.x =
      tconv::makeValues(tconv::ValuePreset::normal, {pick(1, 2), layer.in_channels, input.h, input.w}, seed);
  sized.weight = tconv::makeKernel(tconv::KernelPreset::normal, layer, seed + 1);
  if (layer.bias) sized.bias = pickValues(layer.out_channels, pickReal);
  return sized;
}

/// Long rows and many channels, so that whole vectors, parts of them and several blocks occur.
inline Sized pickSized(tconv::Index most_stride) {
  tconv::Layer layer;
  layer.groups = pick(1, 2);
  layer.in_channels = layer.groups * pick(1, 5);
  layer.out_channels = layer.groups * (pick(0, 3) == 0 ? pick(10, 90) : pick(1, 9));
  layer.kernel_size = {pick(1, 5), pick(1, 9)};
  layer.stride = {pick(1, 4), pick(1, most_stride)};
  layer.dilation = {pick(1, 3), pick(1, 3)};
  return withOperands(layer, {pick(1, 9), layer.out_channels > 20 ? pick(1, 30) : pick(1, 150)}, 9);
}

/// Small pictures with so many channels that their weights do not fit in one panel of the first cache.
inline Sized pickDeep() {
  tconv::Layer layer;
  layer.groups = pick(1, 2);
  layer.in_channels = layer.groups * pick(60, 300);
  layer.out_channels = layer.groups * pick(1, 80);
  layer.kernel_size = {pick(1, 3), pick(1, 4)};
  layer.stride = {pick(1, 3), pick(1, 3)};
  layer.dilation = {pick(1, 2), pick(1, 2)};
  return withOperands(layer, {pick(1, 5), pick(1, 7)}, 3);
}

/// Layers that both axes of Winograd's filters fit.
inline tconv::Layer pickForWinograd() {
  tconv::Layer layer;
  const bool three = pick(0, 1) == 1;
  layer.kernel_size = three ? 3 : 4;
  layer.stride = three ? 1 : 2;
  if (three) layer.dilation = {pick(1, 4), pick(1, 4)};
  return layer;
}

/// Strides and kernels of whole vectors.
inline tconv::Layer pickForKernelRows() {
  tconv::Layer layer;
  layer.kernel_size = {pick(1, 9), 16 * pick(1, 5)};
  layer.stride = {pick(1, 5), 16 * pick(1, 3)};
  layer.dilation = {pick(1, 2), 1};
  return layer;
}

/// A layer of that kernel, stride and dilation, with channels, groups, padding and operands.
inline Sized pickAround(tconv::Layer layer, tconv::Index longest) {
  layer.groups = pick(1, 3);
  layer.in_channels = layer.groups * pick(1, 5);
  layer.out_channels = layer.groups * pick(1, 7);
  return withOperands(layer, {pick(1, longest), pick(1, longest)}, 40);
}

/// The same with channels of several vectors.
inline Sized pickManyAround(tconv::Layer layer, tconv::Index longest) {
  layer.groups = pick(1, 2);
  layer.in_channels = layer.groups * pick(4, 40);
  layer.out_channels = layer.groups * pick(4, 100);
  return withOperands(layer, {pick(1, longest), pick(1, longest)}, 3);
}

inline tconv::TensorD magnitudes(const tconv::Tensor& t) {
  tconv::TensorD result = toDouble(t);
  for (double& v : result.values()) v = std::abs(v);
  return result;
}

}  // namespace support

#include "model/document.h"

#include <algorithm>
#include <cstring>

namespace lab {
namespace {

bool sameBits(std::span<const float> a, std::span<const float> b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

bool sameBits(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && sameBits(a.values(), b.values());
}

}  // namespace

template <class Preset>
bool Values<Preset>::operator==(const Values& other) const {
  if (preset != other.preset || seed != other.seed) return false;
  if (custom == other.custom) return true;
  return custom && other.custom && sameBits(*custom, *other.custom);
}
template struct Values<tconv::ValuePreset>;
template struct Values<tconv::KernelPreset>;

bool Document::operator==(const Document& other) const {
  return layer == other.layer && input_size == other.input_size && input == other.input &&
         kernel == other.kernel && sameBits(bias, other.bias) && comparison == other.comparison;
}

Document newcomerDocument() {
  Document document;
  document.layer.stride = 2;
  document.layer.padding = Pair{1};
  return document;
}

Document textbookDocument() {
  Document document;
  document.input_size = 2;
  document.layer.kernel_size = 2;
  const auto values = std::make_shared<const Tensor>(Shape{1, 1, 2, 2}, std::vector<float>{0, 1, 2, 3});
  document.input.custom = values;
  document.kernel.custom = values;
  return document;
}

Shape inputShape(const Document& document) {
  const Index height = document.layer.dims == 1 ? 1 : document.input_size.h;
  return {1, document.layer.in_channels, height, document.input_size.w};
}

Tensor resized(const Tensor& values, Shape shape) {
  Tensor result(shape);
  const Shape from = values.shape();
  const Index columns = std::min(from.w, shape.w);
  for (Index n = 0; n < std::min(from.n, shape.n); ++n)
    for (Index c = 0; c < std::min(from.c, shape.c); ++c)
      for (Index row = 0; row < std::min(from.h, shape.h); ++row)
        for (Index column = 0; column < columns; ++column)
          result(n, c, row, column) = values(n, c, row, column);
  return result;
}

Tensor resolveInput(const Document& document) {
  const Shape shape = inputShape(document);
  if (document.input.custom) return resized(*document.input.custom, shape);
  return tconv::makeValues(document.input.preset, shape, document.input.seed);
}

Tensor resolveKernel(const Document& document) {
  if (document.kernel.custom) return resized(*document.kernel.custom, tconv::weightShape(document.layer));
  return tconv::makeKernel(document.kernel.preset, document.layer, document.kernel.seed);
}

std::vector<float> resolveBias(const Document& document) {
  if (!document.layer.bias) return {};
  std::vector<float> bias = document.bias;
  bias.resize(static_cast<std::size_t>(document.layer.out_channels), 0.0F);
  return bias;
}

}  // namespace lab

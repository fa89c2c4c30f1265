#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <iostream>
#include <ostream>
#include <sstream>
#include <vector>

#include "tconv/tconv.h"

/// Generated cases for property tests; small, legal, and with everything different on both axes.
namespace tconv {

inline void PrintTo(const Layer& layer, std::ostream* out) {
  const auto pair = [](Pair p) { return "(" + std::to_string(p.h) + ", " + std::to_string(p.w) + ")"; };
  *out << layer.dims << "-D, channels " << layer.in_channels << " -> " << layer.out_channels << ", groups "
       << layer.groups << ", k " << pair(layer.kernel_size) << ", s " << pair(layer.stride) << ", p "
       << pair(layer.padding.begin) << " " << pair(layer.padding.end) << ", op " << pair(layer.output_padding)
       << ", d " << pair(layer.dilation) << ", bias " << layer.bias;
}

inline void showValue(const Layer& layer, std::ostream& out) { PrintTo(layer, &out); }

inline void showValue(const Shape& s, std::ostream& out) {
  out << "[" << s.n << ", " << s.c << ", " << s.h << ", " << s.w << "]";
}

}  // namespace tconv

namespace support {

using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::Shape;
using tconv::Tensor;
using tconv::TensorD;

/// A layer with operands that fit it.
struct Case {
  Layer layer;
  Tensor x, weight;
  std::vector<float> bias;  ///< out_channels values, or none
};

inline void showValue(const Case& c, std::ostream& out) {
  tconv::showValue(c.layer, out);
  out << ", x ";
  tconv::showValue(c.x.shape(), out);
  out << " " << rc::toString(std::vector<float>(c.x.values().begin(), c.x.values().end())) << ", weight "
      << rc::toString(std::vector<float>(c.weight.values().begin(), c.weight.values().end())) << ", bias "
      << rc::toString(c.bias);
}

/// Inside a generator or property: an integer of [least, most].
inline Index pick(Index least, Index most) { return *rc::gen::inRange<Index>(least, most + 1); }

/// Fills one axis of a layer so that it is legal for the input length. Half of the time padding is symmetric.
inline void pickAxis(Layer& layer, Index input, int a) {
  layer.kernel_size[a] = pick(1, 4);
  layer.stride[a] = pick(1, 4);
  layer.dilation[a] = pick(1, 3);
  layer.output_padding[a] = pick(0, std::max(layer.stride[a], layer.dilation[a]) - 1);
  const Index croppable = (input - 1) * layer.stride[a] + layer.dilation[a] * (layer.kernel_size[a] - 1) +
                          layer.output_padding[a];
  if (pick(0, 1) == 0) {
    layer.padding.begin[a] = layer.padding.end[a] = pick(0, std::min<Index>(4, croppable / 2));
  } else {
    layer.padding.begin[a] = pick(0, std::min<Index>(6, croppable));
    layer.padding.end[a] = pick(0, std::min<Index>(6, croppable - layer.padding.begin[a]));
  }
}

inline Layer pickLayer(Pair input, int dims) {
  Layer layer;
  layer.dims = dims;
  layer.groups = pick(1, 3);
  layer.in_channels = layer.groups * pick(1, 2);
  layer.out_channels = layer.groups * pick(1, 2);
  layer.bias = pick(0, 1) == 1;
  layer.kernel_size = 1;
  for (int a = dims == 1 ? 1 : 0; a < 2; ++a) pickAxis(layer, input[a], a);
  return layer;
}

/// Whole numbers of [-9, 9], for which every way to sum is exact.
inline float pickInteger() { return static_cast<float>(pick(-9, 9)); }

/// Numbers of many magnitudes that do not add up exactly.
inline float pickReal() {
  const float mantissa = static_cast<float>(pick(-99999, 99999)) / 77777.0F;
  return std::ldexp(mantissa, static_cast<int>(pick(-6, 6)));
}

template <class Value>
std::vector<float> pickValues(Index count, Value value) {
  std::vector<float> values(count);
  for (float& v : values) v = value();
  return values;
}

template <class Value>
Tensor pickTensor(Shape shape, Value value) {
  return {shape, pickValues(shape.size(), value)};
}

/// A legal case whose numbers come from `value` (pickInteger or pickReal).
template <class Value>
Case pickCase(Value value) {
  const int dims = static_cast<int>(pick(1, 2));
  const Pair input(dims == 1 ? 1 : pick(1, 4), pick(1, 4));
  Case c;
  c.layer = pickLayer(input, dims);
  c.x = pickTensor({pick(1, 2), c.layer.in_channels, input.h, input.w}, value);
  c.weight = pickTensor(tconv::weightShape(c.layer), value);
  if (c.layer.bias) c.bias = pickValues(c.layer.out_channels, value);
  return c;
}

inline rc::Gen<Case> integerCases() {
  return rc::gen::exec([] { return pickCase(pickInteger); });
}
inline rc::Gen<Case> realCases() {
  return rc::gen::exec([] { return pickCase(pickReal); });
}

inline TensorD toDouble(const Tensor& t) {
  return {t.shape(), std::vector<double>(t.values().begin(), t.values().end())};
}

inline std::vector<float> toVector(const Tensor& t) { return {t.values().begin(), t.values().end()}; }

/// Runs a property on `count` generated inputs and fails the running test with the smallest counterexample.
template <class Property>
void forAll(int count, Property&& property) {
  const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
  rc::detail::TestMetadata metadata;
  metadata.id = std::string(info->test_suite_name()) + "/" + info->name();
  metadata.description = info->name();
  rc::detail::TestParams parameters = rc::detail::configuration().testParams;
  parameters.maxSuccess = count;
  std::ostringstream message;
  const auto result = rc::detail::checkTestable(std::forward<Property>(property), metadata, parameters);
  if (result.template is<rc::detail::SuccessResult>()) return;
  rc::detail::printResultMessage(result, message);
  FAIL() << message.str();
}

}  // namespace support

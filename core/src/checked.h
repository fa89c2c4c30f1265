#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tconv/layer.h"

namespace tconv {

/// a * b + c, or nothing where Index does not hold it.
inline std::optional<Index> multiplyAdd(Index a, Index b, Index c) {
  Index product = 0, sum = 0;
  if (__builtin_mul_overflow(a, b, &product) || __builtin_add_overflow(product, c, &sum)) return {};
  return sum;
}

/// The product, or nothing where Index does not hold it. All factors are at least 0.
inline std::optional<Index> checkedProduct(std::initializer_list<Index> factors) {
  Index product = 1;
  for (const Index factor : factors)
    if (factor == 0) return 0;
  for (const Index factor : factors)
    if (__builtin_mul_overflow(product, factor, &product)) return {};
  return product;
}

/// The first axis that means something: a 1-D layer has no height.
inline int firstAxis(const Layer& layer) { return layer.dims == 1 ? 1 : 0; }

/// "stride[0]" for the height, "stride[1]" for the width.
std::string subjectOf(const char* parameter, int axis);

/// The position of a name in a list. @throws Error that lists them all.
int positionOf(std::string_view name, std::span<const std::string_view> names, const char* what);

/// The rules that look at one number at a time, and that the full span of each axis fits in an Index.
std::optional<Problem> validateParameters(const Layer& layer, Pair input);

/// The layer that leads back from the direct convolution of a signal of shape [N, C_out, H, W] to that shape:
/// with the returning output_padding. Throws Error where a parameter is not valid, the kernel does not fit
/// into the padded signal, or the channels do not match.
Layer returningLayer(const Layer& layer, Shape y);

/// Throws Error where `shape` is not `expected`; `name` is the operand, e.g. "weight".
void requireShape(const char* name, Shape shape, Shape expected);

/// Throws Error where a tensor with that many bytes per value is larger than the machine's memory.
void requireMemory(const char* name, Shape shape, Index bytes);

}  // namespace tconv

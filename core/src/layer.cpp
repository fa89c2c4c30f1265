#include "tconv/layer.h"

#include <array>
#include <limits>
#include <string>

namespace tconv {
namespace {

constexpr std::array<const char*, 2> kAxisName = {"[0]", "[1]"};

std::string subject(const char* parameter, int axis) { return std::string(parameter) + kAxisName[axis]; }

/// a * b + c, or nothing where Index does not hold it.
std::optional<Index> multiplyAdd(Index a, Index b, Index c) {
  Index product = 0, sum = 0;
  if (__builtin_mul_overflow(a, b, &product) || __builtin_add_overflow(product, c, &sum)) return {};
  return sum;
}

std::optional<Problem> atLeast(const char* parameter, int which, Index value, Index least) {
  if (value >= least) return {};
  return Problem{subject(parameter, which), std::to_string(value), "must be at least " + std::to_string(least),
                 Fix{parameter, which, least}};
}

std::optional<Problem> atLeast(const char* parameter, Index value, Index least) {
  if (value >= least) return {};
  return Problem{parameter, std::to_string(value), "must be at least " + std::to_string(least),
                 Fix{parameter, 0, least}};
}

std::optional<Problem> tooLarge(const std::string& what, Index value) {
  return Problem{what, std::to_string(value), "the sizes that follow from it do not fit in 64 bits", {}};
}

/// The rules that look at one number of one axis.
std::optional<Problem> validateNumbers(const Layer& layer, Pair input, int a) {
  if (auto p = atLeast("input_size", a, input[a], 1)) return p;
  if (auto p = atLeast("kernel_size", a, layer.kernel_size[a], 1)) return p;
  if (auto p = atLeast("stride", a, layer.stride[a], 1)) return p;
  if (auto p = atLeast("padding", a, layer.padding.begin[a], 0)) return p;
  if (auto p = atLeast("padding_end", a, layer.padding.end[a], 0)) return p;
  if (auto p = atLeast("output_padding", a, layer.output_padding[a], 0)) return p;
  return atLeast("dilation", a, layer.dilation[a], 1);
}

std::optional<Problem> validateOutputPadding(const Layer& layer, int a) {
  const Index op = layer.output_padding[a], s = layer.stride[a], d = layer.dilation[a];
  if (op < s || op < d) return {};
  return Problem{subject("output_padding", a), std::to_string(op),
                 "output padding must be smaller than either stride (" + std::to_string(s) + ") or dilation (" +
                     std::to_string(d) + ")",
                 Fix{"output_padding", a, std::max(s, d) - 1}};
}

/// The largest equal padding that leaves one output cell, given the other end where padding is not symmetric.
Index largestPadding(const Layer& layer, Index cells_to_crop, int a) {
  if (layer.padding.symmetric()) return cells_to_crop / 2;
  return std::max<Index>(0, cells_to_crop - layer.padding.end[a]);
}

/// Lengths of one axis: no overflow on the way, and at least one output cell.
std::optional<Problem> validateLengths(const Layer& layer, Pair input, int a) {
  const auto extent = multiplyAdd(layer.dilation[a], layer.kernel_size[a] - 1, 1);
  if (!extent) return tooLarge(subject("dilation", a), layer.dilation[a]);
  const auto full = multiplyAdd(input[a] - 1, layer.stride[a], *extent);
  if (!full) return tooLarge(subject("stride", a), layer.stride[a]);
  const auto grown = multiplyAdd(1, *full, layer.output_padding[a]);
  if (!grown) return tooLarge(subject("output_padding", a), layer.output_padding[a]);
  const auto cropped = multiplyAdd(1, layer.padding.begin[a], layer.padding.end[a]);
  if (!cropped) return tooLarge(subject("padding", a), layer.padding.begin[a]);
  if (*grown - *cropped >= 1) return {};
  const Index length = *grown - *cropped;
  return Problem{subject("padding", a), std::to_string(layer.padding.begin[a]),
                 "leaves an output of " + std::to_string(length) + " along this axis, and it must be at least 1; the full canvas has " +
                     std::to_string(*grown),
                 Fix{"padding", a, largestPadding(layer, *grown - 1, a)}};
}

Index nearestDivisor(Index groups, Index a, Index b) {
  for (Index below = std::min({groups, a, b}); below > 1; --below)
    if (a % below == 0 && b % below == 0) return below;
  return 1;
}

std::optional<Problem> validateChannels(const Layer& layer) {
  if (auto p = atLeast("in_channels", layer.in_channels, 1)) return p;
  if (auto p = atLeast("out_channels", layer.out_channels, 1)) return p;
  if (auto p = atLeast("groups", layer.groups, 1)) return p;
  for (const auto& [name, channels] : {std::pair{"in_channels", layer.in_channels},
                                       std::pair{"out_channels", layer.out_channels}}) {
    if (channels % layer.groups == 0) continue;
    return Problem{"groups", std::to_string(layer.groups),
                   std::string("must divide ") + name + " (" + std::to_string(channels) + ")",
                   Fix{"groups", 0, nearestDivisor(layer.groups, layer.in_channels, layer.out_channels)}};
  }
  return {};
}

/// Whether a * b * c * d elements of a float can be addressed at all.
bool fits(std::initializer_list<Index> extents) {
  Index product = sizeof(double);
  for (const Index e : extents)
    if (__builtin_mul_overflow(product, e, &product)) return false;
  return true;
}

std::optional<Problem> validateProducts(const Layer& layer, Shape input) {
  const Axes both = axes(layer, input.spatial());
  const Index outs = layer.out_channels;
  if (!fits({input.n, input.c, input.h, input.w}))
    return Problem{"input_size", "", "the number of input elements does not fit in 64 bits", {}};
  if (!fits({layer.in_channels, outs, layer.kernel_size.h, layer.kernel_size.w}))
    return Problem{"kernel_size", "", "the number of weights does not fit in 64 bits", {}};
  if (!fits({input.n, outs, both.h.canvas(), both.w.canvas()}))
    return Problem{"output size", "", "the number of output cells does not fit in 64 bits", {}};
  return {};
}

}  // namespace

Axis axis(const Layer& layer, Pair input, int which) {
  if (layer.dims == 1 && which == 0) return {};
  return {.input = input[which],
          .kernel = layer.kernel_size[which],
          .stride = layer.stride[which],
          .dilation = layer.dilation[which],
          .pad_begin = layer.padding.begin[which],
          .pad_end = layer.padding.end[which],
          .output_padding = layer.output_padding[which]};
}

Axes axes(const Layer& layer, Pair input) { return {axis(layer, input, 0), axis(layer, input, 1)}; }

Shape weightShape(const Layer& layer) {
  return {layer.in_channels, layer.out_channels / layer.groups, layer.dims == 1 ? 1 : layer.kernel_size.h,
          layer.kernel_size.w};
}

Shape outputShape(const Layer& layer, Shape input) {
  const Axes both = axes(layer, input.spatial());
  return {input.n, layer.out_channels, both.h.output(), both.w.output()};
}

std::optional<Problem> validate(const Layer& layer, Shape input) {
  if (layer.dims != 1 && layer.dims != 2)
    return Problem{"dims", std::to_string(layer.dims), "must be 1 or 2", {}};
  const int first = layer.dims == 1 ? 1 : 0;
  for (int a = first; a < 2; ++a)
    if (auto p = validateNumbers(layer, input.spatial(), a)) return p;
  if (auto p = atLeast("batch", input.n, 1)) return p;
  if (auto p = validateChannels(layer)) return p;
  for (int a = first; a < 2; ++a) {
    if (auto p = validateOutputPadding(layer, a)) return p;
    if (auto p = validateLengths(layer, input.spatial(), a)) return p;
  }
  return validateProducts(layer, input);
}

}  // namespace tconv

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "checked.h"
#include "tconv/layer.h"
#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace tconv {
namespace {

constexpr Index kNoLimit = std::numeric_limits<Index>::max();

bool inRange(Index value, Index least, Index most) { return least <= value && value <= most; }

Problem outOfRange(std::string subject, Fix fix, Index value, Index least, Index most) {
  if (value > most)
    return {std::move(subject), std::to_string(value), Phrase("must be at most {}", most), {}};
  fix.value = least;
  return {std::move(subject), std::to_string(value), Phrase("must be at least {}", least), fix};
}

/// Text is made only of what is wrong: small shapes are computed in less time than a few strings take.
std::optional<Problem> onAxis(const char* parameter, int a, Index value, Index least,
                              Index most = kLargestParameter) {
  if (inRange(value, least, most)) return {};
  return outOfRange(subjectOf(parameter, a), Fix{parameter, a, 0}, value, least, most);
}

std::optional<Problem> single(const char* parameter, Index value, Index most = kLargestParameter) {
  if (inRange(value, 1, most)) return {};
  return outOfRange(parameter, Fix{parameter, 0, 0}, value, 1, most);
}

Problem tooLarge(const std::string& what, Index value) {
  return {what, std::to_string(value), Phrase("the sizes that follow from it do not fit in 64 bits"), {}};
}

std::optional<Problem> validateNumbers(const Layer& layer, Pair input, int a) {
  if (auto p = onAxis("input_size", a, input[a], 1, kNoLimit)) return p;
  if (auto p = onAxis("kernel_size", a, layer.kernel_size[a], 1)) return p;
  if (auto p = onAxis("stride", a, layer.stride[a], 1)) return p;
  if (auto p = onAxis("padding", a, layer.padding.begin[a], 0)) return p;
  if (auto p = onAxis("padding_end", a, layer.padding.end[a], 0)) return p;
  if (auto p = onAxis("output_padding", a, layer.output_padding[a], 0)) return p;
  return onAxis("dilation", a, layer.dilation[a], 1);
}

std::optional<Problem> validateOutputPadding(const Layer& layer, int a) {
  const Index op = layer.output_padding[a], s = layer.stride[a], d = layer.dilation[a];
  if (op < s || op < d) return {};
  return Problem{subjectOf("output_padding", a), std::to_string(op),
                 Phrase("output padding must be smaller than either stride ({}) or dilation ({})", s, d),
                 Fix{"output_padding", a, std::max(s, d) - 1}};
}

/// Parameters are at most 2^31 - 1, so that the extent fits: only the input length can carry the span too
/// far.
std::optional<Problem> validateSpan(const Layer& layer, Pair input, int a) {
  const Axis along = axis(layer, input, a);
  const auto full = multiplyAdd(input[a] - 1, along.stride, along.extent());
  if (full && *full <= kNoLimit - along.output_padding) return {};
  return tooLarge(subjectOf("input_size", a), input[a]);
}

/// Which end to change so that `room` cells at most are cropped. Equal ends stay equal; otherwise the
/// beginning gives way first, and the end only where it is too large by itself.
Fix smallerPadding(const Layer& layer, Index room, int a) {
  if (layer.padding.symmetric()) return {"padding", a, room / 2};
  const Index begin = layer.padding.begin[a], end = layer.padding.end[a];
  if (end <= room) return {"padding", a, room - end};
  return {"padding_end", a, std::max<Index>(0, room - begin)};
}

std::optional<Problem> validateLength(const Layer& layer, Pair input, int a) {
  const Axis along = axis(layer, input, a);
  if (along.output() >= 1) return {};
  const Index grown = along.full() + along.output_padding;
  const Fix fix = smallerPadding(layer, grown - 1, a);
  const Index blamed = fix.parameter == "padding" ? along.pad_begin : along.pad_end;
  return Problem{subjectOf(fix.parameter.c_str(), a), std::to_string(blamed),
                 Phrase("leaves an output of length {} along this axis, and it must be at least 1; before "
                        "cropping it is {}",
                        along.output(), grown),
                 fix};
}

/// The largest divisor of a and b that is at most `groups`.
Index nearestDivisor(Index groups, Index a, Index b) {
  const Index common = std::gcd(a, b);
  Index best = 1;
  for (Index low = 1; low <= common / low; ++low) {
    if (common % low != 0) continue;
    if (low <= groups) best = std::max(best, low);
    if (common / low <= groups) best = std::max(best, common / low);
  }
  return best;
}

std::optional<Problem> validateChannels(const Layer& layer) {
  if (auto p = single("in_channels", layer.in_channels)) return p;
  if (auto p = single("out_channels", layer.out_channels)) return p;
  if (auto p = single("groups", layer.groups, kNoLimit)) return p;
  for (const auto& [name, channels] :
       {std::pair{"in_channels", layer.in_channels}, std::pair{"out_channels", layer.out_channels}}) {
    if (channels % layer.groups == 0) continue;
    return Problem{"groups", std::to_string(layer.groups), Phrase("must divide {} ({})", name, channels),
                   Fix{"groups", 0, nearestDivisor(layer.groups, layer.in_channels, layer.out_channels)}};
  }
  return {};
}

/// Bytes as float32, or nothing where Index does not hold them.
std::optional<Index> bytes(Shape shape) {
  return checkedProduct({static_cast<Index>(sizeof(float)), shape.n, shape.c, shape.h, shape.w});
}

/// The extents, with `between` them.
std::string extents(Shape s, const char* between) {
  std::string text = std::to_string(s.n);
  for (const Index extent : {s.c, s.h, s.w}) text.append(between).append(std::to_string(extent));
  return text;
}

Problem doesNotFit(const char* name, Shape shape) {
  return {name, extents(shape, " x "), Phrase("must fit in memory"), {}};
}

/// Adds the tensors up one by one and names the first that goes beyond the limit.
std::optional<Problem> sumFits(std::initializer_list<std::pair<const char*, Shape>> tensors, Index limit) {
  Index total = 0;
  for (const auto& [name, shape] : tensors) {
    const auto size = bytes(shape);
    if (!size || __builtin_add_overflow(total, *size, &total) || total > limit)
      return doesNotFit(name, shape);
  }
  return {};
}

std::optional<Problem> validateBytes(const Layer& layer, Shape input, bool canvas, Index limit) {
  const Axes both = axes(layer, input.spatial());
  const Shape output = outputShape(layer, input);
  const Shape full{canvas ? 1 : 0, layer.out_channels, both.h.canvas(), both.w.canvas()};
  return sumFits({{"input", input}, {"weight", weightShape(layer)}, {"output", output}, {"canvas", full}},
                 limit);
}

std::string text(Shape s) { return std::string("(").append(extents(s, ", ")).append(")"); }

std::optional<Problem> sameShape(const char* name, Shape shape, Shape expected) {
  if (shape == expected) return {};
  return Problem{name, text(shape), Phrase("must have the shape {}", text(expected)), {}};
}

}  // namespace

std::string subjectOf(const char* parameter, int axis) {
  return std::string(parameter) + (axis == 0 ? "[0]" : "[1]");
}

std::optional<Problem> validateParameters(const Layer& layer, Pair input) {
  if (layer.dims != 1 && layer.dims != 2)
    return Problem{"dims", std::to_string(layer.dims), Phrase("must be 1 or 2"), {}};
  if (layer.dims == 1 && input.h != 1)
    return Problem{"input_size[0]", std::to_string(input.h), Phrase("must be 1 for a 1-D layer"),
                   Fix{"input_size", 0, 1}};
  for (int a = firstAxis(layer); a < 2; ++a) {
    if (auto p = validateNumbers(layer, input, a)) return p;
    if (auto p = validateSpan(layer, input, a)) return p;
  }
  return {};
}

std::optional<Problem> validate(const Layer& layer, Shape input) {
  if (auto p = validateParameters(layer, input.spatial())) return p;
  if (auto p = single("batch", input.n, kNoLimit)) return p;
  if (auto p = validateChannels(layer)) return p;
  for (int a = firstAxis(layer); a < 2; ++a) {
    if (auto p = validateOutputPadding(layer, a)) return p;
    if (auto p = validateLength(layer, input.spatial(), a)) return p;
  }
  return validateBytes(layer, input, false, kNoLimit);
}

std::optional<Problem> validateMemory(const Layer& layer, Shape input, bool canvas, Index limit) {
  if (auto p = validate(layer, input)) return p;
  return validateBytes(layer, input, canvas, limit);
}

Index physicalMemory() {
#if defined(_SC_PHYS_PAGES) && defined(_SC_PAGESIZE)
  static const auto kThere = checkedProduct({std::max(0L, sysconf(_SC_PHYS_PAGES)), sysconf(_SC_PAGESIZE)});
  if (kThere && *kThere > 0) return *kThere;
#endif
  return kNoLimit;
}

std::optional<Problem> validateOperands(const Layer& layer, Shape x, Shape weight,
                                        std::optional<Index> bias) {
  if (auto p = validate(layer, x)) return p;
  if (x.c != layer.in_channels)
    return Problem{"input", text(x), Phrase("must have in_channels = {} channels", layer.in_channels),
                   Fix{"in_channels", 0, x.c}};
  if (auto p = sameShape("weight", weight, weightShape(layer))) return p;
  if (bias && *bias != layer.out_channels)
    return Problem{"bias",
                   std::to_string(*bias) + " values",
                   Phrase("must have out_channels = {} values", layer.out_channels),
                   {}};
  return validateBytes(layer, x, false, physicalMemory());
}

void requireValid(const Layer& layer, Shape x, Shape weight, std::optional<Index> bias) {
  if (const auto problem = validateOperands(layer, x, weight, bias)) throw Error(*problem);
}

void requireCanvas(const Layer& layer, Shape x, Shape weight, std::optional<Index> bias) {
  requireValid(layer, x, weight, bias);
  if (const auto problem = validateBytes(layer, x, true, physicalMemory())) throw Error(*problem);
}

void requireShape(const char* name, Shape shape, Shape expected) {
  if (const auto problem = sameShape(name, shape, expected)) throw Error(*problem);
}

void requireMemory(const char* name, Shape shape, Index bytes) {
  const auto total = checkedProduct({bytes, shape.n, shape.c, shape.h, shape.w});
  if (total && *total <= physicalMemory()) return;
  throw Error(
      {name, std::to_string(shape.h) + " x " + std::to_string(shape.w), Phrase("must fit in memory"), {}});
}

}  // namespace tconv

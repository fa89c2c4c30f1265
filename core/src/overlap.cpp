#include "tconv/overlap.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "ranges.h"

namespace tconv {
namespace {

/// The first canvas coordinate at or after `from` that tap u meets, were the input endless both ways.
Index firstMeeting(const Axis& axis, Index u, Index from) {
  const Index shift = u * axis.dilation;
  return shift + ceilDiv(from - shift, axis.stride) * axis.stride;
}

/// Whether some output cell lacks a tap that it would get far from every border: one that would need an input
/// element before the first or after the last. Costs no memory, however long the output.
bool hasBorderRamp(const Axis& axis) {
  const Index begin = axis.pad_begin, end = begin + axis.output();
  for (Index u = 0; u < axis.kernel; ++u) {
    const Index first = axis.place(0, u), past_last = axis.place(axis.input, u);
    if (firstMeeting(axis, u, begin) < std::min(first, end)) return true;
    if (firstMeeting(axis, u, std::max(begin, past_last)) < end) return true;
  }
  return false;
}

/// The tap counts that occur in the interior, e.g. "1 or 2 taps" or "0, 1 or 2 taps".
std::string countsText(const OverlapVerdict& verdict) {
  const Index low = verdict.fewest_reached;
  std::string text = std::to_string(verdict.fewest);
  if (low != verdict.fewest && low != verdict.most) text += ", " + std::to_string(low);
  if (verdict.most != verdict.fewest) text += " or " + std::to_string(verdict.most);
  return text + (verdict.most == 1 ? " tap" : " taps");
}

std::string describeAxis(const Axis& axis) {
  const OverlapVerdict verdict = overlapVerdict(axis);
  const char* word = verdict.even ? "even: " : verdict.holes ? "holes: " : "uneven: ";
  return word + countsText(verdict) + " (" + overlapReason(axis).text() + ")" +
         (verdict.border_ramp ? ", fewer near the border" : "");
}

}  // namespace

std::vector<Index> overlapCounts(const Axis& axis) {
  std::vector<Index> counts(axis.output());
  for (Index u = 0; u < axis.kernel; ++u) {
    const Span inputs = landingInputs(axis, u);
    for (Index i = inputs.begin; i < inputs.end; ++i) ++counts[axis.place(i, u) - axis.pad_begin];
  }
  return counts;
}

Tensor overlapPlane(const Axes& axes) {
  const std::vector<Index> rows = overlapCounts(axes.h), columns = overlapCounts(axes.w);
  Tensor plane({1, 1, axes.h.output(), axes.w.output()});
  for (Index row = 0; row < axes.h.output(); ++row)
    for (Index column = 0; column < axes.w.output(); ++column)
      plane(0, 0, row, column) = static_cast<float>(rows[row] * columns[column]);
  return plane;
}

OverlapVerdict overlapVerdict(const Axis& axis) {
  OverlapVerdict verdict;
  verdict.g = std::gcd(axis.dilation, axis.stride);
  const Index q = axis.stride / verdict.g;
  // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): g divides the stride, which is at least 1
  verdict.fewest_reached = axis.kernel / q;
  verdict.fewest = verdict.g > 1 ? 0 : verdict.fewest_reached;
  verdict.most = ceilDiv(axis.kernel, q);
  verdict.even = verdict.fewest == verdict.most;
  verdict.holes = verdict.fewest == 0;
  verdict.border_ramp = hasBorderRamp(axis);
  return verdict;
}

Phrase overlapReason(const Axis& axis) {
  const OverlapVerdict verdict = overlapVerdict(axis);
  const Index s = axis.stride, k = axis.kernel;
  if (verdict.g > 1) return Phrase("s = {} and d = {} share the factor {}", s, axis.dilation, verdict.g);
  if (verdict.holes) return Phrase("k = {} is smaller than s = {}", k, s);
  return verdict.even ? Phrase("s = {} divides k = {}", s, k) : Phrase("s = {} does not divide k = {}", s, k);
}

std::string describeTaps(const Axis& axis) { return countsText(overlapVerdict(axis)); }

Tensor phaseSums(const Layer& layer, const Tensor& weight) {
  const Shape shape = weight.shape();
  const Pair stride = layer.dims == 1 ? Pair(1, layer.stride.w) : layer.stride;
  const Index ins = layer.in_channels / layer.groups;
  TensorD sums({1, layer.out_channels, stride.h, stride.w});
  for (Index c = 0; c < shape.n; ++c)
    for (Index o = 0; o < shape.c; ++o)
      for (Index u = 0; u < shape.h; ++u)
        for (Index v = 0; v < shape.w; ++v)
          sums(0, c / ins * shape.c + o, u * layer.dilation.h % stride.h, v * layer.dilation.w % stride.w) +=
              weight(c, o, u, v);
  return {sums.shape(), std::vector<float>(sums.values().begin(), sums.values().end())};
}

std::string describeOverlap(const Axes& axes) {
  const std::string height = describeAxis(axes.h);
  std::string width = describeAxis(axes.w);
  // The height of a 1-D layer, and of a 2-D one that does nothing along it, has nothing to say.
  if (height == width || axes.h == Axis{}) return width;
  return "height " + height + "; width " + width;
}

}  // namespace tconv

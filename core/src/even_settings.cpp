#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "ranges.h"
#include "tconv/overlap.h"

namespace tconv {
namespace {

constexpr Index kFarthest = 32;  ///< how far a number is varied

/// The parameters of an axis that decide the interior.
struct Taps {
  Index kernel, stride, dilation;
  bool operator==(const Taps&) const = default;
  Index distance(const Taps& other) const {
    return std::abs(kernel - other.kernel) + std::abs(stride - other.stride) +
           std::abs(dilation - other.dilation);
  }
};

Taps tapsOf(const Axis& axis) { return {axis.kernel, axis.stride, axis.dilation}; }

std::vector<Index> around(Index value) {
  std::vector<Index> values;
  if (value - kFarthest > 1) values.push_back(1);
  for (Index v = std::max<Index>(1, value - kFarthest); v <= value + kFarthest; ++v) values.push_back(v);
  return values;
}

/// Every even choice nearby; for each stride the two multiples that enclose the kernel. Nearest first.
/// A kernel must be near, too: to judge its border takes as long as it has taps.
std::vector<Taps> evenNearby(const Taps& from) {
  std::vector<Taps> found;
  for (const Index s : around(from.stride))
    for (const Index d : around(from.dilation)) {
      if (std::gcd(s, d) != 1) continue;
      const Index above = ceilDiv(from.kernel, s) * s, below = from.kernel / s * s;
      if (above - from.kernel <= kFarthest) found.push_back({above, s, d});
      if (below >= 1 && from.kernel - below <= kFarthest) found.push_back({below, s, d});
    }
  std::stable_sort(found.begin(), found.end(),
                   [&](const Taps& a, const Taps& b) { return a.distance(from) < b.distance(from); });
  return found;
}

/// Whether `value` lies between `from` and `to`.
bool onTheWay(Index from, Index value, Index to) {
  return std::min(from, to) <= value && value <= std::max(from, to);
}

/// The even choices that do not go further than another one in the same directions.
std::vector<Taps> evenTaps(const Axis& axis) {
  const Taps from = tapsOf(axis);
  std::vector<Taps> kept;
  for (const Taps& t : evenNearby(from)) {
    const bool beyond = std::any_of(kept.begin(), kept.end(), [&](const Taps& k) {
      return onTheWay(from.kernel, k.kernel, t.kernel) && onTheWay(from.stride, k.stride, t.stride) &&
             onTheWay(from.dilation, k.dilation, t.dilation);
    });
    if (!beyond) kept.push_back(t);
  }
  return kept;
}

/// Grows the padding of axis `a` until no output cell lacks a tap: on an even axis the cells before ke - s,
/// and as many from the other end, are those that do.
void padUpToEven(Layer& layer, Pair input, int a) {
  const Axis along = axis(layer, input, a);
  const Index ramp = along.extent() - along.stride;
  Index &begin = layer.padding.begin[a], &end = layer.padding.end[a];
  const bool equal = begin == end;
  begin = std::max(begin, ramp);
  end = std::max(end, ramp + along.output_padding);
  if (equal) begin = end = std::max(begin, end);
}

void setTaps(Layer& layer, int a, const Taps& taps) {
  layer.kernel_size[a] = taps.kernel;
  layer.stride[a] = taps.stride;
  layer.dilation[a] = taps.dilation;
  layer.output_padding[a] = std::min(layer.output_padding[a], std::max(taps.stride, taps.dilation) - 1);
}

/// Notes what differs on axis `a`.
void addChanges(const Layer& from, int a, EvenSetting& setting) {
  const auto compare = [&](const char* parameter, Index before, Index after) {
    if (before == after) return;
    setting.changes.push_back({parameter, a, after});
    setting.distance += std::abs(after - before);
  };
  const Layer& to = setting.layer;
  compare("kernel_size", from.kernel_size[a], to.kernel_size[a]);
  compare("stride", from.stride[a], to.stride[a]);
  compare("dilation", from.dilation[a], to.dilation[a]);
  compare("padding", from.padding.begin[a], to.padding.begin[a]);
  if (from.padding.begin[a] != from.padding.end[a])
    compare("padding_end", from.padding.end[a], to.padding.end[a]);
  compare("output_padding", from.output_padding[a], to.output_padding[a]);
}

/// The layer with other taps, and padded up to an even border where asked; nothing where that is not legal or
/// no change at all.
std::optional<EvenSetting> settingWith(const Layer& from, Pair input, std::pair<Taps, Taps> taps,
                                       bool to_border) {
  EvenSetting setting{from, {}, 0, true};
  for (int a = from.dims == 1 ? 1 : 0; a < 2; ++a) {
    setTaps(setting.layer, a, a == 0 ? taps.first : taps.second);
    if (to_border) padUpToEven(setting.layer, input, a);
    addChanges(from, a, setting);
    setting.even_to_border =
        setting.even_to_border && !overlapVerdict(axis(setting.layer, input, a)).border_ramp;
  }
  const bool legal = !validate(setting.layer, {1, from.in_channels, input.h, input.w});
  if (setting.changes.empty() || !legal) return {};
  return setting;
}

/// How many taps an interior cell gets.
double tapsPerCell(const Layer& layer) {
  const auto along = [&](int a) {
    return static_cast<double>(layer.kernel_size[a]) / static_cast<double>(layer.stride[a]);
  };
  return layer.dims == 1 ? along(1) : along(0) * along(1);
}

/// The place of a setting in the list: smaller comes first.
auto rank(const EvenSetting& s) {
  constexpr std::string_view order[] = {"kernel_size", "stride", "dilation"};
  const auto kind = std::find(std::begin(order), std::end(order), s.changes.front().parameter);
  return std::tuple(s.changes.size(), s.distance, kind - std::begin(order), -tapsPerCell(s.layer));
}

/// What may stand on (height, width): the same on both where it is the same now.
std::vector<std::pair<Taps, Taps>> evenPairs(const Axes& axes) {
  const bool linked = tapsOf(axes.h) == tapsOf(axes.w);
  const std::vector<Taps> heights = evenTaps(axes.h), widths = evenTaps(axes.w);
  std::vector<std::pair<Taps, Taps>> pairs;
  for (const Taps& h : heights)
    for (const Taps& w : widths)
      if (!linked || h == w) pairs.emplace_back(h, w);
  return pairs;
}

}  // namespace

std::vector<EvenSetting> nearestEvenSettings(const Layer& layer, Pair input, std::size_t most) {
  std::vector<EvenSetting> found;
  for (const auto& taps : evenPairs(axes(layer, input)))
    for (const bool to_border : {false, true}) {
      const auto setting = settingWith(layer, input, taps, to_border);
      const bool known = setting && !found.empty() && found.back() == *setting;
      if (setting && !known) found.push_back(*setting);
    }
  std::stable_sort(found.begin(), found.end(),
                   [](const EvenSetting& a, const EvenSetting& b) { return rank(a) < rank(b); });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace tconv

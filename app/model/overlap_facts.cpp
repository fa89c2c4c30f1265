#include "model/overlap_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/fields.h"
#include "model/formula.h"
#include "tconv/forward.h"

namespace lab {
namespace {

tconv::Spectrum spectrumOf(const std::vector<Index>& counts) {
  const std::size_t length = std::min(counts.size(), OverlapFacts::kSpectrumCells);
  return tconv::spectrum(std::vector<double>(counts.begin(), counts.begin() + static_cast<Index>(length)));
}

OverlapFacts work(const Derived& derived) {
  const Layer& layer = derived.layer();
  const tconv::Axes& axes = derived.axes();
  const Shape x = inputShape(derived.document);
  OverlapFacts facts;
  facts.rows = tconv::overlapCounts(axes.h);
  facts.columns = tconv::overlapCounts(axes.w);
  facts.taps = tconv::overlapPlane(axes);
  for (const float taps : facts.taps.values()) facts.most = std::max(facts.most, taps);
  facts.height = spectrumOf(facts.rows);
  facts.width = spectrumOf(facts.columns);
  Layer unbiased = layer;
  unbiased.bias = false;
  facts.constant = tconv::forward(unbiased, Tensor(x, 1.0F), derived.trace->weight());
  const float largest = facts.constant.plane(0, 0).cwiseAbs().maxCoeff();
  if (std::isfinite(largest) && largest > 0) facts.constant_limit = largest;
  facts.even = tconv::nearestEvenSettings(layer, x.spatial());
  return facts;
}

std::string wordOf(const tconv::Axis& axis) {
  const tconv::OverlapVerdict verdict = tconv::overlapVerdict(axis);
  return verdict.even ? "even" : verdict.holes ? "holes" : "uneven";
}

/// The height of one dimension has nothing to say, nor has one axis that repeats the other.
bool oneSuffices(const tconv::Axes& axes) {
  const auto same = [&](auto member) { return axes.h.*member == axes.w.*member; };
  return axes.h == tconv::Axis{} ||
         (same(&tconv::Axis::kernel) && same(&tconv::Axis::stride) && same(&tconv::Axis::dilation) &&
          tconv::overlapVerdict(axes.h).border_ramp == tconv::overlapVerdict(axes.w).border_ramp);
}

OverlapLaw lawOf(const tconv::Axis& axis, std::string name) {
  const tconv::OverlapVerdict verdict = tconv::overlapVerdict(axis);
  OverlapLaw law{std::move(name),
                 fmt::format("g = gcd(d, s) = gcd({}, {}) = {}", axis.dilation, axis.stride, verdict.g),
                 fmt::format("k / s = {} / {}", axis.kernel, axis.stride),
                 tconv::describeTaps(axis),
                 {}};
  if (verdict.g > 1) law.ratio = fmt::format("k / (s / g) = {} / {}", axis.kernel, axis.stride / verdict.g);
  if (verdict.border_ramp)
    law.border = "fewer near the border";
  else if (verdict.even)
    law.border = "also at the border";
  return law;
}

}  // namespace

const OverlapFacts& overlapFacts(const Derived& derived) {
  return derived.memo->get<OverlapFacts>([&] { return work(derived); });
}

std::string overlapTitle(const tconv::Axes& axes) {
  std::string width = wordOf(axes.w);
  const std::string height = wordOf(axes.h);
  if (height != width && !(axes.h == tconv::Axis{})) return fmt::format("Height {}, width {}", height, width);
  width.front() = static_cast<char>(width.front() - 'a' + 'A');
  return width;
}

std::vector<OverlapLaw> overlapLaws(const tconv::Axes& axes) {
  if (oneSuffices(axes)) return {lawOf(axes.w, "")};
  return {lawOf(axes.h, "Height: "), lawOf(axes.w, "Width: ")};
}

std::string spectrumCaption(const tconv::Axis& axis) {
  const Index s = axis.stride;
  if (s == 1) return "Stride 1: nothing repeats";
  if (tconv::overlapVerdict(axis).even) return fmt::format("No peak at 1/{}: even", s);
  if (axis.output() < 2 * s) return "Too short to repeat";
  if (s == 2) return "A peak at 1/2: the checkerboard";
  return fmt::format("Peaks at multiples of 1/{}: the pattern repeats", s);
}

std::string changesText(const Layer& from, const tconv::EvenSetting& setting, bool with_old) {
  Document before, after;
  before.layer = from;
  after.layer = setting.layer;
  std::string text;
  for (const Field& f : fields()) {
    const bool changed = std::any_of(setting.changes.begin(), setting.changes.end(),
                                     [&](const tconv::Fix& fix) { return fix.parameter == f.id; });
    if (!changed) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", f.symbol, pairText(from, f.get(after)));
    if (with_old) text += fmt::format(" (instead of {})", pairText(from, f.get(before)));
  }
  return text;
}

}  // namespace lab

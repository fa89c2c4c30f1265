#include "model/overlap_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
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
  facts.most = std::max(1.0F, static_cast<float>(*std::ranges::max_element(facts.rows) *
                                                 *std::ranges::max_element(facts.columns)));
  facts.height = spectrumOf(facts.rows);
  facts.width = spectrumOf(facts.columns);
  Layer unbiased = layer;
  unbiased.bias = false;
  facts.constant = tconv::forward(unbiased, Tensor(x, 1.0F), derived.trace->weight());
  const auto constant = facts.constant.plane(0, 0);
  facts.constant_least = constant.minCoeff(), facts.constant_most = constant.maxCoeff();
  const float largest = constant.cwiseAbs().maxCoeff();
  if (std::isfinite(largest) && largest > 0) facts.constant_limit = largest;
  facts.even = tconv::nearestEvenSettings(layer, x.spatial());
  return facts;
}

/// Of the counts [first, end), the largest of each block.
std::vector<float> blocksAlong(const std::vector<Index>& counts, Index first, Index end, Index step) {
  std::vector<float> blocks;
  for (; first < end; first += step)
    blocks.push_back(static_cast<float>(
        *std::max_element(counts.begin() + first, counts.begin() + std::min(end, first + step))));
  return blocks;
}

const char* wordOf(const tconv::Axis& axis) {
  const tconv::OverlapVerdict verdict = tconv::overlapVerdict(axis);
  return verdict.even ? tr("even") : verdict.holes ? tr("holes") : tr("uneven");
}

/// The height of one dimension has nothing to say, nor has one axis that repeats the other.
bool oneSuffices(const tconv::Axes& axes) {
  const auto same = [&](auto member) { return axes.h.*member == axes.w.*member; };
  return axes.h == tconv::Axis{} ||
         (same(&tconv::Axis::kernel) && same(&tconv::Axis::stride) && same(&tconv::Axis::dilation) &&
          tconv::overlapVerdict(axes.h).border_ramp == tconv::overlapVerdict(axes.w).border_ramp);
}

std::string tapsText(const tconv::OverlapVerdict& verdict) {
  const Index least = verdict.fewest, low = verdict.fewest_reached, most = verdict.most;
  if (low != least && low != most) return trf("{}, {} or {} taps", least, low, most);
  if (least != most) return most == 1 ? trf("{} or 1 tap", least) : trf("{} or {} taps", least, most);
  return verdict.most == 1 ? tr("1 tap") : trf("{} taps", verdict.most);
}

std::string textOn(const tconv::Axis& axis) {
  const tconv::OverlapVerdict verdict = tconv::overlapVerdict(axis);
  const std::string text =
      trf("{}: {} ({})", wordOf(axis), tapsText(verdict), tr(tconv::overlapReason(axis)));
  return verdict.border_ramp ? trf("{}, fewer near the border", text) : text;
}

OverlapLaw lawOf(const tconv::Axis& axis, std::string name) {
  const tconv::OverlapVerdict verdict = tconv::overlapVerdict(axis);
  OverlapLaw law{std::move(name),
                 fmt::format("g = gcd(d, s) = gcd({}, {}) = {}", axis.dilation, axis.stride, verdict.g),
                 fmt::format("k / s = {} / {}", axis.kernel, axis.stride),
                 tapsText(verdict),
                 {}};
  if (verdict.g > 1) law.ratio = fmt::format("k / (s / g) = {} / {}", axis.kernel, axis.stride / verdict.g);
  if (verdict.border_ramp)
    law.border = tr("fewer near the border");
  else if (verdict.even)
    law.border = tr("also at the border");
  return law;
}

}  // namespace

ReducedPlane tapBlocks(const OverlapFacts& facts, const Rect& cells, Index step) {
  const std::vector<float> rows = blocksAlong(facts.rows, cells.top, cells.bottom, step),
                           columns = blocksAlong(facts.columns, cells.left, cells.right, step);
  ReducedPlane plane{static_cast<Index>(rows.size()), static_cast<Index>(columns.size()), {}};
  plane.values.reserve(rows.size() * columns.size());
  for (const float row : rows)
    for (const float column : columns) plane.values.push_back(row * column);
  return plane;
}

const OverlapFacts& overlapFacts(const Derived& derived) {
  return derived.memo->get<OverlapFacts>([&] { return work(derived); });
}

std::string overlapTitle(const tconv::Axes& axes) {
  const std::string width = wordOf(axes.w), height = wordOf(axes.h);
  if (height != width && !(axes.h == tconv::Axis{})) return trf("Height {}, width {}", height, width);
  const tconv::OverlapVerdict verdict = tconv::overlapVerdict(axes.w);
  return verdict.even ? tr("Even") : verdict.holes ? tr("Holes") : tr("Uneven");
}

std::string overlapText(const tconv::Axes& axes) {
  const std::string height = textOn(axes.h), width = textOn(axes.w);
  return height == width || axes.h == tconv::Axis{} ? width : trf("height {}; width {}", height, width);
}

std::vector<OverlapLaw> overlapLaws(const tconv::Axes& axes) {
  if (oneSuffices(axes)) return {lawOf(axes.w, "")};
  return {lawOf(axes.h, tr("Height: ")), lawOf(axes.w, tr("Width: "))};
}

std::string spectrumCaption(const tconv::Axis& axis) {
  const Index s = axis.stride;
  if (s == 1) return tr("Stride 1: nothing repeats");
  if (tconv::overlapVerdict(axis).even) return trf("No peak at 1/{}: even", s);
  if (axis.output() < 2 * s) return tr("Too short to repeat");
  if (s == 2) return tr("A peak at 1/2: the checkerboard");
  return trf("Peaks at multiples of 1/{}: the pattern repeats", s);
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
    if (!text.empty()) text += ", ";
    const std::string now = pairText(from, f.get(after)), old = pairText(from, f.get(before));
    text += with_old ? trf("{} {} (instead of {})", f.symbol, now, old) : fmt::format("{} {}", f.symbol, now);
  }
  return text;
}

}  // namespace lab

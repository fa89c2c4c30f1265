#include "model/round_trip_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "model/fields.h"
#include "model/formula.h"

namespace lab {
namespace {

/// Of the y that the adjoint is checked with.
constexpr std::uint64_t kSeed = 1;

float limitOf(const Tensor& tensor) {
  float most = 0;
  for (const float v : tensor.values())
    if (std::isfinite(v)) most = std::max(most, std::abs(v));
  return most;
}

float orOne(float limit) { return limit > 0 ? limit : 1; }

std::optional<Misfit> misfitOf(const Layer& layer, const Tensor& x) {
  const Pair size = x.shape().spatial(), result = tconv::convOutputSize(layer, size);
  for (int a = 0; a < 2; ++a) {
    if (result[a] >= 1) continue;
    const tconv::Axis axis = tconv::axis(layer, size, a);
    return Misfit{a == 0, axis.extent(), axis.input + axis.pad_begin + axis.pad_end};
  }
  return {};
}

float largestDifference(const Tensor& difference) {
  float most = 0;
  for (const float v : difference.values()) {
    if (std::isnan(v)) return v;
    most = std::max(most, std::abs(v));
  }
  return most;
}

RoundTripFacts work(const Derived& derived) {
  const Layer& layer = derived.layer();
  const Tensor& w = derived.trace->weight();
  Document backwards = derived.document;
  backwards.layer.in_channels = layer.out_channels;
  RoundTripFacts facts;
  facts.x = resolveInput(backwards);
  facts.misfit = misfitOf(layer, facts.x);
  if (facts.misfit) return facts;
  facts.trip = tconv::roundTrip(layer, facts.x, w);
  facts.largest_difference = largestDifference(facts.trip.difference);
  facts.conv_limit = orOne(limitOf(facts.trip.conv));
  facts.back_limit = orOne(std::max(limitOf(facts.trip.back), limitOf(facts.trip.difference)));
  facts.sizes = tconv::sizesSharingResult(layer, facts.x.shape().spatial());
  const Tensor y = tconv::makeValues(tconv::ValuePreset::random_integers, facts.trip.conv.shape(), kSeed);
  facts.adjoint = tconv::checkAdjoint(layer, facts.x, w, y);
  return facts;
}

/// The elements of one axis of x that element i of its convolution reads.
std::vector<Index> window(const tconv::Axis& axis, Index i) {
  std::vector<Index> read;
  for (Index u = 0; u < axis.kernel; ++u) {
    const Index o = axis.place(i, u) - axis.pad_begin;
    if (o >= 0 && o < axis.output()) read.push_back(o);
  }
  return read;
}

/// The elements of the convolution on one axis that read element o.
std::vector<Index> readers(const tconv::Axis& axis, Index o) {
  std::vector<Index> found;
  for (Index u = axis.kernel - 1; u >= 0; --u) {
    const Index i = axis.source(o + axis.pad_begin, u);
    if (i >= 0) found.push_back(i);
  }
  return found;
}

/// The channels from first on, count of them.
std::vector<Index> channelsFrom(Index first, Index count) {
  std::vector<Index> channels;
  for (Index c = 0; c < count; ++c) channels.push_back(first + c);
  return channels;
}

}  // namespace

const Tensor& RoundTripFacts::grid(TripGrid which) const {
  switch (which) {
    case TripGrid::conv:
      return trip.conv;
    case TripGrid::back:
      return trip.back;
    case TripGrid::difference:
      return trip.difference;
    default:
      return x;
  }
}

const RoundTripFacts& roundTripFacts(const Derived& derived) {
  return derived.memo->get<RoundTripFacts>([&] { return work(derived); });
}

Lattice relatedOnTrip(const RoundTripFacts& facts, TripGrid from, const Ref& cell, TripGrid to) {
  const bool from_conv = from == TripGrid::conv, to_conv = to == TripGrid::conv;
  if (from_conv == to_conv) return {{cell.channel}, {0}, {cell.row}, {cell.column}};
  const Layer& layer = facts.trip.layer;
  const tconv::Axes axes = tconv::axes(layer, facts.trip.conv.shape().spatial());
  const Index ins = layer.in_channels / layer.groups, outs = layer.out_channels / layer.groups;
  if (from_conv)
    return {channelsFrom(firstOutOf(layer, cell.channel), outs),
            {0},
            window(axes.h, cell.row),
            window(axes.w, cell.column)};
  return {channelsFrom(firstInOf(layer, cell.channel), ins),
          {0},
          readers(axes.h, cell.row),
          readers(axes.w, cell.column)};
}

std::string hyperparametersText(const Layer& layer) {
  Document document;
  document.layer = layer;
  std::string text;
  for (const char* id : {"kernel_size", "stride", "padding", "padding_end", "dilation", "groups"}) {
    const Field& f = field(id);
    const Pair value = f.get(document);
    const bool always = f.id == "kernel_size" || f.id == "stride" || f.id == "padding";
    const bool worth = f.id == "padding_end" ? !layer.padding.symmetric() : value != Pair(f.standard);
    if (!always && !worth) continue;
    text += fmt::format("{}{}{}", text.empty() ? "" : " ", f.symbol, pairText(layer, value));
  }
  return text;
}

std::string misfitText(const Misfit& misfit) {
  return misfit.rows ? trf("The kernel spans {} rows, the padded input has only {}: it does not fit.",
                           misfit.kernel, misfit.input)
                     : trf("The kernel spans {} columns, the padded input has only {}: it does not fit.",
                           misfit.kernel, misfit.input);
}

std::string verdictText(const RoundTripFacts& facts, bool brief) {
  const std::string size = sizeText(facts.trip.layer, facts.x.shape().spatial());
  const float most = facts.largest_difference;
  const std::string number = std::isinf(most) ? "∞" : fmt::format("{:.6g}", most);
  if (brief) {
    if (std::isnan(most)) return tr("Values cannot be compared");
    return most > 0 ? trf("Shape back, values off by {}", number) : tr("Shape and values came back");
  }
  const std::string values = std::isnan(most) ? tr("The values cannot be compared.")
                             : most > 0       ? trf("The values did not: largest difference {}.", number)
                                              : tr("The values did as well.");
  return trf("The shape came back: {}. {}", size, values);
}

}  // namespace lab

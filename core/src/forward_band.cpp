#include "forward_band.h"

#include <algorithm>

namespace tconv {
namespace {

/// Of a band: what the second cache holds beside weights and outputs.
constexpr Index kBandValues = Index{1} << 17;

Index floorDiv(Index a, Index b) { return a >= 0 ? a / b : -ceilDiv(-a, b); }

}  // namespace

PhaseTaps::PhaseTaps(const Axis& width) {
  for (Index q = 0; q < width.stride; ++q) {
    counts.push_back(0);
    for (Index v = 0; v < width.kernel; ++v) {
      const Index distance = v * width.dilation - q - width.pad_begin,
                  shift = floorDiv(distance, width.stride);
      if (shift * width.stride != distance) continue;
      // A tap that reaches no output column would only make the band wider.
      if (landingInputs(width, v).empty()) continue;
      shifts.push_back(static_cast<std::int32_t>(shift));
      columns.push_back(static_cast<std::int32_t>(v));
      ++counts.back();
      least = std::min(least, shift);
      most = std::max(most, shift);
    }
  }
}

BandWidth bandWidth(const Axis& width, const PhaseTaps& taps, Index read_ahead) {
  return {taps.most, std::max(width.input, ceilDiv(width.output(), width.stride) - taps.least) + read_ahead};
}

Band::Band(const Axes& axes, BandWidth width, Index channels, Index output_rows)
    : axes_(axes),
      channels_(channels),
      left_(width.left),
      pitch_(left_ + width.columns),
      plane_(bandValues(axes, width, 1, output_rows)),
      values_(static_cast<std::size_t>(channels * plane_), 0.0F) {}

Index bandValues(const Axes& axes, BandWidth width, Index channels, Index output_rows) {
  const Index rows = ceilDiv(output_rows + axes.h.extent() - 1, axes.h.stride) + 1;
  return channels * std::min(rows, axes.h.input) * (width.left + width.columns);
}

Span Band::inputRows(Index begin, Index end) const {
  const Axis& height = axes_.h;
  const Index first = ceilDiv(begin + height.pad_begin - height.extent() + 1, height.stride),
              last = floorDiv(end - 1 + height.pad_begin, height.stride),
              from = std::clamp<Index>(first, 0, height.input);
  return {from, std::clamp<Index>(last + 1, from, height.input)};
}

void Band::load(const Tensor& x, Index n, Index first_channel, Index begin, Index end) {
  rows_ = inputRows(begin, end);
  for (Index c = 0; c < channels_; ++c)
    for (Index row = rows_.begin; row < rows_.end; ++row)
      std::copy_n(x.plane(n, first_channel + c).data() + row * axes_.w.input, axes_.w.input,
                  values_.data() + c * plane_ + (row - rows_.begin) * pitch_ + left_);
}

const std::vector<RowTap>& Band::tapsOf(Index output_row) {
  taps_.clear();
  for (Index u = 0; u < axes_.h.kernel; ++u)
    if (const Index i = axes_.h.source(output_row + axes_.h.pad_begin, u); i >= 0)
      taps_.push_back({static_cast<std::int32_t>(i - rows_.begin), static_cast<std::int32_t>(u)});
  return taps_;
}

std::vector<BandPlace> bandPlaces(const Axes& axes, BandWidth width, Index channels, Index images,
                                  Index groups, int threads) {
  const Index height = axes.h.output(), stride = axes.h.stride;
  Index rows = std::max<Index>(1, kBandValues / (channels * (width.left + width.columns))) * stride;
  // Enough places for all threads, each long enough for its band to be worth loading.
  if (threads > 1) rows = std::clamp(ceilDiv(height * images * groups, Index{4} * threads), stride, rows);
  std::vector<BandPlace> places;
  for (Index n = 0; n < images; ++n)
    for (Index group = 0; group < groups; ++group)
      for (Index begin = 0; begin < height; begin += rows)
        places.push_back({n, group, {begin, std::min(begin + rows, height)}});
  return places;
}

}  // namespace tconv

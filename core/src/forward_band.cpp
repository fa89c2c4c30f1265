#include "forward_band.h"

#include <algorithm>

namespace tconv {
namespace {

/// Of a band: what the second cache holds beside weights and outputs.
constexpr Index kBandValues = Index{1} << 16;

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

Band::Band(const Axes& axes, const PhaseTaps& taps, Index channels, Index ahead)
    : axes_(axes),
      channels_(channels),
      left_(taps.most),
      pitch_(left_ + std::max(axes.w.input, ceilDiv(axes.w.output(), axes.w.stride) - taps.least) + ahead) {}

Index Band::outputRows() const {
  return std::max<Index>(1, kBandValues / (channels_ * pitch_)) * axes_.h.stride;
}

void Band::load(const Tensor& x, Index n, Index first_channel, Index begin, Index end) {
  const Axis& height = axes_.h;
  const Index first = ceilDiv(begin + height.pad_begin - height.extent() + 1, height.stride),
              last = floorDiv(end - 1 + height.pad_begin, height.stride);
  rows_.begin = std::clamp<Index>(first, 0, height.input);
  rows_.end = std::clamp<Index>(last + 1, rows_.begin, height.input);
  plane_ = rows_.size() * pitch_;
  values_.assign(static_cast<std::size_t>(channels_ * plane_), 0.0F);
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

}  // namespace tconv

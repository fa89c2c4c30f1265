#include "forward_rows.h"

#include <algorithm>

#include "ranges.h"

namespace tconv::rows {
namespace {

/// Of a band: what the second cache holds beside weights and outputs.
constexpr Index kBandValues = Index{1} << 16;

Index floorDiv(Index a, Index b) { return a >= 0 ? a / b : -ceilDiv(-a, b); }

}  // namespace

/// Some input rows of all channels of a group, with zeros beside them.
struct Plan::Band {
  Span rows;  ///< of the input
  std::vector<float> values;
  Index plane = 0;
};

Plan::Plan(const Layer& layer, Pair input, const Tensor& weight)
    : axes_(tconv::axes(layer, input)),
      groups_(layer.groups),
      ins_(layer.in_channels / layer.groups),
      outs_(layer.out_channels / layer.groups) {
  const Axis& axis = axes_.w;
  Index least = 0, most = 0;
  for (Index q = 0; q < axis.stride; ++q) {
    counts_.push_back(0);
    for (Index v = 0; v < axis.kernel; ++v) {
      const Index distance = v * axis.dilation - q - axis.pad_begin, shift = floorDiv(distance, axis.stride);
      if (shift * axis.stride != distance) continue;
      // A tap that reaches no output column would only make the band wider.
      if (landingInputs(axis, v).empty()) continue;
      shifts_.push_back(static_cast<std::int32_t>(shift));
      columns_.push_back(static_cast<std::int32_t>(v));
      ++counts_.back();
      least = std::min(least, shift);
      most = std::max(most, shift);
    }
  }
  left_ = most;
  pitch_ = left_ + std::max(axis.input, ceilDiv(axis.output(), axis.stride) - least) + readAhead();
  packWeights(weight);
}

void Plan::packWeights(const Tensor& weight) {
  weights_.reserve(static_cast<std::size_t>(groups_ * outs_ * axes_.h.kernel * ins_) * columns_.size());
  for (Index group = 0; group < groups_; ++group)
    for (Index block = 0; block < outs_; block += kMostOuts)
      for (Index u = 0; u < axes_.h.kernel; ++u)
        for (Index c = 0; c < ins_; ++c)
          for (const std::int32_t v : columns_)
            for (Index o = block; o < std::min(block + kMostOuts, outs_); ++o)
              weights_.push_back(weight(group * ins_ + c, o, u, v));
}

void Plan::makeBand(const Tensor& x, Index n, Index group, Span rows, Band& band) const {
  band.rows = rows;
  band.plane = rows.size() * pitch_;
  band.values.assign(static_cast<std::size_t>(ins_ * band.plane), 0.0F);
  for (Index c = 0; c < ins_; ++c)
    for (Index row = rows.begin; row < rows.end; ++row) {
      const float* from = x.plane(n, group * ins_ + c).data() + row * axes_.w.input;
      std::copy_n(from, axes_.w.input,
                  band.values.data() + c * band.plane + (row - rows.begin) * pitch_ + left_);
    }
}

void Plan::run(const Tensor& x, Bias bias, Tensor& y) const {
  const Axis &height = axes_.h, &width = axes_.w;
  const Index values_of_row = ins_ * pitch_;
  const Index rows_in_band = std::max<Index>(1, kBandValues / values_of_row) * height.stride;
  const auto needed = [&](Index begin, Index end) {
    const Index first = ceilDiv(begin + height.pad_begin - height.extent() + 1, height.stride),
                last = floorDiv(end - 1 + height.pad_begin, height.stride);
    const Index from = std::clamp<Index>(first, 0, height.input);
    return Span{from, std::clamp<Index>(last + 1, from, height.input)};
  };
  const float no_bias[kMostOuts] = {};
  Band band;
  std::vector<RowTap> taps;
  for (Index n = 0; n < x.shape().n; ++n)
    for (Index group = 0; group < groups_; ++group)
      for (Index begin = 0; begin < height.output(); begin += rows_in_band) {
        const Index end = std::min(begin + rows_in_band, height.output());
        makeBand(x, n, group, needed(begin, end), band);
        for (Index block = 0; block < outs_; block += kMostOuts) {
          const Index outs = std::min<Index>(kMostOuts, outs_ - block), channel = group * outs_ + block;
          const auto tap_count = static_cast<Index>(columns_.size());
          for (Index row = begin; row < end; ++row) {
            taps.clear();
            for (Index u = 0; u < height.kernel; ++u)
              if (const Index i = height.source(row + height.pad_begin, u); i >= 0)
                taps.push_back(
                    {static_cast<std::int32_t>(i - band.rows.begin), static_cast<std::int32_t>(u)});
            makeRow({.x = band.values.data() + left_,
                     .pitch = pitch_,
                     .plane = band.plane,
                     .channels = ins_,
                     .row_taps = taps.data(),
                     .row_count = static_cast<Index>(taps.size()),
                     .weights = weights_.data() + channel * height.kernel * ins_ * tap_count,
                     .weights_row = ins_ * tap_count * outs,
                     .shifts = shifts_.data(),
                     .counts = counts_.data(),
                     .phases = static_cast<int>(width.stride),
                     .outs = static_cast<int>(outs),
                     .bias = bias.empty() ? no_bias : bias.data() + channel,
                     .y = y.plane(n, channel).data() + row * width.output(),
                     .y_plane = height.output() * width.output(),
                     .columns = width.output()});
          }
        }
      }
}

}  // namespace tconv::rows

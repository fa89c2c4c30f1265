#include "forward_rows.h"

#include <algorithm>

namespace tconv::rows {

Plan::Plan(const Layer& layer, Pair input, const Tensor& weight)
    : axes_(tconv::axes(layer, input)),
      groups_(layer.groups),
      ins_(layer.in_channels / layer.groups),
      outs_(layer.out_channels / layer.groups),
      taps_(axes_.w) {
  packWeights(weight);
}

void Plan::packWeights(const Tensor& weight) {
  weights_.reserve(static_cast<std::size_t>(groups_ * outs_ * axes_.h.kernel * ins_ * taps_.count()));
  for (Index group = 0; group < groups_; ++group)
    for (Index block = 0; block < outs_; block += kMostOuts)
      for (Index u = 0; u < axes_.h.kernel; ++u)
        for (Index c = 0; c < ins_; ++c)
          for (const std::int32_t v : taps_.columns)
            for (Index o = block; o < std::min(block + kMostOuts, outs_); ++o)
              weights_.push_back(weight(group * ins_ + c, o, u, v));
}

void Plan::makeRows(Band& band, const BandPlace& place, Index block, Bias bias, Tensor& y) const {
  const Index height = axes_.h.output(), width = axes_.w.output();
  const Index channel = place.group * outs_ + block, outs = std::min<Index>(kMostOuts, outs_ - block);
  const float no_bias[kMostOuts] = {};
  for (Index row = place.rows.begin; row < place.rows.end; ++row) {
    const std::vector<RowTap>& row_taps = band.tapsOf(row);
    makeRow({.x = band.values(),
             .pitch = band.pitch(),
             .plane = band.plane(),
             .channels = ins_,
             .row_taps = row_taps.data(),
             .row_count = static_cast<Index>(row_taps.size()),
             .weights = weights_.data() + channel * axes_.h.kernel * ins_ * taps_.count(),
             .weights_row = ins_ * taps_.count() * outs,
             .shifts = taps_.shifts.data(),
             .counts = taps_.counts.data(),
             .phases = static_cast<int>(axes_.w.stride),
             .outs = static_cast<int>(outs),
             .bias = bias.empty() ? no_bias : bias.data() + channel,
             .y = y.plane(place.n, channel).data() + row * width,
             .y_plane = height * width,
             .columns = width});
  }
}

void Plan::run(const Tensor& x, Bias bias, Tensor& y, int threads) const {
  forBands(axes_, bandWidth(axes_.w, taps_, readAhead()), ins_, x, groups_, threads,
           [&](Band& band, const BandPlace& place) {
             for (Index block = 0; block < outs_; block += kMostOuts) makeRows(band, place, block, bias, y);
           });
}

}  // namespace tconv::rows

#include "forward_channels.h"

#include <algorithm>

namespace tconv::channels {

Plan::Plan(const Layer& layer, Pair input, const Tensor& weight, Span outs)
    : axes_(tconv::axes(layer, input)),
      groups_(layer.groups),
      ins_(layer.in_channels / layer.groups),
      outs_(layer.out_channels / layer.groups),
      taps_(axes_.w) {
  packWeights(weight, outs);
}

void Plan::packWeights(const Tensor& weight, Span range) {
  const Index width = lanes(), height = axes_.h.kernel;
  weights_.resize(static_cast<std::size_t>(groups_ * ceilDiv(range.size(), width) * width * height *
                                           taps_.count() * ins_));
  float* to = weights_.data();
  for (Index group = 0; group < groups_; ++group)
    for (Index first = range.begin; first < range.end; first += kMostVectors * width) {
      const Index outs = std::min(range.end - first, kMostVectors * width);
      const Index step = ceilDiv(outs, width) * width;
      blocks_.push_back({group * outs_ + first, outs, static_cast<int>(step / width), to - weights_.data()});
      std::size_t tap = 0;
      for (const std::int32_t count : taps_.counts) {
        for (Index u = 0; u < height; ++u)
          for (std::int32_t t = 0; t < count; ++t)
            for (Index c = 0; c < ins_; ++c, to += step)
              for (Index o = 0; o < outs; ++o)
                to[o] = weight(group * ins_ + c, first + o, u, taps_.columns[tap + t]);
        tap += count;
      }
    }
}

void Plan::makeRow(const Block& block, Band& band, Index row, Bias bias, std::span<float> sums,
                   float* y) const {
  const Index stride = axes_.w.stride, width = axes_.w.output(), plane = axes_.h.output() * width;
  const Index step = block.vectors * lanes();
  AlignedValues offsets(static_cast<std::size_t>(step), 0.0F);
  if (!bias.empty()) std::copy_n(bias.data() + block.first, block.outs, offsets.begin());
  const std::vector<RowTap>& row_taps = band.tapsOf(row);
  const float* weights = weights_.data() + block.weights;
  const std::int32_t* shifts = taps_.shifts.data();
  for (Index q = 0; q < std::min(stride, width); ++q) {
    const Index count = taps_.counts[q], columns = ceilDiv(width - q, stride);
    makeColumns({.x = band.values(),
                 .pitch = band.pitch(),
                 .plane = band.plane(),
                 .channels = ins_,
                 .row_taps = row_taps.data(),
                 .row_count = static_cast<Index>(row_taps.size()),
                 .shifts = shifts,
                 .tap_count = count,
                 .weights = weights,
                 .weights_row = count * ins_ * step,
                 .vectors = block.vectors,
                 .bias = offsets.data(),
                 .columns = columns,
                 .sums = sums.data()});
    for (Index o = 0; o < block.outs; ++o)
      for (Index m = 0; m < columns; ++m) y[o * plane + m * stride + q] = sums[m * step + o];
    shifts += count;
    weights += axes_.h.kernel * count * ins_ * step;
  }
}

void Plan::run(const Tensor& x, Bias bias, Tensor& y, int threads) const {
  const Index width = axes_.w.output();
  const std::size_t sums_size = (ceilDiv(width, axes_.w.stride) + kMostTile) * kMostVectors * lanes();
  forBands(axes_, bandWidth(axes_.w, taps_, kMostTile), ins_, x, groups_, threads,
           [&](Band& band, const BandPlace& place) {
             AlignedValues sums(sums_size);
             for (const Block& block : blocks_) {
               if (block.first / outs_ != place.group) continue;
               for (Index row = place.rows.begin; row < place.rows.end; ++row)
                 makeRow(block, band, row, bias, sums, y.plane(place.n, block.first).data() + row * width);
             }
           });
}

}  // namespace tconv::channels

#include "forward_channels.h"

#include <algorithm>

namespace tconv::channels {

Plan::Plan(const Layer& layer, Pair input, const Tensor& weight)
    : axes_(tconv::axes(layer, input)),
      groups_(layer.groups),
      ins_(layer.in_channels / layer.groups),
      outs_(layer.out_channels / layer.groups),
      taps_(axes_.w) {
  packWeights(weight);
}

void Plan::packWeights(const Tensor& weight) {
  const Index width = lanes();
  for (Index group = 0; group < groups_; ++group)
    for (Index first = 0; first < outs_; first += kMostVectors * width) {
      const Index outs = std::min(outs_ - first, kMostVectors * width);
      const Index vectors = ceilDiv(outs, width);
      blocks_.push_back(
          {group * outs_ + first, outs, static_cast<int>(vectors), static_cast<Index>(weights_.size())});
      std::size_t tap = 0;
      for (const std::int32_t count : taps_.counts) {
        for (Index u = 0; u < axes_.h.kernel; ++u)
          for (std::int32_t t = 0; t < count; ++t)
            for (Index c = 0; c < ins_; ++c)
              for (Index o = 0; o < vectors * width; ++o)
                weights_.push_back(o < outs ? weight(group * ins_ + c, first + o, u, taps_.columns[tap + t])
                                            : 0.0F);
        tap += count;
      }
    }
}

void Plan::makeRow(const Block& block, Band& band, Index row, Bias bias, std::span<float> sums,
                   float* y) const {
  const Index stride = axes_.w.stride, width = axes_.w.output(), plane = axes_.h.output() * width;
  const Index step = block.vectors * lanes();
  std::vector<float> offsets(static_cast<std::size_t>(step), 0.0F);
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

void Plan::run(const Tensor& x, Bias bias, Tensor& y) const {
  const Index height = axes_.h.output(), width = axes_.w.output();
  Band band(axes_, taps_, ins_, kMostTile);
  std::vector<float> sums((ceilDiv(width, axes_.w.stride) + kMostTile) * kMostVectors * lanes());
  for (Index n = 0; n < x.shape().n; ++n)
    for (Index group = 0; group < groups_; ++group)
      for (Index begin = 0; begin < height; begin += band.outputRows()) {
        const Index end = std::min(begin + band.outputRows(), height);
        band.load(x, n, group * ins_, begin, end);
        for (const Block& block : blocks_) {
          if (block.first / outs_ != group) continue;
          for (Index row = begin; row < end; ++row)
            makeRow(block, band, row, bias, sums, y.plane(n, block.first).data() + row * width);
        }
      }
}

}  // namespace tconv::channels

#include "channels.h"

#include <algorithm>

namespace tconv::channels {
namespace {

/// Weights are copied when they are ordered: 16 MB, so that no shape needs much more memory than its
/// operands.
constexpr double kMostWeights = 1 << 22;
/// Columns of results that are written together.
constexpr Index kColumnsTogether = 64;
/// A vector of the widest kind.
constexpr Index kUnit = 16;

}  // namespace

Index outsAtOnce(const Pass& pass) {
  const double weights = static_cast<double>(pass.groups) * static_cast<double>(pass.ins) *
                         static_cast<double>(pass.axes.h.kernel) * static_cast<double>(pass.axes.w.kernel);
  return static_cast<Index>(std::min(kMostWeights / weights, 1e9)) / kUnit * kUnit;
}

Plan::Plan(const Pass& pass, const Tensor& weight, Span outs) : pass_(pass), taps_(pass, kMostTile) {
  packWeights(weight, outs);
}

void Plan::packWeights(const Tensor& weight, Span range) {
  const Index width = lanes(), height = pass_.axes.h.kernel;
  weights_.resize(static_cast<std::size_t>(pass_.groups * ceilDiv(range.size(), width) * width * height *
                                           taps_.count() * pass_.ins));
  float* to = weights_.data();
  for (Index group = 0; group < pass_.groups; ++group)
    for (Index first = range.begin; first < range.end; first += kMostVectors * width) {
      const Index outs = std::min(range.end - first, kMostVectors * width);
      const Index step = ceilDiv(outs, width) * width;
      blocks_.push_back(
          {group * pass_.outs + first, outs, static_cast<int>(step / width), to - weights_.data()});
      std::size_t tap = 0;
      for (const std::int32_t count : taps_.counts) {
        for (Index u = 0; u < height; ++u)
          for (std::int32_t t = 0; t < count; ++t)
            for (Index c = 0; c < pass_.ins; ++c, to += step)
              for (Index o = 0; o < outs; ++o)
                to[o] = pass_.weight(weight, group, c, first + o, u, taps_.columns[tap + t]);
        tap += count;
      }
    }
}

void Plan::makeRow(const Block& block, Band& band, Index row, Bias bias, std::span<float> sums,
                   float* y) const {
  const Index stride = phases(), width = pass_.results(pass_.axes.w),
              plane = pass_.results(pass_.axes.h) * width;
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
                 .channels = pass_.ins,
                 .row_taps = row_taps.data(),
                 .row_count = static_cast<Index>(row_taps.size()),
                 .shifts = shifts,
                 .tap_count = count,
                 .weights = weights,
                 .weights_row = count * pass_.ins * step,
                 .vectors = block.vectors,
                 .bias = offsets.data(),
                 .columns = columns,
                 .sums = sums.data() + q * step,
                 .sums_step = stride * step});
    shifts += count;
    weights += pass_.axes.h.kernel * count * pass_.ins * step;
  }
  // Few columns at a time stay in the first cache while they are read once for each channel.
  for (Index begin = 0; begin < width; begin += kColumnsTogether) {
    const Index end = std::min(begin + kColumnsTogether, width);
    for (Index o = 0; o < block.outs; ++o)
      for (Index j = begin; j < end; ++j) y[o * plane + j] = sums[j * step + o];
  }
}

void Plan::run(const Tensor& x, Bias bias, Tensor& y, int threads) const {
  const Index width = pass_.results(pass_.axes.w);
  const std::size_t sums_size = (width + (kMostTile + 1) * phases()) * kMostVectors * lanes();
  forBands(pass_, taps_.row, x, threads, [&](Band& band, const BandPlace& place) {
    AlignedValues sums(sums_size);
    for (const Block& block : blocks_) {
      if (block.first / pass_.outs != place.group) continue;
      for (Index row = place.rows.begin; row < place.rows.end; ++row)
        makeRow(block, band, row, bias, sums, y.plane(place.n, block.first).data() + row * width);
    }
  });
}

void compute(const Pass& pass, const Tensor& x, const Tensor& weight, Bias bias, Tensor& y, int threads) {
  const Index at_once = std::max(kUnit, outsAtOnce(pass));
  for (Index out = 0; out < pass.outs; out += at_once)
    Plan(pass, weight, {out, std::min(pass.outs, out + at_once)}).run(x, bias, y, threads);
}

}  // namespace tconv::channels

#include "rows.h"

#include <algorithm>

namespace tconv::rows {

Plan::Plan(const Pass& pass, const Tensor& weight) : pass_(pass), taps_(pass, readAhead()), row_runs_(pass) {
  packWeights(weight);
}

void Plan::packWeights(const Tensor& weight) {
  weights_.reserve(
      static_cast<std::size_t>(pass_.groups * pass_.outs * pass_.axes.h.kernel * pass_.ins * taps_.count()));
  for (Index group = 0; group < pass_.groups; ++group)
    for (Index block = 0; block < pass_.outs; block += kMostOuts)
      for (Index u = 0; u < pass_.axes.h.kernel; ++u)
        for (Index c = 0; c < pass_.ins; ++c)
          for (const std::int32_t v : taps_.columns)
            for (Index o = block; o < std::min(block + kMostOuts, pass_.outs); ++o)
              weights_.push_back(pass_.weight(weight, group, c, o, u, v));
}

void Plan::makeRows(const Band& band, const BandPlace& place, Index block, Bias bias, Tensor& y) const {
  const Index channel = place.group * pass_.outs + block,
              outs = std::min<Index>(kMostOuts, pass_.outs - block);
  const float no_bias[kMostOuts] = {};
  rows::makeRows({.x = band.values(),
                  .first_row = band.firstRow(),
                  .pitch = band.pitch(),
                  .plane = band.plane(),
                  .channels = pass_.ins,
                  .row_runs = row_runs_,
                  .rows = place.rows,
                  .weights = weights_.data() + channel * pass_.axes.h.kernel * pass_.ins * taps_.count(),
                  .weights_row = pass_.ins * taps_.count() * outs,
                  .shifts = taps_.shifts.data(),
                  .counts = taps_.counts.data(),
                  .phases = static_cast<int>(taps_.counts.size()),
                  .outs = static_cast<int>(outs),
                  .bias = bias.empty() ? no_bias : bias.data() + channel,
                  .y = y.plane(place.n, channel).data(),
                  .y_plane = y.shape().h * y.shape().w,
                  .columns = y.shape().w});
}

void Plan::run(const Tensor& x, Bias bias, Tensor& y, int threads) const {
  forBands(pass_, taps_.row, x, threads, [&](Band& band, const BandPlace& place) {
    for (Index block = 0; block < pass_.outs; block += kMostOuts) makeRows(band, place, block, bias, y);
  });
}

}  // namespace tconv::rows

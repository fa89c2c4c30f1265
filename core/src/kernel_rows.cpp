#include "kernel_rows.h"

#include "parallel.h"

namespace tconv::kernel_rows {

bool Plan::supports(const Layer& layer) {
  return layer.stride.w % kUnit == 0 && layer.kernel_size.w % kUnit == 0 && layer.dilation.w == 1;
}

void Plan::run(const Tensor& x, const Tensor& weight, Bias bias, Tensor& y, int threads) const {
  const Axis &h = pass_.axes.h, &w = pass_.axes.w;
  const Index height = h.output(), width = w.output(), kernel = h.kernel * w.kernel, outs = pass_.outs;
  const float no_bias[kMostOuts] = {};
  forBands(pass_, {1, ceilDiv(w.kernel, w.stride), ceilDiv(w.canvas(), w.stride)}, x, threads,
           [&](Band& band, const BandPlace& place) {
             for (Index out = 0; out < outs; out += kMostOuts)
               for (Index row = place.rows.begin; row < place.rows.end; ++row) {
                 const std::vector<RowTap>& row_taps = band.tapsOf(row);
                 const Index channel = place.group * outs + out;
                 makeRow({.x = band.values(),
                          .pitch = band.pitch(),
                          .plane = band.plane(),
                          .channels = pass_.ins,
                          .row_taps = row_taps.data(),
                          .row_count = static_cast<Index>(row_taps.size()),
                          .weights = weight.plane(place.group * pass_.ins, out).data(),
                          .weights_in = outs * kernel,
                          .weights_out = kernel,
                          .kernel = w.kernel,
                          .stride = w.stride,
                          .padding = w.pad_begin,
                          .outs = static_cast<int>(std::min<Index>(kMostOuts, outs - out)),
                          .bias = bias.empty() ? no_bias : bias.data() + channel,
                          .y = y.plane(place.n, channel).data() + row * width,
                          .y_plane = height * width,
                          .columns = width});
               }
           });
}

}  // namespace tconv::kernel_rows

#include "kernel_rows.h"

#include "parallel.h"

namespace tconv::kernel_rows {

bool Plan::supports(const Layer& layer) {
  return layer.stride.w % kUnit == 0 && layer.kernel_size.w % kUnit == 0 && layer.dilation.w == 1;
}

void Plan::run(const Tensor& x, const Tensor& weight, Bias bias, Tensor& y, int threads) const {
  const Axis &h = pass_.axes.h, &w = pass_.axes.w;
  const Index kernel = h.kernel * w.kernel, outs = pass_.outs;
  const float no_bias[kMostOuts] = {};
  forBands(pass_, {1, ceilDiv(w.kernel, w.stride), ceilDiv(w.canvas(), w.stride)}, x, threads,
           [&](const Band& band, const BandPlace& place) {
             for (Index out = 0; out < outs; out += kMostOuts) {
               const Index channel = place.group * outs + out;
               makeRows({.x = band.values(),
                         .first_row = band.firstRow(),
                         .pitch = band.pitch(),
                         .plane = band.plane(),
                         .channels = pass_.ins,
                         .row_runs = row_runs_,
                         .rows = place.rows,
                         .weights = weight.plane(place.group * pass_.ins, out).data(),
                         .weights_in = outs * kernel,
                         .weights_out = kernel,
                         .kernel = w.kernel,
                         .stride = w.stride,
                         .padding = w.pad_begin,
                         .outs = static_cast<int>(std::min<Index>(kMostOuts, outs - out)),
                         .bias = bias.empty() ? no_bias : bias.data() + channel,
                         .y = y.plane(place.n, channel).data(),
                         .y_plane = h.output() * w.output(),
                         .columns = w.output()});
             }
           });
}

}  // namespace tconv::kernel_rows

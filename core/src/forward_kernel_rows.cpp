#include "forward_kernel_rows.h"

#include "parallel.h"

namespace tconv::kernel_rows {

bool Plan::supports(const Layer& layer) {
  return layer.stride.w % kUnit == 0 && layer.kernel_size.w % kUnit == 0 && layer.dilation.w == 1;
}

Plan::Plan(const Layer& layer, Pair input)
    : axes_(tconv::axes(layer, input)),
      groups_(layer.groups),
      ins_(layer.in_channels / layer.groups),
      outs_(layer.out_channels / layer.groups) {}

void Plan::run(const Tensor& x, const Tensor& weight, Bias bias, Tensor& y, int threads) const {
  const Index height = axes_.h.output(), width = axes_.w.output(), kernel = axes_.h.kernel * axes_.w.kernel;
  const float no_bias[kMostOuts] = {};
  forBands(axes_, {ceilDiv(axes_.w.kernel, axes_.w.stride), ceilDiv(axes_.w.canvas(), axes_.w.stride)}, ins_,
           x, groups_, threads, [&](Band& band, const BandPlace& place) {
             for (Index out = 0; out < outs_; out += kMostOuts)
               for (Index row = place.rows.begin; row < place.rows.end; ++row) {
                 const std::vector<RowTap>& row_taps = band.tapsOf(row);
                 const Index channel = place.group * outs_ + out;
                 makeRow({.x = band.values(),
                          .pitch = band.pitch(),
                          .plane = band.plane(),
                          .channels = ins_,
                          .row_taps = row_taps.data(),
                          .row_count = static_cast<Index>(row_taps.size()),
                          .weights = weight.plane(place.group * ins_, out).data(),
                          .weights_in = outs_ * kernel,
                          .weights_out = kernel,
                          .kernel = axes_.w.kernel,
                          .stride = axes_.w.stride,
                          .padding = axes_.w.pad_begin,
                          .outs = static_cast<int>(std::min<Index>(kMostOuts, outs_ - out)),
                          .bias = bias.empty() ? no_bias : bias.data() + channel,
                          .y = y.plane(place.n, channel).data() + row * width,
                          .y_plane = height * width,
                          .columns = width});
               }
           });
}

}  // namespace tconv::kernel_rows

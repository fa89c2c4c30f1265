#include <cblas.h>

#include <algorithm>

#include "peers/peer.h"

extern "C" void openblas_set_num_threads(int);

namespace peers {
namespace {

using tconv::Index;

/// columns = w^T x, [C_out k_h k_w, H W], and then each of its rows is added to where its tap goes.
struct Gemm {
  Work work;
  tconv::Tensor y;
  std::vector<float> columns;

  explicit Gemm(const Work& w)
      : work(w),
        y(w.output()),
        columns(static_cast<std::size_t>(w.layer.out_channels / w.layer.groups * w.layer.kernel_size.h *
                                         w.layer.kernel_size.w * w.x.shape().h * w.x.shape().w)) {}

  void run() {
    const tconv::Layer& l = work.layer;
    const Index ins = l.in_channels / l.groups, outs = l.out_channels / l.groups;
    const Index taps = l.kernel_size.h * l.kernel_size.w, cells = work.x.shape().h * work.x.shape().w;
    std::ranges::fill(y.values(), 0.0F);
    for (Index g = 0; g < l.groups; ++g) {
      cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, static_cast<int>(outs * taps),
                  static_cast<int>(cells), static_cast<int>(ins), 1, work.weight.plane(g * ins, 0).data(),
                  static_cast<int>(outs * taps), work.x.plane(0, g * ins).data(), static_cast<int>(cells), 0,
                  columns.data(), static_cast<int>(cells));
      for (Index o = 0; o < outs; ++o) addColumns(g * outs + o, columns.data() + o * taps * cells);
    }
  }
  void addColumns(Index channel, const float* from) {
    const tconv::Axes axes = tconv::axes(work.layer, work.x.shape().spatial());
    float* plane = y.plane(0, channel).data();
    for (Index u = 0; u < axes.h.kernel; ++u)
      for (Index v = 0; v < axes.w.kernel; ++v)
        for (Index i = 0; i < axes.h.input; ++i, from += axes.w.input) {
          const Index row = axes.h.place(i, u) - axes.h.pad_begin;
          if (row < 0 || row >= axes.h.output()) continue;
          for (Index j = 0; j < axes.w.input; ++j) {
            const Index column = axes.w.place(j, v) - axes.w.pad_begin;
            if (column >= 0 && column < axes.w.output()) plane[row * axes.w.output() + column] += from[j];
          }
        }
  }
};

}  // namespace

void addGemm(std::vector<Peer>& peers) {
  peers.push_back(
      {"GEMM + col2im", [](const Work& work, int threads) {
         const auto gemm = std::make_shared<Gemm>(work);
         return Ready{[=] {
                        openblas_set_num_threads(threads);
                        gemm->run();
                      },
                      [=] { return std::vector<float>(gemm->y.values().begin(), gemm->y.values().end()); }};
       }});
}

}  // namespace peers

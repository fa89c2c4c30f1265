#include <torch/torch.h>

#include "peers/peer.h"

namespace peers {
namespace {

torch::Tensor copied(const tconv::Tensor& from) {
  const tconv::Shape s = from.shape();
  torch::Tensor to = torch::empty({s.n, s.c, s.h, s.w});
  std::copy(from.values().begin(), from.values().end(), to.data_ptr<float>());
  return to;
}

struct Operands {
  Pass pass;
  tconv::Layer layer;
  torch::Tensor x, w, dy, result;

  void compute() {
    const auto pair = [](tconv::Pair p) { return std::vector<int64_t>{p.h, p.w}; };
    const auto stride = pair(layer.stride), padding = pair(layer.padding.begin),
               output_padding = pair(layer.output_padding), dilation = pair(layer.dilation);
    if (pass == Pass::forward) {
      result = torch::conv_transpose2d(x, w, {}, stride, padding, output_padding, layer.groups, dilation);
      return;
    }
    const bool to_input = pass == Pass::input_gradient;
    const auto gradients = at::convolution_backward(dy, x, w, at::OptionalIntArrayRef(), stride, padding,
                                                    dilation, /*transposed=*/true, output_padding,
                                                    layer.groups, {to_input, !to_input, false});
    result = to_input ? std::get<0>(gradients) : std::get<1>(gradients);
  }
};

}  // namespace

void addTorch(std::vector<Peer>& peers) {
  peers.push_back({"PyTorch",
                   [](const Work& work, int threads) {
                     const auto operands = std::make_shared<Operands>(Operands{
                         work.pass, work.layer, copied(work.x), copied(work.weight), copied(work.dy), {}});
                     return Ready{[=] {
                                    const torch::NoGradGuard guard;
                                    torch::set_num_threads(threads);
                                    operands->compute();
                                  },
                                  [=] {
                                    const torch::Tensor result = operands->result.contiguous();
                                    const float* values = result.data_ptr<float>();
                                    return std::vector<float>(values, values + result.numel());
                                  }};
                   },
                   true});
}

}  // namespace peers

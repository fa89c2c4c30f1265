#include <torch/torch.h>

#include "peers/peer.h"

namespace peers {

void addTorch(std::vector<Peer>& peers) {
  peers.push_back({"PyTorch", [](const Work& work, int threads) {
                     struct Tensors {
                       torch::Tensor x, w, y;
                     };
                     const auto t = std::make_shared<Tensors>();
                     const auto copied = [](const tconv::Tensor& from) {
                       const tconv::Shape s = from.shape();
                       torch::Tensor to = torch::empty({s.n, s.c, s.h, s.w});
                       std::copy(from.values().begin(), from.values().end(), to.data_ptr<float>());
                       return to;
                     };
                     t->x = copied(work.x);
                     t->w = copied(work.weight);
                     const tconv::Layer l = work.layer;
                     const auto pair = [](tconv::Pair p) { return std::vector<int64_t>{p.h, p.w}; };
                     return Ready{[=] {
                                    const torch::NoGradGuard guard;
                                    torch::set_num_threads(threads);
                                    t->y = torch::conv_transpose2d(
                                        t->x, t->w, {}, pair(l.stride), pair(l.padding.begin),
                                        pair(l.output_padding), l.groups, pair(l.dilation));
                                  },
                                  [=] {
                                    const torch::Tensor y = t->y.contiguous();
                                    const float* values = y.data_ptr<float>();
                                    return std::vector<float>(values, values + y.numel());
                                  }};
                   }});
}

}  // namespace peers

#include <omp.h>

#include <cstdlib>
#include <dnnl.hpp>

#include "peers/peer.h"

namespace peers {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;

/// As an application holds it: NCHW in and out, so that orders of oneDNN's own cost their conversion; or all
/// in the orders that oneDNN likes, as in the middle of a network.
struct Deconvolution {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
  dnnl::deconvolution_forward primitive;
  memory x, w, y, own_x, own_w, own_y;
  bool converts = true;

  Deconvolution(const Work& work, dnnl::algorithm algorithm, bool with_conversion)
      : converts(with_conversion) {
    const tconv::Layer& l = work.layer;
    const tconv::Shape in = work.x.shape(), out = work.output();
    const memory::dims x_dims{in.n, in.c, in.h, in.w}, y_dims{out.n, out.c, out.h, out.w};
    const auto f32 = memory::data_type::f32;
    const tconv::Index outs = l.out_channels / l.groups, ins = l.in_channels / l.groups;
    const memory::dims w_dims = l.groups == 1
                                    ? memory::dims{outs, ins, l.kernel_size.h, l.kernel_size.w}
                                    : memory::dims{l.groups, outs, ins, l.kernel_size.h, l.kernel_size.w};
    const memory::desc w_md(w_dims, f32, l.groups == 1 ? Tag::iohw : Tag::giohw);
    const auto any = [&](const memory::dims& dims) { return memory::desc(dims, f32, Tag::any); };
    const dnnl::deconvolution_forward::desc desc(
        dnnl::prop_kind::forward_inference, algorithm, any(x_dims), any(w_dims), any(y_dims),
        {l.stride.h, l.stride.w}, {l.dilation.h - 1, l.dilation.w - 1},
        {l.padding.begin.h, l.padding.begin.w},
        {l.padding.end.h - l.output_padding.h, l.padding.end.w - l.output_padding.w});
    const dnnl::deconvolution_forward::primitive_desc pd(desc, engine);
    primitive = dnnl::deconvolution_forward(pd);
    x = memory({x_dims, f32, Tag::nchw}, engine);
    y = memory({y_dims, f32, Tag::nchw}, engine);
    w = memory(w_md, engine);
    std::copy(work.x.values().begin(), work.x.values().end(), static_cast<float*>(x.get_data_handle()));
    std::copy(work.weight.values().begin(), work.weight.values().end(),
              static_cast<float*>(w.get_data_handle()));
    own_x = memory(pd.src_desc(), engine);
    own_w = memory(pd.weights_desc(), engine);
    own_y = memory(pd.dst_desc(), engine);
    dnnl::reorder(w, own_w).execute(stream, w, own_w);
    dnnl::reorder(x, own_x).execute(stream, x, own_x);
    stream.wait();
  }
  void run() {
    if (converts) dnnl::reorder(x, own_x).execute(stream, x, own_x);
    primitive.execute(stream, {{DNNL_ARG_SRC, own_x}, {DNNL_ARG_WEIGHTS, own_w}, {DNNL_ARG_DST, own_y}});
    if (converts) dnnl::reorder(own_y, y).execute(stream, own_y, y);
    stream.wait();
  }
  std::vector<float> result() {
    dnnl::reorder(own_y, y).execute(stream, own_y, y);
    stream.wait();
    const auto* values = static_cast<const float*>(y.get_data_handle());
    return {values, values + y.get_desc().get_size() / sizeof(float)};
  }
};

Peer peer(std::string name, dnnl::algorithm algorithm, bool converts) {
  return {std::move(name), [=](const Work& work, int threads) {
            omp_set_num_threads(threads);
            try {
              const auto one = std::make_shared<Deconvolution>(work, algorithm, converts);
              return Ready{[=] {
                             omp_set_num_threads(threads);
                             one->run();
                           },
                           [=] { return one->result(); }};
            } catch (const dnnl::error&) {
              return Ready{};  // not implemented for this shape
            }
          }};
}

}  // namespace

void addDnnl(std::vector<Peer>& peers) {
  peers.push_back(peer("oneDNN", dnnl::algorithm::deconvolution_direct, true));
  peers.push_back(peer("oneDNN, own order", dnnl::algorithm::deconvolution_direct, false));
  peers.push_back(peer("oneDNN Winograd", dnnl::algorithm::deconvolution_winograd, true));
}

}  // namespace peers

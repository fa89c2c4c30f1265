#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>

#include "peers/peer.h"

namespace peers {
namespace {

/// A network of the one layer. OpenCV keeps the weights as it is given them and prepares them at the first
/// run.
struct OpenCv {
  cv::dnn::Net net;
  cv::Mat x, y;

  explicit OpenCv(const Work& work) {
    const tconv::Layer& l = work.layer;
    const auto extents = [](tconv::Shape s) {
      return std::vector<int>{static_cast<int>(s.n), static_cast<int>(s.c), static_cast<int>(s.h),
                              static_cast<int>(s.w)};
    };
    cv::dnn::LayerParams params;
    params.type = "Deconvolution";
    params.name = "y";
    params.set("kernel_h", static_cast<int>(l.kernel_size.h));
    params.set("kernel_w", static_cast<int>(l.kernel_size.w));
    params.set("stride_h", static_cast<int>(l.stride.h));
    params.set("stride_w", static_cast<int>(l.stride.w));
    params.set("pad_h", static_cast<int>(l.padding.begin.h));
    params.set("pad_w", static_cast<int>(l.padding.begin.w));
    params.set("adj_h", static_cast<int>(l.output_padding.h));
    params.set("adj_w", static_cast<int>(l.output_padding.w));
    params.set("dilation_h", static_cast<int>(l.dilation.h));
    params.set("dilation_w", static_cast<int>(l.dilation.w));
    params.set("group", static_cast<int>(l.groups));
    params.set("num_output", static_cast<int>(l.out_channels));
    params.set("bias_term", false);
    const std::vector<int> kernel = extents(work.weight.shape()), image = extents(work.x.shape());
    params.blobs.push_back(cv::Mat(kernel, CV_32F, const_cast<float*>(work.weight.values().data())).clone());
    net.addLayerToPrev(params.name, params.type, params);
    net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    x = cv::Mat(image, CV_32F, const_cast<float*>(work.x.values().data())).clone();
    net.setInput(x);
    y = net.forward();
  }
};

}  // namespace

void addOpenCv(std::vector<Peer>& peers) {
  peers.push_back({"OpenCV", [](const Work& work, int threads) {
                     cv::setNumThreads(threads);
                     // Its deconvolution is not dilated, and version 4.6 crashes where one channel meets a
                     // kernel as large as its stride.
                     const tconv::Layer& l = work.layer;
                     if (l.dilation != tconv::Pair(1)) return Ready{};
                     if (l.in_channels == 1 && l.kernel_size == l.stride) return Ready{};
                     const auto state = std::make_shared<OpenCv>(work);
                     return Ready{[=] {
                                    state->net.setInput(state->x);
                                    state->y = state->net.forward();
                                  },
                                  [=] {
                                    const float* y = state->y.ptr<float>();
                                    return std::vector<float>(y, y + state->y.total());
                                  }};
                   }});
}

}  // namespace peers

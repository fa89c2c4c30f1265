// Enlarges a picture of ones four times with a bilinear kernel, and says where its brightness is kept.
#include <tconv/tconv.h>

#include <cstdio>

int main() {
  tconv::Layer layer{.kernel_size = 4, .stride = 2, .padding = tconv::Pair{1}};
  const tconv::Tensor weight = tconv::makeKernel(tconv::KernelPreset::bilinear, layer);
  tconv::Tensor x({1, 1, 4, 4}, 1.0F);
  for (int i = 0; i < 2; ++i) {
    x = tconv::forward(layer, x, weight);
    std::printf("%lld x %lld: corner %g, middle %g\n", static_cast<long long>(x.shape().h),
                static_cast<long long>(x.shape().w), x(0, 0, 0, 0),
                x(0, 0, x.shape().h / 2, x.shape().w / 2));
  }
  const tconv::Axes axes = tconv::axes(layer, x.shape().spatial());
  std::printf("%s\n", tconv::describeOverlap(axes).c_str());

  layer.stride = 0;  // what is wrong is said in one line
  try {
    tconv::forward(layer, x, weight);
  } catch (const tconv::Error& error) {
    std::printf("%s\n", error.what());
  }
}

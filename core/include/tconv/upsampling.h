#pragma once

#include <memory>
#include <span>
#include <variant>

#include "tconv/forward.h"

/// @file
/// The ways to enlarge an image that transposed convolution is compared with: resizing, resizing followed by
/// an ordinary convolution (Odena et al. 2016), and sub-pixel convolution (Shi et al. 2016).
///
/// The same number of weights for all three, told by size() of the weight. A layer with kernel k and stride s
/// has C_in (C_out / G) k_h k_w of them.
/// - Resize-convolution spends them on one kernel of k taps an axis at the enlarged size, see
///   resizeConvolutionWeight().
/// - Sub-pixel convolution spends them on s kernels of m = k / s taps an axis at the small size.
///   subPixelForm() gives taps that are s apart to one kernel. Where s does not divide k, or the crop does
///   not fit, these kernels have gaps that no weight fills; gaps count as no weights.

namespace tconv {

/// How a value between cells is found.
enum class Interpolation { nearest, bilinear };

/// x [N, C, H, W] resized to (height, width) >= 1: [N, C, height, width]. Output cell o of L lies at
/// (o + 0.5) n / L - 0.5 of the input (half-pixel centres), which is rounded to a cell (nearest; halves up)
/// or lies between two (bilinear; beyond the border the edge goes on). No smoothing before shrinking.
/// Constant images stay constant; bilinear is computed in double and rounded once.
/// @throws Error for sizes below 1, an empty image, or what does not fit in memory.
/// On at most `threads` >= 1 threads; the result has the same bits for any number.
Tensor resize(const Tensor& x, Pair size, Interpolation how, int threads = 1);

/// resize() cell by cell and row by row, for who does not want to keep the whole. Reads x for as long as it
/// lives. @throws Error as resize() does.
class Resizer {
 public:
  /// Of x [N, C, H, W] to `size` >= 1.
  Resizer(const Tensor& x, Pair size, Interpolation how);
  /// A value of the result.
  float at(Index n, Index c, Index row, Index column) const;
  /// A row of the result, `width` values. One row after the other is fastest; each thread needs a copy of its
  /// own.
  void row(Index n, Index c, Index row, std::span<float> out);

 private:
  struct Sample;
  struct Samples;
  /// A row of the input brought to the width of the result.
  struct WideRow {
    const float* of = nullptr;  ///< the first cell of the input's row
    std::vector<double> values;
  };
  const double* widened(WideRow& wide, const float* of) const;

  const Tensor* x_;
  std::shared_ptr<const Samples> samples_;
  WideRow above_, below_;
};

/// resize() to (factor.h H, factor.w W); 1-D signals take factor.h = 1. @throws Error for factors below 1.
/// @{
Tensor resizeNearest(const Tensor& x, Pair factor);
Tensor resizeBilinear(const Tensor& x, Pair factor);
/// @}

/// The ordinary stride-1 convolution whose output is as large as its input. x [N, C_in, H, W], weight
/// [C_out, C_in / G, k_h, k_w], PyTorch's Conv2d; G follows from the channels. Zero padding, for even k one
/// more at the end. Returns [N, C_out, H, W]; bounds as convolve(). @throws Error where the shapes do not
/// fit.
Tensor convolveSame(const Tensor& x, const Tensor& weight);

/// convolveSame() of the image enlarged by `factor`: [N, C_out, factor.h H, factor.w W].
Tensor resizeThenConvolve(const Tensor& x, Pair factor, Interpolation how, const Tensor& weight);

/// [C_out, C_in / G, k_h, k_w]: the kernels of a layer as zero insertion applies them, turned by 180 degrees.
/// resizeThenConvolve() with them has interpolated values where the transposed convolution inserts zeros: its
/// output is about s_h s_w times as bright. Dilation is left out.
Tensor resizeConvolutionWeight(const Layer& layer, const Tensor& weight);

/// PyTorch's pixel_shuffle, with a factor per axis: x [N, C f_h f_w, H, W] to [N, C, f_h H, f_w W] by
/// y(n, c, h f_h + i, w f_w + j) = x(n, (c f_h + i) f_w + j, h, w).
/// @throws Error where f_h f_w does not divide the channels.
Tensor pixelShuffle(const Tensor& x, Pair factor);

/// A convolution at the small size whose channels are shuffled into a large image.
struct SubPixelForm {
  Tensor weight;    ///< [C_out f_h f_w, C_in / G, m_h, m_w], PyTorch's Conv2d
  Padding padding;  ///< of that convolution: begin + end == m - 1, so that the size stays
  Pair factor;      ///< of the shuffle: the stride
  Index gaps = 0;   ///< elements of the weight that are 0 because no tap falls there
};

/// The sub-pixel convolution that gives the numbers of a transposed convolution. Per axis, with pb cropped at
/// the beginning, output phase r < s and kernel element q: weight[r][q] = w[r + pb + s (b - q)], where
/// b = floor((k - 1 - pb) / s) is the padding at the beginning, e = ceil(pb / s) the one at the end, and
/// m = b + e + 1.
/// - It holds for d = 1 and L = n s, that is pb + pe - op = k - s; otherwise the Problem says what is broken.
/// - It has no gaps (m = k / s, each weight used once) iff s divides k and pb. k4 s2 p1 has: m = 3, 36
///   elements for 16 weights.
/// - It is a 'same' convolution as in Shi et al. where b == e or b + 1 == e. Without gaps that is
///   pb = s ceil((m - 1) / 2): k3 s1 p1, k6 s2 p2, k2 s2 p0, and with even m only for unequal crops.
std::variant<SubPixelForm, Problem> subPixelForm(const Layer& layer, const Tensor& weight);

/// The convolution and the shuffle. x [N, C_in, H, W]; returns [N, C_out, f_h H, f_w W].
Tensor subPixelConvolve(const SubPixelForm& form, const Tensor& x);

/// The same with 'same' padding: weight [C f_h f_w, C_in / G, m_h, m_w].
Tensor subPixelConvolve(const Tensor& x, Pair factor, const Tensor& weight);

}  // namespace tconv

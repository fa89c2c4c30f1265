#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "tconv/layer.h"

namespace tconv {

/// Bias values, one per output channel; empty for none.
using Bias = std::span<const float>;

/// Ways to compute the forward pass. All keep the bound that forward() states; their sums have different
/// orders.
enum class ForwardMethod {
  automatic,  ///< the quickest one that is known for the shape, see methodFor()
  plain,      ///< the scatter loop, an input row at a time: any layer
  rows,       ///< vectors along the output rows: strides of the width up to 4
  channels,   ///< vectors along the output channels: any layer
};
struct ForwardMethodInfo {
  ForwardMethod method;
  std::string_view name;    ///< "rows"
  std::string_view remark;  ///< what it does, in a few words
};
/// All of them; "automatic" is the first.
std::span<const ForwardMethodInfo> forwardMethods();
/// Whether a method can compute a layer.
bool supports(ForwardMethod method, const Layer& layer);
/// What automatic stands for: channels for groups of at least 16 output channels, else rows where it can;
/// plain where there are too few products to pay for ordering the weights, or more than 2^23 weights to copy.
ForwardMethod methodFor(const Layer& layer, Pair input);

/// Transposed convolution, float32.
/// x [N, C_in, H, W], weight [C_in, C_out / G, k_h, k_w], bias C_out or empty; returns [N, C_out, L_h, L_w].
/// Per cell the error is at most (terms + 2) eps (sum|x w| + |bias|); exact for integers while
/// sum|x w| + |bias| < 2^24. Beyond its result it needs a copy of the weights (rows, channels), and 1 MB or
/// what one output row needs of the input.
/// @throws Error where the operands do not fit, or the method does not support the layer.
Tensor forward(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias = {},
               ForwardMethod method = ForwardMethod::automatic);

/// The forward pass of one layer on inputs of one size, with its weights in the order in which they are read:
/// for who computes it again and again. May be used by several threads at once.
class ForwardPlan {
 public:
  /// @throws Error as forward() does.
  ForwardPlan(const Layer& layer, Pair input, const Tensor& weight,
              ForwardMethod method = ForwardMethod::automatic);
  ~ForwardPlan();
  ForwardPlan(ForwardPlan&&) noexcept;
  ForwardPlan& operator=(ForwardPlan&&) noexcept;

  ForwardMethod method() const;  ///< that does the work
  /// x [N, C_in, H, W] of the planned size. @throws Error where x or the bias does not fit.
  Tensor operator()(const Tensor& x, Bias bias = {}) const;
  /// The same into y, which has the output's shape and is overwritten. @throws Error where y does not fit.
  void run(const Tensor& x, Bias bias, Tensor& y) const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

/// The definition written as plainly as it can be, in double: scatter on the full canvas, crop, add the bias.
/// The measure for everything else; not meant to be fast.
TensorD forwardReference(const Layer& layer, const TensorD& x, const TensorD& weight,
                         std::span<const double> bias = {});

}  // namespace tconv

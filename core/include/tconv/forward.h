#pragma once

#include <memory>
#include <span>

#include "tconv/method.h"
#include "tconv/tensor.h"

namespace tconv {

/// Bias values, one per output channel; empty for none.
using Bias = std::span<const float>;

/// Transposed convolution, float32.
/// x [N, C_in, H, W], weight [C_in, C_out / G, k_h, k_w], bias C_out or empty; returns [N, C_out, L_h, L_w].
/// The error is that of the algorithm; the direct one is exact for integers while sum|x w| + |bias| < 2^24.
/// Beyond its result it needs at most 64 MiB where the method is automatic: for ordered weights, some of them
/// at a time, and some rows of the input for each thread.
/// @throws Error where the operands do not fit, or the method does not support the layer.
Tensor forward(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias = {},
               const ComputeOptions& options = {});

/// The forward pass of one layer on inputs of one size, with its weights in the order in which they are read:
/// for who computes it again and again. May be used by several threads at once.
class ForwardPlan {
 public:
  /// @throws Error as forward() does.
  ForwardPlan(const Layer& layer, Pair input, const Tensor& weight, const ComputeOptions& options = {});
  ~ForwardPlan();
  /// One that was moved from may only be assigned to or destroyed.
  /// @{
  ForwardPlan(ForwardPlan&&) noexcept;
  ForwardPlan& operator=(ForwardPlan&&) noexcept;
  /// @}

  Method method() const;  ///< that does the work
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

#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "tconv/layer.h"

namespace tconv {

/// Bias values, one per output channel; empty for none.
using Bias = std::span<const float>;

/// Families of methods: what a result may differ by from the exact one.
enum class Algorithm {
  direct,  ///< per cell at most (terms + 2) eps (sum|x w| + |bias|), as every product and sum is rounded once
  fast,    ///< Winograd where it pays: at most 1e-4 max|y| of the result of a finite, ordinary input
};

/// Ways to compute the forward pass. Their sums have different orders; all but winograd are of the direct
/// family.
enum class ForwardMethod {
  automatic,    ///< the quickest one that is known for the shape, see methodFor()
  plain,        ///< the scatter loop, an input row at a time: any layer
  rows,         ///< vectors along the output rows: strides of the width up to 4
  channels,     ///< vectors along the output channels: any layer
  kernel_rows,  ///< vectors along the kernel rows: stride and kernel width multiples of 16, no dilation
  winograd,     ///< Winograd's minimal filtering: kernel 3, stride 1; or kernel 4, stride 2, no dilation
};
struct ForwardMethodInfo {
  ForwardMethod method;
  std::string_view name;    ///< "rows"
  std::string_view remark;  ///< what it does, in a few words
  Algorithm family;
};
/// All of them; "automatic" is the first.
std::span<const ForwardMethodInfo> forwardMethods();
/// Whether a method can compute a layer.
bool supports(ForwardMethod method, const Layer& layer);

struct ForwardOptions {
  Algorithm algorithm = Algorithm::direct;          ///< what automatic may choose from
  ForwardMethod method = ForwardMethod::automatic;  ///< another one is used whatever the algorithm
  int threads = 1;  ///< at most as many, >= 1; the result has the same bits for any number
};

/// What automatic stands for, in this order: plain where there are too few products to pay for ordering the
/// weights, or one output row needs more than 2^22 values of the input; winograd, where asked for, for at
/// least 16 channels on both sides, inputs of at least 24 d x 24 d and up to 2^20 weights; kernel_rows where
/// it can; channels for groups of at least 16 output channels; rows where it can and there are up to 2^22
/// weights; plain.
ForwardMethod methodFor(const Layer& layer, Pair input, Algorithm algorithm = Algorithm::direct);

/// Transposed convolution, float32.
/// x [N, C_in, H, W], weight [C_in, C_out / G, k_h, k_w], bias C_out or empty; returns [N, C_out, L_h, L_w].
/// The error is that of the algorithm; the direct one is exact for integers while sum|x w| + |bias| < 2^24.
/// Beyond its result it needs at most 64 MiB where the method is automatic: for ordered weights, some of them
/// at a time, and some rows of the input for each thread.
/// @throws Error where the operands do not fit, or the method does not support the layer.
Tensor forward(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias = {},
               const ForwardOptions& options = {});

/// The forward pass of one layer on inputs of one size, with its weights in the order in which they are read:
/// for who computes it again and again. May be used by several threads at once.
class ForwardPlan {
 public:
  /// @throws Error as forward() does.
  ForwardPlan(const Layer& layer, Pair input, const Tensor& weight, const ForwardOptions& options = {});
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

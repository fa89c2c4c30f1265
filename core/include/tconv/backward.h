#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "tconv/trace.h"

namespace tconv {

/// What is differentiated: a number made of the output.
enum class Loss {
  sum,         ///< sum(y), whose gradient is 1 everywhere
  half_square  ///< sum(y^2) / 2, whose gradient is y itself
};

/// The loss of an output, over all its elements, in double.
double lossValue(Loss loss, const Tensor& y);

/// dLoss/dy, with the shape of y.
Tensor outputGradient(Loss loss, const Tensor& y);

/// One kernel tap of a step that lands inside the output. The direct convolution reads dy there for
/// dLoss/dx; the same tap collects x * dy for dLoss/dw.
struct GradientTerm {
  Index out = 0;        ///< the output channel, relative to Step::first_out
  Index u = 0;          ///< kernel row
  Index v = 0;          ///< kernel column
  Index row = 0;        ///< of the output cell, canvas coordinates
  Index column = 0;     ///< of the output cell, canvas coordinates
  float dy = 0;         ///< dLoss/dy of that cell, in channel first_out + out
  float to_input = 0;   ///< dy * w[channel, out, u, v], a part of dLoss/dx of the step's element
  float to_weight = 0;  ///< x * dy, a part of dLoss/dw[channel, out, u, v]
  bool operator==(const GradientTerm&) const = default;
};

/// The backward pass of a Trace, one input element at a time and in the order of its steps: an ordinary
/// strided convolution walks over dy, its window being the patch of the step, and the weight gradient grows.
/// Cells outside the output window do not exist and are never multiplied.
///
/// As in Trace every state is a function of the position, so that stepping and seeking cannot differ in a
/// bit. Sums are kept in double in step order and rounded once, which makes the last states those of
/// tconv::gradientInput() and gradientWeight() by Method::plain to the bit. Immutable after construction.
class Backward {
 public:
  /// trace must not be null; dy [1, C_out, L_h, L_w], as outputGradient(loss, trace->output(...)) gives it.
  /// Takes the time of one backward pass, and memory for checkpoints of the weight gradient: about 16 MiB,
  /// or five of them where those are larger.
  /// @throws Error where dy has another shape.
  Backward(std::shared_ptr<const Trace> trace, Tensor dy);

  const Trace& trace() const { return *trace_; }  ///< the forward pass that it goes back over
  const Tensor& dy() const { return dy_; }        ///< dLoss/dy, [1, C_out, L_h, L_w]

  /// The taps of a step that land inside the output, in the order (out, u, v). 0 <= step < steps().
  std::vector<GradientTerm> terms(Index step) const;
  /// One tap of a step, indices as in GradientTerm; none where it lands outside the output.
  std::optional<GradientTerm> term(Index step, Index out, Index u, Index v) const;

  /// dLoss/dx of the element of step at.step after the first at.tap taps of its window, counted as in
  /// Position; taps that land outside add nothing. All tapsPerStep() taps give inputGradient()'s element.
  float inputGradient(Position at) const;
  /// dLoss/dx, [1, C_in, H, W]. Elements of steps before i are final in state i.
  const Tensor& inputGradient() const { return input_gradient_; }

  /// dLoss/dw after whole steps, [C_in, C_out / G, k_h, k_w]; 0 <= steps <= trace().steps().
  Tensor weightGradient(Index steps) const;
  /// What a step adds to it: [1, C_out / G, k_h, k_w], for the weights of the step's input channel; 0 where
  /// the tap lands outside the output.
  Tensor weightIncrement(Index step) const;

  /// dLoss/dbias, C_out values, whether the layer has a bias or not.
  const std::vector<float>& biasGradient() const { return bias_gradient_; }

  /// The largest finite |value| among the products dy * w and all that their sums come to on the way to
  /// dLoss/dx; so that one colour scale serves all frames.
  float largestToInput() const { return largest_to_input_; }
  /// The same of x * dy and dLoss/dw.
  float largestToWeight() const { return largest_to_weight_; }

 private:
  /// Calls visit(out, u, v, row, column) for the taps that land inside the output, in order.
  template <class Visit>
  void eachTap(const Step& step, Visit visit) const;
  double dyAt(const Step& step, Index out, Index row, Index column) const;
  /// A tap that lands inside the output.
  GradientTerm termAt(const Step& step, Index out, Index u, Index v) const;
  /// Adds to the weight gradient; seen(value) is told every increment and every sum.
  template <class Observer>
  void addSteps(Index from, Index to, TensorD& sums, Observer seen) const;
  void makeCheckpoints();
  void measureInputGradient();

  std::shared_ptr<const Trace> trace_;
  Tensor dy_, input_gradient_;
  std::vector<float> bias_gradient_;
  std::vector<TensorD> checkpoints_;  ///< the weight gradient after 0, interval_, 2 interval_, ... steps
  Index interval_ = 1;
  float largest_to_input_ = 0, largest_to_weight_ = 0;
};

}  // namespace tconv

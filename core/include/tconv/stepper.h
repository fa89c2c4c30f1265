#pragma once

#include "tconv/trace.h"

namespace tconv {

/// The loop of the textbooks, Y[i:i+h, j:j+w] += X[i,j] * K, on an array of its own: every step adds its
/// patch and is done. What it holds after i steps are the bits of Trace::canvas({i, 0}), which gets there
/// without the steps before; this is for who wants to go through all of them.
class Stepper {
 public:
  /// trace must not be null.
  explicit Stepper(std::shared_ptr<const Trace> trace);

  Index done() const { return done_; }  ///< steps, 0 ... Trace::steps()
  /// [1, C_out, canvas_h, canvas_w]
  const Tensor& canvas() const { return canvas_; }
  /// Does the next `count` steps, or as many as there are left.
  void advance(Index count = 1);
  /// Back to state 0.
  void restart();

 private:
  std::shared_ptr<const Trace> trace_;
  Tensor canvas_;
  Index done_ = 0;
};

}  // namespace tconv

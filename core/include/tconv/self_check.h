#pragma once

#include <string_view>
#include <vector>

#include "tconv/trace.h"

namespace tconv {

/// One way to compute the whole operator, such as forward().
struct Form {
  std::string_view name;  ///< "gather"
  /// Shapes and errors as forward().
  Tensor (*run)(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias);
};

/// All of them besides the scatter of a Trace: "gather", "zero insertion", "matrix", "forward".
std::span<const Form> forms();

/// How far two ways to compute the same output may be apart, for each cell [N, C_out, L_h, L_w]:
/// (terms + 2) eps (sum|x w| + |bias|). 0 where an operand of the cell is not finite, since all ways must
/// then give the same infinity or NaN; infinity where float32 may overflow on the way, in one order of
/// summing and not in another. @throws Error where the operands do not fit, or the canvas does not fit in
/// memory.
TensorD errorBounds(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias = {});

/// One form held against the scatter, over all cells of the output.
struct FormCheck {
  std::string_view name;  ///< of the form
  /// max |scatter - form|; equal infinities and two NaN are no difference, any other value that is not finite
  /// an infinite one.
  double largest_difference = 0;
  Index cells_beyond = 0;  ///< how many cells differ by more than their own bound

  bool agrees() const { return cells_beyond == 0; }  ///< within every cell's own bound
};

/// All forms held against the scatter.
struct SelfCheck {
  bool run = false;         ///< false where the limit forbids it: then only multiply_adds is set
  Index multiply_adds = 0;  ///< what the costliest form takes, multiplications with inserted zeros included
  double bound = 0;         ///< the largest finite bound of any cell
  std::vector<FormCheck> forms;  ///< one for each that was run, in the order of forms()

  /// Whether every cell of every form is within its own bound. Also true where nothing was run.
  bool agrees() const;
};

/// What a check may cost so that it can follow a slider.
constexpr Index kSelfCheckLimit = 1 << 18;

/// Computes the output of a trace's image anew by every form and holds it against the trace's last state.
/// Does nothing where one of them takes more than `limit` multiply-adds.
SelfCheck selfCheck(const Trace& trace, Index limit = kSelfCheckLimit,
                    std::span<const Form> against = forms());

}  // namespace tconv

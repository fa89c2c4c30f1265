#include "model/gradients.h"

#include <algorithm>
#include <array>

namespace lab {
namespace {

using tconv::Loss;

constexpr std::array<LossInfo, 2> kLosses = {{
    {Loss::sum, "sum", "L = Σ y", "dY = 1"},
    {Loss::half_square, "half_square", "L = ½ Σ y²", "dY = y"},
}};

Gradients worked(const Derived& derived, Loss loss) {
  const tconv::Trace& trace = *derived.trace;
  tconv::Backward pass(derived.trace, outputGradient(loss, trace.output({trace.steps(), 0})));
  const float dy = limitFor(largestMagnitude(pass.dy().values()));
  const float dx = limitFor(pass.largestToInput()), dw = limitFor(pass.largestToWeight());
  const NotFinite in_dy = notFiniteIn(pass.dy().values()), in_dx = notFiniteIn(pass.inputGradient().values()),
                  in_dw = notFiniteIn(pass.weightGradient(trace.steps()).values());
  return {std::move(pass), dy, dx, dw, in_dy, in_dx, in_dw};
}

/// What the memo keeps, a type for each loss.
template <Loss loss>
struct Kept {
  Gradients gradients;
};

template <Loss loss>
const Gradients& kept(const Derived& derived) {
  return derived.memo->get<Kept<loss>>([&] { return Kept<loss>{worked(derived, loss)}; }).gradients;
}

}  // namespace

const Gradients& gradientsOf(const Derived& derived, Loss loss) {
  return loss == Loss::sum ? kept<Loss::sum>(derived) : kept<Loss::half_square>(derived);
}

std::span<const LossInfo> losses() { return kLosses; }

const LossInfo& info(Loss loss) {
  return *std::find_if(kLosses.begin(), kLosses.end(), [=](const LossInfo& l) { return l.loss == loss; });
}

}  // namespace lab

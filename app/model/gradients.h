#pragma once

#include <span>
#include <string_view>

#include "model/derive.h"
#include "model/not_finite.h"
#include "tconv/backward.h"

namespace lab {

/// The backward pass of a document for one loss, and how far its colour scales reach, from -limit to +limit:
/// over all steps, so that no frame rescales.
struct Gradients {
  tconv::Backward pass;
  float output_limit = 1;                                               ///< of dY
  float input_limit = 1;                                                ///< of the products dY * w and of dX
  float weight_limit = 1;                                               ///< of the products x * dY and of dW
  NotFinite output_others = {}, input_others = {}, weight_others = {};  ///< in dY, dX and dW
};

/// Worked out when it is first asked for, and kept with what else follows from the document.
const Gradients& gradientsOf(const Derived& derived, tconv::Loss loss);

struct LossInfo {
  tconv::Loss loss;
  std::string_view id;        ///< in files
  std::string_view label;     ///< "L = Σ y"
  std::string_view gradient;  ///< "dY = 1"
};
std::span<const LossInfo> losses();
const LossInfo& info(tconv::Loss loss);

}  // namespace lab

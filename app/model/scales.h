#pragma once

#include <algorithm>
#include <optional>

#include "model/derive.h"

namespace lab {

/// How far the colour scales reach, from -limit to +limit.
struct Limits {
  float input = 1, kernel = 1, output = 1;
};

/// Scales that the user has set: unset ones follow the document.
struct ScaleChoice {
  std::optional<float> input = {}, kernel = {}, output = {};  ///< above 0
  bool shared = false;                                        ///< one scale for all three: the widest

  bool operator==(const ScaleChoice&) const = default;
};

inline Limits limitsOf(const Derived& derived, const ScaleChoice& choice) {
  Limits limits{choice.input.value_or(derived.input->limit), choice.kernel.value_or(derived.kernel_limit),
                choice.output ? *choice.output : derived.outputLimit()};
  if (choice.shared)
    limits.input = limits.kernel = limits.output = std::max({limits.input, limits.kernel, limits.output});
  return limits;
}

}  // namespace lab

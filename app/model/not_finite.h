#pragma once

#include <span>

#include "model/derive.h"

namespace lab {

/// How many cells hold no finite number. Colour scales are made of the others, and say that there are these.
struct NotFinite {
  Index nan = 0, infinite = 0;

  bool any() const { return nan > 0 || infinite > 0; }
  NotFinite& operator+=(const NotFinite& more);
  bool operator==(const NotFinite&) const = default;
};

NotFinite notFiniteIn(std::span<const float> values);

/// Of each tensor of a document; of the output when all steps are done, without what padding crops.
struct NotFiniteCells {
  NotFinite input, kernel, output;
};
/// Worked out once for a document. The output is only looked through where it can hold such a cell.
const NotFiniteCells& notFiniteCells(const Derived& derived);

}  // namespace lab

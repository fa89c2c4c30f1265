#pragma once

#include <vector>

#include "model/running.h"

namespace lab {

struct Derived;

/// For each block of step x step cells over `cells` of the output window, which begin at multiples of step:
/// how many show no number in any channel that a photograph shows. Empty where none can be.
std::vector<Index> blankCells(const Derived& derived, const RunningOutput& running, const tconv::Rect& cells,
                              Index step);

}  // namespace lab

#pragma once

#include <cstdint>
#include <vector>

#include "tconv/types.h"

namespace tconv {

/// Between which two cells of a row the cells of a longer or shorter one lie, ascending. The second cell is
/// the next one, or of no weight (t = 0), or the first one where that is the last of the row.
struct ColumnSamples {
  std::vector<std::int32_t> first, second;
  std::vector<double> t;
};

/// first + t (second - first). A cell that is not looked at must not spread its NaN or infinity, nor two
/// equal infinities make a NaN.
inline double between(double a, double b, double t) { return t == 0 || a == b ? a : a + t * (b - a); }

/// wide[j] = what lies between() the cells of sample j, in a row of `width` cells.
void widenRow(const float* row, Index width, const ColumnSamples& samples, double* wide);

/// out[j] = between(a[j], b[j], t), rounded once.
void blendRows(const double* a, const double* b, double t, Index count, float* out);

}  // namespace tconv

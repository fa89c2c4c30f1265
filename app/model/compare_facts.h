#pragma once

#include <array>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/derive.h"

/// What the comparison of a document leads to. Worked out when first asked for, kept in the document's memo.
namespace lab {

using Setting = std::variant<Derived, tconv::Problem>;

/// The second setting on the same input.
const Setting& settingB(const Derived& derived);
/// How the second setting differs: "kernel size 4, padding 0"; "the same setting" where it does not.
std::string changesOf(const Document& document);

/// One picture of a sweep. Settings that are illegal, or too much work to be made so many times, have their
/// Problem.
struct SweepTile {
  Setting setting;
  bool own = false;  ///< the document's own geometry
};
/// Pictures row by row: rows.size() * columns.size() of them; a single row where the axis has no field.
struct Sweep {
  std::vector<Index> rows, columns;  ///< values of the fields; both axes of a pair get the same
  std::vector<SweepTile> tiles;
};
const Sweep& sweepOf(const Derived& derived);
/// Up to four values next to each other, the document's own among them.
std::vector<Index> sweepValues(const Document& document, SweepField which);

/// One way of enlarging the input by the stride.
struct Enlarged {
  std::string_view name;  ///< "Nearest, convolved"
  Index weights = 0;      ///< how many are learned; gaps that no weight fills do not count
  float limit = 1;        ///< the largest magnitude: each is shown on its own scale
  std::variant<Tensor, tconv::Problem> output;  ///< [1, C_out, ...], without bias
};
/// Transposed convolution, nearest and bilinear resizing followed by a convolution, sub-pixel convolution,
/// all with the weights of the document.
using Upsampled = std::array<Enlarged, 4>;
const Upsampled& upsampled(const Derived& derived);

}  // namespace lab

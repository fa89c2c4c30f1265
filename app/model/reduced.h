#pragma once

#include <functional>
#include <span>
#include <vector>

#include "model/running.h"

namespace lab {

struct Derived;

/// A plane seen from afar: blocks of step x step cells shown as one value, the one farthest from 0, so that a
/// single large cell stays seen among many small ones. NaN is farther than any number.
struct ReducedPlane {
  Index rows = 0, columns = 0;  ///< blocks; the last ones may be partial
  std::vector<float> values;

  float at(Index row, Index column) const { return values[static_cast<std::size_t>(row * columns + column)]; }
  std::span<float> row(Index i) {
    return std::span(values).subspan(static_cast<std::size_t>(i * columns),
                                     static_cast<std::size_t>(columns));
  }
};

/// Which blocks of a plane cover cells that begin at multiples of step.
tconv::Rect blocksOver(const tconv::Rect& cells, Index step);
/// The blocks of some cells, all 0.
ReducedPlane noBlocks(const tconv::Rect& cells, Index step);
/// Folds a row of cells into the row of blocks that it lies in.
void foldRow(std::span<const float> cells, Index step, std::span<float> blocks);

/// rows x columns cells; read(row) gives them, row after row. step >= 1.
ReducedPlane reduced(Index rows, Index columns, Index step,
                     const std::function<std::span<const float>(Index row)>& read);

/// Blocks of a part of a plane that does not change with the playhead: `cells` begins at multiples of step.
/// Planes of the document's input are reduced once for each step.
ReducedPlane blocksOf(const Derived& derived, std::span<const float> plane, Index columns,
                      const tconv::Rect& cells, Index step);
/// Those blocks of a plane, reduced with that step, that cover `cells`.
ReducedPlane blocksIn(const ReducedPlane& whole, const tconv::Rect& cells, Index step);
/// The same of any plane that lives as long as `derived`, reduced once for each step.
ReducedPlane keptBlocksOf(const Derived& derived, std::span<const float> plane, Index columns,
                          const tconv::Rect& cells, Index step);
/// The same of an output channel's canvas at a moment: only the rows that the current step may reach are
/// reduced anew.
ReducedPlane blocksOf(const Derived& derived, const RunningOutput& running, Index channel,
                      const tconv::Rect& cells, Index step);
/// The same of RunningOutput::contributionRows().
ReducedPlane contributionBlocks(const Derived& derived, const RunningOutput& running, Index in_channel,
                                Index out_channel, const tconv::Rect& cells, Index step);
/// The same of cells [first, end) of RunningOutput::output() as one column, as a matrix has it; `first` is a
/// multiple of step. What is finished is kept for blocks of kColumnBlock, of which larger ones can be made.
inline constexpr Index kColumnBlock = 256;
ReducedPlane outputColumn(const Derived& derived, const RunningOutput& running, Index first, Index end,
                          Index step);

}  // namespace lab

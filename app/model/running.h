#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/playhead.h"
#include "tconv/gather.h"

namespace lab {

/// The output as it stands at a moment: the running sums while going step by step, and while going cell by
/// cell the final sums of the cells that have been made. Canvas coordinates; a cell that has no number to
/// show is blank.
class RunningOutput {
 public:
  RunningOutput(const tconv::Trace& trace, const Moment& moment);

  /// Nothing has been added to the cell yet, or its turn has not come, and so it shows no number.
  bool blank(Index channel, Index row, Index column) const;
  float value(Index channel, Index row, Index column) const;
  /// Rows [top, bottom) of a channel, as Trace::rows(); blank cells hold what they start from, or 0.
  void rows(Index channel, Index top, Index bottom, std::span<float> out) const;
  /// The same when all has been done.
  RunningOutput atEnd() const;
  /// The same when nothing has been done.
  RunningOutput atStart() const;
  bool byCell() const { return by_cell_; }
  /// Rows before it hold what they hold in the end.
  Index finishedRows() const;
  /// This row and all after it hold what they start from.
  Index untouchedRow() const;
  /// The output window of all channels, [1, C_out, L_h, L_w].
  tconv::Tensor output() const;
  /// Whether each cell of canvas rows [top, bottom) of the output window of a channel is blank, row by row: 1
  /// or 0. Faster than to ask for each.
  std::vector<std::uint8_t> blanks(Index channel, Index top, Index bottom) const;
  /// How many of the terms of a cell, in the order of termsOf(), have been added.
  Index termsAdded(Index channel, Index row, Index column) const;
  /// Rows [top, bottom) of what one input channel alone has given to an output channel, without bias, as by
  /// rows(); blank cells hold 0.
  void contributionRows(Index in_channel, Index out_channel, Index top, Index bottom,
                        std::span<float> out) const;
  /// Nothing of that input channel has been added to the cell yet, or its turn has not come.
  bool blankFrom(Index in_channel, Index out_channel, Index row, Index column) const;

 private:
  std::vector<std::uint8_t> unreached(Index channel, Index top, Index bottom) const;
  Index madeInRow(Index channel, Index row) const;
  void clearWaiting(Index channel, Index top, std::span<float> rows) const;
  bool waits(Index channel, Index row, Index column) const;

  const tconv::Trace& trace_;
  tconv::GatherOrder order_;
  Index cells_done_;
  bool by_cell_;
  tconv::Position at_;
};

/// The output cell of a moment that goes cell by cell; none at rest and when going step by step.
std::optional<tconv::OutputCell> cellOf(const tconv::Trace& trace, const Moment& moment);

}  // namespace lab

#include "model/blank_cells.h"

#include <algorithm>

#include "model/photo.h"

namespace lab {
namespace {

/// Blocks along one side of some cells.
struct Side {
  Index first, end, step;  ///< cells

  Index blocks() const { return (end - first + step - 1) / step; }
  Index begin(Index block) const { return first + block * step; }
  Index after(Index block) const { return std::min(begin(block) + step, end); }
};

/// For each block of an axis of the output, how many of its cells no element of the input ever reaches is
/// what remains of these.
std::vector<Index> reachedCells(const tconv::Axis& axis, const Side& side) {
  std::vector<Index> reached(static_cast<std::size_t>(side.blocks()));
  for (Index o = side.first; o < side.end; ++o) {
    Index tap = 0;
    while (tap < axis.kernel && axis.source(o + axis.pad_begin, tap) < 0) ++tap;
    reached[static_cast<std::size_t>((o - side.first) / side.step)] += tap < axis.kernel ? 1 : 0;
  }
  return reached;
}

/// Whether a channel that is seen starts from a number.
bool startsFromNumber(const Derived& derived) {
  const auto bias = derived.trace->bias();
  const auto seen = static_cast<std::size_t>(seenChannels(derived.layer().out_channels));
  return !bias.empty() && std::ranges::any_of(bias.first(seen), [](float value) { return value != 0; });
}

/// Counts, for the blocks of a row of blocks, the cells that are blank now.
void count(const Derived& derived, const RunningOutput& running, Index top, Index bottom, const Side& columns,
           std::span<Index> blank) {
  const Rect window = derived.trace->window();
  std::vector<std::uint8_t> all = running.blanks(0, window.top + top, window.top + bottom);
  for (Index c = 1; c < seenChannels(derived.layer().out_channels); ++c) {
    const std::vector<std::uint8_t> more = running.blanks(c, window.top + top, window.top + bottom);
    for (std::size_t i = 0; i < more.size(); ++i) all[i] &= more[i];
  }
  for (Index row = 0; row < bottom - top; ++row)
    for (Index column = columns.first; column < columns.end; ++column)
      blank[static_cast<std::size_t>((column - columns.first) / columns.step)] +=
          all[static_cast<std::size_t>(row * window.width() + column)];
}

}  // namespace

std::vector<Index> blankCells(const Derived& derived, const RunningOutput& running, const Rect& cells,
                              Index step) {
  const Rect window = derived.trace->window();
  const bool ended = running.finishedRows() >= derived.trace->canvasSize().h;
  if (ended || (!running.byCell() && startsFromNumber(derived))) return {};
  const Side rows{cells.top, cells.bottom, step}, columns{cells.left, cells.right, step};
  const std::vector<Index> high = reachedCells(derived.axes().h, rows),
                           wide = reachedCells(derived.axes().w, columns);
  std::vector<Index> blank(static_cast<std::size_t>(rows.blocks() * columns.blocks()));
  std::span<Index> line(blank);
  for (Index i = 0; i < rows.blocks(); ++i, line = line.subspan(wide.size())) {
    const Index top = rows.begin(i), bottom = rows.after(i);
    const bool finished = window.top + bottom <= running.finishedRows(),
               untouched = window.top + top >= running.untouchedRow();
    if (!finished && !untouched) {
      count(derived, running, top, bottom, columns, line.first(wide.size()));
      continue;
    }
    if (finished && running.byCell()) continue;
    const Index reached = finished ? high[static_cast<std::size_t>(i)] : 0;
    for (std::size_t j = 0; j < wide.size(); ++j) {
      const auto block = static_cast<Index>(j);
      line[j] = (bottom - top) * (columns.after(block) - columns.begin(block)) - reached * wide[j];
    }
  }
  return blank;
}

}  // namespace lab

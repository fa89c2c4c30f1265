#include "model/reduced.h"

#include <algorithm>
#include <bit>
#include <compare>
#include <cstdint>
#include <functional>

#include "model/derive.h"

namespace lab {
namespace {

using tconv::Rect;

Index blockCount(Index cells, Index step) { return (cells + step - 1) / step; }

/// Orders values by their distance from 0, NaN last: the bits without the sign. Vectors compare signed
/// integers more quickly.
std::int32_t distance(float value) { return std::bit_cast<std::int32_t>(value) & 0x7fffffff; }

void keepFarther(float& kept, float value) { kept = distance(value) > distance(kept) ? value : kept; }

void keepFarther(std::span<float> kept, std::span<const float> values) {
  for (std::size_t i = 0; i < kept.size(); ++i) keepFarther(kept[i], values[i]);
}

/// Row `row` of some cells of a plane.
std::span<const float> partOf(std::span<const float> plane, Index columns, const Rect& cells, Index row) {
  return plane.subspan(static_cast<std::size_t>((cells.top + row) * columns + cells.left),
                       static_cast<std::size_t>(cells.width()));
}

/// Some cells of a plane, none of them reduced.
ReducedPlane cellsOf(std::span<const float> plane, Index columns, const Rect& cells) {
  ReducedPlane part{cells.height(), cells.width(), {}};
  part.values.reserve(static_cast<std::size_t>(part.rows * part.columns));
  for (Index row = 0; row < part.rows; ++row) {
    const auto read = partOf(plane, columns, cells, row);
    part.values.insert(part.values.end(), read.begin(), read.end());
  }
  return part;
}

/// The row of blocks that begins at block (row, column).
void copyRow(const ReducedPlane& from, Index row, Index column, std::span<float> to) {
  std::copy_n(from.values.begin() + row * from.columns + column, to.size(), to.begin());
}

/// What is reduced: a plane by the place of its first value and its width; of a trace one of its canvases, or
/// all of its output as one column.
struct PlaneKey {
  const void* values = nullptr;
  Index columns = 0, step = 1;
  Index channel = -1, from = -1;  ///< the output channel, and the input channel whose part it is
  bool by_cell = false;           ///< without what padding crops
  auto operator<=>(const PlaneKey&) const = default;
};
using Planes = KeptBy<PlaneKey, ReducedPlane>;

const Planes& planesOf(const Derived& derived) {
  return derived.memo->get<Planes>([] { return Planes(); });
}

/// A canvas that grows from its first row on.
struct Growing {
  /// Rows [top, bottom) of it as they are in `running`.
  using Rows = std::function<void(const RunningOutput& running, Index top, Index bottom, std::span<float>)>;

  const Derived& derived;
  const RunningOutput& running;
  PlaneKey key;
  float start;  ///< what cells of the output window start from
  Rows rows;

  ReducedPlane blocks(const Rect& cells) const;

 private:
  const ReducedPlane& last() const;
  void fillStart(const Rect& cells, std::span<float> blocks) const;
};

/// Blocks of the canvas as it is in the end.
const ReducedPlane& Growing::last() const {
  return planesOf(derived).get(key, [&] {
    const RunningOutput end = running.atEnd();
    const Pair size = derived.trace->canvasSize();
    std::vector<float> cells(static_cast<std::size_t>(size.w));
    return reduced(size.h, size.w, key.step, [&](Index row) {
      rows(end, row, row + 1, cells);
      return std::span<const float>(cells);
    });
  });
}

/// Blocks that nothing has been added to: 0 outside of the output window.
void Growing::fillStart(const Rect& cells, std::span<float> blocks) const {
  std::ranges::fill(blocks, 0.0F);
  const Rect window = derived.trace->window();
  if (cells.bottom <= window.top || cells.top >= window.bottom) return;
  for (Index j = 0; j < static_cast<Index>(blocks.size()); ++j) {
    const Index left = cells.left + j * key.step;
    if (left < window.right && left + key.step > window.left) blocks[static_cast<std::size_t>(j)] = start;
  }
}

ReducedPlane Growing::blocks(const Rect& cells) const {
  const Index step = key.step, width = derived.trace->canvasSize().w;
  ReducedPlane part = noBlocks(cells, step);
  std::vector<float> read;
  for (Index i = 0; i < part.rows; ++i) {
    const Index top = cells.top + i * step, bottom = std::min(top + step, cells.bottom);
    if (step > 1 && bottom <= running.finishedRows()) {
      copyRow(last(), top / step, cells.left / step, part.row(i));
    } else if (step > 1 && top >= running.untouchedRow()) {
      fillStart({top, cells.left, bottom, cells.right}, part.row(i));
    } else {
      read.resize(static_cast<std::size_t>((bottom - top) * width));
      rows(running, top, bottom, read);
      for (Index row = 0; row < bottom - top; ++row)
        foldRow(partOf(read, width, {0, cells.left, bottom - top, cells.right}, row), step, part.row(i));
    }
  }
  return part;
}

/// What the cells of the output window of a channel start from.
float startOf(const Derived& derived, const RunningOutput& running, Index channel) {
  const auto bias = derived.trace->bias();
  return bias.empty() || running.byCell() ? 0 : bias[static_cast<std::size_t>(channel)];
}

/// The output of all channels as one column, channel by channel and row by row.
struct Column {
  const tconv::Trace& trace;
  const RunningOutput& running;
  Rect window = trace.window();
  Index line = -1;  ///< the row that was read last; rows of all channels are counted on
  std::vector<float> cells = std::vector<float>(static_cast<std::size_t>(trace.canvasSize().w));

  Index channelOf(Index i) const { return i / window.width() / window.height(); }
  Index rowOf(Index i) const { return window.top + i / window.width() % window.height(); }
  float farthest(Index first, Index end);
};

/// Of the cells [first, end).
float Column::farthest(Index first, Index end) {
  float kept = 0;
  while (first < end) {
    if (first / window.width() != line) {
      line = first / window.width();
      running.rows(channelOf(first), rowOf(first), rowOf(first) + 1, cells);
    }
    const Index column = first % window.width(), count = std::min(end - first, window.width() - column);
    foldRow(std::span(cells).subspan(static_cast<std::size_t>(window.left + column),
                                     static_cast<std::size_t>(count)),
            count, {&kept, 1});
    first += count;
  }
  return kept;
}

/// The column after the last step.
const ReducedPlane& lastColumn(const Derived& derived, const RunningOutput& running) {
  return planesOf(derived).get({derived.trace.get(), 1, kColumnBlock}, [&] {
    const RunningOutput end = running.atEnd();
    Column column{*derived.trace, end};
    const Index cells = derived.layer().out_channels * column.window.height() * column.window.width();
    ReducedPlane blocks = noBlocks({0, 0, cells, 1}, kColumnBlock);
    for (Index i = 0; i < blocks.rows; ++i)
      blocks.row(i).front() = column.farthest(i * kColumnBlock, std::min(cells, (i + 1) * kColumnBlock));
    return blocks;
  });
}

}  // namespace

Rect blocksOver(const Rect& cells, Index step) {
  const Index top = cells.top / step, left = cells.left / step;
  return {top, left, top + blockCount(cells.height(), step), left + blockCount(cells.width(), step)};
}

ReducedPlane noBlocks(const Rect& cells, Index step) {
  ReducedPlane plane{blockCount(cells.height(), step), blockCount(cells.width(), step), {}};
  plane.values.resize(static_cast<std::size_t>(plane.rows * plane.columns));
  return plane;
}

void foldRow(std::span<const float> cells, Index step, std::span<float> blocks) {
  if (step == 1) return keepFarther(blocks, cells);
  const float* cell = cells.data();
  const auto whole = static_cast<Index>(cells.size()) / step;
  for (Index j = 0; j < whole; ++j, cell += step)
    for (Index i = 0; i < step; ++i) keepFarther(blocks[static_cast<std::size_t>(j)], cell[i]);
  for (; cell < cells.data() + cells.size(); ++cell) keepFarther(blocks.back(), *cell);
}

ReducedPlane reduced(Index rows, Index columns, Index step,
                     const std::function<std::span<const float>(Index row)>& read) {
  ReducedPlane plane = noBlocks({0, 0, rows, columns}, step);
  std::vector<float> farthest(static_cast<std::size_t>(columns));
  for (Index i = 0; i < plane.rows; ++i) {
    std::ranges::fill(farthest, 0.0F);
    for (Index row = i * step; row < std::min(rows, (i + 1) * step); ++row) keepFarther(farthest, read(row));
    foldRow(farthest, step, plane.row(i));
  }
  return plane;
}

ReducedPlane blocksOf(const Derived& derived, std::span<const float> plane, Index columns, const Rect& cells,
                      Index step) {
  const std::span<const float> input = derived.trace->x().values();
  if (plane.data() >= input.data() && plane.data() < input.data() + input.size())
    return keptBlocksOf(derived, plane, columns, cells, step);
  if (step == 1) return cellsOf(plane, columns, cells);
  return reduced(cells.height(), cells.width(), step,
                 [&](Index row) { return partOf(plane, columns, cells, row); });
}

ReducedPlane keptBlocksOf(const Derived& derived, std::span<const float> plane, Index columns,
                          const Rect& cells, Index step) {
  if (step == 1) return cellsOf(plane, columns, cells);
  const auto part = [&](const Rect& of) {
    return reduced(of.height(), of.width(), step,
                   [&, of](Index row) { return partOf(plane, columns, of, row); });
  };
  const Rect whole{0, 0, static_cast<Index>(plane.size()) / columns, columns};
  const ReducedPlane& all = planesOf(derived).get({plane.data(), columns, step}, [&] { return part(whole); });
  return blocksIn(all, cells, step);
}

ReducedPlane blocksIn(const ReducedPlane& whole, const Rect& cells, Index step) {
  ReducedPlane blocks = noBlocks(cells, step);
  for (Index i = 0; i < blocks.rows; ++i)
    copyRow(whole, cells.top / step + i, cells.left / step, blocks.row(i));
  return blocks;
}

ReducedPlane blocksOf(const Derived& derived, const RunningOutput& running, Index channel, const Rect& cells,
                      Index step) {
  const auto rows = [=](const RunningOutput& of, Index top, Index bottom, std::span<float> out) {
    of.rows(channel, top, bottom, out);
  };
  return Growing{derived,
                 running,
                 {derived.trace.get(), 0, step, channel, -1, running.byCell()},
                 startOf(derived, running, channel),
                 rows}
      .blocks(cells);
}

ReducedPlane contributionBlocks(const Derived& derived, const RunningOutput& running, Index in_channel,
                                Index out_channel, const Rect& cells, Index step) {
  const auto rows = [=](const RunningOutput& of, Index top, Index bottom, std::span<float> out) {
    of.contributionRows(in_channel, out_channel, top, bottom, out);
  };
  return Growing{
      derived, running, {derived.trace.get(), 0, step, out_channel, in_channel, running.byCell()}, 0, rows}
      .blocks(cells);
}

ReducedPlane outputColumn(const Derived& derived, const RunningOutput& running, Index first, Index end,
                          Index step) {
  ReducedPlane part = noBlocks({first, 0, end, 1}, step);
  Column now{*derived.trace, running};
  for (Index i = 0; i < part.rows; ++i, first += step) {
    const Index last = std::min(first + step, end) - 1, channel = now.channelOf(first);
    const bool one = channel == now.channelOf(last);
    float& block = part.row(i).front();
    if (step == kColumnBlock && one && now.rowOf(last) < running.finishedRows())
      block = lastColumn(derived, running).at(first / step, 0);
    else if (one && now.rowOf(first) >= running.untouchedRow())
      block = startOf(derived, running, channel);
    else
      block = now.farthest(first, last + 1);
  }
  return part;
}

}  // namespace lab

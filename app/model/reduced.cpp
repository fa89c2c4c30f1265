#include "model/reduced.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <tuple>

#include "model/derive.h"

namespace lab {
namespace {

using tconv::Rect;

Index blockCount(Index cells, Index step) { return (cells + step - 1) / step; }

/// Orders values by their distance from 0, NaN last: the bits without the sign.
std::uint32_t distance(float value) { return std::bit_cast<std::uint32_t>(value) & 0x7fffffffU; }

void keepFarther(float& kept, float value) { kept = distance(value) > distance(kept) ? value : kept; }

ReducedPlane empty(const Rect& cells, Index step) {
  ReducedPlane plane{blockCount(cells.height(), step), blockCount(cells.width(), step), {}};
  plane.values.resize(static_cast<std::size_t>(plane.rows * plane.columns));
  return plane;
}

std::span<float> rowOf(ReducedPlane& plane, Index row) {
  return std::span(plane.values)
      .subspan(static_cast<std::size_t>(row * plane.columns), static_cast<std::size_t>(plane.columns));
}

/// Row `row` of some cells of a plane.
std::span<const float> partOf(std::span<const float> plane, Index columns, const Rect& cells, Index row) {
  return plane.subspan(static_cast<std::size_t>((cells.top + row) * columns + cells.left),
                       static_cast<std::size_t>(cells.width()));
}

/// The row of blocks that begins at block (row, column).
void copyRow(const ReducedPlane& from, Index row, Index column, std::span<float> to) {
  std::copy_n(from.values.begin() + row * from.columns + column, to.size(), to.begin());
}

/// What is reduced: the place of its first value, a channel, and the step.
using Planes = KeptBy<std::tuple<const void*, Index, Index>, ReducedPlane>;

const Planes& planesOf(const Derived& derived) {
  return derived.memo->get<Planes>([] { return Planes(); });
}

/// The canvas of a channel after the last step.
const ReducedPlane& finalPlane(const Derived& derived, Index channel, Index step) {
  const tconv::Trace& trace = *derived.trace;
  return planesOf(derived).get({&trace, channel, step}, [&] {
    const Pair size = trace.canvasSize();
    std::vector<float> cells(static_cast<std::size_t>(size.w));
    return reduced(size.h, size.w, step, [&](Index row) {
      trace.rows({trace.steps()}, channel, row, row + 1, cells);
      return std::span<const float>(cells);
    });
  });
}

/// What a canvas starts from: the bias inside the output window, 0 around it.
void fillInitial(const tconv::Trace& trace, Index channel, const Rect& cells, Index step,
                 std::span<float> blocks) {
  std::ranges::fill(blocks, 0.0F);
  const Rect window = trace.window();
  if (trace.bias().empty() || cells.bottom <= window.top || cells.top >= window.bottom) return;
  for (Index j = 0; j < static_cast<Index>(blocks.size()); ++j) {
    const Index left = cells.left + j * step;
    if (left < window.right && left + step > window.left)
      blocks[static_cast<std::size_t>(j)] = trace.bias()[static_cast<std::size_t>(channel)];
  }
}

}  // namespace

void foldRow(std::span<const float> cells, Index step, std::span<float> blocks) {
  const float* cell = cells.data();
  const auto whole = static_cast<Index>(cells.size()) / step;
  for (Index j = 0; j < whole; ++j, cell += step)
    for (Index i = 0; i < step; ++i) keepFarther(blocks[static_cast<std::size_t>(j)], cell[i]);
  for (; cell < cells.data() + cells.size(); ++cell) keepFarther(blocks.back(), *cell);
}

ReducedPlane reduced(Index rows, Index columns, Index step,
                     const std::function<std::span<const float>(Index row)>& read) {
  ReducedPlane plane = empty({0, 0, rows, columns}, step);
  for (Index row = 0; row < rows; ++row) foldRow(read(row), step, rowOf(plane, row / step));
  return plane;
}

ReducedPlane blocksOf(const Derived& derived, std::span<const float> plane, Index columns, const Rect& cells,
                      Index step) {
  const std::span<const float> input = derived.trace->x().values();
  if (plane.data() >= input.data() && plane.data() < input.data() + input.size())
    return keptBlocksOf(derived, plane, columns, cells, step);
  return reduced(cells.height(), cells.width(), step,
                 [&](Index row) { return partOf(plane, columns, cells, row); });
}

ReducedPlane keptBlocksOf(const Derived& derived, std::span<const float> plane, Index columns,
                          const Rect& cells, Index step) {
  const auto part = [&](const Rect& of) {
    return reduced(of.height(), of.width(), step,
                   [&, of](Index row) { return partOf(plane, columns, of, row); });
  };
  if (step == 1) return part(cells);
  const Rect whole{0, 0, static_cast<Index>(plane.size()) / columns, columns};
  const ReducedPlane& all = planesOf(derived).get({plane.data(), 0, step}, [&] { return part(whole); });
  return blocksIn(all, cells, step);
}

ReducedPlane blocksIn(const ReducedPlane& whole, const Rect& cells, Index step) {
  ReducedPlane blocks = empty(cells, step);
  for (Index i = 0; i < blocks.rows; ++i)
    copyRow(whole, cells.top / step + i, cells.left / step, rowOf(blocks, i));
  return blocks;
}

ReducedPlane blocksOf(const Derived& derived, const RunningOutput& running, Index channel, const Rect& cells,
                      Index step) {
  const tconv::Trace& trace = *derived.trace;
  const Pair size = trace.canvasSize();
  ReducedPlane part = empty(cells, step);
  std::vector<float> rows;
  for (Index i = 0; i < part.rows; ++i) {
    const Index top = cells.top + i * step, bottom = std::min(top + step, cells.bottom);
    const std::span<float> blocks = rowOf(part, i);
    if (step > 1 && bottom <= running.finishedRows()) {
      copyRow(finalPlane(derived, channel, step), top / step, cells.left / step, blocks);
    } else if (step > 1 && top >= running.untouchedRow()) {
      fillInitial(trace, channel, {top, cells.left, bottom, cells.right}, step, blocks);
    } else {
      rows.resize(static_cast<std::size_t>((bottom - top) * size.w));
      running.rows(channel, top, bottom, rows);
      for (Index row = 0; row < bottom - top; ++row)
        foldRow(std::span(rows).subspan(static_cast<std::size_t>(row * size.w + cells.left),
                                        static_cast<std::size_t>(cells.width())),
                step, blocks);
    }
  }
  return part;
}

}  // namespace lab

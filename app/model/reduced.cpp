#include "model/reduced.h"

#include <algorithm>
#include <bit>
#include <cstdint>

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

/// The row of blocks that begins at block (row, column).
void copyRow(const ReducedPlane& from, Index row, Index column, std::span<float> to) {
  std::copy_n(from.values.begin() + row * from.columns + column, to.size(), to.begin());
}

const ReducedPlanes& planesOf(const Derived& derived) {
  return derived.memo->get<ReducedPlanes>([] { return ReducedPlanes(); });
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
  const auto rowAt = [&](Index row) {
    return plane.subspan(static_cast<std::size_t>(row * columns), static_cast<std::size_t>(columns));
  };
  const std::span<const float> input = derived.trace->x().values();
  const bool kept = step > 1 && plane.data() >= input.data() && plane.data() < input.data() + input.size();
  if (!kept) {
    const auto part = [&](Index row) {
      return rowAt(cells.top + row)
          .subspan(static_cast<std::size_t>(cells.left), static_cast<std::size_t>(cells.width()));
    };
    return reduced(cells.height(), cells.width(), step, part);
  }
  const ReducedPlane& all = planesOf(derived).get({plane.data(), 0, step}, [&] {
    return reduced(static_cast<Index>(plane.size()) / columns, columns, step, rowAt);
  });
  ReducedPlane part = empty(cells, step);
  for (Index i = 0; i < part.rows; ++i) copyRow(all, cells.top / step + i, cells.left / step, rowOf(part, i));
  return part;
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

const ReducedPlane& ReducedPlanes::get(const Key& key, const std::function<ReducedPlane()>& make) const {
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(key);
  return found != kept_.end() ? found->second : kept_.emplace(key, make()).first->second;
}

}  // namespace lab

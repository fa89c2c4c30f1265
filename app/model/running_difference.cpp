#include "model/running_difference.h"

#include <algorithm>
#include <cmath>

#include "model/derive.h"

namespace lab {

LargestDifference largestOf(const tconv::Difference& difference) {
  return {difference.identical(), difference.largest, difference.c, difference.h, difference.w};
}

RunningDifference::Output::Output(const Derived& derived, const RunningOutput& running)
    : window(derived.trace->window()),
      width(derived.trace->canvasSize().w),
      first(running.finishedRows() - window.top),
      end(running.untouchedRow() - window.top),
      at{running.atEnd(), running.atStart(), running} {}

RunningDifference::State RunningDifference::Output::state(Index row) const {
  return row < first ? finished : row >= end ? untouched : changing;
}

/// The first values of a row of the window.
void RunningDifference::Output::row(State state, Index channel, Index row, std::span<float> out) const {
  std::vector<float> cells(static_cast<std::size_t>(width));
  at[state].rows(channel, window.top + row, window.top + row + 1, cells);
  std::copy_n(cells.begin() + window.left, out.size(), out.begin());
}

/// What is kept: of a channel, of rows that all are in these states.
struct RunningDifference::Key {
  States states;
  bool by_cell;
  Index channel, step;  ///< step 0 for what does not depend on it
  auto operator<=>(const Key&) const = default;
};
struct RunningDifference::Rows {
  KeptBy<Key, ReducedPlane> blocks;
  KeptBy<Key, std::vector<tconv::DifferenceSum>> sums;
};

RunningDifference::RunningDifference(const Derived& a, const RunningOutput& of_a, const Derived& b,
                                     const RunningOutput& of_b)
    : derived_(a), a_(a, of_a), b_(b, of_b) {
  const Index channels = a.layer().out_channels;
  const auto extents = [&](const Index& (*choose)(const Index&, const Index&)) {
    return tconv::Shape{1, channels, choose(a_.window.height(), b_.window.height()),
                        choose(a_.window.width(), b_.window.width())};
  };
  common_ = extents(std::min<Index>), whole_ = extents(std::max<Index>);
}

tconv::DifferenceSum RunningDifference::differ(States states, Index channel, Index row,
                                               std::span<float> values) const {
  std::vector<float> a(values.size()), b(values.size());
  a_.row(states.a, channel, row, a);
  b_.row(states.b, channel, row, b);
  return tconv::differRow(a, b, values);
}

const ReducedPlane& RunningDifference::keptBlocks(States states, Index channel, Index step) const {
  const Rows& rows = derived_.memo->get<Rows>([] { return Rows(); });
  return rows.blocks.get({states, a_.at[changing].byCell(), channel, step}, [&] {
    std::vector<float> values(static_cast<std::size_t>(common_.w));
    return reduced(common_.h, common_.w, step, [&](Index row) {
      differ(states, channel, row, values);
      return std::span<const float>(values);
    });
  });
}

const std::vector<tconv::DifferenceSum>& RunningDifference::keptSums(States states, Index channel) const {
  const Rows& rows = derived_.memo->get<Rows>([] { return Rows(); });
  return rows.sums.get({states, a_.at[changing].byCell(), channel, 0}, [&] {
    std::vector<float> values(static_cast<std::size_t>(common_.w));
    std::vector<tconv::DifferenceSum> sums;
    for (Index row = 0; row < common_.h; ++row) sums.push_back(differ(states, channel, row, values));
    return sums;
  });
}

ReducedPlane RunningDifference::blocks(Index channel, const tconv::Rect& cells, Index step) const {
  ReducedPlane part = noBlocks(cells, step);
  std::vector<float> values(static_cast<std::size_t>(common_.w));
  for (Index i = 0; i < part.rows; ++i) {
    const Index top = cells.top + i * step, bottom = std::min(top + step, cells.bottom);
    const States states = statesOf(top);
    if (step > 1 && states.lasting() && states == statesOf(bottom - 1)) {
      const ReducedPlane& whole = keptBlocks(states, channel, step);
      const auto first = whole.values.begin() + top / step * whole.columns + cells.left / step;
      std::copy_n(first, part.columns, part.row(i).begin());
      continue;
    }
    for (Index row = top; row < bottom; ++row) {
      differ(statesOf(row), channel, row, values);
      foldRow(std::span(values).subspan(static_cast<std::size_t>(cells.left),
                                        static_cast<std::size_t>(cells.width())),
              step, part.row(i));
    }
  }
  return part;
}

LargestDifference RunningDifference::largest() const {
  LargestDifference most{common_ == whole_, 0, 0, 0, 0};
  std::vector<float> values(static_cast<std::size_t>(common_.w));
  std::uint32_t farthest = 0;
  for (Index c = 0; c < common_.c; ++c)
    for (Index h = 0; h < common_.h; ++h) {
      const States states = statesOf(h);
      const tconv::DifferenceSum sum =
          states.lasting() ? keptSums(states, c)[static_cast<std::size_t>(h)] : differ(states, c, h, values);
      if (sum.farthest <= farthest) continue;
      farthest = sum.farthest;
      most = {false, sum.largest(), c, h, 0};
    }
  if (farthest == 0) return most;
  differ(statesOf(most.h), most.c, most.h, values);
  const auto is_largest = [&](float value) {
    return std::isnan(most.largest) ? std::isnan(value) : std::abs(value) == most.largest;
  };
  most.w = std::ranges::find_if(values, is_largest) - values.begin();
  return most;
}

}  // namespace lab

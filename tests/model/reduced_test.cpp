#include "model/reduced.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "model/derive.h"
#include "support/documents.h"

namespace {

using lab::ReducedPlane;
using lab::RunningOutput;
using support::forAll;
using support::pick;
using tconv::Index;
using tconv::Rect;

/// The cell of a block that is farthest from 0, the first where several are.
float farthest(const std::vector<float>& cells, Index columns, const Rect& block) {
  float kept = cells[static_cast<std::size_t>(block.top * columns + block.left)];
  for (Index row = block.top; row < block.bottom; ++row)
    for (Index column = block.left; column < block.right; ++column)
      if (const float v = cells[static_cast<std::size_t>(row * columns + column)];
          std::abs(v) > std::abs(kept))
        kept = v;
  return kept;
}

void requireBlocks(const ReducedPlane& plane, const std::vector<float>& cells, Index columns,
                   const Rect& part, Index step) {
  RC_ASSERT(plane.rows == (part.height() + step - 1) / step);
  RC_ASSERT(plane.columns == (part.width() + step - 1) / step);
  for (Index i = 0; i < plane.rows; ++i)
    for (Index j = 0; j < plane.columns; ++j) {
      const Index top = part.top + i * step, left = part.left + j * step;
      // Ties of +v and -v may go either way.
      RC_ASSERT(std::abs(plane.at(i, j)) == std::abs(farthest(cells, columns,
                                                              {top, left, std::min(top + step, part.bottom),
                                                               std::min(left + step, part.right)})));
    }
}

/// A part that begins at multiples of the step and ends there or at the end, as drawing asks for.
Rect pickPart(Index rows, Index columns, Index step) {
  const auto side = [step](Index length) {
    const Index blocks = (length + step - 1) / step, begin = pick(0, blocks - 1),
                end = pick(begin + 1, blocks);
    return std::pair{begin * step, std::min(end * step, length)};
  };
  const auto [top, bottom] = side(rows);
  const auto [left, right] = side(columns);
  return {top, left, bottom, right};
}

lab::Document pickDocument() {
  lab::Document document = lab::newcomerDocument();
  document.layer = {.kernel_size = {pick(1, 4), pick(1, 4)}, .stride = {pick(1, 3), pick(1, 3)}};
  document.layer.bias = pick(0, 1) == 1;
  document.bias = {50};  // farther from 0 than any sum
  document.input_size = {pick(1, 9), pick(1, 9)};
  for (int a = 0; a < 2; ++a) {
    const Index full = tconv::axis(document.layer, document.input_size, a).full();
    document.layer.padding.begin[a] = pick(0, std::min<Index>(full - 1, 2));
    document.layer.padding.end[a] = document.layer.padding.begin[a] < full - 1 ? pick(0, 1) : 0;
  }
  return document;
}

TEST(Reduced, ACanvasAtAnyMomentIsItsBlocksFarthestFromZero) {
  forAll(300, [] {
    const auto result = lab::derive(pickDocument());
    RC_PRE(std::holds_alternative<lab::Derived>(result));
    const auto& derived = std::get<lab::Derived>(result);
    const tconv::Trace& trace = *derived.trace;
    const tconv::Pair size = trace.canvasSize();
    for (int i = 0; i < 4; ++i) {
      lab::Moment moment;
      moment.by_cell = pick(0, 2) == 0;
      moment.done = {pick(0, trace.steps()), pick(0, trace.tapsPerStep() - 1)};
      moment.cells_done = pick(0, trace.window().height() * trace.window().width());
      const RunningOutput running(trace, moment);
      std::vector<float> cells(static_cast<std::size_t>(size.h * size.w));
      running.rows(0, 0, size.h, cells);
      for (Index row = 0; row < size.h; ++row)
        for (Index column = 0; column < size.w; ++column)
          RC_ASSERT(cells[static_cast<std::size_t>(row * size.w + column)] == running.value(0, row, column));
      const Index step = pick(1, 5);
      const Rect part = pickPart(size.h, size.w, step);
      requireBlocks(lab::blocksOf(derived, running, 0, part, step), cells, size.w, part, step);
    }
  });
}

/// A document of several channels that differ, at any moment.
template <class Use>
void withMoment(Use use) {
  const auto derived = std::get<lab::Derived>(lab::derive(*support::documents()));
  const lab::Timeline timeline = lab::timelineOf(*derived.trace);
  const auto unit = pick(0, 2) == 0 ? lab::Granularity::cell : lab::Granularity::tap;
  for (int i = 0; i < 4; ++i) {
    const double time = lab::timeAfter(timeline, unit, pick(0, lab::unitsOf(timeline, unit)));
    use(derived, RunningOutput(*derived.trace, lab::momentAt(timeline, time, unit)));
  }
}

TEST(Reduced, WhatAnInputChannelHasGivenIsItsBlocksFarthestFromZero) {
  forAll(300, [] {
    withMoment([](const lab::Derived& derived, const RunningOutput& running) {
      const tconv::Pair size = derived.trace->canvasSize();
      const Index step = pick(1, 4), out = pick(0, derived.layer().out_channels - 1);
      const Rect part = pickPart(size.h, size.w, step);
      std::vector<float> cells(static_cast<std::size_t>(size.h * size.w));
      for (Index in = 0; in < derived.layer().in_channels; ++in) {
        running.contributionRows(in, out, 0, size.h, cells);
        requireBlocks(lab::contributionBlocks(derived, running, in, out, part, step), cells, size.w, part,
                      step);
      }
      running.rows(out, 0, size.h, cells);
      requireBlocks(lab::blocksOf(derived, running, out, part, step), cells, size.w, part, step);
    });
  });
}

TEST(Reduced, AnOutputAsOneColumnIsItsBlocksFarthestFromZero) {
  forAll(300, [] {
    withMoment([](const lab::Derived& derived, const RunningOutput& running) {
      const tconv::Tensor output = running.output();
      const std::vector<float> cells(output.values().begin(), output.values().end());
      const Index step = pick(0, 1) == 0 ? pick(1, 9) : lab::kColumnBlock;
      const auto count = static_cast<Index>(cells.size());
      const Rect part = pickPart(count, 1, step);
      requireBlocks(lab::outputColumn(derived, running, part.top, part.bottom, step), cells, 1, part, step);
    });
  });
}

TEST(Reduced, ALongColumnIsKeptInBlocks) {
  lab::Document document = lab::newcomerDocument();
  document.input_size = {40, 21};
  const auto derived = std::get<lab::Derived>(lab::derive(document));
  const Index steps = derived.trace->steps();
  forAll(30, [&] {
    const RunningOutput running(
        *derived.trace, lab::momentAt(lab::timelineOf(*derived.trace), static_cast<double>(pick(0, steps)),
                                      lab::Granularity::element));
    const tconv::Tensor output = running.output();
    const std::vector<float> cells(output.values().begin(), output.values().end());
    const Rect part = pickPart(static_cast<Index>(cells.size()), 1, lab::kColumnBlock);
    requireBlocks(lab::outputColumn(derived, running, part.top, part.bottom, lab::kColumnBlock), cells, 1,
                  part, lab::kColumnBlock);
  });
}

TEST(Reduced, APlaneReadAsOneColumnIsAnother) {
  const auto derived = std::get<lab::Derived>(lab::derive(lab::newcomerDocument()));
  const auto input = derived.trace->x().values();
  EXPECT_EQ(lab::keptBlocksOf(derived, input, 3, {0, 0, 3, 3}, 2).rows, 2);
  EXPECT_EQ(lab::keptBlocksOf(derived, input, 1, {0, 0, 9, 1}, 2).at(4, 0), input[8]);
}

TEST(Reduced, TheInputIsReducedOnceForEachStep) {
  lab::Document document = lab::newcomerDocument();
  document.input_size = {23, 31};
  const auto derived = std::get<lab::Derived>(lab::derive(document));
  const auto input = derived.trace->x().values();
  const std::vector<float> cells(input.begin(), input.end());
  forAll(60, [&] {
    const Index step = pick(1, 6);
    const Rect part = pickPart(23, 31, step);
    requireBlocks(lab::blocksOf(derived, input, 31, part, step), cells, 31, part, step);
    requireBlocks(lab::keptBlocksOf(derived, cells, 31, part, step), cells, 31, part, step);
  });
}

TEST(Reduced, NothingIsFartherThanWhatIsNoNumber) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> blocks = {0, 0};
  lab::foldRow(std::vector<float>{1, nan, -std::numeric_limits<float>::infinity(), -3, 2}, 3, blocks);
  EXPECT_TRUE(std::isnan(blocks[0]));
  EXPECT_EQ(blocks[1], -3);
}

}  // namespace

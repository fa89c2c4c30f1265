#include "model/running_difference.h"

#include <gmock/gmock.h>

#include "model/compare_facts.h"
#include "support/documents.h"

namespace lab {
namespace {

using support::pick;

/// What a plane is reduced to, row by row: of +v and -v the first in reading order is kept.
ReducedPlane reducedPlane(const Tensor& x, Index channel, Index step) {
  const Shape shape = x.shape();
  ReducedPlane plane = noBlocks({0, 0, shape.h, shape.w}, step);
  for (Index row = 0; row < shape.h; ++row)
    foldRow({&x.values()[static_cast<std::size_t>((channel * shape.h + row) * shape.w)],
             static_cast<std::size_t>(shape.w)},
            step, plane.row(row / step));
  return plane;
}

std::vector<float> magnitudes(std::vector<float> values) {
  for (float& value : values) value = std::abs(value);
  return values;
}

TEST(RunningDifference, IsThatOfBothOutputsAtTheMoment) {
  support::forAll(300, [] {
    Document document = *support::documents();
    const Index kernel = pick(1, 4), stride = pick(1, 4);
    if (pick(0, 3) > 0)
      document.comparison.b = {kernel, stride, Pair{0}, 0, pick(1, 2)};
    else
      document.comparison.b = geometryOf(document.layer);
    const Derived a = support::derived(document);
    const auto& b = std::get<Derived>(settingB(a));
    const Timeline timeline = timelineOf(*a.trace);
    const Granularity unit = *rc::gen::element(Granularity::element, Granularity::tap, Granularity::cell);
    const double time = timeAfter(timeline, unit, pick(0, unitsOf(timeline, unit)));
    const RunningOutput of_a(*a.trace, momentAt(timeline, time, unit)),
        of_b(*b.trace, momentAt(timelineOf(*b.trace), time, unit));
    const tconv::Difference expected = tconv::difference(of_a.output(), of_b.output());
    const RunningDifference difference(a, of_a, b, of_b);
    const LargestDifference largest = difference.largest(), at = largestOf(expected);
    RC_ASSERT(difference.whole() == expected.whole);
    RC_ASSERT(difference.common() == expected.values.shape());
    RC_ASSERT(std::tuple(largest.identical, largest.largest, largest.c, largest.h, largest.w) ==
              std::tuple(at.identical, at.largest, at.c, at.h, at.w));
    const Index channel = pick(0, expected.whole.c - 1), step = pick(1, 3);
    const Pair size = expected.values.shape().spatial();
    const Index top = pick(0, (size.h - 1) / step) * step, left = pick(0, (size.w - 1) / step) * step;
    const Rect part{top, left, std::min(size.h, top + pick(1, 4) * step),
                    std::min(size.w, left + pick(1, 4) * step)};
    // Ties of +v and -v go either way.
    RC_ASSERT(magnitudes(difference.blocks(channel, part, step).values) ==
              magnitudes(blocksIn(reducedPlane(expected.values, channel, step), part, step).values));
  });
}

}  // namespace
}  // namespace lab

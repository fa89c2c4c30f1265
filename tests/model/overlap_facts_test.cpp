#include "model/overlap_facts.h"

#include <gmock/gmock.h>

#include "support/documents.h"

namespace lab {
namespace {

Derived with(Pair kernel, Pair stride, Pair dilation, tconv::Padding padding = Pair(0)) {
  Document document = newcomerDocument();
  document.layer.kernel_size = kernel;
  document.layer.stride = stride;
  document.layer.dilation = dilation;
  document.layer.padding = padding;
  return support::derived(document);
}

TEST(OverlapFacts, TapBlocksAreThoseOfThePlaneOfTaps) {
  support::forAll(200, [] {
    const Derived derived = support::derived(*support::documents());
    const OverlapFacts& facts = overlapFacts(derived);
    const Tensor plane = tconv::overlapPlane(derived.axes());
    const Shape size = plane.shape();
    const Index step = support::pick(1, 4);
    const Index top = support::pick(0, (size.h - 1) / step) * step,
                left = support::pick(0, (size.w - 1) / step) * step;
    const Rect part{top, left, std::min(size.h, top + support::pick(1, 3) * step),
                    std::min(size.w, left + support::pick(1, 3) * step)};
    const ReducedPlane whole = reduced(size.h, size.w, step, [&](Index row) {
      return plane.values().subspan(static_cast<std::size_t>(row * size.w), static_cast<std::size_t>(size.w));
    });
    const ReducedPlane blocks = tapBlocks(facts, part, step);
    RC_ASSERT(blocks.values == blocksIn(whole, part, step).values);
    RC_ASSERT(blocks.rows == blocksOver(part, step).height());
    RC_ASSERT(facts.most == std::max(1.0F, *std::ranges::max_element(plane.values())));
  });
}

TEST(OverlapFacts, TheTitleNamesBothAxesOnlyWhereTheyDiffer) {
  EXPECT_EQ(overlapTitle(with(3, 2, 1).axes()), "Uneven");
  EXPECT_EQ(overlapTitle(with(4, 2, 1).axes()), "Even");
  EXPECT_EQ(overlapTitle(with(3, 2, 2).axes()), "Holes");
  EXPECT_EQ(overlapTitle(with({4, 3}, 2, 1).axes()), "Height even, width uneven");
}

TEST(OverlapFacts, TheLawHasItsNumbers) {
  const auto one = overlapLaws(with(3, 2, 1).axes());
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].gcd, "g = gcd(d, s) = gcd(1, 2) = 1");
  EXPECT_EQ(one[0].ratio, "k / s = 3 / 2");
  EXPECT_EQ(one[0].taps, "1 or 2 taps");
  EXPECT_EQ(one[0].border, "fewer near the border");
  const auto shared = overlapLaws(with(3, 4, 2).axes());
  EXPECT_EQ(shared[0].ratio, "k / (s / g) = 3 / 2");
  EXPECT_EQ(shared[0].taps, "0, 1 or 2 taps");
  EXPECT_EQ(overlapLaws(with(4, 2, 1, Pair(2)).axes())[0].border, "also at the border");
}

TEST(OverlapFacts, AxesThatDifferHaveALawEach) {
  const auto laws = overlapLaws(with(3, {1, 2}, 1).axes());
  ASSERT_EQ(laws.size(), 2u);
  EXPECT_EQ(laws[0].name, "Height: ");
  EXPECT_EQ(laws[1].name, "Width: ");
}

TEST(OverlapFacts, ChangesAreToldOnceWhereTheAxesAgree) {
  Layer from;
  from.kernel_size = 3;
  tconv::EvenSetting both{from, {{"kernel_size", 0, 4}, {"kernel_size", 1, 4}}, 2, false};
  both.layer.kernel_size = 4;
  EXPECT_EQ(changesText(from, both, true), "k 4 (instead of 3)");
  tconv::EvenSetting one{from, {{"kernel_size", 1, 4}, {"padding", 1, 2}}, 3, false};
  one.layer.kernel_size = {3, 4};
  one.layer.padding = Pair{0, 2};
  EXPECT_EQ(changesText(from, one, true), "k 3 × 4 (instead of 3), p 0 × 2 (instead of 0)");
  EXPECT_EQ(changesText(from, one, false), "k 3 × 4, p 0 × 2");
}

TEST(OverlapFacts, TheCaptionOfTheSpectrumFollowsTheVerdict) {
  EXPECT_EQ(spectrumCaption(with(3, 2, 1).axes().w), "A peak at 1/2: the checkerboard");
  EXPECT_EQ(spectrumCaption(with(4, 3, 1).axes().w), "Peaks at multiples of 1/3: the pattern repeats");
  EXPECT_EQ(spectrumCaption(with(4, 2, 1).axes().w), "No peak at 1/2: even");
  EXPECT_EQ(spectrumCaption(with(4, 1, 1).axes().w), "Stride 1: nothing repeats");
}

TEST(OverlapFacts, OnesGiveTheSumOfTheTapsThatReachACell) {
  support::forAll(60, [] {
    Document document = *support::documents();
    const OverlapFacts facts = overlapFacts(support::derived(document));
    document.input.custom = std::make_shared<const Tensor>(inputShape(document), 1.0F);
    document.bias.assign(document.bias.size(), 0.0F);
    const support::PlainScatter plain(document);
    const auto cells = plain.after(plain.steps());
    for (Index o = 0; o < document.layer.out_channels; ++o)
      for (Index row = 0; row < plain.output.h; ++row)
        for (Index column = 0; column < plain.output.w; ++column)
          RC_ASSERT(facts.constant(0, o, row, column) ==
                    cells[plain.at({o, row + plain.begin.h, column + plain.begin.w})].value);
  });
}

}  // namespace
}  // namespace lab

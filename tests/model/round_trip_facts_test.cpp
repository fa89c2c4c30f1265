#include "model/round_trip_facts.h"

#include <gmock/gmock.h>

#include <cmath>

#include "support/documents.h"

namespace lab {
namespace {

using support::pick;
using testing::HasSubstr;

/// x = 1 ... 5, w = [1, 0, -1] in one dimension.
Document straight() {
  Document document;
  document.layer.dims = 1;
  document.input_size = {1, 5};
  document.layer.kernel_size = {1, 3};
  document.kernel.custom = std::make_shared<const Tensor>(Shape{1, 1, 1, 3}, std::vector<float>{1, 0, -1});
  return document;
}

TEST(RoundTripFacts, WorkedValues) {
  const RoundTripFacts facts = roundTripFacts(support::derived(straight()));
  EXPECT_EQ(support::toVector(facts.trip.conv), (std::vector<float>{-2, -2, -2}));
  EXPECT_EQ(support::toVector(facts.trip.back), (std::vector<float>{-2, -2, 0, 2, 2}));
  EXPECT_EQ(facts.largest_difference, 4);
  EXPECT_EQ(facts.conv_limit, 2);
  EXPECT_TRUE(facts.adjoint.holds());
  EXPECT_EQ(verdictText(facts, false), "The shape came back: 5. The values did not: largest difference 4.");
  EXPECT_EQ(verdictText(facts, true), "Shape back, values off by 4");
}

TEST(RoundTripFacts, AKernelThatDoesNotFitIsSaidAndNothingElse) {
  Document document = newcomerDocument();
  document.input_size = {4, 2};
  document.layer.kernel_size = 4;
  document.layer.padding = Pair(0);
  const RoundTripFacts facts = roundTripFacts(support::derived(document));
  EXPECT_EQ(misfitText(facts.misfit.value()),
            "The kernel spans 4 columns, the padded input has only 2: it does not fit.");
  document.input_size = {1, 4};
  const Derived narrow = support::derived(document);
  EXPECT_EQ(misfitText(roundTripFacts(narrow).misfit.value()),
            "The kernel spans 4 rows, the padded input has only 1: it does not fit.");
}

TEST(RoundTripFacts, XHasTheOutputChannelsAndBeginsWithTheInput) {
  support::forAll(60, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const RoundTripFacts& facts = roundTripFacts(derived);
    const Shape x = facts.x.shape(), input = derived.trace->x().shape();
    RC_ASSERT(x == (Shape{1, document.layer.out_channels, input.h, input.w}));
    for (Index c = 0; c < std::min(x.c, input.c); ++c)
      RC_ASSERT(facts.x.plane(0, c) == derived.trace->x().plane(0, c));
  });
}

TEST(RoundTripFacts, APresetGoesOnOverTheFurtherChannels) {
  Document document = newcomerDocument();
  document.layer.out_channels = 2;
  const RoundTripFacts facts = roundTripFacts(support::derived(document));
  EXPECT_EQ(facts.x(0, 0, 0, 0), 1);
  EXPECT_EQ(facts.x(0, 1, 0, 0), 10);
}

/// One more on a cell of x changes exactly the cells of conv(x) that are said to read it, where all weights
/// are 1; and one more on a cell of conv(x) would change those of what comes back.
TEST(RoundTripFacts, WindowsAreTheCellsThatAConvolutionReads) {
  support::forAll(60, [] {
    Document document = *support::documents();
    document.layer.padding.end = document.layer.padding.begin;
    document.layer.output_padding = 0;
    if (tconv::validate(document.layer, inputShape(document))) return;
    document.kernel.custom = std::make_shared<const Tensor>(tconv::weightShape(document.layer), 1.0F);
    const RoundTripFacts facts = roundTripFacts(support::derived(document));
    if (facts.misfit) return;
    const Shape shape = facts.x.shape(), conv = facts.trip.conv.shape();
    const Ref cell{RefKind::tile, pick(0, shape.c - 1), 0, pick(0, shape.h - 1), pick(0, shape.w - 1)};
    Tensor touched = facts.x;
    touched(0, cell.channel, cell.row, cell.column) += 1;
    const Tensor after = tconv::convolve(document.layer, touched, *document.kernel.custom);
    const Lattice readers = relatedOnTrip(facts, TripGrid::x, cell, TripGrid::conv);
    for (Index c = 0; c < conv.c; ++c)
      for (Index row = 0; row < conv.h; ++row)
        for (Index column = 0; column < conv.w; ++column) {
          const Ref other{RefKind::none, c, 0, row, column};
          const bool changed = after(0, c, row, column) != facts.trip.conv(0, c, row, column);
          RC_ASSERT(readers.holds(other) == changed);
          const Lattice window = relatedOnTrip(facts, TripGrid::conv, other, TripGrid::back);
          RC_ASSERT(window.holds({RefKind::none, cell.channel, 0, cell.row, cell.column}) == changed);
        }
  });
}

TEST(RoundTripFacts, ParametersAreNamedWhereTheySaySomething) {
  Layer layer;
  layer.stride = 2;
  layer.padding = Pair(1);
  EXPECT_EQ(hyperparametersText(layer), "k3 s2 p1");
  layer.dilation = 2;
  layer.groups = 4;
  layer.kernel_size = {3, 5};
  layer.padding.end = Pair(0);
  EXPECT_EQ(hyperparametersText(layer), "k3 × 5 s2 p1 pe0 d2 G4");
}

TEST(RoundTripFacts, TheSentenceIsHonestAboutValues) {
  Document document = straight();
  document.layer.kernel_size = {1, 1};
  document.kernel.custom = std::make_shared<const Tensor>(Shape{1, 1, 1, 1}, std::vector<float>{1});
  EXPECT_THAT(verdictText(roundTripFacts(support::derived(document)), false),
              HasSubstr("The values did as well"));
  document.kernel.custom = std::make_shared<const Tensor>(Shape{1, 1, 1, 1}, std::vector<float>{NAN});
  EXPECT_THAT(verdictText(roundTripFacts(support::derived(document)), false),
              HasSubstr("cannot be compared"));
}

/// Wherever it stands among other values, and infinities are named as everywhere.
TEST(RoundTripFacts, ANumberThatIsNoneIsNotForgotten) {
  Document document = straight();
  document.layer.kernel_size = {1, 1};
  document.kernel.custom = std::make_shared<const Tensor>(Shape{1, 1, 1, 1}, std::vector<float>{2});
  std::vector<float> values(static_cast<std::size_t>(inputShape(document).size()), 1);
  values.front() = NAN;
  document.input.custom = std::make_shared<const Tensor>(inputShape(document), values);
  EXPECT_TRUE(std::isnan(roundTripFacts(support::derived(document)).largest_difference));
  values.front() = INFINITY;
  document.kernel.custom = std::make_shared<const Tensor>(Shape{1, 1, 1, 1}, std::vector<float>{-2});
  document.input.custom = std::make_shared<const Tensor>(inputShape(document), values);
  const RoundTripFacts facts = roundTripFacts(support::derived(document));
  EXPECT_THAT(verdictText(facts, true),
              std::isnan(facts.largest_difference) ? HasSubstr("cannot") : HasSubstr("off by ∞"));
}

}  // namespace
}  // namespace lab

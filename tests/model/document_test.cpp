#include "model/document.h"

#include <gmock/gmock.h>

#include <limits>

#include "support/documents.h"

namespace lab {
namespace {

using support::toVector;
using testing::ElementsAre;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::shared_ptr<const Tensor> own(Shape shape, const std::vector<float>& values) {
  return std::make_shared<const Tensor>(shape, values);
}

TEST(Document, EqualsItselfWithValuesThatAreNoNumbers) {
  Document a = newcomerDocument();
  a.input.custom = own({1, 1, 1, 2}, {kNan, 1});
  Document b = a;
  b.input.custom = own({1, 1, 1, 2}, {kNan, 1});
  EXPECT_EQ(a, b);
  b.input.custom = own({1, 1, 1, 2}, {kNan, 2});
  EXPECT_NE(a, b);
}

TEST(Document, EqualsItselfWithABiasThatIsNoNumber) {
  Document a = newcomerDocument();
  a.layer.bias = true;
  a.bias = {kNan};
  const Document b = a;
  EXPECT_EQ(a, b);
}

TEST(Document, DiffersInEveryPart) {
  const Document a = newcomerDocument();
  const auto differs = [&](auto change) {
    Document b = a;
    change(b);
    return !(a == b);
  };
  EXPECT_TRUE(differs([](Document& d) { d.layer.stride.w = 3; }));
  EXPECT_TRUE(differs([](Document& d) { d.input_size.h = 4; }));
  EXPECT_TRUE(differs([](Document& d) { d.input.seed = 2; }));
  EXPECT_TRUE(differs([](Document& d) { d.kernel.preset = tconv::KernelPreset::ones; }));
  EXPECT_TRUE(differs([](Document& d) { d.bias = {1}; }));
  EXPECT_TRUE(differs([](Document& d) { d.input.custom = own({1, 1, 1, 1}, {1}); }));
}

TEST(Document, OwnValuesOfAnotherShapeDiffer) {
  Document a = newcomerDocument(), b = a;
  a.input.custom = own({1, 1, 1, 4}, {1, 2, 3, 4});
  b.input.custom = own({1, 1, 2, 2}, {1, 2, 3, 4});
  EXPECT_NE(a, b);
}

TEST(Document, OwnValuesSurviveAShrinkingAndGrowingGrid) {
  Document document = newcomerDocument();
  document.input_size = {2, 3};
  document.input.custom = own({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
  EXPECT_THAT(toVector(resolveInput(document)), ElementsAre(1, 2, 3, 4, 5, 6));
  document.input_size = {1, 2};
  EXPECT_THAT(toVector(resolveInput(document)), ElementsAre(1, 2));
  document.input_size = {2, 3};
  EXPECT_THAT(toVector(resolveInput(document)), ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(Document, OwnKernelFollowsTheChannelsOfTheLayer) {
  Document document = newcomerDocument();
  document.layer.kernel_size = {1, 2};
  document.layer.out_channels = 2;
  document.kernel.custom = own({1, 1, 1, 2}, {7, 8});
  EXPECT_EQ(resolveKernel(document).shape(), (Shape{1, 2, 1, 2}));
  EXPECT_THAT(toVector(resolveKernel(document)), ElementsAre(7, 8, 0, 0));
}

TEST(Document, BiasIsFilledUpWithZerosAndLeftOutWhereTheLayerHasNone) {
  Document document = newcomerDocument();
  document.layer.out_channels = 3;
  document.bias = {5};
  EXPECT_THAT(resolveBias(document), ElementsAre());
  document.layer.bias = true;
  EXPECT_THAT(resolveBias(document), ElementsAre(5, 0, 0));
}

TEST(Document, OneDimensionHasOneRow) {
  Document document = newcomerDocument();
  document.input_size = {7, 5};
  document.layer.dims = 1;
  EXPECT_EQ(inputShape(document), (Shape{1, 1, 1, 5}));
}

TEST(Resized, KeepsWhatBothShapesHaveAndFillsWithZeros) {
  support::forAll(200, [] {
    using support::pick;
    const Shape from{pick(1, 2), pick(1, 3), pick(1, 4), pick(1, 4)},
        to{pick(1, 2), pick(1, 3), pick(1, 4), pick(1, 4)};
    const Tensor source = support::pickTensor(from, support::pickInteger), result = resized(source, to);
    RC_ASSERT(result.shape() == to);
    for (Index n = 0; n < to.n; ++n)
      for (Index c = 0; c < to.c; ++c)
        for (Index h = 0; h < to.h; ++h)
          for (Index w = 0; w < to.w; ++w) {
            const bool both = n < from.n && c < from.c && h < from.h && w < from.w;
            RC_ASSERT(result(n, c, h, w) == (both ? source(n, c, h, w) : 0.0F));
          }
  });
}

}  // namespace
}  // namespace lab

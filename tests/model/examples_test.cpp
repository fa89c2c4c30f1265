#include "model/examples.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "support/documents.h"

namespace lab {
namespace {

tconv::Tensor finalOutput(const Derived& derived) {
  return derived.trace->output({derived.trace->steps(), 0});
}

TEST(Examples, AreLegalAndHaveTheOutputThatTheyPromise) {
  // By L = (n - 1) s + d (k - 1) + 1 - 2p + op, worked out by hand.
  const std::map<std::string_view, Shape> expected = {
      {"textbook", {1, 1, 3, 3}},       {"newcomer", {1, 1, 5, 5}}, {"padding", {1, 1, 4, 4}},
      {"output_padding", {1, 1, 6, 6}}, {"dilation", {1, 1, 7, 7}}, {"rectangular", {1, 1, 5, 4}},
      {"uneven", {1, 1, 9, 9}},         {"even", {1, 1, 10, 10}},   {"bilinear", {1, 1, 8, 8}},
      {"picture", {1, 1, 128, 128}},    {"channels", {1, 2, 6, 6}}, {"one_dimensional", {1, 1, 1, 11}},
  };
  for (const Example& example : examples()) {
    const auto result = derive(example.make());
    ASSERT_TRUE(std::holds_alternative<Derived>(result)) << example.id;
    ASSERT_TRUE(expected.contains(example.id)) << example.id;
    EXPECT_EQ(finalOutput(std::get<Derived>(result)).shape(), expected.at(example.id)) << example.id;
  }
  EXPECT_EQ(examples().size(), expected.size());
}

TEST(Examples, HaveIdentifiersAndLabelsOfTheirOwn) {
  std::set<std::string_view> ids, labels;
  for (const Example& example : examples()) {
    EXPECT_TRUE(ids.insert(example.id).second) << example.id;
    EXPECT_TRUE(labels.insert(example.label).second) << example.label;
  }
}

TEST(Examples, TheTextbookComesOutAsInTheTextbook) {
  EXPECT_THAT(support::toVector(finalOutput(support::derived(textbookDocument()))),
              testing::ElementsAre(0, 0, 1, 0, 4, 6, 4, 12, 9));
}

TEST(Examples, TheCheckerboardIsUnevenInsideAndTheEvenOneIsNot) {
  const auto inside = [](std::string_view id) {
    std::set<float> values;
    for (const Example& example : examples()) {
      if (example.id != id) continue;
      const Tensor y = finalOutput(support::derived(example.make()));
      for (Index row = 2; row < y.shape().h - 2; ++row)
        for (Index column = 2; column < y.shape().w - 2; ++column) values.insert(y(0, 0, row, column));
    }
    return values;
  };
  EXPECT_THAT(inside("uneven"), testing::ElementsAre(1, 2, 4));
  EXPECT_THAT(inside("even"), testing::ElementsAre(4));
}

}  // namespace
}  // namespace lab

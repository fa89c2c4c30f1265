#include "model/formula.h"

#include <gmock/gmock.h>

#include <set>
#include <stdexcept>

#include "model/fields.h"
#include "support/documents.h"

namespace lab {
namespace {

using tconv::Axis;

TEST(Formula, TheWorkedExampleInSymbolsAndNumbers) {
  const Axis axis{.input = 3, .kernel = 3, .stride = 2, .dilation = 1, .pad_begin = 1, .pad_end = 1};
  EXPECT_EQ(plain(outputSizeInSymbols(axis)), "(n − 1) · s + d · (k − 1) + 1 − 2 · p + op");
  EXPECT_EQ(plain(outputSizeInNumbers(axis)), "(3 − 1) · 2 + 1 · (3 − 1) + 1 − 2 · 1 + 0");
}

TEST(Formula, EndsThatDifferAreNamedApart) {
  const Axis axis{
      .input = 4, .kernel = 2, .stride = 3, .dilation = 2, .pad_begin = 1, .pad_end = 2, .output_padding = 1};
  EXPECT_EQ(plain(outputSizeInSymbols(axis)), "(n − 1) · s + d · (k − 1) + 1 − pb − pe + op");
  EXPECT_EQ(plain(outputSizeInNumbers(axis)), "(4 − 1) · 3 + 2 · (2 − 1) + 1 − 1 − 2 + 1");
}

TEST(Formula, PartsStandForFieldsOfTheTable) {
  for (const Index end : {1, 2}) {
    std::multiset<std::string_view> ids;
    for (const FormulaPart& part : outputSizeInNumbers({.pad_begin = 1, .pad_end = end}))
      if (!part.field.empty()) ids.insert(field(part.field).id);
    std::multiset<std::string_view> expected = {"input_size",  "stride",  "dilation",
                                                "kernel_size", "padding", "output_padding"};
    if (end == 2) expected.insert("padding_end");
    EXPECT_EQ(ids, expected);
  }
}

/// Sums and products of whole numbers with parentheses, in the signs that formulas are written with.
class Evaluator {
 public:
  static Index valueOf(std::string_view text) {
    Evaluator evaluator(text);
    const Index value = evaluator.sum();
    if (!evaluator.rest_.empty()) throw std::invalid_argument("left over: " + std::string(evaluator.rest_));
    return value;
  }

 private:
  explicit Evaluator(std::string_view text) : rest_(text) {}

  bool take(std::string_view sign) {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    if (!rest_.starts_with(sign)) return false;
    rest_.remove_prefix(sign.size());
    return true;
  }
  Index sum() {
    Index value = product();
    while (true) {
      if (take("+"))
        value += product();
      else if (take("−"))
        value -= product();
      else
        return value;
    }
  }
  Index product() {
    Index value = atom();
    while (take("·")) value *= atom();
    return value;
  }
  Index atom() {
    if (take("(")) {
      const Index value = sum();
      if (!take(")")) throw std::invalid_argument("unclosed");
      return value;
    }
    take("");
    std::size_t length = 0;
    const Index value = std::stoll(std::string(rest_), &length);
    rest_.remove_prefix(length);
    return value;
  }

  std::string_view rest_;
};

TEST(Formula, NumbersWorkOutToTheOutputLength) {
  support::forAll(500, [] {
    using support::pick;
    Axis axis{pick(1, 300), pick(1, 9), pick(1, 9), pick(1, 9), pick(0, 9), pick(0, 9), pick(0, 8)};
    if (pick(0, 1) == 0) axis.pad_end = axis.pad_begin;
    const std::string text = plain(outputSizeInNumbers(axis));
    RC_ASSERT(Evaluator::valueOf(text) == axis.output());
    RC_ASSERT(axis.output() == (axis.input - 1) * axis.stride + axis.dilation * (axis.kernel - 1) + 1 -
                                   axis.pad_begin - axis.pad_end + axis.output_padding);
  });
}

TEST(Names, LeaveOutWhatThereIsOnlyOneOf) {
  Layer layer;
  EXPECT_EQ(inputName(layer, 0, 1, 2), "x[1,2]");
  EXPECT_EQ(weightName(layer, 0, 0, 1, 2), "w[1,2]");
  EXPECT_EQ(sizeText(layer, {3, 4}), "3 × 4");
  layer.in_channels = 2;
  EXPECT_EQ(inputName(layer, 1, 1, 2), "x[1,1,2]");
  EXPECT_EQ(weightName(layer, 1, 0, 1, 2), "w[1,0,1,2]");
  layer.dims = 1;
  EXPECT_EQ(inputName(layer, 1, 0, 2), "x[1,2]");
  EXPECT_EQ(weightName(layer, 1, 0, 0, 2), "w[1,0,2]");
  EXPECT_EQ(sizeText(layer, {1, 4}), "4");
}

TEST(Names, OutputsCountFromTheWindowAlsoOutsideOfIt) {
  const Derived derived = support::derived(newcomerDocument());
  EXPECT_EQ(outputName(*derived.trace, 0, 1, 3), "y[0,2]");
  EXPECT_EQ(outputName(*derived.trace, 0, 0, 6), "y[-1,5]");
}

}  // namespace
}  // namespace lab

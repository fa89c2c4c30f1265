#include <gmock/gmock.h>

#include <limits>

#include "support/generators.h"

namespace {

using support::forAll;
using support::pick;
using tconv::Error;
using tconv::Fix;
using tconv::Index;
using tconv::Layer;
using tconv::Padding;
using tconv::Pair;
using tconv::Shape;

constexpr Index kHuge = std::numeric_limits<Index>::max();
const Shape kInput{1, 1, 3, 3};

std::string messageOf(const Layer& layer, Shape input = kInput) {
  const auto problem = tconv::validate(layer, input);
  return problem ? problem->message() : "";
}

std::optional<Fix> fixOf(const Layer& layer, Shape input = kInput) {
  const auto problem = tconv::validate(layer, input);
  return problem ? problem->fix : std::nullopt;
}

/// What the window does with a Fix: `padding` moves both ends while they are equal.
void apply(const Fix& fix, Layer& layer, Shape& input) {
  const int a = fix.axis;
  if (fix.parameter == "kernel_size") layer.kernel_size[a] = fix.value;
  if (fix.parameter == "stride") layer.stride[a] = fix.value;
  if (fix.parameter == "dilation") layer.dilation[a] = fix.value;
  if (fix.parameter == "output_padding") layer.output_padding[a] = fix.value;
  if (fix.parameter == "padding_end") layer.padding.end[a] = fix.value;
  if (fix.parameter == "padding" && layer.padding.symmetric()) layer.padding.end[a] = fix.value;
  if (fix.parameter == "padding") layer.padding.begin[a] = fix.value;
  if (fix.parameter == "groups") layer.groups = fix.value;
  if (fix.parameter == "in_channels") layer.in_channels = input.c = fix.value;
  if (fix.parameter == "out_channels") layer.out_channels = fix.value;
  if (fix.parameter == "batch") input.n = fix.value;
  if (fix.parameter == "input_size") (a == 0 ? input.h : input.w) = fix.value;
}

TEST(Validation, AcceptsTheDefaults) { EXPECT_EQ(messageOf({}), ""); }

TEST(Validation, NamesParameterValueAndRule) {
  EXPECT_EQ(messageOf({.stride = Pair(0, 1)}), "stride[0] = 0: must be at least 1");
  EXPECT_EQ(messageOf({.stride = Pair(1, -7)}), "stride[1] = -7: must be at least 1");
  EXPECT_EQ(messageOf({.dilation = Pair(1, 0)}), "dilation[1] = 0: must be at least 1");
  EXPECT_EQ(messageOf({.kernel_size = Pair(0, 3)}), "kernel_size[0] = 0: must be at least 1");
  EXPECT_EQ(messageOf({.padding = Pair(0, -1)}), "padding[1] = -1: must be at least 0");
  EXPECT_EQ(messageOf({.padding = Padding(0, Pair(-1, 0))}), "padding_end[0] = -1: must be at least 0");
  EXPECT_EQ(messageOf({.output_padding = Pair(-1, 0)}), "output_padding[0] = -1: must be at least 0");
  EXPECT_EQ(messageOf({.groups = 0}), "groups = 0: must be at least 1");
  EXPECT_EQ(messageOf({.in_channels = 0}), "in_channels = 0: must be at least 1");
  EXPECT_EQ(messageOf({.out_channels = 0}), "out_channels = 0: must be at least 1");
  EXPECT_EQ(messageOf({}, {0, 1, 3, 3}), "batch = 0: must be at least 1");
  EXPECT_EQ(messageOf({}, {1, 1, 3, 0}), "input_size[1] = 0: must be at least 1");
  EXPECT_EQ(messageOf({.dims = 3}), "dims = 3: must be 1 or 2");
  EXPECT_EQ(messageOf({.dims = 1}), "input_size[0] = 3: must be 1 for a 1-D layer");
}

TEST(Validation, OutputPaddingMustBeSmallerThanStrideOrDilation) {
  EXPECT_EQ(messageOf({.stride = 2, .output_padding = Pair(0, 2)}),
            "output_padding[1] = 2: output padding must be smaller than either stride (2) or dilation (1)");
  EXPECT_EQ(fixOf({.stride = 2, .output_padding = Pair(0, 2)}), (Fix{"output_padding", 1, 1}));
  EXPECT_EQ(messageOf({.stride = 2, .output_padding = 2, .dilation = 3}), "")
      << "smaller than dilation is enough";
  EXPECT_EQ(fixOf({.output_padding = 9, .dilation = 4}), (Fix{"output_padding", 0, 3}));
}

TEST(Validation, GroupsMustDivideBothChannels) {
  EXPECT_EQ(messageOf({.in_channels = 4, .out_channels = 6, .groups = 3}),
            "groups = 3: must divide in_channels (4)");
  EXPECT_EQ(messageOf({.in_channels = 6, .out_channels = 4, .groups = 3}),
            "groups = 3: must divide out_channels (4)");
  EXPECT_EQ(fixOf({.in_channels = 12, .out_channels = 18, .groups = 5}), (Fix{"groups", 0, 3}));
  EXPECT_EQ(fixOf({.in_channels = 12, .out_channels = 18, .groups = 100}), (Fix{"groups", 0, 6}));
}

TEST(Validation, PaddingMustLeaveOneCell) {
  EXPECT_EQ(
      messageOf({.padding = Pair(0, 3)}),
      "padding[1] = 3: leaves an output of length -1 along this axis, and it must be at least 1; before "
      "cropping it is 5");
  EXPECT_EQ(fixOf({.padding = Pair(0, 3)}), (Fix{"padding", 1, 2}));
  EXPECT_EQ(fixOf({.padding = Padding(Pair(0, 5), Pair(0, 1))}), (Fix{"padding", 1, 3}));
  EXPECT_EQ(fixOf({.padding = Padding(Pair(0, 1), Pair(0, 7))}), (Fix{"padding_end", 1, 3}));
  EXPECT_EQ(messageOf({.padding = Padding(Pair(0, 1), Pair(0, 7))}).substr(0, 19), "padding_end[1] = 7:");
  EXPECT_EQ(messageOf({.padding = Pair(2)}), "") << "one cell is left";
}

TEST(Validation, ALineIgnoresWhatBelongsToTheHeight) {
  Layer layer{.dims = 1, .kernel_size = Pair(0, 3), .stride = Pair(0, 2), .padding = Pair(9, 1)};
  layer.output_padding = Pair(5, 1);
  EXPECT_EQ(messageOf(layer, {1, 1, 1, 4}), "");
  EXPECT_EQ(tconv::outputShape(layer, {1, 1, 1, 4}), (Shape{1, 1, 1, 8}));
  EXPECT_EQ(tconv::weightShape(layer), (Shape{1, 1, 1, 3}));
}

Pair pickWild() { return {pick(-2, 9), pick(-2, 9)}; }

Layer pickWildLayer() {
  Layer layer;
  layer.dims = static_cast<int>(pick(1, 2));
  layer.in_channels = pick(-1, 12);
  layer.out_channels = pick(-1, 12);
  layer.groups = pick(-1, 14);
  layer.kernel_size = pickWild();
  layer.stride = pickWild();
  layer.dilation = pickWild();
  layer.output_padding = pickWild();
  const Pair begin = pickWild();
  layer.padding = pick(0, 1) == 0 ? Padding(begin) : Padding(begin, pickWild());
  return layer;
}

TEST(Validation, FollowingTheFixesEndsInALegalLayer) {
  forAll(5000, [] {
    Layer layer = pickWildLayer();
    Shape input{pick(-1, 2), layer.in_channels, pick(-1, 4), pick(-1, 4)};
    int rounds = 0;
    std::string last;
    while (const auto problem = tconv::validate(layer, input)) {
      RC_LOG() << problem->message() << std::endl;
      RC_ASSERT(problem->fix.has_value());
      RC_ASSERT(problem->message() != last);
      RC_ASSERT(++rounds < 30);
      last = problem->message();
      apply(*problem->fix, layer, input);
    }
    const Shape y = tconv::outputShape(layer, input);
    RC_ASSERT(y.n >= 1 && y.c >= 1 && y.h >= 1 && y.w >= 1);
  });
}

TEST(Validation, GeneratedCasesAreLegal) {
  forAll(1000, [] {
    const auto c = *support::integerCases();
    RC_ASSERT(!tconv::validate(c.layer, c.x.shape()).has_value());
  });
}

TEST(Validation, ParametersThatPyTorchTruncatesAreRefused) {
  const std::string rule = ": must be at most 2147483647";
  EXPECT_EQ(messageOf({.stride = Pair(1, 4294967297)}), "stride[1] = 4294967297" + rule);
  EXPECT_EQ(messageOf({.dilation = Pair(2147483648, 1)}), "dilation[0] = 2147483648" + rule);
  EXPECT_EQ(messageOf({.kernel_size = kHuge}), "kernel_size[0] = 9223372036854775807" + rule);
  EXPECT_EQ(messageOf({.padding = Pair(kHuge)}), "padding[0] = 9223372036854775807" + rule);
  EXPECT_EQ(messageOf({.padding = Padding(0, kHuge)}), "padding_end[0] = 9223372036854775807" + rule);
  EXPECT_EQ(messageOf({.output_padding = kHuge}), "output_padding[0] = 9223372036854775807" + rule);
  EXPECT_EQ(messageOf({.in_channels = kHuge}), "in_channels = 9223372036854775807" + rule);
  EXPECT_EQ(messageOf({.out_channels = kHuge}), "out_channels = 9223372036854775807" + rule);
}

TEST(Validation, SizesBeyond64BitsAreRefused) {
  EXPECT_EQ(messageOf({.stride = 2}, {1, 1, kHuge, 1}),
            "input_size[0] = 9223372036854775807: the sizes that follow from it do not fit in 64 bits");
  EXPECT_EQ(messageOf({}, {1, 1, Index{1} << 40, Index{1} << 40}),
            "input = 1 x 1 x 1099511627776 x 1099511627776: must fit in memory");
  EXPECT_EQ(messageOf({.kernel_size = 2147483647}),
            "weight = 1 x 1 x 2147483647 x 2147483647: must fit in memory");
  EXPECT_EQ(messageOf({.stride = 2147483647}),
            "output = 1 x 1 x 4294967297 x 4294967297: must fit in memory");
  EXPECT_EQ(messageOf({}, {kHuge, 1, 3, 3}), "input = 9223372036854775807 x 1 x 3 x 3: must fit in memory");
}

TEST(Validation, AnyNumbersAreJudgedWithoutOverflow) {
  const auto wild = [] {
    const Index magnitude = *rc::gen::arbitrary<Index>();
    return *rc::gen::element<Index>(1, 2, 3, 2147483647, kHuge, -kHuge - 1, magnitude);
  };
  forAll(3000, [&] {
    Layer layer;
    layer.dims = static_cast<int>(pick(1, 2));
    layer.in_channels = wild();
    layer.out_channels = wild();
    layer.groups = wild();
    for (Pair* pair : {&layer.kernel_size, &layer.stride, &layer.dilation, &layer.output_padding,
                       &layer.padding.begin, &layer.padding.end})
      *pair = Pair(wild(), wild());
    const Shape input{wild(), layer.in_channels, wild(), wild()};
    if (tconv::validate(layer, input)) return;
    const Shape y = tconv::outputShape(layer, input);
    RC_ASSERT(y.h >= 1 && y.w >= 1);
    RC_ASSERT(tconv::multiplyAdds(layer, input) >= 1);
  });
}

TEST(Validation, MemoryIsCheckedAgainstTheGivenLimit) {
  const Layer layer{.kernel_size = 2, .padding = Pair(1)};  // x 3x3, w 2x2, y 2x2, canvas 4x4
  EXPECT_FALSE(tconv::validateMemory(layer, kInput, false, 4 * (9 + 4 + 4)).has_value());
  EXPECT_EQ(tconv::validateMemory(layer, kInput, false, 4 * (9 + 4 + 4) - 1)->message(),
            "output = 1 x 1 x 2 x 2: must fit in memory");
  EXPECT_FALSE(tconv::validateMemory(layer, kInput, true, 4 * (9 + 4 + 4 + 16)).has_value());
  EXPECT_EQ(tconv::validateMemory(layer, kInput, true, 4 * (9 + 4 + 4 + 16) - 1)->message(),
            "canvas = 1 x 1 x 4 x 4: must fit in memory");
  EXPECT_GT(tconv::physicalMemory(), Index{1} << 20);
}

std::string operandMessage(const Layer& layer, Shape x, Shape weight, std::optional<Index> bias) {
  const auto problem = tconv::validateOperands(layer, x, weight, bias);
  return problem ? problem->message() : "";
}

TEST(Validation, OperandsMustHaveTheShapesOfTheLayer) {
  const Layer layer{.in_channels = 2, .out_channels = 4, .kernel_size = Pair(2, 3), .groups = 2};
  const Shape x{1, 2, 3, 3}, w{2, 2, 2, 3};
  EXPECT_EQ(operandMessage(layer, x, w, {}), "");
  EXPECT_EQ(operandMessage(layer, x, w, 4), "");
  EXPECT_EQ(operandMessage(layer, {1, 3, 3, 3}, w, {}),
            "input = (1, 3, 3, 3): must have in_channels = 2 channels");
  EXPECT_EQ(operandMessage(layer, x, {2, 2, 3, 2}, {}),
            "weight = (2, 2, 3, 2): must have the shape (2, 2, 2, 3)");
  EXPECT_EQ(operandMessage(layer, x, w, 3), "bias = 3 values: must have out_channels = 4 values");
  EXPECT_THROW(tconv::requireValid(layer, x, w, 3), Error);
  EXPECT_THROW(tconv::forward(layer, tconv::Tensor(x), tconv::Tensor(w), std::vector<float>(3)), Error);
}

TEST(OutputSize, FixesTheOutputPadding) {
  const Layer layer{.kernel_size = 5, .stride = 3, .padding = Pair(2)};
  EXPECT_EQ(tconv::outputPaddingFor(layer, 6, {16, 18}), Pair(0, 2));
}

std::string rangeMessage(const Layer& layer, Pair input, Pair wanted) {
  try {
    tconv::outputPaddingFor(layer, input, wanted);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

TEST(OutputSize, OutOfRangeIsRefusedWithTheRange) {
  const Layer layer{.kernel_size = 5, .stride = 3, .padding = Pair(2)};
  const std::string rule = ": must be between 16 and 18 for this input, kernel, stride, padding and dilation";
  EXPECT_EQ(rangeMessage(layer, 6, {15, 16}), "output_size[0] = 15" + rule);
  EXPECT_EQ(rangeMessage(layer, 6, {16, 19}), "output_size[1] = 19" + rule);
  EXPECT_EQ(rangeMessage({.padding = Pair(9)}, 3, 1),
            "padding[0] = 9: leaves no output cell whatever the output size");
}

TEST(OutputSize, IsReachedByItsOutputPadding) {
  forAll(500, [] {
    const auto c = *support::integerCases();
    Layer layer = c.layer;
    const Pair input = c.x.shape().spatial();
    layer.output_padding = 0;
    const tconv::Axes both = tconv::axes(layer, input);
    const auto wanted = [](const tconv::Axis& a) {
      return std::max<Index>(1, a.output() + pick(0, a.stride - 1));
    };
    RC_PRE(both.h.output() + both.h.stride > 1 && both.w.output() + both.w.stride > 1);
    const Pair size(wanted(both.h), wanted(both.w));
    layer.output_padding = tconv::outputPaddingFor(layer, input, size);
    RC_ASSERT(tconv::outputShape(layer, c.x.shape()).spatial() == size);
    RC_ASSERT(!tconv::validate(layer, c.x.shape()).has_value());
  });
}

TEST(Sizes, MultiplyAddsSaturate) {
  Layer layer{.in_channels = 1, .kernel_size = 2147483647};
  EXPECT_EQ(tconv::multiplyAdds(layer, {1, 1, 3, 3}), kHuge);
}

TEST(Sizes, ConvolutionThatDoesNotFitHasNoOutput) {
  EXPECT_EQ(tconv::convOutputSize({.kernel_size = 5, .stride = 2}, {4, 2}), Pair(0, -1));
}

}  // namespace

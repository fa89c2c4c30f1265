#include <gmock/gmock.h>

#include "framework_rules.h"
#include "support/errors.h"
#include "support/generators.h"

namespace {

using support::apply;
using support::Line;
using support::noHeight;
using support::Rule;
using tconv::AutoPad;
using tconv::FrameworkCall;
using tconv::FrameworkLayer;
using tconv::Index;
using tconv::JaxCall;
using tconv::JaxPadding;
using tconv::KerasCall;
using tconv::KerasPadding;
using tconv::Layer;
using tconv::OnnxCall;
using tconv::Padding;
using tconv::Pair;
using tconv::Problem;
using tconv::PyTorchCall;
using tconv::Tensor;

using Values = std::vector<float>;

/// Different numbers, none of them symmetric, all of them exact.
Tensor numbered(tconv::Shape shape, float first) {
  Tensor t(shape);
  float value = first;
  for (float& v : t.values()) {
    v = value;
    value = value * 3 - 7 * static_cast<float>(static_cast<int>(value / 5));
  }
  return t;
}

Layer lineLayer(Line a) {
  return {.dims = 1, .kernel_size = Pair(1, a.k), .stride = Pair(1, a.s), .dilation = Pair(1, a.d)};
}

Layer planeLayer(Line h, Line w) {
  return {.kernel_size = Pair(h.k, w.k), .stride = Pair(h.s, w.s), .dilation = Pair(h.d, w.d)};
}

std::string textOf(const FrameworkCall& call, const Layer& layer) {
  return tconv::codeLine(call, layer) + " k " + std::to_string(layer.kernel_size.w);
}

/// The call gives what the rules say, as a legal layer; returns that layer.
FrameworkLayer expectRules(const FrameworkCall& call, const Layer& layer, Pair input, const Rule& h,
                           const Rule& w) {
  const auto made = tconv::realize(call, layer, input);
  const auto* as_layer = std::get_if<FrameworkLayer>(&made);
  if (as_layer == nullptr) {
    ADD_FAILURE() << textOf(call, layer) << ": " << std::get<Problem>(made).message();
    return {};
  }
  const tconv::Shape shape{1, 1, input.h, input.w};
  EXPECT_FALSE(tconv::validate(as_layer->layer, shape).has_value()) << textOf(call, layer);
  const Tensor x = numbered(shape, 1), weight = numbered(tconv::weightShape(layer), 2);
  const float bias[] = {5};
  const Tensor y = tconv::forward(*as_layer, x, weight, bias), expected = apply(h, w, x, weight, 5);
  EXPECT_EQ(y.shape(), expected.shape()) << textOf(call, layer) << " n " << input.w;
  EXPECT_EQ(tconv::outputShape(*as_layer, shape), expected.shape());
  EXPECT_THAT(support::toVector(y), testing::ElementsAreArray(support::toVector(expected)))
      << textOf(call, layer) << " n " << input.w;
  return *as_layer;
}

FrameworkLayer expectRule(const FrameworkCall& call, Line a, const Rule& rule) {
  return expectRules(call, lineLayer(a), {1, a.n}, noHeight(), rule);
}

void expectRefused(const FrameworkCall& call, const Layer& layer, Pair input, const std::string& message) {
  const auto made = tconv::realize(call, layer, input);
  ASSERT_TRUE(std::holds_alternative<Problem>(made)) << textOf(call, layer);
  EXPECT_EQ(std::get<Problem>(made).message(), message);
}

/// All small settings of one axis.
template <class Visit>
void forAllLines(Visit visit) {
  for (Index n = 1; n <= 5; ++n)
    for (Index k = 1; k <= 5; ++k)
      for (Index s = 1; s <= 4; ++s)
        for (Index d = 1; d <= 3; ++d) visit(Line{n, k, s, d});
}

const Padding kNoBlank;

TEST(Frameworks, PyTorchCropsBothEndsAlike) {
  forAllLines([](Line a) {
    for (Index p = 0; p <= 4; ++p)
      for (Index op = 0; op < std::max(a.s, a.d); ++op) {
        const Index length = (a.n - 1) * a.s - 2 * p + a.d * (a.k - 1) + op + 1;
        if (length < 1) continue;
        expectRule(PyTorchCall{Pair(0, p), Pair(0, op)}, a, support::windowRule(a, p, length));
      }
  });
}

TEST(Frameworks, KerasIsTheGradientOfTensorFlowsConvolution) {
  forAllLines([](Line a) {
    if (a.s > 1 && a.d > 1) return;
    for (const bool same : {false, true}) {
      const auto padding = same ? KerasPadding::same : KerasPadding::valid;
      const auto rule = support::kerasRule(a, same, {});
      ASSERT_TRUE(rule.has_value());
      const FrameworkLayer made = expectRule(KerasCall{padding}, a, *rule);
      EXPECT_EQ(made.blank, kNoBlank);
      EXPECT_FALSE(made.turned);
      for (Index op = 0; op < a.s; ++op) {
        const KerasCall call{padding, Pair(0, op)};
        const auto given = support::kerasRule(a, same, op);
        if (given)
          EXPECT_EQ(expectRule(call, a, *given).blank, kNoBlank);
        else
          expectRefused(call, lineLayer(a), {1, a.n},
                        "output_padding[1] = 0: must be at least 1 with padding='same' and an even "
                        "kernel_size");
      }
    }
  });
}

TEST(Frameworks, OnnxFollowsTheEquationsOfItsSpecification) {
  forAllLines([](Line a) {
    for (Index op = 0; op < std::max(a.s, a.d); ++op) {
      const Index full = a.s * (a.n - 1) + a.extent() + op;
      expectRule(OnnxCall{AutoPad::valid, {}, Pair(0, op)}, a, support::windowRule(a, 0, full));
      for (const bool upper : {true, false}) {
        const OnnxCall same{upper ? AutoPad::same_upper : AutoPad::same_lower, {}, Pair(0, op)};
        EXPECT_EQ(expectRule(same, a, support::onnxRule(a, upper, op, a.n * a.s)).blank, kNoBlank);
      }
      for (Index begin = 0; begin <= 3; ++begin)
        for (Index end = 0; end <= 3 && begin + end < full; ++end)
          expectRule(OnnxCall{AutoPad::notset, Padding({0, begin}, {0, end}), Pair(0, op)}, a,
                     support::windowRule(a, begin, full - begin - end));
    }
  });
}

TEST(Frameworks, OnnxReachesAnyOutputShape) {
  forAllLines([](Line a) {
    for (const Index op : {Index(0), std::max(a.s, a.d) - 1})
      for (Index length = 1; length <= (a.n - 1) * a.s + a.extent() + 6; ++length)
        for (const AutoPad auto_pad :
             {AutoPad::notset, AutoPad::valid, AutoPad::same_upper, AutoPad::same_lower})
          expectRule(OnnxCall{auto_pad, {}, Pair(0, op), Pair(1, length)}, a,
                     support::onnxRule(a, auto_pad == AutoPad::same_upper, op, length));
  });
}

TEST(Frameworks, JaxCorrelatesTheStretchedInputWithoutTurningTheKernel) {
  forAllLines([](Line a) {
    for (const bool transpose : {false, true}) {
      for (const bool same : {false, true}) {
        const JaxCall call{same ? JaxPadding::same : JaxPadding::valid, {}, transpose};
        const FrameworkLayer made = expectRule(call, a, support::jaxRule(a, same, transpose));
        EXPECT_EQ(made.blank, kNoBlank);
        EXPECT_EQ(made.turned, !transpose);
      }
      for (Index begin = -2; begin <= a.extent() + 2; ++begin)
        for (Index end = -2; end <= a.extent() + 4; ++end) {
          // What is left when neither end is extended beyond the kernel's reach.
          const Index reach = a.extent() - 1;
          const Index inside = (a.n - 1) * a.s + 1 + std::min(begin, reach) + std::min(end, reach) - reach;
          if (inside < 1) continue;
          expectRule(JaxCall{JaxPadding::pairs, Padding({0, begin}, {0, end}), transpose}, a,
                     support::jaxRule(a, begin, end, transpose));
        }
    }
  });
}

TEST(Frameworks, TreatTheAxesOneByOne) {
  for (const auto& [h, w] :
       {std::pair(Line{3, 2, 3, 1}, Line{2, 5, 2, 1}), std::pair(Line{2, 4, 1, 1}, Line{4, 1, 4, 1}),
        std::pair(Line{3, 3, 1, 2}, Line{2, 4, 1, 3})}) {
    const Layer layer = planeLayer(h, w);
    const Pair input(h.n, w.n);
    expectRules(KerasCall{KerasPadding::same}, layer, input, *support::kerasRule(h, true, {}),
                *support::kerasRule(w, true, {}));
    expectRules(OnnxCall{AutoPad::same_lower}, layer, input, support::onnxRule(h, false, 0, h.n * h.s),
                support::onnxRule(w, false, 0, w.n * w.s));
    expectRules(OnnxCall{AutoPad::notset, {}, 0, Pair(5, 9)}, layer, input, support::onnxRule(h, false, 0, 5),
                support::onnxRule(w, false, 0, 9));
    expectRules(JaxCall{JaxPadding::same}, layer, input, support::jaxRule(h, true, false),
                support::jaxRule(w, true, false));
    expectRules(JaxCall{JaxPadding::pairs, Padding({4, 1}, {9, 8})}, layer, input,
                support::jaxRule(h, 4, 9, false), support::jaxRule(w, 1, 8, false));
  }
}

TEST(Frameworks, KeepGroupsAndChannelsWhereTheyCan) {
  const Layer layer{.in_channels = 4, .out_channels = 6, .kernel_size = 3, .stride = 2, .groups = 2};
  const Tensor x = numbered({2, 4, 3, 2}, 1), weight = numbered(tconv::weightShape(layer), 2);
  Layer cropped = layer;
  cropped.padding = Padding(0, 1);
  const auto made = tconv::realize(OnnxCall{AutoPad::same_upper}, layer, {3, 2});
  EXPECT_EQ(std::get<FrameworkLayer>(made).layer, cropped);
  EXPECT_EQ(tconv::forward(std::get<FrameworkLayer>(made), x, weight), tconv::forward(cropped, x, weight));
}

TEST(Frameworks, BlankCellsHoldTheBias) {
  const auto made = tconv::realize(OnnxCall{AutoPad::notset, {}, 0, Pair(1, 6)},
                                   Layer{.dims = 1, .kernel_size = Pair(1, 2)}, {1, 2});
  const auto& blank = std::get<FrameworkLayer>(made);
  EXPECT_EQ(blank.blank, Padding(0, Pair(0, 3)));
  const float bias[] = {7};
  const Tensor y =
      tconv::forward(blank, Tensor({1, 1, 1, 2}, Values{1, 2}), Tensor({1, 1, 1, 2}, Values{1, 10}), bias);
  EXPECT_EQ(support::toVector(y), (Values{8, 19, 27, 7, 7, 7}));
}

TEST(Frameworks, RefuseInTheirOwnTerms) {
  const Layer both{.kernel_size = 3, .stride = Pair(2, 1), .dilation = Pair(1, 3)};
  expectRefused(KerasCall{}, both, 4,
                "strides = 2: cannot be above 1 together with dilation_rate above 1 (3)");
  const Layer grouped{.in_channels = 2, .out_channels = 2, .groups = 2};
  expectRefused(KerasCall{}, grouped, 4, "groups = 2: Conv2DTranspose has no groups");
  expectRefused(JaxCall{}, grouped, 4,
                "groups = 2: conv_transpose has no groups; conv_general_dilated has (feature_group_count)");
  const Layer layer{.kernel_size = 3, .stride = 2};
  expectRefused(KerasCall{KerasPadding::valid, Pair(1, 2)}, layer, 4,
                "output_padding[1] = 2: must be smaller than strides (2)");
  expectRefused(KerasCall{KerasPadding::same, Pair(-1, 0)}, layer, 4,
                "output_padding[0] = -1: must be at least 0");
  expectRefused(
      PyTorchCall{0, 2}, layer, 4,
      "output_padding[0] = 2: output padding must be smaller than either stride (2) or dilation (1)");
  expectRefused(OnnxCall{AutoPad::notset, {}, Pair(0, 2)}, layer, 4,
                "output_padding[1] = 2: must be at least 0 and smaller than strides (2) or dilations (1)");
  expectRefused(OnnxCall{AutoPad::same_upper, Padding(1)}, layer, 4,
                "pads: cannot be given together with auto_pad");
  expectRefused(OnnxCall{AutoPad::notset, {}, 0, Pair(0, 4)}, layer, 4,
                "output_shape[0] = 0: must be between 1 and 2147483647");
  expectRefused(OnnxCall{AutoPad::notset, Padding(0, Pair(0, -1))}, layer, 4,
                "pads end[1] = -1: must be at least 0");
  expectRefused(JaxCall{JaxPadding::pairs, Padding(Pair(0, -5), Pair(0, -2))}, layer, 4,
                "padding[1] = (-5, -2): leaves no output cell within reach of the kernel");
  expectRefused(JaxCall{JaxPadding::pairs, Padding(Pair(0, 1L << 40), 0)}, layer, 4,
                "padding[1] = (1099511627776, 0): must be at most 2147483647 either way");
  expectRefused(JaxCall{JaxPadding::pairs, Padding(Pair(0, 2), Pair(0, -2147483648))}, layer, 4,
                "padding[1] = (2, -2147483648): must be at most 2147483647 either way");
  expectRefused(JaxCall{JaxPadding::pairs, Padding(Pair(0, 2), Pair(0, -2147483647))}, layer, 4,
                "padding[1] = (2, -2147483647): leaves no output cell within reach of the kernel");
  Layer still = layer;
  still.dilation = 0;
  expectRefused(KerasCall{}, still, 4, "dilation_rate[0] = 0: must be at least 1");
}

TEST(Frameworks, RefuseABlankOutputThatDoesNotFitInMemory) {
  const Layer layer{.kernel_size = 1};
  const auto made = tconv::realize(OnnxCall{AutoPad::notset, {}, 0, Pair(2147483647)}, layer, 1);
  EXPECT_EQ(support::errorOf([&] {
              tconv::forward(std::get<FrameworkLayer>(made), Tensor({1, 1, 1, 1}), Tensor({1, 1, 1, 1}));
            }),
            "output = 2147483647 x 2147483647: must fit in memory");
}

TEST(Frameworks, HaveNames) {
  for (const auto name : tconv::frameworkNames()) EXPECT_EQ(tconv::nameOf(tconv::framework(name)), name);
  EXPECT_EQ(tconv::titleOf(tconv::frameworkOf(KerasCall{})), "Keras");
  EXPECT_EQ(support::errorOf([] { tconv::framework("caffe"); }),
            "framework = caffe: must be one of pytorch, keras, onnx, jax");
}

}  // namespace

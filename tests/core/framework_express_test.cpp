#include <gmock/gmock.h>

#include "framework_rules.h"
#include "support/generators.h"

namespace {

using tconv::AutoPad;
using tconv::Framework;
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

/// A 1-D layer.
Layer line(Index k, Index s, Index d, Index begin, Index end, Index op) {
  return {.dims = 1,
          .kernel_size = Pair(1, k),
          .stride = Pair(1, s),
          .padding = Padding({0, begin}, {0, end}),
          .output_padding = Pair(0, op),
          .dilation = Pair(1, d)};
}

/// The line of code, or the reason why there is none.
std::string said(Framework framework, const Layer& layer, Pair input = Pair(1, 4)) {
  const auto result = tconv::expressIn(framework, layer, input);
  if (const auto* problem = std::get_if<Problem>(&result)) return problem->message();
  return tconv::codeLine(std::get<FrameworkCall>(result), layer);
}

/// Whether a call leads to the layer's own numbers: with distinct powers of two for the weights, one image
/// tells layers apart.
bool equivalent(const FrameworkCall& call, const Layer& layer, Pair input) {
  const auto made = tconv::realize(call, layer, input);
  const auto* as_layer = std::get_if<FrameworkLayer>(&made);
  if (as_layer == nullptr) return false;
  const tconv::Shape shape{1, layer.in_channels, input.h, input.w};
  tconv::Tensor x(shape), weight(tconv::weightShape(layer));
  float value = 1;
  for (float& v : weight.values()) v = value *= 2;
  value = 1;
  for (float& v : x.values()) v = value *= 1.25F;
  return tconv::forward(*as_layer, x, weight) == tconv::forward(layer, x, weight);
}

/// Every call of a framework with small numbers on one axis.
std::vector<FrameworkCall> everyCall(Framework framework, Index most) {
  std::vector<FrameworkCall> calls;
  if (framework == Framework::keras)
    for (const KerasPadding padding : {KerasPadding::valid, KerasPadding::same}) {
      calls.push_back(KerasCall{padding});
      for (Index op = 0; op <= most; ++op) calls.push_back(KerasCall{padding, Pair(0, op)});
    }
  if (framework == Framework::pytorch)
    for (Index p = 0; p <= most; ++p)
      for (Index op = 0; op <= most; ++op) calls.push_back(PyTorchCall{Pair(0, p), Pair(0, op)});
  return calls;
}

TEST(Express, GivesTheSameNumbers) {
  for (const Framework framework : {Framework::pytorch, Framework::keras, Framework::onnx, Framework::jax}) {
    int found = 0;
    support::forAll(500, [&] {
      const int dims = static_cast<int>(support::pick(1, 2));
      const Pair input(dims == 1 ? 1 : support::pick(1, 4), support::pick(1, 4));
      const Layer layer = support::pickLayer(input, dims);
      const auto result = tconv::expressIn(framework, layer, input);
      if (std::holds_alternative<Problem>(result)) return;
      ++found;
      RC_ASSERT(equivalent(std::get<FrameworkCall>(result), layer, input));
    });
    EXPECT_GT(found, 10) << tconv::nameOf(framework);
  }
}

/// All small layers of one axis that are valid.
template <class Visit>
void forAllLayers(Visit visit) {
  for (Index k = 1; k <= 4; ++k)
    for (Index s = 1; s <= 3; ++s)
      for (Index d = 1; d <= 2; ++d)
        for (Index begin = 0; begin <= 3; ++begin)
          for (Index end = 0; end <= 3; ++end)
            for (Index op = 0; op < std::max(s, d); ++op)
              for (const Index n : {1, 4}) {
                const Layer layer = line(k, s, d, begin, end, op);
                if (!tconv::validate(layer, {1, 1, 1, n})) visit(layer, Pair(1, n));
              }
}

TEST(Express, RefusesOnlyWhatNoCallReaches) {
  forAllLayers([](const Layer& layer, Pair input) {
    const tconv::Axis along = tconv::axis(layer, input, 1);
    // Where nothing but zeros is kept, calls agree by chance.
    if (along.pad_begin >= along.full()) return;
    for (const Framework framework : {Framework::pytorch, Framework::keras}) {
      if (std::holds_alternative<FrameworkCall>(tconv::expressIn(framework, layer, input))) continue;
      for (const FrameworkCall& call : everyCall(framework, 6)) {
        // An equal picture of one input is chance unless the longer input agrees, too.
        EXPECT_FALSE(equivalent(call, layer, input) && equivalent(call, layer, Pair(1, input.w + 3)))
            << tconv::codeLine(call, layer) << " for " << testing::PrintToString(layer);
      }
    }
  });
}

TEST(Express, JaxSaysEverythingWithoutGroups) {
  forAllLayers([](const Layer& layer, Pair input) {
    const auto result = tconv::expressIn(Framework::jax, layer, input);
    ASSERT_TRUE(std::holds_alternative<FrameworkCall>(result)) << testing::PrintToString(layer);
    EXPECT_TRUE(equivalent(std::get<FrameworkCall>(result), layer, input)) << testing::PrintToString(layer);
  });
}

TEST(Express, PyTorchSaysSameOnlyForSmallKernelsAndEvenCrops) {
  for (Index k = 1; k <= 6; ++k)
    for (Index s = 1; s <= 5; ++s)
      for (Index d = 1; d <= 3; ++d) {
        if (s > 1 && d > 1) continue;
        const auto same = tconv::realize(KerasCall{KerasPadding::same}, line(k, s, d, 0, 0, 0), {1, 4});
        const Layer layer = std::get<FrameworkLayer>(same).layer;
        const auto result = tconv::expressIn(Framework::pytorch, layer, {1, 4});
        const Index ke = d * (k - 1) + 1;
        EXPECT_EQ(std::holds_alternative<FrameworkCall>(result), ke <= s || (ke - s) % 2 == 0)
            << k << " " << s << " " << d;
        if (ke > s) continue;
        const PyTorchCall expected{0, Pair(0, s - ke)};
        EXPECT_EQ(std::get<FrameworkCall>(result), FrameworkCall(expected));
      }
}

TEST(Express, JaxPairsAreTheKernelsReachLessThePadding) {
  const auto result = tconv::expressIn(Framework::jax, line(3, 2, 2, 1, 1, 1), {1, 4});
  // ke - 1 - p = 3 and ke - 1 - p + op = 4.
  EXPECT_EQ(std::get<FrameworkCall>(result),
            FrameworkCall(JaxCall{JaxPadding::pairs, Padding({0, 3}, {0, 4}), true}));
}

TEST(Express, LowerHalvesArePyTorchsOutputPadding) {
  // ONNX SAME_LOWER with k3 s2 crops one cell at the beginning: padding 1, of which the end gets 1 back.
  EXPECT_EQ(said(Framework::pytorch, line(3, 2, 1, 1, 0, 0)),
            "nn.ConvTranspose1d(1, 1, 3, stride=2, padding=1, output_padding=1, bias=False)");
}

TEST(Express, SaysWhy) {
  EXPECT_EQ(
      said(Framework::pytorch, line(3, 2, 1, 0, 1, 0)),
      "padding[1] = (0, 1): crops the end by 1 more than the beginning, and PyTorch crops both alike and "
      "can only give back at the end");
  EXPECT_EQ(said(Framework::pytorch, line(4, 1, 1, 1, 0, 0)),
            "padding[1] = (1, 0): needs output_padding = 1, which must be smaller than either stride (1) or "
            "dilation (1)");
  EXPECT_EQ(said(Framework::keras, line(3, 2, 1, 1, 1, 1)),
            "padding[1] = (1, 1) and output_padding 1: is neither 'valid', which crops nothing at the "
            "beginning, nor 'same', which would crop (0, 1)");
  EXPECT_EQ(
      said(Framework::keras, line(4, 1, 1, 1, 1, 0)),
      "padding[1] = (1, 1): makes an output of length 5, which an output_padding below strides (1) does "
      "not reach");
  EXPECT_EQ(said(Framework::keras, line(3, 2, 2, 0, 0, 0)),
            "strides = 2: cannot be above 1 together with dilation_rate above 1 (2)");
  EXPECT_EQ(
      said(Framework::onnx, line(3, 1, 2, 1, 0, 1)),
      "output_padding[1] = 1: must be smaller than strides (1) in ONNX Runtime, whatever the dilations");
  const Layer grouped{.in_channels = 2, .out_channels = 2, .groups = 2};
  EXPECT_EQ(said(Framework::jax, grouped, 4),
            "groups = 2: conv_transpose has no groups; conv_general_dilated has (feature_group_count)");
  // The height is 'valid', the width 'same'.
  const Layer mixed{.kernel_size = 5, .padding = Padding(Pair(0, 2))};
  EXPECT_EQ(said(Framework::keras, mixed, 4),
            "padding: height and width need different words, and Keras takes one for both");
  EXPECT_EQ(said(Framework::keras, line(3, 2, 1, 0, 0, 2)),
            "output_padding[1] = 2: output padding must be smaller than either stride (2) or dilation (1)");
}

TEST(Express, ChoosesThePlainestCall) {
  EXPECT_EQ(said(Framework::keras, line(2, 3, 1, 0, 0, 1)),
            "keras.layers.Conv1DTranspose(1, 2, strides=3, use_bias=False)");
  EXPECT_EQ(
      said(Framework::keras, line(3, 2, 1, 1, 1, 0)),
      "keras.layers.Conv1DTranspose(1, 3, strides=2, padding='same', output_padding=0, use_bias=False)");
  EXPECT_EQ(said(Framework::onnx, line(3, 2, 1, 1, 2, 1)),
            "onnx.helper.make_node('ConvTranspose', ['x', 'w'], ['y'], strides=[2], pads=[1, 1])");
  EXPECT_EQ(said(Framework::onnx, line(3, 1, 2, 0, 0, 1)),
            "onnx.helper.make_node('ConvTranspose', ['x', 'w'], ['y'], dilations=[2], output_shape=[9])");
  EXPECT_EQ(said(Framework::jax, line(3, 2, 1, 0, 1, 0)),
            "jax.lax.conv_transpose(x, w, (2,), 'SAME', transpose_kernel=True)");
}

TEST(CodeLine, IsWhatAUserWouldWrite) {
  Layer layer{.kernel_size = 3, .stride = 2};
  EXPECT_EQ(tconv::codeLine(PyTorchCall{1, 0}, layer),
            "nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, bias=False)");
  EXPECT_EQ(tconv::codeLine(KerasCall{KerasPadding::same}, layer),
            "keras.layers.Conv2DTranspose(1, 3, strides=2, padding='same', use_bias=False)");
  EXPECT_EQ(
      tconv::codeLine(OnnxCall{AutoPad::same_upper}, layer),
      "onnx.helper.make_node('ConvTranspose', ['x', 'w'], ['y'], strides=[2, 2], auto_pad='SAME_UPPER')");
  EXPECT_THAT(tconv::codeLine(OnnxCall{AutoPad::same_lower}, layer),
              testing::HasSubstr("auto_pad='SAME_LOWER'"));
  EXPECT_THAT(tconv::codeLine(OnnxCall{AutoPad::valid}, layer), testing::HasSubstr("auto_pad='VALID'"));
  EXPECT_EQ(tconv::codeLine(OnnxCall{AutoPad::notset, Padding(0, 1)}, layer),
            "onnx.helper.make_node('ConvTranspose', ['x', 'w'], ['y'], strides=[2, 2], pads=[0, 0, 1, 1])");
  EXPECT_EQ(tconv::codeLine(JaxCall{JaxPadding::same}, layer),
            "jax.lax.conv_transpose(x, w, (2, 2), 'SAME')");
}

TEST(CodeLine, NamesEverythingThatIsNotTheDefault) {
  const Layer layer{.in_channels = 4,
                    .out_channels = 6,
                    .kernel_size = Pair(3, 5),
                    .stride = Pair(2, 1),
                    .dilation = Pair(1, 2),
                    .groups = 2,
                    .bias = true};
  EXPECT_EQ(
      tconv::codeLine(PyTorchCall{Pair(1, 2), Pair(1, 0)}, layer),
      "nn.ConvTranspose2d(4, 6, (3, 5), stride=(2, 1), padding=(1, 2), output_padding=(1, 0), groups=2, "
      "dilation=(1, 2))");
  EXPECT_EQ(tconv::codeLine(KerasCall{KerasPadding::valid, Pair(1, 0)}, layer),
            "keras.layers.Conv2DTranspose(6, (3, 5), strides=(2, 1), output_padding=(1, 0), "
            "dilation_rate=(1, 2))");
  EXPECT_EQ(
      tconv::codeLine(OnnxCall{AutoPad::notset, {}, Pair(1, 0), Pair(8, 9)}, layer),
      "onnx.helper.make_node('ConvTranspose', ['x', 'w', 'b'], ['y'], strides=[2, 1], dilations=[1, 2], "
      "group=2, output_padding=[1, 0], output_shape=[8, 9])");
  EXPECT_EQ(tconv::codeLine(JaxCall{JaxPadding::pairs, Padding({1, 2}, {3, -1}), true}, layer),
            "jax.lax.conv_transpose(x, w, (2, 1), [(1, 3), (2, -1)], rhs_dilation=(1, 2), "
            "transpose_kernel=True) + b");
}

}  // namespace

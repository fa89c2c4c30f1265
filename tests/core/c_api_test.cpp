#include <gmock/gmock.h>

#include <memory>
#include <thread>

#include "support/bits.h"
#include "support/generators.h"
#include "tconv/tconv_c.h"

namespace {

using support::bits;
using support::Case;
using support::forAll;
using support::pick;
using tconv::Index;
using tconv::kLargestParameter;
using tconv::Tensor;

tconv_layer layerOf(const tconv::Layer& l) {
  return {l.dims,
          {l.stride.h, l.stride.w},
          {l.padding.begin.h, l.padding.begin.w},
          {l.padding.end.h, l.padding.end.w},
          {l.output_padding.h, l.output_padding.w},
          {l.dilation.h, l.dilation.w},
          l.groups};
}

/// They point into the case.
tconv_operands operandsOf(const Case& c) {
  const tconv::Shape x = c.x.shape(), weight = c.weight.shape();
  return {c.x.values().data(),
          {x.n, x.c, x.h, x.w},
          c.weight.values().data(),
          {weight.n, weight.c, weight.h, weight.w},
          c.bias.empty() ? nullptr : c.bias.data()};
}

using TracePointer = std::unique_ptr<tconv_trace, decltype(&tconv_trace_close)>;

TracePointer opened(const Case& c) {
  const tconv_layer layer = layerOf(c.layer);
  const tconv_operands operands = operandsOf(c);
  return {tconv_trace_open(&layer, &operands), tconv_trace_close};
}

TEST(CInterface, ForwardIsThatOfTheLibrary) {
  forAll(300, [] {
    const Case c = support::pickCase(support::pickReal);
    const tconv_layer layer = layerOf(c.layer);
    const tconv_operands operands = operandsOf(c);
    std::int64_t shape[4] = {};
    RC_ASSERT(tconv_output_shape(&layer, &operands, shape) == TCONV_OK);
    Tensor y({shape[0], shape[1], shape[2], shape[3]});
    RC_ASSERT(tconv_forward(&layer, &operands, 0, static_cast<int>(pick(1, 2)), y.values().data()) ==
              TCONV_OK);
    RC_ASSERT(y == tconv::forward(c.layer, c.x, c.weight, c.bias));
  });
}

TEST(CInterface, FastIsWinograd) {
  Case c{{.in_channels = 16, .out_channels = 16}, Tensor({1, 16, 9, 8}), Tensor({16, 16, 3, 3}), {}};
  c.x = tconv::makeValues(tconv::ValuePreset::normal, c.x.shape(), 1);
  c.weight = tconv::makeValues(tconv::ValuePreset::normal, c.weight.shape(), 2);
  const tconv_layer layer = layerOf(c.layer);
  const tconv_operands operands = operandsOf(c);
  Tensor direct(tconv::outputShape(c.layer, c.x.shape())), fast = direct;
  EXPECT_EQ(tconv_forward(&layer, &operands, 0, 1, direct.values().data()), TCONV_OK);
  EXPECT_EQ(tconv_forward(&layer, &operands, 1, 1, fast.values().data()), TCONV_OK);
  EXPECT_EQ(fast, tconv::forward(c.layer, c.x, c.weight, {}, {.algorithm = tconv::Algorithm::fast}));
  EXPECT_NE(fast, direct) << "the two round differently";
}

TEST(CInterface, TraceIsThatOfTheLibrary) {
  forAll(200, [] {
    const Case c = support::pickCase(support::pickReal);
    const tconv::Trace trace(c.layer, c.x, c.weight, c.bias);
    const TracePointer given = opened(c);
    RC_ASSERT(tconv_trace_steps(given.get()) == trace.steps());
    RC_ASSERT(tconv_trace_taps_per_step(given.get()) == trace.tapsPerStep());
    std::int64_t size[2] = {};
    tconv_trace_canvas_size(given.get(), size);
    RC_ASSERT(tconv::Pair(size[0], size[1]) == trace.canvasSize());

    const tconv::Position at{pick(0, trace.steps()), pick(0, trace.tapsPerStep())};
    Tensor canvas = trace.canvas({}), output = trace.output({});
    RC_ASSERT(tconv_trace_canvas(given.get(), at.step, at.tap, canvas.values().data()) == TCONV_OK);
    RC_ASSERT(tconv_trace_output(given.get(), at.step, at.tap, output.values().data()) == TCONV_OK);
    RC_ASSERT(bits(canvas.values()) == bits(trace.canvas(at).values()));
    RC_ASSERT(bits(output.values()) == bits(trace.output(at).values()));
  });
}

TEST(CInterface, StepsAreThoseOfTheLibrary) {
  forAll(100, [] {
    const Case c = support::pickCase(support::pickReal);
    const tconv::Trace trace(c.layer, c.x, c.weight, c.bias);
    const TracePointer given = opened(c);
    for (Index i = 0; i < trace.steps(); ++i) {
      tconv_step step = {};
      RC_ASSERT(tconv_trace_step(given.get(), i, &step) == TCONV_OK);
      const tconv::Step expected = trace.step(i);
      RC_ASSERT(std::tie(step.channel, step.row, step.column, step.value) ==
                std::tie(expected.channel, expected.row, expected.column, expected.value));
      RC_ASSERT(tconv::Rect(step.patch[0], step.patch[1], step.patch[2], step.patch[3]) == expected.patch);
    }
  });
}

TEST(CInterface, OverlapIsThatOfTheAxis) {
  forAll(200, [] {
    const Case c = support::pickCase(support::pickInteger);
    const tconv_layer layer = layerOf(c.layer);
    const tconv_operands operands = operandsOf(c);
    for (int a = 0; a < 2; ++a) {
      tconv_overlap overlap = {};
      RC_ASSERT(tconv_overlap_of(&layer, &operands, a, &overlap) == TCONV_OK);
      const auto expected = tconv::overlapVerdict(tconv::axes(c.layer, c.x.shape().spatial())[a]);
      RC_ASSERT(overlap.fewest == expected.fewest);
      RC_ASSERT(overlap.most == expected.most);
      RC_ASSERT((overlap.even == 1) == expected.even);
      RC_ASSERT((overlap.holes == 1) == expected.holes);
      RC_ASSERT((overlap.border_ramp == 1) == expected.border_ramp);
    }
  });
}

/// x = K = [[0, 1], [2, 3]] at stride 1.
const Case& square() {
  static const Case c{{.kernel_size = 2},
                      Tensor({1, 1, 2, 2}, std::vector<float>{0, 1, 2, 3}),
                      Tensor({1, 1, 2, 2}, std::vector<float>{0, 1, 2, 3}),
                      {}};
  return c;
}

/// What C is told about the square after a change; "" where that is no error.
template <class Change>
std::string refusal(Change change, int threads = 1) {
  tconv_layer layer = layerOf(square().layer);
  tconv_operands operands = operandsOf(square());
  change(layer, operands);
  std::vector<float> y(9, -1);
  if (tconv_forward(&layer, &operands, 0, threads, y.data()) == TCONV_OK) return "";
  EXPECT_THAT(y, testing::Each(-1)) << "nothing is written where it fails";
  return tconv_error();
}

TEST(CInterface, DefaultsAreThoseOfPyTorch) {
  const tconv_layer given = tconv_layer_default(), expected = layerOf(tconv::Layer{});
  EXPECT_EQ(given.dims, expected.dims);
  EXPECT_EQ(given.groups, expected.groups);
  for (int a = 0; a < 2; ++a) {
    EXPECT_EQ(given.stride[a], expected.stride[a]);
    EXPECT_EQ(given.padding[a], expected.padding[a]);
    EXPECT_EQ(given.padding_end[a], expected.padding_end[a]);
    EXPECT_EQ(given.output_padding[a], expected.output_padding[a]);
    EXPECT_EQ(given.dilation[a], expected.dilation[a]);
  }
  EXPECT_THAT(tconv_version(), testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
}

TEST(CInterface, StructsAreLaidOutAsDeclaredInOtherLanguages) {
  EXPECT_EQ(sizeof(tconv_layer), 12 * sizeof(int64_t)) << "dims and its gap, five pairs, groups";
  EXPECT_EQ(sizeof(tconv_operands), 3 * sizeof(float*) + 8 * sizeof(int64_t));
}

TEST(CInterface, RefusesALayerThatCannotBe) {
  EXPECT_EQ(refusal([](auto&, auto&) {}), "");
  EXPECT_EQ(refusal([](auto&, auto&) {}, 0), "threads = 0: must be at least 1");
  EXPECT_EQ(refusal([](auto& layer, auto&) { layer.dims = 0; }), "dims = 0: must be 1 or 2");
  EXPECT_EQ(refusal([](auto& layer, auto&) { layer.dims = 3; }), "dims = 3: must be 1 or 2");
  EXPECT_EQ(refusal([](auto& layer, auto&) { layer.stride[1] = 0; }), "stride[1] = 0: must be at least 1");
  EXPECT_EQ(refusal([](auto&, auto& operands) { operands.weight_shape[0] = 2; }),
            "weight = (2, 1, 2, 2): must have the shape (1, 1, 2, 2)");
}

TEST(CInterface, RefusesNumbersOfChannelsThatOverflow) {
  const std::string rule = ": must be between 1 and " + std::to_string(kLargestParameter),
                    beyond = " = " + std::to_string(kLargestParameter + 1) + rule;
  const auto groups = [](Index n) { return refusal([n](auto& layer, auto&) { layer.groups = n; }); };
  EXPECT_EQ(groups(0), "groups = 0" + rule);
  EXPECT_EQ(groups(kLargestParameter + 1), "groups" + beyond);
  EXPECT_THAT(groups(kLargestParameter), testing::Not(testing::AnyOf("", testing::HasSubstr(rule))));
  const auto outs = [](Index n) {
    return refusal([n](auto&, auto& operands) { operands.weight_shape[1] = n; });
  };
  EXPECT_EQ(outs(0), "weight_shape[1] = 0" + rule);
  EXPECT_EQ(outs(kLargestParameter + 1), "weight_shape[1]" + beyond);
  EXPECT_THAT(outs(kLargestParameter), testing::Not(testing::AnyOf("", testing::HasSubstr(rule))));
}

TEST(CInterface, RefusesPlacesThatAreNotThere) {
  const TracePointer trace = opened(square());
  tconv_step step = {};
  std::vector<float> y(9, 0);
  const auto error_of = [](tconv_status status) {
    return status == TCONV_OK ? "" : std::string(tconv_error());
  };
  const auto output = [&](Index at, Index tap) {
    return error_of(tconv_trace_output(trace.get(), at, tap, y.data()));
  };
  EXPECT_EQ(output(4, 4), "");
  EXPECT_EQ(output(-1, 0), "step = -1: must be between 0 and 4");
  EXPECT_EQ(output(5, 0), "step = 5: must be between 0 and 4");
  EXPECT_EQ(output(0, -1), "tap = -1: must be between 0 and 4");
  EXPECT_EQ(output(0, 5), "tap = 5: must be between 0 and 4");
  EXPECT_EQ(error_of(tconv_trace_step(trace.get(), -1, &step)), "index = -1: must be between 0 and 3");
  EXPECT_EQ(error_of(tconv_trace_step(trace.get(), 4, &step)), "index = 4: must be between 0 and 3");

  const tconv_layer layer = layerOf(square().layer);
  const tconv_operands operands = operandsOf(square());
  tconv_overlap overlap = {};
  EXPECT_EQ(error_of(tconv_overlap_of(&layer, &operands, -1, &overlap)), "axis = -1: must be 0 or 1");
  EXPECT_EQ(error_of(tconv_overlap_of(&layer, &operands, 2, &overlap)), "axis = 2: must be 0 or 1");
}

TEST(CInterface, ATraceThatCannotBeIsNull) {
  Case c = square();
  c.layer.dilation = 0;
  EXPECT_EQ(opened(c), nullptr);
  EXPECT_STREQ(tconv_error(), "dilation[0] = 0: must be at least 1");
}

TEST(CInterface, ErrorsBelongToTheirThread) {
  EXPECT_NE(refusal([](auto&, auto&) {}, 0), "");
  std::string of_another = "not asked";
  std::thread([&] { of_another = tconv_error(); }).join();
  EXPECT_EQ(of_another, "");
}

}  // namespace

#include <gmock/gmock.h>

#include <mutex>

#include "forms.h"
#include "processors.h"
#include "support/bits.h"

namespace {

using support::bits;
using support::Case;
using support::forAll;
using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::Position;
using tconv::Rect;
using tconv::Shape;
using tconv::Tensor;
using tconv::Trace;

/// The animation played from the start, one tap after the other: what every way of asking is held against.
class Play {
 public:
  explicit Play(const Case& c) : case_(c), axes_(tconv::axes(c.layer, c.x.shape().spatial())) {
    canvas_ = Tensor({1, c.layer.out_channels, axes_.h.canvas(), axes_.w.canvas()});
    if (!c.bias.empty()) fillBias();
  }

  /// One tap further. `step` and `tap` count from 0 in the order of the header.
  void add(Index step, Index tap) {
    const Shape in = case_.x.shape(), w = case_.weight.shape();
    const Index c = step % in.c, j = step / in.c % in.w, i = step / in.c / in.w;
    const Index v = tap % w.w, u = tap / w.w % w.h, o = tap / w.w / w.h;
    const Index out = c / (in.c / case_.layer.groups) * w.c + o;
    const volatile float product = case_.x(0, c, i, j) * case_.weight(c, o, u, v);
    float& cell =
        canvas_(0, out, i * axes_.h.stride + u * axes_.h.dilation, j * axes_.w.stride + v * axes_.w.dilation);
    const volatile float sum = cell + product;
    cell = sum;
    for (const float number : {float(product), cell})
      if (std::isfinite(number)) largest_ = std::max(largest_, std::abs(number));
  }

  const Tensor& canvas() const { return canvas_; }
  float largest() const { return largest_; }

 private:
  void fillBias() {
    for (Index o = 0; o < case_.layer.out_channels; ++o) {
      const float b = case_.bias[o];
      for (Index i = 0; i < axes_.h.output(); ++i)
        for (Index j = 0; j < axes_.w.output(); ++j)
          canvas_(0, o, i + axes_.h.pad_begin, j + axes_.w.pad_begin) = b;
      if (std::isfinite(b)) largest_ = std::max(largest_, std::abs(b));
    }
  }

  const Case& case_;
  tconv::Axes axes_;
  Tensor canvas_;
  float largest_ = 0;
};

/// All states down to single taps, indexed by step * tapsPerStep + tap.
std::vector<std::vector<std::uint32_t>> playAll(const Case& c, const Trace& trace) {
  Play play(c);
  std::vector<std::vector<std::uint32_t>> states = {bits(play.canvas().values())};
  for (Index step = 0; step < trace.steps(); ++step)
    for (Index tap = 0; tap < trace.tapsPerStep(); ++tap) {
      play.add(step, tap);
      states.push_back(bits(play.canvas().values()));
    }
  return states;
}

float pickAwkward() {
  switch (support::pick(0, 9)) {
    case 0:
      return -0.0F;
    case 1:
      return 0.0F;
    case 2:
      return std::numeric_limits<float>::infinity();
    case 3:
      return std::numeric_limits<float>::quiet_NaN();
    case 4:
      return std::numeric_limits<float>::denorm_min();
    case 5:
      return std::numeric_limits<float>::max();
    default:
      return support::pickReal();
  }
}

Position pickPosition(const Trace& trace) {
  return {support::pick(0, trace.steps()), support::pick(0, trace.tapsPerStep())};
}

Index tapsDone(const Trace& trace, Position at) {
  return at.step == trace.steps() ? at.step * trace.tapsPerStep() : at.step * trace.tapsPerStep() + at.tap;
}

TEST(Trace, EverySeekIsBitIdenticalToAPlainPlay) {
  forAll(600, [] {
    const bool awkward = *rc::gen::arbitrary<bool>();
    const Case c = awkward ? support::pickCase(pickAwkward) : support::pickCase(support::pickReal);
    const Trace trace(c.layer, c.x, c.weight, c.bias);
    const auto states = playAll(c, trace);
    for (int seek = 0; seek < 8; ++seek) {
      const Position at = pickPosition(trace);
      RC_ASSERT(bits(trace.canvas(at).values()) == states[tapsDone(trace, at)]);
    }
  });
}

TEST(Trace, SteppingOnAndBackVisitsThePlayedStates) {
  forAll(60, [] {
    const Case c = support::pickCase(support::pickReal);
    const Trace trace(c.layer, c.x, c.weight, c.bias);
    const auto states = playAll(c, trace);
    const auto check = [&](Index i) {
      RC_ASSERT(bits(trace.canvas({i, 0}).values()) == states[i * trace.tapsPerStep()]);
    };
    for (Index i = 0; i <= trace.steps(); ++i) check(i);
    for (Index i = trace.steps(); i >= 0; --i) check(i);
  });
}

TEST(Trace, ValueRowsCanvasAndOutputAgree) {
  forAll(400, [] {
    const Case c = support::pickCase(pickAwkward);
    const Trace trace(c.layer, c.x, c.weight, c.bias);
    const Position at = pickPosition(trace);
    const Tensor canvas = trace.canvas(at), output = trace.output(at);
    const Shape size = canvas.shape();
    RC_ASSERT(size.spatial() == trace.canvasSize());
    const Index o = support::pick(0, size.c - 1), top = support::pick(0, size.h),
                bottom = support::pick(top, size.h);
    std::vector<float> rows((bottom - top) * size.w), cells;
    trace.rows(at, o, top, bottom, rows);
    const auto expected = canvas.values().subspan((o * size.h + top) * size.w, rows.size());
    RC_ASSERT(bits(rows) == bits(expected));
    for (Index i = top; i < bottom; ++i)
      for (Index j = 0; j < size.w; ++j) cells.push_back(trace.value(at, o, i, j));
    RC_ASSERT(bits(cells) == bits(expected));

    const Rect window = trace.window();
    const Shape shape = tconv::outputShape(c.layer, c.x.shape());
    RC_ASSERT(output.shape() == (Shape{1, shape.c, shape.h, shape.w}));
    const Index i = support::pick(0, shape.h - 1), j = support::pick(0, shape.w - 1);
    RC_ASSERT(bits({&output.values()[(o * shape.h + i) * shape.w + j], 1}) ==
              bits({&canvas.values()[(o * size.h + window.top + i) * size.w + window.left + j], 1}));
  });
}

void requireLargest(const Case& c) {
  const Trace trace(c.layer, c.x, c.weight, c.bias);
  Play play(c);
  for (Index step = 0; step < trace.steps(); ++step)
    for (Index tap = 0; tap < trace.tapsPerStep(); ++tap) play.add(step, tap);
  RC_ASSERT(trace.largestMagnitude() == play.largest());
}

Case pickEasyOrAwkward() {
  return support::pickCase(*rc::gen::arbitrary<bool>() ? pickAwkward : support::pickReal);
}

TEST(Trace, LargestMagnitudeIsThatOfAllStatesAndProducts) {
  forAll(400, [] { requireLargest(pickEasyOrAwkward()); });
}

TEST(Trace, LargestMagnitudeOfLongRowsOnEveryKindOfProcessor) {
  support::onEveryProcessor([] {
    forAll(60, [] {
      Case c = pickEasyOrAwkward();
      const Shape shape = c.x.shape();
      const auto value = [] { return support::pick(0, 30) == 0 ? pickAwkward() : support::pickReal(); };
      c.x = support::pickTensor({shape.n, shape.c, shape.h, support::pick(shape.w, 40)}, value);
      requireLargest(c);
    });
  });
}

TEST(Trace, LargestMagnitudeRemembersSumsThatShrinkAgain) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 2)};
  const Tensor x({1, 1, 1, 3}, std::vector<float>{4, 4, -8}), w({1, 1, 1, 2}, std::vector<float>{1, 1});
  EXPECT_EQ(Trace(layer, x, w).largestMagnitude(), 8);
  const std::vector<float> bias{-20};
  EXPECT_EQ(Trace(layer, x, w, bias).largestMagnitude(), 28);
}

TEST(Trace, BandsTogetherAreTheFinishedCanvas) {
  forAll(200, [] {
    const Case c = support::pickCase(support::pickReal);
    for (const int threads : {1, 3}) {
      const Trace trace(c.layer, std::make_shared<const Tensor>(c.x), c.weight, c.bias,
                        {.threads = threads, .stop = {}});
      const Tensor canvas = trace.canvas({trace.steps()});
      const Shape shape = canvas.shape();
      const Index first = support::pick(0, shape.h), height = support::pick(1, 4);
      Tensor together(shape);
      std::mutex mutex;
      trace.eachBand(first, height, [&](Index top, const Tensor& rows) {
        const std::scoped_lock lock(mutex);
        EXPECT_TRUE(top == 0 || (top - first) % height == 0);
        EXPECT_LE(rows.shape().h, top < first ? first : height);
        for (Index o = 0; o < shape.c; ++o)
          together.plane(0, o).middleRows(top, rows.shape().h) += rows.plane(0, o);
      });
      RC_ASSERT(together == canvas);
    }
  });
}

TEST(Trace, StepsRunOverRowColumnAndChannel) {
  forAll(300, [] {
    const Case c = *support::integerCases();
    const Trace trace(c.layer, c.x, c.weight, c.bias);
    const Shape in = c.x.shape(), w = c.weight.shape();
    RC_ASSERT(trace.steps() == in.h * in.w * in.c);
    RC_ASSERT(trace.tapsPerStep() == w.c * w.h * w.w);
    Index expected = 0;
    for (Index i = 0; i < in.h; ++i)
      for (Index j = 0; j < in.w; ++j)
        for (Index k = 0; k < in.c; ++k, ++expected) {
          const tconv::Step step = trace.step(expected);
          RC_ASSERT(trace.stepOf(k, i, j) == expected);
          RC_ASSERT(step.index == expected && step.row == i && step.column == j && step.channel == k);
          RC_ASSERT(step.value == c.x(0, k, i, j));
          RC_ASSERT(step.outs == w.c && step.first_out == k / (in.c / c.layer.groups) * w.c);
          const Index o = support::pick(0, w.c - 1), u = support::pick(0, w.h - 1),
                      v = support::pick(0, w.w - 1);
          RC_ASSERT(trace.product(step, o, u, v) == step.value * c.weight(k, o, u, v));
        }
  });
}

TEST(Trace, AStepChangesOnlyItsPatch) {
  forAll(300, [] {
    const Case c = *support::integerCases();
    const Trace trace(c.layer, c.x, c.weight, c.bias);
    const tconv::Step step = trace.step(support::pick(0, trace.steps() - 1));
    const Tensor before = trace.canvas({step.index, 0}), after = trace.canvas({step.index + 1, 0});
    const Shape size = before.shape();
    for (Index o = 0; o < size.c; ++o)
      for (Index i = 0; i < size.h; ++i)
        for (Index j = 0; j < size.w; ++j) {
          const bool receives =
              o >= step.first_out && o < step.first_out + step.outs && step.patch.contains(i, j);
          if (!receives) RC_ASSERT(before(0, o, i, j) == after(0, o, i, j));
          RC_ASSERT((step.patch.contains(i, j) && trace.window().contains(i, j)) == step.kept.contains(i, j));
        }
  });
}

TEST(Trace, ContributionsAndBiasMakeTheCanvas) {
  forAll(300, [] {
    const Case c = *support::integerCases();
    const Trace trace(c.layer, c.x, c.weight, c.bias);
    const Position at = pickPosition(trace);
    const Index o = support::pick(0, c.layer.out_channels - 1);
    const Tensor canvas = trace.canvas(at);
    Eigen::MatrixXf sum = Tensor(trace.canvas({0, 0})).plane(0, o);
    for (Index k = 0; k < c.layer.in_channels; ++k) {
      const Tensor alone = trace.contribution(at, k, o);
      RC_ASSERT(alone.shape() == (Shape{1, 1, canvas.shape().h, canvas.shape().w}));
      sum += alone.plane(0, 0);
    }
    RC_ASSERT(sum == canvas.plane(0, o));
  });
}

TEST(Trace, ContributionIsWhatRemainsWithoutTheOtherChannels) {
  forAll(300, [] {
    Case c = support::pickCase(support::pickReal);
    const Trace trace(c.layer, c.x, c.weight, c.bias);
    const Position at = pickPosition(trace);
    const Index k = support::pick(0, c.layer.in_channels - 1), o = support::pick(0, c.layer.out_channels - 1);
    for (Index other = 0; other < c.layer.in_channels; ++other)
      if (other != k) c.x.plane(0, other).setZero();
    const Tensor alone = Trace(c.layer, c.x, c.weight).canvas(at);
    RC_ASSERT(trace.contribution(at, k, o).plane(0, 0) == alone.plane(0, o));
  });
}

TEST(Trace, PatchAndWhatPaddingKeepsOfIt) {
  const Layer layer{
      .kernel_size = Pair(2, 3), .stride = Pair(2, 1), .padding = Pair(1, 2), .dilation = Pair(3, 1)};
  const Trace trace(layer, Tensor({1, 1, 2, 4}, 1.0F), Tensor({1, 1, 2, 3}, 1.0F));
  EXPECT_EQ(trace.canvasSize(), Pair(6, 6));
  EXPECT_EQ(trace.window(), (Rect{1, 2, 5, 4}));
  EXPECT_EQ(trace.step(0).patch, (Rect{0, 0, 4, 3}));
  EXPECT_EQ(trace.step(0).kept, (Rect{1, 2, 4, 3}));
  EXPECT_EQ(trace.step(7).patch, (Rect{2, 3, 6, 6}));
}

TEST(Trace, StateZeroHoldsTheBiasInsideTheWindowOnly) {
  const Layer layer{.kernel_size = 2, .padding = Pair(1), .bias = true};
  const Trace trace(layer, Tensor({1, 1, 2, 2}, 1.0F), Tensor({1, 1, 2, 2}, 1.0F), std::vector<float>{5});
  EXPECT_THAT(support::toVector(trace.canvas({0, 0})), testing::ElementsAre(0, 0, 0, 0, 5, 0, 0, 0, 0));
  EXPECT_THAT(support::toVector(trace.output({0, 0})), testing::ElementsAre(5));
  EXPECT_THAT(support::toVector(trace.output({1, 0})), testing::ElementsAre(6));
}

TEST(Trace, ProductsAndSumsAreRoundedApart) {
  // 1 + 2^-12 squared needs 25 bits: fused arithmetic would keep 2^-24 where separate rounding drops it.
  const float a = 1.0F + std::ldexp(1.0F, -12);
  const float rounded = 1.0F + std::ldexp(1.0F, -11);
  const Layer layer{.kernel_size = 1, .bias = true};
  const Trace trace(layer, Tensor({1, 1, 1, 1}, a), Tensor({1, 1, 1, 1}, a), std::vector<float>{-rounded});
  EXPECT_EQ(trace.value({1, 0}, 0, 0, 0), 0.0F);
}

TEST(Trace, TracesTheFirstImageOfABatch) {
  const Layer layer{.kernel_size = 1};
  const Trace trace(layer, Tensor({2, 1, 1, 1}, std::vector<float>{3, 5}), Tensor({1, 1, 1, 1}, 2.0F));
  EXPECT_EQ(trace.steps(), 1);
  EXPECT_THAT(support::toVector(trace.output({1, 0})), testing::ElementsAre(6));
}

TEST(Trace, RefusesACanvasBeyondMemory) {
  constexpr Index far = 1 << 30;
  const Layer layer{.kernel_size = 3, .padding = Pair(far), .dilation = far};
  const Tensor x({1, 1, 1, 1}, 1.0F), w({1, 1, 3, 3}, 1.0F);
  EXPECT_EQ(tconv::forward(layer, x, w).shape(), (Shape{1, 1, 1, 1}));
  try {
    const Trace trace(layer, x, w);
    FAIL();
  } catch (const tconv::Error& e) {
    EXPECT_STREQ(e.what(), "canvas = 1 x 1 x 2147483649 x 2147483649: must fit in memory");
  }
}

}  // namespace

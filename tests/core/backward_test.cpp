#include <gmock/gmock.h>

#include "forms.h"
#include "support/bits.h"

namespace {

using support::bits;
using support::Case;
using support::forAll;
using tconv::Backward;
using tconv::GradientTerm;
using tconv::Index;
using tconv::Layer;
using tconv::Loss;
using tconv::Pair;
using tconv::Rect;
using tconv::Shape;
using tconv::Step;
using tconv::Tensor;
using tconv::TensorD;
using tconv::Trace;

/// A case of one image, with a gradient of its output.
struct BackwardCase {
  Case forward;
  Tensor dy;
  std::shared_ptr<const Trace> trace;
};

BackwardCase withGradient(Case c, Tensor dy) {
  auto trace = std::make_shared<const Trace>(c.layer, c.x, c.weight, c.bias);
  return {std::move(c), std::move(dy), std::move(trace)};
}

template <class Value>
BackwardCase pickBackward(Value value) {
  Case c = support::pickCase(value);
  const Shape s = c.x.shape();
  const auto image = c.x.values().first(s.c * s.h * s.w);
  c.x = Tensor({1, s.c, s.h, s.w}, {image.begin(), image.end()});
  return withGradient(c, support::pickTensor(tconv::outputShape(c.layer, c.x.shape()), value));
}

/// The backward pass by the scatter rule, in double: visit(step, channel, out, tap, o, i, j, u, v) for every
/// tap that lands inside the output, in step order; tap counts those that do not land, too.
template <class Visit>
void plainWalk(const BackwardCase& b, Visit visit) {
  const Layer& l = b.forward.layer;
  const Shape in = b.forward.x.shape(), w = b.forward.weight.shape(), y = b.dy.shape();
  const bool flat = l.dims == 1;
  for (Index step = 0; step < in.c * in.h * in.w; ++step)
    for (Index tap = 0; tap < w.c * w.h * w.w; ++tap) {
      const Index c = step % in.c, j = step / in.c % in.w, i = step / in.c / in.w;
      const Index v = tap % w.w, u = tap / w.w % w.h, o = tap / w.w / w.h;
      const Index out = c / (in.c / l.groups) * w.c + o;
      const Index row = flat ? 0 : i * l.stride.h + u * l.dilation.h - l.padding.begin.h;
      const Index column = j * l.stride.w + v * l.dilation.w - l.padding.begin.w;
      if (row < 0 || row >= y.h || column < 0 || column >= y.w) continue;
      visit(step, tap, b.dy(0, out, row, column), b.forward.weight(c, o, u, v), c * w.c * w.h * w.w + tap);
    }
}

/// dLoss/dw after some steps, dLoss/dx of one step's element after some taps.
std::vector<double> plainWeightGradient(const BackwardCase& b, Index steps) {
  std::vector<double> sums(static_cast<std::size_t>(b.forward.weight.size()));
  plainWalk(b, [&](Index step, Index, double dy, double, Index weight) {
    if (step < steps) sums[static_cast<std::size_t>(weight)] += b.trace->step(step).value * dy;
  });
  return sums;
}
double plainInputGradient(const BackwardCase& b, Index wanted, Index taps) {
  double sum = 0;
  plainWalk(b, [&](Index step, Index tap, double dy, double w, Index) {
    if (step == wanted && tap < taps) sum += dy * w;
  });
  return sum;
}

std::vector<float> narrow(const std::vector<double>& values) { return {values.begin(), values.end()}; }

TEST(Backward, EndsWithTheGradientsToTheBit) {
  forAll(400, [] {
    const BackwardCase b = pickBackward(support::pickReal);
    const Case& c = b.forward;
    const Backward backward(b.trace, b.dy);
    const Tensor dx = tconv::gradientInput(c.layer, b.dy, c.weight, c.x.shape().spatial(),
                                           {.method = tconv::Method::plain});
    const Tensor dw = tconv::gradientWeight(c.layer, c.x, b.dy, {.method = tconv::Method::plain});
    RC_ASSERT(backward.inputGradient() == dx);
    RC_ASSERT(bits(backward.weightGradient(b.trace->steps()).values()) == bits(dw.values()));
    RC_ASSERT(backward.biasGradient() == tconv::gradientBias(b.dy));
    for (Index i = 0; i < b.trace->steps(); ++i) {
      const Step step = b.trace->step(i);
      const float last = backward.inputGradient({i, b.trace->tapsPerStep()});
      RC_ASSERT(
          bits({&last, 1}) ==
          bits({&dx.values()[((step.channel * dx.shape().h) + step.row) * dx.shape().w + step.column], 1}));
    }
  });
}

TEST(Backward, EveryStateIsThatOfAPlainLoop) {
  forAll(400, [] {
    const BackwardCase b = pickBackward(support::pickReal);
    const Backward backward(b.trace, b.dy);
    const Index steps = support::pick(0, b.trace->steps());
    const Tensor dw = backward.weightGradient(steps);
    RC_ASSERT(dw.shape() == tconv::weightShape(b.forward.layer));
    RC_ASSERT(bits(dw.values()) == bits(narrow(plainWeightGradient(b, steps))));
    const Index step = support::pick(0, b.trace->steps() - 1),
                taps = support::pick(0, b.trace->tapsPerStep());
    RC_ASSERT(backward.inputGradient({step, taps}) == static_cast<float>(plainInputGradient(b, step, taps)));
  });
}

TEST(Backward, TermsAreTheTapsThatLandInTheirOrder) {
  forAll(400, [] {
    const BackwardCase b = pickBackward(support::pickInteger);
    const Backward backward(b.trace, b.dy);
    const Step step = b.trace->step(support::pick(0, b.trace->steps() - 1));
    const Rect window = b.trace->window();
    const Shape k = b.forward.weight.shape();
    const auto terms = backward.terms(step.index);
    std::size_t seen = 0;
    plainWalk(b, [&](Index i, Index tap, float dy, float w, Index) {
      if (i != step.index) return;
      RC_ASSERT(seen < terms.size());
      const GradientTerm& t = terms[seen++];
      RC_ASSERT((t.out * k.h + t.u) * k.w + t.v == tap);
      RC_ASSERT(step.kept.contains(t.row, t.column));
      RC_ASSERT(t.dy == dy && t.to_input == dy * w && t.to_weight == step.value * dy);
      RC_ASSERT(b.dy(0, step.first_out + t.out, t.row - window.top, t.column - window.left) == dy);
    });
    RC_ASSERT(seen == terms.size());
    seen = 0;
    for (Index tap = 0; tap < b.trace->tapsPerStep(); ++tap)
      if (const auto t = backward.term(step.index, tap / k.w / k.h, tap / k.w % k.h, tap % k.w))
        RC_ASSERT(*t == terms.at(seen++));
    RC_ASSERT(seen == terms.size());
  });
}

TEST(Backward, AStepAddsItsIncrementToItsOwnChannel) {
  forAll(300, [] {
    const BackwardCase b = pickBackward(support::pickInteger);
    const Backward backward(b.trace, b.dy);
    const Step step = b.trace->step(support::pick(0, b.trace->steps() - 1));
    const Tensor increment = backward.weightIncrement(step.index);
    const Tensor after = backward.weightGradient(step.index + 1);
    Tensor expected = backward.weightGradient(step.index);
    const Shape k = expected.shape();
    RC_ASSERT(increment.shape() == (Shape{1, k.c, k.h, k.w}));
    for (Index o = 0; o < k.c; ++o) expected.plane(step.channel, o) += increment.plane(0, o);
    RC_ASSERT(after == expected);
  });
}

TEST(Backward, SeeksAcrossCheckpointsAreThoseOfAPlainPlay) {
  // 3000 taps a step make checkpoints every 21 steps.
  const Layer layer{.dims = 1,
                    .out_channels = 300,
                    .kernel_size = Pair(1, 10),
                    .stride = 3,
                    .padding = Pair(0, 4),
                    .bias = false};
  const Tensor x = tconv::makeValues(tconv::ValuePreset::normal, {1, 1, 1, 100}, 1);
  Case c{layer, x, tconv::makeKernel(tconv::KernelPreset::normal, layer, 2), {}};
  const Tensor dy = tconv::makeValues(tconv::ValuePreset::normal, tconv::outputShape(layer, x.shape()), 3);
  const BackwardCase b = withGradient(c, dy);
  const Backward backward(b.trace, b.dy);
  for (const Index steps : {100, 20, 21, 22, 0, 1, 41, 42, 43, 63, 84, 99, 7})
    EXPECT_EQ(bits(backward.weightGradient(steps).values()), bits(narrow(plainWeightGradient(b, steps))))
        << steps;
}

double plainLoss(Loss loss, const Case& c, const TensorD& x, const TensorD& weight,
                 const std::vector<double>& bias) {
  const TensorD y = tconv::forwardReference(c.layer, x, weight, bias);
  double sum = 0;
  for (const double v : y.values()) sum += loss == Loss::sum ? v : v * v / 2;
  return sum;
}

/// Both losses are at most quadratic in each operand, so that a central difference is exact for integers.
template <class Values, class Evaluate>
std::vector<double> differences(Values& values, Evaluate evaluate) {
  std::vector<double> result;
  for (double& value : values) {
    value += 1;
    const double above = evaluate();
    value -= 2;
    result.push_back((above - evaluate()) / 2);
    value += 1;
  }
  return result;
}

TEST(Backward, GradientsAreTheFiniteDifferencesOfTheLoss) {
  forAll(200, [] {
    BackwardCase b = pickBackward(support::pickInteger);
    Case& c = b.forward;
    const Loss loss = *rc::gen::arbitrary<bool>() ? Loss::sum : Loss::half_square;
    const Tensor y = b.trace->output({b.trace->steps(), 0});
    const Backward backward(b.trace, tconv::outputGradient(loss, y));
    TensorD x = support::toDouble(c.x), weight = support::toDouble(c.weight);
    std::vector<double> bias(c.bias.begin(), c.bias.end());
    bias.resize(static_cast<std::size_t>(c.layer.out_channels));
    const auto evaluate = [&] { return plainLoss(loss, c, x, weight, bias); };
    RC_ASSERT(tconv::lossValue(loss, y) == evaluate());
    auto x_values = x.values(), w_values = weight.values();
    RC_ASSERT(support::toVector(backward.inputGradient()) == narrow(differences(x_values, evaluate)));
    RC_ASSERT(support::toVector(backward.weightGradient(b.trace->steps())) ==
              narrow(differences(w_values, evaluate)));
    RC_ASSERT(backward.biasGradient() == narrow(differences(bias, evaluate)));
  });
}

TEST(Backward, CroppedTapsCarryNoGradient) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 3), .stride = 2, .padding = Pair(0, 1)};
  const Tensor x({1, 1, 1, 3}, std::vector<float>{1, 2, 3}), w({1, 1, 1, 3}, std::vector<float>{1, 10, 100});
  const auto trace = std::make_shared<const Trace>(layer, x, w);
  const Backward backward(trace, tconv::outputGradient(Loss::sum, trace->output({3, 0})));
  EXPECT_THAT(support::toVector(backward.inputGradient()), testing::ElementsAre(110, 111, 11));
  EXPECT_THAT(support::toVector(backward.weightGradient(0)), testing::ElementsAre(0, 0, 0));
  EXPECT_THAT(support::toVector(backward.weightGradient(1)), testing::ElementsAre(0, 1, 1));
  EXPECT_THAT(support::toVector(backward.weightGradient(3)), testing::ElementsAre(5, 6, 3));
  EXPECT_THAT(support::toVector(backward.weightIncrement(2)), testing::ElementsAre(3, 3, 0));
  EXPECT_EQ(backward.terms(0).front(), (GradientTerm{0, 0, 1, 0, 1, 1, 10, 1}));
}

TEST(Backward, NanReachesOnlyWhatReadsIt) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 2), .stride = 2};
  const Tensor x({1, 1, 1, 2}, 1.0F), w({1, 1, 1, 2}, 1.0F);
  const Tensor dy({1, 1, 1, 4}, std::vector<float>{0, 1, 2, nan});
  const Backward backward(std::make_shared<const Trace>(layer, x, w), dy);
  EXPECT_EQ(backward.inputGradient().values()[0], 1);
  EXPECT_TRUE(std::isnan(backward.inputGradient().values()[1]));
  EXPECT_EQ(backward.weightGradient(2).values()[0], 2);
  EXPECT_TRUE(std::isnan(backward.weightGradient(2).values()[1]));
}

TEST(Backward, RefusesAGradientOfAnotherShape) {
  const Layer layer;
  const auto trace = std::make_shared<const Trace>(layer, Tensor({1, 1, 2, 2}), Tensor({1, 1, 3, 3}));
  try {
    const Backward backward(trace, Tensor({2, 1, 4, 4}));
    FAIL();
  } catch (const tconv::Error& e) {
    EXPECT_STREQ(e.what(), "output gradient = (2, 1, 4, 4): must have the shape (1, 1, 4, 4)");
  }
}

}  // namespace

#include "tconv/stepper.h"

#include <gmock/gmock.h>

#include "support/generators.h"

namespace {

using support::forAll;
using support::pick;
using tconv::Index;
using tconv::Stepper;
using tconv::Tensor;
using tconv::Trace;

TEST(Stepper, HoldsTheBitsOfTheTraceAfterEveryStep) {
  forAll(150, [] {
    const support::Case c = support::pickCase(support::pickReal);
    const auto trace = std::make_shared<const Trace>(c.layer, c.x, c.weight, c.bias);
    Stepper stepper(trace);
    RC_ASSERT(stepper.canvas() == trace->canvas({}));
    for (Index i = 1; i <= trace->steps(); ++i) {
      stepper.advance();
      RC_ASSERT(stepper.done() == i);
      RC_ASSERT(stepper.canvas() == trace->canvas({i, 0}));
    }
  });
}

TEST(Stepper, HoldsTheBitsForSquareKernelsOfEveryLength) {
  for (Index k = 1; k <= 6; ++k) {
    const tconv::Layer layer{
        .in_channels = 2, .out_channels = 3, .kernel_size = k, .stride = 2, .dilation = tconv::Pair(1, 3)};
    const auto trace =
        std::make_shared<const Trace>(layer, tconv::makeValues(tconv::ValuePreset::normal, {1, 2, 3, 4}, 1),
                                      tconv::makeKernel(tconv::KernelPreset::normal, layer, 2));
    Stepper stepper(trace);
    stepper.advance(trace->steps());
    EXPECT_EQ(stepper.canvas(), trace->canvas({trace->steps(), 0})) << k;
  }
}

TEST(Stepper, TakesManyStepsAtOnceAndStopsAtTheLast) {
  forAll(60, [] {
    const support::Case c = support::pickCase(support::pickReal);
    const auto trace = std::make_shared<const Trace>(c.layer, c.x, c.weight, c.bias);
    Stepper stepper(trace);
    const Index some = pick(0, trace->steps());
    stepper.advance(some);
    RC_ASSERT(stepper.canvas() == trace->canvas({some, 0}));
    stepper.advance(trace->steps() + 1000);
    RC_ASSERT(stepper.done() == trace->steps());
    RC_ASSERT(stepper.canvas() == trace->canvas({trace->steps(), 0}));
    stepper.restart();
    RC_ASSERT(stepper.done() == 0);
    RC_ASSERT(stepper.canvas() == trace->canvas({}));
  });
}

}  // namespace

#include "model/not_finite.h"

#include <gtest/gtest.h>

#include <limits>

#include "model/gradients.h"

namespace lab {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN(),
                kInfinity = std::numeric_limits<float>::infinity();

/// A 3 x 3 input of ones with two cells of its own, and a kernel of ones; stride 2, kernel 2: no overlap.
Derived derivedWith(float a, float b) {
  Document document = newcomerDocument();
  document.input_size = 3;
  document.input.custom =
      std::make_shared<const Tensor>(Shape{1, 1, 3, 3}, std::vector<float>{a, 1, 1, 1, 1, 1, 1, 1, b});
  document.kernel.preset = tconv::KernelPreset::ones;
  document.layer.kernel_size = 2;
  document.layer.stride = 2;
  document.layer.padding = {};
  return std::get<Derived>(derive(document));
}

TEST(NotFinite, IsCountedByKind) {
  EXPECT_EQ(notFiniteIn(std::vector<float>{1, kNan, -kInfinity, 0, kInfinity, -kNan}), (NotFinite{2, 2}));
  EXPECT_FALSE(notFiniteIn(std::vector<float>{std::numeric_limits<float>::max(), -0.0F}).any());
}

/// Each input element reaches four cells of its own.
TEST(NotFinite, ReachesTheCellsThatItsTermsTouch) {
  const Derived derived = derivedWith(kNan, -kInfinity);
  const NotFiniteCells& cells = notFiniteCells(derived);
  EXPECT_EQ(cells.input, (NotFinite{1, 1}));
  EXPECT_EQ(cells.kernel, NotFinite{});
  EXPECT_EQ(cells.output, (NotFinite{4, 4}));
}

TEST(NotFinite, WhatPaddingCropsIsNotCounted) {
  Document document = derivedWith(kNan, 1).document;
  document.layer.padding = {Pair{1}, Pair{1}};
  const auto derived = std::get<Derived>(derive(document));
  EXPECT_EQ(notFiniteCells(derived).output, (NotFinite{1, 0}));
}

TEST(NotFinite, FiniteOperandsMayOverflow) {
  const float most = std::numeric_limits<float>::max();
  Document document = derivedWith(most, 1).document;
  document.layer.kernel_size = 3;  // patches overlap: most + 1 is most, most + most is not
  document.input.custom =
      std::make_shared<const Tensor>(Shape{1, 1, 3, 3}, std::vector<float>{most, most, 1, 1, 1, 1, 1, 1, 1});
  const auto derived = std::get<Derived>(derive(document));
  EXPECT_EQ(notFiniteCells(derived).input, NotFinite{});
  EXPECT_EQ(notFiniteCells(derived).output, (NotFinite{0, 3}));  // a row of the kernel each
}

TEST(NotFinite, ScalesAreMadeOfTheOthers) {
  const Derived derived = derivedWith(kNan, kInfinity);
  EXPECT_EQ(derived.input->limit, 1);
  EXPECT_EQ(derived.outputLimit(), 1);
}

TEST(NotFinite, IsCountedInGradientsToo) {
  const Derived derived = derivedWith(kNan, kInfinity);
  const Gradients& gradients = gradientsOf(derived, tconv::Loss::half_square);
  EXPECT_EQ(gradients.output_others, (NotFinite{4, 4}));
  EXPECT_EQ(gradients.input_others, (NotFinite{1, 1}));
  EXPECT_EQ(gradients.weight_others.nan, 4);
}

}  // namespace
}  // namespace lab

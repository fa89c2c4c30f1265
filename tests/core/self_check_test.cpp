#include <gmock/gmock.h>

#include "forms.h"

namespace {

using support::Case;
using support::forAll;
using tconv::Bias;
using tconv::Form;
using tconv::FormCheck;
using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::SelfCheck;
using tconv::Shape;
using tconv::Tensor;
using tconv::TensorD;
using tconv::Trace;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();

template <class Value>
Case pickSingle(Value value) {
  Case c = support::pickCase(value);
  const Shape s = c.x.shape();
  const auto image = c.x.values().first(s.c * s.h * s.w);
  c.x = Tensor({1, s.c, s.h, s.w}, {image.begin(), image.end()});
  return c;
}

SelfCheck checked(const Case& c) { return tconv::selfCheck({c.layer, c.x, c.weight, c.bias}); }

TEST(SelfCheck, HoldsForIntegersWithoutAnyDifference) {
  forAll(300, [] {
    const SelfCheck check = checked(support::pickCase(support::pickInteger));
    RC_ASSERT(check.run && check.agrees());
    std::vector<std::string> names;
    for (const FormCheck& f : check.forms) {
      names.emplace_back(f.name);
      RC_ASSERT(f.agrees() && f.largest_difference == 0);
    }
    RC_ASSERT((names == std::vector<std::string>{"gather", "zero insertion", "matrix", "forward"}));
  });
}

TEST(SelfCheck, HoldsForRealsWithinTheBound) {
  forAll(300, [] {
    const Case c = pickSingle(support::pickReal);
    const SelfCheck check = checked(c);
    RC_ASSERT(check.run && check.agrees());
    const TensorD bounds = support::bounds(c);
    const double largest = *std::max_element(bounds.values().begin(), bounds.values().end());
    RC_ASSERT(std::abs(check.bound - largest) <= 1e-12 * largest);
    const Trace trace(c.layer, c.x, c.weight, c.bias);
    const Tensor scatter = trace.output({trace.steps(), 0});
    const Tensor forward = tconv::forward(c.layer, c.x, c.weight, c.bias);
    double apart = 0;
    for (Index i = 0; i < scatter.size(); ++i)
      apart = std::max(apart, std::abs(static_cast<double>(scatter.values()[i]) - forward.values()[i]));
    RC_ASSERT(check.forms.back().largest_difference == apart);
    RC_ASSERT(apart <= largest);
  });
}

TEST(SelfCheck, BoundOfEveryCellIsThatOfItsTerms) {
  forAll(300, [] {
    const Case c = support::pickCase(support::pickReal);
    const TensorD bounds = tconv::errorBounds(c.layer, c.x, c.weight, c.bias), expected = support::bounds(c);
    RC_ASSERT(bounds.shape() == expected.shape());
    for (Index i = 0; i < bounds.size(); ++i)
      RC_ASSERT(std::abs(bounds.values()[i] - expected.values()[i]) <= 1e-12 * expected.values()[i]);
  });
}

TEST(SelfCheck, NanAndInfinityInTheSamePlacesAreEqual) {
  forAll(300, [] {
    Case c = support::pickCase(support::pickInteger);
    Tensor& spoilt = *rc::gen::arbitrary<bool>() ? c.weight : c.x;
    for (int times = 0; times < 2; ++times)
      spoilt.values()[support::pick(0, spoilt.size() - 1)] = *rc::gen::element(kNan, kInf, -kInf);
    const SelfCheck check = checked(c);
    RC_ASSERT(check.run && check.agrees() && std::isfinite(check.bound));
    for (const FormCheck& f : check.forms) RC_ASSERT(f.largest_difference == 0);
  });
}

/// A forward pass with its cell 2 spoilt.
template <auto Spoil>
Tensor spoilt(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias) {
  Tensor y = tconv::forward(layer, x, weight, bias);
  y.values()[2] = Spoil(y.values()[2]);
  return y;
}

/// The check of one disturbed form on cells of 1, 2, 4 and of bound 3 eps, 6 eps, 12 eps.
FormCheck disturbed(decltype(Form::run) run, const Tensor& x = {{1, 1, 1, 3}, std::vector<float>{1, 2, 4}}) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 1)};
  const Form form{"disturbed", run};
  const SelfCheck check = tconv::selfCheck({layer, x, Tensor({1, 1, 1, 1}, 1.0F)}, 100, {&form, 1});
  EXPECT_TRUE(check.run);
  EXPECT_EQ(check.forms.size(), 1U);
  EXPECT_EQ(check.agrees(), check.forms.front().agrees());
  return check.forms.front();
}

constexpr double kEps = std::numeric_limits<float>::epsilon();

TEST(SelfCheck, CatchesACellBeyondItsBound) {
  const FormCheck check = disturbed(spoilt<[](float v) { return v + 16 * std::ldexp(1.0F, -23); }>);
  EXPECT_EQ(check.name, "disturbed");
  EXPECT_FALSE(check.agrees());
  EXPECT_EQ(check.cells_beyond, 1);
  EXPECT_EQ(check.largest_difference, 16 * kEps);
}

TEST(SelfCheck, AllowsACellUpToItsBound) {
  const FormCheck check = disturbed(spoilt<[](float v) { return v + 12 * std::ldexp(1.0F, -23); }>);
  EXPECT_TRUE(check.agrees());
  EXPECT_EQ(check.largest_difference, 12 * kEps);
}

TEST(SelfCheck, HoldsEveryCellToItsOwnBoundAndNotToTheLargest) {
  const Tensor x({1, 1, 1, 3}, std::vector<float>{4, 2, 1});
  const FormCheck check = disturbed(spoilt<[](float v) { return v + 4 * std::ldexp(1.0F, -23); }>, x);
  EXPECT_EQ(check.cells_beyond, 1);
}

TEST(SelfCheck, CatchesNanAndInfinityInOtherPlaces) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr auto lost = spoilt<[](float) { return kNan; }>;
  constexpr auto zeroed = spoilt<[](float) { return 0.0F; }>;
  constexpr auto negative = spoilt<[](float v) { return -v; }>;
  const Tensor nan({1, 1, 1, 3}, std::vector<float>{1, 2, kNan});
  const Tensor inf({1, 1, 1, 3}, std::vector<float>{1, 2, kInf});
  EXPECT_EQ(disturbed(lost).largest_difference, infinity);
  EXPECT_FALSE(disturbed(lost).agrees());
  EXPECT_TRUE(disturbed(lost, nan).agrees());
  EXPECT_FALSE(disturbed(zeroed, nan).agrees());
  EXPECT_FALSE(disturbed(lost, inf).agrees());
  EXPECT_FALSE(disturbed(negative, inf).agrees());
}

/// The right values in a column instead of a row.
Tensor upright(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias) {
  return {{1, 1, 3, 1}, support::toVector(tconv::forward(layer, x, weight, bias))};
}

TEST(SelfCheck, CatchesAnotherShape) { EXPECT_EQ(disturbed(upright).cells_beyond, 3); }

TEST(SelfCheck, PromisesNothingWhereFloatsOverflow) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 2)};
  const float most = std::numeric_limits<float>::max();
  const Tensor x({1, 1, 1, 2}, std::vector<float>{most, most}), w({1, 1, 1, 2}, std::vector<float>{1, -1});
  const TensorD bounds = tconv::errorBounds(layer, x, w);
  EXPECT_TRUE(std::isinf(bounds.values()[1]));
  const SelfCheck check = tconv::selfCheck({layer, x, w});
  EXPECT_TRUE(check.agrees());
  EXPECT_TRUE(std::isfinite(check.bound));
}

TEST(SelfCheck, IsNotRunBeyondItsLimit) {
  // 2 x 3 inputs at stride 3 make 5 x 8 outputs of four taps each.
  const Layer layer{.kernel_size = 2, .stride = 3};
  const Trace trace(layer, Tensor({1, 1, 2, 3}, 1.0F), Tensor({1, 1, 2, 2}, 1.0F));
  const SelfCheck within = tconv::selfCheck(trace, 160), beyond = tconv::selfCheck(trace, 159);
  EXPECT_TRUE(within.run);
  EXPECT_EQ(within.multiply_adds, 160);
  EXPECT_FALSE(beyond.run);
  EXPECT_EQ(beyond.multiply_adds, 160);
  EXPECT_THAT(beyond.forms, testing::IsEmpty());
}

TEST(SelfCheck, CountsProductsThatPaddingCrops) {
  const Layer layer{.kernel_size = 3, .padding = Pair(2)};
  const Trace trace(layer, Tensor({1, 1, 3, 3}, 1.0F), Tensor({1, 1, 3, 3}, 1.0F));
  EXPECT_EQ(tconv::selfCheck(trace).multiply_adds, 81);
}

}  // namespace

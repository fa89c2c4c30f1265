#include <gmock/gmock.h>

#include "forms.h"

namespace {

using support::Case;
using support::forAll;
using tconv::Index;
using tconv::Layer;
using tconv::Pair;
using tconv::Shape;
using tconv::Tensor;
using tconv::TensorD;

Case withoutBias() {
  Case c = support::pickCase(support::pickInteger);
  c.bias.clear();
  return c;
}

TEST(Convolution, IsTheAdjointOfTheTransposedOne) {
  forAll(1000, [] {
    const Case c = withoutBias();
    const Tensor y = support::pickTensor(tconv::outputShape(c.layer, c.x.shape()), support::pickInteger);
    const Tensor back = tconv::gradientInput(c.layer, y, c.weight, c.x.shape().spatial());
    RC_ASSERT(tconv::innerProduct(back, c.x) ==
              tconv::innerProduct(y, tconv::forward(c.layer, c.x, c.weight)));
  });
}

TEST(Convolution, IsTheProductWithTheMatrix) {
  forAll(500, [] {
    const Case c = withoutBias();
    const Tensor y = support::pickTensor(tconv::outputShape(c.layer, {1, 1, c.x.shape().h, c.x.shape().w}),
                                         support::pickInteger);
    const Tensor conv = tconv::convolve(c.layer, y, c.weight);
    const Pair input = tconv::convOutputSize(c.layer, y.shape().spatial());
    Layer layer = c.layer;
    layer.output_padding = tconv::returningOutputPadding(layer, y.shape().spatial());
    const auto matrix = tconv::convolutionMatrix(layer, c.weight, input);
    const Eigen::Map<const Eigen::VectorXf> values(y.values().data(), y.size());
    const Eigen::VectorXf expected = matrix * values;
    RC_ASSERT(support::toVector(conv) == std::vector<float>(expected.begin(), expected.end()));
  });
}

TEST(Convolution, AndItsTransposeReturnToTheSameShape) {
  forAll(1000, [] {
    const Case c = withoutBias();
    const Pair size(c.layer.dims == 1 ? 1 : support::pick(1, 12), support::pick(1, 12));
    const Pair conv = tconv::convOutputSize(c.layer, size);
    RC_PRE(conv.h >= 1 && conv.w >= 1);
    Layer layer = c.layer;
    layer.output_padding = tconv::returningOutputPadding(layer, size);
    const Shape back{1, layer.in_channels, conv.h, conv.w};
    RC_ASSERT(!tconv::validate(layer, back).has_value());
    RC_ASSERT(tconv::outputShape(layer, back).spatial() == size);
    RC_ASSERT(tconv::outputPaddingFor(layer, conv, size) == layer.output_padding);
  });
}

/// sum of dy * y in double, the loss whose gradients are asked for.
double loss(const Case& c, const TensorD& x, const TensorD& weight, const std::vector<double>& bias,
            const Tensor& dy) {
  const TensorD y = tconv::forwardReference(c.layer, x, weight, bias);
  double sum = 0;
  for (Index i = 0; i < y.size(); ++i) sum += y.values()[i] * dy.values()[i];
  return sum;
}

/// The loss is linear in each operand alone, so that a central difference of width 2 is exact for integers.
template <class Values, class Loss>
double difference(Values& values, Index at, Loss evaluate) {
  const double middle = values[at];
  values[at] = middle + 1;
  const double above = evaluate();
  values[at] = middle - 1;
  const double below = evaluate();
  values[at] = middle;
  return (above - below) / 2;
}

TEST(Gradients, AreTheFiniteDifferencesOfTheReference) {
  forAll(200, [] {
    Case c = support::pickCase(support::pickInteger);
    if (c.bias.empty()) c.bias.assign(c.layer.out_channels, 0.0F);
    const Tensor dy = support::pickTensor(tconv::outputShape(c.layer, c.x.shape()), support::pickInteger);
    TensorD x = support::toDouble(c.x), weight = support::toDouble(c.weight);
    std::vector<double> bias(c.bias.begin(), c.bias.end());
    const auto evaluate = [&] { return loss(c, x, weight, bias, dy); };

    const Tensor dx = tconv::gradientInput(c.layer, dy, c.weight, c.x.shape().spatial());
    RC_ASSERT(dx.shape() == c.x.shape());
    auto x_values = x.values();
    for (Index i = 0; i < dx.size(); ++i) RC_ASSERT(difference(x_values, i, evaluate) == dx.values()[i]);

    const Tensor dw = tconv::gradientWeight(c.layer, c.x, dy);
    RC_ASSERT(dw.shape() == c.weight.shape());
    auto w_values = weight.values();
    for (Index i = 0; i < dw.size(); ++i) RC_ASSERT(difference(w_values, i, evaluate) == dw.values()[i]);

    const auto db = tconv::gradientBias(dy);
    RC_ASSERT(db.size() == bias.size());
    for (std::size_t i = 0; i < db.size(); ++i)
      RC_ASSERT(difference(bias, static_cast<Index>(i), evaluate) == db[i]);
  });
}

std::string messageOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const tconv::Error& e) {
    return e.what();
  }
  return "";
}

TEST(Convolution, RefusesAKernelThatDoesNotFit) {
  const Layer layer{.kernel_size = Pair(2, 3), .dilation = 2};
  EXPECT_EQ(messageOf([&] {
              tconv::convolve(layer, Tensor({1, 1, 4, 4}), Tensor({1, 1, 2, 3}));
            }),
            "kernel_size[1] = 3: spans 5 elements, and the padded input has only 4");
}

TEST(Convolution, RefusesOtherShapesByName) {
  const Layer layer{.out_channels = 2};
  const Tensor y({1, 2, 4, 4}), w({1, 2, 3, 3});
  EXPECT_EQ(messageOf([&] {
              tconv::convolve(layer, Tensor({1, 1, 4, 4}), w);
            }),
            "input = (1, 1, 4, 4): must have the shape (1, 2, 4, 4)");
  EXPECT_EQ(messageOf([&] {
              tconv::convolve(layer, y, Tensor({1, 2, 3, 2}));
            }),
            "weight = (1, 2, 3, 2): must have the shape (1, 2, 3, 3)");
  EXPECT_EQ(messageOf([&] { tconv::gradientInput(layer, y, w, 4); }),
            "output gradient = (1, 2, 4, 4): must have the shape (1, 2, 6, 6)");
  EXPECT_EQ(messageOf([&] {
              tconv::gradientWeight(layer, Tensor({1, 1, 4, 4}), y);
            }),
            "output gradient = (1, 2, 4, 4): must have the shape (1, 2, 6, 6)");
  EXPECT_EQ(messageOf([&] { tconv::innerProduct(y, w); }),
            "second operand = (1, 2, 3, 3): must have the shape (1, 2, 4, 4)");
}

}  // namespace

#include <gmock/gmock.h>

#include <cmath>

#include "processors.h"
#include "support/errors.h"
#include "support/generators.h"

namespace {

using support::forAll;
using support::pick;
using tconv::Index;
using tconv::Interpolation;
using tconv::Layer;
using tconv::Padding;
using tconv::Pair;
using tconv::Problem;
using tconv::Shape;
using tconv::SubPixelForm;
using tconv::Tensor;
using testing::ElementsAreArray;

using Values = std::vector<float>;

Tensor row(const Values& values) { return {{1, 1, 1, static_cast<Index>(values.size())}, values}; }

/// The definition of half-pixel centres, in floating point: fits small sizes, whose ties are exact.
double centre(Index o, Index from, Index to) {
  return (static_cast<double>(o) + 0.5) * static_cast<double>(from) / static_cast<double>(to) - 0.5;
}

Index clamped(Index i, Index n) { return std::max<Index>(0, std::min(i, n - 1)); }

double plainBilinear(const Tensor& x, Index n, Index c, double at_h, double at_w) {
  double sum = 0;
  const auto top = static_cast<Index>(std::floor(at_h)), left = static_cast<Index>(std::floor(at_w));
  for (Index i = top; i <= top + 1; ++i)
    for (Index j = left; j <= left + 1; ++j) {
      const double share =
          (1 - std::abs(at_h - static_cast<double>(i))) * (1 - std::abs(at_w - static_cast<double>(j)));
      sum += share * x(n, c, clamped(i, x.shape().h), clamped(j, x.shape().w));
    }
  return sum;
}

TEST(Resize, LooksAtHalfPixelCentres) {
  forAll(300, [] {
    const Tensor x =
        support::pickTensor({pick(1, 2), pick(1, 2), pick(1, 5), pick(1, 5)}, support::pickInteger);
    const Pair size(pick(1, 12), pick(1, 12));
    const Tensor nearest = tconv::resize(x, size, Interpolation::nearest);
    const Tensor bilinear = tconv::resize(x, size, Interpolation::bilinear);
    RC_ASSERT(nearest.shape() == (Shape{x.shape().n, x.shape().c, size.h, size.w}));
    RC_ASSERT(bilinear.shape() == nearest.shape());
    for (Index n = 0; n < x.shape().n; ++n)
      for (Index c = 0; c < x.shape().c; ++c)
        for (Index i = 0; i < size.h; ++i)
          for (Index j = 0; j < size.w; ++j) {
            const double h = centre(i, x.shape().h, size.h), w = centre(j, x.shape().w, size.w);
            // A tie of 1/3 + 1/6 and the like must not hang on the last bit.
            const auto cell = [](double at, Index length) {
              return clamped(static_cast<Index>(std::floor(at + 0.5 + 1e-9)), length);
            };
            RC_ASSERT(nearest(n, c, i, j) == x(n, c, cell(h, x.shape().h), cell(w, x.shape().w)));
            RC_ASSERT(std::abs(bilinear(n, c, i, j) - plainBilinear(x, n, c, h, w)) < 1e-5);
          }
  });
}

TEST(Resize, HasWorkedValues) {
  EXPECT_THAT(support::toVector(tconv::resizeNearest(row({1, 5, 3}), {1, 2})),
              ElementsAreArray(Values{1, 1, 5, 5, 3, 3}));
  EXPECT_THAT(support::toVector(tconv::resizeBilinear(row({0, 4, 8}), {1, 2})),
              ElementsAreArray(Values{0, 1, 3, 5, 7, 8}));
  const Tensor square({1, 1, 2, 2}, Values{0, 16, 32, 48});
  EXPECT_THAT(support::toVector(tconv::resizeBilinear(square, 2)),
              ElementsAreArray(Values{0, 4, 12, 16, 8, 12, 20, 24, 24, 28, 36, 40, 32, 36, 44, 48}));
  // Between two cells the later one is nearest; shrinking takes every third.
  EXPECT_THAT(support::toVector(tconv::resize(row({1, 2}), {1, 1}, Interpolation::nearest)),
              ElementsAreArray(Values{2}));
  EXPECT_THAT(support::toVector(tconv::resize(row({1, 2, 3, 4, 5, 6}), {1, 2}, Interpolation::nearest)),
              ElementsAreArray(Values{2, 5}));
}

TEST(Resize, LeavesConstantImagesAndOwnSizesAlone) {
  forAll(200, [] {
    const float value = support::pickReal();
    const Pair size(pick(1, 9), pick(1, 9));
    for (const auto how : {Interpolation::nearest, Interpolation::bilinear}) {
      const Tensor y = tconv::resize(Tensor({1, 1, pick(1, 5), pick(1, 5)}, value), size, how);
      for (const float v : y.values()) RC_ASSERT(v == value);
      const Tensor x = support::pickTensor({1, 2, size.h, size.w}, support::pickReal);
      RC_ASSERT(tconv::resize(x, size, how) == x);
    }
  });
}

TEST(Resize, ManyThreadsGiveTheSameBits) {
  forAll(50, [] {
    const Tensor x = support::pickTensor({pick(1, 2), pick(1, 3), pick(1, 9), pick(1, 9)}, support::pickReal);
    const Pair size(pick(1, 30), pick(1, 30));
    for (const auto how : {Interpolation::nearest, Interpolation::bilinear})
      RC_ASSERT(tconv::resize(x, size, how, static_cast<int>(pick(2, 5))) == tconv::resize(x, size, how));
  });
}

void requireRowsAsCells() {
  const auto value = [] { return support::pick(0, 9) == 0 ? INFINITY : support::pickReal(); };
  const Tensor x = support::pickTensor({2, 2, support::pick(1, 6), support::pick(1, 20)}, value);
  const Pair size(support::pick(1, 9), support::pick(1, 40));
  for (const Interpolation how : {Interpolation::nearest, Interpolation::bilinear}) {
    tconv::Resizer resizer(x, size, how);
    for (int i = 0; i < 6; ++i) {
      const Index n = support::pick(0, 1), c = support::pick(0, 1), row = support::pick(0, size.h - 1);
      std::vector<float> cells(static_cast<std::size_t>(size.w));
      resizer.row(n, c, row, cells);
      for (Index column = 0; column < size.w; ++column) {
        const float cell = resizer.at(n, c, row, column), of_row = cells[static_cast<std::size_t>(column)];
        RC_ASSERT(of_row == cell || (std::isnan(of_row) && std::isnan(cell)));
      }
    }
  }
}

TEST(Resizer, GivesRowsInAnyOrderAsTheirCellsAre) {
  support::onEveryProcessor([] { support::forAll(100, requireRowsAsCells); });
}

TEST(Resize, KeepsInfinitiesWhereTheyAre) {
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_THAT(support::toVector(tconv::resizeBilinear(row({1, 2, infinity, infinity}), {1, 2})),
              ElementsAreArray(Values{1, 1.25F, 1.75F, infinity, infinity, infinity, infinity, infinity}));
  // The middle cell of three is looked at alone.
  EXPECT_EQ(tconv::resizeBilinear(row({1, infinity}), {1, 3})(0, 0, 0, 1), 1);
}

TEST(Resize, RefusesWhatCannotBe) {
  const Tensor x({1, 1, 2, 2});
  EXPECT_EQ(support::errorOf([&] { tconv::resize(x, Pair(3, 0), Interpolation::nearest); }),
            "size[1] = 0: must be between 1 and 2147483647");
  EXPECT_EQ(support::errorOf([&] { tconv::resizeNearest(x, Pair(0, 1)); }),
            "factor[0] = 0: must be at least 1");
  EXPECT_EQ(support::errorOf([&] { tconv::resizeBilinear(x, Pair(1, 1L << 62)); }),
            "size[1] = 2147483648: must be between 1 and 2147483647");
  EXPECT_EQ(support::errorOf([&] { tconv::resizeBilinear(x, Pair(1 << 30)); }),
            "size[0] = 2147483648: must be between 1 and 2147483647");
  EXPECT_EQ(support::errorOf([&] { tconv::resizeBilinear(x, Pair(1 << 29)); }),
            "resized image = 1073741824 x 1073741824: must fit in memory");
  EXPECT_EQ(support::errorOf([] { tconv::resizeNearest(Tensor(), 1); }),
            "size[0] = 0: must be between 1 and 2147483647");
  EXPECT_EQ(support::errorOf([] { tconv::resize(Tensor(), 2, Interpolation::nearest); }),
            "input_size[0] = 0: must be at least 1");
}

/// An ordinary convolution with the given zeros at the beginning, as large as its input.
Tensor plainConvolution(const Tensor& x, const Tensor& weight, Pair begin) {
  const Shape in = x.shape(), w = weight.shape();
  const Index groups = in.c / w.c;
  Tensor y({in.n, w.n, in.h, in.w});
  for (Index n = 0; n < in.n; ++n)
    for (Index o = 0; o < w.n; ++o)
      for (Index i = 0; i < in.h; ++i)
        for (Index j = 0; j < in.w; ++j)
          for (Index c = 0; c < w.c; ++c)
            for (Index u = 0; u < w.h; ++u)
              for (Index v = 0; v < w.w; ++v) {
                const Index h = i + u - begin.h, k = j + v - begin.w;
                if (h < 0 || h >= in.h || k < 0 || k >= in.w) continue;
                y(n, o, i, j) += x(n, o / (w.n / groups) * w.c + c, h, k) * weight(o, c, u, v);
              }
  return y;
}

TEST(ConvolveSame, KeepsTheSize) {
  forAll(300, [] {
    const Index groups = pick(1, 3), ins = pick(1, 2), outs = pick(1, 2);
    const Tensor x =
        support::pickTensor({pick(1, 2), groups * ins, pick(1, 4), pick(1, 4)}, support::pickInteger);
    const Tensor weight =
        support::pickTensor({groups * outs, ins, pick(1, 5), pick(1, 5)}, support::pickInteger);
    // For even kernels one more zero at the end.
    const Pair begin((weight.shape().h - 1) / 2, (weight.shape().w - 1) / 2);
    RC_ASSERT(tconv::convolveSame(x, weight) == plainConvolution(x, weight, begin));
    const Pair factor(pick(1, 3), pick(1, 3));
    RC_ASSERT(tconv::resizeThenConvolve(x, factor, Interpolation::nearest, weight) ==
              plainConvolution(tconv::resizeNearest(x, factor), weight, begin));
  });
}

TEST(ConvolveSame, RefusesAWeightOfOtherChannels) {
  EXPECT_EQ(support::errorOf([] { tconv::convolveSame(Tensor({1, 2, 4, 4}), Tensor({1, 3, 3, 3})); }),
            "weight = (1, 3, 3, 3): must have the shape (1, 2, 3, 3)");
}

TEST(ResizeConvolution, HasTheWeightsOfTheTransposedOne) {
  forAll(200, [] {
    // At stride 1 nothing is inserted, and the two are the same operator where both keep the size.
    Layer layer;
    layer.groups = pick(1, 2);
    layer.in_channels = layer.groups * pick(1, 2);
    layer.out_channels = layer.groups * pick(1, 2);
    layer.kernel_size = Pair(pick(1, 5), pick(1, 5));
    const Pair end((layer.kernel_size.h - 1) / 2, (layer.kernel_size.w - 1) / 2);
    layer.padding = Padding(Pair(layer.kernel_size.h - 1 - end.h, layer.kernel_size.w - 1 - end.w), end);
    const Tensor x =
        support::pickTensor({1, layer.in_channels, pick(1, 5), pick(1, 5)}, support::pickInteger);
    const Tensor weight = support::pickTensor(tconv::weightShape(layer), support::pickInteger);
    const Tensor ordinary = tconv::resizeConvolutionWeight(layer, weight);
    RC_ASSERT(ordinary.size() == weight.size());
    RC_ASSERT(tconv::resizeThenConvolve(x, 1, Interpolation::bilinear, ordinary) ==
              tconv::forward(layer, x, weight));
  });
}

TEST(PixelShuffle, HasPyTorchsChannelOrder) {
  const Tensor x({1, 8, 1, 2}, Values{0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 60, 61, 70, 71});
  const Tensor y = tconv::pixelShuffle(x, 2);
  EXPECT_EQ(y.shape(), (Shape{1, 2, 2, 4}));
  EXPECT_THAT(support::toVector(y),
              ElementsAreArray(Values{0, 10, 1, 11, 20, 30, 21, 31, 40, 50, 41, 51, 60, 70, 61, 71}));
  EXPECT_THAT(support::toVector(tconv::pixelShuffle(Tensor({1, 3, 1, 1}, Values{1, 2, 3}), {1, 3})),
              ElementsAreArray(Values{1, 2, 3}));
  EXPECT_EQ(support::errorOf([&] { tconv::pixelShuffle(x, 3); }),
            "factor = 3 x 3: must divide the number of channels (8)");
}

/// Whether the layer keeps the output at s times the input.
bool enlargesByStride(const Layer& layer) {
  for (int a = layer.dims == 1 ? 1 : 0; a < 2; ++a) {
    const Index n = 7, s = layer.stride[a];
    const Index length = (n - 1) * s + layer.kernel_size[a] - layer.padding.begin[a] - layer.padding.end[a] +
                         layer.output_padding[a];
    if (layer.dilation[a] != 1 || length != n * s) return false;
  }
  return true;
}

/// The form gives the numbers of the layer on an image that is larger than every kernel here.
void expectForm(const Layer& layer, const SubPixelForm& form, const Tensor& x, const Tensor& weight) {
  EXPECT_EQ(tconv::subPixelConvolve(form, x), tconv::forward(layer, x, weight))
      << testing::PrintToString(layer);
}

TEST(SubPixel, IsTheTransposedConvolutionForEveryCropThatKeepsTheFactor) {
  int held = 0;
  for (Index k = 1; k <= 7; ++k)
    for (Index s = 1; s <= 4; ++s)
      for (Index begin = 0; begin <= k + 2; ++begin)
        for (Index end = 0; end <= k + 2; ++end)
          for (Index op = 0; op < s; ++op) {
            const Layer layer{.dims = 1,
                              .kernel_size = Pair(1, k),
                              .stride = Pair(1, s),
                              .padding = Padding({0, begin}, {0, end}),
                              .output_padding = Pair(0, op)};
            Tensor weight(tconv::weightShape(layer)), x({1, 1, 1, 6});
            for (Index u = 0; u < k; ++u) weight.values()[u] = static_cast<float>(1 << (2 * u));
            for (Index i = 0; i < 6; ++i) x.values()[i] = static_cast<float>(i % 4 + 1);
            const auto form = tconv::subPixelForm(layer, weight);
            ASSERT_EQ(std::holds_alternative<SubPixelForm>(form), enlargesByStride(layer))
                << testing::PrintToString(layer);
            if (!enlargesByStride(layer)) continue;
            ++held;
            const auto& found = std::get<SubPixelForm>(form);
            expectForm(layer, found, x, weight);
            EXPECT_EQ(found.weight.size() - found.gaps, weight.size()) << testing::PrintToString(layer);
            EXPECT_EQ(found.gaps == 0, k % s == 0 && begin % s == 0) << testing::PrintToString(layer);
            const bool same = found.padding.begin.w == (found.weight.shape().w - 1) / 2;
            const Index b = found.padding.begin.w, e = found.padding.end.w;
            EXPECT_EQ(b + e + 1, found.weight.shape().w);
            EXPECT_EQ(same, b == e || b + 1 == e);
            if (!same) continue;
            EXPECT_EQ(tconv::subPixelConvolve(x, {1, s}, found.weight), tconv::forward(layer, x, weight));
          }
  EXPECT_GT(held, 50);
}

TEST(SubPixel, KeepsChannelsGroupsAndBothAxes) {
  forAll(300, [] {
    Layer layer;
    layer.groups = pick(1, 2);
    layer.in_channels = layer.groups * pick(1, 2);
    layer.out_channels = layer.groups * pick(1, 2);
    for (int a = 0; a < 2; ++a) {
      layer.stride[a] = pick(1, 3);
      layer.kernel_size[a] = layer.stride[a] + pick(0, 4);
      layer.padding.begin[a] = pick(0, layer.kernel_size[a] - layer.stride[a]);
      layer.padding.end[a] = layer.kernel_size[a] - layer.stride[a] - layer.padding.begin[a];
    }
    const Tensor x =
        support::pickTensor({pick(1, 2), layer.in_channels, pick(1, 4), pick(1, 4)}, support::pickInteger);
    const Tensor weight = support::pickTensor(tconv::weightShape(layer), support::pickInteger);
    const auto form = std::get<SubPixelForm>(tconv::subPixelForm(layer, weight));
    RC_ASSERT(tconv::subPixelConvolve(form, x) == tconv::forward(layer, x, weight));
  });
}

TEST(SubPixel, SharesOutTheTapsThatAreAStrideApart) {
  const Layer layer{.dims = 1, .kernel_size = Pair(1, 6), .stride = Pair(1, 2), .padding = Pair(0, 2)};
  const auto form = std::get<SubPixelForm>(tconv::subPixelForm(layer, row({1, 2, 3, 4, 5, 6})));
  EXPECT_EQ(form.weight.shape(), (Shape{2, 1, 1, 3}));
  EXPECT_THAT(support::toVector(form.weight), ElementsAreArray(Values{5, 3, 1, 6, 4, 2}));
  EXPECT_EQ(form.padding, Padding(Pair(0, 1)));
  EXPECT_EQ(form.factor, Pair(1, 2));
  EXPECT_EQ(form.gaps, 0);
}

TEST(SubPixel, HasGapsWhereTheCropIsNoMultipleOfTheStride) {
  const Layer layer{.kernel_size = 4, .stride = 2, .padding = Pair(1)};
  const Tensor weight({1, 1, 4, 4}, 1.0F);
  const auto form = std::get<SubPixelForm>(tconv::subPixelForm(layer, weight));
  EXPECT_EQ(form.weight.shape(), (Shape{4, 1, 3, 3}));
  EXPECT_EQ(form.gaps, 36 - 16);
}

TEST(SubPixel, SaysWhereItDoesNotHold) {
  const auto why = [](const Layer& layer) {
    return std::get<Problem>(tconv::subPixelForm(layer, Tensor(tconv::weightShape(layer)))).message();
  };
  EXPECT_EQ(why({.kernel_size = 4, .stride = 2}),
            "padding[0] = 0: together with the other end and less output_padding must crop k - s = 2 in a "
            "sub-pixel convolution, not 0: its output is s times as long as its input");
  EXPECT_EQ(why({.kernel_size = 3, .padding = Pair(1), .dilation = Pair(1, 2)}),
            "dilation[1] = 2: must be 1 in a sub-pixel convolution");
  EXPECT_EQ(why({.kernel_size = 2, .stride = 2, .groups = 2}), "groups = 2: must divide in_channels (1)");
  EXPECT_EQ(why({.kernel_size = 2, .stride = 0}), "stride[0] = 0: must be at least 1");
}

}  // namespace

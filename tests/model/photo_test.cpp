#include "model/output_photo.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "model/examples.h"
#include "support/documents.h"

namespace lab {
namespace {

using support::pick;
using tconv::Interpolation;
using tconv::Rgb;
using testing::ElementsAre;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(Photo, ThreeChannelsAreRedGreenAndBlue) {
  const Photo photo = photoOf(Tensor(Shape{1, 3, 1, 2}, {10, -4, 20.6F, 255, 300, 0}));
  EXPECT_EQ(photo.rows, 1);
  EXPECT_EQ(photo.columns, 2);
  EXPECT_THAT(photo.colors, ElementsAre(Rgb{10, 21, 255}, Rgb{0, 255, 0}));
  EXPECT_EQ(photo.values, 6);
  EXPECT_EQ(photo.brightness.clamped, 2);
  EXPECT_EQ(photo.brightness.brightest, 300);
  EXPECT_TRUE(photo.nan.empty());
}

TEST(Photo, OfAnyOtherNumberTheFirstIsSeenAsGrey) {
  for (const Index channels : {1, 2, 4}) {
    Tensor x(Shape{1, channels, 1, 2}, 999.0F);
    x(0, 0, 0, 0) = 7, x(0, 0, 0, 1) = 8;
    const Photo photo = photoOf(x);
    EXPECT_THAT(photo.colors, ElementsAre(Rgb{7, 7, 7}, Rgb{8, 8, 8})) << channels;
    EXPECT_EQ(photo.values, 2);
    EXPECT_EQ(photo.brightness.clamped, 0);
  }
}

TEST(Photo, KnowsWhereThereIsNoNumber) {
  const Photo photo = photoOf(Tensor(Shape{1, 3, 1, 3}, {1, 2, kNan, 1, 2, 3, kNan, 2, 3}));
  EXPECT_THAT(photo.nan, ElementsAre(0, 2));
  EXPECT_EQ(photo.brightness.clamped, 0);
}

/// Nearest resizing by its definition: the centre of an output cell, brought to the input.
float nearestAt(const Tensor& x, Index c, Index row, Index column, Shape output) {
  const auto at = [](Index o, Index n, Index length) {
    const double place =
        (static_cast<double>(o) + 0.5) * static_cast<double>(n) / static_cast<double>(length) - 0.5;
    return std::clamp(static_cast<Index>(std::floor(place + 0.5)), Index{0}, n - 1);
  };
  return x(0, c, at(row, x.shape().h, output.h), at(column, x.shape().w, output.w));
}

TEST(Photo, SeenFromAfarBlocksShowTheirMean) {
  const Tensor x(Shape{1, 1, 3, 5}, {0, 10, 20, 30, 40, 2, 5, 20, 31, 50, 7, 8, 100, 101, 256});
  const Photo seen = photoOf(x, 2);
  EXPECT_EQ(seen.rows, 2);
  EXPECT_EQ(seen.columns, 3);
  const auto grey = [](std::uint8_t level) { return Rgb{level, level, level}; };
  EXPECT_THAT(seen.colors, ElementsAre(grey(4), grey(25), grey(45), grey(8), grey(101), grey(255)));
  EXPECT_EQ(seen.values, 15);
  EXPECT_EQ(seen.brightness.clamped, 1);
  EXPECT_EQ(seen.brightness.brightest, 256);
}

TEST(Photo, SeenFromAfarBlocksWithANanAreKnown) {
  Tensor x(Shape{1, 3, 4, 5}, 7.0F);
  x(0, 1, 0, 4) = x(0, 2, 1, 4) = x(0, 0, 3, 1) = kNan;
  EXPECT_THAT(photoOf(x, 2).nan, ElementsAre(2, 3));
}

TEST(OriginalPhoto, StaysAsLongAsTheInputDoes) {
  Document document = newcomerDocument();
  document.input.custom = std::make_shared<const Tensor>(resolveInput(document));
  const Derived first = std::get<Derived>(derive(document));
  const Photo& seen = originalPhoto(first, 2);
  EXPECT_EQ(seen.colors, photoOf(*document.input.custom, 2).colors);
  document.kernel.seed = 9;
  document.kernel.preset = tconv::KernelPreset::random_integers;
  const Derived second = std::get<Derived>(derive(document, {}, first.input));
  EXPECT_EQ(&originalPhoto(second, 2), &seen);
  document.input_size = 4;
  const Derived larger = std::get<Derived>(derive(document, {}, first.input));
  EXPECT_NE(&originalPhoto(larger, 2), &seen);
  EXPECT_EQ(larger.trace->x(), resolveInput(document));
}

/// What a tensor is reduced to.
ReducedPlane reducedPlane(const Tensor& x, Index step) {
  const Shape shape = x.shape();
  return reduced(shape.h, shape.w, step, [&](Index row) {
    return x.values().subspan(static_cast<std::size_t>(row * shape.w), static_cast<std::size_t>(shape.w));
  });
}

/// The output less the input brought to its size, as far as both are seen.
tconv::Difference differenceOf(const Derived& derived, const Tensor& output, Interpolation how) {
  const Index channels = derived.layer().in_channels == 3 && derived.layer().out_channels == 3 ? 3 : 1;
  const auto first_of = [channels](const Tensor& x) {
    return resized(x, {1, channels, x.shape().h, x.shape().w});
  };
  return tconv::difference(first_of(output),
                           tconv::resize(first_of(derived.trace->x()), output.shape().spatial(), how));
}

void requireNumbers(const OutputPhoto& seen, const Photo& photo, const tconv::Difference& difference) {
  RC_ASSERT(seen.photo.values == photo.values);
  RC_ASSERT(seen.photo.brightness.clamped == photo.brightness.clamped);
  RC_ASSERT(seen.photo.brightness.brightest == photo.brightness.brightest);
  RC_ASSERT(seen.difference.largest == difference.largest);
  RC_ASSERT(seen.difference.mean_absolute == difference.mean_absolute);
}

TEST(OutputPhoto, IsWhatTheTensorsWouldShow) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const Tensor output = derived.trace->output({derived.trace->steps()});
    const Index step = pick(1, 4);
    const auto how = *rc::gen::element(Interpolation::nearest, Interpolation::bilinear);
    const OutputPhoto& seen = outputPhoto(derived, step, how);
    const Photo photo = photoOf(output, step);
    RC_ASSERT(seen.photo.colors == photo.colors);
    const tconv::Difference difference = differenceOf(derived, output, how);
    requireNumbers(seen, photo, difference);
    const Tensor farthest = tconv::farthestFromZero(difference.values);
    RC_ASSERT(seen.difference.farthest.values == reducedPlane(farthest, step).values);
    const Index row = pick(0, output.shape().h - 1), column = pick(0, output.shape().w - 1);
    const Moment end = momentAt(timelineOf(*derived.trace), 1e9, Granularity::element);
    RC_ASSERT(outputDifference(derived, RunningOutput(*derived.trace, end), row, column, how) ==
              farthest(0, 0, row, column));
    RC_ASSERT(outputDifference(derived, how).largest == difference.largest);
    RC_ASSERT(&outputPhoto(derived, step, how) == &seen);
  });
}

TEST(OutputPhoto, IsTheOutputLessTheEnlargedInput) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const support::PlainScatter plain(document);
    const auto cells = plain.after(plain.steps());
    const PhotoDifference& seen = outputPhoto(derived, 1, Interpolation::nearest).difference;
    const Shape output{1, 1, plain.output.h, plain.output.w};
    const Index channels = document.layer.in_channels == 3 && document.layer.out_channels == 3 ? 3 : 1;
    float largest = 0;
    for (Index row = 0; row < output.h; ++row)
      for (Index column = 0; column < output.w; ++column) {
        float farthest = 0;
        for (Index c = 0; c < channels; ++c) {
          const float y = cells[plain.at({c, row + plain.begin.h, column + plain.begin.w})].value;
          const float d = y - nearestAt(*document.input.custom, c, row, column, output);
          if (std::abs(d) > std::abs(farthest)) farthest = d;
        }
        RC_ASSERT(seen.farthest.at(row, column) == farthest);
        largest = std::max(largest, std::abs(farthest));
      }
    RC_ASSERT(seen.largest == largest);
  });
}

TEST(OutputPhoto, BilinearUpsamplingDiffersFromBilinearResizingOnlyAtTheBorder) {
  const Derived derived = support::derived([] {
    Document d;
    d.input_size = 6;
    d.layer = {
        .in_channels = 3, .out_channels = 3, .kernel_size = 4, .stride = 2, .padding = Pair(1), .groups = 3};
    d.input.preset = tconv::ValuePreset::picture;
    d.kernel.preset = tconv::KernelPreset::bilinear;
    return d;
  }());
  const ReducedPlane& d = outputPhoto(derived, 1, Interpolation::bilinear).difference.farthest;
  for (Index row = 1; row < 11; ++row)
    for (Index column = 1; column < 11; ++column) EXPECT_EQ(d.at(row, column), 0);
  EXPECT_NE(d.at(0, 0), 0);
  EXPECT_NE(outputPhoto(derived, 1, Interpolation::nearest).difference.farthest.at(5, 5), 0);
}

/// A part of a picture that begins at multiples of the step and ends there or at the end.
Rect pickPart(Shape output, Index step) {
  const Index top = pick(0, (output.h - 1) / step) * step, left = pick(0, (output.w - 1) / step) * step;
  return {top, left, std::min(output.h, top + pick(1, 4) * step),
          std::min(output.w, left + pick(1, 4) * step)};
}

/// How many cells of each block show no number in any channel that is seen.
std::vector<Index> blankIn(const RunningOutput& running, const Rect& window, Index seen, const Rect& part,
                           Index step) {
  const Rect blocks = blocksOver(part, step);
  std::vector<Index> blank(static_cast<std::size_t>(blocks.height() * blocks.width()));
  for (Index row = part.top; row < part.bottom; ++row)
    for (Index column = part.left; column < part.right; ++column) {
      bool all = true;
      for (Index c = 0; c < seen; ++c) all = all && running.blank(c, window.top + row, window.left + column);
      const Index block = (row - part.top) / step * blocks.width() + (column - part.left) / step;
      blank[static_cast<std::size_t>(block)] += all ? 1 : 0;
    }
  return blank;
}

TEST(OutputPhoto, AtAnyMomentIsWhatTheRunningTensorWouldShow) {
  support::forAll(300, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const Timeline timeline = timelineOf(*derived.trace);
    const Granularity unit = *rc::gen::element(Granularity::element, Granularity::tap, Granularity::cell);
    const double time = timeAfter(timeline, unit, pick(0, unitsOf(timeline, unit)));
    const RunningOutput running(*derived.trace, momentAt(timeline, time, unit));
    const Tensor output = running.output();
    const Index step = pick(1, 4);
    const Rect part = pickPart(output.shape(), step), blocks = blocksOver(part, step);
    const auto how = *rc::gen::element(Interpolation::nearest, Interpolation::bilinear);
    const OutputPhoto seen = outputPhoto(derived, running, part, step, how);
    const Photo photo = photoOf(output, step);
    RC_ASSERT(seen.photo.colors == partOf(photo, blocks).colors);
    RC_ASSERT(seen.photo.nan == partOf(photo, blocks).nan);
    const tconv::Difference difference = differenceOf(derived, output, how);
    requireNumbers(seen, photo, difference);
    const Tensor farthest = tconv::farthestFromZero(difference.values);
    RC_ASSERT(seen.difference.farthest.values == blocksIn(reducedPlane(farthest, step), part, step).values);
    RC_ASSERT(outputDifference(derived, running, part.top, part.left, how) ==
              farthest(0, 0, part.top, part.left));
    const std::vector<Index> blank =
        blankIn(running, derived.trace->window(), seenChannels(document.layer.out_channels), part, step);
    if (seen.blank.empty())
      RC_ASSERT(std::ranges::count(blank, 0) == static_cast<std::ptrdiff_t>(blank.size()));
    else
      RC_ASSERT(seen.blank == blank);
  });
}

TEST(OutputPhoto, OfManyCellsOnesThatAreSeenAreWorkedOutAlone) {
  const Derived derived = support::derived([] {
    Document d;
    d.input_size = {520, 640};
    d.layer = {.kernel_size = 2, .stride = 2};
    d.input.preset = tconv::ValuePreset::picture;
    return d;
  }());
  const double middle = static_cast<double>(derived.trace->steps()) / 2;
  const RunningOutput running(*derived.trace,
                              momentAt(timelineOf(*derived.trace), middle, Granularity::element));
  const Rect part{515, 3, 530, 44};
  const OutputPhoto seen = outputPhoto(derived, running, part, 1, Interpolation::nearest);
  const Photo photo = photoOf(running.output());
  EXPECT_EQ(seen.photo.colors, partOf(photo, part).colors);
  EXPECT_EQ(seen.photo.values, photo.values);
  EXPECT_EQ(seen.photo.brightness.brightest, photo.brightness.brightest);
  EXPECT_EQ(seen.blank, blankIn(running, derived.trace->window(), 1, part, 1));
  EXPECT_EQ(seen.difference.farthest.at(4, 9),
            outputDifference(derived, running, 519, 12, Interpolation::nearest));
}

TEST(InTheMiddle, IsBetweenRestAndTheEnd) {
  const Derived derived = support::derived(newcomerDocument());
  const Timeline timeline = timelineOf(*derived.trace);
  for (const Granularity unit : {Granularity::element, Granularity::tap, Granularity::cell}) {
    const auto at = [&](double time) { return inTheMiddle(*derived.trace, momentAt(timeline, time, unit)); };
    EXPECT_FALSE(at(0));
    EXPECT_FALSE(at(9));
    EXPECT_TRUE(at(0.001));
    EXPECT_TRUE(at(4));
    EXPECT_TRUE(at(8.999));
  }
}

TEST(OneKernel, IsWhatDepthwiseLayersMayHave) {
  Document d;
  d.layer = {.in_channels = 3, .out_channels = 6, .kernel_size = 2, .groups = 3};
  EXPECT_TRUE(isDepthwise(d.layer));
  Tensor w(Shape{3, 2, 2, 2}, 1.0F);
  EXPECT_TRUE(hasOneKernel(d.layer, w));
  w(0, 1, 0, 0) = w(1, 1, 0, 0) = w(2, 1, 0, 0) = 4;
  EXPECT_TRUE(hasOneKernel(d.layer, w));
  w(2, 0, 1, 1) = 2;
  EXPECT_FALSE(hasOneKernel(d.layer, w));
  d.layer.groups = 1;
  EXPECT_FALSE(isDepthwise(d.layer));
  EXPECT_FALSE(hasOneKernel(d.layer, Tensor(Shape{3, 6, 2, 2}, 1.0F)));
  EXPECT_FALSE(isDepthwise(Document{}.layer));
}

TEST(Enlarging, GivesSoManyTimesTheCellsAndKeepsBrightness) {
  for (const Index factor : {1, 2, 3, 4, 5, 8}) {
    Document document;
    document.layer.in_channels = 3;
    document.input_size = {5, 7};
    document.input.preset = tconv::ValuePreset::ones;
    const Derived derived = support::derived(enlarging(document, factor));
    const Tensor out = derived.trace->output({derived.trace->steps(), 0});
    EXPECT_EQ(out.shape(), (Shape{1, 3, 5 * factor, 7 * factor})) << factor;
    EXPECT_NEAR(out(0, 2, 5 * factor / 2, 7 * factor / 2), 1, 1e-6) << factor;
  }
}

}  // namespace
}  // namespace lab

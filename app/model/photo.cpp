#include "model/photo.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "tconv/overlap.h"

namespace lab {
namespace {

Index seenChannels(Index channels) { return inColor(channels) ? 3 : 1; }

std::span<const float> plane(const Tensor& x, Index channel) {
  const auto size = static_cast<std::size_t>(x.shape().h * x.shape().w);
  return x.values().subspan(static_cast<std::size_t>(channel) * size, size);
}

void toBytes(std::span<const float> values, std::uint8_t* bytes) {
  for (std::size_t i = 0; i < values.size(); ++i) bytes[i] = tconv::brightnessByte(values[i]);
}

/// What the values of a channel reach.
struct Range {
  Index clamped = 0;  ///< how many clamping changes
  float most = 0;     ///< the largest; 0 where none is above
  bool numbers = true;
};

Range rangeOf(std::span<const float> values) {
  std::int64_t clamped = 0;
  float most = 0;
  int missing = 0;
  for (const float value : values) {
    clamped += tconv::leavesBrightness(value) ? 1 : 0;
    most = value > most ? value : most;
    missing |= std::isnan(value) ? 1 : 0;
  }
  return {clamped, most, missing == 0};
}

/// The first channels alone.
Tensor firstChannels(const Tensor& x, Index channels) {
  const Shape shape{1, channels, x.shape().h, x.shape().w};
  const auto values = x.values().first(static_cast<std::size_t>(shape.size()));
  return {shape, std::vector<float>(values.begin(), values.end())};
}

/// How many channels of input and output can be compared.
Index comparedChannels(const tconv::Layer& layer) {
  return inColor(layer.in_channels) && inColor(layer.out_channels) ? 3 : 1;
}

template <tconv::Interpolation how>
struct Compared {
  PhotoComparison comparison;
};

template <tconv::Interpolation how>
const PhotoComparison& compared(const Derived& derived) {
  const auto make = [&] {
    const Tensor& output = photoFacts(derived).output;
    const Tensor& x = derived.trace->x();
    const Index channels = comparedChannels(derived.layer());
    const Tensor first = channels == x.shape().c ? Tensor() : firstChannels(x, channels);
    return Compared<how>{comparePhotos(output, tconv::resize(channels == x.shape().c ? x : first,
                                                             output.shape().spatial(), how, processors()))};
  };
  return derived.memo->get<Compared<how>>(make).comparison;
}

}  // namespace

Photo photoOf(const Tensor& x) {
  const Index channels = seenChannels(x.shape().c);
  Photo photo;
  photo.rows = x.shape().h, photo.columns = x.shape().w;
  photo.values = channels * photo.rows * photo.columns;
  const auto red = plane(x, 0), green = plane(x, channels == 3 ? 1 : 0),
             blue = plane(x, channels == 3 ? 2 : 0);
  photo.colors.resize(red.size());
  constexpr std::size_t kBlock = 1024;  // bytes in a row are made in vectors, colours from them one by one
  std::array<std::array<std::uint8_t, kBlock>, 3> bytes;
  for (std::size_t from = 0; from < red.size(); from += kBlock) {
    const std::size_t count = std::min(kBlock, red.size() - from);
    toBytes(red.subspan(from, count), bytes[0].data());
    toBytes(green.subspan(from, count), bytes[1].data());
    toBytes(blue.subspan(from, count), bytes[2].data());
    for (std::size_t i = 0; i < count; ++i) photo.colors[from + i] = {bytes[0][i], bytes[1][i], bytes[2][i]};
  }
  bool numbers = true;
  for (Index c = 0; c < channels; ++c) {
    const Range range = rangeOf(plane(x, c));
    photo.clamped += range.clamped;
    photo.brightest = std::max(photo.brightest, range.most);
    numbers = numbers && range.numbers;
  }
  if (numbers) return photo;
  for (std::size_t i = 0; i < red.size(); ++i)
    if (std::isnan(red[i]) || std::isnan(green[i]) || std::isnan(blue[i])) photo.nan.push_back(i);
  return photo;
}

tconv::Rgb meanColor(std::span<const tconv::Rgb> colors, Index columns, const Rect& block) {
  std::uint32_t r = 0, g = 0, b = 0;
  for (Index row = block.top; row < block.bottom; ++row)
    for (Index column = block.left; column < block.right; ++column) {
      const tconv::Rgb color = colors[static_cast<std::size_t>(row * columns + column)];
      r += color.r, g += color.g, b += color.b;
    }
  const auto cells = static_cast<std::uint32_t>(block.height() * block.width());
  const auto mean = [cells](std::uint32_t sum) {
    return static_cast<std::uint8_t>((sum + cells / 2) / cells);
  };
  return {mean(r), mean(g), mean(b)};
}

const ReducedPhoto& reducedPhoto(const Derived& derived, const Photo& photo, Index step) {
  using Kept = KeptBy<std::pair<const Photo*, Index>, ReducedPhoto>;
  return derived.memo->get<Kept>([] { return Kept(); }).get({&photo, step}, [&] {
    ReducedPhoto result;
    result.rows = (photo.rows + step - 1) / step, result.columns = (photo.columns + step - 1) / step;
    result.colors.reserve(static_cast<std::size_t>(result.rows * result.columns));
    for (Index top = 0; top < photo.rows; top += step)
      for (Index left = 0; left < photo.columns; left += step)
        result.colors.push_back(
            meanColor(photo.colors, photo.columns,
                      {top, left, std::min(top + step, photo.rows), std::min(left + step, photo.columns)}));
    return result;
  });
}

PhotoComparison comparePhotos(const Tensor& output, Tensor enlarged) {
  PhotoComparison result;
  result.enlarged = std::move(enlarged);
  // Which compares the channels that both have.
  result.difference = tconv::difference(output, result.enlarged, processors());
  result.farthest = tconv::farthestFromZero(result.difference.values);
  return result;
}

const PhotoFacts& photoFacts(const Derived& derived) {
  return derived.memo->get<PhotoFacts>([&] {
    const tconv::Trace& trace = *derived.trace;
    PhotoFacts facts;
    facts.output = trace.output({trace.steps()});
    facts.original = photoOf(trace.x());
    facts.finished = photoOf(facts.output);
    const tconv::Axes& axes = trace.axes();
    if (axes.h.stride <= kMostPhases && axes.w.stride <= kMostPhases / axes.h.stride)
      facts.phase_sums = tconv::phaseSums(trace.layer(), trace.weight());
    return facts;
  });
}

const PhotoComparison& photoComparison(const Derived& derived, tconv::Interpolation how) {
  using tconv::Interpolation;
  return how == Interpolation::nearest ? compared<Interpolation::nearest>(derived)
                                       : compared<Interpolation::bilinear>(derived);
}

RunningPhoto runningPhoto(const Derived& derived, const RunningOutput& running, tconv::Interpolation how) {
  RunningPhoto result;
  result.output = running.output();
  result.photo = photoOf(result.output);
  result.blank = running.blanks(0);
  for (Index c = 1; c < seenChannels(derived.layer().out_channels); ++c) {
    const std::vector<std::uint8_t> more = running.blanks(c);
    for (std::size_t i = 0; i < more.size(); ++i) result.blank[i] &= more[i];
  }
  result.comparison = comparePhotos(result.output, photoComparison(derived, how).enlarged);
  return result;
}

bool inTheMiddle(const tconv::Trace& trace, const Moment& moment) {
  if (moment.by_cell) return moment.cell && !(moment.settled && moment.cells_done == timelineOf(trace).cells);
  return moment.active && !(moment.settled && moment.done.step >= trace.steps());
}

bool isDepthwise(const tconv::Layer& layer) {
  return layer.in_channels > 1 && layer.groups == layer.in_channels;
}

bool hasOneKernel(const tconv::Layer& layer, const Tensor& weight) {
  if (!isDepthwise(layer)) return false;
  const auto values = weight.values();
  const auto size = values.size() / static_cast<std::size_t>(layer.in_channels);
  for (std::size_t i = size; i < values.size(); ++i)
    if (values[i] != values[i - size]) return false;
  return true;
}

Document depthwise(Document document) {
  document.layer.out_channels = document.layer.groups = document.layer.in_channels;
  return document;
}

Document enlarging(Document document, Index factor) {
  document = depthwise(std::move(document));
  Layer& layer = document.layer;
  layer.stride = factor;
  layer.kernel_size = 2 * factor - factor % 2;
  layer.padding = Pair{factor / 2};
  layer.output_padding = 0;
  layer.dilation = 1;
  document.kernel = {tconv::KernelPreset::bilinear, document.kernel.seed, nullptr};
  return document;
}

}  // namespace lab

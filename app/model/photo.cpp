#include "model/photo.h"

#include <algorithm>
#include <cmath>

#include "tconv/overlap.h"

namespace lab {
namespace {

Index seenChannels(Index channels) { return inColor(channels) ? 3 : 1; }

std::span<const float> plane(const Tensor& x, Index channel) {
  const auto size = static_cast<std::size_t>(x.shape().h * x.shape().w);
  return x.values().subspan(static_cast<std::size_t>(channel) * size, size);
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
    const Tensor seen = firstChannels(derived.trace->x(), comparedChannels(derived.layer()));
    return Compared<how>{comparePhotos(output, tconv::resize(seen, output.shape().spatial(), how))};
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
  photo.colors.reserve(red.size());
  for (std::size_t i = 0; i < red.size(); ++i) {
    photo.colors.push_back(
        {tconv::brightnessByte(red[i]), tconv::brightnessByte(green[i]), tconv::brightnessByte(blue[i])});
    if (std::isnan(red[i]) || std::isnan(green[i]) || std::isnan(blue[i])) photo.nan.push_back(i);
  }
  for (Index c = 0; c < channels; ++c)
    for (const float value : plane(x, c)) {
      photo.clamped += tconv::leavesBrightness(value) ? 1 : 0;
      photo.brightest = std::max(photo.brightest, value);
    }
  return photo;
}

PhotoComparison comparePhotos(const Tensor& output, Tensor enlarged) {
  PhotoComparison result;
  result.enlarged = std::move(enlarged);
  result.difference = tconv::difference(firstChannels(output, result.enlarged.shape().c), result.enlarged);
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

#include "model/output_photo.h"

#include <algorithm>

namespace lab {
namespace {

using tconv::Interpolation;
using tconv::Resizer;

/// At least so many rows are summed at a time, so that rows of the input are enlarged about once.
constexpr Index kBand = 16;

/// How many channels of input and output can be compared.
Index comparedChannels(const tconv::Layer& layer) {
  return inColor(layer.in_channels) && inColor(layer.out_channels) ? 3 : 1;
}

/// Makes the difference from rows of the output. Several threads may each make a part.
class DifferenceMaker {
 public:
  DifferenceMaker(const Derived& derived, Index step, Interpolation how)
      : size_(derived.axes().h.output(), derived.axes().w.output()),
        step_(step),
        channels_(comparedChannels(derived.layer())),
        resizer_(*derived.input->x, size_, how),
        sums_(static_cast<std::size_t>(channels_ * size_.h)) {
    farthest_.rows = (size_.h + step - 1) / step, farthest_.columns = (size_.w + step - 1) / step;
    farthest_.values.resize(static_cast<std::size_t>(farthest_.rows * farthest_.columns));
  }
  /// Rows [first, end) of blocks.
  void make(Index first, Index end, const PhotoCells& cells);
  PhotoDifference finish();

 private:
  const Pair size_;
  const Index step_, channels_;
  const Resizer resizer_;
  std::vector<tconv::DifferenceSum> sums_;  ///< of rows, channel by channel
  ReducedPlane farthest_;
};

void DifferenceMaker::make(Index first, Index end, const PhotoCells& cells) {
  std::vector<Resizer> resizers(static_cast<std::size_t>(channels_), resizer_);
  const auto width = static_cast<std::size_t>(size_.w);
  std::vector<float> enlarged(width), values(width), farthest(width);
  for (Index block = first; block < std::min(end, farthest_.rows); ++block) {
    const Index top = block * step_, bottom = std::min(top + step_, size_.h);
    for (Index row = top; row < bottom; ++row)
      for (Index c = 0; c < channels_; ++c) {
        const bool is_first = row == top && c == 0;
        resizers[static_cast<std::size_t>(c)].row(0, c, row, enlarged);
        sums_[static_cast<std::size_t>(c * size_.h + row)] =
            tconv::differRow(cells(c, row), enlarged, is_first ? farthest : values);
        if (!is_first) tconv::keepFarthest(values, farthest);
      }
    foldRow(farthest, step_, farthest_.row(block));
  }
}

PhotoDifference DifferenceMaker::finish() {
  PhotoDifference result;
  tconv::DifferenceSum all;
  for (const tconv::DifferenceSum& sum : sums_) {
    all.magnitude += sum.magnitude;
    all.farthest = std::max(all.farthest, sum.farthest);
  }
  result.largest = all.largest();
  result.mean_absolute = all.magnitude / static_cast<double>(channels_ * size_.h * size_.w);
  result.farthest = std::move(farthest_);
  return result;
}

/// In one pass over the rows of the output, which are not kept.
OutputPhoto makeOutputPhoto(const Derived& derived, Index step, Interpolation how) {
  const tconv::Trace& trace = *derived.trace;
  const Rect window = trace.window();
  PhotoMaker photo({window.height(), window.width()}, derived.layer().out_channels, step);
  DifferenceMaker difference(derived, step, how);
  const Index height = (kBand + step - 1) / step * step;
  trace.eachBand(window.top, height, [&](Index top, const Tensor& rows) {
    const Index first = top - window.top, end = std::min(top + rows.shape().h, window.bottom) - window.top;
    if (first < 0 || end <= first) return;
    const PhotoCells cells = [&](Index channel, Index row) {
      const Index line = channel * rows.shape().h + row - first;
      return rows.values().subspan(static_cast<std::size_t>(line * rows.shape().w + window.left),
                                   static_cast<std::size_t>(window.width()));
    };
    photo.make(first / step, (end + step - 1) / step, cells);
    difference.make(first / step, (end + step - 1) / step, cells);
  });
  return {photo.finish(), difference.finish()};
}

using KeptOutputs = KeptBy<std::pair<Index, Interpolation>, OutputPhoto>;
using KeptResizers = KeptBy<Interpolation, Resizer>;

}  // namespace

const OutputPhoto& outputPhoto(const Derived& derived, Index step, Interpolation how) {
  return derived.memo->get<KeptOutputs>([] { return KeptOutputs(); }).get({step, how}, [&] {
    return makeOutputPhoto(derived, step, how);
  });
}

float outputValue(const Derived& derived, Index channel, Index row, Index column) {
  const tconv::Trace& trace = *derived.trace;
  return trace.value({trace.steps()}, channel, trace.window().top + row, trace.window().left + column);
}

float outputDifference(const Derived& derived, Index row, Index column, Interpolation how) {
  const Resizer& enlarged = derived.memo->get<KeptResizers>([] { return KeptResizers(); }).get(how, [&] {
    return Resizer(*derived.input->x, {derived.axes().h.output(), derived.axes().w.output()}, how);
  });
  float farthest = 0;
  for (Index c = 0; c < comparedChannels(derived.layer()); ++c) {
    const float y = outputValue(derived, c, row, column), x = enlarged.at(0, c, row, column);
    float difference = 0;
    tconv::differRow({&y, 1}, {&x, 1}, {&difference, 1});
    if (c == 0) farthest = difference;
    tconv::keepFarthest({&difference, 1}, {&farthest, 1});
  }
  return farthest;
}

RunningPhoto runningPhoto(const Derived& derived, const RunningOutput& running, Interpolation how) {
  RunningPhoto result;
  result.output = running.output();
  const Shape shape = result.output.shape();
  DifferenceMaker difference(derived, 1, how);
  difference.make(0, shape.h, [&](Index channel, Index row) {
    return std::span<const float>(
        &result.output.values()[static_cast<std::size_t>((channel * shape.h + row) * shape.w)],
        static_cast<std::size_t>(shape.w));
  });
  result.seen = {photoOf(result.output), difference.finish()};
  result.blank = running.blanks(0);
  for (Index c = 1; c < seenChannels(derived.layer().out_channels); ++c) {
    const std::vector<std::uint8_t> more = running.blanks(c);
    for (std::size_t i = 0; i < more.size(); ++i) result.blank[i] &= more[i];
  }
  return result;
}

bool inTheMiddle(const tconv::Trace& trace, const Moment& moment) {
  if (moment.by_cell) return moment.cell && !(moment.settled && moment.cells_done == timelineOf(trace).cells);
  return moment.active && !(moment.settled && moment.done.step >= trace.steps());
}

}  // namespace lab

#include "model/output_rows.h"

#include <algorithm>

namespace lab {
namespace {

using tconv::DifferenceSum;
using tconv::Resizer;

template <class T>
void appendTo(std::vector<T>& all, const std::vector<T>& from, Index first, Index end) {
  all.insert(all.end(), from.begin() + first, from.begin() + end);
}

}  // namespace

Index comparedChannels(const tconv::Layer& layer) {
  return inColor(layer.in_channels) && inColor(layer.out_channels) ? 3 : 1;
}

void RowFacts::append(const RowFacts& from, Index first, Index end) {
  sums.resize(from.sums.size());
  appendTo(brightness, from.brightness, first, end);
  for (std::size_t c = 0; c < sums.size(); ++c) appendTo(sums[c], from.sums[c], first, end);
}

void RowFacts::tell(OutputPhoto& photo, Index width) const {
  const auto cells = static_cast<Index>(brightness.size()) * width,
             compared = static_cast<Index>(sums.size());
  DifferenceSum all;
  for (const auto& channel : sums)
    for (const DifferenceSum& row : channel) {
      all.magnitude += row.magnitude;
      all.farthest = std::max(all.farthest, row.farthest);
    }
  photo.difference.largest = all.largest();
  photo.difference.mean_absolute = all.magnitude / static_cast<double>(compared * cells);
  photo.photo.brightness = {};
  for (const Brightness& row : brightness) photo.photo.brightness.add(row);
}

OutputMaker::OutputMaker(const Derived& derived, const Rect& part, Index step, tconv::Interpolation how)
    : part_(part),
      width_(derived.axes().w.output()),
      step_(step),
      channels_(comparedChannels(derived.layer())),
      resizer_(*derived.input->x, {derived.axes().h.output(), width_}, how),
      photo_({part.height(), part.width()}, derived.layer().out_channels, step),
      sums_(static_cast<std::size_t>(channels_),
            std::vector<DifferenceSum>(static_cast<std::size_t>(part.height()))),
      farthest_(noBlocks(part, step)) {}

void OutputMaker::make(Index first, Index end, const PhotoCells& cells) {
  photo_.make(first, end, cells);
  differ(first * step_, std::min(end * step_, part_.height()), cells);
}

/// Rows [first, end) of cells of the part.
void OutputMaker::differ(Index first, Index end, const PhotoCells& cells) {
  std::vector<Resizer> resizers(static_cast<std::size_t>(channels_), resizer_);
  const auto left = static_cast<std::size_t>(part_.left), width = static_cast<std::size_t>(part_.width());
  std::vector<float> enlarged(static_cast<std::size_t>(width_)), values(width), farthest(width);
  for (Index row = first; row < end; ++row) {
    const bool begins = row % step_ == 0;
    for (Index c = 0; c < channels_; ++c) {
      const auto channel = static_cast<std::size_t>(c);
      resizers[channel].row(0, c, part_.top + row, enlarged);
      sums_[channel][static_cast<std::size_t>(row)] = tconv::differRow(
          cells(c, row), std::span(enlarged).subspan(left, width), begins && c == 0 ? farthest : values);
      if (!begins || c > 0) tconv::keepFarthest(values, farthest);
    }
    if (row + 1 == end || (row + 1) % step_ == 0) foldRow(farthest, step_, farthest_.row(row / step_));
  }
}

OutputRows OutputMaker::finish() {
  OutputRows rows;
  rows.facts = {photo_.rows(), std::move(sums_)};
  rows.seen.photo = photo_.finish();
  rows.seen.difference.farthest = std::move(farthest_);
  return rows;
}

}  // namespace lab

#include "weight_gradient.h"

#include <algorithm>

namespace tconv::weight_gradient {
namespace {

/// Values that are written together where channels lie beside each other.
constexpr Index kCacheLine = 16;
/// Channels of dy that a thread takes at once along the channels of x: whole blocks of sums.
constexpr Index kOutsTogether = 24;

/// Some rows of x of a group, as the vectors read them.
class Copy {
 public:
  Copy(const Pass& pass, Index rows, bool along_channels)
      : pass_(pass),
        along_channels_(along_channels),
        columns_(along_channels ? width() : ceilDiv(width(), lanes()) * lanes()),
        channels_(along_channels ? ceilDiv(pass.outs, lanes()) * lanes() : pass.outs),
        rows_(rows),
        values_(static_cast<std::size_t>(rows * columns_ * channels_), 0.0F) {}

  void load(const Tensor& x, const BandPlace& place) {
    const Index together = along_channels_ ? kCacheLine : 1, x_plane = pass_.axes.h.input * width();
    for (Index row = place.rows.begin; row < place.rows.end; ++row)
      for (Index c = 0; c < pass_.outs; c += together) {
        const float* from = x.plane(place.n, place.group * pass_.outs + c).data() + row * width();
        float* to = values_.data() + c * plane() + (row - place.rows.begin) * pitch();
        if (!along_channels_) {
          std::copy_n(from, width(), to);
          continue;
        }
        const Index count = std::min(together, pass_.outs - c);
        for (Index j = 0; j < width(); ++j, to += step())
          for (Index k = 0; k < count; ++k) to[k] = from[k * x_plane + j];
      }
  }

  const float* channel(Index c) const { return values_.data() + c * plane(); }
  Index columns() const { return columns_; }
  Index step() const { return along_channels_ ? channels_ : 1; }         ///< to the next column
  Index pitch() const { return columns_ * step(); }                      ///< ... row
  Index plane() const { return along_channels_ ? 1 : rows_ * pitch(); }  ///< ... channel

 private:
  Index width() const { return pass_.axes.w.input; }
  Pass pass_;
  bool along_channels_;
  Index columns_, channels_, rows_;
  AlignedValues values_;  ///< [rows][columns][channels], or [channels][rows][columns]
};

/// For each kernel row, the rows of x in a place that it reads the band for.
std::vector<std::vector<RowPair>> rowPairs(const Pass& pass, Band& band, Span rows) {
  std::vector<std::vector<RowPair>> pairs(static_cast<std::size_t>(pass.axes.h.kernel));
  for (Index row = rows.begin; row < rows.end; ++row)
    for (const RowTap& tap : band.tapsOf(row))
      pairs[static_cast<std::size_t>(tap.u)].push_back(
          {static_cast<std::int32_t>(row - rows.begin), tap.row});
  return pairs;
}

/// One computation: the sums grow place after place, in the same order whatever the threads.
class Gradient {
 public:
  Gradient(const Pass& pass, const Tensor& x, const Tensor& dy, bool along_channels)
      : pass_(pass),
        x_(x),
        dy_(dy),
        along_channels_(along_channels),
        taps_(pass, lanes()),
        sums_({pass.groups * pass.outs, pass.ins, pass.axes.h.kernel, std::max<Index>(1, taps_.count())}) {}

  Tensor compute(int threads) {
    const std::vector<BandPlace> places = bandPlaces(pass_, taps_.row, x_.shape().n, 1);
    const Index rows = places.front().rows.size();
    forShares(pass_.groups, threads, [&](Span share) {
      Band band(pass_, taps_.row, rows);
      Copy copy(pass_, rows, along_channels_);
      for (const BandPlace& place : places)
        if (place.group >= share.begin && place.group < share.end)
          addPlace(band, copy, place, pass_.groups > 1 ? 1 : threads);
    });
    return rounded();
  }

 private:
  void addPlace(Band& band, Copy& copy, const BandPlace& place, int threads) {
    band.load(dy_, place.n, place.group * pass_.ins, place.rows.begin, place.rows.end);
    copy.load(x_, place);
    const std::vector<std::vector<RowPair>> pairs = rowPairs(pass_, band, place.rows);
    const Index height = pass_.axes.h.kernel,
                together = along_channels_ ? kMostVectors * lanes() : kMostChannels,
                blocks = ceilDiv(pass_.outs, together), few = along_channels_ ? kOutsTogether : 1,
                ins = ceilDiv(pass_.ins, few);
    forShares(blocks * ins * height, threads, [&](Span share) {
      for (Index item = share.begin; item < share.end; ++item) {
        const Index u = item % height, in = item / height % ins * few, c = item / height / ins * together;
        const std::vector<RowPair>& rows = pairs[static_cast<std::size_t>(u)];
        addBlock({.x = copy.channel(c),
                  .x_pitch = copy.pitch(),
                  .columns = copy.columns(),
                  .pairs = rows.data(),
                  .count = static_cast<Index>(rows.size()),
                  .dy = band.values() + in * band.plane(),
                  .pitch = band.pitch(),
                  .plane = band.plane()},
                 copy, std::min(together, pass_.outs - c), std::min(few, pass_.ins - in),
                 &sums_(place.group * pass_.outs + c, in, u, 0));
      }
    });
  }

  void addBlock(const Rows& rows, const Copy& copy, Index channels, Index outs, double* sums) const {
    const Index of_out = pass_.axes.h.kernel * taps_.count(), of_channel = pass_.ins * of_out;
    if (!along_channels_)
      return addAlongRows({.rows = rows,
                           .x_plane = copy.plane(),
                           .shifts = taps_.shifts.data(),
                           .channels = static_cast<int>(channels),
                           .taps = static_cast<int>(taps_.count()),
                           .sums = sums,
                           .sums_channel = of_channel});
    for (Index t = 0; t < taps_.count(); ++t)
      addAlongChannels({.rows = rows,
                        .x_step = copy.step(),
                        .shift = taps_.shifts[static_cast<std::size_t>(t)],
                        .outs = outs,
                        .channels = static_cast<int>(channels),
                        .vectors = static_cast<int>(ceilDiv(channels, lanes())),
                        .sums = sums + t,
                        .sums_channel = of_channel,
                        .sums_out = of_out});
  }

  Tensor rounded() const {
    Tensor result({sums_.shape().n, sums_.shape().c, sums_.shape().h, pass_.axes.w.kernel});
    for (Index c = 0; c < result.shape().n; ++c)
      for (Index o = 0; o < result.shape().c; ++o)
        for (Index u = 0; u < result.shape().h; ++u)
          for (Index t = 0; t < taps_.count(); ++t)
            result(c, o, u, taps_.columns[static_cast<std::size_t>(t)]) =
                static_cast<float>(sums_(c, o, u, t));
    return result;
  }

  const Pass& pass_;
  const Tensor &x_, &dy_;
  bool along_channels_;
  ColumnTaps taps_;
  TensorD sums_;  ///< [C_in][C_out / G][k_h][taps]
};

}  // namespace

Tensor compute(const Pass& pass, const Tensor& x, const Tensor& dy, bool along_channels, int threads) {
  return Gradient(pass, x, dy, along_channels).compute(threads);
}

}  // namespace tconv::weight_gradient

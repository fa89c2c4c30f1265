#include "products.h"

#include <algorithm>

#include "aligned.h"
#include "channels.h"
#include "parallel.h"

namespace tconv::products {
namespace {

/// Channels of x that are worth making a panel for.
constexpr Index kFewestRows = 32;

/// What the taps read of dy at the places of x.
class Columns {
 public:
  Columns(const Pass& pass, const Tensor& dy) : pass_(pass), dy_(dy) {
    for (Index v = 0; v < pass.axes.w.kernel; ++v) reading_.push_back(landingInputs(pass.axes.w, v));
  }

  Index taps() const { return pass_.ins * pass_.axes.h.kernel * pass_.axes.w.kernel; }
  Index places() const { return pass_.axes.h.input * pass_.axes.w.input; }

  /// Writes what some taps read at some places where it is not 0.
  void copy(Index n, Index group, Span taps, Span places, float* to, Index tap_step, Index place_step) const {
    const Index width = pass_.axes.w.input;
    for (Index tap = taps.begin; tap < taps.end; ++tap, to += tap_step)
      for (Index place = places.begin; place < places.end; place += width - place % width) {
        const Index i = place / width, first = place - i * width;
        copyRow(n, group, tap, i, {first, std::min(width, first + places.end - place)},
                to + (place - places.begin) * place_step, place_step);
      }
  }

 private:
  void copyRow(Index n, Index group, Index tap, Index i, Span columns, float* to, Index step) const {
    const Axis &h = pass_.axes.h, &w = pass_.axes.w;
    const Index v = tap % w.kernel, u = tap / w.kernel % h.kernel, o = tap / w.kernel / h.kernel;
    const Index row = pass_.source(h, i, u);
    if (row < 0) return;
    const float* from = dy_.plane(n, group * pass_.ins + o).data() + row * w.output() - w.pad_begin;
    const Span reading = reading_[static_cast<std::size_t>(v)];
    for (Index j = std::max(columns.begin, reading.begin); j < std::min(columns.end, reading.end); ++j)
      to[(j - columns.begin) * step] = from[w.place(j, v)];
  }

  const Pass& pass_;
  const Tensor& dy_;
  std::vector<Span> reading_;  ///< columns of x at which a kernel column reads something
};

/// Sums of some rows, in one block of columns of the product.
class Sums {
 public:
  Sums(Index rows, Index row_pitch, Index columns)
      : columns_(columns),
        vectors_(ceilDiv(columns, channels::lanes())),
        panel_(static_cast<std::size_t>(channels::kPanel)),
        sums_(static_cast<std::size_t>(rows * step()), 0.0F) {
    for (Index row = 0; row < rows; ++row) places_.push_back({row * row_pitch, row * step()});
  }

  Index step() const { return vectors_ * channels::lanes(); }
  Index deepest() const { return channels::kPanel / step(); }
  /// [deepest()][step()] zeros, to be filled.
  float* panel() {
    std::ranges::fill(panel_, 0.0F);
    return panel_.data();
  }
  /// Adds the product of as many values of each row with the panel.
  void add(const float* rows, Index depth) {
    const channels::PanelTap tap{0, panel_.data()};
    channels::addPanel({.x = rows,
                        .x_step = 1,
                        .depth = depth,
                        .taps = &tap,
                        .tap_count = 1,
                        .vectors = static_cast<int>(vectors_),
                        .places = places_.data(),
                        .count = static_cast<Index>(places_.size()),
                        .sums = sums_.data()});
  }
  void write(float* to, Index pitch) const {
    for (std::size_t row = 0; row < places_.size(); ++row, to += pitch)
      std::copy_n(sums_.data() + places_[row].sums, columns_, to);
  }

 private:
  Index columns_, vectors_;
  std::vector<channels::PanelPlace> places_;
  AlignedValues panel_, sums_;
};

/// Calls work(i, rows, columns) for `images` products of that size, block by block.
template <class Work>
void forBlocks(Index images, Index rows, Index columns, int threads, const Work& work) {
  const Index most = channels::kMostVectors * channels::lanes(), blocks = ceilDiv(columns, most);
  const Index wanted = Index{2} * threads / (images * blocks);
  const Index parts = threads == 1 ? 1 : std::clamp<Index>(wanted, 1, ceilDiv(rows, kFewestRows));
  forShares(images * blocks * parts, threads, [&](Span share) {
    for (Index item = share.begin; item < share.end; ++item) {
      const Index part = item % parts, block = item / parts % blocks;
      work(item / parts / blocks, Span{rows * part / parts, rows * (part + 1) / parts},
           Span{block * most, std::min((block + 1) * most, columns)});
    }
  });
}

/// Calls work(part) for parts of [0, count) of that size.
template <class Work>
void forParts(Index count, Index size, const Work& work) {
  for (Index begin = 0; begin < count; begin += size) work(Span{begin, std::min(begin + size, count)});
}

}  // namespace

void inputGradient(const Pass& pass, const Tensor& dy, const Tensor& weight, Tensor& dx, int threads) {
  const Columns columns(pass, dy);
  const Index taps = columns.taps();
  forBlocks(dy.shape().n * pass.groups, pass.outs, columns.places(), threads,
            [&](Index image, Span rows, Span places) {
              const Index n = image / pass.groups, group = image % pass.groups,
                          channel = group * pass.outs + rows.begin;
              Sums sums(rows.size(), taps, places.size());
              forParts(taps, sums.deepest(), [&](Span part) {
                columns.copy(n, group, part, places, sums.panel(), sums.step(), 1);
                sums.add(weight.plane(channel, 0).data() + part.begin, part.size());
              });
              sums.write(dx.plane(n, channel).data() + places.begin, columns.places());
            });
}

Tensor weightGradient(const Pass& pass, const Tensor& x, const Tensor& dy, int threads) {
  Tensor result({pass.groups * pass.outs, pass.ins, pass.axes.h.kernel, pass.axes.w.kernel});
  const Columns columns(pass, dy);
  forBlocks(pass.groups, pass.outs, columns.taps(), threads, [&](Index group, Span rows, Span taps) {
    const Index channel = group * pass.outs + rows.begin;
    Sums sums(rows.size(), columns.places(), taps.size());
    for (Index n = 0; n < x.shape().n; ++n)
      forParts(columns.places(), sums.deepest(), [&](Span part) {
        columns.copy(n, group, taps, part, sums.panel(), 1, sums.step());
        sums.add(x.plane(n, channel).data() + part.begin, part.size());
      });
    sums.write(result.plane(channel, 0).data() + taps.begin, columns.taps());
  });
  return result;
}

}  // namespace tconv::products

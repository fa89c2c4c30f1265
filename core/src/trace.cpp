#include "tconv/trace.h"

#include <algorithm>
#include <cmath>

#include "add_products.h"
#include "parallel.h"
#include "ranges.h"

namespace tconv {
namespace {

/// Calls each(cell, place among the phases) for all cells of a row, phases being `length` apart. A stride
/// that is known lets the compiler make vectors of it.
template <int kStride, class Each>
void eachPhase(std::span<float> cells, Index stride, Index length, Each each) {
  const Index step = kStride > 0 ? kStride : stride, count = static_cast<Index>(cells.size());
  float* cell = cells.data();
  for (Index m = 0; m < count / step; ++m)
    for (Index q = 0; q < step; ++q) each(cell[m * step + q], q * length + m);
  for (Index place = count / step * step; place < count; ++place)
    each(cell[place], place % step * length + place / step);
}

/// Cells of a row in the order of their phases: those that are a multiple of the stride apart are neighbours,
/// since neighbouring input elements reach them, and loops over neighbours run in vectors.
class Phases {
 public:
  Phases(std::span<float> cells, Index stride)
      : cells_(cells), stride_(stride), length_(ceilDiv(static_cast<Index>(cells.size()), stride)) {
    if (stride_ == 1) return;
    phased_.resize(static_cast<std::size_t>(stride_ * length_));
    each([to = phased_.data()](float cell, Index place) { to[place] = cell; });
  }
  /// Puts the cells back.
  void finish() {
    if (stride_ > 1) each([from = phased_.data()](float& cell, Index place) { cell = from[place]; });
  }
  /// The cell at a place; the next one is a stride further.
  float* from(Index place) {
    return stride_ == 1 ? &cells_[static_cast<std::size_t>(place)]
                        : phased_.data() + place % stride_ * length_ + place / stride_;
  }

 private:
  template <class Each>
  void each(Each what) {
    switch (stride_) {
      case 2:
        return eachPhase<2>(cells_, stride_, length_, what);
      case 4:
        return eachPhase<4>(cells_, stride_, length_, what);
      default:
        return eachPhase<0>(cells_, stride_, length_, what);
    }
  }

  std::span<float> cells_;
  Index stride_, length_;
  std::vector<float> phased_;
};

/// How far a position has come: everything before (row, column, channel), and `tap` taps of that step.
struct Frontier {
  Index row, column, channel, tap;

  /// How many columns of an input row have added the given tap of the given channel.
  Index columnsDone(Index in_row, Index in_channel, Index tap_index, Index width) const {
    if (in_row != row) return in_row < row ? width : 0;
    const bool here = in_channel < channel || (in_channel == channel && tap_index < tap);
    return column + (here ? 1 : 0);
  }
};

/// Of finished canvases that are kept: as many rows are summed at a time.
constexpr Index kBand = 16;

/// A place outside [0, steps] is the nearest inside; the end has no taps.
Frontier frontier(Position at, Index channels, Index width, Index steps) {
  if (at.step < 0) return {0, 0, 0, 0};
  const bool ended = at.step >= steps;
  const Index step = ended ? steps : at.step;
  return {step / channels / width, step / channels % width, step % channels, ended ? 0 : at.tap};
}

}  // namespace

Trace::Trace(const Layer& layer, Tensor x, Tensor weight, Bias bias, const OpenOptions& options)
    : Trace(layer, std::make_shared<const Tensor>(std::move(x)), std::move(weight), bias, options) {}

Trace::Trace(const Layer& layer, std::shared_ptr<const Tensor> x, Tensor weight, Bias bias,
             const OpenOptions& options)
    : layer_(layer),
      x_(std::move(x)),
      weight_(std::move(weight)),
      bias_(bias.begin(), bias.end()),
      options_(options) {
  const auto count = bias.empty() ? std::nullopt : std::optional<Index>(static_cast<Index>(bias.size()));
  requireCanvas(layer_, x_->shape(), weight_.shape(), count);
  axes_ = tconv::axes(layer_, x_->shape().spatial());
}

void Trace::eachBand(Index first, Index height,
                     const std::function<void(Index top, const Tensor& rows)>& visit) const {
  const Index canvas = axes_.h.canvas(), width = axes_.w.canvas();
  float largest = 0;
  for (const float b : bias_)
    if (std::isfinite(b)) largest = std::max(largest, std::abs(b));
  std::mutex mutex;
  forShares(1 + ceilDiv(canvas - first, height), options_.threads, [&](Span share) {
    Tensor rows;
    float seen = 0;
    for (Index i = share.begin; i < share.end; ++i) {
      if (options_.stop.stop_requested()) throw Cancelled();
      const Index top = i == 0 ? 0 : first + (i - 1) * height, end = i == 0 ? first : top + height;
      const Shape shape{1, layer_.out_channels, std::min(end, canvas) - top, width};
      if (shape.h == 0) continue;
      if (rows.shape() != shape) rows = Tensor(shape);
      for (Index o = 0; o < shape.c; ++o)
        for (Index row = 0; row < shape.h; ++row)
          seen = std::max(
              seen, playRow({steps()}, o, top + row, {&rows(0, o, row, 0), static_cast<std::size_t>(width)}));
      visit(top, rows);
    }
    const std::scoped_lock lock(mutex);
    largest = std::max(largest, seen);
  });
  largest_ = largest;
}

float Trace::largestMagnitude() const {
  if (largest_ < 0) eachBand(0, kBand, [](Index, const Tensor&) {});
  return largest_;
}

/// The canvas after the last step, kept from the first time on.
const Tensor& Trace::finished() const {
  std::call_once(once_, [&] {
    Tensor canvas({1, layer_.out_channels, axes_.h.canvas(), axes_.w.canvas()});
    eachBand(0, kBand, [&](Index top, const Tensor& rows) {
      for (Index o = 0; o < layer_.out_channels; ++o)
        std::copy_n(&rows.values()[o * rows.shape().h * rows.shape().w], rows.shape().h * rows.shape().w,
                    &canvas(0, o, top, 0));
    });
    final_ = std::move(canvas);
  });
  return final_;
}

Index Trace::steps() const { return x_->shape().h * x_->shape().w * x_->shape().c; }

Index Trace::tapsPerStep() const { return weight_.shape().c * weight_.shape().h * weight_.shape().w; }

Step Trace::step(Index index) const {
  const Index channels = layer_.in_channels, width = x_->shape().w;
  Step s;
  s.index = index;
  s.row = index / channels / width;
  s.column = index / channels % width;
  s.channel = index % channels;
  s.value = (*x_)(0, s.channel, s.row, s.column);
  const Index top = axes_.h.place(s.row, 0), left = axes_.w.place(s.column, 0);
  s.patch = {top, left, top + axes_.h.extent(), left + axes_.w.extent()};
  const Rect in = window();
  s.kept = {std::max(s.patch.top, in.top), std::max(s.patch.left, in.left),
            std::min(s.patch.bottom, in.bottom), std::min(s.patch.right, in.right)};
  s.outs = weight_.shape().c;
  s.first_out = s.channel / (channels / layer_.groups) * s.outs;
  return s;
}

Index Trace::stepOf(Index channel, Index row, Index column) const {
  return (row * x_->shape().w + column) * layer_.in_channels + channel;
}

float Trace::product(const Step& step, Index out, Index u, Index v) const {
  return step.value * weight_(step.channel, out, u, v);
}

float Trace::initial(Index out_channel, Index row, Index column) const {
  return bias_.empty() || !window().contains(row, column) ? 0.0F : bias_[out_channel];
}

void Trace::fillInitial(Index out_channel, Index row, std::span<float> cells) const {
  std::ranges::fill(cells, 0.0F);
  const Rect in = window();
  if (!bias_.empty() && row >= in.top && row < in.bottom)
    std::ranges::fill(cells.subspan(in.left, in.width()), bias_[out_channel]);
}

float Trace::playRow(Position at, Index out_channel, Index row, std::span<float> cells) const {
  const Index ins = layer_.in_channels / layer_.groups, first = out_channel / weight_.shape().c * ins;
  fillInitial(out_channel, row, cells);
  return addRow(at, out_channel, row, first, first + ins, cells);
}

float Trace::addRow(Position at, Index out_channel, Index row, Index first, Index last,
                    std::span<float> cells) const {
  const Shape kernel = weight_.shape();
  const Index out = out_channel % kernel.c, width = x_->shape().w;
  const Frontier done = frontier(at, layer_.in_channels, width, steps());
  Phases phases(cells, axes_.w.stride);
  float largest = 0;
  // For one cell and one input row, a later column meets an earlier tap: v descends, so that terms come in
  // step order, while the inner loop runs over neighbouring cells.
  for (const auto [i, u] : reaching(axes_.h, row))
    for (Index v = kernel.w - 1; v >= 0; --v)
      for (Index c = first; c < last; ++c) {
        const Index count = done.columnsDone(i, c, (out * kernel.h + u) * kernel.w + v, width);
        const float* x = x_->values().data() + (c * x_->shape().h + i) * width;
        const float most = addProducts(x, count, weight_(c, out, u, v), phases.from(axes_.w.place(0, v)));
        largest = std::max(largest, most);
      }
  phases.finish();
  return largest;
}

template <class Visit>
void Trace::eachTerm(Position at, Index out_channel, Index row, Index column, Visit visit) const {
  const Shape kernel = weight_.shape();
  const Index ins = layer_.in_channels / layer_.groups, out = out_channel % kernel.c;
  const Index first = out_channel / kernel.c * ins, width = x_->shape().w;
  const Frontier done = frontier(at, layer_.in_channels, width, steps());
  const auto columns = reaching(axes_.w, column);
  for (const auto [i, u] : reaching(axes_.h, row))
    for (const auto [j, v] : columns)
      for (Index c = first; c < first + ins; ++c)
        if (j < done.columnsDone(i, c, (out * kernel.h + u) * kernel.w + v, width)) visit(c, i, j, out, u, v);
}

float Trace::value(Position at, Index out_channel, Index row, Index column) const {
  float sum = initial(out_channel, row, column);
  eachTerm(at, out_channel, row, column, [&](Index c, Index i, Index j, Index out, Index u, Index v) {
    const float product = (*x_)(0, c, i, j) * weight_(c, out, u, v);
    sum = sum + product;
  });
  return sum;
}

Index Trace::termsAdded(Position at, Index out_channel, Index row, Index column) const {
  Index count = 0;
  eachTerm(at, out_channel, row, column, [&](auto...) { ++count; });
  return count;
}

void Trace::rows(Position at, Index out_channel, Index top, Index bottom, std::span<float> out) const {
  const Index width = axes_.w.canvas();
  const Index current = frontier(at, layer_.in_channels, x_->shape().w, steps()).row;
  const bool ended = current >= axes_.h.input;
  const Index band = ended ? axes_.h.canvas() : axes_.h.place(current, 0), below = band + axes_.h.extent();
  for (Index row = top; row < bottom; ++row) {
    const auto cells = out.subspan((row - top) * width, width);
    if (row < band) {
      const auto all = finished().values();
      std::copy_n(all.begin() + (out_channel * axes_.h.canvas() + row) * width, width, cells.begin());
    } else if (row >= below) {
      fillInitial(out_channel, row, cells);
    } else {
      playRow(at, out_channel, row, cells);
    }
  }
}

Tensor Trace::canvas(Position at) const {
  const Index height = axes_.h.canvas(), plane = height * axes_.w.canvas();
  Tensor result({1, layer_.out_channels, height, axes_.w.canvas()});
  for (Index o = 0; o < layer_.out_channels; ++o)
    rows(at, o, 0, height, result.values().subspan(o * plane, plane));
  return result;
}

Tensor Trace::contribution(Position at, Index in_channel, Index out_channel) const {
  Tensor result({1, 1, axes_.h.canvas(), axes_.w.canvas()});
  contributionRows(at, in_channel, out_channel, 0, axes_.h.canvas(), result.values());
  return result;
}

void Trace::contributionRows(Position at, Index in_channel, Index out_channel, Index top, Index bottom,
                             std::span<float> out) const {
  const Index width = axes_.w.canvas(), ins = layer_.in_channels / layer_.groups;
  std::ranges::fill(out, 0.0F);
  if (in_channel / ins != out_channel / weight_.shape().c) return;
  for (Index row = top; row < bottom; ++row)
    addRow(at, out_channel, row, in_channel, in_channel + 1, out.subspan((row - top) * width, width));
}

Tensor Trace::output(Position at) const {
  const Rect in = window();
  Tensor result({1, layer_.out_channels, in.height(), in.width()});
  std::vector<float> row(axes_.w.canvas());
  for (Index o = 0; o < layer_.out_channels; ++o)
    for (Index i = 0; i < in.height(); ++i) {
      rows(at, o, in.top + i, in.top + i + 1, row);
      std::copy_n(row.begin() + in.left, in.width(), &result(0, o, i, 0));
    }
  return result;
}

}  // namespace tconv

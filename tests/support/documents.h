#pragma once

#include "model/derive.h"
#include "support/generators.h"

/// Documents for property tests, and what they stand for by the definition, in plain loops.
namespace lab {

inline void showValue(const Document& document, std::ostream& out) {
  tconv::showValue(document.layer, out);
  out << ", input " << document.input_size.h << " x " << document.input_size.w;
  const auto values = [&](const char* name, const std::shared_ptr<const Tensor>& tensor) {
    if (tensor) out << ", " << name << " " << rc::toString(support::toVector(*tensor));
  };
  values("x", document.input.custom);
  values("w", document.kernel.custom);
  out << ", bias " << rc::toString(document.bias);
}

}  // namespace lab

namespace support {

/// Whole numbers that stay short: no sum of a generated document has more than three digits.
inline float pickDigit() { return static_cast<float>(pick(-3, 3)); }

/// Inside a generator: a legal document with own values; every parameter differs between the axes.
inline lab::Document pickDocument() {
  lab::Document document;
  const int dims = static_cast<int>(pick(1, 2));
  document.input_size = Pair(dims == 1 ? 1 : pick(1, 4), pick(1, 4));
  document.layer = pickLayer(document.input_size, dims);
  document.input.custom = std::make_shared<const Tensor>(pickTensor(lab::inputShape(document), pickDigit));
  document.kernel.custom =
      std::make_shared<const Tensor>(pickTensor(tconv::weightShape(document.layer), pickDigit));
  if (document.layer.bias) document.bias = pickValues(document.layer.out_channels, pickDigit);
  return document;
}

inline rc::Gen<lab::Document> documents() { return rc::gen::exec(pickDocument); }

/// What a legal document leads to; std::bad_variant_access for an illegal one.
inline lab::Derived derived(const lab::Document& document) {
  return std::get<lab::Derived>(lab::derive(document));
}

/// PyTorch's definition, one product after the other. Shares no formula with the library: what the program
/// shows is held against this.
class PlainScatter {
 public:
  struct Cell {
    float value = 0;
    int terms = 0;         ///< products added so far
    bool kept = false;     ///< inside the output
    bool started = false;  ///< holds a bias other than 0 from the beginning
  };
  struct Place {
    Index channel, row, column;
    bool operator==(const Place&) const = default;
    auto operator<=>(const Place&) const = default;
  };

  /// The document must have own values, of the right shape.
  explicit PlainScatter(const lab::Document& document)
      : layer_(document.layer),
        x_(*document.input.custom),
        w_(*document.kernel.custom),
        bias_(document.bias) {
    for (int a = 0; a < 2; ++a) {
      const bool trivial = layer_.dims == 1 && a == 0;
      const Index n = a == 0 ? x_.shape().h : x_.shape().w;
      stride[a] = trivial ? 1 : layer_.stride[a];
      dilation[a] = trivial ? 1 : layer_.dilation[a];
      begin[a] = trivial ? 0 : layer_.padding.begin[a];
      const Index full = (n - 1) * stride[a] + dilation[a] * (layer_.kernel_size[a] - 1) + 1;
      const Index span = trivial ? 1 : full;
      const Index end = trivial ? 0 : layer_.padding.end[a], op = trivial ? 0 : layer_.output_padding[a];
      output[a] = span - begin[a] - end + op;
      canvas[a] = std::max(span, begin[a] + output[a]);
    }
  }

  Index steps() const { return x_.size(); }
  Index taps() const { return w_.size() / w_.shape().n; }
  Index outs() const { return w_.shape().c; }

  /// The input element of a step: row by row, the channel running fastest.
  Place element(Index step) const {
    const Index c = x_.shape().c, w = x_.shape().w;
    return {step % c, step / c / w, step / c % w};
  }
  float x(Index step) const {
    const Place e = element(step);
    return x_(0, e.channel, e.row, e.column);
  }
  float w(Index channel, Index out, Index u, Index v) const { return w_(channel, out, u, v); }
  /// The tap of that number within a step: output channel of the group, kernel row, kernel column.
  Place tap(Index index) const {
    const Index h = w_.shape().h, w = w_.shape().w;
    return {index / (h * w), index / w % h, index % w};
  }
  Index firstOut(Index step) const {
    return element(step).channel / (layer_.in_channels / layer_.groups) * outs();
  }
  /// Where a tap of a step lands.
  Place landing(Index step, const Place& t) const {
    const Place e = element(step);
    return {firstOut(step) + t.channel, e.row * stride.h + t.row * dilation.h,
            e.column * stride.w + t.column * dilation.w};
  }

  /// All cells of the canvas, channel by channel and row by row, after whole steps and some taps of the next.
  std::vector<Cell> after(Index steps_done, Index taps_done = 0) const {
    std::vector<Cell> cells(static_cast<std::size_t>(layer_.out_channels * canvas.h * canvas.w));
    for (Index o = 0; o < layer_.out_channels; ++o)
      for (Index row = 0; row < canvas.h; ++row)
        for (Index column = 0; column < canvas.w; ++column) {
          Cell& cell = cells[at({o, row, column})];
          cell.kept =
              row >= begin.h && row < begin.h + output.h && column >= begin.w && column < begin.w + output.w;
          if (cell.kept && layer_.bias) cell.value = bias_[static_cast<std::size_t>(o)];
          cell.started = cell.value != 0;
        }
    for (Index step = 0; step < std::min(steps(), steps_done + 1); ++step)
      for (Index t = 0; t < (step < steps_done ? taps() : taps_done); ++t) {
        const Place k = tap(t);
        Cell& cell = cells[at(landing(step, k))];
        cell.value += x(step) * w(element(step).channel, k.channel, k.row, k.column);
        ++cell.terms;
      }
    return cells;
  }
  std::size_t at(const Place& p) const {
    return static_cast<std::size_t>((p.channel * canvas.h + p.row) * canvas.w + p.column);
  }

  Pair stride, dilation, begin, output, canvas;

 private:
  Layer layer_;
  Tensor x_, w_;
  std::vector<float> bias_;
};

}  // namespace support

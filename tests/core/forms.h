#pragma once

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "support/generators.h"

namespace support {

/// One way to compute the operator.
struct Form {
  std::string name;
  std::function<Tensor(const Case&)> run;
};

/// What the trace ends with, image by image, since it traces the first of a batch.
inline Tensor traced(const Case& c) {
  Tensor y(tconv::outputShape(c.layer, c.x.shape()));
  const Shape one{1, c.x.shape().c, c.x.shape().h, c.x.shape().w};
  for (Index n = 0; n < c.x.shape().n; ++n) {
    const auto image = c.x.values().subspan(n * one.size(), one.size());
    const tconv::Trace trace(c.layer, Tensor(one, {image.begin(), image.end()}), c.weight, c.bias);
    const Tensor last = trace.output({trace.steps(), 0});
    std::copy(last.values().begin(), last.values().end(), y.values().begin() + n * last.size());
  }
  return y;
}

/// By a method, or the plain one where that does not support the layer.
inline std::function<Tensor(const Case&)> forwardBy(tconv::Method method) {
  return [method](const Case& c) {
    const bool can = tconv::supports(method, c.layer);
    return tconv::forward(c.layer, c.x, c.weight, c.bias, {.method = can ? method : tconv::Method::plain});
  };
}

inline std::vector<Form> forms() {
  return {
      {"forward", [](const Case& c) { return tconv::forward(c.layer, c.x, c.weight, c.bias); }},
      {"forward, plain", forwardBy(tconv::Method::plain)},
      {"forward, rows", forwardBy(tconv::Method::rows)},
      {"forward, channels", forwardBy(tconv::Method::channels)},
      {"gather", [](const Case& c) { return tconv::gather(c.layer, c.x, c.weight, c.bias); }},
      {"zero insertion",
       [](const Case& c) { return tconv::forwardByZeroInsertion(c.layer, c.x, c.weight, c.bias); }},
      {"matrix", [](const Case& c) { return tconv::forwardByMatrix(c.layer, c.x, c.weight, c.bias); }},
      {"trace", traced},
  };
}

/// The gather rule of the definition, cell by cell, written here so that the library is held against
/// something that it does not contain. `term(product)` is added for each term.
template <class Term>
TensorD bruteForce(const Case& c, Term term) {
  const Layer& l = c.layer;
  const Shape in = c.x.shape(), w = c.weight.shape();
  const bool flat = l.dims == 1;
  const Pair s(flat ? 1 : l.stride.h, l.stride.w), d(flat ? 1 : l.dilation.h, l.dilation.w);
  const Pair pb(flat ? 0 : l.padding.begin.h, l.padding.begin.w),
      pe(flat ? 0 : l.padding.end.h, l.padding.end.w);
  const Pair op(flat ? 0 : l.output_padding.h, l.output_padding.w);
  const Index rows = (in.h - 1) * s.h + d.h * (w.h - 1) + 1 - pb.h - pe.h + op.h;
  const Index columns = (in.w - 1) * s.w + d.w * (w.w - 1) + 1 - pb.w - pe.w + op.w;
  TensorD y({in.n, l.out_channels, rows, columns});
  const Index ins = l.in_channels / l.groups, outs = l.out_channels / l.groups;
  for (Index n = 0; n < in.n; ++n)
    for (Index o = 0; o < l.out_channels; ++o)
      for (Index i = 0; i < rows; ++i)
        for (Index j = 0; j < columns; ++j) {
          double sum = c.bias.empty() ? 0 : term(c.bias[o], true);
          for (Index k = 0; k < ins; ++k)
            for (Index u = 0; u < w.h; ++u)
              for (Index v = 0; v < w.w; ++v) {
                const Index th = i + pb.h - u * d.h, tw = j + pb.w - v * d.w, ch = o / outs * ins + k;
                if (th < 0 || tw < 0 || th % s.h != 0 || tw % s.w != 0) continue;
                if (th / s.h >= in.h || tw / s.w >= in.w) continue;
                const double x = c.x(n, ch, th / s.h, tw / s.w);
                sum += term(x * c.weight(ch, o % outs, u, v), false);
              }
          y(n, o, i, j) = sum;
        }
  return y;
}

inline TensorD bruteForce(const Case& c) {
  return bruteForce(c, [](double product, bool) { return product; });
}

/// (terms + 2) eps (sum |x w| + |bias|) for every output cell.
inline TensorD bounds(const Case& c) {
  TensorD terms = bruteForce(c, [](double, bool bias) { return bias ? 0.0 : 1.0; });
  const TensorD magnitude = bruteForce(c, [](double product, bool) { return std::abs(product); });
  for (Index i = 0; i < terms.size(); ++i)
    terms.values()[i] =
        (terms.values()[i] + 2) * std::numeric_limits<float>::epsilon() * magnitude.values()[i];
  return terms;
}

}  // namespace support

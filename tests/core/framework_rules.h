#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "tconv/frameworks.h"

/// Each framework's own definition in plain loops, one axis at a time, sharing no formula with the library.
namespace support {

using tconv::Index;
using tconv::Pair;
using tconv::Tensor;

/// n, k, s, d of one axis.
struct Line {
  Index n, k, s, d;
  Index extent() const { return d * (k - 1) + 1; }
};

/// An output length, and which kernel tap carries input i to output o (-1: none).
struct Rule {
  Index length = 0;
  std::function<Index(Index o, Index i)> tap;
};

inline Index roundedUp(Index a, Index b) { return (a + b - 1) / b; }

/// The tap whose place is where it should be.
template <class Place>
Index tapAt(Index k, Index wanted, Place place) {
  for (Index u = 0; u < k; ++u)
    if (place(u) == wanted) return u;
  return -1;
}

/// TensorFlow: the gradient of a convolution that reads a signal of `length`. Nothing where that convolution
/// does not make n elements of it.
inline std::optional<Rule> gradientOfConvolution(Line a, bool same, Index length) {
  const Index made = same ? roundedUp(length, a.s) : roundedUp(length - a.extent() + 1, a.s);
  if (length < 1 || made != a.n) return {};
  const Index total = same ? std::max<Index>((made - 1) * a.s + a.extent() - length, 0) : 0;
  const Index before = total / 2;
  // Output element i of the convolution reads signal element i s + u d - before with tap u.
  return Rule{length, [=](Index o, Index i) {
                return tapAt(a.k, o, [&](Index u) { return i * a.s + u * a.d - before; });
              }};
}

/// Keras chooses the length, TensorFlow does the rest.
inline std::optional<Rule> kerasRule(Line a, bool same, std::optional<Index> output_padding) {
  const Index ke = a.extent();
  Index length = same ? a.n * a.s : (a.n - 1) * a.s + std::max(ke, a.s);
  if (output_padding) length = (a.n - 1) * a.s + (same ? ke % 2 : ke) + *output_padding;
  return gradientOfConvolution(a, same, length);
}

/// JAX: the stretched input with `before` and `after` zeros around it, correlated with the kernel as it is.
inline Rule jaxRule(Line a, Index before, Index after, bool transpose_kernel) {
  std::vector<Index> stretched;  // the input element in each place, or -1 for a zero
  for (Index p = -before; p < (a.n - 1) * a.s + 1 + after; ++p)
    stretched.push_back(p >= 0 && p % a.s == 0 && p / a.s < a.n ? p / a.s : -1);
  const Index length = static_cast<Index>(stretched.size()) - a.extent() + 1;
  return {length, [=](Index o, Index i) -> Index {
            for (Index u = 0; u < a.k; ++u)
              if (stretched[static_cast<std::size_t>(o + u * a.d)] == i)
                return transpose_kernel ? a.k - 1 - u : u;
            return -1;
          }};
}

/// The padding that JAX documents for its two words.
inline Rule jaxRule(Line a, bool same, bool transpose_kernel) {
  const Index k = a.extent(), s = a.s;
  const Index total = same ? k + s - 2 : k + s - 2 + std::max<Index>(k - s, 0);
  const Index before = same && s <= k - 1 ? roundedUp(total, 2) : k - 1;
  return jaxRule(a, before, total - before, transpose_kernel);
}

/// PyTorch and ONNX: everything lands on a canvas without end, from which `length` cells are taken.
inline Rule windowRule(Line a, Index begin, Index length) {
  return {length, [=](Index o, Index i) {
            return tapAt(a.k, o + begin, [&](Index u) { return i * a.s + u * a.d; });
          }};
}

/// ONNX with a wanted length, by the equations of its specification.
inline Rule onnxRule(Line a, bool upper, Index op, Index length) {
  const Index total = a.s * (a.n - 1) + op + ((a.k - 1) * a.d + 1) - length;
  if (total < 0) return windowRule(a, 0, length);
  return windowRule(a, upper ? total / 2 : total - total / 2, length);
}

/// One image and channel under a rule for the height and one for the width.
inline Tensor apply(const Rule& h, const Rule& w, const Tensor& x, const Tensor& weight, float bias = 0) {
  Tensor y({1, 1, h.length, w.length}, bias);
  for (Index oh = 0; oh < h.length; ++oh)
    for (Index ow = 0; ow < w.length; ++ow)
      for (Index i = 0; i < x.shape().h; ++i)
        for (Index j = 0; j < x.shape().w; ++j) {
          const Index u = h.tap(oh, i), v = w.tap(ow, j);
          if (u >= 0 && v >= 0) y(0, 0, oh, ow) += x(0, 0, i, j) * weight(0, 0, u, v);
        }
  return y;
}

/// The axis that a 1-D signal does not have.
inline Rule noHeight() {
  return {1, [](Index, Index) { return Index(0); }};
}

}  // namespace support

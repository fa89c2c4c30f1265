#include "tconv/matrix.h"

#include <limits>
#include <string>
#include <vector>

#include "checked.h"

namespace tconv {
namespace {

/// The direct convolution on one axis: its result i reads, with tap u, element i s + u d - p of [0, L).
struct DirectReads {
  Axis axis;
  Index element(Index i, Index u) const { return i * axis.stride + u * axis.dilation - axis.pad_begin; }
  bool exists(Index i, Index u) const { return element(i, u) >= 0 && element(i, u) < axis.output(); }
  Index count() const {
    Index total = 0;
    for (Index i = 0; i < axis.input; ++i)
      for (Index u = 0; u < axis.kernel; ++u) total += exists(i, u) ? 1 : 0;
    return total;
  }
};

Index countEntries(const DirectReads& h, const DirectReads& w, Shape weight, Index limit) {
  const auto entries = checkedProduct({weight.n, weight.c, h.count(), w.count()});
  if (entries && *entries <= limit) return *entries;
  const std::string size = entries ? std::to_string(*entries) + " entries" : "";
  throw Error({"matrix", size, Phrase("must have at most {} entries", limit), {}});
}

/// Appends the entries of one row: result (i, j) of channel c. Columns ascend, as the storage asks.
void appendRow(SparseMatrix& matrix, const Tensor& weight, const DirectReads& h, const DirectReads& w,
               Shape row, Index first_out) {
  const Shape shape = weight.shape();
  const Index index = (row.c * h.axis.input + row.h) * w.axis.input + row.w;
  for (Index o = 0; o < shape.c; ++o)
    for (Index u = 0; u < shape.h; ++u) {
      if (!h.exists(row.h, u)) continue;
      const Index line = ((first_out + o) * h.axis.output() + h.element(row.h, u)) * w.axis.output();
      for (Index v = 0; v < shape.w; ++v)
        if (w.exists(row.w, v)) matrix.insertBack(index, line + w.element(row.w, v)) = weight(row.c, o, u, v);
    }
}

}  // namespace

SparseMatrix convolutionMatrix(const Layer& layer, const Tensor& weight, Pair input, Index limit) {
  requireValid(layer, {1, layer.in_channels, input.h, input.w}, weight.shape(), {});
  const DirectReads h{axis(layer, input, 0)}, w{axis(layer, input, 1)};
  const Index entries = countEntries(h, w, weight.shape(), limit);
  const Index ins = layer.in_channels / layer.groups;
  SparseMatrix matrix(layer.in_channels * input.h * input.w,
                      layer.out_channels * h.axis.output() * w.axis.output());
  matrix.reserve(entries);
  for (Index c = 0; c < layer.in_channels; ++c)
    for (Index i = 0; i < input.h; ++i)
      for (Index j = 0; j < input.w; ++j) {
        matrix.startVec((c * input.h + i) * input.w + j);
        appendRow(matrix, weight, h, w, {0, c, i, j}, c / ins * weight.shape().c);
      }
  matrix.finalize();
  return matrix;
}

Tensor forwardByMatrix(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias) {
  const auto count = bias.empty() ? std::nullopt : std::optional<Index>(static_cast<Index>(bias.size()));
  requireValid(layer, x.shape(), weight.shape(), count);
  const SparseMatrix matrix = convolutionMatrix(layer, weight, x.shape().spatial());
  Tensor y(outputShape(layer, x.shape()));
  const Index in_size = matrix.rows(), out_size = matrix.cols();
  for (Index n = 0; n < y.shape().n; ++n) {
    const Eigen::Map<const Eigen::VectorXf> image(x.values().data() + n * in_size, in_size);
    Eigen::Map<Eigen::VectorXf> result(y.values().data() + n * out_size, out_size);
    result = matrix.transpose() * image;
    for (Index o = 0; o < y.shape().c && !bias.empty(); ++o) y.plane(n, o).array() += bias[o];
  }
  return y;
}

}  // namespace tconv

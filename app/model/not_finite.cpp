#include "model/not_finite.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

namespace lab {
namespace {

/// Whether sums of products of finite operands may leave the range of float.
bool mayOverflow(const Derived& derived) {
  const auto& trace = *derived.trace;
  const double terms = static_cast<double>(trace.weight().size()), bias = largestMagnitude(derived.bias);
  const double most = terms * derived.input->limit * derived.kernel_limit + bias;
  return !(most < std::numeric_limits<float>::max());
}

NotFinite inOutput(const tconv::Trace& trace) {
  const tconv::Rect window = trace.window();
  NotFinite found;
  std::mutex mutex;
  trace.eachBand(0, trace.canvasSize().h, [&](Index top, const Tensor& rows) {
    const Shape shape = rows.shape();
    NotFinite here;
    for (Index channel = 0; channel < shape.c; ++channel)
      for (Index row = std::max(window.top, top); row < std::min(window.bottom, top + shape.h); ++row) {
        const Index first = (channel * shape.h + row - top) * shape.w + window.left;
        here += notFiniteIn(
            rows.values().subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(window.width())));
      }
    const std::scoped_lock lock(mutex);
    found += here;
  });
  return found;
}

NotFiniteCells countedIn(const Derived& derived) {
  const tconv::Trace& trace = *derived.trace;
  NotFiniteCells cells{notFiniteIn(derived.input->x->values()), notFiniteIn(trace.weight().values()), {}};
  const bool operands = cells.input.any() || cells.kernel.any() || notFiniteIn(derived.bias).any();
  if (operands || mayOverflow(derived)) cells.output = inOutput(trace);
  return cells;
}

}  // namespace

NotFinite& NotFinite::operator+=(const NotFinite& more) {
  nan += more.nan;
  infinite += more.infinite;
  return *this;
}

NotFinite notFiniteIn(std::span<const float> values) {
  NotFinite found;
  for (const float value : values) {
    found.nan += std::isnan(value) ? 1 : 0;
    found.infinite += std::isinf(value) ? 1 : 0;
  }
  return found;
}

const NotFiniteCells& notFiniteCells(const Derived& derived) {
  return derived.memo->get<NotFiniteCells>([&] { return countedIn(derived); });
}

}  // namespace lab

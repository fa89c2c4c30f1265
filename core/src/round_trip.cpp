#include "tconv/round_trip.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "checked.h"
#include "tconv/forward.h"
#include "tconv/overlap.h"

namespace tconv {
namespace {

Tensor magnitudes(const Tensor& t) {
  Tensor result = t;
  for (float& v : result.values()) v = std::abs(v);
  return result;
}

/// How many terms a cell of C^T y sums at most.
Index mostTerms(const Layer& layer, Pair input) {
  const auto most = [&](int a) {
    const auto counts = overlapCounts(axis(layer, input, a));
    return *std::max_element(counts.begin(), counts.end());
  };
  return most(0) * most(1) * (layer.in_channels / layer.groups);
}

}  // namespace

std::array<SharedSizes, 2> sizesSharingResult(const Layer& layer, Pair size) {
  const Layer back = returningLayer(layer, {1, layer.out_channels, size.h, size.w});
  const Pair result = convOutputSize(back, size);
  std::array<SharedSizes, 2> both;
  for (int a = 0; a < 2; ++a) {
    const Index least = size[a] - back.output_padding[a], below = std::max<Index>(0, 1 - least);
    both[a] = {least + below, axis(back, size, a).stride - below, below, result[a]};
  }
  return both;
}

RoundTrip roundTrip(const Layer& layer, const Tensor& x, const Tensor& weight) {
  RoundTrip trip;
  trip.layer = returningLayer(layer, x.shape());
  trip.conv = convolve(layer, x, weight);
  trip.back = forward(trip.layer, trip.conv, weight);
  trip.difference = x;
  for (Index i = 0; i < x.size(); ++i) trip.difference.values()[i] -= trip.back.values()[i];
  return trip;
}

double AdjointCheck::difference() const { return std::abs(convolved - transposed); }

AdjointCheck checkAdjoint(const Layer& layer, const Tensor& x, const Tensor& weight, const Tensor& y) {
  const Layer back = returningLayer(layer, x.shape());
  AdjointCheck check;
  check.convolved = innerProduct(convolve(back, x, weight), y);
  check.transposed = innerProduct(x, forward(back, y, weight));
  const double magnitude = innerProduct(convolve(back, magnitudes(x), magnitudes(weight)), magnitudes(y));
  const auto terms = static_cast<double>(mostTerms(back, y.shape().spatial()));
  check.bound = (terms + 3) * std::numeric_limits<float>::epsilon() * magnitude;
  return check;
}

}  // namespace tconv

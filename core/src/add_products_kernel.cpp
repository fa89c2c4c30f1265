#include <algorithm>
#include <cmath>

#include "add_products.h"

// This file is compiled once for each kind of processor; the fitting one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "add_products_kernel.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tconv::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::ScalableTag<float> kTag;
using Vector = hn::Vec<decltype(kTag)>;

float larger(float most, float value) {
  return std::isfinite(value) ? std::max(most, std::abs(value)) : most;
}

/// The largest finite magnitude of products and of the sums that they are in.
float largestFinite(const float* x, Index count, float w, const float* sums) {
  float most = 0;
  for (Index i = 0; i < count; ++i) most = larger(larger(most, x[i] * w), sums[i]);
  return most;
}

float addProductsHere(const float* x, Index count, float w, float* cells) {
  const auto lanes = static_cast<Index>(hn::Lanes(kTag));
  const Vector weight = hn::Set(kTag, w);
  Vector inputs = hn::Zero(kTag), sums = inputs;
  Index i = 0;
  for (; i + lanes <= count; i += lanes) {
    const Vector input = hn::LoadU(kTag, x + i);
    const Vector product = hn::Mul(input, weight);
    const Vector sum = hn::Add(hn::LoadU(kTag, cells + i), product);  // two roundings: not MulAdd
    hn::StoreU(sum, kTag, cells + i);
    inputs = hn::Max(hn::Abs(input), inputs);
    sums = hn::Max(hn::Abs(sum), sums);
  }
  float input = hn::GetLane(hn::MaxOfLanes(kTag, inputs)), sum = hn::GetLane(hn::MaxOfLanes(kTag, sums));
  for (; i < count; ++i) {
    cells[i] += x[i] * w;
    input = std::max(input, std::abs(x[i])), sum = std::max(sum, std::abs(cells[i]));
  }
  // The largest product is that of the largest input, since rounding keeps the order.
  const float product = input * std::abs(w);
  const bool finite = std::isfinite(product) && std::isfinite(sum);
  return finite ? std::max(product, sum) : largestFinite(x, count, w, cells);
}

}  // namespace tconv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv {

HWY_EXPORT(addProductsHere);

float addProducts(const float* x, Index count, float w, float* cells) {
  return HWY_DYNAMIC_DISPATCH(addProductsHere)(x, count, w, cells);
}

}  // namespace tconv
#endif

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

/// The larger of `most` and those |values| that are finite.
HWY_INLINE Vector larger(Vector most, Vector values) {
  const Vector size = hn::Abs(values);
  return hn::Max(most, hn::IfThenElseZero(hn::Lt(size, hn::Inf(kTag)), size));
}

float larger(float most, float value) {
  return std::isfinite(value) ? std::max(most, std::abs(value)) : most;
}

float addProductsHere(const float* x, Index count, float w, float* cells) {
  const auto lanes = static_cast<Index>(hn::Lanes(kTag));
  const Vector weight = hn::Set(kTag, w);
  Vector products = hn::Zero(kTag), sums = products;
  Index i = 0;
  for (; i + lanes <= count; i += lanes) {
    const Vector product = hn::Mul(hn::LoadU(kTag, x + i), weight);
    const Vector sum = hn::Add(hn::LoadU(kTag, cells + i), product);  // two roundings: not MulAdd
    hn::StoreU(sum, kTag, cells + i);
    products = larger(products, product);
    sums = larger(sums, sum);
  }
  float most = hn::GetLane(hn::MaxOfLanes(kTag, hn::Max(products, sums)));
  for (; i < count; ++i) {
    const float product = x[i] * w;
    cells[i] += product;
    most = larger(larger(most, product), cells[i]);
  }
  return most;
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

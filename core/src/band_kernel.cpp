#include <algorithm>

#include "band.h"

// This file is compiled once for each kind of processor; the fitting one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "band_kernel.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tconv::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::ScalableTag<float> kTag;
using Vector = hn::Vec<decltype(kTag)>;

void sortIntoGridsHere(const float* from, Index count, Index grids, float* to, Index pitch) {
  const Index lanes = static_cast<Index>(hn::Lanes(kTag)), whole = count / grids / lanes * lanes;
  Index done = 0;
  if (grids == 2)
    for (; done < whole; done += lanes) {
      Vector a, b;
      hn::LoadInterleaved2(kTag, from + 2 * done, a, b);
      hn::StoreU(a, kTag, to + done);
      hn::StoreU(b, kTag, to + pitch + done);
    }
  if (grids == 3)
    for (; done < whole; done += lanes) {
      Vector a, b, c;
      hn::LoadInterleaved3(kTag, from + 3 * done, a, b, c);
      hn::StoreU(a, kTag, to + done);
      hn::StoreU(b, kTag, to + pitch + done);
      hn::StoreU(c, kTag, to + 2 * pitch + done);
    }
  if (grids == 4)
    for (; done < whole; done += lanes) {
      Vector a, b, c, d;
      hn::LoadInterleaved4(kTag, from + 4 * done, a, b, c, d);
      hn::StoreU(a, kTag, to + done);
      hn::StoreU(b, kTag, to + pitch + done);
      hn::StoreU(c, kTag, to + 2 * pitch + done);
      hn::StoreU(d, kTag, to + 3 * pitch + done);
    }
  for (Index grid = 0; grid < std::min(grids, count); ++grid)
    for (Index i = done; i * grids + grid < count; ++i) to[grid * pitch + i] = from[i * grids + grid];
}

}  // namespace tconv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tconv {

HWY_EXPORT(sortIntoGridsHere);

void sortIntoGrids(const float* from, Index count, Index grids, float* to, Index pitch) {
  HWY_DYNAMIC_DISPATCH(sortIntoGridsHere)(from, count, grids, to, pitch);
}

}  // namespace tconv
#endif

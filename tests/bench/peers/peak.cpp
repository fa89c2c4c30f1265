#include <algorithm>
#include <chrono>
#include <cstring>
#include <vector>

#include "peers/peer.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "peers/peak.cpp"
#include <hwy/foreach_target.h>
// After it:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace peers::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Chains of multiplications and additions that do not wait for each other. Returns how many there were.
double multiplyAdds(tconv::Index rounds, float* sink) {
  constexpr hn::ScalableTag<float> tag;
  constexpr int kChains = 12;
  hn::Vec<decltype(tag)> chains[kChains];
  const auto factor = hn::Set(tag, 0.999F), more = hn::Set(tag, 0.001F);
  for (auto& chain : chains) chain = hn::Set(tag, sink[0]);
  for (tconv::Index i = 0; i < rounds; ++i)
#pragma GCC unroll 12
    for (auto& chain : chains) chain = hn::MulAdd(chain, factor, more);
  for (const auto& chain : chains) sink[0] += hn::GetLane(chain);
  return 2.0 * kChains * static_cast<double>(rounds) * static_cast<double>(hn::Lanes(tag));
}

}  // namespace peers::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace peers {

HWY_EXPORT(multiplyAdds);

double measuredPeak() {
  float sink = 0.5F;
  double best = 0;
  for (int i = 0; i < 10; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const double count = HWY_DYNAMIC_DISPATCH(multiplyAdds)(1'000'000, &sink);
    best = std::max(best,
                    count / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return sink == 0 ? 0 : best;
}

double measuredBandwidth() {
  std::vector<char> from(std::size_t{1} << 26, 1), to(from.size());
  double best = 0;
  for (int i = 0; i < 10; ++i) {
    const auto start = std::chrono::steady_clock::now();
    std::memcpy(to.data(), from.data(), from.size());
    best =
        std::max(best, 2.0 * static_cast<double>(from.size()) /
                           std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return to.back() == 1 ? best : 0;
}

}  // namespace peers
#endif

#include <algorithm>
#include <chrono>
#include <span>
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

/// Four sums, so that none waits for the one before.
void stream(std::span<const float> from, std::span<float> to) {
  constexpr hn::ScalableTag<float> tag;
  const std::size_t lanes = hn::Lanes(tag);
  hn::Vec<decltype(tag)> sums[4];
  for (auto& sum : sums) sum = hn::Zero(tag);
  for (std::size_t i = 0; i + 4 * lanes <= from.size(); i += 4 * lanes)
#pragma GCC unroll 4
    for (std::size_t k = 0; k < 4; ++k)
      sums[k] = hn::Add(sums[k], hn::LoadU(tag, from.data() + i + k * lanes));
  const auto value = hn::Add(hn::Add(sums[0], sums[1]), hn::Add(sums[2], sums[3]));
  for (std::size_t i = 0; i + lanes <= to.size(); i += lanes) hn::StoreU(value, tag, to.data() + i);
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

HWY_EXPORT(stream);

Ready memoryStreams(const std::vector<tconv::Shape>& read, tconv::Shape written) {
  struct State {
    std::vector<tconv::Tensor> from;
    tconv::Tensor to;
  };
  const auto state = std::make_shared<State>(State{{}, tconv::Tensor(written)});
  for (const tconv::Shape& shape : read) state->from.emplace_back(shape, 1.0F);
  return {[=] {
            for (const tconv::Tensor& from : state->from) HWY_DYNAMIC_DISPATCH(stream)(from.values(), {});
            HWY_DYNAMIC_DISPATCH(stream)({}, state->to.values());
          },
          {}};
}

}  // namespace peers
#endif

#pragma once

#include <gtest/gtest.h>

#include <hwy/targets.h>

#include <functional>

namespace support {

/// Runs tests with the vectors of every kind of processor that this one can pretend to be.
inline void onEveryProcessor(const std::function<void()>& tests) {
  const auto choose = [](int64_t kind) {
    hwy::SetSupportedTargetsForTest(kind);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  };
  const std::vector<int64_t> kinds = hwy::SupportedAndGeneratedTargets();
  ASSERT_GE(kinds.size(), 2U);
  for (const int64_t kind : kinds) {
    choose(kind);
    tests();
    if (testing::Test::HasFailure()) ADD_FAILURE() << "for " << hwy::TargetName(kind);
  }
  choose(0);
}

}  // namespace support

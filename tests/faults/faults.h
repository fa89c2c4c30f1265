#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/program.h"

namespace faults {

/// What the house owes whoever meets a fault: one line that names the command, and a status that is neither
/// success nor a signal.
inline void expectRefusal(const support::Outcome& end) {
  EXPECT_EQ(end.status, 1) << end.err;
  EXPECT_EQ(std::count(end.err.begin(), end.err.end(), '\n'), 1) << end.err;
  EXPECT_THAT(end.err, testing::StartsWith("tconv-lab"));
}

/// Or success without a word.
inline void expectSuccessOrRefusal(const support::Outcome& end) {
  if (end.status == 0)
    EXPECT_EQ(end.err, "");
  else
    expectRefusal(end);
}

}  // namespace faults

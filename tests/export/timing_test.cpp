#include "export/timing.h"

#include <gmock/gmock.h>

#include "export/shots.h"
#include "support/documents.h"
#include "support/errors.h"

namespace lab::exporting {
namespace {

using support::errorOf;
using testing::ElementsAre;
using testing::HasSubstr;

double lengthOf(const std::vector<Shot>& shots) {
  double sum = 0;
  for (const Shot& shot : shots) sum += shot.seconds;
  return sum;
}

std::vector<Index> statesIn(const std::vector<Shot>& shots) {
  std::vector<Index> states;
  for (const Shot& shot : shots)
    if (states.empty() || states.back() != shot.state) states.push_back(shot.state);
  return states;
}

class AnimationShots : public testing::Test {
 protected:
  AnimationShots() {
    request_.format = Format::gif;
    request_.timing = {.frames_per_second = 10, .seconds_per_step = 0.5, .pause = 3};
  }
  std::vector<Shot> shots() const { return shotsOf(derived_, request_); }

  Derived derived_ = support::derived(newcomerDocument());  // nine steps
  Request request_;
};

TEST_F(AnimationShots, MoveAsSmoothlyAsTheRateAsks) {
  const std::vector<Shot> all = shots();
  EXPECT_EQ(all.size(), 9U * 5 + 1);
  EXPECT_NEAR(lengthOf(all), 9 * 0.5 + 0.1 + 3, 1e-9);
  EXPECT_NEAR(all.back().seconds, 3.1, 1e-9);
  EXPECT_NEAR(all[7].time - all[6].time, all[1].time, 1e-9);
  EXPECT_EQ(all[7].state, 1);
  EXPECT_EQ(all[7].phase, 2);
}

TEST_F(AnimationShots, HaveAGivenNumberOfPhases) {
  request_.selection.phases = 2;
  EXPECT_EQ(shots().size(), 9U * 2 + 1);
  EXPECT_NEAR(shots()[0].seconds, 0.25, 1e-9);
}

TEST_F(AnimationShots, StartSlowlyAndGoOnFast) {
  request_.timing.slow_steps = 2;
  request_.timing.speed_up = 5;
  const std::vector<Shot> all = shots();
  EXPECT_EQ(all.size(), 2U * 5 + 7 * 1 + 1);
  EXPECT_NEAR(lengthOf(all), 2 * 0.5 + 7 * 0.1 + 0.1 + 3, 1e-9);
}

TEST_F(AnimationShots, LeaveOutStepsEvenlyWhereTheyWouldTakeTooLong) {
  request_.timing.at_most = 5.2;
  EXPECT_THAT(statesIn(shots()), ElementsAre(0, 2, 5, 7, 9));
  EXPECT_LE(lengthOf(shots()), 5.2);
  request_.timing.at_most = 100;
  EXPECT_THAT(statesIn(shots()), testing::SizeIs(10));
  request_.timing.at_most = 3.1;
  EXPECT_THAT(statesIn(shots()), ElementsAre(9));
  request_.timing.at_most = 3;
  EXPECT_THAT(errorOf([&] { shots(); }), HasSubstr("length = 3: must be at least 3.1 seconds"));
}

TEST_F(AnimationShots, KeepTheirRange) {
  request_.selection.first = 3;
  request_.selection.last = 6;
  EXPECT_THAT(statesIn(shots()), ElementsAre(3, 4, 5));
  EXPECT_NEAR(lengthOf(shots()), 3 * 0.5 + 3, 1e-9);
}

TEST_F(AnimationShots, OfPicturesAreOneForEachState) {
  request_.format = Format::png;
  EXPECT_EQ(shots().size(), 10U);
}

TEST(Timing, NamesWhatIsOutOfItsRange) {
  const auto refusal = [](Timing timing) { return errorOf([&] { requireValid(timing); }); };
  EXPECT_EQ(refusal({.frames_per_second = 0}), "frames per second = 0: must be 0.1 to 100");
  EXPECT_EQ(refusal({.seconds_per_step = -1}), "seconds per step = -1: must be 0.01 to 60");
  EXPECT_EQ(refusal({.pause = std::nan("")}), "pause = nan: must be 0 to 600");
  EXPECT_EQ(refusal({.loops = -1}), "loops = -1: must be 0 to 65535");
  EXPECT_EQ(refusal({.slow_steps = -1}), "slow steps = -1: must be 0 to 1000000000000000");
  EXPECT_EQ(refusal({.speed_up = 0.5}), "speed-up = 0.5: must be 1 to 1000");
  EXPECT_EQ(refusal({.at_most = -2}), "length = -2: must be 0 to 86400");
}

TEST(Ticks, NeverDriftFromTheTime) {
  Ticks ticks(100);
  Index sum = 0;
  for (int i = 1; i <= 3000; ++i) {
    sum += ticks.next(1 / 30.0);
    EXPECT_NEAR(static_cast<double>(sum), i / 0.3, 0.5 + 1e-6);
  }
}

}  // namespace
}  // namespace lab::exporting

#include "ui/studio_fixture.h"

#include <gtest/gtest.h>

namespace lab::test {
namespace {

class StudioAnimation : public StudioTest {
 protected:
  /// Plays until nothing moves; false if that takes more than `most` frames.
  bool playOut(int most = 3000) {
    for (int i = 0; i < most && playhead().playing; ++i) driver.frame();
    return !playhead().playing;
  }
};

TEST_F(StudioAnimation, PlayMovesThePlayheadAndStopsAtTheEnd) {
  click("play");
  ASSERT_TRUE(playhead().playing);
  driver.frame(30);
  const double early = playhead().time;
  EXPECT_GT(early, 0);
  EXPECT_TRUE(moving);
  driver.frame(30);
  EXPECT_GT(playhead().time, early);
  EXPECT_TRUE(playOut());
  EXPECT_EQ(playhead().time, steps());
}

TEST_F(StudioAnimation, TimePassesAtTheSpeedThatIsSet) {
  driver.key(Key::space);
  const double from = playhead().time;
  driver.frame(60);
  EXPECT_NEAR(playhead().time - from, playhead().speed, 1e-4);
}

TEST_F(StudioAnimation, NothingMovesAtRest) {
  driver.frame(5);
  EXPECT_FALSE(moving);
}

TEST_F(StudioAnimation, PlayAtTheEndStartsAgain) {
  click("last");
  ASSERT_EQ(playhead().time, steps());
  settle();
  click("play");
  driver.frame(3);
  EXPECT_TRUE(playhead().playing);
  EXPECT_LT(playhead().time, 1);
}

TEST_F(StudioAnimation, SpacePlaysAndPauses) {
  driver.key(Key::space);
  EXPECT_TRUE(playhead().playing);
  driver.frame(10);
  driver.key(Key::space);
  EXPECT_FALSE(playhead().playing);
  const double paused = playhead().time;
  EXPECT_GT(paused, 0);
  driver.frame(10);
  EXPECT_EQ(playhead().time, paused);
}

TEST_F(StudioAnimation, KeysGoStepByStepAndToTheEnds) {
  driver.key(Key::right);
  EXPECT_TRUE(playhead().playing) << "a step is animated";
  ASSERT_TRUE(playOut());
  EXPECT_EQ(playhead().time, 1);
  driver.key(Key::right);
  ASSERT_TRUE(playOut());
  EXPECT_EQ(playhead().time, 2);
  driver.key(Key::left);
  EXPECT_EQ(playhead().time, 1);
  driver.key(Key::end);
  EXPECT_EQ(playhead().time, steps());
  driver.key(Key::home);
  EXPECT_EQ(playhead().time, 0);
}

TEST_F(StudioAnimation, UpAndDownChangeTheSpeedWithinItsRange) {
  const double before = playhead().speed;
  driver.key(Key::up);
  EXPECT_DOUBLE_EQ(playhead().speed, before * 1.5);
  driver.key(Key::down);
  EXPECT_DOUBLE_EQ(playhead().speed, before);
  for (int i = 0; i < 30; ++i) driver.key(Key::up);
  EXPECT_EQ(playhead().speed, Playhead::most_speed);
  for (int i = 0; i < 40; ++i) driver.key(Key::down);
  EXPECT_EQ(playhead().speed, Playhead::least_speed);
}

TEST_F(StudioAnimation, TheStepButtonAnimatesThenRestsOnAWholeStep) {
  click("step_on");
  EXPECT_TRUE(playhead().playing);
  EXPECT_GT(playhead().time, 0);
  EXPECT_LT(playhead().time, 1);
  ASSERT_TRUE(playOut());
  EXPECT_EQ(playhead().time, 1);
}

TEST_F(StudioAnimation, SteppingAgainBeforeTheStepIsOverFinishesIt) {
  click("step_on");
  click("step_on");
  ASSERT_TRUE(playOut());
  EXPECT_EQ(playhead().time, 2);
}

TEST_F(StudioAnimation, TheButtonsLeadBackAndToTheEnds) {
  click("last");
  EXPECT_EQ(playhead().time, steps());
  click("step_back");
  EXPECT_EQ(playhead().time, steps() - 1);
  click("first");
  EXPECT_EQ(playhead().time, 0);
  click("step_back");
  EXPECT_EQ(playhead().time, 0);
}

TEST_F(StudioAnimation, ScrubbingLandsOnWholeStates) {
  driver.drag(onSlider("scrubber", 0), onSlider("scrubber", 0.5));
  EXPECT_TRUE(whole(playhead().time));
  EXPECT_NEAR(playhead().time, steps() / 2, 0.51);
  EXPECT_FALSE(playhead().playing);
  driver.drag(onSlider("scrubber", 0.5), onSlider("scrubber", 1));
  EXPECT_EQ(playhead().time, steps());
  EXPECT_EQ(undoEntries(), 0) << "looking is not editing";
}

TEST_F(StudioAnimation, LoopStartsAgainAtTheEnd) {
  click("loop");
  ASSERT_TRUE(playhead().loop);
  click("last");
  click("play");
  for (int i = 0; i < 4; ++i) driver.key(Key::up);
  bool wrapped = false;
  for (double before = 0; !wrapped && before >= 0;) {
    before = playhead().time;
    driver.frame();
    wrapped = playhead().time < before;
    ASSERT_TRUE(playhead().playing);
  }
  EXPECT_TRUE(wrapped);
  shortcut('L');
  EXPECT_FALSE(playhead().loop);
}

TEST_F(StudioAnimation, SpeedAndStepAreChosenFromTheMenu) {
  click("speed");
  driver.frame(2);
  click("speed.5");
  EXPECT_EQ(playhead().speed, 5);
  click("speed");
  driver.frame(2);
  click("granularity.tap");
  EXPECT_EQ(playhead().granularity, Granularity::tap);
  driver.key(Key::right);
  ASSERT_TRUE(playOut());
  EXPECT_NEAR(playhead().time, 1.0 / 9, 1e-9);
  shortcut('G');
  EXPECT_EQ(playhead().granularity, Granularity::row);
  driver.key(Key::right);
  ASSERT_TRUE(playOut());
  EXPECT_EQ(playhead().time, 3);
}

TEST_F(StudioAnimation, TheTextbookExampleEndsInTheTextbooksNumbers) {
  click("examples");
  driver.frame(2);
  click("example.textbook");
  EXPECT_EQ(bench.document(), textbookDocument());
  EXPECT_EQ(undoEntries(), 1);
  EXPECT_EQ(output(), (std::vector<float>{0, 0, 0, 0, 0, 0, 0, 0, 0}));
  driver.key(Key::end);
  EXPECT_EQ(output(), (std::vector<float>{0, 0, 1, 0, 4, 6, 4, 12, 9}));
  ctrl('Z');
  EXPECT_EQ(bench.document(), newcomerDocument());
}

TEST_F(StudioAnimation, TransportWorksWhileANoticeIsShown) {
  shortcut('M');
  ASSERT_TRUE(studio.anchors.find("notice"));
  click("last");
  EXPECT_EQ(playhead().time, steps());
}

}  // namespace
}  // namespace lab::test

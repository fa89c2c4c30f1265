#include "model/stopwatch.h"

#include <gtest/gtest.h>

namespace lab {
namespace {

TEST(Stopwatch, CountsUpInWholeSeconds) {
  const Stopwatch watch{100, 0};
  EXPECT_EQ(watch.seconds(100), 0);
  EXPECT_EQ(watch.seconds(100.9), 0);
  EXPECT_EQ(watch.seconds(165.2), 65);
}

TEST(Stopwatch, CountsDownAndOnBelowZero) {
  const Stopwatch watch{100, 60};
  EXPECT_EQ(watch.seconds(100), 60);
  EXPECT_EQ(watch.seconds(100.1), 60) << "the first second lasts a second";
  EXPECT_EQ(watch.seconds(101), 59);
  EXPECT_EQ(watch.seconds(160), 0);
  EXPECT_EQ(watch.seconds(172.5), -12);
}

TEST(Stopwatch, ReadsMinutesAndTimesWithColons) {
  EXPECT_EQ(parseDuration("10"), 600);
  EXPECT_EQ(parseDuration("7:30"), 450);
  EXPECT_EQ(parseDuration("0:05"), 5);
  EXPECT_EQ(parseDuration("90:00"), 5400);
  EXPECT_EQ(parseDuration("1:20:00"), 4800);
  EXPECT_EQ(parseDuration("1440"), 86400);
}

TEST(Stopwatch, ReadsNothingElse) {
  for (const char* text : {"", "x", "5x", "-1", "1.5", ":", "5:", ":30", "1:60", "1:60:00", "1:2:3:4", "0",
                           "0:00", "1441", "99999999999"})
    EXPECT_FALSE(parseDuration(text)) << text;
}

TEST(Stopwatch, IsWrittenAsClocksAre) {
  EXPECT_EQ(durationText(0), "0:00");
  EXPECT_EQ(durationText(425), "7:05");
  EXPECT_EQ(durationText(3600), "1:00:00");
  EXPECT_EQ(durationText(4805), "1:20:05");
  EXPECT_EQ(durationText(-12), "−0:12");
}

}  // namespace
}  // namespace lab

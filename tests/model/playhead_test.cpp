#include "model/playhead.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "support/documents.h"

namespace lab {
namespace {

using support::forAll;
using support::pick;

constexpr Granularity kAll[] = {Granularity::element, Granularity::tap, Granularity::row, Granularity::cell};

Timeline pickTimeline() {
  const Index per_row = pick(1, 9);
  return {pick(1, 9) * per_row, per_row, pick(1, 60), pick(1, 400)};
}

Granularity pickGranularity() { return kAll[pick(0, 3)]; }

/// How many units a timeline has, and how many steps one is long.
Index units(const Timeline& t, Granularity g) {
  return g == Granularity::tap    ? t.steps * t.taps_per_step
         : g == Granularity::row  ? t.steps / t.steps_per_row
         : g == Granularity::cell ? t.cells
                                  : t.steps;
}
double length(const Timeline& t, Granularity g) {
  return static_cast<double>(t.steps) / static_cast<double>(units(t, g));
}

/// Lets the clock run until the playhead stands, in frames of random length.
Playhead settledOn(Playhead playhead, const Timeline& timeline) {
  for (int frame = 0; playhead.playing && frame < 100000; ++frame)
    playhead = advanced(playhead, static_cast<double>(pick(1, 300)) / 1000, timeline);
  return playhead;
}

tconv::Position positionAfter(const Timeline& t, Granularity g, Index unit) {
  if (g == Granularity::cell) return {};
  if (g == Granularity::tap) return {unit / t.taps_per_step, unit % t.taps_per_step};
  return {g == Granularity::row ? unit * t.steps_per_row : unit, 0};
}

/// The moment follows exactly so many units.
bool follows(const Moment& moment, const Timeline& t, Granularity g, Index unit) {
  return moment.done == positionAfter(t, g, unit) && moment.by_cell == (g == Granularity::cell) &&
         moment.cells_done == (g == Granularity::cell ? unit : 0);
}

TEST(MomentAt, WholeUnitsAreSettledStates) {
  forAll(300, [] {
    const Timeline timeline = pickTimeline();
    const Granularity g = pickGranularity();
    const Index unit = pick(0, units(timeline, g));
    const Moment moment = momentAt(timeline, static_cast<double>(unit) * length(timeline, g), g);
    RC_ASSERT(moment.settled);
    RC_ASSERT(moment.phase == 1.0);
    RC_ASSERT(follows(moment, timeline, g, unit));
    const bool by_cell = g == Granularity::cell;
    RC_ASSERT(moment.active.has_value() == (unit > 0 && !by_cell));
    RC_ASSERT(moment.cell == (unit > 0 && by_cell ? std::optional(unit - 1) : std::nullopt));
    if (unit == 0 || by_cell) return;
    const tconv::Position last = positionAfter(timeline, g, unit - 1);
    if (g == Granularity::tap) {
      RC_ASSERT(*moment.active == last.step);
      RC_ASSERT(*moment.tap == last.tap);
    } else {
      RC_ASSERT(*moment.active == moment.done.step - 1);
      RC_ASSERT(!moment.tap);
    }
  });
}

TEST(MomentAt, BetweenWholeStepsTheNextStepIsInTheMaking) {
  const Moment moment = momentAt({9, 3, 4, 25}, 3.625, Granularity::element);
  EXPECT_FALSE(moment.settled);
  EXPECT_EQ(moment.done, (tconv::Position{3, 0}));
  EXPECT_EQ(moment.active, 3);
  EXPECT_EQ(moment.tap, std::nullopt);
  EXPECT_DOUBLE_EQ(moment.phase, 0.625);
}

TEST(MomentAt, TapByTapThePhaseIsThatOfTheTap) {
  const Moment moment = momentAt({9, 3, 4, 25}, 3.625, Granularity::tap);
  EXPECT_FALSE(moment.settled);
  EXPECT_EQ(moment.done, (tconv::Position{3, 2}));
  EXPECT_EQ(moment.active, 3);
  EXPECT_EQ(moment.tap, 2);
  EXPECT_DOUBLE_EQ(moment.phase, 0.5);
}

TEST(MomentAt, SumsOfFrameTimesCountAsTheWholeThatTheyMean) {
  const double three_tenths = 0.1 + 0.2;
  ASSERT_NE(three_tenths, 0.3);
  EXPECT_TRUE(momentAt({4, 2, 10, 7}, three_tenths, Granularity::tap).settled);
  EXPECT_EQ(momentAt({4, 2, 10, 7}, three_tenths, Granularity::tap).done, (tconv::Position{0, 3}));
  double sum = 0;
  for (int i = 0; i < 10; ++i) sum += 0.1;
  ASSERT_LT(sum, 1);
  EXPECT_EQ(momentAt({4, 2, 10, 7}, sum, Granularity::element).done, (tconv::Position{1, 0}));
  EXPECT_TRUE(momentAt({4, 2, 10, 7}, sum, Granularity::element).settled);
}

TEST(MomentAt, TimesOutsideAreTheEnds) {
  const Timeline timeline{4, 2, 10, 7};
  for (const Granularity g : kAll) {
    EXPECT_TRUE(follows(momentAt(timeline, -3, g), timeline, g, 0));
    EXPECT_TRUE(follows(momentAt(timeline, 99, g), timeline, g, units(timeline, g)));
    EXPECT_TRUE(momentAt(timeline, 99, g).settled);
  }
  EXPECT_EQ(momentAt(timeline, 99, Granularity::row).active, 3);
  EXPECT_EQ(momentAt(timeline, 99, Granularity::cell).cell, 6);
}

TEST(MomentAt, PhaseIsAboveZeroAndAtMostOneAndStateNeverRunsAhead) {
  forAll(500, [] {
    const Timeline timeline = pickTimeline();
    const Granularity g = pickGranularity();
    const double time = static_cast<double>(timeline.steps) * static_cast<double>(pick(0, 100000)) / 100000;
    const Moment moment = momentAt(timeline, time, g);
    RC_ASSERT(moment.phase > 0);
    RC_ASSERT(moment.phase <= 1);
    RC_ASSERT(moment.settled == (moment.phase == 1.0));
    if (g == Granularity::cell) {
      const double cell = static_cast<double>(timeline.steps) / static_cast<double>(timeline.cells);
      RC_ASSERT(static_cast<double>(moment.cells_done) * cell <= time + 1e-6);
      return;
    }
    const double done = static_cast<double>(moment.done.step) +
                        static_cast<double>(moment.done.tap) / static_cast<double>(timeline.taps_per_step);
    RC_ASSERT(done <= time + 1e-6);
    RC_ASSERT(done > time - 1);
  });
}

TEST(Playhead, SteppingOnEndsExactlyOnWholeUnitsWhateverTheFrameTimes) {
  forAll(200, [] {
    const Timeline timeline = pickTimeline();
    Playhead playhead;
    playhead.granularity = pickGranularity();
    playhead.speed = static_cast<double>(pick(1, 4000)) / 4;
    const Index most = units(timeline, playhead.granularity);
    for (Index presses = 1; presses <= std::min<Index>(most + 2, 12); ++presses) {
      playhead = settledOn(steppedOn(playhead, timeline), timeline);
      const Moment moment = momentAt(timeline, playhead.time, playhead.granularity);
      RC_ASSERT(!playhead.playing);
      RC_ASSERT(moment.settled);
      RC_ASSERT(follows(moment, timeline, playhead.granularity, std::min(presses, most)));
    }
  });
}

TEST(Playhead, PressingAgainBeforeAStepIsOverLosesNoPress) {
  forAll(200, [] {
    const Timeline timeline = pickTimeline();
    Playhead playhead;
    playhead.granularity = pickGranularity();
    const Index most = units(timeline, playhead.granularity), presses = pick(1, 12);
    for (Index i = 0; i < presses; ++i) {
      playhead = steppedOn(playhead, timeline);
      if (pick(0, 1) == 0) playhead = advanced(playhead, static_cast<double>(pick(1, 900)) / 1000, timeline);
    }
    playhead = settledOn(playhead, timeline);
    RC_ASSERT(follows(momentAt(timeline, playhead.time, playhead.granularity), timeline, playhead.granularity,
                      std::min(presses, most)));
  });
}

TEST(Playhead, SteppingBackUndoesSteppingOnExactly) {
  forAll(300, [] {
    const Timeline timeline = pickTimeline();
    Playhead playhead;
    playhead.granularity = pickGranularity();
    std::vector<double> times = {playhead.time};
    for (Index i = std::min<Index>(units(timeline, playhead.granularity), pick(1, 20)); i > 0; --i) {
      playhead = settledOn(steppedOn(playhead, timeline), timeline);
      times.push_back(playhead.time);
    }
    while (times.size() > 1) {
      times.pop_back();
      playhead = steppedBack(playhead, timeline);
      RC_ASSERT(playhead.time == times.back());
    }
    RC_ASSERT(steppedBack(playhead, timeline).time == 0.0);
  });
}

TEST(Playhead, SteppingBackFromInsideAUnitGoesToItsStart) {
  Playhead playhead;
  playhead.time = 4.5;
  EXPECT_EQ(steppedBack(playhead, {9, 3, 4, 25}).time, 4);
  playhead.granularity = Granularity::row;
  EXPECT_EQ(steppedBack(playhead, {9, 3, 4, 25}).time, 3);
  EXPECT_EQ(steppedBack(steppedBack(playhead, {9, 3, 4, 25}), {9, 3, 4, 25}).time, 0);
}

TEST(Playhead, SteppingOnFromInsideAUnitPlaysToItsEnd) {
  Playhead playhead;
  playhead.time = 4.5;
  EXPECT_EQ(steppedOn(playhead, {9, 3, 4, 25}).stop_at, 5);
  playhead.granularity = Granularity::row;
  EXPECT_EQ(steppedOn(playhead, {9, 3, 4, 25}).stop_at, 6);
}

TEST(Playhead, PlaysAtItsSpeedInUnitsOfItsGranularity) {
  const Timeline timeline{9, 3, 4, 25};
  for (const Granularity g : kAll) {
    Playhead playhead;
    playhead.granularity = g;
    playhead.speed = 2;
    playhead.playing = true;
    EXPECT_DOUBLE_EQ(advanced(playhead, 0.5, timeline).time, length(timeline, g));
    EXPECT_TRUE(advanced(playhead, 0.5, timeline).playing);
  }
}

TEST(Playhead, UnitsAndTimesAreInverse) {
  forAll(300, [] {
    const Timeline timeline = pickTimeline();
    const Granularity g = pickGranularity();
    RC_ASSERT(unitsOf(timeline, g) == units(timeline, g));
    const Index unit = pick(0, units(timeline, g));
    RC_ASSERT(unitsBefore(timeline, g, timeAfter(timeline, g, unit)) == unit);
    RC_ASSERT(timeAfter(timeline, g, unit) <= static_cast<double>(timeline.steps));
  });
}

TEST(Playhead, AnotherGranularityStartsFromAStateOfItsOwnThatIsNotLater) {
  forAll(300, [] {
    const Timeline timeline = pickTimeline();
    Playhead playhead;
    playhead.time = static_cast<double>(timeline.steps) * static_cast<double>(pick(0, 1000)) / 1000;
    playhead.playing = true;
    const Granularity g = pickGranularity();
    const Playhead now = regranulated(playhead, g, timeline);
    RC_ASSERT(now.granularity == g && !now.playing);
    RC_ASSERT(now.time <= playhead.time + 1e-6);
    RC_ASSERT(now.time > playhead.time - length(timeline, g) - 1e-6);
    RC_ASSERT(timeAfter(timeline, g, unitsBefore(timeline, g, now.time)) == now.time);
  });
}

TEST(Playhead, StopsAtTheEndAndStartsAgainFromRest) {
  Playhead playhead = toggled({}, {9, 3, 4, 25});
  ASSERT_TRUE(playhead.playing);
  playhead = advanced(playhead, 100, {9, 3, 4, 25});
  EXPECT_EQ(playhead.time, 9);
  EXPECT_FALSE(playhead.playing);
  playhead = toggled(playhead, {9, 3, 4, 25});
  EXPECT_EQ(playhead.time, 0);
  EXPECT_TRUE(playhead.playing);
}

TEST(Playhead, LoopingStartsAgainFromRestAndASingleStepDoesNotLoop) {
  Playhead playhead;
  playhead.loop = true;
  playhead = advanced(toggled(playhead, {9, 3, 4, 25}), 100, {9, 3, 4, 25});
  EXPECT_EQ(playhead.time, 0);
  EXPECT_TRUE(playhead.playing);
  playhead = sought(playhead, 8, {9, 3, 4, 25});
  playhead = advanced(steppedOn(playhead, {9, 3, 4, 25}), 100, {9, 3, 4, 25});
  EXPECT_EQ(playhead.time, 9);
  EXPECT_FALSE(playhead.playing);
}

TEST(Playhead, StandsStillWhilePausedAndWhenNoTimePasses) {
  Playhead playhead;
  EXPECT_EQ(advanced(playhead, 1, {9, 3, 4, 25}), playhead);
  playhead.playing = true;
  EXPECT_EQ(advanced(playhead, 0, {9, 3, 4, 25}), playhead);
  EXPECT_EQ(advanced(playhead, -1, {9, 3, 4, 25}), playhead);
}

TEST(Playhead, SeeksAreClampedAndPause) {
  Playhead playhead;
  playhead.playing = true;
  playhead.stop_at = 1;
  for (const auto& [wanted, reached] :
       {std::pair{-1.0, 0.0}, {3.25, 3.25}, {12.0, 9.0}, {double{INFINITY}, 9.0}}) {
    const Playhead after = sought(playhead, wanted, {9, 3, 4, 25});
    EXPECT_EQ(after.time, reached);
    EXPECT_FALSE(after.playing);
    EXPECT_EQ(after.stop_at, std::nullopt);
  }
}

TEST(Playhead, ATimeThatIsNoNumberIsRest) {
  EXPECT_EQ(sought({}, std::numeric_limits<double>::quiet_NaN(), {9, 3, 4, 25}).time, 0);
}

TEST(Timeline, CountsWhatTheTraceHas) {
  Document document;
  document.input_size = {2, 3};
  document.layer.in_channels = 4;
  document.layer.out_channels = 6;
  document.layer.groups = 2;
  document.layer.kernel_size = {3, 5};
  const Timeline timeline = timelineOf(*support::derived(document).trace);
  EXPECT_EQ(timeline.steps, 2 * 3 * 4);
  EXPECT_EQ(timeline.steps_per_row, 3 * 4);
  EXPECT_EQ(timeline.taps_per_step, 3 * 3 * 5);
}

}  // namespace
}  // namespace lab

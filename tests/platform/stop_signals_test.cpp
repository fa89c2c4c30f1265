#include "platform/stop_signals.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <semaphore>

namespace lab::platform {
namespace {

bool heldBack(int signal) {
  sigset_t now;
  pthread_sigmask(SIG_SETMASK, nullptr, &now);
  return sigismember(&now, signal) == 1;
}

TEST(StopSignals, TellsOfASignalAndWakes) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    std::binary_semaphore woken(0);
    StopSignals stop;
    stop.onArrival([&] { woken.release(); });
    EXPECT_FALSE(stop.asked());
    kill(getpid(), signal);
    woken.acquire();
    EXPECT_TRUE(stop.asked());
  }
}

TEST(StopSignals, WakesAtOnceWhoeverComesLater) {
  std::binary_semaphore first(0);
  StopSignals stop;
  stop.onArrival([&] { first.release(); });
  kill(getpid(), SIGTERM);
  first.acquire();
  bool later = false;
  stop.onArrival([&] { later = true; });
  EXPECT_TRUE(later);
}

TEST(StopSignals, LeavesTheSignalsAsTheyWere) {
  EXPECT_FALSE(heldBack(SIGTERM));
  {
    const StopSignals stop;
    EXPECT_TRUE(heldBack(SIGTERM));
    EXPECT_TRUE(heldBack(SIGINT));
  }
  EXPECT_FALSE(heldBack(SIGTERM));
  EXPECT_FALSE(heldBack(SIGINT));
}

TEST(StopSignals, WhatTheProgramIsToIgnoreStaysIgnored) {
  const auto before = signal(SIGHUP, SIG_IGN);
  {
    const StopSignals stop;
    EXPECT_FALSE(heldBack(SIGHUP));
    EXPECT_TRUE(heldBack(SIGTERM));
  }
  signal(SIGHUP, before);
}

TEST(StopSignalsDeathTest, ASecondSignalEndsTheProcess) {
  const auto asked_twice = [] {
    std::binary_semaphore woken(0);
    StopSignals stop;
    stop.onArrival([&] { woken.release(); });
    kill(getpid(), SIGTERM);
    woken.acquire();
    kill(getpid(), SIGTERM);
    woken.acquire();
  };
  EXPECT_EXIT(asked_twice(), testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace lab::platform

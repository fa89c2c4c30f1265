#pragma once

#include <signal.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace lab::platform {

/// While it lives, the signals that ask a program to end wait to be noticed, so that it can save its work
/// first: SIGTERM, SIGINT (Ctrl+C) and SIGHUP (its terminal is closed); the last two only where whoever
/// started the program did not make it ignore them. A second one ends the process at once, for when the first
/// one is of no use.
///
/// Nothing of it runs inside of a signal handler: a thread of its own waits for the signals, asleep. Make it
/// before other threads are started, which hold back the same signals from then on.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  bool asked() const { return asked_; }
  /// What wakes the thread that looks at asked(). Called on another thread, and at once if it was asked
  /// already; an empty function takes it back.
  void onArrival(std::function<void()> wake);

 private:
  void watch();

  sigset_t held_, before_;
  std::atomic<bool> asked_ = false, ending_ = false;
  std::mutex mutex_;
  std::function<void()> wake_;
  std::thread watcher_;
};

}  // namespace lab::platform

#include "platform/stop_signals.h"

#include <utility>

namespace lab::platform {
namespace {

/// As `nohup` does with SIGHUP, and a shell with SIGINT for what it starts in the background.
bool ignored(int signal) {
  struct sigaction now {};
  return sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

}  // namespace

StopSignals::StopSignals() {
  sigemptyset(&held_);
  sigaddset(&held_, SIGTERM);
  for (const int signal : {SIGINT, SIGHUP}) {
    if (!ignored(signal)) sigaddset(&held_, signal);
  }
  pthread_sigmask(SIG_BLOCK, &held_, &before_);
  watcher_ = std::thread([this] { watch(); });
}

StopSignals::~StopSignals() {
  ending_ = true;
  // NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread): watch() waits for it, so that nothing is terminated
  pthread_kill(watcher_.native_handle(), SIGTERM);
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void StopSignals::onArrival(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
  if (asked_ && wake_) wake_();
}

void StopSignals::watch() {
  int signal = 0;
  while (sigwait(&held_, &signal) == 0 && !ending_) {
    if (asked_.exchange(true)) {
      pthread_sigmask(SIG_UNBLOCK, &held_, nullptr);
      raise(signal);
    }
    const std::lock_guard lock(mutex_);
    if (wake_) wake_();
  }
}

}  // namespace lab::platform

#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace lab::exporting {

/// So many threads that run `work`, or those that the system has.
template <class Work>
std::vector<std::jthread> startThreads(std::size_t most, const Work& work) {
  std::vector<std::jthread> threads;
  try {
    while (threads.size() < most) threads.emplace_back(work);
  } catch (const std::system_error&) {  // those that could be started do it all
  }
  return threads;
}

/// Calls make(i) for i = 0 ... count - 1 on several threads and take(i, result) on this one, in order. At
/// most a few results wait at any time, so that memory does not grow with their number; what is taken does
/// not depend on the number of threads, of which there are fewer where the system has no more. The first
/// exception of either ends it and is thrown.
template <class Make, class Take>
void inOrder(std::size_t count, std::size_t threads, Make make, Take take) {
  if (threads <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) take(i, make(i));
    return;
  }
  using Result = decltype(make(std::size_t{}));
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::size_t, Result> ready;
  std::size_t next = 0, taken = 0;
  bool stopped = false;
  std::exception_ptr failure;
  std::size_t failed_at = count;  // of several failures the first in order is the one that counts

  const auto work = [&] {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [&] { return stopped || next >= count || next < taken + 2 * threads; });
      if (stopped || next >= count) return;
      const std::size_t i = next++;
      lock.unlock();
      try {
        Result result = make(i);
        lock.lock();
        ready.emplace(i, std::move(result));
      } catch (...) {
        if (!lock.owns_lock()) lock.lock();
        if (i < failed_at) {
          failed_at = i;
          failure = std::current_exception();
        }
      }
      changed.notify_all();
    }
  };
  const std::vector<std::jthread> workers = startThreads(threads, work);
  if (workers.empty()) return inOrder(count, 1, make, take);
  const auto stop = [&] {
    const std::scoped_lock lock(mutex);
    stopped = true;
    changed.notify_all();
  };
  try {
    for (std::size_t i = 0; i < count; ++i) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return ready.contains(i) || failed_at == i; });
      if (failed_at == i) std::rethrow_exception(failure);
      Result result = std::move(ready.at(i));
      ready.erase(i);
      taken = i + 1;
      changed.notify_all();
      lock.unlock();
      take(i, std::move(result));
    }
  } catch (...) {
    stop();
    throw;
  }
  stop();
}

}  // namespace lab::exporting

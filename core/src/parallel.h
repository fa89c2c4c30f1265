#pragma once

#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>

#include "ranges.h"

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

namespace tconv {

/// Tells the thread sanitizer what it cannot see in a pool that is compiled without it: a share begins after
/// what comes before forShares(), and ends before what comes after it.
struct ShareOrder {
#ifdef __SANITIZE_THREAD__
  void pass(char& point) { __tsan_release(&point); }
  void follow(char& point) { __tsan_acquire(&point); }
#else
  void pass(char& /*point*/) {}
  void follow(char& /*point*/) {}
#endif
  char started = 0, done = 0;
};

/// Calls work(share) for shares that together are [0, items), on at most `threads` threads of the one pool
/// that the process has; on the calling thread alone where threads is 1. What an item gives must not depend
/// on the share that it is in.
template <class Work>
void forShares(Index items, int threads, const Work& work) {
  if (threads <= 1 || items <= 1) return work(Span{0, items});
  // Some more shares than threads, so that none waits long for the slowest.
  const Index shares = std::min<Index>(items, Index{4} * threads);
  ShareOrder order;
  const auto all = [&] {
    tbb::parallel_for(
        Index{0}, shares,
        [&](Index share) {
          order.follow(order.started);
          work(Span{items * share / shares, items * (share + 1) / shares});
          order.pass(order.done);
        },
        tbb::simple_partitioner());
  };
  order.pass(order.started);
  // An arena of its own is only needed to leave some of the pool out, and takes longer to start.
  const int pool = tbb::this_task_arena::max_concurrency();
  if (threads >= pool)
    all();
  else
    tbb::task_arena(threads).execute(all);
  order.follow(order.done);
}

}  // namespace tconv

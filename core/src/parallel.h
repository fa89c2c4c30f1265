#pragma once

#include <algorithm>

#include "ranges.h"

#ifdef __SANITIZE_THREAD__
#include <atomic>
#include <thread>
#include <vector>
#else
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#endif

namespace tconv {

#ifdef __SANITIZE_THREAD__
/// The thread sanitizer does not see how a pool hands over its tasks that is compiled without it: for it
/// alone, threads of their own. They take shares in no order that it could mistake for one that is wanted.
template <class Work>
void callShares(Index shares, int threads, const Work& work) {
  std::atomic<Index> next = 0;
  const auto take = [&] {
    for (Index share; (share = next.fetch_add(1, std::memory_order_relaxed)) < shares;) work(share);
  };
  std::vector<std::jthread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back(take);
  take();
}
#else
template <class Work>
void callShares(Index shares, int threads, const Work& work) {
  const auto all = [&] { tbb::parallel_for(Index{0}, shares, work, tbb::simple_partitioner()); };
  // An arena of its own is only needed to leave some of the pool out, and takes longer to start.
  if (threads >= tbb::this_task_arena::max_concurrency())
    all();
  else
    tbb::task_arena(threads).execute(all);
}
#endif

/// Calls work(share) for shares that together are [0, items), on at most `threads` threads of the one pool
/// that the process has; on the calling thread alone where threads is 1. What an item gives must not depend
/// on the share that it is in.
template <class Work>
void forShares(Index items, int threads, const Work& work) {
  if (threads <= 1 || items <= 1) return work(Span{0, items});
  // Some more shares than threads, so that none waits long for the slowest.
  const Index shares = std::min<Index>(items, Index{4} * threads);
  callShares(shares, threads,
             [&](Index share) { work(Span{items * share / shares, items * (share + 1) / shares}); });
}

}  // namespace tconv

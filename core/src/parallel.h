#pragma once

#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>

#include "ranges.h"

namespace tconv {

/// Calls work(share) for shares that together are [0, items), on at most `threads` threads of the one pool
/// that the process has; on the calling thread alone where threads is 1. What an item gives must not depend
/// on the share that it is in.
template <class Work>
void forShares(Index items, int threads, const Work& work) {
  if (threads <= 1 || items <= 1) return work(Span{0, items});
  // Some more shares than threads, so that none waits long for the slowest.
  const Index shares = std::min<Index>(items, Index{4} * threads);
  const auto all = [&] {
    tbb::parallel_for(
        Index{0}, shares,
        [&](Index share) { work(Span{items * share / shares, items * (share + 1) / shares}); },
        tbb::simple_partitioner());
  };
  // An arena of its own is only needed to leave some of the pool out, and takes longer to start.
  const int pool = tbb::this_task_arena::max_concurrency();
  if (threads >= pool)
    all();
  else
    tbb::task_arena(threads).execute(all);
}

}  // namespace tconv

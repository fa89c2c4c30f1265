#pragma once

#include <oneapi/tbb/info.h>
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
  tbb::task_arena(std::min(threads, tbb::info::default_concurrency())).execute([&] {
    tbb::parallel_for(
        Index{0}, shares,
        [&](Index share) {
          work(Span{items * share / shares, items * (share + 1) / shares});
        },
        tbb::simple_partitioner());
  });
}

}  // namespace tconv

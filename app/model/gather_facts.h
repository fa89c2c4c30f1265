#pragma once

#include "model/derive.h"
#include "model/playhead.h"
#include "tconv/gather.h"
#include "tconv/zero_insertion.h"

namespace lab {

/// What the gather face shows of a document, whatever the playhead.
struct GatherFacts {
  tconv::StretchedInput stretched;
  tconv::MultiplyAddCount count;
};
/// Worked out once for each document.
const GatherFacts& gatherFacts(const Derived& derived);

/// Where the kernel stands: on an output cell, with its window over the stretched input.
struct GatherPlace {
  tconv::OutputCell cell;
  Rect window;           ///< in the stretched input, dilation gaps included
  bool turning = false;  ///< the very first place: the kernel is still being turned
  double turned = 1;     ///< how far it has been turned, 0 ... 1
  double phase = 1;      ///< progress of the gathering at this cell
};

/// Cell by cell the cell of the moment. Step by step the same step as in the scatter: one after the other
/// the kernel stands on the output cells that have the active input element among their terms, in the order
/// of the kernel's taps, and settles on the last; cells that padding crops are passed over. None at rest,
/// and where padding crops all of them.
std::optional<GatherPlace> gatherPlace(const tconv::Trace& trace, const Moment& moment);

}  // namespace lab

#pragma once

#include <array>
#include <compare>
#include <vector>

#include "model/reduced.h"
#include "tconv/difference.h"

namespace lab {

/// Where two outputs differ most; see tconv::Difference.
struct LargestDifference {
  bool identical = false;  ///< in size too
  float largest = 0;
  Index c = 0, h = 0, w = 0;
};
LargestDifference largestOf(const tconv::Difference& difference);

/// tconv::difference() of two outputs at a moment, without their tensors: rows that hold what they hold in
/// the end, or what they start from, are compared once. `b` lives as long as `a`.
class RunningDifference {
 public:
  RunningDifference(const Derived& a, const RunningOutput& of_a, const Derived& b, const RunningOutput& of_b);

  /// The smaller and the larger of each extent.
  tconv::Shape common() const { return common_; }
  tconv::Shape whole() const { return whole_; }
  LargestDifference largest() const;
  /// Blocks of cells of the common part of a channel, which begin at multiples of step.
  ReducedPlane blocks(Index channel, const tconv::Rect& cells, Index step) const;

 private:
  enum State { finished, untouched, changing };
  struct Output {
    Output(const Derived& derived, const RunningOutput& running);
    State state(Index row) const;
    void row(State state, Index channel, Index row, std::span<float> out) const;

    tconv::Rect window;
    Index width, first, end;          ///< of the canvas; rows of the window that change
    std::array<RunningOutput, 3> at;  ///< by state
  };
  struct States {
    State a, b;
    bool lasting() const { return a != changing && b != changing; }
    auto operator<=>(const States&) const = default;
  };
  struct Key;
  struct Rows;
  States statesOf(Index row) const { return {a_.state(row), b_.state(row)}; }
  tconv::DifferenceSum differ(States states, Index channel, Index row, std::span<float> values) const;
  const ReducedPlane& keptBlocks(States states, Index channel, Index step) const;
  const std::vector<tconv::DifferenceSum>& keptSums(States states, Index channel) const;

  const Derived& derived_;
  Output a_, b_;
  tconv::Shape common_, whole_;
};

}  // namespace lab

#pragma once

#include <vector>

#include "model/output_photo.h"

/// Parts of an OutputPhoto, made from rows of the output. Internal to it.
namespace lab {

/// What rows of the output amount to, each for itself.
struct RowFacts {
  std::vector<Brightness> brightness;
  std::vector<std::vector<tconv::DifferenceSum>> sums;  ///< for each channel that is compared

  /// Adds rows [first, end) of others.
  void append(const RowFacts& from, Index first, Index end);
  /// Tells a photograph in numbers what these rows, all of the output's, amount to.
  void tell(OutputPhoto& photo, Index width) const;
};

/// Rows of the output as blocks, and what is told of each.
struct OutputRows {
  OutputPhoto seen;  ///< without numbers and blank cells
  RowFacts facts;
};

/// Makes a part of the output window from its rows. Several threads may each make some of them.
class OutputMaker {
 public:
  /// The part begins at multiples of step.
  OutputMaker(const Derived& derived, const Rect& part, Index step, tconv::Interpolation how);
  /// Rows [first, end) of the part's blocks; cells(channel, row) gives the part's rows.
  void make(Index first, Index end, const PhotoCells& cells);
  OutputRows finish();

 private:
  void differ(Index first, Index end, const PhotoCells& cells);

  const Rect part_;
  const Index width_, step_, channels_;
  const tconv::Resizer resizer_;
  PhotoMaker photo_;
  std::vector<std::vector<tconv::DifferenceSum>> sums_;
  ReducedPlane farthest_;
};

/// How many channels of input and output can be compared.
Index comparedChannels(const tconv::Layer& layer);

}  // namespace lab

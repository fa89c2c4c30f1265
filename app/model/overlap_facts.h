#pragma once

#include <string>
#include <vector>

#include "model/derive.h"
#include "model/reduced.h"
#include "tconv/overlap.h"
#include "tconv/spectrum.h"

namespace lab {

/// What there is to know about how the patches of a document overlap.
struct OverlapFacts {
  std::vector<Index> rows, columns;  ///< taps along each axis: L_h and L_w counts
  float most = 1;                    ///< of the taps on an output cell, from one input channel; at least 1
  tconv::Spectrum height, width;     ///< of rows and columns, or of the first kSpectrumCells of them
  Tensor constant;                   ///< [1, C_out, L_h, L_w]: what an input of ones gives, without bias
  float constant_least = 0, constant_most = 0;  ///< the values of its first channel
  float constant_limit = 1;                     ///< the larger of their magnitudes, or 1
  std::vector<tconv::EvenSetting> even;         ///< tconv::nearestEvenSettings()

  /// Longer profiles repeat themselves, and cost time that nobody sees.
  static constexpr std::size_t kSpectrumCells = 4096;
};

/// The taps on output cells, from one input channel: blocks of step x step of them as the one with most.
/// Those of the axes multiply, so that no plane of them is needed.
ReducedPlane tapBlocks(const OverlapFacts& facts, const Rect& cells, Index step);

/// Worked out once for a document.
const OverlapFacts& overlapFacts(const Derived& derived);

/// "Even", "Uneven" or "Holes"; "Height uneven, width even" where the axes differ.
std::string overlapTitle(const tconv::Axes& axes);
/// tconv::describeOverlap() in the thread's language.
std::string overlapText(const tconv::Axes& axes);

/// The gcd law of one axis with its numbers, in parts to be joined as room allows.
struct OverlapLaw {
  std::string name;    ///< "Height: " or "Width: ", or empty where one law holds for both
  std::string gcd;     ///< "g = gcd(d, s) = gcd(1, 2) = 1"
  std::string ratio;   ///< "k / s = 3 / 2", or with g > 1 "k / (s / g) = 3 / 2"
  std::string taps;    ///< "1 or 2 taps"
  std::string border;  ///< "fewer near the border", "also at the border", or empty
};
/// One law for both axes where they agree, else one each; the height of one dimension has none.
std::vector<OverlapLaw> overlapLaws(const tconv::Axes& axes);

/// What the spectrum of an axis shows, in a sentence: "A peak at 1/2: the checkerboard".
std::string spectrumCaption(const tconv::Axis& axis);

/// What a setting changes: "k 4 (instead of 3), p 2 (instead of 1)", or without the old values "k 4, p 2".
std::string changesText(const Layer& from, const tconv::EvenSetting& setting, bool with_old);

}  // namespace lab

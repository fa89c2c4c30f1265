#pragma once

#include <array>
#include <optional>
#include <string>

#include "model/derive.h"
#include "model/related.h"
#include "tconv/round_trip.h"

namespace lab {

/// The tensors of a round trip, in the order of the way.
enum class TripGrid { x, conv, back, difference };

/// A kernel that spans more than the padded input along one axis.
struct Misfit {
  bool rows = false;  ///< else columns
  Index kernel = 0, input = 0;
  bool operator==(const Misfit&) const = default;
};

/// What becomes of a document's input when the convolution and then the transposed one go over it.
struct RoundTripFacts {
  Tensor x;                      ///< [1, C_out, H, W]: the convolution walks the layer backwards
  std::optional<Misfit> misfit;  ///< why there is no way; not set: all that follows is there
  tconv::RoundTrip trip;
  float largest_difference = 0;  ///< of x - back, over all channels; NaN where a value is not a number
  float conv_limit = 1, back_limit = 1;  ///< colours of conv, and of back and difference
  std::array<tconv::SharedSizes, 2> sizes;
  tconv::AdjointCheck adjoint;  ///< with a y of random whole numbers

  const Tensor& grid(TripGrid which) const;
};

/// Worked out once for a document. The sizes of x are those of the input; where C_out > C_in its presets go
/// on over the further channels, and own values are filled up with zeros.
const RoundTripFacts& roundTripFacts(const Derived& derived);

/// The cells of one grid that a cell (channel, row, column; kind and the rest of the Ref are not looked at)
/// of another one is made of or adds to. conv(x) reads its window of x and lands on the same place of what
/// comes back; x, back and difference correspond cell by cell. There must be a way.
Lattice relatedOnTrip(const RoundTripFacts& facts, TripGrid from, const Ref& cell, TripGrid to);

/// "k3 s2 p1", with d and G where they are not 1 and the padding of the end where it differs.
std::string hyperparametersText(const Layer& layer);

/// "The kernel spans 4 columns, the padded input has only 2: it does not fit."
std::string misfitText(const Misfit& misfit);

/// "The shape came back: 5 × 5. The values did not: largest difference 12.", or in fewer words.
std::string verdictText(const RoundTripFacts& facts, bool brief);

}  // namespace lab

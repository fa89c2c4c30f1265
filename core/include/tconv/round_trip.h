#pragma once

#include <array>

#include "tconv/convolution.h"

namespace tconv {

/// The sizes of one axis that the direct convolution takes to the same result: the `count` whole numbers from
/// `first` on. The transposed convolution returns to each of them with another output_padding.
struct SharedSizes {
  Index first = 1;                 ///< the smallest of them, >= 1
  Index count = 1;                 ///< how many there are, at most the stride
  Index first_output_padding = 0;  ///< with which the smallest comes back
  Index result = 1;                ///< the size that all of them go to

  Index size(Index i) const { return first + i; }                          ///< the i-th, 0 <= i < count
  Index outputPadding(Index i) const { return first_output_padding + i; }  ///< with which it comes back
  bool operator==(const SharedSizes&) const = default;
};

/// For (height, width) of a signal, the sizes that share its result: stride of them on each axis, with
/// output_padding 0, 1, ..., s - 1. There are fewer only where some of them would be below 1, which needs
/// pb + pe >= ke: then `first` is 1, and first_output_padding is what returns to 1. The height of a 1-D layer
/// has one size. The layer's output_padding is ignored.
/// @throws Error where a parameter is not valid or the kernel does not fit into the padded signal.
std::array<SharedSizes, 2> sizesSharingResult(const Layer& layer, Pair size);

/// There and back with the same hyper-parameters: shapes come back, values do not.
struct RoundTrip {
  Layer layer;        ///< the given one, with the output_padding that returns to the size of x
  Tensor conv;        ///< C x, [N, C_in, A, B]
  Tensor back;        ///< C^T C x, with the shape of x
  Tensor difference;  ///< x - back
};

/// x [N, C_out, H, W], since the direct convolution walks the layer backwards; weight
/// [C_in, C_out / G, k_h, k_w]. No bias is added. @throws Error as convolve().
RoundTrip roundTrip(const Layer& layer, const Tensor& x, const Tensor& weight);

/// The two sides of <C x, y> = <x, C^T y>, which makes the transposed convolution the adjoint of the direct
/// one. C x and C^T y are the float tensors that convolve() and forward() give; the products with them are
/// summed in double.
struct AdjointCheck {
  double convolved = 0;       ///< <C x, y>
  double transposed = 0;      ///< <x, C^T y>
  double bound = 0;           ///< (terms + 3) eps sum|x w y|, terms being the most of any cell of C^T y
  double difference() const;  ///< |convolved - transposed|
  /// Whether the sides agree within the bound; false where a value is not finite, of which nothing can be
  /// said.
  bool holds() const { return difference() <= bound; }
};

/// x [N, C_out, H, W], y [N, C_in, A, B] with convOutputSize(). Exact for integers while sum|x w y| < 2^53
/// and each cell's sum|..| < 2^24. @throws Error where the shapes do not match.
AdjointCheck checkAdjoint(const Layer& layer, const Tensor& x, const Tensor& weight, const Tensor& y);

}  // namespace tconv

#pragma once

#include <span>
#include <string_view>

#include "tconv/layer.h"

namespace tconv {

/// Families of methods: what a result may differ by from the exact one.
enum class Algorithm {
  direct,  ///< per cell at most (terms + 2) eps (sum|x w| + |bias|), as every product and sum is rounded once
  fast,    ///< Winograd where it pays: at most 1e-4 max|y| of the result of a finite, ordinary input
};

/// Ways to compute a layer, forwards and backwards. Their sums have different orders; all but winograd are of
/// the direct family.
enum class Method {
  automatic,    ///< the quickest one that is known for the shape, see methodFor()
  plain,        ///< the loops of the definition: any layer
  rows,         ///< vectors along the rows: forwards only strides of the width up to 4
  channels,     ///< vectors along the channels of the result: any layer
  kernel_rows,  ///< vectors along the kernel rows: stride and kernel width multiples of 16, no dilation
  winograd,     ///< Winograd's minimal filtering: kernel 3, stride 1; or kernel 4, stride 2, no dilation
  products,     ///< matrix products with the weights as they lie: gradients alone, of any layer
};
/// What is said of a method on the command line.
struct MethodInfo {
  Method method;            ///< which
  std::string_view name;    ///< "rows"
  std::string_view remark;  ///< what it does, in a few words
  Algorithm family;         ///< how exact its results are
};
/// All of them; "automatic" is the first.
std::span<const MethodInfo> methods();

/// How a layer is computed; what it computes does not depend on it beyond the error of the algorithm.
struct ComputeOptions {
  Algorithm algorithm = Algorithm::direct;  ///< what automatic may choose from
  Method method = Method::automatic;        ///< another one is used whatever the algorithm
  /// At most as many, >= 1; the result has the same bits for any number. All but winograd use fewer where one
  /// would have less than 2^21 products to make, a result counting as 4: waking it would take longer.
  int threads = 1;
};

/// Whether a method can compute the forward pass of a layer.
bool supports(Method method, const Layer& layer);

/// What automatic stands for in the forward pass, in this order: plain where there are too few products to
/// pay for ordering the weights, or one output row needs more than 2^22 values of the input; winograd, where
/// asked for, for at least 16 channels on both sides, inputs of at least 8 d x 8 d and up to 2^20 weights;
/// kernel_rows where it can; channels for groups of at least 16 output channels; rows where it can and there
/// are up to 2^22 weights; plain.
Method methodFor(const Layer& layer, Pair input, Algorithm algorithm = Algorithm::direct);

/// What automatic stands for among the direct methods of a gradient for an input of the given size, and of
/// the direct convolution that has results of that size: products for groups of at least 64 input channels
/// and inputs of up to 1024 elements, otherwise as in methodFor(), the input channels being what the output
/// channels are there.
Method gradientMethodFor(const Layer& layer, Pair input);

}  // namespace tconv

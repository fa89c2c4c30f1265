#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "tconv/forward.h"

/// @file
/// The same layer as four frameworks do it. Kernel size, stride, dilation, groups, channels and bias mean the
/// same everywhere and come from a Layer; how much of the full canvas is kept is said differently, and that
/// is what a FrameworkCall holds. `n` input length, `ke` dilated kernel, `s` stride, `full` = (n - 1) s + ke.
///
/// Weights stay in PyTorch's layout [C_in, C_out / G, k_h, k_w] here, as in ONNX. Keras keeps them as
/// (k_h, k_w, C_out, C_in), and so does JAX with transpose_kernel; without it JAX has (k_h, k_w, C_in,
/// C_out).

namespace tconv {

/// Those whose rules are known.
enum class Framework { pytorch, keras, onnx, jax };

/// Identifiers as in files and on the command line: "pytorch", "keras", "onnx", "jax".
std::span<const std::string_view> frameworkNames();
/// The framework of that name. @throws Error naming the valid ones.
Framework framework(std::string_view name);
/// Its identifier: "pytorch".
std::string_view nameOf(Framework framework);
/// As its makers write it: "PyTorch", "Keras", "ONNX", "JAX".
std::string_view titleOf(Framework framework);

/// torch.nn.ConvTranspose2d: both ends are cropped by `padding`, the end then gets `output_padding` back.
struct PyTorchCall {
  Pair padding = 0;         ///< >= 0
  Pair output_padding = 0;  ///< >= 0, smaller than stride or dilation
  bool operator==(const PyTorchCall&) const = default;
};

/// How much Keras keeps, without and with an output_padding.
enum class KerasPadding {
  valid,  ///< L = (n - 1) s + max(ke, s); full + output_padding
  /// L = n s; (n - 1) s + ke mod 2 + output_padding. The smaller half of the crop is at the beginning.
  same
};
/// keras.layers.Conv2DTranspose on TensorFlow: the gradient of the convolution with that padding.
struct KerasCall {
  KerasPadding padding = KerasPadding::valid;  ///< a word, no numbers
  std::optional<Pair> output_padding = {};     ///< not given differs from 0
  bool operator==(const KerasCall&) const = default;
};

/// How ONNX finds the crop where no pads are given.
enum class AutoPad {
  notset,      ///< by `pads` or `output_shape`
  valid,       ///< nothing is cropped
  same_upper,  ///< L = n s; the smaller half of the crop is at the beginning
  same_lower   ///< L = n s; the smaller half of the crop is at the end
};
/// The ConvTranspose operator of ONNX by its specification. With `output_shape`, or with SAME_*, which stands
/// for output_shape = n s, the crop is full + output_padding - output_shape: its smaller half is at the
/// beginning for SAME_UPPER, else at the end; where it is negative the end is extended. (ONNX Runtime does
/// not extend for SAME_*: where ke + output_padding < s its output is shorter than n s.)
struct OnnxCall {
  AutoPad auto_pad = AutoPad::notset;     ///< where the crop comes from
  Padding pads = {};                      ///< with notset only; ignored where output_shape is given
  Pair output_padding = 0;                ///< smaller than stride or dilation
  std::optional<Pair> output_shape = {};  ///< (height, width) of the output
  bool operator==(const OnnxCall&) const = default;
};

/// How JAX pads the stretched input.
enum class JaxPadding {
  valid,  ///< as KerasPadding::valid without output_padding
  same,   ///< as KerasPadding::same without output_padding
  pairs   ///< by JaxCall::pads: L = (n - 1) s + 1 + begin + end - (ke - 1)
};
/// jax.lax.conv_transpose: an ordinary correlation over the stretched input, so that the kernel is not turned
/// unless transpose_kernel asks for it.
struct JaxCall {
  JaxPadding padding = JaxPadding::valid;  ///< a word, or pairs of numbers
  /// Zeros added to the stretched input, at most 2^31 - 1 (negative: a crop), with pairs only. PyTorch's p,
  /// op is (ke - 1 - p, ke - 1 - p + op).
  Padding pads = {};
  bool transpose_kernel = false;  ///< turns the kernel by 180 degrees and swaps its channel axes
  bool operator==(const JaxCall&) const = default;
};

/// One call; the alternatives stand in the order of Framework.
using FrameworkCall = std::variant<PyTorchCall, KerasCall, OnnxCall, JaxCall>;
/// The framework whose call it is.
Framework frameworkOf(const FrameworkCall& call);

/// A call as a layer of this library: valid by validate() for the input that it was made for.
struct FrameworkLayer {
  Layer layer;          ///< with the padding and output_padding of the call
  bool turned = false;  ///< the kernel is turned by 180 degrees before use
  /// Rows and columns around the layer's output that no kernel tap reaches; they hold the bias. Only two
  /// calls lead to them: ONNX with an output_shape longer than any legal output_padding makes, and JAX with a
  /// pair beyond ke - 1, which appends the excess at the end and prepends it at the beginning. 'valid',
  /// 'same' and SAME_* extend by less than s, which is a legal output_padding.
  Padding blank = {};
  bool operator==(const FrameworkLayer&) const = default;
};

/// What `call` does to an input of (height, width). `base` gives all but padding and output_padding, which
/// are ignored. A Problem in the framework's terms where the framework refuses the setting: Keras and JAX
/// with groups, Keras with stride and dilation above 1, ... Not refused by JAX, but here: pairs for which no
/// kernel tap reaches the output.
std::variant<FrameworkLayer, Problem> realize(const FrameworkCall& call, const Layer& base, Pair input);

/// The call that gives the numbers of tconv::forward(layer) in that framework with the same weights, or why
/// there is none. The plainest call is chosen: no output_padding before some, 'valid' before 'same' before
/// pairs of numbers. JAX gets transpose_kernel. ONNX gets an output_padding below the stride, since ONNX
/// Runtime has refused others.
std::variant<FrameworkCall, Problem> expressIn(Framework framework, const Layer& layer, Pair input);

/// Shape of the output, blank cells included. The layer must be valid for the input.
Shape outputShape(const FrameworkLayer& made, Shape input);

/// The framework's numbers. Shapes and bounds as tconv::forward(layer), blank cells around it.
Tensor forward(const FrameworkLayer& made, const Tensor& x, const Tensor& weight, Bias bias = {});

/// The line of code that makes the call, leaving out what has its default:
///   nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, bias=False)
///   keras.layers.Conv2DTranspose(1, 3, strides=2, padding='same', use_bias=False)
///   onnx.helper.make_node('ConvTranspose', ['x', 'w'], ['y'], strides=[2, 2], pads=[0, 0, 1, 1])
///   jax.lax.conv_transpose(x, w, (2, 2), 'SAME')
std::string codeLine(const FrameworkCall& call, const Layer& base);

}  // namespace tconv

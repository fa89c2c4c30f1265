#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "tconv/forward.h"

/// The same layer as four frameworks do it. Kernel size, stride, dilation, groups, channels and bias mean the
/// same everywhere and come from a Layer; how much of the full canvas is kept is said differently, and that
/// is what a FrameworkCall holds. `n` input length, `ke` dilated kernel, `s` stride, `full` = (n - 1) s + ke.
///
/// Weights stay in PyTorch's layout [C_in, C_out / G, k_h, k_w] here, as in ONNX. Keras keeps them as
/// (k_h, k_w, C_out, C_in), and so does JAX with transpose_kernel; without it JAX has (k_h, k_w, C_in,
/// C_out).
namespace tconv {

enum class Framework { pytorch, keras, onnx, jax };

/// Identifiers as in files and on the command line: "pytorch", "keras", "onnx", "jax".
std::span<const std::string_view> frameworkNames();
/// The framework of that name. @throws Error naming the valid ones.
Framework framework(std::string_view name);
std::string_view nameOf(Framework framework);
/// As its makers write it: "PyTorch", "Keras", "ONNX", "JAX".
std::string_view titleOf(Framework framework);

/// torch.nn.ConvTranspose2d: both ends are cropped by `padding`, the end then gets `output_padding` back.
struct PyTorchCall {
  Pair padding = 0;
  Pair output_padding = 0;
  bool operator==(const PyTorchCall&) const = default;
};

/// keras.layers.Conv2DTranspose on TensorFlow: the gradient of the convolution with that padding.
/// - valid: L = (n - 1) s + max(ke, s), or full + output_padding where that is given
/// - same: L = n s, or (n - 1) s + ke mod 2 + output_padding where that is given; what is too long is
/// cropped,
///   the smaller half at the beginning
enum class KerasPadding { valid, same };
struct KerasCall {
  KerasPadding padding = KerasPadding::valid;
  std::optional<Pair> output_padding = {};  ///< not given differs from 0
  bool operator==(const KerasCall&) const = default;
};

/// The ConvTranspose operator of ONNX by its specification. With `output_shape`, or with SAME_*, which stands
/// for output_shape = n s, the crop is full + output_padding - output_shape: its smaller half is at the
/// beginning for SAME_UPPER, else at the end; where it is negative the end is extended. (ONNX Runtime does
/// not extend for SAME_*: where ke + output_padding < s its output is shorter than n s.)
enum class AutoPad { notset, valid, same_upper, same_lower };
struct OnnxCall {
  AutoPad auto_pad = AutoPad::notset;
  Padding pads = {};                      ///< with notset only; ignored where output_shape is given
  Pair output_padding = 0;                ///< smaller than stride or dilation
  std::optional<Pair> output_shape = {};  ///< (height, width) of the output
  bool operator==(const OnnxCall&) const = default;
};

/// jax.lax.conv_transpose: an ordinary correlation over the stretched input, so that the kernel is not turned
/// unless transpose_kernel asks for it.
/// - valid, same: the sizes and crops of Keras without output_padding
/// - pairs: `pads` are zeros added to the stretched input, at most 2^31 - 1 (negative: a crop);
///   L = (n - 1) s + 1 + begin + end - (ke - 1). PyTorch's p, op is (ke - 1 - p, ke - 1 - p + op)
enum class JaxPadding { valid, same, pairs };
struct JaxCall {
  JaxPadding padding = JaxPadding::valid;
  Padding pads = {};  ///< with pairs only
  bool transpose_kernel = false;
  bool operator==(const JaxCall&) const = default;
};

/// One call; the alternatives stand in the order of Framework.
using FrameworkCall = std::variant<PyTorchCall, KerasCall, OnnxCall, JaxCall>;
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

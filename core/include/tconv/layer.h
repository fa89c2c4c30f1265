#pragma once

#include <optional>

#include "tconv/error.h"
#include "tconv/tensor.h"
#include "tconv/types.h"

namespace tconv {

/// Rows and columns that are cropped from the full canvas; begin is (top, left), end is (bottom, right).
/// PyTorch has begin == end; ONNX and 'same' in Keras do not.
struct Padding {
  Pair begin;  ///< rows at the top, columns at the left
  Pair end;    ///< rows at the bottom, columns at the right

  constexpr Padding() = default;
  /// The same at both ends, as PyTorch has it.
  constexpr Padding(Pair both) : begin(both), end(both) {}  // NOLINT(google-explicit-constructor)
  /// (top, left) and (bottom, right).
  constexpr Padding(Pair b, Pair e) : begin(b), end(e) {}

  constexpr bool symmetric() const { return begin == end; }  ///< whether PyTorch can say it
  constexpr bool operator==(const Padding&) const = default;
};

/// The hyper-parameters of a transposed convolution, with the names and defaults of PyTorch's
/// ConvTranspose2d. A 1-D layer (dims == 1) is the 2-D one whose height axis is trivial; see axis().
struct Layer {
  int dims = 2;             ///< 1 or 2 spatial axes
  Index in_channels = 1;    ///< C_in >= 1
  Index out_channels = 1;   ///< C_out >= 1
  Pair kernel_size = 3;     ///< k >= 1
  Pair stride = 1;          ///< s >= 1: how far the patch of the next input element lands
  Padding padding = {};     ///< p >= 0: crops the full canvas, never adds to it
  Pair output_padding = 0;  ///< 0 <= op, and op < s or op < d
  Pair dilation = 1;        ///< d >= 1: distance of neighbouring kernel taps
  Index groups = 1;         ///< G >= 1, divides C_in and C_out
  bool bias = false;        ///< whether one value per output channel is added

  bool operator==(const Layer&) const = default;
};

/// One axis of the operator: every length on it, by the formulas of the definition.
/// Coordinates: input [0, input), kernel tap [0, kernel), canvas [0, canvas()), output [0, output()) where
/// output cell o is canvas cell o + pad_begin.
struct Axis {
  Index input = 1;           ///< n >= 1
  Index kernel = 1;          ///< k >= 1, taps
  Index stride = 1;          ///< s >= 1
  Index dilation = 1;        ///< d >= 1
  Index pad_begin = 0;       ///< pb >= 0, cropped at the beginning
  Index pad_end = 0;         ///< pe >= 0, cropped at the end
  Index output_padding = 0;  ///< op >= 0, kept at the end

  /// ke = d (k - 1) + 1: what the dilated kernel spans.
  constexpr Index extent() const { return dilation * (kernel - 1) + 1; }
  /// (n - 1) s + ke: what all patches together span before cropping.
  constexpr Index full() const { return (input - 1) * stride + extent(); }
  /// L = (n - 1) s + ke - pb - pe + op.
  constexpr Index output() const { return full() - pad_begin - pad_end + output_padding; }
  /// The length that holds both the full span and the output: longer than full() only when op > pe.
  constexpr Index canvas() const {
    return full() + (output_padding > pad_end ? output_padding - pad_end : 0);
  }
  /// The canvas coordinate that tap u of input element i lands on.
  constexpr Index place(Index i, Index u) const { return i * stride + u * dilation; }
  /// The input element whose tap u lands on canvas coordinate t, or -1 where there is none.
  constexpr Index source(Index t, Index u) const {
    const Index distance = t - u * dilation;
    if (distance < 0 || distance % stride != 0) return -1;
    const Index i = distance / stride;
    return i < input ? i : -1;
  }
  /// d (k - 1) - pb: what the zero-inserted input is padded by at its beginning; negative is a crop.
  constexpr Index stretchedBegin() const { return extent() - 1 - pad_begin; }
  /// d (k - 1) - pe + op: the same at its end.
  constexpr Index stretchedEnd() const { return extent() - 1 - pad_end + output_padding; }
  /// L + d (k - 1): the length of the zero-inserted and padded input.
  constexpr Index stretched() const { return (input - 1) * stride + 1 + stretchedBegin() + stretchedEnd(); }
  bool operator==(const Axis&) const = default;
};

/// The axis (0 height, 1 width) of a layer on an input of the given (height, width).
/// For a 1-D layer axis 0 is trivial: all lengths 1, no padding.
Axis axis(const Layer& layer, Pair input, int which);

/// Both axes at once, for code that walks over two-dimensional grids.
struct Axes {
  Axis h;                                                                 ///< height
  Axis w;                                                                 ///< width
  const Axis& operator[](int which) const { return which == 0 ? h : w; }  ///< 0 height, 1 width
  /// The output window inside the canvas.
  Rect window() const {
    return {h.pad_begin, w.pad_begin, h.pad_begin + h.output(), w.pad_begin + w.output()};
  }
};
/// axis() of both.
Axes axes(const Layer& layer, Pair input);

/// [C_in, C_out / G, k_h, k_w], the layout of PyTorch's weight.
Shape weightShape(const Layer& layer);
/// [N, C_out, L_h, L_w] for an input of shape [N, C_in, H, W]. The layer must be valid for it.
Shape outputShape(const Layer& layer, Shape input);

/// The largest stride, kernel size, padding, output padding, dilation and channel count that is accepted.
/// PyTorch silently truncates larger ones to 32 bits; here they are refused.
constexpr Index kLargestParameter = 2147483647;

/// The first rule that the layer breaks on an input of shape [N, C_in, H, W], by PyTorch's rules, or nothing.
/// Every product of sizes is checked for overflow of Index; nothing is allocated.
/// Subjects are "stride[0]", "output_padding[1]", "groups", "in_channels", "input_size[0]", ... (axis 0
/// height), and "input", "weight", "output" or "canvas" where a tensor is too large; those have no Fix.
std::optional<Problem> validate(const Layer& layer, Shape input);

/// As validate(), and that input, weight and output, and with them the full canvas where `canvas` is set, fit
/// in `limit` bytes as float32. A Trace holds the canvas; forward() does not.
std::optional<Problem> validateMemory(const Layer& layer, Shape input, bool canvas, Index limit);

/// What the machine's memory holds, in bytes; the largest Index where that is unknown.
Index physicalMemory();

/// As validateMemory() with the machine's memory, and that the operands have the shapes that the layer asks
/// for: x [N, C_in, H, W], weight weightShape(), bias C_out values or none.
std::optional<Problem> validateOperands(const Layer& layer, Shape x, Shape weight, std::optional<Index> bias);

/// Throws Error when validateOperands() has something to say. Public functions call it on entry.
void requireValid(const Layer& layer, Shape x, Shape weight, std::optional<Index> bias);

/// As requireValid(), also where the full canvas does not fit in memory.
void requireCanvas(const Layer& layer, Shape x, Shape weight, std::optional<Index> bias);

/// The output_padding for which the output has the wanted spatial size.
/// @throws Error unless min <= wanted <= min + s - 1 per axis, min being the size at output_padding 0, and
/// wanted >= 1. The Fix names "output_size". The height of a 1-D layer must be 1.
Pair outputPaddingFor(const Layer& layer, Pair input, Pair wanted);

/// floor((H + pb + pe - ke) / s) + 1 per axis: what the direct convolution with these parameters makes of a
/// (height, width); less than 1 where the kernel does not fit. The layer's own parameters must be valid.
Pair convOutputSize(const Layer& layer, Pair size);

/// (H + pb + pe - ke) mod s: the output_padding with which the transposed convolution returns from
/// convOutputSize(size) to size.
Pair returningOutputPadding(const Layer& layer, Pair size);

/// Multiply-adds of one forward pass, cropped products included: N C_in (C_out / G) H W k_h k_w; the
/// largest Index where that is more.
Index multiplyAdds(const Layer& layer, Shape input);

}  // namespace tconv

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "tconv/layer.h"

namespace tconv {

/// Ways to fill an input. Seeded ones give the same values on every platform.
enum class ValuePreset { ramp, ones, impulse, checkerboard, random_integers, normal, picture };

/// Ways to fill a kernel.
enum class KernelPreset {
  textbook,
  ones,
  ramp,
  nearest,
  bilinear,
  gaussian,
  sharpen,
  sobel,
  impulse,
  random_integers,
  normal,
};

/// Identifiers as in files and on the command line: "ramp", "random-integers", ...
/// @{
std::span<const std::string_view> valuePresetNames();
std::span<const std::string_view> kernelPresetNames();
std::string_view nameOf(ValuePreset preset);
std::string_view nameOf(KernelPreset preset);
/// @}
/// The preset of that name. @throws Error naming the valid ones.
/// @{
ValuePreset valuePreset(std::string_view name);
KernelPreset kernelPreset(std::string_view name);
/// @}

/// [N, C, H, W] of the given shape, filled by
/// - ramp: 1, 2, 3, ... over all elements of an image;  - ones
/// - impulse: 1 at (h / 2, w / 2) of each channel, else 0;  - checkerboard: 1 where row + column is even,
///   else -1
/// - random_integers: -9 ... 9;  - normal: mean 0, standard deviation 1
/// - picture: a lit ball on a checkered floor, whole numbers 0 ... 255; channels 0, 1, 2 are red, green, blue
Tensor makeValues(ValuePreset preset, Shape shape, std::uint64_t seed = 0);

/// The kernels of a layer, [C_in, C_out / G, k_h, k_w]. Every (channel, output) pair gets the same fixed
/// kernel, except nearest, bilinear and sharpen, which fill only the pairs whose input and output channel
/// agree within the group, as in FCN: an image keeps its channels apart. What a kernel does to the brightness
/// of an image is told by phaseSums().
/// - textbook: the outer product of [1, 2, ..., 2, 1] with itself (3x3: [[1,2,1],[2,4,2],[1,2,1]])
/// - ramp: 0, 1, 2, ... within each kernel, as in [[0,1],[2,3]]
/// - nearest: a box of s ones an axis, w[u] = 1 for b <= u < b + s and else 0, where
///   b = min(padding begin, max(k - s, 0)). Without dilation and with k >= b + s every output cell repeats
///   one input element; where b is the padding, the one that resizeNearest() takes
/// - bilinear: FCN's initialisation, w[u] = 1 - |u - c| / f with f = ceil(k / 2), c = (k - 1) / 2. Keeps the
///   brightness where k = 2 s or k = 2 s - 1
/// - gaussian: standard deviation k / 4. All weights together sum to 1, so that at stride s a phase sums to
///   about 1 / (s_h s_w): the output is darker by that
/// - sharpen: an unsharp mask, w = 2 t - m, where t interpolates linearly, t[u] ~ 1 - |u - c| / s, and m is
///   the mean over the taps of a phase; both sum to 1 over each phase, and so does w. At stride 1 and k = 3
///   it is 17 / 9 in the middle and -1 / 9 around it
/// - sobel: horizontal derivative times smoothing
/// - impulse: 1 at the centre;  - random_integers: -3 ... 3;  - normal: N(0, 1)
Tensor makeKernel(KernelPreset preset, const Layer& layer, std::uint64_t seed = 0);

}  // namespace tconv

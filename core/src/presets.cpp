#include "tconv/presets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "checked.h"
#include "tconv/random.h"

namespace tconv {
namespace {

constexpr std::array<std::string_view, 7> kValueNames = {
    "ramp", "ones", "impulse", "checkerboard", "random-integers", "normal", "picture"};
constexpr std::array<std::string_view, 11> kKernelNames = {
    "textbook", "ones",  "ramp",    "nearest",         "bilinear", "gaussian",
    "sharpen",  "sobel", "impulse", "random-integers", "normal"};

/// A lit ball over a checkered floor under a pale sky, 0 ... 255. x and y in [-1, 1], y down; channels beyond
/// the third repeat. Sums, products and square roots only, so that every platform draws the same picture.
float pictureAt(double x, double y, Index channel) {
  constexpr double kRadius = 0.62, kHorizon = 0.3;
  constexpr std::array<double, 3> kBall = {235, 120, 60}, kSky = {150, 185, 225};
  const auto c = static_cast<std::size_t>(channel % 3);
  const double dx = (x + 0.08) / kRadius, dy = (y + 0.12) / kRadius, r2 = dx * dx + dy * dy;
  if (r2 < 1) {
    const double light = -0.5 * dx - 0.6 * dy + 0.62 * std::sqrt(1 - r2);
    const double shine = light > 0.93 ? (light - 0.93) * 900 : 0;
    return static_cast<float>(
        std::floor(std::min(255.0, kBall[c] * (0.12 + 0.88 * std::max(0.0, light)) + shine)));
  }
  if (y < kHorizon) return static_cast<float>(std::floor(kSky[c] + (y + 1) * (250 - kSky[c]) * 0.6));
  const double depth = 0.35 / (y - kHorizon + 0.05);
  const auto tile =
      static_cast<Index>(std::floor(x * depth * 1.5 + 64)) + static_cast<Index>(std::floor(depth * 2));
  return tile % 2 == 0 ? 70.0F + 20.0F * static_cast<float>(c) : 200.0F;
}

/// The centre of cell i of n on an axis from -1 to 1.
double centred(Index i, Index n) { return (2 * static_cast<double>(i) + 1) / static_cast<double>(n) - 1; }

float valueAt(ValuePreset preset, Shape shape, Index c, Index h, Index w, Random& random) {
  switch (preset) {
    case ValuePreset::ramp:
      return static_cast<float>((c * shape.h + h) * shape.w + w + 1);
    case ValuePreset::ones:
      return 1;
    case ValuePreset::impulse:
      return h == shape.h / 2 && w == shape.w / 2 ? 1 : 0;
    case ValuePreset::checkerboard:
      return (h + w) % 2 == 0 ? 1 : -1;
    case ValuePreset::random_integers:
      return static_cast<float>(random.integer(-9, 9));
    case ValuePreset::normal:
      return static_cast<float>(random.normal());
    case ValuePreset::picture:
      return pictureAt(centred(w, shape.w), centred(h, shape.h), c);
  }
  return 0;
}

using Profile = std::vector<double>;

/// Fills a profile of k values from a function of the tap.
template <class Function>
Profile profile(Index k, Function at) {
  Profile values(k);
  for (Index u = 0; u < k; ++u) values[u] = at(u);
  return values;
}

Profile textbook(Index k) {
  return profile(k, [&](Index u) { return u == 0 || u == k - 1 ? 1.0 : 2.0; });
}

Profile impulse(Index k) {
  return profile(k, [&](Index u) { return u == k / 2 ? 1.0 : 0.0; });
}

Profile bilinear(Index k) {
  const Index f = (k + 1) / 2;
  const double centre = static_cast<double>(k - 1) / 2;
  return profile(
      k, [&](Index u) { return 1 - std::abs(static_cast<double>(u) - centre) / static_cast<double>(f); });
}

Profile gaussian(Index k) {
  const double deviation = static_cast<double>(k) / 4, centre = static_cast<double>(k - 1) / 2;
  double sum = 0;
  Profile values = profile(k, [&](Index u) {
    const double z = (static_cast<double>(u) - centre) / deviation;
    const double height = std::exp(-z * z / 2);
    sum += height;
    return height;
  });
  for (double& v : values) v /= sum;
  return values;
}

/// -1, 0, 1 and its continuation to any length; whole numbers for even lengths too.
Profile derivative(Index k) {
  const Index scale = k % 2 == 1 ? 2 : 1;
  return profile(k, [&](Index u) {
    const Index whole = (2 * u - (k - 1)) / scale;
    return static_cast<double>(whole);
  });
}

Profile nearest(Index k, Index stride, Index begin) {
  const Index first = std::min(begin, std::max<Index>(k - stride, 0));
  return profile(k, [&](Index u) { return u >= first && u < first + stride ? 1.0 : 0.0; });
}

/// Scaled so that the taps that meet in an output cell, those of one phase, sum to 1.
Profile phaseNormalized(const Profile& values, Index stride, Index dilation) {
  const auto phase = [&](Index u) { return u * dilation % stride; };
  const auto k = static_cast<Index>(values.size());
  std::map<Index, double> sums;
  for (Index u = 0; u < k; ++u) sums[phase(u)] += values[u];
  return profile(k, [&](Index u) { return values[u] / sums[phase(u)]; });
}

Profile linear(Index k, Index stride) {
  const double centre = static_cast<double>(k - 1) / 2;
  return profile(k, [&](Index u) {
    return std::max(0.0, 1 - std::abs(static_cast<double>(u) - centre) / static_cast<double>(stride));
  });
}

/// A fixed kernel that is the outer product of a column and a row.
struct Outer {
  Profile column, row;

  double at(Index u, Index v) const { return column[u] * row[v]; }
};

/// One axis by the other, from what makes the profile of an axis (0 height, 1 width).
template <class Make>
Outer outer(Make make) {
  return {make(0), make(1)};
}

Outer outerOf(KernelPreset preset, const Layer& layer, Shape kernel) {
  const Pair size = kernel.spatial();
  switch (preset) {
    case KernelPreset::textbook:
      return outer([&](int a) { return textbook(size[a]); });
    case KernelPreset::nearest:
      return outer([&](int a) { return nearest(size[a], layer.stride[a], layer.padding.begin[a]); });
    case KernelPreset::bilinear:
      return outer([&](int a) { return bilinear(size[a]); });
    case KernelPreset::gaussian:
      return outer([&](int a) { return gaussian(size[a]); });
    case KernelPreset::sharpen:
      return outer([&](int a) {
        return phaseNormalized(linear(size[a], layer.stride[a]), layer.stride[a], layer.dilation[a]);
      });
    case KernelPreset::sobel:
      return {textbook(size.h), derivative(size.w)};
    case KernelPreset::impulse:
      return outer([&](int a) { return impulse(size[a]); });
    default:
      return outer([&](int a) { return Profile(size[a], 1.0); });
  }
}

/// The kernels of a layer as functions of the tap.
class Weights {
 public:
  Weights(KernelPreset preset, const Layer& layer, Shape kernel)
      : preset_(preset), columns_(kernel.w), outer_(outerOf(preset, layer, kernel)) {
    if (preset == KernelPreset::sharpen)
      mean_ = outer([&](int a) {
        return phaseNormalized(Profile(kernel.spatial()[a], 1.0), layer.stride[a], layer.dilation[a]);
      });
  }

  float at(Index u, Index v, Random& random) const {
    switch (preset_) {
      case KernelPreset::ramp:
        return static_cast<float>(u * columns_ + v);
      case KernelPreset::random_integers:
        return static_cast<float>(random.integer(-3, 3));
      case KernelPreset::normal:
        return static_cast<float>(random.normal());
      case KernelPreset::sharpen:
        return static_cast<float>(2 * outer_.at(u, v) - mean_.at(u, v));
      default:
        return static_cast<float>(outer_.at(u, v));
    }
  }

 private:
  KernelPreset preset_;
  Index columns_;
  Outer outer_, mean_;  ///< mean_ for sharpen alone
};

/// Kernels for images: a channel goes to its own channel only.
bool keepsChannelsApart(KernelPreset preset) {
  return preset == KernelPreset::nearest || preset == KernelPreset::bilinear ||
         preset == KernelPreset::sharpen;
}

}  // namespace

std::span<const std::string_view> valuePresetNames() { return kValueNames; }
std::span<const std::string_view> kernelPresetNames() { return kKernelNames; }

ValuePreset valuePreset(std::string_view name) {
  return static_cast<ValuePreset>(positionOf(name, kValueNames, "value preset"));
}

KernelPreset kernelPreset(std::string_view name) {
  return static_cast<KernelPreset>(positionOf(name, kKernelNames, "kernel preset"));
}

std::string_view nameOf(ValuePreset preset) { return kValueNames[static_cast<std::size_t>(preset)]; }
std::string_view nameOf(KernelPreset preset) { return kKernelNames[static_cast<std::size_t>(preset)]; }

Tensor makeValues(ValuePreset preset, Shape shape, std::uint64_t seed) {
  Random random(seed);
  Tensor values(shape);
  for (Index n = 0; n < shape.n; ++n)
    for (Index c = 0; c < shape.c; ++c)
      for (Index h = 0; h < shape.h; ++h)
        for (Index w = 0; w < shape.w; ++w) values(n, c, h, w) = valueAt(preset, shape, c, h, w, random);
  return values;
}

Tensor makeKernel(KernelPreset preset, const Layer& layer, std::uint64_t seed) {
  Random random(seed);
  Tensor weight(weightShape(layer));
  const Shape shape = weight.shape();
  const Weights weights(preset, layer, shape);
  const Index ins = layer.in_channels / layer.groups;
  for (Index c = 0; c < shape.n; ++c)
    for (Index o = 0; o < shape.c; ++o) {
      if (keepsChannelsApart(preset) && c % ins != o) continue;
      for (Index u = 0; u < shape.h; ++u)
        for (Index v = 0; v < shape.w; ++v) weight(c, o, u, v) = weights.at(u, v, random);
    }
  return weight;
}

}  // namespace tconv

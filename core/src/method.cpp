#include "tconv/method.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "channels.h"
#include "kernel_rows.h"
#include "method_choice.h"
#include "rows.h"
#include "winograd.h"

namespace tconv {
namespace {

/// Fewer products than this are made before weights have been ordered.
constexpr double kLeastProducts = 2000;
/// More weights are not ordered all at once.
constexpr double kMostWeights = 1 << 22;
/// A vector of the widest kind.
constexpr Index kManyOuts = 16;

/// Rows of matrix products that are worth making panels for, and so many places that ordering the weights
/// would be.
constexpr Index kRowsForProducts = 64, kPlacesForProducts = 1024;

/// Fewer channels, or shorter axes of each dilated grid, do not pay for carrying tiles to points and back.
constexpr Index kChannelsForWinograd = 16, kLengthForWinograd = 8;

constexpr std::array kMethods = {
    MethodInfo{Method::automatic, "automatic", "the quickest one for the shape", Algorithm::direct},
    MethodInfo{Method::plain, "plain", "the scatter loop", Algorithm::direct},
    MethodInfo{Method::rows, "rows", "vectors along the output rows", Algorithm::direct},
    MethodInfo{Method::channels, "channels", "vectors along the output channels", Algorithm::direct},
    MethodInfo{Method::kernel_rows, "kernel_rows", "vectors along the kernel rows", Algorithm::direct},
    MethodInfo{Method::winograd, "winograd", "Winograd's minimal filtering", Algorithm::fast},
    MethodInfo{Method::products, "products", "gradients by matrix products, the weights as they lie",
               Algorithm::direct},
};

/// What a method needs of a layer, in words.
Phrase needsOf(Method method) {
  if (method == Method::rows) return Phrase("supports strides of the width up to {}", rows::kMostPhases);
  if (method == Method::kernel_rows)
    return Phrase("supports strides and kernel sizes of the width that are multiples of {}, without dilation",
                  kernel_rows::kUnit);
  if (method == Method::products) return Phrase("computes gradients alone");
  return Phrase(
      "supports two axes with kernel_size 3 and stride 1, or with kernel_size 4, stride 2 and dilation 1");
}

double weightsOf(const Pass& pass) {
  return static_cast<double>(pass.groups * pass.ins) * static_cast<double>(pass.outs) *
         static_cast<double>(pass.axes.h.kernel) * static_cast<double>(pass.axes.w.kernel);
}

/// Values that are read for one row of results, about.
double rowValues(const Pass& pass) {
  const Axis &h = pass.axes.h, &w = pass.axes.w;
  const double rows = pass.transposed() ? static_cast<double>(ceilDiv(h.extent(), h.stride) + 1)
                                        : static_cast<double>(h.extent());
  const double columns = static_cast<double>(w.input + 2 * ceilDiv(w.extent(), w.stride) + 4 * kManyOuts);
  return rows * columns * static_cast<double>(pass.ins * (pass.transposed() ? 1 : w.stride));
}

/// Whether ordering the weights pays for itself, and the sources of one row of results fit in a band.
bool pays(const Pass& pass) {
  const double products =
      weightsOf(pass) * static_cast<double>(pass.axes.h.input) * static_cast<double>(pass.axes.w.input);
  return products >= kLeastProducts && rowValues(pass) <= kMostBandValues;
}

}  // namespace

std::span<const MethodInfo> methods() { return kMethods; }

bool supports(Method method, const Layer& layer) {
  switch (method) {
    case Method::rows:
      return layer.stride.w <= rows::kMostPhases;
    case Method::kernel_rows:
      return kernel_rows::Plan::supports(layer);
    case Method::winograd:
      return winograd::Plan::supports(layer);
    case Method::products:
      return false;
    default:
      return true;
  }
}

bool allFinite(const Tensor& weight) {
  return std::ranges::all_of(weight.values(), [](float w) { return std::isfinite(w); });
}

Method directMethodFor(const Pass& pass) {
  if (!pays(pass)) return Method::plain;
  if (pass.outs >= kManyOuts && channels::outsAtOnce(pass) > 0) return Method::channels;
  if (weightsOf(pass) > kMostWeights) return Method::plain;
  return rows::Plan::supports(pass) ? Method::rows : Method::plain;
}

Method gradientMethodFor(const Layer& layer, Pair input) {
  const Pass pass(layer, input, Pass::Way::direct);
  if (pass.outs >= kRowsForProducts && input.h <= kPlacesForProducts / input.w) return Method::products;
  return directMethodFor(pass);
}

Method methodFor(const Layer& layer, Pair input, Algorithm algorithm) {
  const Pass pass(layer, input, Pass::Way::transposed);
  if (!pays(pass)) return Method::plain;
  if (algorithm == Algorithm::fast && supports(Method::winograd, layer) &&
      std::min(pass.ins, pass.outs) >= kChannelsForWinograd &&
      std::min(input.h / layer.dilation.h, input.w / layer.dilation.w) >= kLengthForWinograd &&
      weightsOf(pass) <= kMostWeights / 4)
    return Method::winograd;
  if (supports(Method::kernel_rows, layer)) return Method::kernel_rows;
  return directMethodFor(pass);
}

Method chosenMethod(const ComputeOptions& options, const Layer& layer, Pair input, const Tensor& weight) {
  requireThreads(options.threads);
  Method method = options.method;
  if (method == Method::automatic) method = methodFor(layer, input, options.algorithm);
  if (!supports(method, layer)) refuseMethod(method, needsOf(method));
  return method == Method::plain || allFinite(weight) ? method : Method::plain;
}

void refuseMethod(Method method, const Phrase& needs) {
  throw Error({"method", std::string(kMethods[static_cast<std::size_t>(method)].name), needs, {}});
}

void requireThreads(int threads) {
  if (threads < 1) throw Error({"threads", std::to_string(threads), Phrase("must be at least 1"), {}});
}

}  // namespace tconv

#include "model/derive.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lab {
namespace {

/// What the window is willing to hold: 2^27 floats are 512 MiB a tensor, 2^31 products about two seconds of
/// work.
constexpr Index kMostCells = Index{1} << 27;
constexpr Index kMostProducts = Index{1} << 31;

std::string sizeOf(Shape input) { return fmt::format("{},{}", input.h, input.w); }

std::optional<tconv::Problem> tooMuch(const Document& document) {
  const Shape input = inputShape(document);
  const tconv::Axes axes = tconv::axes(document.layer, input.spatial());
  const double canvas = static_cast<double>(axes.h.canvas()) * static_cast<double>(axes.w.canvas()) *
                        static_cast<double>(document.layer.out_channels);
  const double cells = std::max({canvas, static_cast<double>(input.size()),
                                 static_cast<double>(tconv::weightShape(document.layer).size())});
  if (cells > static_cast<double>(kMostCells))
    return tconv::Problem{"input_size",
                          sizeOf(input),
                          fmt::format("needs a tensor of {:.0f} bytes, and the window holds "
                                      "at most {}",
                                      cells * sizeof(float), kMostCells * sizeof(float)),
                          {}};
  const double products = static_cast<double>(input.size()) *
                          static_cast<double>(tconv::weightShape(document.layer).size()) /
                          static_cast<double>(document.layer.in_channels);
  if (products > static_cast<double>(kMostProducts))
    return tconv::Problem{"input_size",
                          sizeOf(input),
                          fmt::format("takes {:.0f} products, and the window traces at "
                                      "most {}",
                                      products, kMostProducts),
                          {}};
  return {};
}

}  // namespace

float largestMagnitude(std::span<const float> values) {
  float most = 0;
  for (const float v : values)
    if (std::isfinite(v)) most = std::max(most, std::abs(v));
  return most;
}

std::variant<Derived, tconv::Problem> derive(const Document& document) {
  if (auto problem = tconv::validate(document.layer, inputShape(document))) return *problem;
  if (auto problem = tooMuch(document)) return *problem;
  Derived derived;
  derived.document = document;
  derived.memo = std::make_shared<Memo>();
  derived.bias = resolveBias(document);
  derived.trace = std::make_shared<const tconv::Trace>(document.layer, resolveInput(document),
                                                       resolveKernel(document), derived.bias);
  derived.input_limit = limitFor(largestMagnitude(derived.trace->x().values()));
  derived.kernel_limit = limitFor(largestMagnitude(derived.trace->weight().values()));
  derived.output_limit = limitFor(derived.trace->largestMagnitude());
  return derived;
}

}  // namespace lab

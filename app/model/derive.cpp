#include "model/derive.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include <fmt/format.h>

namespace lab {
namespace {

/// What the window is willing to hold: 2^27 floats are 512 MiB a tensor, 2^31 products about two seconds of
/// work.
constexpr Index kMostCells = Index{1} << 27;
constexpr Index kMostProducts = Index{1} << 31;

/// Below so much work a second thread costs more than it saves.
constexpr double kWorthThreads = 1e6;

std::string sizeOf(Shape input) { return fmt::format("{},{}", input.h, input.w); }

/// What deriving a document takes.
struct Cost {
  double cells = 0;     ///< of the largest tensor
  double products = 0;  ///< of the scatter
};

Cost costOf(const Document& document) {
  const Shape input = inputShape(document), weight = tconv::weightShape(document.layer);
  const tconv::Axes axes = tconv::axes(document.layer, input.spatial());
  const double canvas = static_cast<double>(axes.h.canvas()) * static_cast<double>(axes.w.canvas()) *
                        static_cast<double>(document.layer.out_channels);
  return {std::max({canvas, static_cast<double>(input.size()), static_cast<double>(weight.size())}),
          static_cast<double>(input.size()) * static_cast<double>(weight.size()) /
              static_cast<double>(document.layer.in_channels)};
}

std::optional<tconv::Problem> tooMuch(const Document& document) {
  const Cost cost = costOf(document);
  const std::string size = sizeOf(inputShape(document));
  if (cost.cells > static_cast<double>(kMostCells))
    return tconv::Problem{
        "input_size",
        size,
        tconv::Phrase("needs a tensor of {} bytes, and the window holds "
                      "at most {}",
                      fmt::format("{:.0f}", cost.cells * sizeof(float)), kMostCells * sizeof(float)),
        {}};
  if (cost.products > static_cast<double>(kMostProducts))
    return tconv::Problem{"input_size",
                          size,
                          tconv::Phrase("takes {} products, and the window traces at "
                                        "most {}",
                                        fmt::format("{:.0f}", cost.products), kMostProducts),
                          {}};
  return {};
}

}  // namespace

int processors() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

float largestMagnitude(std::span<const float> values) {
  float most = 0;
  for (const float v : values)
    if (std::isfinite(v)) most = std::max(most, std::abs(v));
  return most;
}

std::optional<tconv::Problem> problemOf(const Document& document) {
  if (auto problem = tconv::validate(document.layer, inputShape(document))) return problem;
  return tooMuch(document);
}

double workOf(const Document& document) {
  const Cost cost = costOf(document);
  return cost.cells + cost.products;
}

std::variant<Derived, tconv::Problem> derive(const Document& document, std::stop_token stop) {
  if (auto problem = problemOf(document)) return *std::move(problem);
  Derived derived;
  derived.document = document;
  derived.memo = std::make_shared<Memo>(stop);
  derived.bias = resolveBias(document);
  const int threads = workOf(document) > kWorthThreads ? processors() : 1;
  derived.trace =
      std::make_shared<const tconv::Trace>(document.layer, resolveInput(document), resolveKernel(document),
                                           derived.bias, tconv::OpenOptions{threads, std::move(stop)});
  derived.input_limit = limitFor(largestMagnitude(derived.trace->x().values()));
  derived.kernel_limit = limitFor(largestMagnitude(derived.trace->weight().values()));
  derived.output_limit = limitFor(derived.trace->largestMagnitude());
  return derived;
}

}  // namespace lab

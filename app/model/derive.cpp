#include "model/derive.h"

#include <algorithm>
#include <bit>
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

std::shared_ptr<const Input> inputOf(const Document& document, const std::shared_ptr<const Input>& known) {
  const Shape shape = inputShape(document);
  if (known && known->source == document.input && known->x->shape() == shape) return known;
  auto input = std::make_shared<Input>();
  input->source = document.input;
  const bool own = document.input.custom && document.input.custom->shape() == shape;
  input->x = own ? document.input.custom : std::make_shared<const Tensor>(resolveInput(document));
  input->limit = limitFor(largestMagnitude(input->x->values()));
  return input;
}

}  // namespace

int processors() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

float largestMagnitude(std::span<const float> values) {
  // The bits without the sign order finite floats as integers do, and the loop has no branch.
  constexpr std::int32_t kInfinite = 0x7f800000;
  std::int32_t most = 0;
  for (const float v : values) {
    const std::int32_t bits = std::bit_cast<std::int32_t>(v) & 0x7fffffff;
    most = std::max(most, bits < kInfinite ? bits : 0);
  }
  return std::bit_cast<float>(most);
}

std::optional<tconv::Problem> problemOf(const Document& document) {
  if (auto problem = tconv::validate(document.layer, inputShape(document))) return problem;
  return tooMuch(document);
}

double workOf(const Document& document) {
  const Cost cost = costOf(document);
  return cost.cells + cost.products;
}

std::variant<Derived, tconv::Problem> derive(const Document& document, std::stop_token stop,
                                             const std::shared_ptr<const Input>& known) {
  if (auto problem = problemOf(document)) return *std::move(problem);
  if (stop.stop_requested()) throw tconv::Cancelled();
  Derived derived;
  derived.document = document;
  derived.memo = std::make_shared<Memo>(stop);
  derived.input = inputOf(document, known);
  derived.bias = resolveBias(document);
  const int threads = workOf(document) > kWorthThreads ? processors() : 1;
  derived.trace =
      std::make_shared<const tconv::Trace>(document.layer, derived.input->x, resolveKernel(document),
                                           derived.bias, tconv::OpenOptions{threads, std::move(stop)});
  derived.kernel_limit = limitFor(largestMagnitude(derived.trace->weight().values()));
  return derived;
}

}  // namespace lab

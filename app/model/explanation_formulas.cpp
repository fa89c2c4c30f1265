#include "model/explanation_formulas.h"

#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/gradients.h"
#include "model/matrix_shape.h"
#include "model/overlap_facts.h"
#include "model/round_trip_facts.h"

namespace lab {
namespace {

/// Signs and numbers that belong to no field.
template <class... Values>
Formula line(fmt::format_string<Values...> text, Values&&... values) {
  return {{fmt::format(text, std::forward<Values>(values)...), {}}};
}

/// A number between texts, marked as the value of a field.
Formula& add(Formula& formula, std::string text, std::string_view field = {}) {
  formula.push_back({std::move(text), field});
  return formula;
}

/// The width, and the height where it differs.
template <class Lines>
std::vector<Formula> eachAxis(const tconv::Axes& axes, Lines lines) {
  std::vector<Formula> all;
  if (axes.h != axes.w && axes.h != tconv::Axis{}) lines(all, axes.h, "_h");
  lines(all, axes.w, axes.h != axes.w && axes.h != tconv::Axis{} ? "_w" : "");
  return all;
}

const Layer& layerOf(const Explained& now) { return now.derived.layer(); }

}  // namespace

std::vector<Formula> outputSizeFormula(const Explained& now) {
  return eachAxis(now.derived.axes(), [](auto& all, const tconv::Axis& axis, const char* which) {
    Formula symbols = line("L{} = ", which), numbers = line("= ");
    for (FormulaPart& part : outputSizeInSymbols(axis)) symbols.push_back(std::move(part));
    for (FormulaPart& part : outputSizeInNumbers(axis)) numbers.push_back(std::move(part));
    all.push_back(std::move(symbols));
    all.push_back(std::move(add(numbers, fmt::format(" = {}", axis.output()))));
  });
}

std::vector<Formula> extentFormula(const Explained& now) {
  return eachAxis(now.derived.axes(), [](auto& all, const tconv::Axis& axis, const char* which) {
    Formula numbers = line("ke{} = d · (k − 1) + 1 = ", which);
    add(numbers, fmt::format("{}", axis.dilation), "dilation");
    add(add(numbers, " · ("), fmt::format("{}", axis.kernel), "kernel_size");
    all.push_back(std::move(add(numbers, fmt::format(" − 1) + 1 = {}", axis.extent()))));
  });
}

std::vector<Formula> stepsFormula(const Explained& now) {
  const Shape x = now.derived.input->x->shape();
  Formula numbers = line("H · W · C_in = ");
  add(numbers, fmt::format("{} · {}", x.h, x.w), "input_size");
  add(add(numbers, " · "), fmt::format("{}", x.c), "in_channels");
  add(numbers, " = " + trf("{} steps", now.derived.trace->steps()));
  return {numbers};
}

std::vector<Formula> weightsFormula(const Explained& now) {
  const Shape w = tconv::weightShape(layerOf(now));
  Formula numbers = line("C_in · C_out / G · k_h · k_w = ");
  add(numbers, fmt::format("{}", w.n), "in_channels");
  add(add(numbers, " · "), fmt::format("{} / {}", layerOf(now).out_channels, layerOf(now).groups),
      "out_channels");
  add(add(numbers, " · "), fmt::format("{} · {}", w.h, w.w), "kernel_size");
  return {std::move(add(numbers, " = " + trf("{} weights", w.n * w.c * w.h * w.w)))};
}

std::vector<Formula> groupsFormula(const Explained& now) {
  const Layer& layer = layerOf(now);
  return {
      line("C_in / G = {} / {} = {}", layer.in_channels, layer.groups, layer.in_channels / layer.groups),
      line("C_out / G = {} / {} = {}", layer.out_channels, layer.groups, layer.out_channels / layer.groups)};
}

std::vector<Formula> biasFormula(const Explained& now) {
  const float first = now.derived.bias.empty() ? 0 : now.derived.bias.front();
  return {line("y = Σ x · w + b"), line("b_0 = {}", first)};
}

std::vector<Formula> stateFormula(const Explained& now) {
  const Timeline timeline = timelineOf(*now.derived.trace);
  const bool by_cell = now.view.playhead.granularity == Granularity::cell;
  const Granularity unit = by_cell ? Granularity::cell : Granularity::element;
  const Index done = unitsBefore(timeline, unit, now.view.playhead.time), all = unitsOf(timeline, unit);
  return {{{trf("State {} of {}", done, all), {}}}};
}

std::vector<Formula> durationFormula(const Explained& now) {
  const Playhead& playhead = now.view.playhead;
  const Index units = unitsOf(timelineOf(*now.derived.trace), playhead.granularity);
  return {line("{} / {:.3g} = {:.3g} s", units, playhead.speed, static_cast<double>(units) / playhead.speed)};
}

std::vector<Formula> scatterFormula(const Explained& now) {
  return eachAxis(now.derived.axes(), [](auto& all, const tconv::Axis& axis, const char* which) {
    all.push_back(line("o{} = i · s + u · d − p = i · {} + u · {} − {}", which, axis.stride, axis.dilation,
                       axis.pad_begin));
  });
}

std::vector<Formula> stretchedFormula(const Explained& now) {
  return eachAxis(now.derived.axes(), [](auto& all, const tconv::Axis& axis, const char* which) {
    all.push_back(line("(n{0} − 1) · s + 1 = ({1} − 1) · {2} + 1 = {3}", which, axis.input, axis.stride,
                       (axis.input - 1) * axis.stride + 1));
    all.push_back(line("d · (k − 1) − p = {}, + op: {}", axis.stretchedBegin(), axis.stretchedEnd()));
  });
}

std::vector<Formula> matrixFormula(const Explained& now) {
  const MatrixShape matrix(*now.derived.trace);
  return {line("y = Cᵀ x"),
          line("({}) = ({} × {}) ({})", matrix.rows(), matrix.rows(), matrix.columns(), matrix.columns())};
}

std::vector<Formula> overlapFormula(const Explained& now) {
  std::vector<Formula> all;
  for (const OverlapLaw& law : overlapLaws(now.derived.axes())) {
    all.push_back(line("{}{}", law.name, law.gcd));
    all.push_back(line("{}: {}", law.ratio, law.taps));
  }
  return all;
}

/// Not from roundTripFacts(), which would walk the whole input for three numbers.
std::vector<Formula> roundTripFormula(const Explained& now) {
  for (const bool rows : {true, false}) {
    const tconv::Axis& axis = now.derived.axes()[rows ? 0 : 1];
    const Index padded = axis.input + axis.pad_begin + axis.pad_end;
    if (axis.extent() > padded) return {line("{}", misfitText({rows, axis.extent(), padded}))};
  }
  const Pair size = now.derived.input->x->shape().spatial();
  const tconv::SharedSizes sizes = tconv::sizesSharingResult(layerOf(now), size)[1];
  return {line("⌊(W + 2p − ke) / s⌋ + 1 = {}", sizes.result),
          line("W = {} … {} → {}", sizes.first, sizes.first + sizes.count - 1, sizes.result)};
}

std::vector<Formula> gradientFormula(const Explained& now) {
  const LossInfo& loss = info(now.view.options.loss);
  return {line("{},  {}", loss.label, loss.gradient), line("dX = C dY"), line("dW = Σ x · dY")};
}

std::vector<Formula> channelSumFormula(const Explained& now) {
  const Layer& layer = layerOf(now);
  const Index terms = layer.in_channels / layer.groups;
  return {line("y[o] = Σ x[c] ∗ w[c,o] + b[o]"), line("c = 1 … C_in / G = {}", terms)};
}

std::vector<Formula> scaleFormula(const Explained& now) {
  const Limits limits = limitsOf(now.derived, now.view.scales);
  return {line("x ±{:.4g},  w ±{:.4g},  y ±{:.4g}", limits.input, limits.kernel, limits.output)};
}

}  // namespace lab

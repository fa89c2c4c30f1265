#include "tconv/self_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "tconv/gather.h"
#include "tconv/matrix.h"
#include "tconv/overlap.h"
#include "tconv/zero_insertion.h"

namespace tconv {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Tensor forwardByItself(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias) {
  return forward(layer, x, weight, bias);
}

constexpr std::array kForms = {Form{"gather", gather}, Form{"zero insertion", forwardByZeroInsertion},
                               Form{"matrix", forwardByMatrix}, Form{"forward", forwardByItself}};

std::vector<double> magnitudes(std::span<const float> values) {
  std::vector<double> result;
  for (const float v : values) result.push_back(std::abs(static_cast<double>(v)));
  return result;
}

double boundOf(Index terms, double magnitude) {
  constexpr double eps = std::numeric_limits<float>::epsilon();
  if (!std::isfinite(magnitude)) return 0;
  const double bound = static_cast<double>(terms + 2) * eps * magnitude;
  return magnitude + bound > std::numeric_limits<float>::max() ? kInfinity : bound;
}

double difference(float a, float b) {
  if (a == b || (std::isnan(a) && std::isnan(b))) return 0;
  return std::isfinite(a) && std::isfinite(b) ? std::abs(static_cast<double>(a) - b) : kInfinity;
}

FormCheck compare(std::string_view name, const Tensor& scatter, const Tensor& other, const TensorD& bounds) {
  if (scatter.shape() != other.shape()) return {name, kInfinity, scatter.size()};
  FormCheck check{name};
  for (Index i = 0; i < scatter.size(); ++i) {
    const double apart = difference(scatter.values()[i], other.values()[i]);
    check.largest_difference = std::max(check.largest_difference, apart);
    check.cells_beyond += apart > bounds.values()[i] ? 1 : 0;
  }
  return check;
}

double largestFinite(std::span<const double> values) {
  double largest = 0;
  for (const double v : values)
    if (std::isfinite(v)) largest = std::max(largest, v);
  return largest;
}

/// Of the image that a trace animates.
Shape tracedShape(const Trace& trace) {
  const Shape s = trace.x().shape();
  return {1, s.c, s.h, s.w};
}
Tensor tracedImage(const Trace& trace) {
  const Shape shape = tracedShape(trace);
  const auto image = trace.x().values().first(shape.size());
  return {shape, {image.begin(), image.end()}};
}

}  // namespace

std::span<const Form> forms() { return kForms; }

TensorD errorBounds(const Layer& layer, const Tensor& x, const Tensor& weight, Bias bias) {
  requireCanvas(layer, x.shape(), weight.shape(),
                bias.empty() ? std::nullopt : std::optional<Index>(static_cast<Index>(bias.size())));
  TensorD bounds = forwardReference(layer, {x.shape(), magnitudes(x.values())},
                                    {weight.shape(), magnitudes(weight.values())}, magnitudes(bias));
  const Axes both = axes(layer, x.shape().spatial());
  const auto rows = overlapCounts(both.h), columns = overlapCounts(both.w);
  const Index ins = layer.in_channels / layer.groups;
  const Shape shape = bounds.shape();
  for (Index n = 0; n < shape.n; ++n)
    for (Index o = 0; o < shape.c; ++o)
      for (Index i = 0; i < shape.h; ++i)
        for (Index j = 0; j < shape.w; ++j)
          bounds(n, o, i, j) = boundOf(rows[i] * columns[j] * ins, bounds(n, o, i, j));
  return bounds;
}

bool SelfCheck::agrees() const {
  return std::all_of(forms.begin(), forms.end(), [](const FormCheck& f) { return f.agrees(); });
}

SelfCheck selfCheck(const Trace& trace, Index limit, std::span<const Form> against) {
  const Layer& layer = trace.layer();
  const Shape shape = tracedShape(trace);
  SelfCheck check;
  check.multiply_adds = std::max(multiplyAdds(layer, shape), zeroInsertionMultiplyAdds(layer, shape).total);
  if (check.multiply_adds > limit) return check;
  check.run = true;
  const Tensor x = tracedImage(trace);
  const Tensor scatter = trace.output({trace.steps(), 0});
  const TensorD bounds = errorBounds(layer, x, trace.weight(), trace.bias());
  check.bound = largestFinite(bounds.values());
  for (const Form& form : against)
    check.forms.push_back(
        compare(form.name, scatter, form.run(layer, x, trace.weight(), trace.bias()), bounds));
  return check;
}

}  // namespace tconv

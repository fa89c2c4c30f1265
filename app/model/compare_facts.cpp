#include "model/compare_facts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "i18n/translate.h"
#include "model/fields.h"
#include "model/formula.h"
#include "tconv/forward.h"
#include "tconv/upsampling.h"

namespace lab {
namespace {

using tconv::Interpolation;
using tconv::Problem;

/// Values on an axis of a sweep.
constexpr Index kSwept = 4;
/// One picture among many must not take longer than a blink.
constexpr Index kMostProducts = Index{1} << 25;

/// A type of its own for each kept result, see Memo.
struct KeptB {
  Setting setting;
};

Setting settingOf(const Document& document) {
  if (auto problem = tconv::validate(document.layer, inputShape(document))) return *problem;
  if (tconv::multiplyAdds(document.layer, inputShape(document)) > kMostProducts)
    return Problem{"input_size", "", tconv::Phrase("is too large to be worked out for so many pictures"), {}};
  auto made = derive(document);
  if (auto* derived = std::get_if<Derived>(&made)) return std::move(*derived);
  return std::get<Problem>(std::move(made));
}

/// By the axes, so that the height of a one-dimensional layer does not count.
bool sameLengths(const Document& a, const Document& b) {
  const tconv::Axes first = tconv::axes(a.layer, inputShape(a).spatial()),
                    second = tconv::axes(b.layer, inputShape(b).spatial());
  return first.h == second.h && first.w == second.w;
}

Sweep makeSweep(const Document& document) {
  const Comparison& how = document.comparison;
  Sweep sweep{sweepValues(document, how.rows), sweepValues(document, how.columns), {}};
  for (const Index row : sweep.rows)
    for (const Index column : sweep.columns) {
      Document tile = document;
      if (how.rows != SweepField::none) field(how.rows).set(tile, row);
      if (how.columns != SweepField::none) field(how.columns).set(tile, column);
      sweep.tiles.push_back({settingOf(tile), sameLengths(tile, document)});
    }
  return sweep;
}

float largestMagnitude(const Tensor& values) {
  float most = 0;
  for (const float v : values.values())
    if (std::isfinite(v)) most = std::max(most, std::abs(v));
  return most > 0 ? most : 1;
}

/// The rules of the core say what fits; what does not becomes the reason.
template <class Make>
Enlarged enlarged(std::string_view name, Make make) {
  Enlarged result{name, 0, 1, Tensor()};
  try {
    Tensor output = make(result);
    result.limit = largestMagnitude(output);
    result.output = std::move(output);
  } catch (const tconv::Error& error) {
    result.output = error.problem();
  }
  return result;
}

Upsampled makeUpsampled(const Derived& derived) {
  Layer layer = derived.layer();
  layer.bias = false;
  const Tensor &x = derived.trace->x(), &w = derived.trace->weight();
  const Pair factor = layer.dims == 1 ? Pair{1, layer.stride.w} : layer.stride;
  const auto resized_first = [&](Interpolation how) {
    return [&, how](Enlarged& result) {
      const Tensor weight = tconv::resizeConvolutionWeight(layer, w);
      result.weights = weight.size();
      return tconv::resizeThenConvolve(x, factor, how, weight);
    };
  };
  const auto transposed = [&](Enlarged& result) {
    result.weights = w.size();
    return tconv::forward(layer, x, w);
  };
  const auto sub_pixel = [&](Enlarged& result) {
    const auto form = tconv::subPixelForm(layer, w);
    if (const auto* problem = std::get_if<Problem>(&form)) throw tconv::Error(*problem);
    const auto& made = std::get<tconv::SubPixelForm>(form);
    result.weights = made.weight.size() - made.gaps;
    return tconv::subPixelConvolve(made, x);
  };
  return {enlarged(trLater("Transposed"), transposed),
          enlarged(trLater("Nearest, convolved"), resized_first(Interpolation::nearest)),
          enlarged(trLater("Bilinear, convolved"), resized_first(Interpolation::bilinear)),
          enlarged(trLater("Sub-pixel"), sub_pixel)};
}

std::string inLowerCase(std::string_view text) {
  std::string lower(text);
  if (!lower.empty()) lower[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(lower[0])));
  return lower;
}

}  // namespace

const Setting& settingB(const Derived& derived) {
  return derived.memo
      ->get<KeptB>([&]() -> KeptB {
        const Document& document = derived.document;
        return {derive(withGeometry(document, document.comparison.b))};
      })
      .setting;
}

std::string changesOf(const Document& document) {
  const Document other = withGeometry(document, document.comparison.b);
  std::vector<std::string> changes;
  for (const Field& f : fields()) {
    const Pair before = f.get(document), after = f.get(other);
    const bool end_follows = f.id == "padding_end" && other.layer.padding.symmetric();
    const bool same = document.layer.dims == 1 ? before.w == after.w : before == after;
    if (!same && !end_follows)
      changes.push_back(fmt::format("{} {}", inLowerCase(tr(f.label)), sizeText(document.layer, after)));
  }
  return changes.empty() ? tr("the same setting") : fmt::format("{}", fmt::join(changes, ", "));
}

std::vector<Index> sweepValues(const Document& document, SweepField which) {
  if (which == SweepField::none) return {0};
  const Field& f = field(which);
  const Index own = f.get(document).w, usual = which == SweepField::kernel_size ? 2 : f.least;
  const Index first = std::clamp(usual, std::max(f.least, own - kSwept + 1), std::max(f.least, own));
  std::vector<Index> values;
  for (Index i = 0; i < kSwept; ++i) values.push_back(first + i);
  return values;
}

const Sweep& sweepOf(const Derived& derived) {
  return derived.memo->get<Sweep>([&] { return makeSweep(derived.document); });
}

const Upsampled& upsampled(const Derived& derived) {
  return derived.memo->get<Upsampled>([&] { return makeUpsampled(derived); });
}

}  // namespace lab

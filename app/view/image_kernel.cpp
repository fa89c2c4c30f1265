#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/image.h"
#include "view/number_format.h"
#include "view/type_metrics.h"

/// The kernel, large enough to be painted, and what its weights add up to.
namespace lab::view::image {
namespace {

constexpr Index kMostKernels = 8;
constexpr Index kSumsPicture = 64;  ///< of its tiles; other faces count theirs from 0

/// The input channel whose kernels are shown where channels are mixed.
Index channelOf(const Frame& frame) {
  const tconv::Trace& trace = frame.trace();
  const Moment moment = momentOf(frame);
  if (moment.active) return trace.step(*moment.active).channel;
  const auto cell = cellOf(trace, moment);
  return cell ? firstInOf(trace.layer(), cell->channel) : 0;
}

Rect all(const GridPlace& place) { return {0, 0, place.rows, place.columns}; }

std::string kernelRemark(const Stage& stage) {
  const Layer& layer = stage.layer();
  std::string size = sizeText(layer, stage.trace.weight().shape().spatial());
  if (showsOneKernel(stage.frame)) return trf("{}, for each of {} channels", size, layer.in_channels);
  const std::size_t shown = stage.layout.kernels.size(), wanted = shownKernels(stage.frame).size();
  if (layer.in_channels == 1 && layer.out_channels == 1) return size;
  if (isDepthwise(layer))
    return shown < wanted ? trf("{}, the first {} of {}", size, shown, layer.in_channels)
                          : trf("{}, one for each channel", size);
  return trf("{}, from channel {}", size, channelOf(stage.frame));
}

struct Extremes {
  float least = 0, most = 0;
};

Extremes extremesOf(const Tensor& sums) {
  const auto [least, most] = std::minmax_element(sums.values().begin(), sums.values().end());
  return {*least, *most};
}

/// What the sums do to the brightness of a flat area.
std::string verdict(const Tensor& sums) {
  const auto [least, most] = extremesOf(sums);
  const float tolerance = 1e-4F * std::max({1.0F, std::abs(least), std::abs(most)});
  if (!(most - least <= tolerance))
    return trf("The weights that meet in a cell add up to {} … {}: flat areas get a pattern.",
               shortNumber(least, 5), shortNumber(most, 5));
  if (std::abs(most - 1) <= tolerance)
    return tr("The weights that meet in a cell add up to 1: brightness stays as it is.");
  return trf("The weights that meet in a cell add up to {}: the output is that much brighter.",
             shortNumber(most, 5));
}

void drawSums(const Stage& stage) {
  const GridPlace& place = stage.layout.sums;
  const Tensor& sums = phaseSums(*stage.frame.derived);
  if (place.rows == 0 || sums.size() == 0) return;
  const Extremes range = extremesOf(sums);
  const float limit = std::max({stage.frame.limits().kernel, std::abs(range.least), std::abs(range.most)});
  const double s = stage.frame.scale;
  const Box& words = stage.layout.sums_words;
  stage.canvas().tag({});
  stage.paint.heading({words.x, words.y + 14 * s}, shortened(tr("Sums"), 16 * s, words.w, Weight::bold),
                      tr("of each phase"), words.right());
  for (Index row = 0; row < place.rows; ++row)
    for (Index column = 0; column < place.columns; ++column) {
      const Ref ref{RefKind::tile, 0, kSumsPicture, row, column};
      const Box box = place.cellBox(static_cast<double>(row), static_cast<double>(column));
      stage.canvas().tag(ref);
      stage.paint.cell(box, sums(0, 0, row, column), limit);
      const double width = stage.marks.width(ref);
      stage.canvas().tag({});
      if (width > 0) Marks::outline(stage.paint, box, width);
    }
}

void drawVerdict(const Stage& stage) {
  const Box& box = stage.layout.verdict;
  const double s = stage.frame.scale;
  const Tensor& sums = phaseSums(*stage.frame.derived);
  if (box.h <= 0 || sums.size() == 0) return;
  stage.canvas().tag({});
  double y = box.y + 12 * s;
  for (const std::string& line : wrapped(verdict(sums), 12 * s, box.w)) {
    if (y > box.bottom()) return;
    stage.paint.text({box.x, y}, line, 12 * s, stage.theme().muted);
    y += 16 * s;
  }
}

void drawKernel(const Stage& stage, const GridPlace& place, const KernelPair& pair) {
  const Ref what{RefKind::weight, pair.channel, pair.out};
  const Tensor& w = stage.trace.weight();
  const auto size = static_cast<std::size_t>(w.shape().h * w.shape().w);
  const auto values =
      w.values().subspan(static_cast<std::size_t>(pair.channel * w.shape().c + pair.out) * size, size);
  drawValues(stage.paint, stage.frame, place, values, stage.frame.limits().kernel, what);
  stage.marks.draw(stage.paint, place, what);
  if (stage.layout.kernel_numbered) stage.paint.numbers(place, all(place), stage.layer().dims == 1);
}

}  // namespace

bool showsOneKernel(const Frame& frame) {
  return frame.options.one_kernel && hasOneKernel(frame.trace().layer(), frame.trace().weight());
}

std::vector<KernelPair> shownKernels(const Frame& frame) {
  const Shape w = frame.trace().weight().shape();
  std::vector<KernelPair> pairs;
  if (isDepthwise(frame.trace().layer()) && !showsOneKernel(frame)) {
    for (Index c = 0; c < std::min(w.n, kMostKernels); ++c) pairs.push_back({c, 0});
    return pairs;
  }
  const Index channel = showsOneKernel(frame) ? 0 : channelOf(frame);
  for (Index out = 0; out < std::min(w.c, kMostKernels); ++out) pairs.push_back({channel, out});
  return pairs;
}

void drawKernels(const Stage& stage) {
  const double s = stage.frame.scale;
  const Box& words = stage.layout.kernel_words;
  stage.canvas().tag({});
  stage.paint.heading({words.x, words.y + 14 * s}, shortened(tr("Kernel w"), 16 * s, words.w, Weight::bold),
                      kernelRemark(stage), words.right());
  const std::vector<KernelPair> pairs = shownKernels(stage.frame);
  for (std::size_t i = 0; i < stage.layout.kernels.size(); ++i)
    drawKernel(stage, stage.layout.kernels[i], pairs[i]);
  drawSums(stage);
  drawVerdict(stage);
}

}  // namespace lab::view::image

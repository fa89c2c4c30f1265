#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/gradients.h"
#include "view/board.h"
#include "view/grid.h"
#include "view/number_format.h"
#include "view/type_metrics.h"

/// Below the board: what the colours and the lines mean.
namespace lab::view {
namespace {

constexpr double kBar = 128, kNarrowBar = 104, kBarGap = 24, kSwatch = 16, kDot = 10;

/// "NaN 3  ±∞ 1" below a scale, each behind its colours: an infinity has that of its end.
void drawOthers(const GridPainter& paint, Point at, const NotFinite& others) {
  const double s = paint.scale();
  const tconv::Colormap& table = paint.theme().values;
  double x = at.x;
  const auto entry = [&](std::string_view name, Index count, tconv::Rgb left, tconv::Rgb right) {
    if (count == 0) return;
    const Box dot{x, at.y - kDot * s, kDot * s, kDot * s};
    paint.canvas().rect({dot.x, dot.y, dot.w / 2, dot.h}, {Color(left)});
    paint.canvas().rect({dot.center().x, dot.y, dot.w / 2, dot.h}, {Color(right)});
    paint.canvas().rect(dot, {{}, Stroke{Color(paint.theme().muted), s}});
    const std::string text = fmt::format("{} {}", name, shortNumber(static_cast<float>(count), 4));
    paint.text({dot.right() + 5 * s, at.y - s}, text, 12 * s, paint.theme().ink);
    x = dot.right() + 17 * s + textWidth(text, 12 * s);
  };
  entry("NaN", others.nan, paint.theme().nan, paint.theme().nan);
  entry("±∞", others.infinite, table.front(), table.back());
}

void drawScale(const GridPainter& paint, const Frame& frame, const ScaleBar& scale) {
  const double s = paint.scale();
  const bool set = scale.choice && (frame.scales.*scale.choice).has_value();
  paint.text({scale.box.x, scale.box.y + 12 * s},
             set ? trf("{}, locked", scale.name) : std::string(scale.name), 12 * s, paint.theme().muted);
  const Box bar{scale.box.x, scale.box.y + 20 * s, scale.box.w, 10 * s};
  // Ends and middle of the table, and everything between: one row of 256 values, as a heat map.
  std::vector<float> ramp(256);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = (static_cast<float>(i) - 127.5F) / 127.5F;
  paint.canvas().heatmap(bar, {ramp, 1, 256, 1, &paint.theme().values, paint.theme().nan});
  paint.canvas().rect(bar, {{}, Stroke{Color(paint.theme().faint), s}});
  const double below = bar.bottom() + 15 * s;
  paint.text({bar.x, below}, shortNumber(-scale.limit, 6), 12 * s, paint.theme().faint);
  paint.text({bar.center().x, below}, "0", 12 * s, paint.theme().faint, Align::middle);
  paint.text({bar.right(), below}, shortNumber(scale.limit, 6), 12 * s, paint.theme().faint, Align::end);
  drawOthers(paint, {bar.x, below + 17 * s}, scale.others);
}

class Legend {
 public:
  Legend(const GridPainter& paint, Point at) : paint_(paint), at_(at) {}

  /// One line: draw(box) paints the swatch.
  template <class Draw>
  void line(const std::string& label, Draw draw) {
    const double s = paint_.scale();
    draw(Box{at_.x, at_.y, kSwatch * s, kSwatch * s});
    paint_.text({at_.x + (kSwatch + 8) * s, at_.y + 12.5 * s}, label, 12 * s, paint_.theme().muted);
    at_.y += 22 * s;
  }

 private:
  const GridPainter& paint_;
  Point at_;
};

std::string axisText(const Layer& layer, Pair value) {
  if (layer.dims == 1 || value.h == value.w) return fmt::format("{}", value.w);
  return fmt::format("{}, {}", value.h, value.w);
}

std::string cropText(const Layer& layer) {
  const auto& p = layer.padding;
  if (p.symmetric()) return trf("cropped by padding {}", axisText(layer, p.begin));
  return trf("cropped by padding {} and {}", axisText(layer, p.begin), axisText(layer, p.end));
}

std::string stepText(const Moment& moment) {
  if (moment.by_cell) return moment.settled ? tr("made in this step") : tr("being made");
  return moment.settled ? tr("added in this step") : tr("being added");
}

/// Gradients have scales of their own.
std::vector<ScaleBar> scalesOf(const Frame& frame) {
  const Limits limits = frame.limits();
  const NotFiniteCells& others = notFiniteCells(*frame.derived);
  if (frame.faces.size() > 1 || frame.faces.front() != Face::backward)
    return {{tr("Input"), limits.input, {}, &ScaleChoice::input, others.input},
            {tr("Kernel"), limits.kernel, {}, &ScaleChoice::kernel, others.kernel},
            {tr("Patch and output"), limits.output, {}, &ScaleChoice::output, others.output}};
  const Gradients& gradients = gradientsOf(*frame.derived, frame.options.loss);
  return {{"dY", gradients.output_limit, {}, nullptr, gradients.output_others},
          {tr("Kernel"), limits.kernel, {}, &ScaleChoice::kernel, others.kernel},
          {tr("dY · w and dX"), gradients.input_limit, {}, nullptr, gradients.input_others},
          {tr("x · dY and dW"), gradients.weight_limit, {}, nullptr, gradients.weight_others}};
}

void drawLegend(const GridPainter& paint, const Frame& frame, Point at) {
  const Theme& theme = paint.theme();
  const Layer& layer = frame.derived->layer();
  const double s = paint.scale();
  Legend legend(paint, at);
  const bool crops = layer.padding.begin != Pair(0) || layer.padding.end != Pair(0);
  legend.line(stepText(momentOf(frame)), [&](Box box) { paint.frame(box.inset(2 * s), theme.highlight, 3); });
  if (crops)
    legend.line(cropText(layer), [&](Box box) {
      paint.hatch(box);
      paint.frame(box, theme.line, 1);
    });
  if (layer.output_padding != Pair(0))
    legend.line(trf("output padding {}", axisText(layer, layer.output_padding)),
                [&](Box box) { paint.frame(box.inset(2 * s), theme.ink, 1.5, 4); });
}

}  // namespace

std::vector<ScaleBar> scaleBars(const Frame& frame, const Box& footer) {
  if (footer.h <= 0) return {};
  std::vector<ScaleBar> scales = scalesOf(frame);
  const double s = frame.scale, count = static_cast<double>(scales.size());
  const double width =
      std::min((scales.size() > 3 ? kNarrowBar : kBar) * s, (footer.w - (count - 1) * kBarGap * s) / count);
  double x = footer.x;
  for (ScaleBar& scale : scales) {
    scale.box = {x, footer.y + 16 * s, width, 48 * s};
    x += width + kBarGap * s;
  }
  return scales;
}

void drawBoardFooter(Canvas& canvas, const Frame& frame, const Box& footer) {
  const GridPainter paint(canvas, frame);
  const std::vector<ScaleBar> scales = scaleBars(frame, footer);
  const double s = frame.scale;
  canvas.tag({});
  for (const ScaleBar& scale : scales) drawScale(paint, frame, scale);
  drawLegend(paint, frame, {scales.back().box.right() + (kBarGap + 16) * s, footer.y + 8 * s});
}

}  // namespace lab::view

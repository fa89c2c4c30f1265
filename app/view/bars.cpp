#include "view/bars.h"

#include <algorithm>
#include <cmath>

#include "model/related.h"

namespace lab::view {
namespace {

/// Between bars and cells stand the column numbers.
constexpr double kNumbers = 24;
/// Thinner bars than this are one shape: rows of thousands are read from their cells.
constexpr double kThinnest = 1;

/// How far the stacks of all output channels reach when everything has been added.
struct StackExtent {
  double down = 0, up = 0;
};

void pile(StackExtent& most, StackExtent& pile, double value) {
  (value < 0 ? pile.down : pile.up) += std::abs(value);
  most.down = std::max(most.down, pile.down);
  most.up = std::max(most.up, pile.up);
}

float productOf(const tconv::Trace& trace, const tconv::Term& t) {
  return trace.product(trace.step(trace.stepOf(t.channel, t.row, t.column)), t.out, t.u, t.v);
}

float biasOf(const Derived& derived, Index channel, Index column) {
  const bool kept = derived.trace->window().contains(0, column);
  return derived.bias.empty() || !kept ? 0 : derived.bias[static_cast<std::size_t>(channel)];
}

StackExtent extentOf(const Derived& derived) {
  const tconv::Trace& trace = *derived.trace;
  const Pair input = trace.x().shape().spatial();
  StackExtent most;
  for (Index channel = 0; channel < trace.layer().out_channels; ++channel)
    for (Index column = 0; column < trace.canvasSize().w; ++column) {
      StackExtent here;
      pile(most, here, biasOf(derived, channel, column));
      for (const tconv::Term& t : tconv::termsOf(trace.layer(), input, channel, 0, column))
        if (const float product = productOf(trace, t); std::isfinite(product)) pile(most, here, product);
    }
  return most;
}

BarScale stackScale(const GridPainter& paint, const Frame& frame, const GridPlace& place) {
  const auto& extent = frame.derived->memo->get<StackExtent>([&] { return extentOf(*frame.derived); });
  return barScale(paint, place, extent.down, extent.up);
}

/// A bar over a column, from one height above the line to another.
Box barBox(const GridPainter& paint, const GridPlace& place, const BarScale& scale, Index column, double from,
           double to) {
  const double gap = std::min(4 * paint.scale(), place.cell * 0.15);
  const double top = scale.line - std::max(from, to) * scale.unit;
  return {place.box.x + static_cast<double>(column) * place.cell + gap, top, place.cell - 2 * gap,
          std::abs(to - from) * scale.unit};
}

/// Tells the pieces of a stack apart, and the lightest ones from the board.
Stroke edge(const GridPainter& paint) { return {Color(paint.theme().faint, 0.7), paint.scale()}; }

void drawLine(const GridPainter& paint, const BarScale& scale) {
  // A stroke takes no hits: the thinnest bars lie below it.
  const double width = std::max(1.0, paint.scale()), y = scale.line + width / 2;
  paint.canvas().tag({});
  paint.canvas().path(Path().moveTo({scale.room.x, y}).lineTo({scale.room.right(), y}),
                      {.stroke = Stroke{paint.theme().faint, width}});
}

/// Pieces of one stack: what is positive grows upwards, what is negative downwards.
struct Stack {
  const GridPainter& paint;
  const GridPlace& place;
  const BarScale& scale;
  Index column;
  double up = 0, down = 0;

  void add(float value, tconv::Rgb fill, bool marked) {
    if (!std::isfinite(value) || value == 0) return;
    double& height = value < 0 ? down : up;
    const Box box = barBox(paint, place, scale, column, height, height + static_cast<double>(value));
    height += static_cast<double>(value);
    paint.canvas().rect(box, {Color(fill), edge(paint)});
    if (marked) paint.frame(box, paint.theme().highlight, 2);
  }
};

}  // namespace

BarScale barScale(const GridPainter& paint, const GridPlace& place, double down, double up) {
  const double height = place.bars - kNumbers * paint.scale();
  const double span = down + up > 0 ? down + up : 1;
  BarScale scale;
  scale.room = {place.box.x, place.box.y - place.bars, place.box.w, height};
  scale.unit = height / span;
  scale.line = scale.room.bottom() - down * scale.unit;
  return scale;
}

void drawBars(const GridPainter& paint, const GridPlace& place, std::span<const float> values, float limit,
              const Ref& what) {
  if (place.bars <= 0 || place.cell < kThinnest) return;
  const bool signed_values = std::any_of(values.begin(), values.end(), [](float v) { return v < 0; });
  const BarScale scale = barScale(paint, place, signed_values ? limit : 0, limit);
  for (Index column = 0; column < place.columns; ++column) {
    const float value = values[static_cast<std::size_t>(column)];
    if (!std::isfinite(value) || value == 0) continue;
    Ref bar = what;
    bar.column = column;
    paint.canvas().tag(bar);
    paint.canvas().rect(barBox(paint, place, scale, column, 0, std::clamp(value, -limit, limit)),
                        {Color(paint.color(value, limit)), edge(paint)});
  }
  drawLine(paint, scale);
}

void drawStackedBars(const GridPainter& paint, const Frame& frame, const RunningOutput& running,
                     const GridPlace& place, Index channel) {
  if (place.bars <= 0 || place.cell < kThinnest) return;
  const tconv::Trace& trace = frame.trace();
  const BarScale scale = stackScale(paint, frame, place);
  const float limit = frame.limits().output;
  const Moment moment = momentOf(frame);
  for (Index column = 0; column < place.columns; ++column) {
    Stack stack{paint, place, scale, column};
    paint.canvas().tag({RefKind::canvas, channel, 0, 0, column});
    const float bias = biasOf(*frame.derived, channel, column);
    stack.add(bias, mix(paint.theme().background, paint.color(bias, limit), 0.5), false);
    const auto terms = tconv::termsOf(trace.layer(), trace.x().shape().spatial(), channel, 0, column);
    const auto added = static_cast<std::size_t>(running.termsAdded(channel, 0, column));
    for (std::size_t i = 0; i < added; ++i) {
      const tconv::Term& t = terms[i];
      const float product = productOf(trace, t);
      paint.canvas().tag({RefKind::term, t.channel, t.out, t.row, t.column, t.u, t.v});
      stack.add(product, paint.color(product, limit),
                moment.active == trace.stepOf(t.channel, t.row, t.column));
    }
  }
  drawLine(paint, scale);
}

void drawPatchBars(const GridPainter& paint, const Frame& frame, const GridPlace& place,
                   const tconv::Step& step, Index out) {
  if (place.bars <= 0 || place.cell < kThinnest) return;
  const BarScale scale = stackScale(paint, frame, place);
  for (Index v = 0; v < place.columns; ++v) {
    const float product = frame.trace().product(step, out, 0, v);
    Stack stack{paint, place, scale, v};
    paint.canvas().tag(termOf(step, out, 0, v));
    stack.add(product, paint.color(product, frame.limits().output), false);
  }
  drawLine(paint, scale);
}

}  // namespace lab::view

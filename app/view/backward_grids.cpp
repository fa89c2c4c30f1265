#include <fmt/format.h>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/backward.h"
#include "view/bars.h"
#include "view/number_format.h"

/// The grids of the backward stage.
namespace lab::view::backward {
namespace {

Rect all(const GridPlace& place) { return {0, 0, place.rows, place.columns}; }

/// "channel 0 to 1" below a plane of several.
void captionOut(const Stage& stage, const Block& block, std::size_t plane) {
  if (block.planes.size() == 1) return;
  const Index out = stage.firstOut() + static_cast<Index>(plane);
  drawCaption(stage.paint, block, plane, trf("channel {} to {}", stage.channel(), out), out);
}

/// The name of the kernel; where there is one of several, with its channels, as there is no caption below it.
std::string kernelName(const Stage& stage) {
  const Shape w = stage.trace.weight().shape();
  if (w.c > 1 || w.n == 1) return tr("Kernel w");
  return trf("Kernel w[{},{}]", stage.channel(), stage.firstOut());
}

double rightOf(const Stage& stage, const Block& left, const Block& right) {
  return std::max(right.box().x - 28 * stage.frame.scale, left.box().right());
}

}  // namespace

namespace {

/// In 1-D: dY over the cells of the window.
void drawOutputGradientBars(const Stage& stage, const GridPlace& place, Index channel) {
  if (place.bars <= 0) return;
  const std::span<const float> dy = planeOf(stage.gradients.pass.dy(), 0, channel);
  std::vector<float> values(static_cast<std::size_t>(place.columns));
  std::copy(dy.begin(), dy.end(), values.begin() + stage.trace.window().left);
  drawBars(stage.paint, place, values, stage.gradients.output_limit, {RefKind::canvas, channel});
}

void drawOutputGradientCells(const Stage& stage, const GridPlace& place, Index channel) {
  const Rect window = stage.trace.window(), seen = visibleCells(place, stage.frame.area);
  const Tensor& dy = stage.gradients.pass.dy();
  const Theme& theme = stage.theme();
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) {
      const Box box = place.cellBox(static_cast<double>(row), static_cast<double>(column));
      stage.canvas().tag({RefKind::canvas, channel, 0, row, column});
      if (window.contains(row, column))
        stage.paint.cell(box, dy(0, channel, row - window.top, column - window.left),
                         stage.gradients.output_limit);
      else  // cropped: there is no gradient
        stage.paint.cell(box, theme.background, {});
    }
}

/// As one picture: cropped cells stay empty.
void drawOutputGradientPicture(const Stage& stage, const GridPlace& place, Index channel) {
  const Rect window = stage.trace.window();
  GridPlace kept = place;
  kept.rows = window.height(), kept.columns = window.width();
  kept.box = place.span(window);
  drawValues(stage.paint, stage.frame, kept, planeOf(stage.gradients.pass.dy(), 0, channel),
             stage.gradients.output_limit, {RefKind::canvas, channel, 0, window.top, window.left},
             Lifetime::document);
}

void drawOutputGradient(const Stage& stage, Index channel) {
  const GridPlace& place = stage.layout.dy.planes[static_cast<std::size_t>(channel)];
  drawOutputGradientBars(stage, place, channel);
  if (drawnAsPicture(stage.paint, stage.frame, place))
    drawOutputGradientPicture(stage, place, channel);
  else
    drawOutputGradientCells(stage, place, channel);
  drawCanvasFrames(stage.paint, stage.frame, place);
  stage.canvas().tag({});
  if (stage.step && channel >= stage.step->first_out && channel < stage.step->first_out + stage.step->outs)
    drawPatchFrame(stage.paint, stage.frame, place, *stage.step, channel - stage.step->first_out);
  if (stage.cell && stage.cell->channel == channel)
    stage.paint.frame(
        atLeast(place.cellBox(static_cast<double>(stage.cell->row), static_cast<double>(stage.cell->column)),
                kSmallestMark * stage.frame.scale),
        stage.theme().highlight, 3);
}

}  // namespace

void drawOperands(const Stage& stage) {
  const Layout& at = stage.layout;
  const LossInfo& loss = info(stage.frame.options.loss);
  const double s = stage.frame.scale;
  drawHeading(stage, at.dy, {tr("Gradient dY"), "dY"}, trf("{}, so {}", loss.label, loss.gradient),
              at.beside ? rightOf(stage, at.dy, at.products) : stage.frame.area.right() - 8 * s);
  for (Index channel = 0; channel < stage.layer().out_channels; ++channel) {
    drawOutputGradient(stage, channel);
    if (stage.layer().out_channels > 1)
      drawCaption(stage.paint, at.dy, static_cast<std::size_t>(channel), trf("channel {}", channel), channel);
  }
  if (!at.kernels) return;
  const Tensor& w = stage.trace.weight();
  drawHeading(stage, *at.kernels, {kernelName(stage), "w"}, sizeText(stage.layer(), w.shape().spatial()),
              rightOf(stage, *at.kernels, at.beside ? at.dx : at.products));
  for (std::size_t o = 0; o < at.kernels->planes.size(); ++o) {
    const GridPlace& place = at.kernels->planes[o];
    const auto out = static_cast<Index>(o);
    drawValues(stage.paint, stage.frame, place, planeOf(w, stage.channel(), out), stage.frame.limits().kernel,
               {RefKind::weight, stage.channel(), out});
    stage.paint.numbers(place, all(place), stage.oneDimensional());
    captionOut(stage, *at.kernels, o);
  }
}

namespace {

/// One of the two products that a tap of the window has.
struct Factors {
  float first, second, product, limit;
};

/// A product as far as its movement has come: empty, its factors, its value.
void drawProduct(const Stage& stage, const Box& box, const Factors& f, bool moving) {
  const double shown = moving ? stage.act.scale : 1;
  if (moving && stage.act.copy < 1) return stage.paint.cell(box, stage.theme().panel, {});
  const tconv::Rgb fill = mix(stage.theme().panel, stage.paint.color(f.product, f.limit), shown);
  if (shown >= 1) return stage.paint.cell(box, fill, stage.paint.label(f.product, box.w), Weight::bold);
  std::string factors;
  if (stage.paint.readable(box.w))
    factors = fmt::format("{}·{}", shortNumber(f.first, 4), shortNumber(f.second, 4));
  stage.paint.cell(box, fill, factors);
}

/// The taps of a block of products; factors(term, out, u, v) tells which.
template <class FactorsOf>
void drawTaps(const Stage& stage, const Block& block, RefKind kind, FactorsOf factors) {
  for (std::size_t o = 0; o < block.planes.size(); ++o) {
    const GridPlace& place = block.planes[o];
    const auto out = static_cast<Index>(o);
    const Rect seen = visibleCells(place, stage.frame.area);
    for (Index u = seen.top; u < seen.bottom; ++u)
      for (Index v = seen.left; v < seen.right; ++v) {
        const Box box = place.cellBox(static_cast<double>(u), static_cast<double>(v));
        const Index tap = stage.tapIndex(out, u, v);
        const auto term = stage.term(out, u, v);
        stage.canvas().tag({kind, stage.channel(), out, u, v});
        const bool moving = stage.inMotion(tap);
        if (term && (moving || stage.doneBefore(tap))) {
          drawProduct(stage, box, factors(*term), moving);
          continue;
        }
        stage.paint.cell(box, stage.theme().panel, {});
        stage.canvas().tag({});
        if (stage.step && !term) stage.paint.hatch(box);  // the window has no gradient there
      }
    stage.canvas().tag({});
    if (stage.step || (stage.cell && stage.firstOut() + out == stage.cell->channel))
      stage.paint.frame(place.box, stage.theme().highlight, 3);
    else
      stage.paint.frame(place.box, stage.theme().faint, 1, 4);
    captionOut(stage, block, o);
  }
}

/// How many taps of the active step have been added once the movement is over.
Index tapsAfter(const Stage& stage) {
  return stage.moment.tap ? *stage.moment.tap + 1 : stage.trace.tapsPerStep();
}

/// What the products are, and their sum as soon as it is there.
std::string sumText(const Stage& stage) {
  if (stage.cell) return tr("spread over dX");
  if (!stage.step || !stage.act.finished()) return tr("the window, weighted");
  const float sum = stage.gradients.pass.inputGradient({stage.step->index, tapsAfter(stage)});
  return fmt::format("Σ = {}", shortNumber(sum, 6));
}

/// The input element of a product: of the step, or the one that the active cell is made of by that tap.
float inputOf(const Stage& stage, const tconv::GradientTerm& term) {
  if (stage.step) return stage.step->value;
  const tconv::Axes& axes = stage.trace.axes();
  return stage.trace.x()(0, stage.channel(), axes.h.source(term.row, term.u),
                         axes.w.source(term.column, term.v));
}

/// "5 · dY": the input element of the step.
std::string incrementName(const Stage& stage) {
  return stage.step ? shortNumber(stage.step->value, 6) + " · dY" : std::string("x · dY");
}

}  // namespace

void drawProducts(const Stage& stage) {
  const Layout& at = stage.layout;
  const Tensor& w = stage.trace.weight();
  drawHeading(stage, at.products, {"dY · w"}, sumText(stage), rightOf(stage, at.products, at.dx));
  drawTaps(stage, at.products, RefKind::patch, [&](const tconv::GradientTerm& t) {
    return Factors{t.dy, w(stage.channel(), t.out, t.u, t.v), t.to_input, stage.gradients.input_limit};
  });
  drawHeading(stage, at.increments, {incrementName(stage), "x · dY"}, tr("the increment"),
              rightOf(stage, at.increments, at.dw));
  drawTaps(stage, at.increments, RefKind::weight, [&](const tconv::GradientTerm& t) {
    return Factors{inputOf(stage, t), t.dy, t.to_weight, stage.gradients.weight_limit};
  });
}

namespace {

/// dX of an element by now; none where its turn has not come.
std::optional<float> inputGradientNow(const Stage& stage, Index channel, Index row, Index column) {
  const float whole = stage.gradients.pass.inputGradient()(0, channel, row, column);
  if (stage.moment.by_cell) return whole;
  if (!stage.step) return {};
  const Index index = stage.trace.stepOf(channel, row, column);
  if (index < stage.step->index) return whole;
  if (index > stage.step->index) return {};
  const Index before = stage.moment.tap.value_or(0), taps = stage.act.finished() ? tapsAfter(stage) : before;
  if (taps == 0) return {};
  return stage.gradients.pass.inputGradient({index, taps});
}

/// The element that is being made: what it was, and what is added to it.
void drawMadeElement(const Stage& stage, const Box& box) {
  const tconv::Backward& pass = stage.gradients.pass;
  const float limit = stage.gradients.input_limit;
  const Index index = stage.step->index;
  const float after = pass.inputGradient({index, tapsAfter(stage)});
  if (stage.moment.tap && *stage.moment.tap > 0) {
    const Shape w = stage.trace.weight().shape();
    const Index tap = *stage.moment.tap;
    if (const auto term = pass.term(index, tap / (w.h * w.w), tap / w.w % w.h, tap % w.w))
      stage.paint.addition(box, pass.inputGradient({index, tap}), term->to_input, after, limit,
                           stage.act.add);
    return;
  }
  stage.paint.cell(box, mix(stage.theme().panel, stage.paint.color(after, limit), stage.act.add),
                   stage.paint.label(after, box.w), Weight::bold);
}

void drawInputGradientCells(const Stage& stage, const GridPlace& place, Index channel) {
  const Rect seen = visibleCells(place, stage.frame.area);
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) {
      const Box box = place.cellBox(static_cast<double>(row), static_cast<double>(column));
      stage.canvas().tag({RefKind::input, channel, 0, row, column});
      if (const auto value = inputGradientNow(stage, channel, row, column))
        stage.paint.cell(box, *value, stage.gradients.input_limit);
      else
        stage.paint.cell(box, stage.theme().panel, {});
      const bool made = stage.step && stage.step->channel == channel && stage.step->row == row &&
                        stage.step->column == column;
      if (made && stage.act.adding()) drawMadeElement(stage, box);
    }
}

/// Of the columns [left, right) of a row, by now; 0 where nothing is known yet.
std::vector<float> inputGradientRow(const Stage& stage, Index channel, Index row, Index left, Index right) {
  std::vector<float> values;
  for (Index column = left; column < right; ++column)
    values.push_back(inputGradientNow(stage, channel, row, column).value_or(0));
  return values;
}

/// By now: from the row of the step on, the blocks of the whole are made anew.
ReducedPlane inputGradientBlocks(const Stage& stage, Index channel, const Rect& cells, Index step) {
  const Tensor& whole = stage.gradients.pass.inputGradient();
  ReducedPlane blocks =
      keptBlocksOf(*stage.frame.derived, planeOf(whole, 0, channel), whole.shape().w, cells, step);
  if (stage.moment.by_cell) return blocks;
  const Index now = stage.step ? stage.step->row : -1;
  const Index finished = std::clamp<Index>((now - cells.top) / step, 0, blocks.rows);
  std::fill(blocks.values.begin() + finished * blocks.columns, blocks.values.end(), 0.0F);
  for (Index row = cells.top + finished * step; row < std::min(now + 1, cells.bottom); ++row)
    foldRow(inputGradientRow(stage, channel, row, cells.left, cells.right), step, blocks.row(finished));
  return blocks;
}

void drawInputGradient(const Stage& stage, Index channel) {
  const GridPlace& place = stage.layout.dx.planes[static_cast<std::size_t>(channel)];
  const Ref what{RefKind::input, channel};
  const float limit = stage.gradients.input_limit;
  if (drawnAsPicture(stage.paint, stage.frame, place)) {
    drawPicture(stage.paint, stage.frame, place, limit, what, [&](const Rect& cells, Index step) {
      return inputGradientBlocks(stage, channel, cells, step);
    });
  } else {
    if (place.bars > 0)
      drawBars(stage.paint, place, inputGradientRow(stage, channel, 0, 0, place.columns), limit, what);
    drawInputGradientCells(stage, place, channel);
  }
  stage.paint.numbers(place, all(place), stage.oneDimensional());
  if (stage.cell) markGathered(stage.paint, stage.frame, place, channel, *stage.cell);
  if (stage.layer().in_channels > 1)
    drawCaption(stage.paint, stage.layout.dx, static_cast<std::size_t>(channel), trf("channel {}", channel),
                channel);
  if (!stage.step || stage.step->channel != channel) return;
  const Box active =
      place.cellBox(static_cast<double>(stage.step->row), static_cast<double>(stage.step->column));
  stage.canvas().tag({});
  stage.paint.frame(atLeast(active, kSmallestMark * stage.frame.scale), stage.theme().highlight, 3);
}

/// dW before and after the active step; of the whole pass going cell by cell, nothing at rest.
struct WeightStates {
  explicit WeightStates(const Stage& stage) {
    const tconv::Backward& pass = stage.gradients.pass;
    if (stage.step) {
      before = pass.weightGradient(stage.step->index);
      after = pass.weightGradient(stage.step->index + 1);
      empty = stage.step->row == 0 && stage.step->column == 0;
    } else if (stage.moment.by_cell) {
      before = after = pass.weightGradient(stage.trace.steps());
    } else {
      before = after = pass.weightGradient(0);
      empty = true;
    }
  }
  Tensor before, after;
  bool empty = false;  ///< before the step nothing has been added to the weights of the channel
};

void drawWeightGradientCell(const Stage& stage, const WeightStates& states, const Box& box, Index out,
                            Index u, Index v) {
  const float limit = stage.gradients.weight_limit;
  const Index tap = stage.tapIndex(out, u, v), channel = stage.channel();
  const float before = states.before(channel, out, u, v), after = states.after(channel, out, u, v);
  const auto term = stage.step ? stage.term(out, u, v) : std::nullopt;
  const bool moving = term && stage.inMotion(tap);
  if (term && (stage.doneBefore(tap) || (moving && stage.act.finished())))
    return stage.paint.cell(box, after, limit);
  if (moving && stage.act.adding())
    return stage.paint.addition(box, before, term->to_weight, after, limit, stage.act.add);
  if (states.empty) return stage.paint.cell(box, stage.theme().panel, {});
  stage.paint.cell(box, before, limit);
}

void drawWeightGradient(const Stage& stage, const WeightStates& states, std::size_t plane) {
  const GridPlace& place = stage.layout.dw.planes[plane];
  const auto out = static_cast<Index>(plane);
  const Ref what{RefKind::weight, stage.channel(), out};
  if (drawnAsPicture(stage.paint, stage.frame, place)) {
    const Tensor& now = stage.act.finished() ? states.after : states.before;
    drawValues(stage.paint, stage.frame, place, planeOf(now, stage.channel(), out),
               stage.gradients.weight_limit, what);
  } else {
    const Rect seen = visibleCells(place, stage.frame.area);
    for (Index u = seen.top; u < seen.bottom; ++u)
      for (Index v = seen.left; v < seen.right; ++v) {
        stage.canvas().tag({RefKind::weight, stage.channel(), out, u, v});
        drawWeightGradientCell(stage, states, place.cellBox(static_cast<double>(u), static_cast<double>(v)),
                               out, u, v);
      }
  }
  stage.paint.numbers(place, all(place), stage.oneDimensional());
  captionOut(stage, stage.layout.dw, plane);
}

/// One value for each output channel: its bias reaches all of its cells.
void drawBiasGradient(const Stage& stage, const Block& block) {
  drawHeading(stage, block, {tr("Gradient db"), "db"}, "Σ dY",
              stage.frame.area.right() - 8 * stage.frame.scale);
  const std::vector<float>& values = stage.gradients.pass.biasGradient();
  drawValues(stage.paint, stage.frame, block.planes.front(), values, limitFor(largestMagnitude(values)), {});
  stage.paint.numbers(block.planes.front(), all(block.planes.front()), true);
}

}  // namespace

void drawSums(const Stage& stage) {
  const Layout& at = stage.layout;
  const double right = stage.frame.area.right() - 8 * stage.frame.scale;
  drawHeading(stage, at.dx, {tr("Gradient dX"), "dX"},
              sizeText(stage.layer(), stage.trace.x().shape().spatial()), right);
  for (Index channel = 0; channel < stage.layer().in_channels; ++channel) drawInputGradient(stage, channel);
  drawHeading(stage, at.dw, {tr("Gradient dW"), "dW"}, stage.step ? tr("so far") : "", right);
  const WeightStates states(stage);
  for (std::size_t plane = 0; plane < at.dw.planes.size(); ++plane) drawWeightGradient(stage, states, plane);
  if (at.bias) drawBiasGradient(stage, *at.bias);
}

}  // namespace lab::view::backward

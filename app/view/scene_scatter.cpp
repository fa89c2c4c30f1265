#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/bars.h"
#include "view/number_format.h"
#include "view/scatter.h"

namespace lab::view {
namespace scatter {

Stage::Stage(Canvas& canvas, const Frame& f) : view::Stage(canvas, f), layout(layoutScatter(f)) {}

Index Stage::channel() const {
  if (step) return step->channel;
  return cell ? firstInOf(layer(), cell->channel) : 0;
}

std::optional<Pair> Stage::gathered(Index u, Index v) const {
  const Pair at{trace.axes().h.source(cell->row, u), trace.axes().w.source(cell->column, v)};
  if (at.h < 0 || at.w < 0) return {};
  return at;
}

void captionPlane(const Stage& stage, const Block& block, std::size_t plane, std::string caption,
                  Index channel) {
  if (stage.layer().in_channels == 1 && stage.layer().out_channels == 1) return;
  drawCaption(stage.paint, block, plane, std::move(caption), channel);
}

namespace {

Rect all(const GridPlace& place) { return {0, 0, place.rows, place.columns}; }

}  // namespace

void drawInputs(const Stage& stage) {
  const Block& block = stage.layout.inputs;
  const Tensor& x = stage.trace.x();
  stage.canvas().tag({});
  stage.paint.heading(block.heading, tr("Input x"), sizeText(stage.layer(), x.shape().spatial()),
                      stage.layout.patches.box().x);
  for (Index c = 0; c < x.shape().c; ++c) {
    const GridPlace& place = block.planes[static_cast<std::size_t>(c)];
    drawValues(stage.paint, stage.frame, place, planeOf(x, 0, c), stage.limits.input, {RefKind::input, c});
    stage.paint.numbers(place, all(place), stage.oneDimensional());
    captionPlane(stage, block, static_cast<std::size_t>(c), trf("channel {}", c), c);
    if (stage.cell) markGathered(stage.paint, stage.frame, place, c, *stage.cell);
    if (!stage.step || stage.step->channel != c) continue;
    const Box active =
        place.cellBox(static_cast<double>(stage.step->row), static_cast<double>(stage.step->column));
    const double grown = stage.act.light < 1 ? (1 - stage.act.light) * 0.5 * place.cell : 0;
    stage.paint.frame(atLeast(active.inset(-grown), kSmallestMark * stage.frame.scale),
                      stage.theme().highlight, 3);
  }
}

void drawKernels(const Stage& stage) {
  const Block& block = stage.layout.kernels;
  const Tensor& w = stage.trace.weight();
  const Shape shape = w.shape();
  const Index channel = stage.channel();
  stage.canvas().tag({});
  stage.paint.heading(block.heading, tr("Kernel w"), sizeText(stage.layer(), shape.spatial()),
                      stage.layout.patches.box().x);
  for (Index o = 0; o < shape.c; ++o) {
    const GridPlace& place = block.planes[static_cast<std::size_t>(o)];
    drawValues(stage.paint, stage.frame, place, planeOf(w, channel, o), stage.limits.kernel,
               {RefKind::weight, channel, o});
    stage.paint.numbers(place, all(place), stage.oneDimensional());
    captionPlane(stage, block, static_cast<std::size_t>(o),
                 trf("channel {} to {}", channel, stage.firstOut() + o), stage.firstOut() + o);
  }
}

namespace {

/// Going cell by cell the patch grid holds the terms of the cell, each at its tap.
void drawGatheredCell(const Stage& stage, const Box& box, Index out, Index u, Index v) {
  const auto from = stage.gathered(u, v);
  if (!from || stage.firstOut() + out != stage.cell->channel)
    return stage.paint.cell(box, stage.theme().panel, {});
  const tconv::Step step = stage.trace.step(stage.trace.stepOf(stage.channel(), from->h, from->w));
  const float product = stage.trace.product(step, out, u, v);
  const tconv::Rgb fill = mix(stage.theme().panel, stage.paint.color(product, stage.limits.output),
                              std::max(stage.act.light, stage.act.scale));
  std::string label = stage.paint.label(product, box.w);
  if (stage.act.scale < 1 && stage.paint.readable(box.w))
    label = fmt::format("{}·{}", shortNumber(step.value, 4),
                        shortNumber(stage.trace.weight()(step.channel, out, u, v), 4));
  stage.paint.cell(box, fill, label, Weight::bold);
}

/// What the cell of a tap on the patch grid shows by now.
void drawPatchCell(const Stage& stage, const Box& box, Index out, Index u, Index v) {
  if (stage.cell) return drawGatheredCell(stage, box, out, u, v);
  const Index tap = stage.tapIndex(out, u, v);
  const bool moving = stage.step && stage.inMotion(tap);
  if (!stage.step || (!moving && !stage.doneBefore(tap)) || (moving && stage.act.copy < 1)) {
    stage.paint.cell(box, stage.theme().panel, {});
    return;
  }
  const float weight = stage.trace.weight()(stage.step->channel, out, u, v);
  const tconv::Rgb from = stage.paint.color(weight, stage.limits.kernel);
  const float product = stage.trace.product(*stage.step, out, u, v);
  const tconv::Rgb to = stage.paint.color(product, stage.limits.output);
  const double done = moving ? stage.act.scale : 1;
  if (!stage.paint.readable(box.w)) return stage.paint.cell(box, mix(from, to, done), {});
  if (stage.frame.symbols)
    return stage.paint.cell(box, mix(from, to, done),
                            fmt::format("x{}{}w{}{}", stage.step->row, stage.step->column, u, v));
  if (done >= 1) return stage.paint.cell(box, to, stage.paint.label(product, box.w), Weight::bold);
  const std::string factors =
      done > 0 ? fmt::format("{}·{}", shortNumber(stage.step->value, 4), shortNumber(weight, 4))
               : stage.paint.label(weight, box.w);
  stage.paint.cell(box, mix(from, to, done), factors);
}

std::string patchName(const Stage& stage) {
  if (stage.cell) return tr("Terms");
  if (!stage.step) return "x · w";
  return shortNumber(stage.step->value, 6) + " · w";
}

}  // namespace

void drawPatches(const Stage& stage) {
  const Block& block = stage.layout.patches;
  stage.canvas().tag({});
  stage.paint.heading(block.heading, patchName(stage), stage.cell ? "x · w" : tr("the patch"),
                      stage.layout.outputs.box().x - 40 * stage.frame.scale);
  for (std::size_t o = 0; o < block.planes.size(); ++o) {
    const GridPlace& place = block.planes[o];
    const auto out = static_cast<Index>(o);
    for (Index u = 0; u < place.rows; ++u)
      for (Index v = 0; v < place.columns; ++v) {
        stage.canvas().tag({RefKind::patch, stage.channel(), out, u, v});
        drawPatchCell(stage, place.cellBox(static_cast<double>(u), static_cast<double>(v)), out, u, v);
      }
    if (stage.step && stage.act.scale >= 1) drawPatchBars(stage.paint, stage.frame, place, *stage.step, out);
    stage.canvas().tag({});
    if (stage.step || (stage.cell && stage.firstOut() + out == stage.cell->channel))
      stage.paint.frame(place.box, stage.theme().highlight, 3);
    else
      stage.paint.frame(place.box, stage.theme().faint, 1, 4);
    captionPlane(stage, block, o, trf("to channel {}", stage.firstOut() + out), stage.firstOut() + out);
  }
}

}  // namespace scatter

void drawScatter(Canvas& canvas, const Frame& frame) {
  const scatter::Stage stage(canvas, frame);
  scatter::drawConnectors(stage);
  scatter::drawInputs(stage);
  scatter::drawKernels(stage);
  scatter::drawPatches(stage);
  scatter::drawOutputs(stage);
  scatter::drawMarks(stage);
  scatter::drawFlights(stage);
}

}  // namespace lab::view

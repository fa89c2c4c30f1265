#include <fmt/format.h>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/backward.h"
#include "view/marks.h"
#include "view/number_format.h"
#include "view/scene.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace backward {

Stage::Stage(Canvas& canvas, const Frame& f)
    : view::Stage(canvas, f), gradients(gradientsOf(*f.derived, f.options.loss)), layout(layoutBackward(f)) {}

Index Stage::channel() const {
  if (step) return step->channel;
  return cell ? firstInOf(layer(), cell->channel) : 0;
}

std::optional<tconv::GradientTerm> Stage::term(Index out, Index u, Index v) const {
  if (step) return gradients.pass.term(step->index, out, u, v);
  if (!cell || firstOut() + out != cell->channel) return {};
  const Index row = trace.axes().h.source(cell->row, u), column = trace.axes().w.source(cell->column, v);
  if (row < 0 || column < 0) return {};
  return gradients.pass.term(trace.stepOf(channel(), row, column), out, u, v);
}

void drawHeading(const Stage& stage, const Block& block, std::initializer_list<std::string_view> names,
                 std::string_view remark, double right) {
  const double room = right - block.heading.x;
  const std::string_view name = GridPainter::fitting(names, 16 * stage.frame.scale, room, Weight::bold);
  stage.canvas().tag({});
  if (!name.empty()) stage.paint.heading(block.heading, name, remark, right);
}

void drawConnectors(const Stage& stage) {
  const Layout& at = stage.layout;
  const double s = stage.frame.scale, gap = 8 * s, numbers = stage.oneDimensional() ? 10 * s : 24 * s;
  const bool active = stage.step || stage.cell;
  const tconv::Rgb color = active ? stage.theme().highlight : stage.theme().faint;
  const Box dy = at.dy.box(), products = at.products.box(), increments = at.increments.box(),
            dx = at.dx.box(), dw = at.dw.box();
  stage.canvas().tag({});
  const auto connect = [&](Point from, const Box& to, double y) {
    stage.paint.connector(from, {to.x - numbers, y}, false, color);
  };
  if (at.beside) {
    Point from{dy.right() + gap, dy.center().y};
    if (stage.step && stage.layer().out_channels == 1)
      from.y = at.dy.planes.front().span(stage.step->patch).center().y;
    connect(from, products, products.center().y);
    connect(from, increments, increments.center().y);
  }
  double y = dx.center().y;
  if (stage.step)
    y = at.dx.planes[static_cast<std::size_t>(stage.step->channel)]
            .cellBox(static_cast<double>(stage.step->row), static_cast<double>(stage.step->column))
            .center()
            .y;
  connect({products.right() + gap, products.center().y}, dx, y);
  connect({increments.right() + gap, increments.center().y}, dw, dw.center().y);
}

void drawMarks(const Stage& stage) {
  const Marks marks(stage.frame);
  if (!marks.any()) return;
  const auto each = [&](const Block& block, auto plane) {
    for (std::size_t i = 0; i < block.planes.size(); ++i)
      marks.draw(stage.paint, block.planes[i], plane(static_cast<Index>(i)));
  };
  const auto weight = [&](Index i) { return Ref{RefKind::weight, stage.channel(), i}; };
  each(stage.layout.dy, [](Index i) { return Ref{RefKind::canvas, i}; });
  each(stage.layout.dx, [](Index i) { return Ref{RefKind::input, i}; });
  each(stage.layout.increments, weight);
  each(stage.layout.dw, weight);
  if (stage.layout.kernels) each(*stage.layout.kernels, weight);
  if (!stage.step) return;
  for (std::size_t out = 0; out < stage.layout.products.planes.size(); ++out) {
    const GridPlace& place = stage.layout.products.planes[out];
    for (Index u = 0; u < place.rows; ++u)
      for (Index v = 0; v < place.columns; ++v)
        if (const double width = marks.width(termOf(*stage.step, static_cast<Index>(out), u, v)); width > 0)
          Marks::outline(stage.paint, place.cellBox(static_cast<double>(u), static_cast<double>(v)), width);
  }
}

namespace {

/// "2", or "1 × 2" where the axes differ.
std::string axesText(const tconv::Layer& layer, Pair value) {
  return layer.dims == 1 || value.h == value.w ? fmt::format("{}", value.w) : sizeText(layer, value);
}

std::string sentenceOf(const Stage& stage) {
  if (stage.moment.by_cell)
    return tr("Forward an output cell gathers; backward its gradient spreads over the inputs it came from.");
  const tconv::Layer& layer = stage.layer();
  const bool dilated = layer.dilation.w > 1 || (layer.dims == 2 && layer.dilation.h > 1);
  const std::string stride = axesText(layer, layer.stride);
  if (!dilated)
    return trf(
        "dX is an ordinary convolution of dY with stride {}: forward and backward have changed places.",
        stride);
  return trf(
      "dX is an ordinary convolution of dY with stride {} and dilation {}: forward and backward have changed "
      "places.",
      stride, axesText(layer, layer.dilation));
}

void drawSentence(const Stage& stage) {
  if (!stage.layout.sentence) return;
  const double s = stage.frame.scale, room = stage.frame.area.right() - stage.layout.sentence->x - 8 * s;
  std::string sentence = sentenceOf(stage);
  if (textWidth(sentence, 14 * s) > room) sentence.resize(std::min(sentence.size(), sentence.find(':')));
  if (textWidth(sentence, 14 * s) > room) return;
  stage.canvas().tag({});
  stage.paint.text(*stage.layout.sentence, sentence, 14 * s, stage.theme().muted);
}

}  // namespace
}  // namespace backward

void drawBackward(Canvas& canvas, const Frame& frame) {
  const backward::Stage stage(canvas, frame);
  backward::drawConnectors(stage);
  backward::drawOperands(stage);
  backward::drawProducts(stage);
  backward::drawSums(stage);
  backward::drawMarks(stage);
  backward::drawSentence(stage);
}

}  // namespace lab::view

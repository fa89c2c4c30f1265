#include <algorithm>

#include "view/scatter.h"

/// What moves on the scatter stage, and the lines that say what goes where.
namespace lab::view::scatter {
namespace {

Box between(const Box& from, const Box& to, double t) {
  const auto blend = [t](double a, double b) { return a + (b - a) * t; };
  return {blend(from.x, to.x), blend(from.y, to.y), blend(from.w, to.w), blend(from.h, to.h)};
}

/// Calls visit(out, u, v) for the taps in motion.
template <class Visit>
void eachMovingTap(const Stage& stage, Visit visit) {
  const Shape w = stage.trace.weight().shape();
  for (Index out = 0; out < w.c; ++out)
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v)
        if (stage.inMotion(stage.tapIndex(out, u, v))) visit(out, u, v);
}

void drawKernelCopy(const Stage& stage) {
  eachMovingTap(stage, [&](Index out, Index u, Index v) {
    const auto plane = static_cast<std::size_t>(out);
    const auto row = static_cast<double>(u), column = static_cast<double>(v);
    const Box from = stage.layout.kernels.planes[plane].cellBox(row, column);
    const Box to = stage.layout.patches.planes[plane].cellBox(row, column);
    stage.paint.cell(between(from, to, stage.act.copy), stage.trace.weight()(stage.step->channel, out, u, v),
                     stage.limits.kernel);
  });
}

void drawPatchFlight(const Stage& stage) {
  eachMovingTap(stage, [&](Index out, Index u, Index v) {
    const Box from = stage.layout.patches.planes[static_cast<std::size_t>(out)].cellBox(
        static_cast<double>(u), static_cast<double>(v));
    const Pair at = stage.landing(u, v);
    const GridPlace& canvas =
        stage.layout.outputs.planes[static_cast<std::size_t>(stage.step->first_out + out)];
    const Box to = canvas.cellBox(static_cast<double>(at.h), static_cast<double>(at.w));
    const Box box = between(from, to, stage.act.travel);
    stage.paint.cell(box, stage.trace.product(*stage.step, out, u, v), stage.limits.output);
    stage.paint.frame(box, stage.theme().highlight, 1.5);
  });
}

}  // namespace

void drawFlights(const Stage& stage) {
  if (!stage.step) return;
  stage.canvas().tag({});
  if (stage.act.copying()) drawKernelCopy(stage);
  if (stage.act.travelling() && stage.act.travel < 1) drawPatchFlight(stage);
}

namespace {

/// In the narrow arrangement the row reads as input · kernel = patch, and the patch goes down to the output.
void drawSigns(const Stage& stage) {
  const Box inputs = stage.layout.inputs.box(), kernels = stage.layout.kernels.box(),
            patches = stage.layout.patches.box(), outputs = stage.layout.outputs.box();
  const double s = stage.frame.scale;
  const auto sign = [&](const Box& left, const Box& right, std::string_view text) {
    stage.paint.text({(left.right() + right.x - 14 * s) / 2, patches.center().y + 6 * s}, text, 16 * s,
                     stage.theme().muted, Align::middle);
  };
  sign(inputs, kernels, "·");
  sign(kernels, patches, "=");
  const Point from{patches.center().x, patches.bottom() + 6 * s};
  const Point to{outputs.right() + 8 * s, outputs.center().y};
  if (to.x > patches.center().x || stage.layout.patches.planes.size() > 1) return;
  Path path;
  path.moveTo(from).cubicTo({from.x, to.y}, {from.x, to.y}, to);
  stage.canvas().path(
      path, {{}, Stroke{Color(stage.step ? stage.theme().highlight : stage.theme().faint), 1.75 * s, 4 * s}});
}

}  // namespace

void drawConnectors(const Stage& stage) {
  if (stage.layout.stacked) return drawSigns(stage);
  const double gap = 8 * stage.frame.scale;
  const tconv::Rgb quiet = stage.theme().faint;
  const tconv::Rgb loud = stage.step ? stage.theme().highlight : quiet;
  const Box patches = stage.layout.patches.box(), kernels = stage.layout.kernels.box();
  const Box inputs = stage.layout.inputs.box(), outputs = stage.layout.outputs.box();
  stage.canvas().tag({});
  Box active = inputs;
  if (stage.step)
    active = stage.layout.inputs.planes[static_cast<std::size_t>(stage.step->channel)].cellBox(
        static_cast<double>(stage.step->row), static_cast<double>(stage.step->column));
  // From above into the top of the patch and from below into its bottom; from its own height, into its side.
  const double top = stage.layout.patches.heading.y - 20 * stage.frame.scale;
  const Point side{patches.x - gap, patches.center().y};
  const Point from_input{inputs.right() + gap, active.center().y},
      from_kernel{kernels.right() + gap, kernels.center().y};
  const bool above = from_input.y<top - gap, below = from_kernel.y> patches.bottom() + 2 * gap;
  stage.paint.connector(from_input, above ? Point{patches.center().x, top} : side, above, loud);
  stage.paint.connector(from_kernel, below ? Point{patches.center().x, patches.bottom() + gap} : side, below,
                        quiet);
  const double target = stage.step && stage.layer().out_channels == 1
                            ? stage.layout.outputs.planes.front().span(stage.step->patch).center().y
                            : outputs.center().y;
  stage.paint.connector({patches.right() + gap, patches.center().y},
                        {outputs.x - 24 * stage.frame.scale, target}, false, loud);
}

}  // namespace lab::view::scatter

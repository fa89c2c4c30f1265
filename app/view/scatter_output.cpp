#include <fmt/format.h>

#include <algorithm>

#include "model/formula.h"
#include "view/scatter.h"

/// The output on its full canvas: cells, the cropped ring, the window's frame, and the patch being added.
namespace lab::view::scatter {
namespace {

bool receives(const Stage& stage, Index channel) {
  return stage.step && channel >= stage.step->first_out && channel < stage.step->first_out + stage.step->outs;
}

/// One cell while its product is being added: "7 + 5" with the old value, then the new one.
void drawAddition(const Stage& stage, const GridPlace& place, Index out, Index u, Index v) {
  const Pair at = stage.landing(u, v);
  const Index channel = stage.step->first_out + out;
  if (!visibleCells(place, stage.frame.area).contains(at.h, at.w)) return;
  const Index tap = stage.tapIndex(out, u, v);
  const tconv::Position after = stage.moment.tap ? tconv::Position{stage.step->index, tap + 1}
                                                 : tconv::Position{stage.step->index + 1, 0};
  const float limit = stage.limits.output;
  const float old_value = stage.running.value(channel, at.h, at.w);
  const float new_value = stage.trace.value(after, channel, at.h, at.w);
  const float product = stage.trace.product(*stage.step, out, u, v);
  const Box box = place.cellBox(static_cast<double>(at.h), static_cast<double>(at.w));
  stage.canvas().tag({RefKind::canvas, channel, 0, at.h, at.w});
  stage.paint.addition(box, old_value, product, new_value, limit, stage.act.add);
}

/// Going cell by cell: the one that is being made.
void drawMadeCell(const Stage& stage, const GridPlace& place) {
  const Box box =
      place.cellBox(static_cast<double>(stage.cell->row), static_cast<double>(stage.cell->column));
  stage.canvas().tag({});
  stage.paint.frame(atLeast(box, kSmallestMark * stage.frame.scale), stage.theme().highlight, 3);
}

void drawOutput(const Stage& stage, Index channel) {
  const GridPlace& place = stage.layout.outputs.planes[static_cast<std::size_t>(channel)];
  drawOutputCanvas(stage.paint, stage.frame, stage.running, place, channel);
  if (stage.cell && stage.cell->channel == channel) drawMadeCell(stage, place);
  if (!receives(stage, channel) || stage.act.travel < 1) return;
  const Index out = channel - stage.step->first_out;
  const Shape w = stage.trace.weight().shape();
  if (stage.act.adding() && !stage.paint.tiny(place.cell))
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v)
        if (stage.inMotion(stage.tapIndex(out, u, v))) drawAddition(stage, place, out, u, v);
  stage.canvas().tag({});
  drawPatchFrame(stage.paint, stage.frame, place, *stage.step, out);
}

std::string canvasRemark(const Stage& stage) {
  const Rect window = stage.trace.window();
  const Pair output{window.height(), window.width()}, canvas = stage.trace.canvasSize();
  if (output == canvas) return sizeText(stage.layer(), output);
  return fmt::format("{} in a canvas of {}", sizeText(stage.layer(), output),
                     sizeText(stage.layer(), canvas));
}

}  // namespace

void drawOutputs(const Stage& stage) {
  const Block& block = stage.layout.outputs;
  stage.canvas().tag({});
  stage.paint.heading(block.heading, "Output y", canvasRemark(stage), stage.frame.area.right());
  for (Index channel = 0; channel < stage.layer().out_channels; ++channel) {
    drawOutput(stage, channel);
    if (stage.layer().out_channels > 1)
      captionPlane(stage, block, static_cast<std::size_t>(channel), "channel", channel);
  }
}

}  // namespace lab::view::scatter

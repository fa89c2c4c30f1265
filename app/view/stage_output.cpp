#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/planes.h"
#include "view/stage.h"

/// The output on its full canvas while a step goes on: the patch being added, the cell being made.
namespace lab::view {

void drawAddition(const Stage& stage, const Box& box, Index out, Index u, Index v) {
  const Pair at = stage.landing(u, v);
  const Index channel = stage.step->first_out + out;
  const float old_value = stage.running.value(channel, at.h, at.w);
  const float new_value = stage.trace.value(stage.after(), channel, at.h, at.w);
  const float product = stage.trace.product(*stage.step, out, u, v);
  stage.canvas().tag({RefKind::canvas, channel, 0, at.h, at.w});
  stage.paint.addition(box, old_value, product, new_value, stage.limits.output, stage.act.add);
}

namespace {

/// The cells of the taps in motion.
void drawAdditions(const Stage& stage, const GridPlace& place, Index out) {
  const Shape w = stage.trace.weight().shape();
  const Rect seen = visibleCells(place, stage.frame.area);
  for (Index u = 0; u < w.h; ++u)
    for (Index v = 0; v < w.w; ++v) {
      const Pair at = stage.landing(u, v);
      if (!stage.inMotion(stage.tapIndex(out, u, v)) || !seen.contains(at.h, at.w)) continue;
      drawAddition(stage, place.cellBox(static_cast<double>(at.h), static_cast<double>(at.w)), out, u, v);
    }
}

/// Going cell by cell: the one that is being made.
void drawMadeCell(const Stage& stage, const GridPlace& place) {
  const Box box =
      place.cellBox(static_cast<double>(stage.cell->row), static_cast<double>(stage.cell->column));
  stage.canvas().tag({});
  stage.paint.frame(atLeast(box, kSmallestMark * stage.frame.scale), stage.theme().highlight, 3);
}

}  // namespace

void drawOutputInStep(const Stage& stage, const GridPlace& place, Index channel) {
  drawOutputCanvas(stage.paint, stage.frame, stage.running, place, channel);
  if (stage.cell && stage.cell->channel == channel) drawMadeCell(stage, place);
  if (!stage.receives(channel) || stage.act.travel < 1) return;
  const Index out = channel - stage.step->first_out;
  if (stage.act.adding() && !stage.paint.tiny(place.cell)) drawAdditions(stage, place, out);
  stage.canvas().tag({});
  drawPatchFrame(stage.paint, stage.frame, place, *stage.step, out);
}

std::string outputRemark(const tconv::Trace& trace) {
  const Rect window = trace.window();
  const Pair output{window.height(), window.width()}, canvas = trace.canvasSize();
  if (output == canvas) return sizeText(trace.layer(), output);
  return trf("{} in a canvas of {}", sizeText(trace.layer(), output), sizeText(trace.layer(), canvas));
}

}  // namespace lab::view

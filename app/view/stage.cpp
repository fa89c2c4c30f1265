#include "view/stage.h"

#include <algorithm>

#include "view/type_metrics.h"

namespace lab::view {

Stage::Stage(Canvas& canvas, const Frame& f)
    : frame(f),
      trace(*f.derived->trace),
      paint(canvas, f),
      limits(f.limits()),
      moment(momentOf(f)),
      running(trace, moment),
      act(actOf(moment, f.reduced_motion)),
      cell(cellOf(trace, moment)) {
  if (moment.active) step = trace.step(*moment.active);
}

bool Stage::receives(Index out_channel) const {
  return step && out_channel >= step->first_out && out_channel < step->first_out + step->outs;
}

Index Stage::tapIndex(Index out, Index u, Index v) const {
  const Shape w = trace.weight().shape();
  return (out * w.h + u) * w.w + v;
}

Pair Stage::landing(Index u, Index v) const {
  return {trace.axes().h.place(step->row, u), trace.axes().w.place(step->column, v)};
}

tconv::Position Stage::after() const {
  if (moment.tap) return {step->index, *moment.tap + 1};
  return {step->index + 1, 0};
}

Index channelOfInterest(const Stage& stage) {
  for (const Ref& ref : {stage.frame.pinned, stage.frame.hover})
    if (ref.kind == RefKind::canvas && exists(stage.trace, ref)) return ref.channel;
  if (stage.cell) return stage.cell->channel;
  return stage.step ? stage.step->first_out : 0;
}

Box between(const Box& from, const Box& to, double t) {
  const auto blend = [t](double a, double b) { return a + (b - a) * t; };
  return {blend(from.x, to.x), blend(from.y, to.y), blend(from.w, to.w), blend(from.h, to.h)};
}

double commonLabelSize(const GridPainter& paint, std::span<const std::string> labels, double cell) {
  const double s = paint.scale(), least = std::max(8.5 * s, paint.leastType()), most = 12 * s;
  double common = 1e9;
  for (const std::string& label : labels) {
    if (label.empty()) continue;
    const double small = std::min({most, cell * 0.58, cell * 0.92 / textWidth(label, 1)});
    const double size = std::max(small, paint.fittingSize(label, cell, 1e9));
    common = std::min(common, size >= least ? size : 0);
  }
  return common;
}

void drawSmallCell(const GridPainter& paint, const Box& box, tconv::Rgb fill, tconv::Rgb ink,
                   const std::string& label, double size) {
  paint.cell(box, fill, {});
  if (label.empty() || size == 0) return;
  paint.text({box.center().x, box.center().y + size * kCapHeight / 2}, label, size, ink, Align::middle);
}

}  // namespace lab::view

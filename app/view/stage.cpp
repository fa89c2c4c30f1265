#include "view/stage.h"

#include <algorithm>

namespace lab::view {

Stage::Stage(Canvas& canvas, const Frame& f)
    : frame(f),
      trace(*f.derived->trace),
      paint(canvas, *f.theme, f.scale),
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

Box between(const Box& from, const Box& to, double t) {
  const auto blend = [t](double a, double b) { return a + (b - a) * t; };
  return {blend(from.x, to.x), blend(from.y, to.y), blend(from.w, to.w), blend(from.h, to.h)};
}

}  // namespace lab::view

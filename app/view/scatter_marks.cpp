#include "view/marks.h"
#include "view/scatter.h"

namespace lab::view::scatter {

void drawMarks(const Stage& stage) {
  const Marks marks(stage.frame);
  if (!marks.any()) return;
  const Shape w = stage.trace.weight().shape();
  const auto each = [&](const Block& block, auto plane) {
    for (std::size_t i = 0; i < block.planes.size(); ++i)
      marks.draw(stage.paint, block.planes[i], plane(static_cast<Index>(i)));
  };
  each(stage.layout.inputs, [](Index i) { return Ref{RefKind::input, i}; });
  each(stage.layout.kernels, [&](Index i) { return Ref{RefKind::weight, stage.channel(), i}; });
  each(stage.layout.outputs, [](Index i) { return Ref{RefKind::canvas, i}; });
  if (!stage.step) return;
  stage.canvas().tag({});
  for (Index out = 0; out < w.c; ++out)
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v) {
        const double width = marks.width(termOf(*stage.step, out, u, v));
        if (width > 0)
          Marks::outline(stage.paint,
                         stage.layout.patches.planes[static_cast<std::size_t>(out)].cellBox(
                             static_cast<double>(u), static_cast<double>(v)),
                         width);
      }
}

}  // namespace lab::view::scatter

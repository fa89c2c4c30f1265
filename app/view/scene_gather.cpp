#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "model/formula.h"
#include "model/related.h"
#include "view/gather.h"
#include "view/marks.h"
#include "view/type_metrics.h"

/// Zero insertion: the turned kernel slides over the stretched input and gathers one output cell at a time.
namespace lab::view {
namespace gather {
namespace {

struct Stage {
  Stage(Canvas& canvas, const Frame& f)
      : frame(f),
        trace(f.trace()),
        paint(canvas, *f.theme, f.scale),
        layout(layoutGather(f)),
        limits(f.limits()),
        moment(momentOf(f)),
        place(gatherPlace(trace, moment)),
        marks(f) {
    out_channel = place ? place->cell.channel : moment.active ? trace.step(*moment.active).first_out : 0;
    if (moment.active) step = trace.step(*moment.active);
  }

  const Frame& frame;
  const tconv::Trace& trace;
  GridPainter paint;
  GatherLayout layout;
  Limits limits;
  Moment moment;
  std::optional<GatherPlace> place;
  Marks marks;
  Index out_channel = 0;
  std::optional<tconv::Step> step;

  const Theme& theme() const { return *frame.theme; }
  Index firstIn() const { return firstInOf(trace.layer(), out_channel); }
  /// The cell of the stretched input, as placed with its cropped ring.
  Box stretchedBox(const GridPlace& grid, Index row, Index column) const {
    return grid.cellBox(static_cast<double>(row + croppedEnds(trace.axes().h).begin),
                        static_cast<double>(column + croppedEnds(trace.axes().w).begin));
  }
};

/// A zero that stands for nothing in the input: between two elements, or of the padding around them.
void drawZero(const Stage& stage, const Box& box, bool padding) {
  const Theme& theme = stage.theme();
  const tconv::Rgb fill = padding ? theme.raised : theme.panel;
  stage.paint.cell(box, fill, {});
  if (stage.paint.readable(box.w))
    stage.paint.text({box.center().x, box.center().y + 4.3 * stage.frame.scale}, "0", 12 * stage.frame.scale,
                     theme.faint, Align::middle);
}

bool inPadding(const tconv::Axis& axis, Index at) {
  return at < axis.stretchedBegin() || at >= axis.stretched() - axis.stretchedEnd();
}

void drawStretchedCell(const Stage& stage, const GridPlace& grid, Index channel, Index row, Index column) {
  const tconv::Axes& axes = stage.trace.axes();
  const Ref at{RefKind::stretched, channel, 0, row, column}, input = standingOn(stage.trace, at);
  const bool kept = row >= 0 && row < axes.h.stretched() && column >= 0 && column < axes.w.stretched();
  const Box box = stage.stretchedBox(grid, row, column);
  stage.paint.canvas().tag(input ? input : kept ? at : Ref{});
  if (input) {
    const float value = stage.trace.x()(0, channel, input.row, input.column);
    if (kept) return stage.paint.cell(box, value, stage.limits.input);
    return stage.paint.cell(
        box, mix(stage.theme().background, stage.paint.color(value, stage.limits.input), 0.35), {});
  }
  if (kept) drawZero(stage, box, inPadding(axes.h, row) || inPadding(axes.w, column));
}

/// The ring that a negative pad cuts off, and the frame of what is left.
void drawCrop(const Stage& stage, const GridPlace& grid) {
  const tconv::Axes& axes = stage.trace.axes();
  const CroppedEnds h = croppedEnds(axes.h), w = croppedEnds(axes.w);
  if (h.begin + h.end + w.begin + w.end == 0) return;
  stage.paint.canvas().tag({});
  const Rect kept{h.begin, w.begin, h.begin + axes.h.stretched(), w.begin + axes.w.stretched()};
  for (const Rect& strip : croppedStrips(grid, kept)) stage.paint.hatch(grid.span(strip));
  stage.paint.frame(grid.span(kept), stage.theme().ink, 1.5);
}

void drawStretchedCells(const Stage& stage, const GridPlace& grid, Index channel) {
  const CroppedEnds h = croppedEnds(stage.trace.axes().h), w = croppedEnds(stage.trace.axes().w);
  const Rect seen = visibleCells(grid, stage.frame.area);
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column)
      drawStretchedCell(stage, grid, channel, row - h.begin, column - w.begin);
}

void markStretched(const Stage& stage, const GridPlace& grid, Index channel) {
  if (!stage.marks.any() || stage.paint.tiny(grid.cell)) return;
  stage.paint.canvas().tag({});
  const Shape x = stage.trace.x().shape();
  for (Index row = 0; row < x.h; ++row)
    for (Index column = 0; column < x.w; ++column) {
      const Ref input{RefKind::input, channel, 0, row, column};
      const double width = stage.marks.width(input);
      if (width == 0) continue;
      const Ref at = stretchedOf(stage.trace, input);
      Marks::outline(stage.paint, stage.stretchedBox(grid, at.row, at.column), width);
    }
}

/// The window of the kernel, and with dilation each of its taps.
void drawWindow(const Stage& stage, const GridPlace& grid) {
  const Rect& window = stage.place->window;
  const Box first = stage.stretchedBox(grid, window.top, window.left);
  const tconv::Rgb light = stage.theme().highlight;
  const Pair dilation{stage.trace.axes().h.dilation, stage.trace.axes().w.dilation};
  stage.paint.canvas().tag({});
  if (dilation.h > 1 || dilation.w > 1)
    for (Index row = window.top; row < window.bottom; row += dilation.h)
      for (Index column = window.left; column < window.right; column += dilation.w)
        stage.paint.frame(stage.stretchedBox(grid, row, column), light, 1.5);
  const Box all{first.x, first.y, static_cast<double>(window.width()) * grid.cell,
                static_cast<double>(window.height()) * grid.cell};
  stage.paint.frame(atLeast(all, kSmallestMark * stage.frame.scale), light, 3);
}

/// "padded by d(k − 1) − p = 1"; cropped where that is negative.
std::string padText(const tconv::Axes& axes, bool one_dimensional) {
  const auto side = [](const tconv::Axis& a) {
    const Index begin = a.stretchedBegin(), end = a.stretchedEnd();
    return begin == end ? fmt::format("{}", begin) : fmt::format("{} and {}", begin, end);
  };
  const bool same = one_dimensional || side(axes.h) == side(axes.w);
  const std::string amount = same ? side(axes.w) : fmt::format("{} × {}", side(axes.h), side(axes.w));
  const bool crops = axes.w.stretchedBegin() < 0 || (!one_dimensional && axes.h.stretchedBegin() < 0);
  return fmt::format("d(k − 1) − p = {}{}", amount, crops ? ": negative, so cropped" : " zeros around");
}

std::string insertedText(const tconv::Axes& axes, bool one_dimensional) {
  const Index h = axes.h.stride - 1, w = axes.w.stride - 1;
  if (one_dimensional || h == w) return fmt::format("s − 1 = {} between neighbours", w);
  return fmt::format("s − 1 = {} × {} between neighbours", h, w);
}

void drawStretched(const Stage& stage) {
  const Block& block = stage.layout.stretched;
  const tconv::Axes& axes = stage.trace.axes();
  const bool line = stage.trace.layer().dims == 1;
  const double s = stage.frame.scale;
  stage.paint.canvas().tag({});
  stage.paint.heading(block.heading, "Stretched input",
                      sizeText(stage.trace.layer(), {axes.h.stretched(), axes.w.stretched()}),
                      stage.layout.kernels.box().x);
  for (std::size_t i = 0; i < block.planes.size(); ++i) {
    const GridPlace& grid = block.planes[i];
    const Index channel = stage.firstIn() + static_cast<Index>(i);
    if (stage.paint.tiny(grid.cell)) {
      const GatherFacts& facts = gatherFacts(*stage.frame.derived);
      const Box all = stage.stretchedBox(grid, 0, 0);
      const Shape shape = facts.stretched.values.shape();
      stage.paint.canvas().tag({RefKind::stretched, channel});
      stage.paint.canvas().heatmap(
          {all.x, all.y, static_cast<double>(shape.w) * grid.cell, static_cast<double>(shape.h) * grid.cell},
          {planeOf(facts.stretched.values, 0, channel), shape.h, shape.w, stage.limits.input,
           &stage.theme().values, stage.theme().nan});
    } else {
      drawStretchedCells(stage, grid, channel);
    }
    drawCrop(stage, grid);
    markStretched(stage, grid, channel);
    if (block.planes.size() > 1) drawCaption(stage.paint, block, i, "channel", channel);
    if (stage.step && stage.step->channel == channel) {
      const Ref at =
          stretchedOf(stage.trace, {RefKind::input, channel, 0, stage.step->row, stage.step->column});
      stage.paint.canvas().tag({});
      stage.paint.frame(stage.stretchedBox(grid, at.row, at.column), stage.theme().highlight, 2);
    }
    if (stage.place && !stage.place->turning) drawWindow(stage, grid);
  }
  const Box below = block.box();
  const double y = below.bottom() + (block.planes.size() > 1 ? 36 : 20) * s;
  const double room = stage.layout.kernels.box().x - below.x - 16 * s;
  const std::string pad = padText(axes, line), both = insertedText(axes, line) + "; " + pad;
  stage.paint.canvas().tag({});
  const std::string& words = textWidth(both, 12 * s) <= room ? both : pad;
  if (textWidth(words, 12 * s) <= room) stage.paint.text({below.x, y}, words, 12 * s, stage.theme().muted);
}

/// Where tap (u, v) is drawn while the kernel has been turned by a share of 180 degrees; numbers stay
/// upright.
Box turnedBox(const GridPlace& grid, double u, double v, double share) {
  const double angle = std::numbers::pi * share;
  const Box box = grid.cellBox(u, v);
  const Point c = grid.box.center(), p = box.center();
  const double x = p.x - c.x, y = p.y - c.y;
  return {c.x + x * std::cos(angle) - y * std::sin(angle) - box.w / 2,
          c.y + x * std::sin(angle) + y * std::cos(angle) - box.h / 2, box.w, box.h};
}

double eased(double t) { return t * t * (3 - 2 * t); }

void drawKernelPlane(const Stage& stage, const GridPlace& grid, Index channel, double turned) {
  const Index out = stage.out_channel % stage.trace.weight().shape().c;
  for (Index u = 0; u < grid.rows; ++u)
    for (Index v = 0; v < grid.columns; ++v) {
      const Ref weight{RefKind::weight, channel, out, u, v};
      const Box box = turnedBox(grid, static_cast<double>(u), static_cast<double>(v), turned);
      stage.paint.canvas().tag(weight);
      stage.paint.cell(box, stage.trace.weight()(channel, out, u, v), stage.limits.kernel);
      const double width = stage.marks.width(weight);
      stage.paint.canvas().tag({});
      if (width > 0) Marks::outline(stage.paint, box, width);
    }
}

void drawKernels(const Stage& stage) {
  const Block& block = stage.layout.kernels;
  const double s = stage.frame.scale;
  const double turned = !stage.place && stage.moment.settled && !stage.moment.active ? 0
                        : stage.place && stage.place->turning
                            ? (stage.frame.reduced_motion ? 0 : eased(stage.place->turned))
                            : 1;
  stage.paint.canvas().tag({});
  stage.paint.heading(
      block.heading, turned >= 1 ? "Turned kernel" : "Kernel w",
      turned >= 1 ? "by 180°" : sizeText(stage.trace.layer(), stage.trace.weight().shape().spatial()),
      stage.layout.outputs.box().x - 24 * s);
  for (std::size_t i = 0; i < block.planes.size(); ++i) {
    const Index channel = stage.firstIn() + static_cast<Index>(i);
    drawKernelPlane(stage, block.planes[i], channel, turned);
    if (block.planes.size() > 1) drawCaption(stage.paint, block, i, "channel", channel);
    if (stage.place) stage.paint.frame(block.planes[i].box, stage.theme().highlight, 3);
  }
  const Box below = block.box();
  constexpr std::string_view kFirst = "is turned by 180° first";
  const double room = std::min(stage.layout.outputs.box().x - 24 * s, stage.frame.area.right()) - below.x;
  if (turned == 0 && block.planes.size() == 1 && textWidth(kFirst, 12 * s) <= room)
    stage.paint.text({below.x, below.bottom() + 20 * s}, kFirst, 12 * s, stage.theme().muted);
}

void drawOutputs(const Stage& stage) {
  const Block& block = stage.layout.outputs;
  const Rect window = stage.trace.window();
  const RunningOutput running(stage.trace, stage.moment);
  stage.paint.canvas().tag({});
  stage.paint.heading(block.heading, "Output y",
                      sizeText(stage.trace.layer(), {window.height(), window.width()}),
                      stage.frame.area.right());
  for (std::size_t i = 0; i < block.planes.size(); ++i) {
    const auto channel = static_cast<Index>(i);
    drawOutputCanvas(stage.paint, stage.frame, running, block.planes[i], channel);
    stage.marks.draw(stage.paint, block.planes[i], {RefKind::canvas, channel});
    if (block.planes.size() > 1) drawCaption(stage.paint, block, i, "channel", channel);
    if (!stage.place || stage.place->turning || stage.place->cell.channel != channel) continue;
    const Box cell = block.planes[i].cellBox(static_cast<double>(stage.place->cell.row),
                                             static_cast<double>(stage.place->cell.column));
    stage.paint.canvas().tag({});
    stage.paint.frame(atLeast(cell, kSmallestMark * stage.frame.scale), stage.theme().highlight, 3);
  }
}

}  // namespace
}  // namespace gather

void drawGather(Canvas& canvas, const Frame& frame) {
  const gather::Stage stage(canvas, frame);
  gather::drawStretched(stage);
  gather::drawKernels(stage);
  gather::drawOutputs(stage);
  gather::drawWords(stage.paint, frame, stage.place, stage.layout.words);
}

}  // namespace lab::view

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "i18n/translate.h"
#include "model/formula.h"
#include "model/related.h"
#include "view/bars.h"
#include "view/gather.h"
#include "view/marks.h"
#include "view/stage.h"
#include "view/type_metrics.h"

/// Zero insertion: the turned kernel slides over the stretched input and gathers one output cell at a time.
namespace lab::view {
namespace gather {
namespace {

/// The parts look at this.
struct Sheet : Stage {
  Sheet(Canvas& canvas, const Frame& f)
      : Stage(canvas, f), layout(layoutGather(f)), place(gatherPlace(trace, moment)), marks(f) {
    out_channel = place ? place->cell.channel : step ? step->first_out : 0;
  }

  GatherLayout layout;
  std::optional<GatherPlace> place;
  Marks marks;
  Index out_channel = 0;

  Index firstIn() const { return firstInOf(layer(), out_channel); }
  /// The cell of the stretched input, as placed with its cropped ring.
  Box stretchedBox(const GridPlace& grid, Index row, Index column) const {
    return grid.cellBox(static_cast<double>(row + croppedEnds(trace.axes().h).begin),
                        static_cast<double>(column + croppedEnds(trace.axes().w).begin));
  }
};

/// A zero that stands for nothing in the input: between two elements, or of the padding around them.
void drawZero(const Sheet& stage, const Box& box, bool padding) {
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

void drawStretchedCell(const Sheet& stage, const GridPlace& grid, Index channel, Index row, Index column) {
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
void drawCrop(const Sheet& stage, const GridPlace& grid) {
  const tconv::Axes& axes = stage.trace.axes();
  const CroppedEnds h = croppedEnds(axes.h), w = croppedEnds(axes.w);
  if (h.begin + h.end + w.begin + w.end == 0) return;
  stage.paint.canvas().tag({});
  const Rect kept{h.begin, w.begin, h.begin + axes.h.stretched(), w.begin + axes.w.stretched()};
  for (const Rect& strip : croppedStrips(grid, kept)) stage.paint.hatch(grid.span(strip));
  stage.paint.frame(grid.span(kept), stage.theme().ink, 1.5);
}

/// In 1-D: the elements, and nothing over the zeros between them.
void drawStretchedBars(const Sheet& stage, const GridPlace& grid, Index channel) {
  if (grid.bars <= 0) return;
  const Index begin = croppedEnds(stage.trace.axes().w).begin;
  const Tensor& x = stage.trace.x();
  std::vector<float> values(static_cast<std::size_t>(grid.columns));
  for (Index j = 0; j < x.shape().w; ++j) {
    const Ref at = stretchedOf(stage.trace, {RefKind::input, channel, 0, 0, j});
    values[static_cast<std::size_t>(at.column + begin)] = x(0, channel, 0, j);
  }
  drawBars(stage.paint, grid, values, stage.limits.input, {RefKind::stretched, channel});
}

void drawStretchedCells(const Sheet& stage, const GridPlace& grid, Index channel) {
  const CroppedEnds h = croppedEnds(stage.trace.axes().h), w = croppedEnds(stage.trace.axes().w);
  const Rect seen = visibleCells(grid, stage.frame.area);
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column)
      drawStretchedCell(stage, grid, channel, row - h.begin, column - w.begin);
}

void drawStretchedPicture(const Sheet& stage, const GridPlace& grid, Index channel) {
  const Tensor& values = gatherFacts(*stage.frame.derived).stretched.values;
  const Index top = croppedEnds(stage.trace.axes().h).begin, left = croppedEnds(stage.trace.axes().w).begin;
  GridPlace kept = grid;
  kept.rows = values.shape().h, kept.columns = values.shape().w;
  kept.box = grid.span({top, left, top + kept.rows, left + kept.columns});
  drawValues(stage.paint, stage.frame, kept, planeOf(values, 0, channel), stage.limits.input,
             {RefKind::stretched, channel}, Lifetime::document);
}

void markStretched(const Sheet& stage, const GridPlace& grid, Index channel) {
  if (!stage.marks.any() || drawnAsPicture(stage.paint, stage.frame, grid)) return;
  stage.paint.canvas().tag({});
  const CroppedEnds h = croppedEnds(stage.trace.axes().h), w = croppedEnds(stage.trace.axes().w);
  const Rect seen = visibleCells(grid, stage.frame.area);
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) {
      const Ref at{RefKind::stretched, channel, 0, row - h.begin, column - w.begin};
      const Ref input = standingOn(stage.trace, at);
      const double width = stage.marks.width(input ? input : at);
      if (width > 0) Marks::outline(stage.paint, stage.stretchedBox(grid, at.row, at.column), width);
    }
}

/// The window of the kernel, and with dilation each of its taps.
void drawWindow(const Sheet& stage, const GridPlace& grid) {
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

/// One number for both axes where they agree, else "(height, width)".
std::string axesText(Pair value, bool one_dimensional) {
  const auto number = [](Index n) { return fmt::format("{}{}", n < 0 ? "−" : "", std::abs(n)); };
  if (one_dimensional || value.h == value.w) return number(value.w);
  return fmt::format("({}, {})", number(value.h), number(value.w));
}

/// "padded by d(k − 1) − p = 1", both ends where they differ; what is negative crops.
std::string padText(const tconv::Axes& axes, bool one_dimensional) {
  const Pair begin{axes.h.stretchedBegin(), axes.w.stretchedBegin()},
      end{axes.h.stretchedEnd(), axes.w.stretchedEnd()};
  const bool appends = axes.h.output_padding > 0 || axes.w.output_padding > 0;
  std::string amount = axesText(begin, one_dimensional);
  if (begin != end)
    amount = trf("{} before, {}{} after", amount, appends ? "+ op = " : "", axesText(end, one_dimensional));
  const bool crops = std::min({begin.h, begin.w, end.h, end.w}) < 0;
  return crops ? trf("padded by d(k − 1) − p = {}; negative crops", amount)
               : trf("padded by d(k − 1) − p = {}", amount);
}

std::string insertedText(const tconv::Axes& axes, bool one_dimensional) {
  const Index h = axes.h.stride - 1, w = axes.w.stride - 1;
  if (one_dimensional || h == w) return trf("s − 1 = {} between neighbours", w);
  return trf("s − 1 = {} × {} between neighbours", h, w);
}

void drawStretched(const Sheet& stage) {
  const Block& block = stage.layout.stretched;
  const tconv::Axes& axes = stage.trace.axes();
  const bool line = stage.trace.layer().dims == 1;
  const double s = stage.frame.scale;
  stage.paint.canvas().tag({});
  stage.paint.heading(block.heading, tr("Stretched input"),
                      sizeText(stage.trace.layer(), {axes.h.stretched(), axes.w.stretched()}),
                      stage.layout.kernels.box().x);
  for (std::size_t i = 0; i < block.planes.size(); ++i) {
    const GridPlace& grid = block.planes[i];
    const Index channel = stage.firstIn() + static_cast<Index>(i);
    if (drawnAsPicture(stage.paint, stage.frame, grid)) {
      drawStretchedPicture(stage, grid, channel);
    } else {
      drawStretchedBars(stage, grid, channel);
      drawStretchedCells(stage, grid, channel);
    }
    drawCrop(stage, grid);
    markStretched(stage, grid, channel);
    if (block.planes.size() > 1) drawCaption(stage.paint, block, i, trf("channel {}", channel), channel);
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

void drawKernelPlane(const Sheet& stage, const GridPlace& grid, Index channel, double turned) {
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

/// At rest, below the kernel: a turning arrow, and what is going to happen.
void announceTurn(const Sheet& stage) {
  const std::string_view words = tr("turned by 180° before it slides");
  const Box kernel = stage.layout.kernels.box();
  const double s = stage.frame.scale, size = 12 * s, radius = 6 * s, indent = 22 * s;
  const double room = std::min(stage.layout.outputs.box().x - 24 * s, stage.frame.area.right()) - kernel.x;
  if (indent + textWidth(words, size) > room) return;
  const double baseline = kernel.bottom() + 20 * s;
  const Point c{kernel.x + radius + s, baseline - size * kCapHeight / 2 + radius / 2};
  const double tip = c.x + radius, head = 3.5 * s, arch = radius * 4 / 3;
  Path arrow;
  arrow.moveTo({c.x - radius, c.y})
      .cubicTo({c.x - radius, c.y - arch}, {tip, c.y - arch}, {tip, c.y})
      .moveTo({tip - head, c.y - head})
      .lineTo({tip, c.y})
      .lineTo({tip + head, c.y - head});
  stage.paint.canvas().path(arrow, {{}, Stroke{Color(stage.theme().muted), 1.5 * s}});
  stage.paint.text({kernel.x + indent, baseline}, words, size, stage.theme().muted);
}

void drawKernels(const Sheet& stage) {
  const Block& block = stage.layout.kernels;
  const double s = stage.frame.scale;
  const double turned = !stage.place && stage.moment.settled && !stage.moment.active ? 0
                        : stage.place && stage.place->turning
                            ? (stage.frame.reduced_motion ? 0 : eased(stage.place->turned))
                            : 1;
  stage.paint.canvas().tag({});
  stage.paint.heading(
      block.heading, turned >= 1 ? tr("Turned kernel") : tr("Kernel w"),
      turned >= 1 ? tr("by 180°") : sizeText(stage.trace.layer(), stage.trace.weight().shape().spatial()),
      stage.layout.outputs.box().x - 24 * s);
  for (std::size_t i = 0; i < block.planes.size(); ++i) {
    const Index channel = stage.firstIn() + static_cast<Index>(i);
    drawKernelPlane(stage, block.planes[i], channel, turned);
    if (block.planes.size() > 1) drawCaption(stage.paint, block, i, trf("channel {}", channel), channel);
    if (stage.place) stage.paint.frame(block.planes[i].box, stage.theme().highlight, 3);
  }
  if (turned == 0 && block.planes.size() == 1) announceTurn(stage);
}

void drawOutputs(const Sheet& stage) {
  const Block& block = stage.layout.outputs;
  const Rect window = stage.trace.window();
  stage.paint.canvas().tag({});
  stage.paint.heading(block.heading, tr("Output y"),
                      sizeText(stage.trace.layer(), {window.height(), window.width()}),
                      stage.frame.area.right());
  for (std::size_t i = 0; i < block.planes.size(); ++i) {
    const auto channel = static_cast<Index>(i);
    drawOutputCanvas(stage.paint, stage.frame, stage.running, block.planes[i], channel);
    stage.marks.draw(stage.paint, block.planes[i], {RefKind::canvas, channel});
    if (block.planes.size() > 1) drawCaption(stage.paint, block, i, trf("channel {}", channel), channel);
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
  const gather::Sheet stage(canvas, frame);
  gather::drawStretched(stage);
  gather::drawKernels(stage);
  gather::drawOutputs(stage);
  gather::drawWords(stage.paint, frame, stage.place, stage.layout.words);
}

}  // namespace lab::view

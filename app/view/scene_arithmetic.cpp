#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/formula.h"
#include "model/running.h"
#include "view/arithmetic.h"
#include "view/number_format.h"

/// The step in numbers: columns of text that are laid out from the top down.
namespace lab::view {
namespace arithmetic {
namespace {

/// The part of the touched field stands out.
Weight weightOf(const FormulaPart& part, std::string_view touched) {
  return !touched.empty() && part.field == touched ? Weight::bold : Weight::regular;
}

double widthOf(const Formula& formula, double size, std::string_view touched) {
  double sum = 0;
  for (const FormulaPart& part : formula) sum += textWidth(part.text, size, weightOf(part, touched));
  return sum;
}

/// A formula on one line, smaller where it would not fit.
void writeFormula(Column& column, const Formula& formula, tconv::Rgb color, std::string_view touched) {
  const double room = column.width();
  const double size = std::min(14.0, 14.0 * room / widthOf(formula, 14, touched));
  double x = column.left();
  for (const FormulaPart& part : formula) {
    const Weight weight = weightOf(part, touched);
    column.text(x, part.text, size, weight == Weight::bold ? column.theme().accent : color, Align::start,
                weight);
    x += textWidth(part.text, size * column.scale(), weight);
  }
  column.space(kRow);
}

void writeOutputSize(Column& column, const Frame& frame) {
  const tconv::Trace& trace = *frame.derived->trace;
  const tconv::Axes& axes = trace.axes();
  const Rect window = trace.window();
  column.heading(tr("Output size"), sizeText(trace.layer(), {window.height(), window.width()}));
  // One line of symbols for both axes: where the ends differ on either, it names them apart.
  const tconv::Axis& general = axes.h.pad_begin != axes.h.pad_end ? axes.h : axes.w;
  writeFormula(column, outputSizeInSymbols(general), column.theme().muted, frame.touched);
  if (trace.layer().dims == 1 || axes.h == axes.w)
    return writeFormula(column, outputSizeInNumbers(axes.w), column.theme().ink, frame.touched);
  for (const auto& [name, axis] : {std::pair{tr("height"), axes.h}, std::pair{tr("width"), axes.w}}) {
    column.text(column.left(), name, 12, column.theme().faint);
    column.text(column.right(), fmt::format("= {}", axis.output()), 14, column.theme().ink, Align::end,
                Weight::bold);
    column.space(18);
    writeFormula(column, outputSizeInNumbers(axis), column.theme().ink, frame.touched);
  }
}

struct Tap {
  Index out, u, v;
};

std::vector<Tap> tapsOf(const tconv::Trace& trace) {
  const Shape w = trace.weight().shape();
  std::vector<Tap> taps;
  for (Index out = 0; out < w.c; ++out)
    for (Index u = 0; u < w.h; ++u)
      for (Index v = 0; v < w.w; ++v) {
        if (taps.size() > kMostRows) return taps;
        taps.push_back({out, u, v});
      }
  return taps;
}

/// "y[1,1]   7 + 5 · 1 = 12" for one tap of the active step.
void writeAddition(Column& column, const Frame& frame, const tconv::Step& step, const Tap& tap, Index index) {
  const tconv::Trace& trace = *frame.derived->trace;
  const Index row = trace.axes().h.place(step.row, tap.u), col = trace.axes().w.place(step.column, tap.v);
  const Index channel = step.first_out + tap.out;
  const bool kept = trace.window().contains(row, col);
  column.row({RefKind::canvas, channel, 0, row, col});
  const double s = column.scale(), right = column.right();
  const std::string name = outputName(trace, channel, row, col);
  const double size = textWidth(name, 14) > 64 ? 12 : 14;
  column.text(column.left(), name, size, kept ? column.theme().muted : column.theme().faint);
  if (!kept) {
    column.text(right, tr("cropped"), 12, column.theme().faint, Align::end);
    return column.space(kRow);
  }
  const float before = trace.value({step.index, index}, channel, row, col);
  const float after = trace.value({step.index, index + 1}, channel, row, col);
  const float weight = trace.weight()(step.channel, tap.out, tap.u, tap.v);
  column.text(right - 148 * s, shortNumber(before, 5), size, column.theme().muted, Align::end);
  column.text(right - 139 * s, "+", size, column.theme().faint, Align::middle);
  column.text(right - 130 * s, fmt::format("{} · {}", shortNumber(step.value, 5), shortNumber(weight, 5)),
              size, column.theme().ink);
  column.text(right - 52 * s, "=", size, column.theme().faint, Align::middle);
  column.text(right, shortNumber(after, 6), size, column.theme().ink, Align::end, Weight::bold);
  column.space(kRow);
}

void writeStep(Column& column, const Frame& frame) {
  const tconv::Trace& trace = *frame.derived->trace;
  const Moment moment = momentOf(frame);
  if (const auto cell = cellOf(trace, moment)) {
    column.heading(trf("This cell {}", outputName(trace, cell->channel, cell->row, cell->column)));
    return writeCell(column, frame, {RefKind::canvas, cell->channel, 0, cell->row, cell->column});
  }
  column.heading(tr("This step"));
  if (!moment.active) {
    for (const char* line : {tr("Nothing has been added yet."), tr("Space plays, Right takes one step."),
                             tr("Hover a cell to see where it comes from,"), tr("click to pin it.")}) {
      column.line(line, 14, column.theme().muted);
    }
    return;
  }
  const tconv::Step step = trace.step(*moment.active);
  column.text(column.left(),
              trf("old + {} · w = new", inputName(trace.layer(), step.channel, step.row, step.column)), 14,
              column.theme().muted);
  column.space(26);
  const std::vector<Tap> taps = tapsOf(trace);
  for (std::size_t i = 0; i < std::min(taps.size(), kMostRows); ++i)
    writeAddition(column, frame, step, taps[i], static_cast<Index>(i));
  if (taps.size() > kMostRows) column.more(static_cast<std::size_t>(trace.tapsPerStep()) - kMostRows);
}

/// What explains the arithmetic of a cell while nothing is pinned or hovered: the first cell that the step
/// adds to. Going cell by cell the step is that already.
Ref exampleOf(const Frame& frame) {
  const tconv::Trace& trace = frame.trace();
  const Moment moment = momentOf(frame);
  if (!moment.active) return {};
  const tconv::Step step = trace.step(*moment.active);
  const Shape w = trace.weight().shape();
  for (Index u = 0; u < w.h; ++u)
    for (Index v = 0; v < w.w; ++v) {
      const Index row = trace.axes().h.place(step.row, u), column = trace.axes().w.place(step.column, v);
      if (trace.window().contains(row, column)) return {RefKind::canvas, step.first_out, 0, row, column};
    }
  return {};
}

void writeElements(Column& column, const Frame& frame) {
  writeElement(column, frame, frame.pinned, tr("Pinned"));
  if (frame.hover != frame.pinned) writeElement(column, frame, frame.hover, tr("Under the pointer:"));
}

/// Everything in one column.
double writeNarrow(Canvas* canvas, const Frame& frame) {
  Column column(canvas, frame,
                {frame.area.x, frame.area.y, std::min(frame.area.w, kWidest * frame.scale), frame.area.h},
                frame.scale);
  writeOutputSize(column, frame);
  column.rule();
  writeStep(column, frame);
  writeElements(column, frame);
  writeSelfCheck(column, frame);
  column.space(20);
  return column.y() - frame.area.y;
}

/// Sizes and step at the left, what is pointed at and the check at the right, in larger type.
double writeWide(Canvas* canvas, const Frame& frame) {
  const double scale = frame.scale * kWideType;
  const double width = std::min(frame.area.w / 2, kWidest * frame.scale);
  Column left(canvas, frame, {frame.area.x, frame.area.y, width, frame.area.h}, scale);
  writeOutputSize(left, frame);
  left.rule();
  writeStep(left, frame);
  Column right(canvas, frame, {frame.area.x + width, frame.area.y, width, frame.area.h}, scale);
  right.skipRule();
  if (hasFacts(frame, frame.pinned) || hasFacts(frame, frame.hover))
    writeElements(right, frame);
  else
    writeElement(right, frame, exampleOf(frame), tr("For example"));
  writeSelfCheck(right, frame);
  return std::max(left.y(), right.y()) + 20 * scale - frame.area.y;
}

/// The frame with its zoom and pan applied to its area and its type.
Frame zoomed(Frame frame) {
  const Point c = frame.area.center();
  const double w = frame.area.w, h = frame.area.h, zoom = frame.zoom;
  frame.area = {c.x - w * zoom / 2 + frame.pan.x * w, c.y - h * zoom / 2 + frame.pan.y * h, w * zoom,
                h * zoom};
  frame.scale *= zoom;
  return frame;
}

double writeAll(Canvas* canvas, const Frame& frame) {
  const Frame shown = zoomed(frame);
  return shown.area.w >= kWide * shown.scale ? writeWide(canvas, shown) : writeNarrow(canvas, shown);
}

}  // namespace
}  // namespace arithmetic

void drawArithmetic(Canvas& canvas, const Frame& frame) {
  const i18n::LanguageScope scope(frame.language);
  arithmetic::writeAll(&canvas, frame);
}

double arithmeticHeight(const Frame& frame) {
  const i18n::LanguageScope scope(frame.language);
  return arithmetic::writeAll(nullptr, frame);
}

}  // namespace lab::view

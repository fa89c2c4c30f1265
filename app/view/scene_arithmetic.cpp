#include <fmt/format.h>

#include <algorithm>

#include "model/formula.h"
#include "model/related.h"
#include "model/running.h"
#include "tconv/gather.h"
#include "view/number_format.h"
#include "view/scene.h"
#include "view/type_metrics.h"

/// The step in numbers: a column of text that is laid out from the top down.
namespace lab::view {
namespace {

constexpr double kMargin = 20, kRow = 22;
/// Longer lists are cut with a count of what is left out.
constexpr std::size_t kMostRows = 200;

/// Writes lines downwards; without a canvas it only measures, so that drawing and height cannot disagree.
class Column {
 public:
  Column(Canvas* canvas, const Frame& frame)
      : canvas_(canvas), frame_(frame), y_(frame.area.y + 20 * frame.scale) {}

  double y() const { return y_; }
  double scale() const { return frame_.scale; }
  const Theme& theme() const { return *frame_.theme; }
  double left() const { return frame_.area.x + kMargin * scale(); }
  double right() const { return frame_.area.right() - kMargin * scale(); }

  void space(double points) { y_ += points * scale(); }

  void text(double x, std::string_view utf8, double size, tconv::Rgb color, Align align = Align::start,
            Weight weight = Weight::regular) {
    if (canvas_) canvas_->text({x, y_ + 16 * scale()}, utf8, {size * scale(), Color(color), align, weight});
  }

  void heading(std::string_view utf8, std::string_view result = {}) {
    tag({});
    text(left(), utf8, 16, theme().ink, Align::start, Weight::bold);
    if (!result.empty()) text(right(), result, 16, theme().ink, Align::end, Weight::bold);
    space(28);
  }

  void rule() {
    space(10);
    tag({});
    if (canvas_) canvas_->rect({left(), y_, right() - left(), scale()}, {Color(theme().line), {}});
    space(10);
  }

  /// The row that is about to be written stands for an element, and lights up with it.
  void row(const Ref& what) {
    tag(what);
    const bool lit = what && (what == frame_.hover || what == frame_.pinned);
    const Box band{left() - 8 * scale(), y_, right() - left() + 16 * scale(), kRow * scale()};
    // Filled also where nothing is seen, so that the pointer finds it.
    if (canvas_) canvas_->rect(band, {Color(theme().raised, lit ? 1 : 0), {}, 4 * scale()});
  }

  void tag(const Ref& what) {
    if (canvas_) canvas_->tag(what);
  }

 private:
  Canvas* canvas_;
  const Frame& frame_;
  double y_;
};

/// The part of the touched field stands out.
Weight weightOf(const FormulaPart& part, std::string_view touched) {
  return !touched.empty() && part.field == touched ? Weight::bold : Weight::regular;
}

double width(const Formula& formula, double size, std::string_view touched) {
  double sum = 0;
  for (const FormulaPart& part : formula) sum += textWidth(part.text, size, weightOf(part, touched));
  return sum;
}

/// A formula on one line, smaller where it would not fit.
void writeFormula(Column& column, const Formula& formula, tconv::Rgb color, std::string_view touched) {
  const double room = (column.right() - column.left()) / column.scale();
  const double size = std::min(14.0, 14.0 * room / width(formula, 14, touched));
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
  column.heading("Output size", sizeText(trace.layer(), {window.height(), window.width()}));
  // One line of symbols for both axes: where the ends differ on either, it names them apart.
  const tconv::Axis& general = axes.h.pad_begin != axes.h.pad_end ? axes.h : axes.w;
  writeFormula(column, outputSizeInSymbols(general), column.theme().muted, frame.touched);
  if (trace.layer().dims == 1 || axes.h == axes.w)
    return writeFormula(column, outputSizeInNumbers(axes.w), column.theme().ink, frame.touched);
  for (const auto& [name, axis] : {std::pair{"height", axes.h}, std::pair{"width", axes.w}}) {
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
    column.text(right, "cropped", 12, column.theme().faint, Align::end);
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

void writeMore(Column& column, std::size_t left_out) {
  column.tag({});
  column.text(column.left(), fmt::format("… and {} more", left_out), 14, column.theme().muted);
  column.space(kRow);
}

/// The terms of an output cell and what they have come to.
void writeCell(Column& column, const Frame& frame, const Ref& ref) {
  const tconv::Trace& trace = *frame.derived->trace;
  const tconv::Layer& layer = trace.layer();
  const RunningOutput running(trace, momentOf(frame));
  const auto terms = tconv::termsOf(layer, trace.x().shape().spatial(), ref.channel, ref.row, ref.column);
  const Index added = running.termsAdded(ref.channel, ref.row, ref.column);
  if (!frame.derived->bias.empty() && trace.window().contains(ref.row, ref.column)) {
    column.text(column.left(), "bias", 14, column.theme().muted);
    column.text(column.right(), shortNumber(frame.derived->bias[static_cast<std::size_t>(ref.channel)], 8),
                14, column.theme().ink, Align::end);
    column.space(kRow);
  }
  for (std::size_t i = 0; i < std::min(terms.size(), kMostRows); ++i) {
    const tconv::Term& t = terms[i];
    column.row({RefKind::input, t.channel, 0, t.row, t.column});
    column.text(
        column.left(),
        inputName(layer, t.channel, t.row, t.column) + " · " + weightName(layer, t.channel, t.out, t.u, t.v),
        14, column.theme().muted);
    const bool is_added = static_cast<Index>(i) < added;
    const std::string product =
        fmt::format("{} · {}", shortNumber(trace.x()(0, t.channel, t.row, t.column), 6),
                    shortNumber(trace.weight()(t.channel, t.out, t.u, t.v), 6));
    column.text(column.right(), is_added ? product : "still to come", 14,
                is_added ? column.theme().ink : column.theme().faint, Align::end);
    column.space(kRow);
  }
  column.tag({});
  if (terms.size() > kMostRows) writeMore(column, terms.size() - kMostRows);
  if (terms.empty()) {
    column.text(column.left(), "No kernel tap reaches this cell.", 14, column.theme().muted);
    column.space(kRow);
  }
  column.text(column.left(), static_cast<std::size_t>(added) == terms.size() ? "sum" : "so far", 14,
              column.theme().muted);
  column.text(column.right(), fullNumber(running.value(ref.channel, ref.row, ref.column)), 16,
              column.theme().ink, Align::end, Weight::bold);
  column.space(26);
}

void writeStep(Column& column, const Frame& frame) {
  const tconv::Trace& trace = *frame.derived->trace;
  const Moment moment = momentOf(frame);
  if (const auto cell = cellOf(trace, moment)) {
    column.heading(fmt::format("This cell {}", outputName(trace, cell->channel, cell->row, cell->column)));
    return writeCell(column, frame, {RefKind::canvas, cell->channel, 0, cell->row, cell->column});
  }
  column.heading("This step");
  if (!moment.active) {
    for (const char* line : {"Nothing has been added yet.", "Space plays, Right takes one step.",
                             "Hover a cell to see where it comes from,", "click to pin it."}) {
      column.text(column.left(), line, 14, column.theme().muted);
      column.space(kRow);
    }
    return;
  }
  const tconv::Step step = trace.step(*moment.active);
  column.text(
      column.left(),
      fmt::format("old + {} · w = new", inputName(trace.layer(), step.channel, step.row, step.column)), 14,
      column.theme().muted);
  column.space(26);
  const std::vector<Tap> taps = tapsOf(trace);
  for (std::size_t i = 0; i < std::min(taps.size(), kMostRows); ++i)
    writeAddition(column, frame, step, taps[i], static_cast<Index>(i));
  if (taps.size() > kMostRows) writeMore(column, static_cast<std::size_t>(trace.tapsPerStep()) - kMostRows);
}

void writeFact(Column& column, std::string_view name, const std::string& value) {
  column.text(column.left(), name, 14, column.theme().muted);
  column.text(column.right(), value, 14, column.theme().ink, Align::end);
  column.space(kRow);
}

void writeInput(Column& column, const Frame& frame, const Ref& ref) {
  const tconv::Trace& trace = *frame.derived->trace;
  const tconv::Step step = trace.step(trace.stepOf(ref.channel, ref.row, ref.column));
  writeFact(column, "value", fullNumber(step.value));
  writeFact(column, "step", fmt::format("{} of {}", step.index + 1, trace.steps()));
  writeFact(column, "taps it feeds", fmt::format("{}", trace.tapsPerStep()));
  if (trace.layer().dims == 1)
    writeFact(column, "its patch covers", fmt::format("{} to {}", step.patch.left, step.patch.right - 1));
  else
    writeFact(column, "its patch covers",
              fmt::format("rows {}–{}, columns {}–{}", step.patch.top, step.patch.bottom - 1, step.patch.left,
                          step.patch.right - 1));
}

void writeWeight(Column& column, const Frame& frame, const Ref& ref) {
  const tconv::Trace& trace = *frame.derived->trace;
  const Shape x = trace.x().shape();
  writeFact(column, "value", fullNumber(trace.weight()(ref.channel, ref.out, ref.row, ref.column)));
  writeFact(column, "multiplies", fmt::format("{} input elements", x.h * x.w));
  const Pair stride{trace.axes().h.stride, trace.axes().w.stride};
  writeFact(column, "its products are", fmt::format("{} apart", sizeText(trace.layer(), stride)));
}

void writeTerm(Column& column, const Frame& frame, const Ref& ref) {
  const tconv::Trace& trace = *frame.derived->trace;
  const tconv::Step step = trace.step(trace.stepOf(ref.channel, ref.row, ref.column));
  const Ref to = canvasOf(trace, ref);
  writeFact(column, "product",
            fmt::format("{} · {} = {}", shortNumber(step.value, 6),
                        shortNumber(trace.weight()(ref.channel, ref.out, ref.u, ref.v), 6),
                        shortNumber(trace.product(step, ref.out, ref.u, ref.v), 8)));
  writeFact(column, trace.window().contains(to.row, to.column) ? "a term of" : "would be a term of",
            outputName(trace, to.channel, to.row, to.column));
  writeFact(column, "step", fmt::format("{} of {}", step.index + 1, trace.steps()));
}

/// The name of an element as the board and the formulas give it.
std::string nameOf(const tconv::Trace& trace, const Ref& ref) {
  switch (ref.kind) {
    case RefKind::input:
      return inputName(trace.layer(), ref.channel, ref.row, ref.column);
    case RefKind::weight:
    case RefKind::patch:
      return weightName(trace.layer(), ref.channel, ref.out, ref.row, ref.column);
    case RefKind::canvas:
      return outputName(trace, ref.channel, ref.row, ref.column);
    case RefKind::term:
      return nameOf(trace, inputOf(ref)) + " · " + nameOf(trace, weightOf(ref));
    case RefKind::stretched:
      return "a zero";
    case RefKind::tile:
    case RefKind::none:
      break;
  }
  return {};
}

void writeElement(Column& column, const Frame& frame, const Ref& element, std::string_view title) {
  const Ref ref = resolved(frame.trace(), momentOf(frame).active, element);
  if (!exists(frame.trace(), ref) || ref.kind == RefKind::tile) return;
  column.rule();
  column.heading(fmt::format("{} {}", title, nameOf(*frame.derived->trace, ref)));
  switch (ref.kind) {
    case RefKind::input:
      return writeInput(column, frame, ref);
    case RefKind::weight:
    case RefKind::patch:
      return writeWeight(column, frame, ref);
    case RefKind::canvas:
      return writeCell(column, frame, ref);
    case RefKind::term:
      return writeTerm(column, frame, ref);
    case RefKind::stretched:
      return writeFact(column, "stands for", "no input element");
    case RefKind::tile:
    case RefKind::none:
      return;
  }
}

double writeAll(Canvas* canvas, const Frame& frame) {
  Column column(canvas, frame);
  writeOutputSize(column, frame);
  column.rule();
  writeStep(column, frame);
  writeElement(column, frame, frame.pinned, "Pinned");
  if (frame.hover != frame.pinned) writeElement(column, frame, frame.hover, "Under the pointer:");
  column.space(20);
  return column.y() - frame.area.y;
}

}  // namespace

void drawArithmetic(Canvas& canvas, const Frame& frame) { writeAll(&canvas, frame); }

double arithmeticHeight(const Frame& frame) { return writeAll(nullptr, frame); }

}  // namespace lab::view

#include <algorithm>

#include "i18n/translate.h"
#include "model/formula.h"
#include "model/related.h"
#include "model/running.h"
#include "tconv/gather.h"
#include "view/arithmetic.h"
#include "view/number_format.h"

/// What the arithmetic says about single elements.
namespace lab::view::arithmetic {
namespace {

/// One term of an output cell as a row of texts.
struct TermRow {
  tconv::Term term;
  std::string name, factors, product, sum;
  bool added = false;
};

/// How the terms of a cell are written: factors alone where there is no room for more.
struct TermStyle {
  double product = 0;  ///< how far right of the row's end the equations end, in points of the column
  bool in_full = false;
};

constexpr double kTermGap = 16;

std::string equation(const TermRow& row) { return fmt::format("{} = {}", row.factors, row.product); }

TermStyle styleFor(const std::vector<TermRow>& rows, double room) {
  double names = 0, equations = 0, sums = textWidth(tr("running sum"), 12);
  for (const TermRow& row : rows) {
    names = std::max(names, textWidth(row.name, 14));
    equations = std::max(equations, textWidth(equation(row), 14));
    sums = std::max(sums, textWidth(row.sum, 14, Weight::bold));
  }
  return {sums + kTermGap, names + equations + sums + 2 * kTermGap <= room};
}

/// The first kMostRows terms. A running sum is what the cell has held since its term was added.
std::vector<TermRow> rowsOf(const Frame& frame, const Ref& cell, std::span<const tconv::Term> terms,
                            Index added) {
  const tconv::Trace& trace = frame.trace();
  const tconv::Layer& layer = trace.layer();
  const Shape w = trace.weight().shape();
  std::vector<TermRow> rows;
  for (const tconv::Term& t : terms.first(std::min(terms.size(), kMostRows))) {
    const tconv::Step step = trace.step(trace.stepOf(t.channel, t.row, t.column));
    const tconv::Position after{step.index, (t.out * w.h + t.u) * w.w + t.v + 1};
    rows.push_back(
        {t,
         inputName(layer, t.channel, t.row, t.column) + " · " + weightName(layer, t.channel, t.out, t.u, t.v),
         fmt::format("{} · {}", shortNumber(step.value, 6),
                     shortNumber(trace.weight()(t.channel, t.out, t.u, t.v), 6)),
         shortNumber(trace.product(step, t.out, t.u, t.v), 6),
         shortNumber(trace.value(after, cell.channel, cell.row, cell.column), 6),
         static_cast<Index>(rows.size()) < added});
  }
  return rows;
}

void writeTermRow(Column& column, const TermRow& row, const TermStyle& style) {
  const Theme& theme = column.theme();
  const double right = column.right();
  column.row({RefKind::input, row.term.channel, 0, row.term.row, row.term.column});
  column.text(column.left(), row.name, 14, theme.muted);
  if (!row.added) {
    column.text(right, tr("still to come"), 14, theme.faint, Align::end);
  } else if (style.in_full) {
    column.text(right - style.product * column.scale(), equation(row), 14, theme.ink, Align::end);
    column.text(right, row.sum, 14, theme.ink, Align::end, Weight::bold);
  } else {
    column.text(right, row.factors, 14, theme.ink, Align::end);
  }
  column.space(kRow);
}

void writeTerms(Column& column, const std::vector<TermRow>& rows) {
  const TermStyle style = styleFor(rows, column.width());
  if (style.in_full && !rows.empty() && rows.front().added) {
    column.tag({});
    column.text(column.right(), tr("running sum"), 12, column.theme().faint, Align::end);
    column.space(18);
  }
  for (const TermRow& row : rows) writeTermRow(column, row, style);
}

}  // namespace

void writeCell(Column& column, const Frame& frame, const Ref& ref) {
  const tconv::Trace& trace = frame.trace();
  const RunningOutput running(trace, momentOf(frame));
  const auto terms =
      tconv::termsOf(trace.layer(), trace.x().shape().spatial(), ref.channel, ref.row, ref.column);
  const Index added = running.termsAdded(ref.channel, ref.row, ref.column);
  if (!frame.derived->bias.empty() && trace.window().contains(ref.row, ref.column))
    column.fact(tr("bias"), shortNumber(frame.derived->bias[static_cast<std::size_t>(ref.channel)], 8));
  writeTerms(column, rowsOf(frame, ref, terms, added));
  if (terms.size() > kMostRows) column.more(terms.size() - kMostRows);
  if (terms.empty()) column.line(tr("No kernel tap reaches this cell."), 14, column.theme().muted);
  column.tag({});
  column.text(column.left(), static_cast<std::size_t>(added) == terms.size() ? tr("sum") : tr("so far"), 14,
              column.theme().muted);
  column.text(column.right(), fullNumber(running.value(ref.channel, ref.row, ref.column)), 16,
              column.theme().ink, Align::end, Weight::bold);
  column.space(26);
}

namespace {

void writeInput(Column& column, const Frame& frame, const Ref& ref) {
  const tconv::Trace& trace = *frame.derived->trace;
  const tconv::Step step = trace.step(trace.stepOf(ref.channel, ref.row, ref.column));
  column.fact(tr("value"), fullNumber(step.value));
  column.fact(tr("step"), trf("{} of {}", step.index + 1, trace.steps()));
  column.fact(tr("taps it feeds"), fmt::format("{}", trace.tapsPerStep()));
  if (trace.layer().dims == 1)
    column.fact(tr("its patch covers"), trf("{} to {}", step.patch.left, step.patch.right - 1));
  else
    column.fact(tr("its patch covers"), trf("rows {}–{}, columns {}–{}", step.patch.top,
                                            step.patch.bottom - 1, step.patch.left, step.patch.right - 1));
}

void writeWeight(Column& column, const Frame& frame, const Ref& ref) {
  const tconv::Trace& trace = *frame.derived->trace;
  const Shape x = trace.x().shape();
  column.fact(tr("value"), fullNumber(trace.weight()(ref.channel, ref.out, ref.row, ref.column)));
  column.fact(tr("multiplies"), trf("{} input elements", x.h * x.w));
  const Pair stride{trace.axes().h.stride, trace.axes().w.stride};
  column.fact(tr("its products are"), trf("{} apart", sizeText(trace.layer(), stride)));
}

void writeTerm(Column& column, const Frame& frame, const Ref& ref) {
  const tconv::Trace& trace = *frame.derived->trace;
  const tconv::Step step = trace.step(trace.stepOf(ref.channel, ref.row, ref.column));
  const Ref to = canvasOf(trace, ref);
  column.fact(tr("product"), fmt::format("{} · {} = {}", shortNumber(step.value, 6),
                                         shortNumber(trace.weight()(ref.channel, ref.out, ref.u, ref.v), 6),
                                         shortNumber(trace.product(step, ref.out, ref.u, ref.v), 8)));
  column.fact(trace.window().contains(to.row, to.column) ? tr("a term of") : tr("would be a term of"),
              outputName(trace, to.channel, to.row, to.column));
  column.fact(tr("step"), trf("{} of {}", step.index + 1, trace.steps()));
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
      return tr("a zero");
    case RefKind::tile:
    case RefKind::none:
      break;
  }
  return {};
}

}  // namespace

bool hasFacts(const Frame& frame, const Ref& element) {
  const Ref ref = resolved(frame.trace(), momentOf(frame).active, element);
  return exists(frame.trace(), ref) && ref.kind != RefKind::tile;
}

void writeElement(Column& column, const Frame& frame, const Ref& element, std::string_view title) {
  if (!hasFacts(frame, element)) return;
  const Ref ref = resolved(frame.trace(), momentOf(frame).active, element);
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
      return column.fact(tr("stands for"), tr("no input element"));
    case RefKind::tile:
    case RefKind::none:
      return;
  }
}

}  // namespace lab::view::arithmetic

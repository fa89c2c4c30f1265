#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/formula.h"
#include "model/gradients.h"
#include "model/running.h"
#include "view/board.h"
#include "view/grid.h"
#include "view/number_format.h"
#include "view/type_metrics.h"

/// Above the faces: where the animation is, in words.
namespace lab::view {
namespace {

/// A line in bold and a quieter one beside it.
struct Words {
  std::string title;
  std::string widest;  ///< the longest that the title gets, so that the remark does not shift
  std::string remark;
  std::string shorter;  ///< the remark where there is no room for it
};

Words restWords(const Frame& frame, const Timeline& timeline) {
  Words words{tr("At rest"), tr("At rest"), {}, {}};
  if (frame.granularity == Granularity::cell)
    words.remark = timeline.cells == 1
                       ? tr("1 output cell: it gathers the products of the input elements that reach it")
                       : trf("{} output cells: each gathers the products that reach it", timeline.cells);
  else if (timeline.steps == 1)
    words.remark = tr("1 step: the input element scales the kernel and adds its patch");
  else
    words.remark = trf("{} steps: each input element scales the kernel and adds its patch", timeline.steps);
  return words;
}

/// Where the patch lands, with the multiplication by the stride written out while there is room for it.
std::string landingText(const tconv::Trace& trace, const tconv::Step& s, bool written_out) {
  const Index stride_h = trace.axes().h.stride, stride_w = trace.axes().w.stride;
  if (trace.layer().dims == 1)
    return written_out ? fmt::format("{} · {} = {}", s.column, stride_w, s.patch.left)
                       : fmt::format("{}", s.patch.left);
  std::string place = fmt::format("({}, {})", s.patch.top, s.patch.left);
  if (!written_out) return place;
  return fmt::format("({}·{}, {}·{}) = {}", s.row, stride_h, s.column, stride_w, place);
}

Words stepWords(const tconv::Trace& trace, Index active) {
  const tconv::Step s = trace.step(active);
  const Index steps = trace.steps();
  const std::string name = inputName(trace.layer(), s.channel, s.row, s.column);
  return {trf("Step {} of {}", active + 1, steps), trf("Step {} of {}", steps, steps),
          trf("{} = {} scales the kernel; the patch lands on the canvas at {}", name, shortNumber(s.value, 8),
              landingText(trace, s, true)),
          trf("{} = {}, lands at {}", name, shortNumber(s.value, 6), landingText(trace, s, false))};
}

Words cellWords(const tconv::Trace& trace, const Moment& moment, Index cells) {
  const tconv::OutputCell cell = *cellOf(trace, moment);
  const auto terms =
      tconv::termsOf(trace.layer(), trace.x().shape().spatial(), cell.channel, cell.row, cell.column);
  const std::string name = outputName(trace, cell.channel, cell.row, cell.column);
  const std::string count = terms.size() == 1 ? trf("{} gathers 1 product", name)
                                              : trf("{} gathers {} products", name, terms.size());
  const std::string sum =
      moment.settled
          ? fmt::format(
                " = {}",
                shortNumber(RunningOutput(trace, moment).value(cell.channel, cell.row, cell.column), 8))
          : "";
  return {trf("Cell {} of {}", *moment.cell + 1, cells), trf("Cell {} of {}", cells, cells), count + sum,
          name + sum};
}

/// Of the backward pass, while it has the board for itself.
Words backwardWords(const Frame& frame, const Timeline& timeline, Words words) {
  const tconv::Trace& trace = frame.trace();
  const Moment moment = momentOf(frame);
  const tconv::Backward& pass = gradientsOf(*frame.derived, frame.options.loss).pass;
  if (const auto cell = cellOf(trace, moment)) {
    const auto terms =
        tconv::termsOf(trace.layer(), trace.x().shape().spatial(), cell->channel, cell->row, cell->column);
    const std::string name = "dY" + outputName(trace, cell->channel, cell->row, cell->column).substr(1);
    words.remark = terms.size() == 1 ? trf("{} spreads over 1 input element", name)
                                     : trf("{} spreads over {} input elements", name, terms.size());
    words.shorter = name;
  } else if (moment.active) {
    const tconv::Step s = trace.step(*moment.active);
    std::string made = "dX" + inputName(trace.layer(), s.channel, s.row, s.column).substr(1);
    if (moment.settled && !moment.tap)
      made += " = " + shortNumber(pass.inputGradient()(0, s.channel, s.row, s.column), 8);
    words.remark = trf("{}: the window lies on dY at {}", made, landingText(trace, s, true));
    words.shorter = made;
  } else {
    words.remark = timeline.steps == 1 || moment.by_cell
                       ? tr("backward, the gradient of an output cell spreads over its inputs")
                       : trf("{} steps: each weighs a window of dY, an element of dX", timeline.steps);
  }
  return words;
}

Words wordsOf(const Frame& frame) {
  const bool plays =
      std::any_of(frame.faces.begin(), frame.faces.end(), [](Face f) { return info(f).plays; });
  if (!plays) {
    const FaceInfo& about = info(frame.faces.front());
    return {std::string(tr(about.label)), std::string(tr(about.label)), std::string(tr(about.remark)), {}};
  }
  const tconv::Trace& trace = frame.trace();
  const Timeline timeline = timelineOf(trace);
  const Moment moment = momentOf(frame);
  const Words words = moment.cell     ? cellWords(trace, moment, timeline.cells)
                      : moment.active ? stepWords(trace, *moment.active)
                                      : restWords(frame, timeline);
  const bool backward = frame.faces.size() == 1 && frame.faces.front() == Face::backward;
  return backward ? backwardWords(frame, timeline, words) : words;
}

}  // namespace

void drawBoardTitle(Canvas& canvas, const Frame& frame, const BoardLayout& layout) {
  const Words words = wordsOf(frame);
  const GridPainter paint(canvas, frame);
  const Point at = layout.title;
  const double scale = frame.scale;
  const double x = at.x + textWidth(words.widest, 20 * scale, Weight::bold) + 16 * scale;
  const double room = (frame.area.right() - x) / scale - 24;
  // The shorter remark where the longer one has no room, and none where neither has.
  const std::string& remark = textWidth(words.remark, 14) <= room ? words.remark : words.shorter;
  canvas.tag({});
  paint.text(at, words.title, 20 * scale, frame.theme->ink, Align::start, Weight::bold);
  if (textWidth(remark, 14) <= room) paint.text({x, at.y}, remark, 14 * scale, frame.theme->muted);
}

void drawBoardFormula(Canvas& canvas, const Frame& frame, const BoardLayout& layout) {
  const tconv::Axes& axes = frame.derived->axes();
  const auto numbers = [](const tconv::Axis& axis) {
    return fmt::format("{} = {}", plain(outputSizeInNumbers(axis)), axis.output());
  };
  const std::string symbols = trf("output size {} = ", plain(outputSizeInSymbols(axes.w)));
  const bool one = frame.derived->layer().dims == 1 || numbers(axes.h) == numbers(axes.w);
  const std::string short_form = one ? trf("output size {}", numbers(axes.w))
                                     : trf("height {}, width {}", numbers(axes.h), numbers(axes.w));
  const GridPainter paint(canvas, frame);
  const double size = 14 * frame.scale, room = frame.area.right() - layout.formula.x - 24 * frame.scale;
  canvas.tag({});
  const std::string long_form = symbols + numbers(axes.w);
  paint.text(layout.formula, one && textWidth(long_form, size) <= room ? long_form : short_form, size,
             frame.theme->muted);
}

}  // namespace lab::view

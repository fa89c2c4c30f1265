#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"
#include "model/formula.h"
#include "model/matrix_shape.h"
#include "model/related.h"
#include "view/layout.h"
#include "view/marks.h"
#include "view/matrix.h"
#include "view/number_format.h"
#include "view/stage.h"
#include "view/type_metrics.h"

/// y = C^T x: the layer as one matrix, whose columns are the scatter and whose rows are the gather.
namespace lab::view {
namespace {

using matrix::kMargin;
using matrix::kSign;

constexpr Index kMostCells = 4096;  ///< structural zeros that are drawn one by one
constexpr Index kPictureSide = 512;
constexpr double kPicture = 3;  ///< smaller cells than this are drawn as a picture

/// The parts look at this.
struct Sheet : Stage {
  Sheet(Canvas& canvas, const Frame& f)
      : Stage(canvas, f), shape(trace), layout(layoutMatrix(f, shape)), marks(f) {
    if (step) column = shape.columnOf({RefKind::input, step->channel, 0, step->row, step->column});
    if (cell) row = shape.rowOf({RefKind::canvas, cell->channel, 0, cell->row, cell->column});
  }

  MatrixShape shape;
  MatrixLayout layout;
  Marks marks;
  Index column = -1;  ///< of the active step
  Index row = -1;     ///< of the cell that is made

  bool picture() const { return layout.matrix.cell < kPicture * frame.scale; }
};

Box cellAt(const GridPlace& place, Index row, Index column) {
  return place.cellBox(static_cast<double>(row), static_cast<double>(column));
}

/// A row or a column of a matrix, or a cell of a vector, over the whole width or height of the grid.
Box rowOf(const GridPlace& place, Index row) {
  return {place.box.x, cellAt(place, row, 0).y, place.box.w, place.cell};
}
Box columnOf(const GridPlace& place, Index column) {
  return {cellAt(place, 0, column).x, place.box.y, place.cell, place.box.h};
}

/// The whole as one picture of limited size.
void drawPicture(const Sheet& stage, const GridPlace& place, bool transposed) {
  const auto& picture =
      stage.frame.derived->memo->get<MatrixPicture>([&] { return matrixPicture(stage.trace, kPictureSide); });
  std::vector<float> turned;
  if (transposed) {
    turned.resize(picture.values.size());
    for (Index r = 0; r < picture.rows; ++r)
      for (Index c = 0; c < picture.columns; ++c)
        turned[static_cast<std::size_t>(c * picture.rows + r)] =
            picture.values[static_cast<std::size_t>(r * picture.columns + c)];
  }
  const Index rows = transposed ? picture.columns : picture.rows;
  const Index columns = transposed ? picture.rows : picture.columns;
  stage.paint.canvas().tag({});
  stage.paint.canvas().heatmap(place.box, {transposed ? turned : picture.values, rows, columns,
                                           stage.limits.kernel, &stage.theme().values, stage.theme().nan});
}

/// Structural zeros: a plain ground, with the lines of cells where there are few.
void drawGround(const Sheet& stage, const GridPlace& place) {
  stage.paint.canvas().tag({});
  stage.paint.canvas().rect(place.box, {Color(stage.theme().panel), {}});
  const Rect seen = visibleCells(place, stage.frame.area);
  if (seen.empty() || seen.height() * seen.width() > kMostCells) return;
  for (Index r = seen.top; r < seen.bottom; ++r)
    for (Index c = seen.left; c < seen.right; ++c)
      stage.paint.cell(cellAt(place, r, c), stage.theme().panel, {});
}

/// An entry is being multiplied: it lies in the column of the active step (and, going tap by tap, belongs to
/// the tap), or in the row of the cell that is being made.
bool isMultiplied(const Sheet& stage, const Ref& term) {
  if (stage.moment.settled) return false;
  if (stage.cell)
    return canvasOf(stage.trace, term) ==
           Ref{RefKind::canvas, stage.cell->channel, 0, stage.cell->row, stage.cell->column};
  return stage.step && inputOf(term) == stage.shape.inputAt(stage.column) &&
         stage.inMotion(stage.tapIndex(term.out, term.u, term.v));
}

/// What stands in an entry: its weight, and while it is multiplied "4·5", the weight with its element.
std::string entryLabel(const Sheet& stage, const Ref& term, float weight, double cell) {
  if (!stage.paint.readable(cell)) return {};
  if (stage.frame.symbols) return fmt::format("w{}{}", term.u, term.v);
  if (stage.act.copy == 0 || !isMultiplied(stage, term)) return stage.paint.label(weight, cell);
  const float element = stage.trace.x()(0, term.channel, term.row, term.column);
  return fmt::format("{}·{}", shortNumber(weight, 4), shortNumber(element, 4));
}

void drawEntry(const Sheet& stage, const Box& box, const Ref& term) {
  const float weight = stage.trace.weight()(term.channel, term.out, term.u, term.v);
  stage.paint.canvas().tag(term);
  const tconv::Rgb fill = stage.paint.color(weight, stage.limits.kernel);
  const std::string label = entryLabel(stage, term, weight, box.w);
  stage.paint.cell(box, fill, label);
  if (label.empty()) stage.paint.sign(box, weight, fill);
  const double width = stage.marks.width(term);
  if (width == 0) return;
  stage.paint.canvas().tag({});
  Marks::outline(stage.paint, box, width);
}

/// The entries of the visible input elements; C has them with rows and columns exchanged.
void drawEntries(const Sheet& stage, const GridPlace& place, bool transposed) {
  const Rect seen = visibleCells(place, stage.frame.area);
  const Index first = transposed ? seen.top : seen.left, last = transposed ? seen.bottom : seen.right;
  for (Index element = first; element < last; ++element)
    for (const Ref& term : stage.shape.entriesOf(element)) {
      const Index row = stage.shape.rowOf(canvasOf(stage.trace, term));
      const Index r = transposed ? element : row, c = transposed ? row : element;
      if (seen.contains(r, c)) drawEntry(stage, cellAt(place, r, c), term);
    }
}

/// Lines between the rows of the image, stronger ones between channels.
void drawBlocks(const Sheet& stage, const GridPlace& place, bool transposed) {
  const Shape x = stage.trace.x().shape();
  const Rect window = stage.trace.window();
  const double s = stage.frame.scale;
  const auto lines = [&](Index count, Index width, Index height, bool level) {
    const auto apart = [&](Index cells) { return static_cast<double>(cells) * place.cell >= 10 * s; };
    const Index pitch = apart(width) ? width : width * height;
    for (Index i = pitch; i < count && apart(pitch); i += pitch) {
      const bool channel = i % (width * height) == 0;
      const double at = static_cast<double>(i) * place.cell, thick = channel ? 2 * s : s;
      const Box line = level ? Box{place.box.x, place.box.y + at - thick / 2, place.box.w, thick}
                             : Box{place.box.x + at - thick / 2, place.box.y, thick, place.box.h};
      stage.paint.canvas().rect(line, {Color(stage.theme().faint, channel ? 1 : 0.6), {}});
    }
  };
  stage.paint.canvas().tag({});
  lines(stage.shape.rows(), window.width(), window.height(), !transposed);
  lines(stage.shape.columns(), x.w, x.h, transposed);
}

/// Going tap by tap: the entry that the step has come to.
void drawTap(const Sheet& stage, const GridPlace& place, bool transposed) {
  if (!stage.moment.tap || stage.picture()) return;
  for (const Ref& term : stage.shape.entriesOf(stage.column)) {
    if (!stage.inMotion(stage.tapIndex(term.out, term.u, term.v))) continue;
    const Index row = stage.shape.rowOf(canvasOf(stage.trace, term));
    stage.paint.frame(transposed ? cellAt(place, stage.column, row) : cellAt(place, row, stage.column),
                      stage.theme().highlight, 3);
  }
}

/// Where entries are too small to be outlined: the column of a marked input element, the row of an output
/// cell.
void markLines(const Sheet& stage, const GridPlace& place, bool transposed) {
  const auto line = [&](Index i, bool level, double width) {
    stage.paint.frame(level ? rowOf(place, i) : columnOf(place, i), stage.theme().accent, width);
  };
  for (const auto& [element, width] : stage.marks.elements()) {
    const bool term = element.kind == RefKind::term;
    const Ref input = term ? inputOf(element) : element,
              canvas = term ? canvasOf(stage.trace, element) : element;
    if (input.kind == RefKind::input) line(stage.shape.columnOf(input), transposed, width);
    if (canvas.kind == RefKind::canvas && stage.shape.rowOf(canvas) >= 0)
      line(stage.shape.rowOf(canvas), !transposed, width);
  }
}

void drawMatrix(const Sheet& stage, const GridPlace& place, bool transposed) {
  if (stage.picture()) {
    drawPicture(stage, place, transposed);
  } else {
    drawGround(stage, place);
    drawEntries(stage, place, transposed);
  }
  drawBlocks(stage, place, transposed);
  stage.paint.frame(place.box, stage.theme().ink, 1);
  const Index column = transposed ? stage.row : stage.column, row = transposed ? stage.column : stage.row;
  stage.paint.canvas().tag({});
  if (stage.picture()) markLines(stage, place, transposed);
  const double width = stage.moment.tap ? 1.5 : 3;
  if (column >= 0) stage.paint.frame(columnOf(place, column), stage.theme().highlight, width);
  if (row >= 0) stage.paint.frame(rowOf(place, row), stage.theme().highlight, width);
  drawTap(stage, place, transposed);
}

void markCell(const Sheet& stage, const Box& box, const Ref& ref) {
  const double width = stage.marks.width(ref);
  if (width == 0) return;
  stage.paint.canvas().tag({});
  Marks::outline(stage.paint, box, width);
}

/// The blocks of a vector that are seen: large ones are made of those of kColumnBlock cells, which are kept.
SeenBlocks seenOf(const Sheet& stage, const GridPlace& place) {
  SeenBlocks seen = seenBlocks(stage.paint, stage.frame, place);
  if (seen.step > kColumnBlock) seen.step -= seen.step % kColumnBlock;
  seen.cells.top -= seen.cells.top % seen.step;
  return seen;
}

/// The visible part of a vector as one picture; blocks(cells, step) gives those of at most kColumnBlock
/// cells.
template <class BlocksOf>
void drawVector(const Sheet& stage, const GridPlace& place, float limit, BlocksOf blocks) {
  const SeenBlocks seen = seenOf(stage, place);
  if (seen.cells.empty()) return;
  const Index fine = std::min(seen.step, kColumnBlock);
  const ReducedPlane all = blocks(seen.cells, fine);
  ReducedPlane part{seen.rows(), 1, std::vector<float>(static_cast<std::size_t>(seen.rows()))};
  foldRow(all.values, seen.step / fine, part.values);
  const Box along = seen.box(place);
  stage.paint.canvas().tag({});
  stage.paint.canvas().pushClip(place.box);  // the last block may be partial
  stage.paint.canvas().heatmap(
      {place.box.x, along.y, place.box.w, along.h},
      {part.values, part.rows, 1, limit, &stage.theme().values, stage.theme().nan, seen.step});
  stage.paint.canvas().popClip();
}

void drawInput(const Sheet& stage) {
  const GridPlace& place = stage.layout.x;
  const Rect seen = visibleCells(place, stage.frame.area);
  if (stage.picture()) {
    const auto values = stage.trace.x().values().first(static_cast<std::size_t>(stage.shape.columns()));
    drawVector(stage, place, stage.limits.input, [&](const Rect& cells, Index step) {
      if (step == kColumnBlock) return keptBlocksOf(*stage.frame.derived, values, 1, cells, step);
      return reduced(cells.height(), 1, step,
                     [&](Index i) { return values.subspan(static_cast<std::size_t>(cells.top + i), 1); });
    });
  } else {
    for (Index i = seen.top; i < seen.bottom; ++i) {
      const Ref ref = stage.shape.inputAt(i);
      stage.paint.canvas().tag(ref);
      stage.paint.cell(rowOf(place, i), stage.trace.x()(0, ref.channel, ref.row, ref.column),
                       stage.limits.input);
      markCell(stage, rowOf(place, i), ref);
    }
  }
  stage.paint.canvas().tag({});
  stage.paint.frame(place.box, stage.theme().ink, 1);
  if (stage.column >= 0)
    stage.paint.frame(atLeast(rowOf(place, stage.column), kSmallestMark * stage.frame.scale),
                      stage.theme().highlight, 3);
}

/// The cells of y that the active step adds to, with their sums in the making.
void drawReceiving(const Sheet& stage, const GridPlace& place) {
  const Rect seen = visibleCells(place, stage.frame.area);
  for (const Ref& term : stage.shape.entriesOf(stage.column)) {
    const Index row = stage.shape.rowOf(canvasOf(stage.trace, term));
    if (row < seen.top || row >= seen.bottom || !stage.inMotion(stage.tapIndex(term.out, term.u, term.v)))
      continue;
    if (stage.act.adding() && !stage.picture())
      drawAddition(stage, rowOf(place, row), term.out, term.u, term.v);
    stage.paint.canvas().tag({});
    stage.paint.frame(rowOf(place, row), stage.theme().highlight, 2);
  }
}

void drawOutput(const Sheet& stage) {
  const GridPlace& place = stage.layout.y;
  const Rect seen = visibleCells(place, stage.frame.area);
  if (stage.picture()) {
    drawVector(stage, place, stage.limits.output, [&](const Rect& cells, Index step) {
      return outputColumn(*stage.frame.derived, stage.running, cells.top, cells.bottom, step);
    });
  } else {
    for (Index i = seen.top; i < seen.bottom; ++i) {
      const Ref ref = stage.shape.canvasAt(i);
      const bool blank = stage.running.blank(ref.channel, ref.row, ref.column);
      const float value = stage.running.value(ref.channel, ref.row, ref.column);
      stage.paint.canvas().tag(ref);
      if (blank)
        stage.paint.cell(rowOf(place, i), stage.theme().panel, {});
      else
        stage.paint.cell(rowOf(place, i), value, stage.limits.output);
      markCell(stage, rowOf(place, i), ref);
    }
  }
  stage.paint.canvas().tag({});
  stage.paint.frame(place.box, stage.theme().ink, 1);
  if (stage.row >= 0)
    stage.paint.frame(atLeast(rowOf(place, stage.row), kSmallestMark * stage.frame.scale),
                      stage.theme().highlight, 3);
  if (stage.column >= 0 && stage.act.travel >= 1) drawReceiving(stage, place);
}

/// Rows are numbered beside y, columns above the matrices, as far as they are seen.
void drawNumbers(const Sheet& stage) {
  const double s = stage.frame.scale, size = 12 * s;
  const auto every = [&](const GridPlace& place, Index count) {
    return stage.paint.numberEvery(place.cell, textWidth(std::to_string(count - 1), size));
  };
  const auto from = [](Index first, Index step) { return (first + step - 1) / step * step; };
  stage.paint.canvas().tag({});
  const GridPlace& y = stage.layout.y;
  const Index down = stage.paint.numberEvery(y.cell, 0);
  const Rect rows = visibleCells(y, stage.frame.area);
  for (Index i = from(rows.top, down); i < rows.bottom; i += down)
    stage.paint.text({y.box.x - 6 * s, rowOf(y, i).center().y + size * kCapHeight / 2}, std::to_string(i),
                     size, stage.theme().faint, Align::end);
  for (const GridPlace* place : {&stage.layout.matrix, &stage.layout.convolution}) {
    if (place->rows == 0) continue;
    const Index across = every(*place, place->columns);
    const Rect seen = visibleCells(*place, stage.frame.area);
    for (Index i = from(seen.left, across); i < seen.right; i += across)
      stage.paint.text({columnOf(*place, i).center().x, place->box.y - 6 * s}, std::to_string(i), size,
                       stage.theme().faint, Align::middle);
  }
}

/// Headings above, the signs between, and what is seen below.
void drawWords(const Sheet& stage) {
  const double s = stage.frame.scale, y = stage.frame.area.y + 20 * s;
  const MatrixLayout& l = stage.layout;
  const GridPainter& paint = stage.paint;
  paint.canvas().tag({});
  const auto name = [&](const GridPlace& place, std::string_view text, double right) {
    const double at = std::max(place.box.x, stage.frame.area.x + kMargin * s);
    if (at + textWidth(text, 16 * s, Weight::bold) <= right)
      paint.text({at, y}, text, 16 * s, stage.theme().ink, Align::start, Weight::bold);
  };
  const double end = stage.frame.area.right();
  name(l.y, "y", l.matrix.box.x);
  name(l.x, "x", l.convolution.rows > 0 ? l.convolution.box.x : end);
  const std::string size = fmt::format("{} × {}", stage.shape.rows(), stage.shape.columns());
  if (l.matrix.box.x + 40 * s < l.x.box.x) paint.heading({l.matrix.box.x, y}, "Cᵀ", size, l.x.box.x - 8 * s);
  const double middle = l.matrix.box.center().y + 6 * s;
  paint.text({(l.y.box.right() + l.matrix.box.x) / 2, middle}, "=", 20 * s, stage.theme().muted,
             Align::middle);
  paint.text({(l.matrix.box.right() + l.x.box.x) / 2, middle}, "·", 20 * s, stage.theme().muted,
             Align::middle);
  if (!stage.frame.derived->bias.empty())
    paint.text({l.x.box.right() + kSign / 2 * s, middle}, "+ b", 16 * s, stage.theme().muted, Align::middle);
  if (l.convolution.rows > 0)
    paint.heading({l.convolution.box.x, y}, "C",
                  fmt::format("{} × {}", stage.shape.columns(), stage.shape.rows()), end);
}

void drawFacts(const Sheet& stage) {
  const double s = stage.frame.scale;
  const Index entries = stage.shape.entries(), all = stage.shape.rows() * stage.shape.columns();
  const std::string count = trf("{} of {} entries are kernel weights", entries, all);
  std::string words =
      trf("{}; a column is the scatter of one input element, a row the gather of one output cell", count);
  if (stage.frame.options.show_convolution)
    words = trf("{}; the direct convolution multiplies by C, the transposed one by Cᵀ", count);
  const Point at{stage.frame.area.x + kMargin * s, stage.frame.area.bottom() - 14 * s};
  const double room = stage.frame.area.w - 2 * kMargin * s;
  stage.paint.canvas().tag({});
  const std::string& text = textWidth(words, 12 * s) <= room ? words : count;
  if (textWidth(text, 12 * s) <= room) stage.paint.text(at, text, 12 * s, stage.theme().muted);
}

}  // namespace

void drawMatrix(Canvas& canvas, const Frame& frame) {
  const Sheet stage(canvas, frame);
  drawMatrix(stage, stage.layout.matrix, false);
  if (stage.layout.convolution.rows > 0) drawMatrix(stage, stage.layout.convolution, true);
  drawInput(stage);
  drawOutput(stage);
  drawNumbers(stage);
  drawWords(stage);
  drawFacts(stage);
}

}  // namespace lab::view

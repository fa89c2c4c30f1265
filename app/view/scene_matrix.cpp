#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/formula.h"
#include "model/matrix_shape.h"
#include "model/related.h"
#include "model/running.h"
#include "view/layout.h"
#include "view/marks.h"
#include "view/planes.h"
#include "view/type_metrics.h"

/// y = C^T x: the layer as one matrix, whose columns are the scatter and whose rows are the gather.
namespace lab::view {
namespace {

// In points at scale 1.
constexpr double kMargin = 24, kHeading = 52, kBelow = 48, kNumbers = 24, kSign = 40;
constexpr Index kMostCells = 4096;  ///< structural zeros that are drawn one by one
constexpr Index kPictureSide = 512;
constexpr double kPicture = 3;  ///< smaller cells than this are drawn as a picture

struct MatrixLayout {
  GridPlace y, matrix, x;
  GridPlace convolution;  ///< C beside it; no rows where it is not shown
  Box content;
};

/// The grids as many cells apart as the signs between them need; all cells of one size.
MatrixLayout layoutMatrix(const Frame& frame, const MatrixShape& shape) {
  const double s = frame.scale;
  const Box& a = frame.area;
  const Index rows = shape.rows(), columns = shape.columns();
  const bool beside = frame.options.show_convolution;
  const Box room{a.x + (kMargin + kNumbers) * s, a.y + kHeading * s, a.w - (2 * kMargin + kNumbers) * s,
                 a.h - (kHeading + kBelow) * s};
  const double signs = (2 + (beside ? 1.5 : 0)) * kSign * s;
  const double across = static_cast<double>(columns + 2 + (beside ? rows : 0));
  const double down = static_cast<double>(std::max(rows, columns));
  double cell = std::min({kLargestCell * s, (room.w - signs) / across, room.h / down});
  if (cell >= 8) cell = std::floor(cell);
  cell = std::max(cell, 1e-3) * frame.zoom;
  const Point c = room.center();
  const double gap = kSign * s, width = cell * across + signs;
  const double left =
      frame.zoom == 1 ? room.x + std::max(0.0, (room.w - width) / 2) : c.x - width / 2 + frame.pan.x * a.w;
  const double middle = frame.zoom == 1 ? c.y : c.y + frame.pan.y * a.h;
  const auto grid = [&](double x, Index r, Index k) {
    const double h = cell * static_cast<double>(r);
    return GridPlace{
        {std::round(x), std::round(middle - h / 2), cell * static_cast<double>(k), h}, r, k, cell};
  };
  MatrixLayout layout;
  layout.content = a;
  layout.y = grid(left, rows, 1);
  layout.matrix = grid(layout.y.box.right() + gap, rows, columns);
  layout.x = grid(layout.matrix.box.right() + gap, columns, 1);
  if (beside) layout.convolution = grid(layout.x.box.right() + 1.5 * gap, columns, rows);
  return layout;
}

struct Stage {
  Stage(Canvas& canvas, const Frame& f)
      : frame(f),
        trace(f.trace()),
        paint(canvas, *f.theme, f.scale),
        shape(trace),
        layout(layoutMatrix(f, shape)),
        limits(f.limits()),
        moment(momentOf(f)),
        running(trace, moment),
        marks(f) {
    if (moment.active) {
      const tconv::Step step = trace.step(*moment.active);
      column = shape.columnOf({RefKind::input, step.channel, 0, step.row, step.column});
    }
    if (const auto cell = cellOf(trace, moment))
      row = shape.rowOf({RefKind::canvas, cell->channel, 0, cell->row, cell->column});
  }

  const Frame& frame;
  const tconv::Trace& trace;
  GridPainter paint;
  MatrixShape shape;
  MatrixLayout layout;
  Limits limits;
  Moment moment;
  RunningOutput running;
  Marks marks;
  Index column = -1;  ///< of the active step
  Index row = -1;     ///< of the cell that is made

  const Theme& theme() const { return *frame.theme; }
  bool picture() const { return layout.matrix.cell < kPicture * frame.scale; }
};

Box cellAt(const GridPlace& place, Index row, Index column) {
  return place.cellBox(static_cast<double>(row), static_cast<double>(column));
}

/// The whole as one picture of limited size.
void drawPicture(const Stage& stage, const GridPlace& place, bool transposed) {
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
void drawGround(const Stage& stage, const GridPlace& place) {
  stage.paint.canvas().tag({});
  stage.paint.canvas().rect(place.box, {Color(stage.theme().panel), {}});
  const Rect seen = visibleCells(place, stage.frame.area);
  if (seen.empty() || seen.height() * seen.width() > kMostCells) return;
  for (Index r = seen.top; r < seen.bottom; ++r)
    for (Index c = seen.left; c < seen.right; ++c)
      stage.paint.cell(cellAt(place, r, c), stage.theme().panel, {});
}

void drawEntry(const Stage& stage, const GridPlace& place, const Box& box, const Ref& term) {
  const float weight = stage.trace.weight()(term.channel, term.out, term.u, term.v);
  stage.paint.canvas().tag(term);
  if (stage.frame.symbols && stage.paint.readable(place.cell))
    stage.paint.cell(box, stage.paint.color(weight, stage.limits.kernel),
                     fmt::format("w{}{}", term.u, term.v));
  else
    stage.paint.cell(box, weight, stage.limits.kernel);
  const double width = stage.marks.width(term);
  if (width == 0) return;
  stage.paint.canvas().tag({});
  Marks::outline(stage.paint, box, width);
}

/// The entries of the visible input elements; C has them with rows and columns exchanged.
void drawEntries(const Stage& stage, const GridPlace& place, bool transposed) {
  const Rect seen = visibleCells(place, stage.frame.area);
  const Index first = transposed ? seen.top : seen.left, last = transposed ? seen.bottom : seen.right;
  for (Index element = first; element < last; ++element)
    for (const Ref& term : stage.shape.entriesOf(element)) {
      const Index row = stage.shape.rowOf(canvasOf(stage.trace, term));
      const Index r = transposed ? element : row, c = transposed ? row : element;
      if (seen.contains(r, c)) drawEntry(stage, place, cellAt(place, r, c), term);
    }
}

/// Lines between the rows of the image, stronger ones between channels.
void drawBlocks(const Stage& stage, const GridPlace& place, bool transposed) {
  const Shape x = stage.trace.x().shape();
  const Rect window = stage.trace.window();
  const double s = stage.frame.scale;
  const auto lines = [&](Index count, Index width, Index height, bool level) {
    if (static_cast<double>(width) * place.cell < 10 * s) return;
    for (Index i = width; i < count; i += width) {
      const bool channel = i % (width * height) == 0;
      const double at = static_cast<double>(i) * place.cell, thick = channel ? 2 * s : s;
      const Box line = level ? Box{place.box.x, place.box.y + at - thick / 2, place.box.w, thick}
                             : Box{place.box.x + at - thick / 2, place.box.y, thick, place.box.h};
      stage.paint.canvas().rect(line, {{}, Stroke{Color(stage.theme().faint, channel ? 1 : 0.6), thick}});
    }
  };
  stage.paint.canvas().tag({});
  lines(stage.shape.rows(), window.width(), window.height(), !transposed);
  lines(stage.shape.columns(), x.w, x.h, transposed);
}

void drawMatrix(const Stage& stage, const GridPlace& place, bool transposed) {
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
  if (column >= 0) {
    const Box cell = cellAt(place, 0, column);
    stage.paint.frame({cell.x, place.box.y, cell.w, place.box.h}, stage.theme().highlight, 3);
  }
  if (row >= 0) {
    const Box cell = cellAt(place, row, 0);
    stage.paint.frame({place.box.x, cell.y, place.box.w, cell.h}, stage.theme().highlight, 3);
  }
}

void markCell(const Stage& stage, const Box& box, const Ref& ref) {
  const double width = stage.marks.width(ref);
  if (width == 0) return;
  stage.paint.canvas().tag({});
  Marks::outline(stage.paint, box, width);
}

void drawInput(const Stage& stage) {
  const GridPlace& place = stage.layout.x;
  const Rect seen = visibleCells(place, stage.frame.area);
  if (stage.picture()) {
    stage.paint.canvas().tag({});
    stage.paint.canvas().heatmap(
        place.box, {stage.trace.x().values().first(static_cast<std::size_t>(stage.shape.columns())),
                    stage.shape.columns(), 1, stage.limits.input, &stage.theme().values, stage.theme().nan});
  } else {
    for (Index i = seen.top; i < seen.bottom; ++i) {
      const Ref ref = stage.shape.inputAt(i);
      stage.paint.canvas().tag(ref);
      stage.paint.cell(cellAt(place, i, 0), stage.trace.x()(0, ref.channel, ref.row, ref.column),
                       stage.limits.input);
      markCell(stage, cellAt(place, i, 0), ref);
    }
  }
  stage.paint.canvas().tag({});
  stage.paint.frame(place.box, stage.theme().ink, 1);
  if (stage.column >= 0)
    stage.paint.frame(atLeast(cellAt(place, stage.column, 0), kSmallestMark * stage.frame.scale),
                      stage.theme().highlight, 3);
}

void drawOutput(const Stage& stage) {
  const GridPlace& place = stage.layout.y;
  const Rect seen = visibleCells(place, stage.frame.area);
  if (stage.picture()) {
    const Tensor y = stage.running.output();
    stage.paint.canvas().tag({});
    stage.paint.canvas().heatmap(place.box, {y.values(), stage.shape.rows(), 1, stage.limits.output,
                                             &stage.theme().values, stage.theme().nan});
  } else {
    for (Index i = seen.top; i < seen.bottom; ++i) {
      const Ref ref = stage.shape.canvasAt(i);
      const bool blank = stage.running.blank(ref.channel, ref.row, ref.column);
      const float value = stage.running.value(ref.channel, ref.row, ref.column);
      stage.paint.canvas().tag(ref);
      if (blank)
        stage.paint.cell(cellAt(place, i, 0), stage.theme().panel, {});
      else
        stage.paint.cell(cellAt(place, i, 0), value, stage.limits.output);
      markCell(stage, cellAt(place, i, 0), ref);
    }
  }
  stage.paint.canvas().tag({});
  stage.paint.frame(place.box, stage.theme().ink, 1);
  if (stage.row >= 0)
    stage.paint.frame(atLeast(cellAt(place, stage.row, 0), kSmallestMark * stage.frame.scale),
                      stage.theme().highlight, 3);
  if (stage.column < 0 || stage.picture()) return;
  for (const Ref& term : stage.shape.entriesOf(stage.column))
    stage.paint.frame(cellAt(place, stage.shape.rowOf(canvasOf(stage.trace, term)), 0),
                      stage.theme().highlight, 2);
}

/// Headings above, the signs between, and what is seen below.
void drawWords(const Stage& stage) {
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
  if (l.convolution.rows > 0)
    paint.heading({l.convolution.box.x, y}, "C",
                  fmt::format("{} × {}", stage.shape.columns(), stage.shape.rows()), end);
}

void drawFacts(const Stage& stage) {
  const double s = stage.frame.scale;
  const Index entries = stage.shape.entries(), all = stage.shape.rows() * stage.shape.columns();
  const std::string count = fmt::format("{} of {} entries are kernel weights", entries, all);
  std::string words =
      count + "; a column is the scatter of one input element, a row the gather of one output cell";
  if (stage.frame.options.show_convolution)
    words = count + "; the direct convolution multiplies by C, the transposed one by Cᵀ";
  const Point at{stage.frame.area.x + kMargin * s, stage.frame.area.bottom() - 14 * s};
  const double room = stage.frame.area.w - 2 * kMargin * s;
  stage.paint.canvas().tag({});
  const std::string& text = textWidth(words, 12 * s) <= room ? words : count;
  if (textWidth(text, 12 * s) <= room) stage.paint.text(at, text, 12 * s, stage.theme().muted);
}

}  // namespace

void drawMatrix(Canvas& canvas, const Frame& frame) {
  const Stage stage(canvas, frame);
  drawMatrix(stage, stage.layout.matrix, false);
  if (stage.layout.convolution.rows > 0) drawMatrix(stage, stage.layout.convolution, true);
  drawInput(stage);
  drawOutput(stage);
  drawWords(stage);
  drawFacts(stage);
}

}  // namespace lab::view

#include <fmt/format.h>

#include <algorithm>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/bars.h"
#include "view/compare.h"
#include "view/marks.h"
#include "view/number_format.h"
#include "view/planes.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace compare {
namespace {

/// Passes everything on; what stands for the canvas of another setting becomes a picture of this face.
class TileCanvas final : public Canvas {
 public:
  TileCanvas(Canvas& canvas, Index picture) : canvas_(canvas), picture_(picture) {}
  double dotsPerPoint() const override { return canvas_.dotsPerPoint(); }
  void tag(const Ref& what) override {
    if (what.kind != RefKind::canvas) return canvas_.tag({});
    canvas_.tag({RefKind::tile, what.channel, picture_, what.row, what.column});
  }
  void rect(const Box& box, const Paint& paint) override { canvas_.rect(box, paint); }
  void path(const Path& path, const Paint& paint) override { canvas_.path(path, paint); }
  void text(Point anchor, std::string_view utf8, const TextStyle& style) override {
    canvas_.text(anchor, utf8, style);
  }
  void heatmap(const Box& box, const Heatmap& map) override { canvas_.heatmap(box, map); }
  void picture(const Box& box, const ColorCells& cells) override { canvas_.picture(box, cells); }
  void pushClip(const Box& box) override { canvas_.pushClip(box); }
  void popClip() override { canvas_.popClip(); }

 private:
  Canvas& canvas_;
  Index picture_;
};

/// One setting at the moment of the frame.
struct Side {
  Side(const Frame& f, const Derived& of, float limit)
      : frame(f), moment(momentAt(timelineOf(*of.trace), f.time, f.granularity)), running(*of.trace, moment) {
    frame.derived = &of;
    frame.scales.output = limit;
  }
  const tconv::Trace& trace() const { return frame.trace(); }
  Pair outputSize() const { return {trace().window().height(), trace().window().width()}; }

  Frame frame;
  Moment moment;
  RunningOutput running;
};

void drawSide(Canvas& canvas, const Side& side, const PictureColumn& column) {
  const GridPainter paint(canvas, side.frame);
  canvas.pushClip(column.room);
  for (std::size_t c = 0; c < column.planes.size(); ++c) {
    const auto channel = static_cast<Index>(c);
    // Stacks have a scale for each setting; bars of the values have one for both.
    GridPlace cells = column.planes[c];
    cells.bars = 0;
    drawOutputCanvas(paint, within(side.frame, column.room), side.running, cells, channel);
    std::vector<float> values(static_cast<std::size_t>(cells.columns));
    if (cells.rows == 1) side.running.rows(channel, 0, 1, values);
    drawBars(paint, column.planes[c], values, side.frame.scales.output.value_or(1),
             {RefKind::canvas, channel});
    frameStep(paint, *side.frame.derived, side.moment, column.planes[c], channel, {0, 0});
  }
  canvas.popClip();
}

std::string settingText(const Layer& layer) {
  return fmt::format("k {}, s {}, p {}, d {}", sizeText(layer, layer.kernel_size),
                     sizeText(layer, layer.stride), sizeText(layer, layer.padding.begin),
                     sizeText(layer, layer.dilation));
}

void drawDifferences(Canvas& canvas, const Side& a, const Side& b, const PictureColumn& column) {
  const GridPainter paint(canvas, a.frame);
  const RunningDifference difference(*a.frame.derived, a.running, *b.frame.derived, b.running);
  const Layer& layer = a.trace().layer();
  drawPictureWords(paint, column, "A − B", sizeText(layer, difference.whole().spatial()),
                   differenceText(difference.largest(), layer));
  canvas.pushClip(column.room);
  for (std::size_t c = 0; c < column.planes.size(); ++c)
    drawDifference(paint, within(a.frame, column.room), column.planes[c], difference,
                   {RefKind::tile, static_cast<Index>(c), 2});
  canvas.popClip();
}

void drawA(Canvas& canvas, const Side& a, const PictureColumn& column) {
  const GridPainter paint(canvas, a.frame);
  drawPictureWords(paint, column, "A", sizeText(a.trace().layer(), a.outputSize()),
                   settingText(a.trace().layer()));
  drawSide(canvas, a, column);
  const Marks marks(a.frame);
  canvas.pushClip(column.room);
  for (std::size_t c = 0; c < column.planes.size(); ++c)
    marks.draw(paint, column.planes[c], {RefKind::canvas, static_cast<Index>(c)});
  canvas.popClip();
}

/// The second setting is illegal: its reason beside A.
void drawRefused(Canvas& canvas, const Frame& frame, const tconv::Problem& problem) {
  const GridPainter paint(canvas, frame);
  const Side a(frame, *frame.derived, frame.limits().output);
  const std::array<Pair, 2> sizes{a.trace().canvasSize(), Pair{1}};
  const auto columns = layoutPictures(frame, pictureRoom(frame), sizes, a.trace().layer().out_channels);
  drawA(canvas, a, columns[0]);
  drawPictureWords(paint, columns[1], "B", {}, changesOf(frame.derived->document));
  drawReason(paint, columns[1], tr(problem));
}

}  // namespace

void drawSettings(Canvas& canvas, const Frame& frame) {
  const Setting& other = settingB(*frame.derived);
  if (const auto* problem = std::get_if<tconv::Problem>(&other)) return drawRefused(canvas, frame, *problem);
  const auto& second = std::get<Derived>(other);
  const float limit = std::max(frame.limits().output, limitsOf(second, frame.scales).output);
  const Side a(frame, *frame.derived, limit), b(frame, second, limit);
  const Pair size_a = a.outputSize(), size_b = b.outputSize();
  const std::array<Pair, 3> sizes{a.trace().canvasSize(), b.trace().canvasSize(),
                                  Pair{std::max(size_a.h, size_b.h), std::max(size_a.w, size_b.w)}};
  const auto columns = layoutPictures(frame, pictureRoom(frame), sizes, a.trace().layer().out_channels);
  const GridPainter paint(canvas, frame);
  drawSentence(paint, frame,
               trf("The same input in two settings; one colour scale for all, ±{}", shortNumber(limit)));
  drawA(canvas, a, columns[0]);
  drawPictureWords(paint, columns[1], "B", sizeText(b.trace().layer(), size_b),
                   changesOf(frame.derived->document));
  TileCanvas tiles(canvas, 1);
  drawSide(tiles, b, columns[1]);
  drawDifferences(canvas, a, b, columns[2]);
}

Box pictureRoom(const Frame& frame) {
  const double s = frame.scale, margin = std::min(24 * s, frame.area.w / 20), top = 36 * s;
  return {frame.area.x + margin, frame.area.y + top, frame.area.w - 2 * margin, frame.area.h - top - 8 * s};
}

void drawSentence(const GridPainter& paint, const Frame& frame, std::string_view sentence) {
  const Box room = pictureRoom(frame);
  const double s = frame.scale;
  paint.canvas().tag({});
  paint.text({room.x, frame.area.y + 20 * s}, shortened(sentence, 14 * s, room.w), 14 * s,
             paint.theme().muted);
}

void frameStep(const GridPainter& paint, const Derived& derived, const Moment& moment, const GridPlace& place,
               Index channel, Pair origin) {
  Rect touched;
  if (const auto cell = cellOf(*derived.trace, moment)) {
    if (cell->channel != channel) return;
    touched = {cell->row, cell->column, cell->row + 1, cell->column + 1};
  } else if (moment.active) {
    const tconv::Step step = derived.trace->step(*moment.active);
    if (channel < step.first_out || channel >= step.first_out + step.outs) return;
    touched = step.patch;
  }
  const Rect inside{std::max<Index>(0, touched.top - origin.h), std::max<Index>(0, touched.left - origin.w),
                    std::min(place.rows, touched.bottom - origin.h),
                    std::min(place.columns, touched.right - origin.w)};
  if (inside.empty()) return;
  paint.canvas().tag({});
  paint.frame(place.span(inside), paint.theme().highlight, place.cell < 12 * paint.scale() ? 2 : 3);
}

}  // namespace compare

void drawCompare(Canvas& canvas, const Frame& frame) {
  switch (frame.derived->document.comparison.mode) {
    case CompareMode::settings:
      return compare::drawSettings(canvas, frame);
    case CompareMode::sweep:
      return compare::drawSweep(canvas, frame);
    case CompareMode::upsampling:
      return compare::drawUpsampling(canvas, frame);
  }
}

}  // namespace lab::view

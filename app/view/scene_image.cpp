#include <algorithm>
#include <cmath>

#include "tconv/brightness.h"
#include "view/image.h"
#include "view/number_format.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace image {
namespace {

/// Below this cells are drawn as one picture, without lines between them.
constexpr double kLeastCell = 12;

/// Three numbers of a colour are written where they fit below each other.
constexpr double kLeastColorCell = 48;

bool magnifiable(const Ref& ref) { return ref.kind == RefKind::input || ref.kind == RefKind::canvas; }

Ref focusOf(const Frame& frame, const Moment& moment) {
  if (frame.problem) return {};
  for (const Ref& ref : {frame.pinned, frame.hover}) {
    const Ref element = resolved(frame.trace(), moment.active, ref);
    if (magnifiable(element) && exists(frame.trace(), element)) return element;
  }
  return {};
}

/// The colours of cells [part], row by row.
std::vector<tconv::Rgb> colorsOf(const Stage& stage, const Plane& plane, const Rect& part) {
  std::vector<tconv::Rgb> colors;
  colors.reserve(static_cast<std::size_t>(part.height() * part.width()));
  for (Index row = part.top; row < part.bottom; ++row)
    for (Index column = part.left; column < part.right; ++column)
      colors.push_back(colorOf(stage, plane, row, column));
  return colors;
}

Rect moved(const Rect& cells, Pair by) {
  return {cells.top + by.h, cells.left + by.w, cells.bottom + by.h, cells.right + by.w};
}

/// The part of the difference that is seen.
void drawDifference(const Stage& stage, const Plane& plane, const Ref& tag) {
  drawPicture(stage.paint, within(stage.frame, plane.spot.room), plane.spot.place, stage.differenceLimit(),
              tag, [&](const Rect& cells, Index step) {
                const Pair origin{-stage.seen.top, -stage.seen.left};
                return blocksIn(stage.output.difference.farthest, moved(cells, origin), step);
              });
}

/// A block of which `share` is blank and the rest adds up to `mean`.
tconv::Rgb over(tconv::Rgb background, double share, tconv::Rgb mean) {
  const auto level = [share](std::uint8_t below, std::uint8_t above) {
    return static_cast<std::uint8_t>(std::min(255L, above + std::lround(share * below)));
  };
  return {level(background.r, mean.r), level(background.g, mean.g), level(background.b, mean.b)};
}

/// Of a part of a photograph; blank cells, and blocks that hold a NaN, have no colour of their own.
std::vector<tconv::Rgb> blockColors(const Stage& stage, const Plane& plane, const Rect& cells) {
  const Index step = plane.photo->step;
  const Rect blocks = blocksOver(moved(cells, {-plane.origin.h, -plane.origin.w}), step);
  Photo part = partOf(*plane.photo, blocks);
  if (plane.runs && !stage.output.blank.empty())
    for (Index i = 0; i < part.rows * part.columns; ++i) {
      const Index row = i / part.columns, column = i % part.columns;
      const Index blank = stage.output.blank[static_cast<std::size_t>(
          (blocks.top + row) * plane.photo->columns + blocks.left + column)];
      if (blank == 0) continue;
      const Index all = std::min(step, plane.spot.place.rows - cells.top - row * step) *
                        std::min(step, plane.spot.place.columns - cells.left - column * step);
      tconv::Rgb& color = part.colors[static_cast<std::size_t>(i)];
      color = over(stage.theme().background, static_cast<double>(blank) / static_cast<double>(all), color);
    }
  for (const std::size_t i : part.nan) part.colors[i] = stage.theme().nan;
  return std::move(part.colors);
}

/// The part of a photograph that is seen.
void drawPhoto(const Stage& stage, const Plane& plane, Ref tag) {
  const GridPlace& place = plane.spot.place;
  const SeenBlocks seen = seenBlocks(stage.paint, within(stage.frame, plane.spot.room), place);
  if (seen.cells.empty()) return;
  tag.row += seen.cells.top, tag.column += seen.cells.left;
  stage.canvas().tag(tag);
  if (seen.step > 1) stage.canvas().pushClip(place.box);  // the last blocks may be partial
  stage.canvas().picture(seen.box(place),
                         {blockColors(stage, plane, seen.cells), seen.rows(), seen.columns(), seen.step});
  if (seen.step > 1) stage.canvas().popClip();
}

std::string symbolOf(const Plane& plane, Index row, Index column) {
  return (plane.first.kind == RefKind::input ? "x" : "y") + std::to_string(row) + std::to_string(column);
}

/// Three numbers below each other.
void writeColor(const Stage& stage, const Box& box, tconv::Rgb fill, const std::vector<float>& numbers) {
  const double size = std::min(box.h * 0.22, 14 * stage.frame.scale);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    stage.paint.text({box.center().x, box.y + box.h * (0.3 + 0.26 * static_cast<double>(i))},
                     shortNumber(numbers[i], 5), size, textOn(fill, stage.theme()), Align::middle);
}

void drawCell(const Stage& stage, const Plane& plane, const Box& box, Index row, Index column) {
  const tconv::Rgb fill = colorOf(stage, plane, row, column);
  const std::vector<float> numbers = numbersOf(stage, plane, row, column);
  const bool readable = stage.paint.readable(box.w) && !numbers.empty();
  if (readable && stage.frame.symbols && plane.photo)
    return stage.paint.cell(box, fill, symbolOf(plane, row, column));
  const bool one = numbers.size() == 1;
  stage.paint.cell(box, fill, readable && one ? stage.paint.label(numbers[0], box.w) : std::string());
  if (!one && box.w >= kLeastColorCell * stage.frame.scale) writeColor(stage, box, fill, numbers);
}

/// The step or the cell in the making; what padding crops of the patch lies outside of the picture.
void drawActive(const Stage& stage, const Plane& plane) {
  const bool input = plane.first.kind == RefKind::input;
  const GridPainter& paint = stage.paint;
  stage.canvas().tag({});
  if (stage.step && input) {
    const Box cell =
        plane.whole.cellBox(static_cast<double>(stage.step->row), static_cast<double>(stage.step->column));
    const double grown = stage.act.light < 1 ? (1 - stage.act.light) * 0.5 * plane.whole.cell : 0;
    paint.frame(atLeast(cell.inset(-grown), kSmallestMark * stage.frame.scale), stage.theme().highlight, 3);
  }
  if (stage.step && !input && stage.act.travel >= 1)
    drawPatchFrame(paint, stage.frame, plane.whole, *stage.step, 0);
  if (!stage.cell) return;
  const Ref made{RefKind::canvas, stage.cell->channel, 0, stage.cell->row, stage.cell->column};
  const Lattice cells = related(stage.trace, made, input ? RefKind::input : RefKind::canvas);
  if (cells.empty()) return;
  const Rect span{cells.rows.front(), cells.columns.front(), cells.rows.back() + 1, cells.columns.back() + 1};
  paint.frame(atLeast(plane.whole.span(span), kSmallestMark * stage.frame.scale), stage.theme().highlight, 3);
}

/// What belongs to the hovered and the pinned element. Cells that are too small are framed together.
void drawMarks(const Stage& stage, const Plane& plane) {
  if (plane.whole.cell >= kLeastCell * stage.frame.scale) {
    for (Index c = 0; c < seenChannels(plane.channels); ++c)
      stage.marks.draw(stage.paint, plane.whole, {plane.first.kind, c});
    return;
  }
  if (!stage.focus) return;
  const Lattice cells = related(stage.trace, stage.focus, plane.first.kind);
  if (cells.empty()) return;
  const Rect span{cells.rows.front(), cells.columns.front(), cells.rows.back() + 1, cells.columns.back() + 1};
  stage.canvas().tag({});
  stage.paint.frame(atLeast(plane.whole.span(span), kSmallestMark * stage.frame.scale), stage.theme().accent,
                    2);
}

void drawPlane(const Stage& stage, const Plane& plane) {
  const GridPlace& place = plane.spot.place;
  stage.canvas().pushClip(plane.spot.room);
  drawCells(stage, plane, place, {0, 0, place.rows, place.columns}, true);
  stage.canvas().tag({});
  stage.paint.frame(place.box, stage.theme().faint, 1);
  if (stage.layout.numbered)
    stage.paint.numbers(place, {0, 0, place.rows, place.columns}, stage.layer().dims == 1);
  stage.canvas().pushClip(common(place.box.inset(-3 * stage.frame.scale), plane.spot.room));
  drawActive(stage, plane);
  drawMarks(stage, plane);
  stage.canvas().popClip();
  drawMagnifier(stage, plane);
  stage.canvas().popClip();
}

/// The grid of all canvas cells around the picture of the output window.
GridPlace canvasAround(const GridPlace& place, const tconv::Trace& trace) {
  const Rect window = trace.window();
  const Pair canvas = trace.canvasSize();
  GridPlace whole{{}, canvas.h, canvas.w, place.cell};
  whole.box = {place.box.x - static_cast<double>(window.left) * place.cell,
               place.box.y - static_cast<double>(window.top) * place.cell,
               static_cast<double>(canvas.w) * place.cell, static_cast<double>(canvas.h) * place.cell};
  return whole;
}

/// At rest the finished output is shown.
RunningOutput runningAt(const tconv::Trace& trace, const Moment& moment) {
  const RunningOutput running(trace, moment);
  return inTheMiddle(trace, moment) ? running : running.atEnd();
}

/// What holds both; one of them may be empty.
Rect around(const Rect& a, const Rect& b) {
  if (a.empty()) return b.empty() ? Rect{} : b;
  if (b.empty()) return a;
  return {std::min(a.top, b.top), std::min(a.left, b.left), std::max(a.bottom, b.bottom),
          std::max(a.right, b.right)};
}

}  // namespace

Stage::Stage(Canvas& canvas, const Frame& f)
    : frame(f),
      trace(f.trace()),
      paint(canvas, f),
      layout(layoutImage(f)),
      moment(momentOf(f)),
      act(actOf(moment, f.reduced_motion)),
      cell(cellOf(trace, moment)),
      running(runningAt(trace, moment)),
      original(originalPhoto(*f.derived, seenBlocks(paint, f, layout.original.place).step)),
      marks(f),
      focus(focusOf(f, moment)) {
  if (moment.active) step = trace.step(*moment.active);
  const SeenBlocks a = seenBlocks(paint, within(f, layout.output.room), layout.output.place),
                   b = seenBlocks(paint, within(f, layout.difference.room), layout.difference.place);
  seen = around(a.cells, b.cells);
  output = outputPhoto(*f.derived, running, seen, a.step, f.options.enlarged_by);
  pinned = focus && focus == resolved(trace, moment.active, f.pinned);
}

float Stage::differenceLimit() const {
  const float largest = outputDifference(*frame.derived, frame.options.enlarged_by).largest;
  if (!std::isfinite(largest)) return frame.limits().output;  // which is made of the finite cells
  return largest > 0 ? largest : 1;
}

bool Stage::blank(Index row, Index column) const {
  const Rect window = trace.window();
  for (Index c = 0; c < seenChannels(layer().out_channels); ++c)
    if (!running.blank(c, window.top + row, window.left + column)) return false;
  return true;
}

std::vector<Plane> planesOf(const Stage& stage) {
  const Rect window = stage.trace.window();
  const Ref canvas{RefKind::canvas, 0, 0, window.top, window.left};
  const Pair origin{stage.seen.top, stage.seen.left};
  const ImageLayout& l = stage.layout;
  const auto x = [&stage](Index c, Index row, Index column) { return stage.trace.x()(0, c, row, column); };
  const auto y = [&stage, window](Index c, Index row, Index column) {
    return stage.running.value(c, window.top + row, window.left + column);
  };
  const auto difference = [&stage](Index, Index row, Index column) {
    return outputDifference(*stage.frame.derived, stage.running, row, column,
                            stage.frame.options.enlarged_by);
  };
  return {{l.original,
           stage.layer().in_channels,
           x,
           &stage.original,
           {},
           {RefKind::input},
           false,
           l.original.place},
          {l.output, stage.layer().out_channels, y, &stage.output.photo, origin, canvas, true,
           canvasAround(l.output.place, stage.trace)},
          {l.difference, 1, difference, nullptr, origin, canvas, true,
           canvasAround(l.difference.place, stage.trace)}};
}

tconv::Rgb colorOf(const Stage& stage, const Plane& plane, Index row, Index column) {
  const std::vector<float> numbers = numbersOf(stage, plane, row, column);
  if (numbers.empty()) return stage.theme().background;
  if (!plane.photo) return stage.paint.color(numbers[0], stage.differenceLimit());
  if (std::ranges::any_of(numbers, [](float value) { return std::isnan(value); })) return stage.theme().nan;
  const auto level = [&](std::size_t c) {
    return tconv::brightnessByte(numbers[numbers.size() == 3 ? c : 0]);
  };
  return {level(0), level(1), level(2)};
}

std::vector<float> numbersOf(const Stage& stage, const Plane& plane, Index row, Index column) {
  if (plane.runs && stage.blank(row, column)) return {};
  std::vector<float> numbers;
  for (Index c = 0; c < seenChannels(plane.channels); ++c) numbers.push_back(plane.value(c, row, column));
  return numbers;
}

void drawCells(const Stage& stage, const Plane& plane, const GridPlace& place, const Rect& part,
               bool reachable) {
  const Ref& first = plane.first;
  const auto tagged = [&](Index row, Index column) {
    return reachable ? Ref{first.kind, first.channel, 0, first.row + row, first.column + column} : Ref{};
  };
  if (place.cell < kLeastCell * stage.frame.scale) {
    const Ref tag = tagged(part.top, part.left);
    if (place.box == plane.spot.place.box)
      return plane.photo ? drawPhoto(stage, plane, tag) : drawDifference(stage, plane, tag);
    stage.canvas().tag(tag);
    return stage.canvas().picture(place.box, {colorsOf(stage, plane, part), place.rows, place.columns});
  }
  const Rect seen = visibleCells(place, common(plane.spot.room, stage.frame.area));
  for (Index row = seen.top; row < seen.bottom; ++row)
    for (Index column = seen.left; column < seen.right; ++column) {
      stage.canvas().tag(tagged(part.top + row, part.left + column));
      drawCell(stage, plane, place.cellBox(static_cast<double>(row), static_cast<double>(column)),
               part.top + row, part.left + column);
    }
}

}  // namespace image

void drawImage(Canvas& canvas, const Frame& frame) {
  const image::Stage stage(canvas, frame);
  const std::vector<image::Plane> planes = planesOf(stage);
  for (const image::Plane& plane : planes) image::drawPlane(stage, plane);
  image::drawKernels(stage);
  image::drawWords(stage, planes);
}

}  // namespace lab::view

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

Box common(const Box& a, const Box& b) {
  const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::max(0.0, std::min(a.right(), b.right()) - x),
          std::max(0.0, std::min(a.bottom(), b.bottom()) - y)};
}

std::size_t indexOf(const Plane& plane, Index row, Index column) {
  return static_cast<std::size_t>(row * plane.spot.place.columns + column);
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

/// The part of the difference that is seen.
void drawDifference(const Stage& stage, const GridPlace& place, const Ref& tag) {
  const ReducedPlane& whole = stage.output().difference.farthest;
  drawPicture(
      stage.paint, stage.frame, place, stage.differenceLimit(), tag, [&](const Rect& cells, Index step) {
        return stage.running ? blocksOf(*stage.frame.derived, whole.values, whole.columns, cells, step)
                             : blocksIn(whole, cells, step);
      });
}

/// Of a part of a photograph; blank cells, and those that hold a NaN, have no colour of their own.
std::vector<tconv::Rgb> blockColors(const Stage& stage, const Plane& plane, const Rect& blocks) {
  const Photo& photo = *plane.photo;
  std::vector<tconv::Rgb> colors;
  colors.reserve(static_cast<std::size_t>(blocks.height() * blocks.width()));
  for (Index row = blocks.top; row < blocks.bottom; ++row) {
    const auto first = photo.colors.begin() + row * photo.columns;
    colors.insert(colors.end(), first + blocks.left, first + blocks.right);
  }
  const auto paint = [&](std::size_t i, tconv::Rgb color) {
    const Index row = static_cast<Index>(i) / photo.columns, column = static_cast<Index>(i) % photo.columns;
    if (blocks.contains(row, column))
      colors[static_cast<std::size_t>((row - blocks.top) * blocks.width() + column - blocks.left)] = color;
  };
  for (const std::size_t i : photo.nan) paint(i, stage.theme().nan);
  if (plane.runs && stage.running)
    for (std::size_t i = 0; i < photo.colors.size(); ++i)
      if (stage.blank(i)) paint(i, stage.theme().background);
  return colors;
}

/// The part of a photograph that is seen. In the middle of the animation there are all cells.
void drawPhoto(const Stage& stage, const Plane& plane, const GridPlace& place, Ref tag) {
  const SeenBlocks seen = seenBlocks(stage.paint, stage.frame, place);
  if (seen.cells.empty()) return;
  if (plane.photo->step != seen.step) {
    stage.canvas().tag(tag);
    const std::vector<tconv::Rgb> all = blockColors(stage, plane, {0, 0, place.rows, place.columns});
    return stage.canvas().picture(place.box, {all, place.rows, place.columns});
  }
  const Index left = seen.cells.left / seen.step, top = seen.cells.top / seen.step;
  const std::vector<tconv::Rgb> colors =
      blockColors(stage, plane, {top, left, top + seen.rows(), left + seen.columns()});
  tag.row += seen.cells.top, tag.column += seen.cells.left;
  stage.canvas().tag(tag);
  if (seen.step > 1) stage.canvas().pushClip(place.box);  // the last blocks may be partial
  stage.canvas().picture(seen.box(place), {colors, seen.rows(), seen.columns(), seen.step});
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

}  // namespace

Stage::Stage(Canvas& canvas, const Frame& f)
    : frame(f),
      trace(f.trace()),
      paint(canvas, f),
      layout(layoutImage(f)),
      moment(momentOf(f)),
      act(actOf(moment, f.reduced_motion)),
      cell(cellOf(trace, moment)),
      original(originalPhoto(*f.derived, seenBlocks(paint, f, layout.original.place).step)),
      finished(
          outputPhoto(*f.derived, seenBlocks(paint, f, layout.output.place).step, f.options.enlarged_by)),
      marks(f),
      focus(focusOf(f, moment)) {
  if (moment.active) step = trace.step(*moment.active);
  if (inTheMiddle(trace, moment))
    running = runningPhoto(*f.derived, RunningOutput(trace, moment), f.options.enlarged_by);
  pinned = focus && focus == resolved(trace, moment.active, f.pinned);
}

float Stage::differenceLimit() const {
  const float largest = finished.difference.largest;
  return std::isfinite(largest) && largest > 0 ? largest : 1;
}

std::vector<Plane> planesOf(const Stage& stage) {
  const Rect window = stage.trace.window();
  const Ref canvas{RefKind::canvas, 0, 0, window.top, window.left};
  const ImageLayout& l = stage.layout;
  const auto x = [&stage](Index c, Index row, Index column) { return stage.trace.x()(0, c, row, column); };
  const auto y = [&stage](Index c, Index row, Index column) {
    return stage.running ? stage.running->output(0, c, row, column)
                         : outputValue(*stage.frame.derived, c, row, column);
  };
  const auto difference = [&stage](Index, Index row, Index column) {
    return stage.running
               ? stage.running->seen.difference.farthest.at(row, column)
               : outputDifference(*stage.frame.derived, row, column, stage.frame.options.enlarged_by);
  };
  return {
      {l.original, stage.layer().in_channels, x, &stage.original, {RefKind::input}, false, l.original.place},
      {l.output, stage.layer().out_channels, y, &stage.output().photo, canvas, true,
       canvasAround(l.output.place, stage.trace)},
      {l.difference, 1, difference, nullptr, canvas, true, canvasAround(l.difference.place, stage.trace)}};
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
  if (plane.runs && stage.blank(indexOf(plane, row, column))) return {};
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
      return plane.photo ? drawPhoto(stage, plane, place, tag) : drawDifference(stage, place, tag);
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

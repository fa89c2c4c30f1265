#include "view/board.h"

#include <fmt/format.h>

#include <cmath>

#include "i18n/translate.h"
#include "view/grid.h"

namespace lab::view {
namespace {

// In points at scale 1.
constexpr double kMargin = 24, kTitle = 56, kFooter = 88, kPaneHeading = 36, kPaneGap = 1;
constexpr double kFormula = 24, kNoTitle = 12, kNoFooter = 12;
/// Below this height the faces need the room of the footer more.
constexpr double kRoomForFooter = 460;

void draw(Canvas& canvas, Face face, const Frame& frame) {
  switch (face) {
    case Face::scatter:
      return drawScatter(canvas, frame);
    case Face::gather:
      return drawGather(canvas, frame);
    case Face::matrix:
      return drawMatrix(canvas, frame);
    case Face::intermediates:
      return drawIntermediates(canvas, frame);
    case Face::overlap:
      return drawOverlap(canvas, frame);
    case Face::roundtrip:
      return drawRoundTrip(canvas, frame);
    case Face::backward:
      return drawBackward(canvas, frame);
    case Face::arithmetic:
      return drawArithmetic(canvas, frame);
    case Face::channels:
      return drawChannels(canvas, frame);
    case Face::lens:
      return drawLens(canvas, frame);
    case Face::compare:
      return drawCompare(canvas, frame);
    case Face::image:
      return drawImage(canvas, frame);
    default:
      return;
  }
}

/// One fills the room, two stand side by side, of three the first has the left half, four have quarters.
std::vector<Box> divide(const Box& room, std::size_t count, const Split& split, double gap) {
  const double left = std::round(room.w * split.x), upper = std::round(room.h * split.y);
  const Box west{room.x, room.y, left - gap / 2, room.h};
  const Box east{room.x + left + gap / 2, room.y, room.w - left - gap / 2, room.h};
  const auto top = [&](Box b) { return Box{b.x, b.y, b.w, upper - gap / 2}; };
  const auto bottom = [&](Box b) { return Box{b.x, b.y + upper + gap / 2, b.w, b.h - upper - gap / 2}; };
  switch (count) {
    case 1:
      return {room};
    case 2:
      return {west, east};
    case 3:
      return {west, top(east), bottom(east)};
    default:
      return {top(west), top(east), bottom(west), bottom(east)};
  }
}

void drawPane(Canvas& canvas, const Frame& frame, const Pane& pane, bool alone) {
  const GridPainter paint(canvas, frame);
  const double s = frame.scale;
  if (!alone) {
    const FaceInfo& about = info(pane.face);
    canvas.tag({});
    paint.heading({pane.box.x + kMargin * s, pane.box.y + 24 * s}, tr(about.label), tr(about.remark),
                  pane.box.right() - 8 * s);
  }
  // A grid may end where its pane does; below that there is room for its frame where no footer stands.
  Box visible = pane.content;
  if (visible.bottom() + (kNoFooter + 1) * s > frame.area.bottom()) visible.h += kNoFooter * s / 2;
  canvas.pushClip(visible);
  draw(canvas, pane.face, paneFrame(frame, pane));
  canvas.popClip();
}

/// Hairlines between the panes.
void drawSeams(Canvas& canvas, const Frame& frame, const BoardLayout& layout) {
  if (layout.panes.size() < 2) return;
  canvas.tag({});
  for (const Pane& pane : layout.panes)
    canvas.rect(pane.box.inset(-0.5 * frame.scale), {{}, Stroke{Color(frame.theme->line), frame.scale}});
}

/// While a setting is illegal the last legal board stays, faded; the reason is said in its middle.
void drawProblem(Canvas& canvas, const Frame& frame) {
  const Theme& theme = *frame.theme;
  const GridPainter paint(canvas, frame);
  canvas.tag({});
  canvas.rect(frame.area, {Color(theme.background, 0.8), {}});
  const Point c = frame.area.center();
  const double s = frame.scale;
  paint.text({c.x, c.y - 16 * s}, trf("{} = {} is not legal", frame.problem->subject, frame.problem->value),
             20 * s, theme.problem, Align::middle, Weight::bold);
  paint.text({c.x, c.y + 12 * s}, tr(frame.problem->rule), 14 * s, theme.ink, Align::middle);
}

}  // namespace

Moment momentOf(const Frame& frame) {
  return momentAt(timelineOf(*frame.derived->trace), frame.time, frame.granularity);
}

BoardLayout layoutBoard(const Frame& frame) {
  const double s = frame.scale;
  const Box& area = frame.area;
  const double footer = area.h < kRoomForFooter * s || !frame.parts.legend ? 0 : kFooter * s;
  const double head = ((frame.parts.title ? kTitle : kNoTitle) + (frame.parts.formula ? kFormula : 0)) * s;
  BoardLayout layout;
  layout.title = {area.x + kMargin * s, area.y + 36 * s};
  layout.footer = {area.x + kMargin * s, area.bottom() - footer, area.w - 2 * kMargin * s, footer};
  layout.formula = {layout.title.x, area.y + head - (frame.parts.title ? 20 : 4) * s};
  const double foot = footer > 0 ? footer : kNoFooter * s;
  const Box room{area.x, area.y + head, area.w, area.h - head - foot};
  const std::vector<Box> boxes = divide(room, frame.faces.size(), frame.split, kPaneGap * s);
  const double heading = boxes.size() > 1 ? kPaneHeading * s : 0;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Box& b = boxes[i];
    layout.panes.push_back({frame.faces[i], b, {b.x, b.y + heading, b.w, b.h - heading}});
  }
  return layout;
}

Frame paneFrame(const Frame& frame, const Pane& pane) {
  Frame inner = frame;
  inner.area = pane.content;
  return inner;
}

const Pane* paneAt(const BoardLayout& layout, Point point) {
  for (const Pane& pane : layout.panes)
    if (pane.box.contains(point)) return &pane;
  return nullptr;
}

void drawBoard(Canvas& canvas, const Frame& frame) {
  const i18n::LanguageScope scope(frame.language);
  const BoardLayout layout = layoutBoard(frame);
  canvas.pushClip(frame.area);
  canvas.tag({});
  if (frame.parts.background) canvas.rect(frame.area, {Color(frame.theme->background), {}});
  for (const Pane& pane : layout.panes) drawPane(canvas, frame, pane, layout.panes.size() == 1);
  drawSeams(canvas, frame, layout);
  if (frame.parts.title) drawBoardTitle(canvas, frame, layout);
  if (frame.parts.formula) drawBoardFormula(canvas, frame, layout);
  if (layout.footer.h > 0) drawBoardFooter(canvas, frame, layout.footer);
  if (frame.problem) drawProblem(canvas, frame);
  canvas.popClip();
}

}  // namespace lab::view

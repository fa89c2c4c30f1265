#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "i18n/translate.h"
#include "model/formula.h"
#include "view/marks.h"
#include "view/pictures.h"
#include "view/planes.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace {

// In points at scale 1, on the grid of 8.
constexpr double kMargin = 24, kCodeLine = 22, kRow = 20, kTitle = 72, kDot = 8;
/// Below these heights the pictures need the room of the lines of code, or of the table, more.
constexpr double kRoomForCode = 176, kRoomForTable = 340;

/// The three columns and what they show.
struct Lens {
  Lens(Canvas& canvas, const Frame& f)
      : frame(f),
        paint(canvas, f),
        choice(f.options.lens),
        sides({&lensResults(*f.derived).of(choice.a, *f.derived),
               &lensResults(*f.derived).of(choice.b, *f.derived)}),
        difference(lensResults(*f.derived).between(choice, *f.derived)) {}

  const LensSide* side(std::size_t i) const { return std::get_if<LensSide>(sides[i]); }
  const Layer& layer() const { return frame.derived->layer(); }
  LensCall call(std::size_t i) const { return i == 0 ? choice.a : choice.b; }

  const Frame& frame;
  GridPainter paint;
  LensChoice choice;
  std::array<const LensResult*, 2> sides;
  const tconv::Difference* difference;  ///< null where a side has no result
};

/// What the cells of a side stand for.
Ref cellsOf(const Lens& lens, std::size_t i, Index channel) {
  const LensSide* side = lens.side(i);
  const bool first = i == 0 || !(lens.side(0) && lens.side(0)->own);
  if (side->own && first) return {RefKind::canvas, channel};
  return {RefKind::tile, channel, static_cast<Index>(i)};
}

void drawCode(const Lens& lens, const Box& box) {
  const double s = lens.frame.scale;
  for (std::size_t i = 0; i < 2; ++i) {
    const double y = box.y + (static_cast<double>(i) * kCodeLine + 14) * s, x = box.x + 24 * s;
    lens.paint.text({box.x, y}, i == 0 ? "A" : "B", 14 * s, lens.paint.theme().ink, Align::start,
                    Weight::bold);
    const LensSide* side = lens.side(i);
    const std::string text = side ? side->code : tr(std::get<tconv::Problem>(*lens.sides[i]));
    const double size = textWidth(text, 14 * s) <= box.right() - x ? 14 * s : 12 * s;
    lens.paint.text({x, y}, shortened(text, size, box.right() - x), size,
                    side ? lens.paint.theme().ink : lens.paint.theme().problem);
  }
}

void drawSide(const Lens& lens, const PictureColumn& column, std::size_t i) {
  const std::string name = fmt::format("{}  {}", i == 0 ? "A" : "B", info(lens.call(i)).title);
  const LensSide* side = lens.side(i);
  if (!side) {
    drawPictureWords(lens.paint, column, name, {}, tr("cannot be called so"));
    return drawReason(lens.paint, column, tr(std::get<tconv::Problem>(*lens.sides[i])));
  }
  drawPictureWords(
      lens.paint, column, name, sizeText(lens.layer(), side->output.shape().spatial()),
      side->made.turned ? trf("{}, kernel not flipped", cropText(side->made)) : cropText(side->made));
  lens.paint.canvas().pushClip(column.room);
  for (std::size_t c = 0; c < column.planes.size(); ++c) {
    const auto channel = static_cast<Index>(c);
    drawFramedPlane(lens.paint, within(lens.frame, column.room), column.planes[c],
                    planeOf(side->canvas, 0, channel), side->window, cellsOf(lens, i, channel));
  }
  lens.paint.canvas().popClip();
}

void drawDifferences(const Lens& lens, const PictureColumn& column) {
  if (!lens.difference) return drawPictureWords(lens.paint, column, "A − B", {}, tr("needs both"));
  const tconv::Difference& difference = *lens.difference;
  drawPictureWords(lens.paint, column, "A − B", sizeText(lens.layer(), difference.whole.spatial()),
                   differenceText(largestOf(difference), lens.layer()));
  lens.paint.canvas().pushClip(column.room);
  for (std::size_t c = 0; c < column.planes.size(); ++c)
    drawDifference(lens.paint, within(lens.frame, column.room), column.planes[c], difference,
                   {RefKind::tile, static_cast<Index>(c), 2});
  lens.paint.canvas().popClip();
}

/// An element of the output, in output coordinates, that a reference to one of the three columns means.
Ref meant(const Lens& lens, const Ref& ref) {
  if (ref.kind != RefKind::tile && ref.kind != RefKind::canvas) return {};
  Rect window = lens.frame.trace().window();
  if (ref.kind == RefKind::tile) {
    if (ref.out > 2 || (ref.out < 2 && !lens.side(static_cast<std::size_t>(ref.out)))) return {};
    window = ref.out == 2 ? Rect{} : lens.side(static_cast<std::size_t>(ref.out))->window;
  }
  return {RefKind::tile, ref.channel, 0, ref.row - window.top, ref.column - window.left};
}

/// The same output element is outlined in all three.
void drawMeant(const Lens& lens, std::span<const PictureColumn> columns, const Ref& ref, double width) {
  const Ref cell = meant(lens, ref);
  if (!cell) return;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& planes = columns[i].planes;
    if (cell.channel < 0 || cell.channel >= static_cast<Index>(planes.size())) continue;
    if (i < 2 ? !lens.side(i) : !lens.difference) continue;
    const Rect window = i < 2 ? lens.side(i)->window : Rect{};
    const GridPlace& place = planes[static_cast<std::size_t>(cell.channel)];
    const Index row = cell.row + window.top, column = cell.column + window.left;
    if (!Rect{0, 0, place.rows, place.columns}.contains(row, column)) continue;
    lens.paint.canvas().pushClip(columns[i].room);
    Marks::outline(lens.paint, place.cellBox(static_cast<double>(row), static_cast<double>(column)), width);
    lens.paint.canvas().popClip();
  }
}

void drawMarks(const Lens& lens, std::span<const PictureColumn> columns) {
  lens.paint.canvas().tag({});
  const Marks marks(lens.frame);
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t c = 0; lens.side(i) && c < columns[i].planes.size(); ++c) {
      const Ref cells = cellsOf(lens, i, static_cast<Index>(c));
      if (cells.kind == RefKind::canvas) marks.draw(lens.paint, columns[i].planes[c], cells);
    }
  drawMeant(lens, columns, lens.frame.pinned, 3);
  drawMeant(lens, columns, lens.frame.hover, 2);
}

/// One framework's line of the table: a filled dot and the code, or an empty one and the reason.
void drawExpression(const Lens& lens, const Expression& row, Point at, double right) {
  const Theme& theme = lens.paint.theme();
  const double s = lens.frame.scale;
  const Box dot{at.x, at.y - (kDot + 1) * s, kDot * s, kDot * s};
  Paint look{{}, Stroke{Color(row.possible ? theme.good : theme.muted), 1.5 * s}, kDot / 2 * s};
  if (row.possible) look.fill = Color(theme.good);
  lens.paint.canvas().rect(dot, look);
  lens.paint.text({at.x + 16 * s, at.y}, tconv::titleOf(row.framework), 14 * s, theme.ink, Align::start,
                  Weight::bold);
  const double x = at.x + 88 * s;
  lens.paint.text({x, at.y}, shortened(row.text, 12 * s, right - x), 12 * s,
                  row.possible ? theme.ink : theme.muted);
}

void drawTable(const Lens& lens, const Box& box, const std::vector<Expression>& rows) {
  const double s = lens.frame.scale;
  lens.paint.canvas().tag({});
  lens.paint.heading({box.x, box.y + 16 * s}, tr("The layer as set"), tr("in each framework"), box.right());
  double y = box.y + 42 * s;
  for (const Expression& row : rows) {
    drawExpression(lens, row, {box.x, y}, box.right());
    y += kRow * s;
  }
}

/// The canvas sizes of both sides, and the size that both outputs cover together.
std::array<Pair, 3> sizesOf(const Lens& lens) {
  std::array<Pair, 3> sizes{Pair{1}, Pair{1}, Pair{1}};
  for (std::size_t i = 0; i < 2; ++i)
    if (lens.side(i)) sizes[i] = lens.side(i)->canvas.shape().spatial();
  if (lens.difference) sizes[2] = lens.difference->whole.spatial();
  return sizes;
}

}  // namespace

void drawLens(Canvas& canvas, const Frame& frame) {
  const Lens lens(canvas, frame);
  const double s = frame.scale, margin = std::min(kMargin * s, frame.area.w / 20);
  Box room{frame.area.x + margin, frame.area.y + 8 * s, frame.area.w - 2 * margin, frame.area.h - 12 * s};
  canvas.tag({});
  if (frame.area.h >= kRoomForCode * s) {
    drawCode(lens, room);
    room.y += (2 * kCodeLine + 12) * s;
    room.h -= (2 * kCodeLine + 12) * s;
  }
  const auto rows = expressions(*frame.derived);
  const double table =
      frame.area.h < kRoomForTable * s ? 0 : (kTitle - 16 + kRow * static_cast<double>(rows.size())) * s;
  room.h -= table;
  const auto columns = layoutPictures(frame, room, sizesOf(lens), lens.layer().out_channels);
  drawSide(lens, columns[0], 0);
  drawSide(lens, columns[1], 1);
  drawDifferences(lens, columns[2]);
  drawMarks(lens, columns);
  if (table == 0) return;
  double end = 0;
  for (const PictureColumn& column : columns) end = std::max(end, column.end);
  const bool fitted = frame.zoom <= 1 && frame.pan == Point{};
  const double top = fitted ? std::min(end + 32 * s, room.bottom() + 8 * s) : room.bottom() + 8 * s;
  drawTable(lens, {room.x, top, room.w, table - 8 * s}, rows);
}

}  // namespace lab::view

#include "ui/canvas.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "model/photo.h"
#include "model/utf8.h"
#include "ui/outline.h"
#include "view/heatmap_pixels.h"

namespace lab::ui {
namespace {

using view::Box;
using view::Point;

constexpr Index kMostRects = 128;  ///< cells a side that are drawn one by one

ImU32 packed(const view::Color& color, double coverage = 1) {
  const double alpha = std::clamp(color.alpha * coverage, 0.0, 1.0);
  return IM_COL32(color.rgb.r, color.rgb.g, color.rgb.b, static_cast<int>(std::lround(alpha * 255)));
}

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

/// Where the middle of a line of a whole width must lie for its edges to fall on pixels.
double lineCenter(double at, double whole_width) {
  return std::round(at - whole_width / 2) + whole_width / 2;
}

double wholeWidth(double width) { return std::max(1.0, std::round(width)); }

/// Whether an outline runs only level and upright, as the lines of a grid and frames do.
bool isUpright(const Outline& outline) {
  const auto& p = outline.points;
  for (std::size_t i = 1; i < p.size(); ++i) {
    if (p[i].x != p[i - 1].x && p[i].y != p[i - 1].y) return false;
  }
  return !outline.closed || p.front().x == p.back().x || p.front().y == p.back().y;
}

void strokeSolid(ImDrawList& list, const Outline& outline, ImU32 color, double width) {
  std::vector<ImVec2> points;
  for (const Point p : outline.points) {
    if (points.empty() || vec(p).x != points.back().x || vec(p).y != points.back().y)
      points.push_back(vec(p));
  }
  list.AddPolyline(points.data(), static_cast<int>(points.size()), color,
                   outline.closed ? ImDrawFlags_Closed : ImDrawFlags_None, static_cast<float>(width));
}

/// Upright pieces as rectangles of whole pixels: sharp, and the corners are filled. Around a closed outline
/// the level pieces have the corners to themselves, so that a translucent colour does not add up there.
void strokeUpright(ImDrawList& list, const Outline& outline, ImU32 color, double width, bool square_ends) {
  const auto& p = outline.points;
  const std::size_t pieces = outline.closed ? p.size() : p.size() - 1;
  const double half = width / 2;
  for (std::size_t i = 0; i < pieces; ++i) {
    const Point a = p[i], b = p[(i + 1) % p.size()];
    const bool level = a.y == b.y;
    const double from = level ? std::min(a.x, b.x) : std::min(a.y, b.y);
    const double to = level ? std::max(a.x, b.x) : std::max(a.y, b.y);
    const double grow = square_ends ? half : 0;
    const double trim = outline.closed ? (level ? half : -half) : grow;
    if (level) {
      list.AddRectFilled(vec({from - trim, a.y - half}), vec({to + trim, a.y + half}), color);
    } else {
      list.AddRectFilled(vec({a.x - half, from - trim}), vec({a.x + half, to + trim}), color);
    }
  }
}

void stroke(ImDrawList& list, Outline outline, const view::Stroke& stroke) {
  if (outline.points.size() < 2) return;
  const bool upright = isUpright(outline);
  const double width = upright ? wholeWidth(stroke.width) : stroke.width;
  if (upright) {
    for (Point& p : outline.points) p = {lineCenter(p.x, width), lineCenter(p.y, width)};
  }
  // Lines thinner than a pixel are drawn a pixel wide and fainter.
  const ImU32 color = packed(stroke.color, std::min(1.0, width));
  const bool dashes = stroke.dash > 0;
  for (const Outline& piece : dashes ? dashed(outline, stroke.dash) : std::vector{outline}) {
    if (upright && piece.points.size() >= 2) strokeUpright(list, piece, color, width, !dashes);
    if (!upright) strokeSolid(list, piece, color, std::max(1.0, width));
  }
}

bool isConvex(const std::vector<Point>& p) {
  bool left = false, right = false;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const Point a = p[i], b = p[(i + 1) % p.size()], c = p[(i + 2) % p.size()];
    const double turn = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
    left = left || turn < -1e-9;
    right = right || turn > 1e-9;
  }
  return !(left && right);
}

void fillConvex(ImDrawList& list, const std::vector<Point>& polygon, ImU32 color) {
  std::vector<ImVec2> points;
  for (const Point p : polygon) points.push_back(vec(p));
  // The fringe of a polygon lies outside it when its corners run clockwise.
  double area = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    area += a.x * b.y - b.x * a.y;
  }
  if (area < 0) std::reverse(points.begin(), points.end());
  list.AddConvexPolyFilled(points.data(), static_cast<int>(points.size()), color);
}

void fill(ImDrawList& list, const Outline& outline, ImU32 color) {
  if (outline.points.size() < 3) return;
  if (isConvex(outline.points)) return fillConvex(list, outline.points, color);
  // Inner edges of the triangles must not be softened, the outer edge must: a thin line does that.
  const ImDrawListFlags flags = list.Flags;
  list.Flags &= ~ImDrawListFlags_AntiAliasedFill;
  const std::vector<Point> corners = triangulated(outline.points);
  for (std::size_t i = 0; i + 2 < corners.size(); i += 3) {
    list.AddTriangleFilled(vec(corners[i]), vec(corners[i + 1]), vec(corners[i + 2]), color);
  }
  list.Flags = flags;
  strokeSolid(list, {outline.points, true}, color, 1);
}

double textWidth(const ImFont& font, const std::u32string& characters) {
  double width = 0;
  for (const char32_t c : characters) width += font.GetCharAdvance(static_cast<ImWchar>(c));
  return width;
}

void addGlyph(ImDrawList& list, const ImFontGlyph& glyph, double x, double y, double scale, ImU32 color) {
  if (!glyph.Visible) return;
  const ImVec2 from = vec({x + glyph.X0 * scale, y + glyph.Y0 * scale});
  const ImVec2 to = vec({x + glyph.X1 * scale, y + glyph.Y1 * scale});
  list.PrimReserve(6, 4);
  list.PrimRectUV(from, to, {glyph.U0, glyph.V0}, {glyph.U1, glyph.V1}, color);
}

}  // namespace

ImGuiCanvas::ImGuiCanvas(ImDrawList* list, const Fonts& fonts, HeatmapPainter* painter, Point offset)
    : list_(list), fonts_(&fonts), painter_(painter), offset_(offset) {}

Box ImGuiCanvas::snapped(const Box& box) const {
  const double x = std::round(box.x + offset_.x), y = std::round(box.y + offset_.y);
  return {x, y, std::round(box.right() + offset_.x) - x, std::round(box.bottom() + offset_.y) - y};
}

void ImGuiCanvas::rect(const Box& box, const view::Paint& paint) {
  if (paint.fill && tag_ && located_) located_(tag_, {box.x + offset_.x, box.y + offset_.y, box.w, box.h});
  if (paint.fill) {
    const Box area = snapped(box);
    const ImU32 color = packed(*paint.fill);
    if (paint.radius > 0) {
      fillConvex(*list_, roundedOutline(area, paint.radius).points, color);
    } else {
      list_->AddRectFilled(vec({area.x, area.y}), vec({area.right(), area.bottom()}), color);
    }
  }
  if (!paint.stroke) return;
  const double width = wholeWidth(paint.stroke->width);
  const double x = lineCenter(box.x + offset_.x, width), y = lineCenter(box.y + offset_.y, width);
  const double right = lineCenter(box.right() + offset_.x, width);
  const double bottom = lineCenter(box.bottom() + offset_.y, width);
  view::Stroke line = *paint.stroke;
  line.width = width;
  stroke(*list_, roundedOutline({x, y, right - x, bottom - y}, paint.radius), line);
}

void ImGuiCanvas::path(const view::Path& path, const view::Paint& paint) {
  for (Outline& outline : flatten(path)) {
    for (Point& p : outline.points) p = {p.x + offset_.x, p.y + offset_.y};
    if (paint.fill) fill(*list_, outline, packed(*paint.fill));
    if (paint.stroke) stroke(*list_, std::move(outline), *paint.stroke);
  }
}

void ImGuiCanvas::text(Point anchor, std::string_view utf8, const view::TextStyle& style) {
  const Fonts::Face& face = fonts_->face(style.size, style.weight);
  const double scale = std::abs(style.size - face.em) < 0.25 ? 1 : style.size / face.em;
  const std::u32string characters = decodeUtf8(utf8);
  const double width = textWidth(*face.font, characters) * scale;
  const double shift = style.align == view::Align::start    ? 0
                       : style.align == view::Align::middle ? width / 2
                                                            : width;
  double x = anchor.x + offset_.x - shift;
  // The baseline of a glyph is the ascent below its top; it must lie on a whole pixel for stems to end
  // sharply.
  const double y = std::round(anchor.y + offset_.y) - std::round(face.font->Ascent) * scale;
  const ImU32 color = packed(style.color);
  list_->PushTextureID(face.font->ContainerAtlas->TexID);
  for (const char32_t c : characters) {
    const ImFontGlyph* glyph = face.font->FindGlyph(static_cast<ImWchar>(c));
    if (!glyph) continue;
    addGlyph(*list_, *glyph, x, y, scale, color);
    x += glyph->AdvanceX * scale;
  }
  list_->PopTextureID();
}

void ImGuiCanvas::heatmap(const Box& box, const view::Heatmap& map) {
  const Box area = snapped(box);
  if (map.rows < 1 || map.columns < 1 || area.w < 1 || area.h < 1) return;
  if (painter_) return painter_->draw(*list_, area, map);
  cellsOfRects(area, {view::heatmapColors(map), map.rows, map.columns});
}

void ImGuiCanvas::picture(const Box& box, const view::ColorCells& cells) {
  const Box area = snapped(box);
  if (cells.rows < 1 || cells.columns < 1 || area.w < 1 || area.h < 1) return;
  if (painter_) return painter_->draw(*list_, area, cells);
  cellsOfRects(area, cells);
}

void ImGuiCanvas::cellsOfRects(const Box& box, const view::ColorCells& cells) {
  const Index rows = std::min(cells.rows, kMostRects), columns = std::min(cells.columns, kMostRects);
  const auto edge = [](Index i, Index n, double from, double length) {
    return std::round(from + length * static_cast<double>(i) / static_cast<double>(n));
  };
  for (Index r = 0; r < rows; ++r) {
    for (Index c = 0; c < columns; ++c) {
      const tconv::Rgb color = meanColor(cells.colors, cells.columns,
                                         {r * cells.rows / rows, c * cells.columns / columns,
                                          (r + 1) * cells.rows / rows, (c + 1) * cells.columns / columns});
      list_->AddRectFilled(vec({edge(c, columns, box.x, box.w), edge(r, rows, box.y, box.h)}),
                           vec({edge(c + 1, columns, box.x, box.w), edge(r + 1, rows, box.y, box.h)}),
                           packed(color));
    }
  }
}

void ImGuiCanvas::pushClip(const Box& box) {
  const Box area = snapped(box);
  list_->PushClipRect(vec({area.x, area.y}), vec({area.right(), area.bottom()}), true);
}

void ImGuiCanvas::popClip() { list_->PopClipRect(); }

}  // namespace lab::ui

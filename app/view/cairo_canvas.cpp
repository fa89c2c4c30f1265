#include "view/cairo_canvas.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <string>
#include <utility>

#include "i18n/translate.h"
#include "tconv/error.h"
#include "view/cairo_mask.h"
#include "view/cairo_pixels.h"
#include "view/cairo_text.h"
#include "view/canvas_text.h"
#include "view/heatmap_pixels.h"

namespace lab::view {
namespace {

void setColor(cairo_t* cr, const Color& color) {
  cairo_set_source_rgba(cr, color.rgb.r / 255.0, color.rgb.g / 255.0, color.rgb.b / 255.0, color.alpha);
}

void roundedRect(cairo_t* cr, const Box& box, double radius) {
  const double r = std::min({radius, box.w / 2, box.h / 2});
  if (r <= 0) return cairo_rectangle(cr, box.x, box.y, box.w, box.h);
  constexpr double quarter = std::numbers::pi / 2;
  cairo_new_sub_path(cr);
  cairo_arc(cr, box.right() - r, box.y + r, r, -quarter, 0);
  cairo_arc(cr, box.right() - r, box.bottom() - r, r, 0, quarter);
  cairo_arc(cr, box.x + r, box.bottom() - r, r, quarter, 2 * quarter);
  cairo_arc(cr, box.x + r, box.y + r, r, 2 * quarter, 3 * quarter);
  cairo_close_path(cr);
}

/// Whether a path runs only level and upright, as the lines of a grid and frames do.
bool isUpright(const Path& path) {
  Point last;
  std::size_t at = 0;
  for (const Path::Verb verb : path.verbs) {
    if (verb == Path::Verb::cubic) return false;
    if (verb == Path::Verb::close) continue;
    const Point p = path.points[at++];
    if (verb == Path::Verb::line && p.x != last.x && p.y != last.y) return false;
    last = p;
  }
  return true;
}

void tracePath(cairo_t* cr, const std::vector<Path::Verb>& verbs, const std::vector<Point>& points) {
  auto next = points.begin();
  for (const Path::Verb verb : verbs) {
    if (verb == Path::Verb::close) {
      cairo_close_path(cr);
      continue;
    }
    const Point a = *next++;
    if (verb == Path::Verb::move) cairo_move_to(cr, a.x, a.y);
    if (verb == Path::Verb::line) cairo_line_to(cr, a.x, a.y);
    if (verb != Path::Verb::cubic) continue;
    const Point b = *next++, c = *next++;
    cairo_curve_to(cr, a.x, a.y, b.x, b.y, c.x, c.y);
  }
}

std::vector<Point> scaled(const std::vector<Point>& points, double scale) {
  std::vector<Point> out;
  for (const Point p : points) out.push_back({p.x * scale, p.y * scale});
  return out;
}

/// Where the middle of a line of a whole width must lie for its edges to fall on pixels.
double lineCenter(double at, double whole_width) {
  return std::round(at - whole_width / 2) + whole_width / 2;
}

/// The points of an upright path in device pixels: lines on whole pixels, and so are the ends of open ones.
std::vector<Point> snappedPoints(const Path& path, double scale, double whole_width) {
  const std::vector<Point> exact = scaled(path.points, scale);
  std::vector<Point> out;
  for (const Point p : exact) out.push_back({lineCenter(p.x, whole_width), lineCenter(p.y, whole_width)});
  const auto free_end = [&](std::size_t end, std::size_t neighbour) {
    if (exact[end].y == exact[neighbour].y) {
      out[end].x = std::round(exact[end].x);
    } else {
      out[end].y = std::round(exact[end].y);
    }
  };
  std::size_t first = 0, at = 0;  // of the subpath; of the next verb's point
  for (std::size_t i = 0; i < path.verbs.size(); ++i) {
    if (path.verbs[i] == Path::Verb::move) first = at;
    if (path.verbs[i] != Path::Verb::close) ++at;
    const bool ends = i + 1 == path.verbs.size() || path.verbs[i + 1] == Path::Verb::move;
    if (!ends || path.verbs[i] != Path::Verb::line) continue;
    free_end(first, first + 1);
    free_end(at - 1, at - 2);
  }
  return out;
}

Box boxAround(const std::vector<Point>& points) {
  const auto [left, right] = std::ranges::minmax(points, {}, &Point::x);
  const auto [top, bottom] = std::ranges::minmax(points, {}, &Point::y);
  return {left.x, top.y, right.x - left.x, bottom.y - top.y};
}

/// The strokes of a hatching: its many lines come again in every frame, and to outline them is slow.
const Mask& hatchingMask(const Path& path, const std::vector<Point>& points, double width) {
  constexpr std::size_t kMost = 64;
  thread_local std::unordered_map<std::string, Mask> known;
  std::string key(reinterpret_cast<const char*>(points.data()), points.size() * sizeof(Point));
  key.append(reinterpret_cast<const char*>(&width), sizeof width);
  for (const Path::Verb verb : path.verbs) key.push_back(static_cast<char>(verb));
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  if (known.size() >= kMost) known.clear();
  const Box around = boxAround(points);
  Mask mask = makeMask(wholePixels(around.x, around.y, around.right(), around.bottom(), std::ceil(width)),
                       [&](cairo_t* cr) {
                         tracePath(cr, path.verbs, points);
                         cairo_set_line_width(cr, width);
                         cairo_stroke(cr);
                       });
  return known.emplace(std::move(key), std::move(mask)).first->second;
}

/// Whether a path is of many lines, all within a picture of this size.
bool isHatching(const Path& path, const std::vector<Point>& points, double width, double height) {
  constexpr std::ptrdiff_t kLeastLines = 8;
  if (std::count(path.verbs.begin(), path.verbs.end(), Path::Verb::move) < kLeastLines) return false;
  const Box box = boxAround(points);
  return box.x >= 0 && box.y >= 0 && box.right() <= width && box.bottom() <= height;
}

}  // namespace

/// Everything is drawn in device pixels, so that it can be put on whole ones.
struct CairoCanvas::State {
  /// `make` is given where a document's bytes go. `whole_pixels` is for pictures.
  template <class Make>
  State(Make make, double points, bool whole_pixels)
      : surface(make(bytes)), context(cairo_create(surface.get())), scale(points), pixels(whole_pixels) {
    cairo_set_antialias(context.get(), CAIRO_ANTIALIAS_GRAY);
  }

  cairo_t* cr() const { return context.get(); }

  double onPixel(double at) const { return pixels ? std::round(at) : at; }
  Box snapped(const Box& box) const {
    const double x = onPixel(box.x * scale), y = onPixel(box.y * scale);
    return {x, y, onPixel(box.right() * scale) - x, onPixel(box.bottom() * scale) - y};
  }
  double wholeWidth(double width) const {
    return pixels ? std::max(1.0, std::round(width * scale)) : width * scale;
  }
  double center(double at, double whole_width) const { return pixels ? lineCenter(at, whole_width) : at; }
  bool holdsHatching(const Path& path, const std::vector<Point>& points) const {
    return isHatching(path, points, cairo_image_surface_get_width(surface.get()),
                      cairo_image_surface_get_height(surface.get()));
  }
  void stroke(const Stroke& stroke, double device_width) const {
    setColor(cr(), stroke.color);
    cairo_set_line_width(cr(), device_width);
    const double dash = stroke.dash * scale;
    cairo_set_dash(cr(), &dash, dash > 0 ? 1 : 0, 0);
    cairo_stroke(cr());
  }

  /// As glyphs of a document, which stay text.
  void showGlyphs(const ShapedText& shaped, double x, double y) const {
    for (const Run& run : shaped.runs) {
      std::vector<cairo_glyph_t> glyphs = run.glyphs;
      for (cairo_glyph_t& glyph : glyphs) {
        glyph.x += x;
        glyph.y += y;
      }
      cairo_set_scaled_font(cr(), run.font.get());
      cairo_show_text_glyphs(cr(), run.text.data(), static_cast<int>(run.text.size()), glyphs.data(),
                             static_cast<int>(glyphs.size()), run.clusters.data(),
                             static_cast<int>(run.clusters.size()), {});
    }
  }
  void showPixels(ShapedText& shaped, double x, double y) const {
    const double whole = std::floor(x);
    cover(shaped.maskAt(x - whole), whole, y);
  }
  void cover(const Mask& mask, double x, double y) const {
    if (mask.coverage) cairo_mask_surface(cr(), mask.coverage.get(), x + mask.left, y + mask.top);
  }

  std::string bytes;  ///< of a document; before the surface, which writes to it until its end
  Surface surface;
  Context context;
  double scale;
  bool pixels;
};

namespace {

cairo_status_t appendTo(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

CairoCanvas::CairoCanvas(std::unique_ptr<State> state) : state_(std::move(state)) {}

CairoCanvas::~CairoCanvas() = default;

void CairoCanvas::requireDrawn() const {
  cairo_status_t status = cairo_status(state_->cr());
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(state_->surface.get());
  if (status == CAIRO_STATUS_SUCCESS) return;
  throw tconv::Error(
      {trLater("picture"), "", tconv::Phrase("could not be drawn: {}", cairo_status_to_string(status)), {}});
}

PictureCanvas::PictureCanvas(int width, int height, double scale, std::optional<tconv::Rgb> background)
    : CairoCanvas(std::make_unique<State>(
          [&](std::string&) {
            const auto format = background ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32;
            return cairo_image_surface_create(format, width, height);
          },
          scale, true)),
      scale_(scale) {
  if (!background) return;
  setColor(state_->cr(), *background);
  cairo_paint(state_->cr());
}

Picture PictureCanvas::finish() {
  requireDrawn();
  return pictureOf(state_->surface.get());
}

PdfCanvas::PdfCanvas(double width, double height)
    : CairoCanvas(std::make_unique<State>(
          [&](std::string& bytes) {
            return cairo_pdf_surface_create_for_stream(appendTo, &bytes, width, height);
          },
          1, false)),
      width_(width),
      height_(height) {
  cairo_pdf_surface_set_metadata(state_->surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "");
}

void PdfCanvas::beginPage(std::optional<tconv::Rgb> background) {
  if (!background) return;
  setColor(state_->cr(), *background);
  cairo_rectangle(state_->cr(), 0, 0, width_, height_);
  cairo_fill(state_->cr());
}

void PdfCanvas::endPage() { cairo_show_page(state_->cr()); }

std::string PdfCanvas::take() { return std::exchange(state_->bytes, {}); }

std::string PdfCanvas::finish() {
  cairo_surface_finish(state_->surface.get());
  requireDrawn();
  return take();
}

void CairoCanvas::rect(const Box& box, const Paint& paint) {
  cairo_t* cr = state_->cr();
  const double radius = paint.radius * state_->scale;
  if (paint.fill) {
    roundedRect(cr, state_->snapped(box), radius);
    setColor(cr, *paint.fill);
    cairo_fill(cr);
  }
  if (paint.stroke) {
    const double width = state_->wholeWidth(paint.stroke->width);
    const auto center = [&](double at) { return state_->center(at * state_->scale, width); };
    const double x = center(box.x), y = center(box.y);
    roundedRect(cr, {x, y, center(box.right()) - x, center(box.bottom()) - y}, radius);
    state_->stroke(*paint.stroke, width);
  }
}

void CairoCanvas::path(const Path& path, const Paint& paint) {
  cairo_t* cr = state_->cr();
  const std::vector<Point> exact = scaled(path.points, state_->scale);
  if (paint.fill) {
    tracePath(cr, path.verbs, exact);
    setColor(cr, *paint.fill);
    cairo_fill(cr);
  }
  if (!paint.stroke) return;
  const bool upright = state_->pixels && isUpright(path);
  if (state_->pixels && !upright && paint.stroke->dash == 0 && state_->holdsHatching(path, exact)) {
    setColor(cr, paint.stroke->color);
    return state_->cover(hatchingMask(path, exact, paint.stroke->width * state_->scale), 0, 0);
  }
  const double width =
      upright ? state_->wholeWidth(paint.stroke->width) : paint.stroke->width * state_->scale;
  tracePath(cr, path.verbs, upright ? snappedPoints(path, state_->scale, width) : exact);
  state_->stroke(*paint.stroke, width);
}

void CairoCanvas::text(Point anchor, std::string_view utf8, const TextStyle& style) {
  ShapedText& shaped = shapedText(utf8, style.size * state_->scale, style.weight);
  const double width = shaped.width;
  const double shift = style.align == Align::start ? 0 : style.align == Align::middle ? width / 2 : width;
  const double x = anchor.x * state_->scale - shift, y = state_->onPixel(anchor.y * state_->scale);
  setColor(state_->cr(), style.color);
  if (state_->pixels)
    state_->showPixels(shaped, x, y);
  else
    state_->showGlyphs(shaped, x, y);
}

void CairoCanvas::heatmap(const Box& box, const Heatmap& map) {
  picture(box, {heatmapColors(map), map.rows, map.columns});
}

void CairoCanvas::picture(const Box& box, const ColorCells& cells) {
  const Box target = state_->snapped(box);
  if (cells.rows < 1 || cells.columns < 1 || target.w < 1 || target.h < 1) return;
  const Surface surface = surfaceOf(cells);
  const double wide = target.w / static_cast<double>(cells.columns);
  const double high = target.h / static_cast<double>(cells.rows);
  cairo_t* cr = state_->cr();
  cairo_save(cr);
  cairo_rectangle(cr, target.x, target.y, target.w, target.h);
  cairo_clip(cr);
  cairo_translate(cr, target.x, target.y);
  cairo_scale(cr, wide, high);
  cairo_set_source_surface(cr, surface.get(), 0, 0);
  // Cells smaller than a pixel are averaged: the nearest alone would drop rows.
  cairo_pattern_set_filter(cairo_get_source(cr),
                           std::min(wide, high) < 1 ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
  cairo_paint(cr);
  cairo_restore(cr);
}

void CairoCanvas::pushClip(const Box& box) {
  const Box target = state_->snapped(box);
  cairo_save(state_->cr());
  cairo_rectangle(state_->cr(), target.x, target.y, target.w, target.h);
  cairo_clip(state_->cr());
}

void CairoCanvas::popClip() { cairo_restore(state_->cr()); }

}  // namespace lab::view

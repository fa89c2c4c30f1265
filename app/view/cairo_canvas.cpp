#include "view/cairo_canvas.h"

#include <cairo-ft.h>
#include <cairo-pdf.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <numbers>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "i18n/translate.h"
#include "tconv/error.h"
#include "view/canvas_text.h"
#include "view/fonts.h"
#include "view/heatmap_pixels.h"

namespace lab::view {
namespace {

template <class T, void (*destroy)(T*)>
struct Destroy {
  void operator()(T* object) const { destroy(object); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy<cairo_surface_t, cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Destroy<cairo_t, cairo_destroy>>;
using FontOptions =
    std::unique_ptr<cairo_font_options_t, Destroy<cairo_font_options_t, cairo_font_options_destroy>>;
using ScaledFont =
    std::unique_ptr<cairo_scaled_font_t, Destroy<cairo_scaled_font_t, cairo_scaled_font_destroy>>;

std::uint32_t packed(tconv::Rgb color) {
  return static_cast<std::uint32_t>(color.r) << 16 | static_cast<std::uint32_t>(color.g) << 8 | color.b;
}

FontOptions makeFontOptions() {
  FontOptions options(cairo_font_options_create());
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  return options;
}

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

/// Characters of one font that stand beside each other, and which glyphs each became.
struct Run {
  ScaledFont font;
  std::vector<cairo_glyph_t> glyphs;
  std::string text;
  std::vector<cairo_text_cluster_t> clusters;
};

ScaledFont scaledFont(const FontFace& face, double size, const cairo_font_options_t* options) {
  cairo_matrix_t em, identity;
  cairo_matrix_init_scale(&em, size, size);
  cairo_matrix_init_identity(&identity);
  return ScaledFont(cairo_scaled_font_create(face.cairo.get(), &em, &identity, options));
}

/// Adds a character at x and returns where the next one starts.
double appendGlyph(Run& run, char32_t character, double x) {
  const std::string utf8 = encodeUtf8(character);
  cairo_glyph_t* glyphs = nullptr;
  int count = 0;
  const auto status =
      cairo_scaled_font_text_to_glyphs(run.font.get(), x, 0, utf8.data(), static_cast<int>(utf8.size()),
                                       &glyphs, &count, nullptr, nullptr, nullptr);
  if (status != CAIRO_STATUS_SUCCESS) return x;
  cairo_text_extents_t extents{};
  cairo_scaled_font_glyph_extents(run.font.get(), glyphs, count, &extents);
  run.glyphs.insert(run.glyphs.end(), glyphs, glyphs + count);
  run.text += utf8;
  run.clusters.push_back({static_cast<int>(utf8.size()), count});
  cairo_glyph_free(glyphs);
  return x + extents.x_advance;
}

/// A colour that Cairo keeps multiplied by its alpha.
std::uint8_t divided(std::uint32_t value, std::uint32_t alpha) {
  return static_cast<std::uint8_t>(alpha == 0 ? 0 : std::min(255U, (value * 255 + alpha / 2) / alpha));
}

/// Red, green and blue as the lowest three bytes.
constexpr std::uint32_t reversed(std::uint32_t pixel) {
  return (pixel >> 16 & 0xFF) | (pixel & 0xFF00) | (pixel & 0xFF) << 16;
}

void store(std::uint8_t* out, std::uint32_t word) { std::memcpy(out, &word, sizeof word); }

void copyOpaque(std::span<const std::uint32_t> row, std::uint8_t* out) {
  static_assert(std::endian::native == std::endian::little);
  std::size_t x = 0;
  for (; x + 4 <= row.size(); x += 4, out += 12) {  // four pixels are three words
    const std::uint32_t a = reversed(row[x]), b = reversed(row[x + 1]), c = reversed(row[x + 2]),
                        d = reversed(row[x + 3]);
    store(out, a | b << 24);
    store(out + 4, b >> 8 | c << 16);
    store(out + 8, c >> 16 | d << 8);
  }
  for (; x < row.size(); ++x, out += 3) {
    const std::uint32_t pixel = reversed(row[x]);
    std::memcpy(out, &pixel, 3);
  }
}

void copyDivided(std::span<const std::uint32_t> row, std::uint8_t* out) {
  for (const std::uint32_t pixel : row) {
    const std::uint32_t alpha = pixel >> 24;
    for (const int shift : {16, 8, 0}) *out++ = divided(pixel >> shift & 0xFF, alpha);
    *out++ = static_cast<std::uint8_t>(alpha);
  }
}

/// How much of each pixel a shape covers.
struct Mask {
  Surface coverage;  ///< null where there is no ink
  double left = 0, top = 0;
};

/// What `trace` fills or strokes within a box, which lies on whole pixels. @param trace a call on a context
template <class Trace>
Mask makeMask(const Box& box, Trace trace) {
  Mask mask{
      Surface(cairo_image_surface_create(CAIRO_FORMAT_A8, static_cast<int>(box.w), static_cast<int>(box.h))),
      box.x, box.y};
  const Context context(cairo_create(mask.coverage.get()));
  cairo_translate(context.get(), -box.x, -box.y);
  trace(context.get());
  return mask;
}

/// The whole pixels around a box and some more.
Box wholePixels(double left, double top, double right, double bottom, double more) {
  const double x = std::floor(left) - more, y = std::floor(top) - more;
  return {x, y, std::ceil(right) + more - x, std::ceil(bottom) + more - y};
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

/// A text with its glyphs in their places, and its pixels for each fraction of a pixel that it began at.
/// Texts come again in every frame, and to fill their outlines is most of the work of drawing one.
struct ShapedText {
  std::vector<Run> runs;
  double width = 0;
  std::map<int, Mask> masks;

  const Mask& maskAt(double fraction) {
    constexpr int kFractions = 32;
    const int step = static_cast<int>(fraction * kFractions);
    const auto [place, is_new] = masks.try_emplace(step);
    if (is_new) place->second = maskOf(static_cast<double>(step) / kFractions);
    return place->second;
  }

 private:
  Mask maskOf(double x) const {
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    for (const Run& run : runs) {
      cairo_text_extents_t ink{};
      cairo_scaled_font_glyph_extents(run.font.get(), run.glyphs.data(), static_cast<int>(run.glyphs.size()),
                                      &ink);
      if (ink.width <= 0) continue;
      const double start = run.glyphs.front().x + ink.x_bearing, above = run.glyphs.front().y + ink.y_bearing;
      left = std::min(left, start);
      right = std::max(right, start + ink.width);
      top = std::min(top, above);
      bottom = std::max(bottom, above + ink.height);
    }
    if (right <= left) return {};
    constexpr double kMargin = 2;  // extents are rounded
    const Box box = wholePixels(left, top, right + kMargin, bottom + kMargin, kMargin);
    return makeMask(box, [&](cairo_t* cr) {
      cairo_translate(cr, x, 0);
      // Outlines, not glyph images: those Cairo puts on whole pixels, which spaces letters unevenly.
      for (const Run& run : runs) {
        cairo_set_scaled_font(cr, run.font.get());
        cairo_glyph_path(cr, run.glyphs.data(), static_cast<int>(run.glyphs.size()));
        cairo_fill(cr);
      }
    });
  }
};

ShapedText shape(std::string_view utf8, double size, Weight weight) {
  static const FontOptions options = makeFontOptions();
  ShapedText shaped;
  const FontFace* current = nullptr;
  for (const char32_t character : decodeUtf8(utf8)) {
    const FontFace& face = Fonts::shared().faceFor(character, weight);
    if (&face != current) shaped.runs.push_back({scaledFont(face, size, options.get()), {}, {}, {}});
    current = &face;
    shaped.width = appendGlyph(shaped.runs.back(), character, shaped.width);
  }
  return shaped;
}

/// The texts that this thread has drawn lately.
ShapedText& shapedText(std::string_view utf8, double size, Weight weight) {
  constexpr std::size_t kMost = 2000;
  thread_local std::unordered_map<std::string, ShapedText> known;
  std::string key(utf8);
  key.append(reinterpret_cast<const char*>(&size), sizeof size).push_back(weight == Weight::bold ? 'b' : 'r');
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  if (known.size() >= kMost) known.clear();
  return known.emplace(std::move(key), shape(utf8, size, weight)).first->second;
}

/// The device pixels of a surface as a picture without gaps.
Picture pictureOf(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  const bool opaque = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24;
  Picture picture{
      cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), opaque ? 3 : 4, {}};
  const auto width = static_cast<std::size_t>(picture.width),
             height = static_cast<std::size_t>(picture.height);
  picture.pixels.resize(width * height * static_cast<std::size_t>(picture.channels));
  const unsigned char* bytes = cairo_image_surface_get_data(surface);
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
  for (std::size_t y = 0; y < height; ++y) {
    const auto* row = reinterpret_cast<const std::uint32_t*>(bytes + y * stride);
    std::uint8_t* out = &picture.pixels[y * width * static_cast<std::size_t>(picture.channels)];
    if (opaque)
      copyOpaque({row, width}, out);
    else
      copyDivided({row, width}, out);
  }
  return picture;
}

Surface surfaceOf(const ColorCells& cells) {
  Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(cells.columns),
                                             static_cast<int>(cells.rows)));
  unsigned char* bytes = cairo_image_surface_get_data(surface.get());
  if (bytes == nullptr) return surface;
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (Index r = 0; r < cells.rows; ++r) {
    auto* row = reinterpret_cast<std::uint32_t*>(bytes + r * stride);
    for (Index c = 0; c < cells.columns; ++c)
      row[c] = packed(cells.colors[static_cast<std::size_t>(r * cells.columns + c)]);
  }
  cairo_surface_mark_dirty(surface.get());
  return surface;
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

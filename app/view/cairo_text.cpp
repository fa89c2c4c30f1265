#include "view/cairo_text.h"

#include <cairo-ft.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "model/utf8.h"
#include "view/canvas_text.h"
#include "view/fonts.h"

namespace lab::view {
namespace {

using FontOptions =
    std::unique_ptr<cairo_font_options_t, Destroy<cairo_font_options_t, cairo_font_options_destroy>>;

FontOptions makeFontOptions() {
  FontOptions options(cairo_font_options_create());
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  return options;
}

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

}  // namespace

const Mask& ShapedText::maskAt(double fraction) {
  constexpr int kFractions = 32;
  const int step = static_cast<int>(fraction * kFractions);
  const auto [place, is_new] = masks.try_emplace(step);
  if (is_new) place->second = maskOf(static_cast<double>(step) / kFractions);
  return place->second;
}

Mask ShapedText::maskOf(double x) const {
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

}  // namespace lab::view

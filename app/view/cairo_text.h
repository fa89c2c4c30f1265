#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "view/cairo_mask.h"

/// Texts as glyphs in their places, each at a fraction of a pixel.
namespace lab::view {

using ScaledFont =
    std::unique_ptr<cairo_scaled_font_t, Destroy<cairo_scaled_font_t, cairo_scaled_font_destroy>>;

/// Characters of one font that stand beside each other, and which glyphs each became.
struct Run {
  ScaledFont font;
  std::vector<cairo_glyph_t> glyphs;
  std::string text;
  std::vector<cairo_text_cluster_t> clusters;
};

/// A text with its glyphs in their places, and its pixels for each fraction of a pixel that it began at.
/// Texts come again in every frame, and to fill their outlines is most of the work of drawing one.
struct ShapedText {
  std::vector<Run> runs;
  double width = 0;
  std::map<int, Mask> masks;

  const Mask& maskAt(double fraction);

 private:
  Mask maskOf(double x) const;
};

/// The texts that this thread has drawn lately.
ShapedText& shapedText(std::string_view utf8, double size, Weight weight);

}  // namespace lab::view

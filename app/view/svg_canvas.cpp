#include "view/svg_canvas.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/utf8.h"
#include "view/canvas_text.h"
#include "view/font_subset.h"
#include "view/fonts.h"
#include "view/heatmap_pixels.h"
#include "view/png_data.h"

namespace lab::view {
namespace {

std::string attribute(std::string_view name, double value) {
  return fmt::format(" {}=\"{}\"", name, plainNumber(value));
}

std::string place(const Box& box) {
  return attribute("x", box.x) + attribute("y", box.y) + attribute("width", box.w) +
         attribute("height", box.h);
}

std::string colorOf(std::string_view role, const Color& color) {
  std::string out = fmt::format(" {}=\"{}\"", role, hexColor(color.rgb));
  if (color.alpha < 1) out += fmt::format(" {}-opacity=\"{}\"", role, plainNumber(color.alpha));
  return out;
}

std::string paintOf(const Paint& paint) {
  std::string out = paint.fill ? colorOf("fill", *paint.fill) : " fill=\"none\"";
  if (!paint.stroke) return out;
  out += colorOf("stroke", paint.stroke->color) + attribute("stroke-width", paint.stroke->width);
  if (paint.stroke->dash > 0) out += attribute("stroke-dasharray", paint.stroke->dash);
  return out;
}

/// Text as XML 1.0 may hold it; what it may not hold becomes U+FFFD.
std::string escaped(std::string_view utf8) {
  std::string out;
  for (const char32_t c : decodeUtf8(utf8)) {
    const bool control = c < 0x20 && c != '\t';
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += encodeUtf8(control || c == 0xFFFE || c == 0xFFFF ? U'\uFFFD' : c);
    }
  }
  return out;
}

std::string pathData(const Path& path) {
  std::string out;
  auto point = path.points.begin();
  const auto append = [&](char verb, int count) {
    out += verb;
    for (; count > 0; --count, ++point) {
      out += plainNumber(point->x) + " " + plainNumber(point->y) + (count > 1 ? " " : "");
    }
  };
  for (const Path::Verb verb : path.verbs) {
    switch (verb) {
      case Path::Verb::move:
        append('M', 1);
        break;
      case Path::Verb::line:
        append('L', 1);
        break;
      case Path::Verb::cubic:
        append('C', 3);
        break;
      case Path::Verb::close:
        append('Z', 0);
        break;
    }
  }
  return out;
}

}  // namespace

SvgCanvas::SvgCanvas(double width, double height, std::string_view unit)
    : width_(width), height_(height), unit_(unit) {}

void SvgCanvas::tag(const Ref& what) {
  if (what == tag_) return;
  closeGroup();
  tag_ = what;
}

std::string SvgCanvas::uniqueId(const Ref& ref) {
  const std::string id = fmt::format("{}-{}", refName(ref.kind), refIndices(ref, '-'));
  const int uses = ++used_[id];
  return uses == 1 ? id : fmt::format("{}_{}", id, uses);
}

void SvgCanvas::add(const std::string& element) {
  if (tag_ && !group_open_) {
    body_ += fmt::format("<g id=\"{}\">\n", uniqueId(tag_));
    group_open_ = true;
  }
  body_ += element + "\n";
}

void SvgCanvas::closeGroup() {
  if (group_open_) body_ += "</g>\n";
  group_open_ = false;
}

void SvgCanvas::rect(const Box& box, const Paint& paint) {
  // Sharp edges, or neighbouring cells would show the seam between them.
  const std::string corners =
      paint.radius > 0 ? attribute("rx", paint.radius) : std::string(" shape-rendering=\"crispEdges\"");
  add("<rect" + place(box) + corners + paintOf(paint) + "/>");
}

void SvgCanvas::path(const Path& path, const Paint& paint) {
  add("<path d=\"" + pathData(path) + "\"" + paintOf(paint) + "/>");
}

void SvgCanvas::text(Point anchor, std::string_view utf8, const TextStyle& style) {
  for (const char32_t character : decodeUtf8(utf8)) characters_[style.weight].insert(character);
  std::string look = attribute("font-size", style.size) + colorOf("fill", style.color);
  if (style.align == Align::middle) look += " text-anchor=\"middle\"";
  if (style.align == Align::end) look += " text-anchor=\"end\"";
  if (style.weight == Weight::bold) look += " font-weight=\"700\"";
  add("<text" + attribute("x", anchor.x) + attribute("y", anchor.y) + look + ">" + escaped(utf8) + "</text>");
}

void SvgCanvas::heatmap(const Box& box, const Heatmap& map) {
  picture(box, {heatmapColors(map), map.rows, map.columns});
}

void SvgCanvas::picture(const Box& box, const ColorCells& cells) {
  if (cells.rows < 1 || cells.columns < 1) return;
  // Not every viewer honours image-rendering: with many pixels a cell, its blur stays at the very edge.
  const Index upscale = std::max<Index>(1024 / std::max(cells.rows, cells.columns), 1);
  const auto pixels = cellPixels(cells, upscale);
  add("<image" + place(box) +
      " preserveAspectRatio=\"none\" style=\"image-rendering:optimizeSpeed;image-rendering:pixelated\" "
      "xlink:href=\"" +
      pngDataUri(static_cast<int>(cells.columns * upscale), static_cast<int>(cells.rows * upscale), pixels) +
      "\"/>");
}

void SvgCanvas::pushClip(const Box& box) {
  closeGroup();
  ++open_clips_;
  definitions_ += fmt::format("<clipPath id=\"clip-{}\"><rect{}/></clipPath>\n", ++clips_, place(box));
  body_ += fmt::format("<g clip-path=\"url(#clip-{})\">\n", clips_);
}

void SvgCanvas::popClip() {
  closeGroup();
  --open_clips_;
  body_ += "</g>\n";
}

void SvgCanvas::embedFonts() {
  fonts_.clear();
  for (const auto& [weight, characters] : characters_)
    for (const FontFace& face : Fonts::shared().stack(weight)) {
      std::set<char32_t> of_face;
      for (const char32_t character : characters)
        if (&Fonts::shared().faceFor(character, weight) == &face) of_face.insert(character);
      if (of_face.empty()) continue;
      fonts_ += fmt::format("@font-face{{font-family:'{}';font-weight:{};src:url({}) format('truetype')}}\n",
                            face.family, weight == Weight::bold ? 700 : 400,
                            dataUri("font/ttf", subsetOf(face.file, of_face)));
    }
}

std::string SvgCanvas::finish() {
  closeGroup();
  for (; open_clips_ > 0; --open_clips_) body_ += "</g>\n";
  const std::string w = plainNumber(width_), h = plainNumber(height_);
  const std::string fonts = fonts_.empty() ? "" : "<style>\n" + fonts_ + "</style>\n";
  const std::string definitions =
      definitions_.empty() && fonts.empty() ? "" : "<defs>\n" + fonts + definitions_ + "</defs>\n";
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      "version=\"1.1\" "
      "width=\"{0}{4}\" height=\"{1}{4}\" viewBox=\"0 0 {0} {1}\" xml:space=\"preserve\" "
      "font-family=\"Roboto, 'DejaVu Sans', 'WenQuanYi Micro Hei', sans-serif\" "
      "style=\"font-variant-numeric:tabular-nums\">\n{2}{3}</svg>\n",
      w, h, definitions, body_, unit_);
}

}  // namespace lab::view

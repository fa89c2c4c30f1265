#include "view/tikz_canvas.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "i18n/translate.h"
#include "model/utf8.h"
#include "tconv/error.h"
#include "view/canvas_text.h"
#include "view/heatmap_pixels.h"

namespace lab::view {
namespace {

/// What TeX reads as commands, and what pdflatex has no glyph for by itself.
constexpr std::array<std::pair<char32_t, std::string_view>, 30> kCharacters = {{
    {U'\\', "\\textbackslash{}"},
    {U'{', "\\{"},
    {U'}', "\\}"},
    {U'$', "\\$"},
    {U'&', "\\&"},
    {U'#', "\\#"},
    {U'_', "\\_"},
    {U'%', "\\%"},
    {U'^', "\\textasciicircum{}"},
    {U'~', "\\textasciitilde{}"},
    {U'·', "$\\cdot$"},
    {U'−', "$-$"},
    {U'×', "$\\times$"},
    {U'…', "\\ldots{}"},
    {U'–', "--"},
    {U'Σ', "$\\Sigma$"},
    {U'⟨', "$\\langle$"},
    {U'⟩', "$\\rangle$"},
    {U'≤', "$\\leq$"},
    {U'∞', "$\\infty$"},
    {U'ᵀ', "$^{\\mathsf{T}}$"},
    {U'±', "$\\pm$"},
    {U'°', "$^{\\circ}$"},
    {U'✓', "$\\surd$"},
    {U'✗', "$\\times$"},
    {U'→', "$\\rightarrow$"},
    {U'½', "$\\frac{1}{2}$"},
    {U'²', "$^{2}$"},
    {U'“', "``"},
    {U'”', "''"},
}};

std::string escaped(std::string_view utf8, TikzCanvas::Script script) {
  const bool chinese = script == TikzCanvas::Script::chinese;
  std::string out;
  for (const char32_t c : decodeUtf8(utf8)) {
    const auto special = std::find_if(kCharacters.begin(), kCharacters.end(),
                                      [&](const auto& known) { return known.first == c; });
    if (special != kCharacters.end())
      out += special->second;
    else
      out += (c >= 0x20 && c < 0x7F) || (chinese && isChinese(c)) ? encodeUtf8(c) : "?";
  }
  return out;
}

std::string at(Point p) { return fmt::format("({},{})", plainNumber(p.x), plainNumber(p.y)); }

std::string corners(const Box& box) {
  return at({box.x, box.y}) + " rectangle " + at({box.right(), box.bottom()});
}

std::string pathData(const Path& path) {
  std::string out;
  auto point = path.points.begin();
  for (const Path::Verb verb : path.verbs) {
    switch (verb) {
      case Path::Verb::move:
        out += at(*point++);
        break;
      case Path::Verb::line:
        out += " -- " + at(*point++);
        break;
      case Path::Verb::cubic:
        out += fmt::format(" .. controls {} and {} .. {}", at(point[0]), at(point[1]), at(point[2]));
        point += 3;
        break;
      case Path::Verb::close:
        out += " -- cycle ";
        break;
    }
  }
  return out;
}

}  // namespace

TikzCanvas::TikzCanvas(double width, double height, Script script)
    : width_(width), height_(height), script_(script) {
  const bool chinese = script_ == Script::chinese;
  bytes_ = fmt::format(
      "% Compile with pdflatex, or copy a tikzpicture into a document that loads TikZ;\n"
      "% \\resizebox{{\\linewidth}}{{!}}{{...}} around it makes it as wide as a column.\n"
      "\\documentclass{{article}}\n"
      "\\usepackage[T1]{{fontenc}}\n"
      "\\usepackage[paperwidth={}bp,paperheight={}bp,margin=0bp]{{geometry}}\n"
      "\\usepackage{{tikz}}\n"
      "{}"
      "\\pdfinfoomitdate=1\n"
      "\\pdftrailerid{{}}\n"
      "\\pagestyle{{empty}}\n"
      "\\setlength{{\\parindent}}{{0bp}}\n"
      "\\setlength{{\\topskip}}{{0bp}}\n"
      "\\begin{{document}}\n"
      "{}",
      plainNumber(width), plainNumber(height), chinese ? "\\usepackage{CJKutf8}\n" : "",
      chinese ? "\\begin{CJK}{UTF8}{gbsn}\n" : "");
}

void TikzCanvas::beginPage(std::optional<tconv::Rgb> background) {
  colors_.assign(1, {});
  bytes_ += "\\begin{tikzpicture}[x=1bp,y=-1bp,inner sep=0bp,outer sep=0bp]\n";
  const Box page{0, 0, width_, height_};
  bytes_ += "\\useasboundingbox " + corners(page) + ";\n";
  if (background) rect(page, {.fill = Color(*background)});
}

void TikzCanvas::endPage() { bytes_ += "\\end{tikzpicture}%\n\\newpage\n"; }

std::string TikzCanvas::take() { return std::exchange(bytes_, {}); }

std::string TikzCanvas::finish() {
  if (script_ == Script::chinese) bytes_ += "\\end{CJK}\n";
  bytes_ += "\\end{document}\n";
  return take();
}

std::string TikzCanvas::color(tconv::Rgb rgb) {
  const std::string hex = fmt::format("{:02X}{:02X}{:02X}", rgb.r, rgb.g, rgb.b);
  if (colors_.back().insert(hex).second) bytes_ += fmt::format("\\definecolor{{c{0}}}{{HTML}}{{{0}}}\n", hex);
  return "c" + hex;
}

std::string TikzCanvas::colorOption(std::string_view role, const Color& color) {
  std::string out = fmt::format("{}={}", role, this->color(color.rgb));
  if (color.alpha < 1) out += fmt::format(",{} opacity={}", role, plainNumber(color.alpha));
  return out;
}

void TikzCanvas::draw(const std::string& shape, const Paint& paint, const std::string& options) {
  std::string all = options;
  const auto add = [&](const std::string& option) { all += (all.empty() ? "" : ",") + option; };
  if (paint.fill) add(colorOption("fill", *paint.fill));
  if (paint.stroke) {
    add(colorOption("draw", paint.stroke->color));
    add(fmt::format("line width={}bp", plainNumber(paint.stroke->width)));
    const std::string dash = plainNumber(paint.stroke->dash);
    if (paint.stroke->dash > 0) add(fmt::format("dash pattern=on {}bp off {}bp", dash, dash));
  }
  if (paint.fill || paint.stroke) bytes_ += fmt::format("\\path[{}] {};\n", all, shape);
}

void TikzCanvas::rect(const Box& box, const Paint& paint) {
  const std::string rounded =
      paint.radius > 0 ? fmt::format("rounded corners={}bp", plainNumber(paint.radius)) : "";
  draw(corners(box), paint, rounded);
}

void TikzCanvas::path(const Path& path, const Paint& paint) { draw(pathData(path), paint); }

void TikzCanvas::text(Point anchor, std::string_view utf8, const TextStyle& style) {
  const std::string_view side = style.align == Align::start ? "base west"
                                : style.align == Align::end ? "base east"
                                                            : "base";
  bytes_ += fmt::format(
      "\\node[anchor={},{}] at {} {{\\fontfamily{{phv}}\\fontsize{{{}bp}}{{0bp}}{}\\selectfont {}}};\n", side,
      colorOption("text", style.color), at(anchor), plainNumber(style.size),
      style.weight == Weight::bold ? "\\bfseries" : "\\mdseries", escaped(utf8, script_));
}

void TikzCanvas::heatmap(const Box& box, const Heatmap& map) {
  picture(box, {heatmapColors(map), map.rows, map.columns});
}

void TikzCanvas::picture(const Box& box, const ColorCells& cells) {
  constexpr Index kMostCells = 20000;
  if (cells.rows < 1 || cells.columns < 1) return;
  if (cells.rows * cells.columns > kMostCells)
    throw tconv::Error(
        {trLater("picture"),
         fmt::format("{} x {} cells", cells.rows, cells.columns),
         tconv::Phrase("must be at most {}, which TeX can hold; PDF has no such limit", kMostCells),
         {}});
  const double w = box.w / static_cast<double>(cells.columns), h = box.h / static_cast<double>(cells.rows);
  for (Index r = 0; r < cells.rows; ++r) {
    const auto color_at = [&](Index c) {
      return cells.colors[static_cast<std::size_t>(r * cells.columns + c)];
    };
    for (Index from = 0, to = 0; from < cells.columns; from = to) {
      while (to < cells.columns && color_at(to) == color_at(from)) ++to;
      rect({box.x + static_cast<double>(from) * w, box.y + static_cast<double>(r) * h,
            static_cast<double>(to - from) * w, h},
           {.fill = Color(color_at(from))});
    }
  }
}

void TikzCanvas::pushClip(const Box& box) {
  colors_.push_back(colors_.back());
  bytes_ += "\\begin{scope}\n\\clip " + corners(box) + ";\n";
}

void TikzCanvas::popClip() {
  colors_.pop_back();
  bytes_ += "\\end{scope}\n";
}

}  // namespace lab::view

#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "view/canvas.h"

namespace lab::view {

/// Draws the pages of a LaTeX document, each a tikzpicture that can be copied into another one. It compiles
/// with pdflatex and asks for nothing but TikZ and Helvetica. Text is real text; characters that pdflatex has
/// no glyph for become "?". Pictures become filled rectangles. The same calls give the same bytes.
class TikzCanvas final : public Canvas {
 public:
  enum class Script { latin, chinese };

  /// width x height big points (bp) of 1/72 inch. Chinese characters need the CJK package, and are "?"
  /// without it.
  TikzCanvas(double width, double height, Script script = Script::latin);

  /// Before each page is drawn.
  void beginPage(std::optional<tconv::Rgb> background);
  void endPage();
  /// What has been written since it was last asked.
  std::string take();
  /// The end of the document.
  std::string finish();

  double dotsPerPoint() const override { return kDotsPerPoint; }
  void tag(const Ref&) override {}
  void rect(const Box& box, const Paint& paint) override;
  void path(const Path& path, const Paint& paint) override;
  void text(Point anchor, std::string_view utf8, const TextStyle& style) override;
  void heatmap(const Box& box, const Heatmap& map) override;
  /// @throws tconv::Error for more cells than TeX can hold.
  void picture(const Box& box, const ColorCells& cells) override;
  void pushClip(const Box& box) override;
  void popClip() override;

 private:
  /// The name of a colour, which is defined where it is not known yet: definitions end with a clip.
  std::string color(tconv::Rgb rgb);
  std::string colorOption(std::string_view role, const Color& color);
  void draw(const std::string& shape, const Paint& paint, const std::string& options = "");

  double width_, height_;
  Script script_;
  std::vector<std::set<std::string>> colors_;  ///< defined in the page, in the clip on it, ...
  std::string bytes_;
};

}  // namespace lab::view

#pragma once

#include <map>
#include <set>
#include <string>

#include "view/canvas.h"

namespace lab::view {

/// Draws into an SVG 1.1 document with real <text>, in a viewBox of the given size in points. What is drawn
/// under a tag is a group with an id that is stable and unique: "input-0-1-2", "weight-0-0-1-2"; groups that
/// stand for the same thing again end in "_2", "_3" and so on. Heatmaps become embedded pictures with sharp
/// cells. The same calls give the same bytes.
class SvgCanvas final : public Canvas {
 public:
  /// `unit` of the document's width and height: none is the pixel of 1/96 inch, "pt" the point of 1/72.
  SvgCanvas(double width, double height, std::string_view unit = "");

  /// Puts the glyphs of all text so far into the document, so that it looks the same where the fonts are not
  /// installed. Call after drawing. @throws tconv::Error
  void embedFonts();
  /// The finished document. Call once, last.
  std::string finish();

  double dotsPerPoint() const override { return kDotsPerPoint; }
  void tag(const Ref& what) override;
  void rect(const Box& box, const Paint& paint) override;
  void path(const Path& path, const Paint& paint) override;
  void text(Point anchor, std::string_view utf8, const TextStyle& style) override;
  void heatmap(const Box& box, const Heatmap& map) override;
  void picture(const Box& box, const ColorCells& cells) override;
  void pushClip(const Box& box) override;
  void popClip() override;

 private:
  void add(const std::string& element);
  void closeGroup();
  std::string uniqueId(const Ref& ref);

  double width_, height_;
  std::string unit_;
  Ref tag_;
  bool group_open_ = false;
  int clips_ = 0;  ///< defined so far
  int open_clips_ = 0;
  std::map<std::string, int> used_;
  std::map<Weight, std::set<char32_t>> characters_;  ///< of all text
  std::string body_, definitions_, fonts_;
};

}  // namespace lab::view

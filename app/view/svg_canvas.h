#pragma once

#include <string>

#include "view/canvas.h"

namespace lab::view {

/// Draws into an SVG 1.1 document with real <text>, in a viewBox of the given size in points. Tagged shapes carry
/// ids that are stable and unique ("input-0-1-2"). Heatmaps become embedded pictures with sharp cells.
/// The same calls give the same bytes.
class SvgCanvas final : public Canvas {
 public:
  SvgCanvas(double width, double height);

  /// The finished document. Call once, last.
  std::string finish();

  void tag(const Ref& what) override;
  void rect(const Box& box, const Paint& paint) override;
  void path(const Path& path, const Paint& paint) override;
  void text(Point anchor, std::string_view utf8, const TextStyle& style) override;
  void heatmap(const Box& box, const Heatmap& map) override;
  void pushClip(const Box& box) override;
  void popClip() override;

 private:
  std::string id();
  double width_, height_;
  Ref tag_;
  int clips_ = 0;
  int open_ = 0;
  std::vector<std::string> used_;
  std::string body_, definitions_;
};

}  // namespace lab::view

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "view/canvas.h"

namespace lab::view {

/// 8 bits a value, row by row, no gaps.
struct Picture {
  int width = 0, height = 0;
  int channels = 3;  ///< 3: RGB, 4: RGBA, not multiplied by alpha
  std::vector<std::uint8_t> pixels;
};

/// Draws by Cairo, with the program's fonts (Roboto, then DejaVu Sans and WenQuanYi for what it lacks).
class CairoCanvas : public Canvas {
 public:
  ~CairoCanvas() override;
  CairoCanvas(const CairoCanvas&) = delete;
  CairoCanvas& operator=(const CairoCanvas&) = delete;

  void tag(const Ref&) override {}
  void rect(const Box& box, const Paint& paint) override;
  void path(const Path& path, const Paint& paint) override;
  void text(Point anchor, std::string_view utf8, const TextStyle& style) override;
  void heatmap(const Box& box, const Heatmap& map) override;
  void picture(const Box& box, const ColorCells& cells) override;
  void pushClip(const Box& box) override;
  void popClip() override;

 protected:
  struct State;
  explicit CairoCanvas(std::unique_ptr<State> state);
  /// @throws tconv::Error when Cairo reports an error for anything that was drawn.
  void requireDrawn() const;

  std::unique_ptr<State> state_;
};

/// Draws into a picture, which is opaque where it is given a background. Rectangles, clips and level or
/// upright lines are moved onto whole pixels, line widths are whole pixels there, and baselines stand on
/// whole pixels, so that pictures are crisp at every scale.
class PictureCanvas final : public CairoCanvas {
 public:
  /// width x height pixels, each >= 1; one point is `scale` pixels. @throws tconv::Error where a font is
  /// missing.
  PictureCanvas(int width, int height, double scale, std::optional<tconv::Rgb> background);

  double dotsPerPoint() const override { return scale_; }
  /// @throws tconv::Error when Cairo reports an error for anything that was drawn.
  Picture finish();

 private:
  double scale_;
};

/// Draws the pages of a PDF: shapes as such and real text, whose fonts are embedded as far as they are used.
/// It holds no date: the same drawing gives the same bytes.
class PdfCanvas final : public CairoCanvas {
 public:
  double dotsPerPoint() const override { return kDotsPerPoint; }
  /// width x height points of 1/72 inch, each >= 1. @throws tconv::Error where a font is missing.
  PdfCanvas(double width, double height);

  /// Before each page is drawn.
  void beginPage(std::optional<tconv::Rgb> background);
  void endPage();
  /// What has been written since it was last asked, so that a long document need not be kept.
  std::string take();
  /// The end of the document. @throws tconv::Error when Cairo reports an error for anything that was drawn.
  std::string finish();

 private:
  double width_, height_;
};

}  // namespace lab::view

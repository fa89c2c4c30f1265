#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "view/canvas.h"

namespace lab::view {

/// 8-bit RGB, row by row, no gaps.
struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;
};

/// Draws into a picture by Cairo, with the program's fonts (Roboto, then DejaVu Sans and WenQuanYi for what
/// it lacks). Opaque background. Rectangles, clips and level or upright lines are moved onto whole pixels,
/// line widths are whole pixels there, and baselines stand on whole pixels, so that pictures are crisp at
/// every scale.
class CairoCanvas final : public Canvas {
 public:
  /// width x height pixels, each >= 1; one point is `scale` pixels. @throws tconv::Error where a font is
  /// missing.
  CairoCanvas(int width, int height, double scale, tconv::Rgb background);
  ~CairoCanvas() override;
  CairoCanvas(const CairoCanvas&) = delete;
  CairoCanvas& operator=(const CairoCanvas&) = delete;

  /// @throws tconv::Error when Cairo reports an error for anything that was drawn.
  Picture finish();

  void tag(const Ref&) override {}
  void rect(const Box& box, const Paint& paint) override;
  void path(const Path& path, const Paint& paint) override;
  void text(Point anchor, std::string_view utf8, const TextStyle& style) override;
  void heatmap(const Box& box, const Heatmap& map) override;
  void picture(const Box& box, const ColorCells& cells) override;
  void pushClip(const Box& box) override;
  void popClip() override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lab::view

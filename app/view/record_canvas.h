#pragma once

#include <string>

#include "view/canvas.h"

namespace lab::view {

/// Writes what is drawn as plain text, one line a shape, the same on every machine: for golden tests.
/// Lines look like `rect 24 96 48 48 fill=#f6d3b8 stroke=#1b2430/1 @input[0,1,2]` and
/// `text 48 120 middle 16 "5" #1b2430 bold @input[0,1,2]`; further
/// `path M 0 0 L 8 0 C 1 2 3 4 5 6 Z stroke=#1b2430*0.5/1~4 r=6` (opacity after *, dash after ~, corner
/// radius), `heatmap 0 0 64 64 8x8 limit=9 cells=1f2e3d4c @canvas[0,0,0]` (a checksum of the colour indices),
/// `picture 0 0 64 64 8x8 cells=1f2e3d4c @canvas[0,0,0]` (of the colours),
/// `clip 0 0 64 64` and `unclip`. Weights and patches have four indices: `@weight[channel,out,row,column]`.
/// Numbers have at most 2 decimals.
class RecordCanvas final : public Canvas {
 public:
  const std::string& text() const { return out_; }

  void tag(const Ref& what) override { tag_ = what; }
  void rect(const Box& box, const Paint& paint) override;
  void path(const Path& path, const Paint& paint) override;
  void text(Point anchor, std::string_view utf8, const TextStyle& style) override;
  void heatmap(const Box& box, const Heatmap& map) override;
  void picture(const Box& box, const ColorCells& cells) override;
  void pushClip(const Box& box) override;
  void popClip() override;

 private:
  Ref tag_;
  std::string out_;
};

}  // namespace lab::view

#pragma once

#include <functional>
#include <vector>

#include "ui/fonts.h"
#include "view/canvas.h"

struct ImDrawList;

namespace lab::ui {

/// Draws heatmaps and pictures on the graphics card; implemented by the platform, so that nothing here knows
/// of OpenGL.
class HeatmapPainter {
 public:
  virtual ~HeatmapPainter() = default;
  /// Adds the cells to what `list` draws, within the clip rectangle that is current there. `pixels` has whole
  /// numbers. Reads values and colours during the call only.
  virtual void draw(ImDrawList& list, const view::Box& pixels, const view::Heatmap& map) = 0;
  virtual void draw(ImDrawList& list, const view::Box& pixels, const view::ColorCells& cells) = 0;
};

/// Draws scenes into a window. One point is one pixel of Dear ImGui; lines and edges fall on whole pixels as
/// in exported pictures, text has the same widths.
class ImGuiCanvas final : public view::Canvas {
 public:
  /// painter: may be null; heatmaps and pictures are then drawn as rectangles, blocks of cells averaged where
  /// there are many. offset: where the origin of the scene lies. All three must outlive the canvas.
  ImGuiCanvas(ImDrawList* list, const Fonts& fonts, HeatmapPainter* painter, view::Point offset = {});

  /// Told of every filled rectangle that stands for something, and its box, while drawing.
  using Located = std::function<void(const Ref&, const view::Box&)>;
  void onLocated(Located located) { located_ = std::move(located); }

  void tag(const Ref& what) override { tag_ = what; }
  void rect(const view::Box& box, const view::Paint& paint) override;
  void path(const view::Path& path, const view::Paint& paint) override;
  void text(view::Point anchor, std::string_view utf8, const view::TextStyle& style) override;
  void heatmap(const view::Box& box, const view::Heatmap& map) override;
  void picture(const view::Box& box, const view::ColorCells& cells) override;
  void pushClip(const view::Box& box) override;
  void popClip() override;

 private:
  view::Box snapped(const view::Box& box) const;
  void cellsOfRects(const view::Box& box, const view::ColorCells& cells);

  ImDrawList* list_;
  const Fonts* fonts_;
  HeatmapPainter* painter_;
  view::Point offset_;
  Ref tag_;
  Located located_;
};

}  // namespace lab::ui

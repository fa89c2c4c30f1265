#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "ui/canvas.h"

struct ImDrawCmd;

namespace lab::platform {

/// Draws a heatmap as one rectangle: a texture of table entries, one texel a cell, coloured by the table in a
/// second texture. A picture is a texture of colours alone. Needs a current OpenGL 3.3 context whose
/// functions are loaded (see loadGl()), from construction to destruction; any context will do, with or
/// without a display.
///
/// The entry of a cell is tconv::colorIndex() of its value, looked up when the texture is filled, so that the
/// colour of a value is decided in one place for screen and file. Where a plane changes from frame to frame,
/// only the rows that differ are looked up and sent again, and a texture that is not drawn any more is filled
/// with what is new. Cells larger than a pixel are sharp, smaller ones are averaged.
class GlHeatmapPainter final : public ui::HeatmapPainter {
 public:
  /// @throws tconv::Error when the driver refuses the shader.
  GlHeatmapPainter();
  ~GlHeatmapPainter() override;
  GlHeatmapPainter(const GlHeatmapPainter&) = delete;
  GlHeatmapPainter& operator=(const GlHeatmapPainter&) = delete;

  void draw(ImDrawList& list, const view::Box& pixels, const view::Heatmap& map) override;
  void draw(ImDrawList& list, const view::Box& pixels, const view::ColorCells& cells) override;
  /// Before each frame: what the last one drew cannot be rendered any more, and textures that were unused for
  /// some frames are dropped.
  void beginFrame();
  std::size_t textureCount() const { return textures_.size(); }

 private:
  struct Texture {
    unsigned cells = 0, table = 0;  ///< names of OpenGL
    std::uint64_t look = 0;         ///< all that it was made from but its values
    bool colored = false;           ///< cells are colours, which `look` has too, and need no table
    std::vector<float> values;      ///< that its cells stand for; none where they are colours
    int unused_frames = 0;
  };
  /// What one callback of a draw list has to do.
  struct Job {
    const GlHeatmapPainter* painter;
    unsigned cells, table;
    bool colored;
    view::Box box;
  };
  static void callback(const ImDrawList*, const ImDrawCmd* command);
  static void forget(const Texture& texture);
  void paint(const Job& job, const ImDrawCmd& command) const;
  /// Adds what draws a texture.
  void add(ImDrawList& list, const view::Box& pixels, Texture& texture);
  /// The first of that look that fits; null where there is none.
  Texture* find(std::uint64_t look, const std::function<bool(const Texture&)>& fits);
  Texture& spare();
  Texture& filled(const view::Heatmap& map, std::uint64_t look);
  Texture& filled(const view::ColorCells& cells, std::uint64_t look);

  unsigned program_ = 0, vertex_array_ = 0;
  std::vector<Texture> textures_;
  std::vector<std::unique_ptr<Job>> jobs_;  ///< stay where they are until the next frame
};

/// Loads the functions of OpenGL for the current context through `get_address`.
/// @throws tconv::Error below version 3.3.
void loadGl(void (*(*get_address)(const char* name))());

}  // namespace lab::platform

#pragma once

#include <cstdint>
#include <map>
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
/// only the rows that differ are looked up and sent again. Cells larger than a pixel are sharp,
/// smaller ones are averaged.
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
    unsigned cells = 0, table = 0;  ///< names of OpenGL; no table where cells are colours
    std::uint64_t look = 0;         ///< all that it was made from but its values
    std::vector<float> values;      ///< that its cells stand for; none where cells are colours or thinned out
    int unused_frames = 0;
  };
  using Textures = std::map<std::uint64_t, Texture>;
  /// What one callback of a draw list has to do.
  struct Job {
    const GlHeatmapPainter* painter;
    unsigned cells, table;
    view::Box box;
  };
  static void callback(const ImDrawList*, const ImDrawCmd* command);
  void paint(const Job& job, const ImDrawCmd& command) const;
  /// Adds what draws a texture; one of that key is made by `make()` unless it is kept from before.
  template <class Make>
  void add(ImDrawList& list, const view::Box& pixels, std::uint64_t key, Make make);
  /// A texture of that look that the last frame drew and this one has not: what changed while playing.
  Textures::iterator outdated(std::uint64_t look);
  Texture textureOf(const view::Heatmap& map, std::uint64_t look);

  unsigned program_ = 0, vertex_array_ = 0;
  Textures textures_;                       ///< by hash of content and colours
  std::vector<std::unique_ptr<Job>> jobs_;  ///< stay where they are until the next frame
};

/// Loads the functions of OpenGL for the current context through `get_address`.
/// @throws tconv::Error below version 3.3.
void loadGl(void (*(*get_address)(const char* name))());

}  // namespace lab::platform

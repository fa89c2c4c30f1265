#pragma once

#include <vector>

#include "tconv/gather.h"
#include "view/marks.h"
#include "view/stage.h"
#include "view/tile_layout.h"

/// The parts of the face of intermediate tensors. Internal to the scene: others call drawIntermediates().
namespace lab::view::intermediates {

/// The steps that one output channel is made of, those of its group, in their order. Each has a tile: a
/// canvas of its own.
class Tiles {
 public:
  Tiles(const tconv::Trace& trace, Index out_channel);

  Index count() const { return elements_ * ins_; }  ///< H W C_in / G
  /// The step of the trace that a tile shows.
  Index stepOf(Index tile) const { return tile / ins_ * channels_ + first_ + tile % ins_; }
  /// The tile of a step; for a step of another group, the one that stands in its place.
  Index tileOf(Index step) const { return step / channels_ * ins_ + step % channels_ % ins_; }

 private:
  Index elements_, channels_, ins_, first_;
};

/// What the parts of the face look at.
struct Scene : Stage {
  Scene(Canvas& canvas, const Frame& frame);

  Index channel;  ///< the output channel of interest
  Tiles tiles;
  std::vector<tconv::Term> gathered;  ///< what the cell in the making is made of, if it is of the channel
  TileLayout layout;
};

/// What of a tile can be seen at a moment.
enum class State { pending, active, done };

/// A tile and what it needs to know.
struct Tile {
  const Scene& scene;
  tconv::Step step;
  GridPlace place;
  State state;
  Index out;  ///< the output channel within the group

  bool tiny() const { return scene.paint.tiny(place.cell); }
  bool kept(Index row, Index column) const { return scene.trace.window().contains(row, column); }
  Box cellOf(Index u, Index v) const {
    return place.cellBox(static_cast<double>(scene.trace.axes().h.place(step.row, u)),
                         static_cast<double>(scene.trace.axes().w.place(step.column, v)));
  }
};

Tile tileAt(const Scene& scene, Index i);

/// Its caption, its canvas, its products, and the marks on them; an outline while its step is to come.
void drawTile(const Tile& tile, const Marks& marks);

}  // namespace lab::view::intermediates

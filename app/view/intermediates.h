#pragma once

#include <vector>

#include "tconv/gather.h"
#include "view/layout.h"
#include "view/marks.h"
#include "view/stage.h"

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

/// The tiles that must be in sight. They are scrolled to, so that it is seen where the new ones come from.
struct Focus {
  Index before = 0, now = 0;
  double moved = 1;  ///< from one to the other, 0 ... 1
};

/// Where everything on the face stands: tiles in rows, the sum below or right of them, whichever makes the
/// cells larger. Where not all tiles can have cells worth looking at, a window of whole rows shows those
/// around the focus, and panning shows the others.
struct TileLayout {
  Box view;                      ///< where tiles are seen
  GridPlace first;               ///< the first tile; out of the view where that has gone on
  double beside = 0, below = 0;  ///< from a tile to the next
  double caption = 0;            ///< what is above a tile and belongs to it
  Index across = 1, count = 1;
  bool scrolls = false;
  bool stacked = false;  ///< captions stand left of the tiles
  bool small = false;    ///< there is room for short headings only
  GridPlace sum;
  Box sum_view;           ///< where the sum is seen
  bool sum_below = true;  ///< else right of the tiles
  Point heading, note;    ///< baselines: start of the heading, end of the note beside it
  Point sum_heading, equals;

  GridPlace tile(Index i) const;
  Index rows() const { return (count + across - 1) / across; }
  /// Rows and columns of tiles that reach into the view.
  Rect visible() const;
};
TileLayout layoutTiles(const Frame& frame, Index count, const Focus& focus);

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

#pragma once

#include "view/layout.h"

/// Canvases as tiles and their sum, as several faces show them.
namespace lab::view {

/// The tile that must be in sight. It is scrolled to, so that it is seen where it comes from.
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
/// The tiles of a face, or of the part of it that `area` is; zoom and pan are those of the frame.
TileLayout layoutTiles(const Frame& frame, const Box& area, Index count, const Focus& focus);

}  // namespace lab::view

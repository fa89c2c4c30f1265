#pragma once

#include <vector>

#include "view/scene.h"

namespace lab::view {

/// One grid of square cells on the board. An invisible one (no rows) has an empty box.
struct GridPlace {
  Box box;  ///< of the cells alone; numbers of rows and columns stand outside
  Index rows = 0, columns = 0;
  double cell = 0;  ///< side of a cell
  double bars = 0;  ///< height above the cells that is kept for bars, in one dimension; see bars.h

  Box cellBox(double row, double column) const {
    return {box.x + column * cell, box.y + row * cell, cell, cell};
  }
  Box span(const Rect& cells) const {
    return {box.x + static_cast<double>(cells.left) * cell, box.y + static_cast<double>(cells.top) * cell,
            static_cast<double>(cells.width()) * cell, static_cast<double>(cells.height()) * cell};
  }
};

/// The largest grid of square cells that fits into a box, with cells of at most `largest`, at the top left.
GridPlace fitGrid(const Box& room, Index rows, Index columns, double largest);

/// Several planes of one tensor (channels), side by side under one heading.
struct Block {
  Point heading;                  ///< baseline of the heading
  std::vector<GridPlace> planes;  ///< one for each channel
  Box box() const;                ///< around all planes
};

/// What a block holds, before it has a place: `planes` grids of one size.
struct BlockContent {
  Index planes, rows, columns;
  bool bars = false;       ///< one dimension: bars above the cells where there is room
  bool captioned = false;  ///< a single plane has a caption below it too, as several always have
};
/// Puts the planes of a block into a space, vertically centred, numbers and heading included, with cells as
/// large as fit, but not larger than `largest`.
Block placeBlock(const BlockContent& content, const Box& space, double scale, double largest);
/// How much of the free height of a row of cells goes to its bars, in one dimension; 0 where there is too
/// little. Both in pixels.
double barsIn(double free, double scale);
/// Columns that the planes of a block would like to have: a stand-in for its width when space is divided.
double wantedColumns(const BlockContent& content);
/// Rows likewise.
double wantedRows(const BlockContent& content);
/// Enlarges and shifts a grid with the frame's zoom and pan, so that what lies under a point of the area that
/// is zoomed around stays under it.
void zoomGrid(GridPlace& grid, const Frame& frame);
/// The same for a placed block; its heading keeps size and distance.
void zoomBlock(Block& block, const Frame& frame);
/// Cells do not get larger than this, in points at scale 1, however much room there is.
inline constexpr double kLargestCell = 64;

/// Where everything on the scatter board stands: input above kernel, then the patch, then the output from
/// left to right; in a narrow area input, kernel and patch in a row above the output. Comes from the shapes
/// alone, never from values or the playhead, so that nothing moves while the animation runs.
struct ScatterLayout {
  Block inputs;          ///< C_in planes
  Block kernels;         ///< C_out / G planes: the kernels of the active input channel
  Block patches;         ///< C_out / G planes
  Block outputs;         ///< C_out planes of the full canvas
  bool stacked = false;  ///< the narrow arrangement
  Box content;           ///< all of the area; zoom and pan move what is in it
};

ScatterLayout layoutScatter(const Frame& frame);

}  // namespace lab::view

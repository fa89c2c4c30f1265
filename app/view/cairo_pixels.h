#pragma once

#include "view/cairo_canvas.h"
#include "view/cairo_mask.h"

/// Pixels between Cairo's surfaces and ours.
namespace lab::view {

/// The device pixels of a surface as a picture without gaps.
Picture pictureOf(cairo_surface_t* surface);

/// A pixel for each cell.
Surface surfaceOf(const ColorCells& cells);

}  // namespace lab::view

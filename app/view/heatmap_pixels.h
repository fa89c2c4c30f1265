#pragma once

#include <cstdint>
#include <vector>

#include "view/canvas.h"

namespace lab::view {

/// The colour that a heatmap shows a value in.
tconv::Rgb heatmapColor(const Heatmap& map, float value);

/// The colours of all cells, row by row.
std::vector<tconv::Rgb> heatmapColors(const Heatmap& map);

/// All cells as 8-bit RGB rows, each cell `upscale` x `upscale` pixels.
std::vector<std::uint8_t> cellPixels(const ColorCells& cells, Index upscale = 1);

}  // namespace lab::view

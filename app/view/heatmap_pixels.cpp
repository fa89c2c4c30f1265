#include "view/heatmap_pixels.h"

#include <cmath>

namespace lab::view {

tconv::Rgb heatmapColor(const Heatmap& map, float value) {
  return std::isnan(value) ? map.nan : (*map.colors)[tconv::colorIndex(value, map.limit)];
}

std::vector<tconv::Rgb> heatmapColors(const Heatmap& map) {
  std::vector<tconv::Rgb> colors;
  colors.reserve(map.values.size());
  for (const float value : map.values) colors.push_back(heatmapColor(map, value));
  return colors;
}

std::vector<std::uint8_t> cellPixels(const ColorCells& cells, Index upscale) {
  std::vector<std::uint8_t> pixels;
  const Index height = cells.rows * upscale, width = cells.columns * upscale;
  pixels.reserve(static_cast<std::size_t>(height * width * 3));
  for (Index y = 0; y < height; ++y) {
    const auto row = cells.colors.subspan(static_cast<std::size_t>(y / upscale * cells.columns));
    for (Index x = 0; x < width; ++x) {
      const tconv::Rgb color = row[static_cast<std::size_t>(x / upscale)];
      pixels.insert(pixels.end(), {color.r, color.g, color.b});
    }
  }
  return pixels;
}

}  // namespace lab::view

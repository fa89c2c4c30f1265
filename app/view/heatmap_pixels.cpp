#include "view/heatmap_pixels.h"

#include <cmath>

namespace lab::view {

tconv::Rgb heatmapColor(const Heatmap& map, float value) {
  return std::isnan(value) ? map.nan : (*map.colors)[tconv::colorIndex(value, map.limit)];
}

std::vector<std::uint8_t> heatmapPixels(const Heatmap& map, Index upscale) {
  std::vector<std::uint8_t> pixels;
  const Index height = map.rows * upscale, width = map.columns * upscale;
  pixels.reserve(static_cast<std::size_t>(height * width * 3));
  for (Index y = 0; y < height; ++y) {
    const auto row = map.values.subspan(static_cast<std::size_t>(y / upscale * map.columns));
    for (Index x = 0; x < width; ++x) {
      const tconv::Rgb color = heatmapColor(map, row[static_cast<std::size_t>(x / upscale)]);
      pixels.insert(pixels.end(), {color.r, color.g, color.b});
    }
  }
  return pixels;
}

}  // namespace lab::view

#pragma once

#include <gmock/gmock.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "view/cairo_canvas.h"

namespace lab::exporting {

/// Which part of the values of a picture are farther than `distance` from those of a PPM of the same size.
inline double shareOfFarValues(std::string_view ppm, const view::Picture& picture, int distance) {
  const std::string header =
      "P6\n" + std::to_string(picture.width) + " " + std::to_string(picture.height) + "\n255\n";
  EXPECT_TRUE(ppm.starts_with(header));
  const std::string_view pixels = ppm.substr(std::min(header.size(), ppm.size()));
  EXPECT_EQ(pixels.size(), picture.pixels.size());
  if (pixels.size() != picture.pixels.size()) return 1;
  std::size_t far = 0;
  for (std::size_t i = 0; i < pixels.size(); ++i)
    far += std::abs(static_cast<unsigned char>(pixels[i]) - picture.pixels[i]) > distance;
  return static_cast<double>(far) / static_cast<double>(pixels.size());
}

}  // namespace lab::exporting

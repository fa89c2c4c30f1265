#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "view/cairo_canvas.h"

namespace lab::exporting {

/// A picture as video encoders take it (4:2:0, BT.709, luma 16 ... 235, chroma 16 ... 240): a luma for each
/// pixel, then both chromas for each two by two, which stand on the left column between the rows. Where a
/// picture resembles the one before it, only rows that changed are converted.
class VideoFrame {
 public:
  /// Both >= 2 and even.
  VideoFrame(int width, int height);

  /// Opaque, of the frame's size.
  void show(view::Picture picture);
  std::string_view bytes() const;

 private:
  void convertRows(std::size_t y);

  std::size_t width_, height_;
  view::Picture shown_;
  std::vector<std::uint8_t> planes_;
};

}  // namespace lab::exporting

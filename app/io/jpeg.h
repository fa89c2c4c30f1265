#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lab::io {

/// Decoded pixels: width * height * channels bytes, row by row, channels (1 grey, 3 RGB) interleaved.
struct Pixels {
  std::int64_t width = 0, height = 0, channels = 1;
  std::vector<std::uint8_t> values;
};

/// Width and height of a picture are checked against this before it is decoded.
constexpr std::int64_t kMostPixels = 64'000'000;

/// Decodes a JPEG upright: the EXIF orientation is applied. Damaged and cut-off files are refused.
/// @throws tconv::Error naming `name` and the reason
Pixels decodeJpeg(std::string_view bytes, const std::string& name);

/// The orientation (1 ... 8) that an EXIF block states, from behind its "Exif\0\0"; 1 where it states none or
/// is damaged: a picture is not refused for its notes.
int exifOrientation(std::string_view tiff);

/// The picture turned and mirrored so that EXIF orientation 1 ... 8 becomes 1.
Pixels upright(Pixels pixels, int orientation);

}  // namespace lab::io

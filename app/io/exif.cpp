#include <utility>

#include "io/jpeg.h"

namespace lab::io {
namespace {

/// Numbers of a TIFF block in its own byte order. Reading past the end gives 0.
class TiffReader {
 public:
  explicit TiffReader(std::string_view bytes) : bytes_(bytes), little_(bytes.starts_with("II")) {}

  bool valid() const { return (little_ || bytes_.starts_with("MM")) && number(2, 2) == 42; }
  std::uint32_t number(std::size_t at, std::size_t width) const {
    if (at > bytes_.size() || bytes_.size() - at < width) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const auto byte = static_cast<unsigned char>(bytes_[at + (little_ ? width - 1 - i : i)]);
      value = value << 8U | byte;
    }
    return value;
  }

 private:
  std::string_view bytes_;
  bool little_;
};

}  // namespace

int exifOrientation(std::string_view tiff) {
  constexpr std::size_t kEntrySize = 12;
  constexpr std::uint32_t kOrientation = 0x0112, kShort = 3;
  const TiffReader reader(tiff);
  if (!reader.valid()) return 1;
  const std::size_t directory = reader.number(4, 4), entries = reader.number(directory, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * kEntrySize;
    if (reader.number(entry, 2) != kOrientation || reader.number(entry + 2, 2) != kShort) continue;
    const auto value = static_cast<int>(reader.number(entry + 8, 2));
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

Pixels upright(Pixels pixels, int orientation) {
  if (orientation < 2 || orientation > 8) return pixels;
  const bool swaps_axes = orientation >= 5;
  // Which way the stored rows and columns run, seen from the upright picture.
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Pixels result{pixels.width, pixels.height, pixels.channels, {}};
  if (swaps_axes) std::swap(result.width, result.height);
  result.values.reserve(pixels.values.size());
  for (std::int64_t row = 0; row < result.height; ++row)
    for (std::int64_t column = 0; column < result.width; ++column) {
      std::int64_t r = swaps_axes ? column : row, c = swaps_axes ? row : column;
      if (from_bottom) r = pixels.height - 1 - r;
      if (from_right) c = pixels.width - 1 - c;
      const auto* pixel = &pixels.values[static_cast<std::size_t>((r * pixels.width + c) * pixels.channels)];
      result.values.insert(result.values.end(), pixel, pixel + pixels.channels);
    }
  return result;
}

}  // namespace lab::io

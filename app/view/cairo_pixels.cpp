#include "view/cairo_pixels.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

namespace lab::view {
namespace {

std::uint32_t packed(tconv::Rgb color) {
  return static_cast<std::uint32_t>(color.r) << 16 | static_cast<std::uint32_t>(color.g) << 8 | color.b;
}

/// A colour that Cairo keeps multiplied by its alpha.
std::uint8_t divided(std::uint32_t value, std::uint32_t alpha) {
  return static_cast<std::uint8_t>(alpha == 0 ? 0 : std::min(255U, (value * 255 + alpha / 2) / alpha));
}

/// Red, green and blue as the lowest three bytes.
constexpr std::uint32_t reversed(std::uint32_t pixel) {
  return (pixel >> 16 & 0xFF) | (pixel & 0xFF00) | (pixel & 0xFF) << 16;
}

void store(std::uint8_t* out, std::uint32_t word) { std::memcpy(out, &word, sizeof word); }

void copyOpaque(std::span<const std::uint32_t> row, std::uint8_t* out) {
  static_assert(std::endian::native == std::endian::little);
  std::size_t x = 0;
  for (; x + 4 <= row.size(); x += 4, out += 12) {  // four pixels are three words
    const std::uint32_t a = reversed(row[x]), b = reversed(row[x + 1]), c = reversed(row[x + 2]),
                        d = reversed(row[x + 3]);
    store(out, a | b << 24);
    store(out + 4, b >> 8 | c << 16);
    store(out + 8, c >> 16 | d << 8);
  }
  for (; x < row.size(); ++x, out += 3) {
    const std::uint32_t pixel = reversed(row[x]);
    std::memcpy(out, &pixel, 3);
  }
}

void copyDivided(std::span<const std::uint32_t> row, std::uint8_t* out) {
  for (const std::uint32_t pixel : row) {
    const std::uint32_t alpha = pixel >> 24;
    for (const int shift : {16, 8, 0}) *out++ = divided(pixel >> shift & 0xFF, alpha);
    *out++ = static_cast<std::uint8_t>(alpha);
  }
}

}  // namespace

Picture pictureOf(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  const bool opaque = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24;
  Picture picture{
      cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), opaque ? 3 : 4, {}};
  const auto width = static_cast<std::size_t>(picture.width),
             height = static_cast<std::size_t>(picture.height);
  picture.pixels.resize(width * height * static_cast<std::size_t>(picture.channels));
  const unsigned char* bytes = cairo_image_surface_get_data(surface);
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
  for (std::size_t y = 0; y < height; ++y) {
    const auto* row = reinterpret_cast<const std::uint32_t*>(bytes + y * stride);
    std::uint8_t* out = &picture.pixels[y * width * static_cast<std::size_t>(picture.channels)];
    if (opaque)
      copyOpaque({row, width}, out);
    else
      copyDivided({row, width}, out);
  }
  return picture;
}

Surface surfaceOf(const ColorCells& cells) {
  Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(cells.columns),
                                             static_cast<int>(cells.rows)));
  unsigned char* bytes = cairo_image_surface_get_data(surface.get());
  if (bytes == nullptr) return surface;
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (Index r = 0; r < cells.rows; ++r) {
    auto* row = reinterpret_cast<std::uint32_t*>(bytes + r * stride);
    for (Index c = 0; c < cells.columns; ++c)
      row[c] = packed(cells.colors[static_cast<std::size_t>(r * cells.columns + c)]);
  }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

}  // namespace lab::view

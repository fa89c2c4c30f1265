#include "view/png_data.h"

#include <png.h>

#include <vector>

#include "tconv/error.h"

namespace lab::view {
namespace {

std::vector<std::uint8_t> pngBytes(int width, int height, std::span<const std::uint8_t> rgb) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGB;
  std::vector<std::uint8_t> bytes(PNG_IMAGE_PNG_SIZE_MAX(image));
  png_alloc_size_t size = bytes.size();
  if (png_image_write_to_memory(&image, bytes.data(), &size, 0, rgb.data(), 0, nullptr) == 0) {
    throw tconv::Error({"heatmap", "", std::string("could not be written as PNG: ") + image.message, {}});
  }
  bytes.resize(size);
  return bytes;
}

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t rest = bytes.size() - i;
    const std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16 |
                                (rest > 1 ? static_cast<std::uint32_t>(bytes[i + 1]) << 8 : 0U) |
                                (rest > 2 ? bytes[i + 2] : 0U);
    out += digits[group >> 18];
    out += digits[group >> 12 & 63];
    out += rest > 1 ? digits[group >> 6 & 63] : '=';
    out += rest > 2 ? digits[group & 63] : '=';
  }
  return out;
}

}  // namespace

std::string pngDataUri(int width, int height, std::span<const std::uint8_t> rgb) {
  return "data:image/png;base64," + base64(pngBytes(width, height, rgb));
}

}  // namespace lab::view

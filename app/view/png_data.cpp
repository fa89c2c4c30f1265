#include "view/png_data.h"

#include <string_view>

#include "png/png.h"

namespace lab::view {
namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  const auto byte_at = [&](std::size_t i) -> std::uint32_t {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
  };
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t rest = bytes.size() - i;
    const std::uint32_t group = byte_at(i) << 16 | byte_at(i + 1) << 8 | byte_at(i + 2);
    out += digits[group >> 18];
    out += digits[group >> 12 & 63];
    out += rest > 1 ? digits[group >> 6 & 63] : '=';
    out += rest > 2 ? digits[group & 63] : '=';
  }
  return out;
}

}  // namespace

std::string dataUri(std::string_view type, std::string_view bytes) {
  return "data:" + std::string(type) + ";base64," + base64(bytes);
}

std::string pngDataUri(int width, int height, std::span<const std::uint8_t> rgb) {
  return dataUri("image/png", png::formatPng(width, height, rgb));
}

}  // namespace lab::view

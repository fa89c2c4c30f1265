#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lab::view {

/// Bytes as a data URI: "data:font/ttf;base64,...".
std::string dataUri(std::string_view type, std::string_view bytes);

/// A picture as a data URI: "data:image/png;base64,..." . rgb: width * height * 3. @throws tconv::Error
std::string pngDataUri(int width, int height, std::span<const std::uint8_t> rgb);

}  // namespace lab::view

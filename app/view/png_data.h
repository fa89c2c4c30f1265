#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace lab::view {

/// A picture as a data URI: "data:image/png;base64,..." . rgb: width * height * 3. @throws tconv::Error
std::string pngDataUri(int width, int height, std::span<const std::uint8_t> rgb);

}  // namespace lab::view

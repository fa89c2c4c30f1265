#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tconv/tensor.h"

namespace lab::io {

/// Reads a PNG or JPEG by its content, not its name. Returns [1, C, H, W] with values 0 ... 255; C is 1 for
/// grey pictures, else 3 (palettes, alpha over white, CMYK and 16 bit are converted). EXIF orientation is
/// applied. Refused above 64 million pixels, before they are decoded. @throws tconv::Error naming the path
/// and the reason.
tconv::Tensor readImage(const std::filesystem::path& path);
tconv::Tensor parseImage(std::string_view bytes, const std::string& name);

}  // namespace lab::io

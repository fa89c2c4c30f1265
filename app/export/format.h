#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lab::exporting {

enum class Format { png, svg };

/// What a format makes of the frames of an export.
enum class Product {
  pictures,  ///< a file for each frame
};

struct FormatInfo {
  Format format;
  std::string_view id;  ///< on the command line, and the extension of its files
  Product product;
  std::string_view label;  ///< "PNG pictures"
};

/// In the order of Format.
std::span<const FormatInfo> formats();
const FormatInfo& info(Format format);
/// @throws tconv::Error listing the ids.
Format formatOf(std::string_view id);

}  // namespace lab::exporting

#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace lab::exporting {

enum class Format { png, svg, pdf, tikz, gif, apng, webp, mp4, webm, npz, pytorch, keras, jax, numpy, onnx };

/// What a format makes of the frames of an export.
enum class Product {
  pictures,   ///< a file for each frame
  pages,      ///< one file with a page for each frame
  animation,  ///< one file in which they follow each other
  layer,      ///< no frames: the layer itself, as tensors, code or a model
};

struct FormatInfo {
  Format format;
  std::string_view id;         ///< on the command line
  std::string_view extension;  ///< of its files, without the dot
  Product product;
  std::string_view label;    ///< "PNG pictures"
  std::string_view program;  ///< that must be installed, of the package of that name; may be empty
};

/// In the order of Format.
std::span<const FormatInfo> formats();
const FormatInfo& info(Format format);
/// @throws tconv::Error listing the ids.
Format formatOf(std::string_view id);
/// Whether a file's name ends as the format's do; in capitals too.
bool endsLike(const std::filesystem::path& path, Format format);
/// Whether it ends as those of any format.
bool endsLikeAny(const std::filesystem::path& path);
/// Why a format cannot be written on this machine, and what to install; empty where it can.
std::string missingFor(Format format);

}  // namespace lab::exporting

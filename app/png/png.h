#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// Writes PNG: a few chunks around what libdeflate packs, several times as fast as libpng with zlib at the
/// same size. Reading is libpng's, see io/image.h. There are no timestamps: the same pixels give the same
/// bytes.
namespace lab::png {

/// Part of an 8-bit picture. Rows are `stride` bytes apart.
struct Pixels {
  int width = 0, height = 0;           ///< each at least 1
  int channels = 3;                    ///< 3: RGB, 4: RGBA
  const std::uint8_t* data = nullptr;  ///< the upper left pixel
  std::size_t stride = 0;
};

/// A whole file. pixels: width * height * channels. @throws tconv::Error where their number differs.
std::string formatPng(int width, int height, std::span<const std::uint8_t> pixels, int channels = 3);

/// What files are put together from: the signature with the header, the packed rows of a data chunk, a chunk
/// with its length and checksum, and the chunk at the end.
std::string start(int width, int height, int channels);
std::string packed(const Pixels& pixels);
std::string chunk(std::string_view type, std::string_view data);
std::string end();
/// Four bytes, the highest first.
std::string bigEndian(std::uint32_t value);

}  // namespace lab::png

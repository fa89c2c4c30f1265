#pragma once

#include <png.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include <jpeglib.h>

/// Pictures as files, made by the reference libraries.
namespace support {

/// A PNG in one of libpng's simplified formats.
template <class T>
std::string png(png_uint_32 format, unsigned width, unsigned height, const std::vector<T>& pixels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = format;
  png_alloc_size_t size = 0;
  const auto write = [&](void* to) {
    if (png_image_write_to_memory(&image, to, &size, 0, pixels.data(), 0, nullptr) == 0)
      throw std::runtime_error(image.message);
  };
  write(nullptr);
  std::string bytes(size, '\0');
  write(bytes.data());
  return bytes;
}

/// An EXIF block with only an orientation, as APP1 holds it.
inline std::string exif(int orientation, bool little = false) {
  std::string block("Exif\0\0", 6);
  if (little)
    block.append("II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18);
  else
    block.append("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);
  block.push_back(static_cast<char>(orientation));
  block.append(little ? 7 : 6, '\0');
  return block;
}

/// A JPEG, with an APP1 block where one is given.
inline std::string jpeg(J_COLOR_SPACE space, int channels, unsigned width, unsigned height,
                        const std::vector<std::uint8_t>& pixels, const std::string& app1 = "") {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &out, &size);
  info.image_width = width;
  info.image_height = height;
  info.input_components = channels;
  info.in_color_space = space;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, 100, TRUE);
  jpeg_start_compress(&info, TRUE);
  if (!app1.empty())
    jpeg_write_marker(&info, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(app1.data()),
                      static_cast<unsigned>(app1.size()));
  while (info.next_scanline < height) {
    auto* row = const_cast<JSAMPROW>(&pixels[info.next_scanline * width * static_cast<unsigned>(channels)]);
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::string bytes(reinterpret_cast<char*>(out), size);
  std::free(out);
  return bytes;
}

}  // namespace support

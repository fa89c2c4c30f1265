#include "png/png.h"

#include <cstring>
#include <memory>
#include <new>

#include <fmt/format.h>
#include <libdeflate.h>

#include "tconv/error.h"

namespace lab::png {
namespace {

/// The fastest one: on drawings it is within a tenth of the sizes of the others.
constexpr int kLevel = 1;

struct Free {
  void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

std::string bytesOf(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) bytes.push_back(static_cast<char>(value));
  return bytes;
}

}  // namespace

std::string bigEndian(std::uint32_t value) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<char>(value >> shift));
  return bytes;
}

std::string chunk(std::string_view type, std::string_view data) {
  std::string bytes = bigEndian(static_cast<std::uint32_t>(data.size()));
  bytes.reserve(data.size() + 12);
  bytes.append(type).append(data);
  return bytes + bigEndian(libdeflate_crc32(0, bytes.data() + 4, bytes.size() - 4));
}

std::string start(int width, int height, int channels) {
  constexpr int kRgb = 2, kRgba = 6;
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", bigEndian(static_cast<std::uint32_t>(width)) +
                                                 bigEndian(static_cast<std::uint32_t>(height)) +
                                                 bytesOf({8, channels == 4 ? kRgba : kRgb, 0, 0, 0}));
}

std::string packed(const Pixels& pixels) {
  const std::size_t length =
      static_cast<std::size_t>(pixels.width) * static_cast<std::size_t>(pixels.channels);
  const auto height = static_cast<std::size_t>(pixels.height);
  const auto rows = std::make_unique_for_overwrite<std::uint8_t[]>((length + 1) * height);
  // Rows as they are: on flat areas and type the filters of PNG gain nothing. A row like the one above
  // becomes zeros, which pack fastest.
  constexpr std::uint8_t kNone = 0, kUp = 2;
  for (std::size_t y = 0; y < height; ++y) {
    const std::uint8_t* row = pixels.data + y * pixels.stride;
    const bool repeated = y > 0 && std::memcmp(row, row - pixels.stride, length) == 0;
    std::uint8_t* out = &rows[y * (length + 1)];
    *out++ = repeated ? kUp : kNone;
    if (repeated)
      std::memset(out, 0, length);
    else
      std::memcpy(out, row, length);
  }
  const std::unique_ptr<libdeflate_compressor, Free> compressor(libdeflate_alloc_compressor(kLevel));
  if (!compressor) throw std::bad_alloc();
  const std::size_t size = (length + 1) * height;
  const std::size_t most = libdeflate_zlib_compress_bound(compressor.get(), size);
  const auto out = std::make_unique_for_overwrite<char[]>(most);
  return {out.get(), libdeflate_zlib_compress(compressor.get(), rows.get(), size, out.get(), most)};
}

std::string end() { return chunk("IEND", ""); }

std::string formatPng(int width, int height, std::span<const std::uint8_t> pixels, int channels) {
  const std::size_t length = static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
  if (width < 1 || height < 1 || pixels.size() != length * static_cast<std::size_t>(height))
    throw tconv::Error({fmt::format("PNG of {}x{}", width, height),
                        "",
                        tconv::Phrase("must have at least one pixel, and {} values for each", channels),
                        {}});
  return start(width, height, channels) +
         chunk("IDAT", packed({width, height, channels, pixels.data(), length})) + end();
}

}  // namespace lab::png

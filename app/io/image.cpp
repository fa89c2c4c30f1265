#include "io/image.h"

#include <limits>

#include <fmt/format.h>
#include <png.h>

#include "io/atomic_file.h"
#include "io/jpeg.h"
#include "io/memory.h"
#include "model/quoted.h"

namespace lab::io {
namespace {

/// libpng's simplified interface, released however reading ends.
struct PngImage {
  png_image image{};
  PngImage() { image.version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(&image); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
  std::string message() const { return displayed(image.message); }
};

void requireModestSize(std::int64_t count, const std::string& name) {
  if (count <= kMostPixels) return;
  throw fileError(name, tconv::Phrase("has {} pixels, must have at most {}", count, kMostPixels));
}

Pixels decodePng(std::string_view bytes, const std::string& name) {
  PngImage png;
  if (png_image_begin_read_from_memory(&png.image, bytes.data(), bytes.size()) == 0)
    throw fileError(name, tconv::Phrase("is not a readable PNG: {}", png.message()));
  const std::int64_t width = png.image.width, height = png.image.height;
  requireModestSize(width * height, name);
  const bool colour = (png.image.format & PNG_FORMAT_FLAG_COLOR) != 0;
  png.image.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  png.image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // else libpng takes 16 bit for linear light
  Pixels pixels{width, height, colour ? 3 : 1, {}};
  requireMemory(displayedPath(name), static_cast<double>(PNG_IMAGE_SIZE(png.image)) * 2);
  pixels.values.resize(PNG_IMAGE_SIZE(png.image));
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&png.image, &white, pixels.values.data(), 0, nullptr) == 0)
    throw fileError(name, tconv::Phrase("is not a readable PNG: {}", png.message()));
  return pixels;
}

tconv::Tensor toTensor(const Pixels& pixels, const std::string& name) {
  const tconv::Shape shape{1, pixels.channels, pixels.height, pixels.width};
  requireMemory(displayedPath(name), static_cast<double>(shape.size()) * sizeof(float));
  tconv::Tensor tensor(shape);
  std::size_t i = 0;
  for (std::int64_t row = 0; row < pixels.height; ++row)
    for (std::int64_t column = 0; column < pixels.width; ++column)
      for (std::int64_t channel = 0; channel < pixels.channels; ++channel)
        tensor(0, channel, row, column) = pixels.values[i++];
  return tensor;
}

}  // namespace

tconv::Tensor parseImage(std::string_view bytes, const std::string& name) {
  if (bytes.starts_with("\x89PNG")) return toTensor(decodePng(bytes, name), name);
  if (bytes.starts_with("\xFF\xD8\xFF")) return toTensor(decodeJpeg(bytes, name), name);
  throw fileError(name, tconv::Phrase("is neither a PNG nor a JPEG picture"));
}

tconv::Tensor readImage(const std::filesystem::path& path) {
  return parseImage(readFile(path), path.string());
}

}  // namespace lab::io

#include "io/image.h"
#include "fuzz/target.h"
#include "io/jpeg.h"
#include "png/png.h"
#include "support/pictures.h"
#include "tconv/error.h"

std::vector<std::string> fuzz::seeds() {
  std::vector<std::uint8_t> pixels(5 * 3 * 4);
  for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<std::uint8_t>(i * 37);
  return {lab::png::formatPng(5, 3, std::span(pixels).first(45)),
          lab::png::formatPng(5, 3, pixels, 4),
          support::png<std::uint16_t>(PNG_FORMAT_LINEAR_RGB_ALPHA, 3, 2, std::vector<std::uint16_t>(24, 999)),
          support::jpeg(JCS_GRAYSCALE, 1, 5, 3, pixels, support::exif(6)),
          support::jpeg(JCS_RGB, 3, 5, 3, pixels),
          support::jpeg(JCS_CMYK, 4, 5, 3, pixels),
          support::exif(8, true)};
}

void fuzz::tryOne(std::string_view bytes) {
  const int orientation = lab::io::exifOrientation(bytes);
  require(orientation >= 1 && orientation <= 8, "an orientation is one of eight");
  try {
    const tconv::Tensor x = lab::io::parseImage(bytes, "x.png");
    const tconv::Shape shape = x.shape();
    require(shape.n == 1 && (shape.c == 1 || shape.c == 3) && shape.h >= 1 && shape.w >= 1, "grey or colour");
    for (const float value : x.values()) require(value >= 0 && value <= 255, "brightness is a byte");
  } catch (const tconv::Error&) {
  }
}

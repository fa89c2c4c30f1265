#include "platform/icon.h"

#include "view/cairo_canvas.h"
#include "view/icon.h"

namespace lab::platform {
namespace {

view::Picture drawIcon(int size) {
  view::PictureCanvas canvas(size, size, size / view::kIconSize, tconv::Rgb{});
  view::drawIcon(canvas);
  return canvas.finish();
}

IconImage opaque(const view::Picture& picture) {
  IconImage icon{picture.width, {}};
  for (std::size_t i = 0; i + 2 < picture.pixels.size(); i += 3)
    icon.rgba.insert(icon.rgba.end(), {picture.pixels[i], picture.pixels[i + 1], picture.pixels[i + 2], 255});
  return icon;
}

}  // namespace

std::vector<IconImage> programIcon() {
  std::vector<IconImage> icons;
  for (const int size : {16, 32, 48, 128}) icons.push_back(opaque(drawIcon(size)));
  return icons;
}

}  // namespace lab::platform

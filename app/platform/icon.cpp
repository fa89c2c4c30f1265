#include "platform/icon.h"

#include "view/cairo_canvas.h"
#include "view/theme.h"

namespace lab::platform {
namespace {

/// Cells of a 4 x 4 output of which a 2 x 2 patch is just being added.
view::Picture drawIcon(int size) {
  const view::Theme& theme = view::theme(ThemeChoice::dark);
  view::PictureCanvas canvas(size, size, size / 64.0, theme.panel);
  for (int row = 0; row < 4; ++row)
    for (int column = 0; column < 4; ++column) {
      const bool patch = row >= 1 && row < 3 && column >= 1 && column < 3;
      const auto entry = static_cast<std::size_t>(128 + (patch ? 127 : 14 * (row + column)));
      canvas.rect({5.0 + 14 * column, 5.0 + 14 * row, 12, 12}, {view::Color(theme.values[entry]), {}, 2});
    }
  canvas.rect({17.5, 17.5, 29, 29}, {{}, view::Stroke{view::Color(theme.highlight), 4}, 4});
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

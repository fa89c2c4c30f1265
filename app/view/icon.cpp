#include "view/icon.h"

#include "view/theme.h"

namespace lab::view {

void drawIcon(Canvas& canvas) {
  const Theme& colors = theme(ThemeChoice::dark);
  canvas.rect({0, 0, kIconSize, kIconSize}, {Color(colors.panel), {}, 0});
  for (int row = 0; row < 4; ++row)
    for (int column = 0; column < 4; ++column) {
      const bool patch = row >= 1 && row < 3 && column >= 1 && column < 3;
      const int entry = 128 + (patch ? 127 : 14 * (row + column));
      const Color color = colors.values[static_cast<std::size_t>(entry)];
      canvas.rect({5.0 + 14 * column, 5.0 + 14 * row, 12, 12}, {color, {}, 2});
    }
  canvas.rect({17.5, 17.5, 29, 29}, {{}, Stroke{Color(colors.highlight), 4}, 4});
}

}  // namespace lab::view

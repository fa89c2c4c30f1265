#pragma once

#include <vector>

#include "view/number_format.h"
#include "view/theme.h"

namespace lab::view::testing {

/// A little of everything that a canvas can draw, 320 x 200 points.
inline void drawSample(Canvas& canvas, const Theme& t) {
  canvas.text({16, 28}, "Step 5 of 9", {.size = 20, .color = t.ink, .weight = Weight::bold});
  canvas.text({304, 28}, "x[1,1] · w → 转置卷积", {.size = 12, .color = t.muted, .align = Align::end});
  for (int i = 0; i < 9; ++i) {
    const Index row = i / 3, column = i % 3;
    const Box cell{16 + 48.0 * double(column), 44 + 48.0 * double(row), 48, 48};
    const tconv::Rgb fill = t.values[tconv::colorIndex(float(i - 3), 5)];
    canvas.tag({RefKind::input, 0, 0, row, column});
    canvas.rect(cell, {.fill = fill, .stroke = Stroke{t.line, 1}});
    canvas.text({cell.center().x, cell.center().y + 5.7}, shortNumber(float(i - 3)),
                {.size = 16, .color = textOn(fill, t), .align = Align::middle});
  }
  canvas.tag({});
  canvas.rect({64, 92, 48, 48}, {.stroke = Stroke{t.highlight, 3}, .radius = 3});
  canvas.path(Path().moveTo({170, 116}).cubicTo({200, 116}, {200, 68}, {220, 68}),
              {.stroke = Stroke{t.highlight, 2, 4}});
  const std::vector<float> values{-4, -2, 0, 2, 4, 1};
  canvas.pushClip({220, 44, 80, 100});
  canvas.tag({RefKind::canvas, 0, 0, 0, 0});
  canvas.heatmap({220, 44, 96, 64},
                 {.values = values, .rows = 2, .columns = 3, .limit = 4, .colors = &t.values, .nan = t.nan});
  canvas.popClip();
  canvas.tag({});
  canvas.rect({220, 120, 80, 28}, {.fill = t.accent, .radius = 6});
  canvas.text({260, 138.5}, "a < b & c", {.size = 14, .color = t.on_accent, .align = Align::middle});
  canvas.path(Path().moveTo({220, 160}).lineTo({300, 160}), {.stroke = Stroke{t.faint, 1}});
}

}  // namespace lab::view::testing

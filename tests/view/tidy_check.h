#pragma once

#include <gtest/gtest.h>

#include "view/record_lines.h"
#include "view/type_metrics.h"

/// Whether a picture is tidy: all texts inside of an area, none over another.
namespace lab::view {

/// The ink of a text of a record: capitals above its baseline.
inline Box inkOf(const RecordLine& line) {
  const double width = textWidth(line.text, line.size, line.weight);
  const double shift = line.align == Align::middle ? width / 2 : line.align == Align::end ? width : 0;
  const double height = line.size * kCapHeight;
  return {line.anchor().x - shift, line.anchor().y - height, width, height};
}

inline void expectTidy(const std::vector<RecordLine>& lines, const Box& area, const std::string& what) {
  const double rounding = 0.6;
  std::vector<std::pair<std::string, Box>> inks;
  for (const RecordLine& line : lines)
    if (line.verb == "text") inks.emplace_back(line.text, inkOf(line));
  for (std::size_t i = 0; i < inks.size(); ++i) {
    const Box& a = inks[i].second;
    EXPECT_TRUE(a.x >= area.x - rounding && a.right() <= area.right() + rounding &&
                a.y >= area.y - rounding && a.bottom() <= area.bottom() + rounding)
        << what << ": \"" << inks[i].first << "\" at " << a.x << ", " << a.y << " leaves the area";
    for (std::size_t j = 0; j < i; ++j) {
      const Box& b = inks[j].second;
      EXPECT_FALSE(a.x < b.right() - rounding && b.x < a.right() - rounding && a.y < b.bottom() - rounding &&
                   b.y < a.bottom() - rounding)
          << what << ": \"" << inks[i].first << "\" over \"" << inks[j].first << "\"";
    }
  }
}

}  // namespace lab::view

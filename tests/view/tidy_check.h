#pragma once

#include <gtest/gtest.h>

#include "model/examples.h"
#include "support/documents.h"
#include "view/record_lines.h"
#include "view/type_metrics.h"

/// What every face owes to the eye: texts inside their area, none upon another.
namespace lab::view {

/// The box that a text takes: from its baseline up to the height of capitals.
inline Box textBox(const RecordLine& line) {
  const double width = textWidth(line.text, line.size, line.weight), height = kCapHeight * line.size;
  const double left = line.align == Align::start ? 0 : line.align == Align::middle ? width / 2 : width;
  return {line.anchor().x - left, line.anchor().y - height, width, height};
}

/// What is wrong with the texts of a picture: empty where all lie in the area and none overlap.
inline std::string untidiness(const std::vector<RecordLine>& lines, const Box& area,
                              double rounding = 0.02) {
  std::string found;
  std::vector<std::pair<Box, std::string>> texts;
  for (const RecordLine& line : lines) {
    if (line.verb != "text" || line.text.empty()) continue;
    const Box box = textBox(line);
    if (box.x < area.x - rounding || box.right() > area.right() + rounding || box.y < area.y - rounding ||
        box.bottom() > area.bottom() + rounding)
      found += "\"" + line.text + "\" leaves the area\n";
    for (const auto& [other, text] : texts)
      if (box.x < other.right() - rounding && other.x < box.right() - rounding &&
          box.y < other.bottom() - rounding && other.y < box.bottom() - rounding)
        found += "\"" + line.text + "\" runs into \"" + text + "\"\n";
    texts.emplace_back(box, line.text);
  }
  return found;
}

inline void expectTidy(const std::vector<RecordLine>& lines, const Box& area, const std::string& what) {
  EXPECT_EQ(untidiness(lines, area, 0.6), "") << what;
}

/// A face alone in its area, without the title and the scales of a board.
template <class Draw>
std::vector<RecordLine> linesIn(Draw draw, const Frame& frame) {
  RecordCanvas canvas;
  draw(canvas, frame);
  return parseRecord(canvas.text());
}

/// Every example, in a quarter of a small board and on a whole one, with type of two sizes, at rest and in
/// the middle.
template <class Draw>
void expectTidyExamples(Draw draw) {
  for (const Example& example : examples()) {
    const Derived derived = support::derived(example.make());
    const double middle = std::floor(static_cast<double>(derived.trace->steps()) / 2);
    for (const Box area : {Box{0, 0, 320, 200}, {0, 0, 364, 230}, {0, 0, 364, 480}, {0, 0, 728, 680}})
      for (const double scale : {1.0, 2.0})
        for (const double time : {0.0, middle}) {
          Frame frame = frameOf(derived, time, {0, 0, area.w * scale, area.h * scale});
          frame.scale = scale;
          EXPECT_EQ(untidiness(linesIn(draw, frame), frame.area), "")
              << example.id << " in " << area.w << " x " << area.h << ", type " << scale << ", at " << time;
        }
  }
}

}  // namespace lab::view

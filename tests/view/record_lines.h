#pragma once

#include <charconv>
#include <compare>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "view/board.h"
#include "view/canvas.h"
#include "view/layout.h"
#include "view/record_canvas.h"
#include "view/scene.h"

/// The text of a RecordCanvas, read back: so that tests look at what is drawn and not at how it came about.
namespace lab::view {

struct RecordLine {
  std::string verb;                 ///< rect, text, path, heatmap, clip, unclip
  std::vector<double> numbers;      ///< the leading numbers: x y w h of a rect, x y of a text
  std::string text;                 ///< of a text, without quotes
  double size = 0;                  ///< of a text
  Align align = Align::start;       ///< of a text
  Weight weight = Weight::regular;  ///< of a text
  std::string fill, stroke;         ///< "#rrggbb...", "#rrggbb.../width..."
  Ref ref;

  Box box() const { return {numbers.at(0), numbers.at(1), numbers.at(2), numbers.at(3)}; }
  Point anchor() const { return {numbers.at(0), numbers.at(1)}; }
};

inline Ref refOf(const std::string& word) {
  const std::size_t open = word.find('[');
  const std::string name = word.substr(1, open - 1);
  std::vector<Index> n;
  std::istringstream indices(word.substr(open + 1, word.size() - open - 2));
  for (std::string index; std::getline(indices, index, ',');) n.push_back(std::stoll(index));
  if (name == "input") return {RefKind::input, n.at(0), 0, n.at(1), n.at(2)};
  if (name == "canvas") return {RefKind::canvas, n.at(0), 0, n.at(1), n.at(2)};
  if (name == "stretched") return {RefKind::stretched, n.at(0), 0, n.at(1), n.at(2)};
  if (name == "tile") return {RefKind::tile, n.at(0), n.at(1), n.at(2), n.at(3)};
  if (name == "term") return {RefKind::term, n.at(0), n.at(1), n.at(2), n.at(3), n.at(4), n.at(5)};
  return {name == "weight" ? RefKind::weight : RefKind::patch, n.at(0), n.at(1), n.at(2), n.at(3)};
}

inline RecordLine parseRecordLine(const std::string& line) {
  RecordLine out;
  std::string head = line, tail;
  if (const std::size_t open = line.find('"'); open != std::string::npos) {
    const std::size_t close = line.rfind('"');
    out.text = line.substr(open + 1, close - open - 1);
    head = line.substr(0, open);
    tail = line.substr(close + 1);
  }
  const auto read = [&](const std::string& part) {
    std::istringstream words(part);
    for (std::string word; words >> word;) {
      if (out.verb.empty()) {
        out.verb = word;
      } else if (word.front() == '@') {
        out.ref = refOf(word);
      } else if (word.starts_with("fill=")) {
        out.fill = word.substr(5);
      } else if (word.starts_with("stroke=")) {
        out.stroke = word.substr(7);
      } else if (word == "middle" || word == "end") {
        out.align = word == "end" ? Align::end : Align::middle;
      } else if (word == "bold") {
        out.weight = Weight::bold;
      } else {
        double number = 0;
        const auto result = std::from_chars(word.data(), word.data() + word.size(), number);
        if (result.ptr == word.data() + word.size()) out.numbers.push_back(number);
      }
    }
  };
  read(head);
  read(tail);
  if (out.verb == "text") out.size = out.numbers.at(2);
  return out;
}

inline std::vector<RecordLine> parseRecord(const std::string& record) {
  std::vector<RecordLine> lines;
  std::istringstream stream(record);
  for (std::string line; std::getline(stream, line);) lines.push_back(parseRecordLine(line));
  return lines;
}

inline std::string scatterText(const Frame& frame) {
  RecordCanvas canvas;
  drawBoard(canvas, frame);
  return canvas.text();
}

/// Where the scatter stands on a board of its own.
inline ScatterLayout scatterLayout(const Frame& frame) {
  return layoutScatter(paneFrame(frame, layoutBoard(frame).panes.front()));
}

inline std::string arithmeticText(const Frame& frame) {
  RecordCanvas canvas;
  drawArithmetic(canvas, frame);
  return canvas.text();
}

/// Orders references, so that they can be keys.
struct RefOrder {
  bool operator()(const Ref& a, const Ref& b) const { return key(a) < key(b); }
  static std::tuple<int, Index, Index, Index, Index, Index, Index> key(const Ref& r) {
    return {static_cast<int>(r.kind), r.channel, r.out, r.row, r.column, r.u, r.v};
  }
};
template <class T>
using ByRef = std::map<Ref, T, RefOrder>;

/// The boxes of the cells, by what they stand for.
inline ByRef<Box> cellsOf(const std::vector<RecordLine>& lines) {
  ByRef<Box> cells;
  for (const RecordLine& line : lines)
    if (line.verb == "rect" && line.ref) cells[line.ref] = line.box();
  return cells;
}

/// All texts in the cells, by what they stand for.
inline ByRef<std::vector<std::string>> labelsOf(const std::vector<RecordLine>& lines) {
  ByRef<std::vector<std::string>> labels;
  for (const RecordLine& line : lines)
    if (line.verb == "text" && line.ref) labels[line.ref].push_back(line.text);
  return labels;
}

/// The rectangles that are outlined in a colour at that width, not filled.
inline std::vector<Box> outlinesOf(const std::vector<RecordLine>& lines, const std::string& stroke) {
  std::vector<Box> outlines;
  for (const RecordLine& line : lines)
    if (line.verb == "rect" && line.fill.empty() && line.stroke == stroke) outlines.push_back(line.box());
  return outlines;
}

/// A frame of a document in the light theme at scale 1. `derived` must live as long as the frame is used.
inline Frame frameOf(const Derived& derived, double time, Box area = {0, 0, 728, 680}) {
  Frame frame;
  frame.derived = &derived;
  frame.time = time;
  frame.theme = &theme(ThemeChoice::light);
  frame.area = area;
  return frame;
}

}  // namespace lab::view

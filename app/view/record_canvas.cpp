#include "view/record_canvas.h"

#include <fmt/format.h>

#include <cmath>

#include "view/canvas_text.h"

namespace lab::view {
namespace {

std::string textOf(const Box& box) {
  return fmt::format("{} {} {} {}", plainNumber(box.x), plainNumber(box.y), plainNumber(box.w),
                     plainNumber(box.h));
}

std::string textOf(const Color& color) {
  return hexColor(color.rgb) + (color.alpha < 1 ? "*" + plainNumber(color.alpha) : "");
}

std::string textOf(const Paint& paint) {
  std::string out;
  if (paint.fill) out += " fill=" + textOf(*paint.fill);
  if (paint.stroke) {
    out += " stroke=" + textOf(paint.stroke->color) + "/" + plainNumber(paint.stroke->width);
    if (paint.stroke->dash > 0) out += "~" + plainNumber(paint.stroke->dash);
  }
  if (paint.radius > 0) out += " r=" + plainNumber(paint.radius);
  return out;
}

std::string textOf(const Ref& ref) {
  return ref ? fmt::format(" @{}[{}]", refName(ref.kind), refIndices(ref, ',')) : std::string();
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out + '"';
}

std::string_view nameOf(Align align) {
  return align == Align::start ? "start" : align == Align::middle ? "middle" : "end";
}

/// FNV-1a, number by number.
class Checksum {
 public:
  void add(std::uint32_t number) { hash_ = (hash_ ^ number) * 16777619U; }
  std::uint32_t value() const { return hash_; }

 private:
  std::uint32_t hash_ = 2166136261U;
};

/// Over the colour indices: colours themselves may differ in the last bit between mathematics libraries.
std::uint32_t checksum(const Heatmap& map) {
  Checksum sum;
  for (const float value : map.values)
    sum.add(std::isnan(value) ? 256U : tconv::colorIndex(value, map.limit));
  return sum.value();
}

std::uint32_t checksum(const ColorCells& cells) {
  Checksum sum;
  for (const tconv::Rgb color : cells.colors)
    for (const std::uint8_t part : {color.r, color.g, color.b}) sum.add(part);
  return sum.value();
}

}  // namespace

void RecordCanvas::rect(const Box& box, const Paint& paint) {
  out_ += fmt::format("rect {}{}{}\n", textOf(box), textOf(paint), textOf(tag_));
}

void RecordCanvas::path(const Path& path, const Paint& paint) {
  std::string pieces;
  auto point = path.points.begin();
  const auto append = [&](const char* verb, int count) {
    pieces += verb;
    for (; count > 0; --count, ++point) {
      pieces += " " + plainNumber(point->x) + " " + plainNumber(point->y);
    }
  };
  for (const Path::Verb verb : path.verbs) {
    switch (verb) {
      case Path::Verb::move:
        append(" M", 1);
        break;
      case Path::Verb::line:
        append(" L", 1);
        break;
      case Path::Verb::cubic:
        append(" C", 3);
        break;
      case Path::Verb::close:
        append(" Z", 0);
        break;
    }
  }
  out_ += fmt::format("path{}{}{}\n", pieces, textOf(paint), textOf(tag_));
}

void RecordCanvas::text(Point anchor, std::string_view utf8, const TextStyle& style) {
  out_ += fmt::format("text {} {} {} {} {} {}{}{}\n", plainNumber(anchor.x), plainNumber(anchor.y),
                      nameOf(style.align), plainNumber(style.size), quoted(utf8), textOf(style.color),
                      style.weight == Weight::bold ? " bold" : "", textOf(tag_));
}

void RecordCanvas::heatmap(const Box& box, const Heatmap& map) {
  out_ += fmt::format("heatmap {} {}x{} limit={} cells={:08x}{}\n", textOf(box), map.rows, map.columns,
                      fmt::format("{}", map.limit), checksum(map), textOf(tag_));
}

void RecordCanvas::picture(const Box& box, const ColorCells& cells) {
  out_ += fmt::format("picture {} {}x{} cells={:08x}{}\n", textOf(box), cells.rows, cells.columns,
                      checksum(cells), textOf(tag_));
}

void RecordCanvas::pushClip(const Box& box) { out_ += fmt::format("clip {}\n", textOf(box)); }

void RecordCanvas::popClip() { out_ += "unclip\n"; }

}  // namespace lab::view

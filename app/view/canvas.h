#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/ref.h"
#include "tconv/colormap.h"

namespace lab::view {

/// Coordinates are in points, x to the right, y down; a back end scales them to its pixels.
struct Point {
  double x = 0, y = 0;
  bool operator==(const Point&) const = default;
};

struct Box {
  double x = 0, y = 0, w = 0, h = 0;

  double right() const { return x + w; }
  double bottom() const { return y + h; }
  Point center() const { return {x + w / 2, y + h / 2}; }
  bool contains(Point p) const { return p.x >= x && p.x < x + w && p.y >= y && p.y < y + h; }
  Box inset(double by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
  bool operator==(const Box&) const = default;
};

struct Color {
  tconv::Rgb rgb;
  double alpha = 1;

  Color() = default;
  Color(tconv::Rgb c, double a = 1) : rgb(c), alpha(a) {}  // NOLINT(google-explicit-constructor)
  bool operator==(const Color&) const = default;
};

struct Stroke {
  Color color = {};
  double width = 1;
  double dash = 0;  ///< length of dashes and of the gaps between them; 0 is a solid line
};

/// How a shape is painted: filled first, then stroked along its edge.
struct Paint {
  std::optional<Color> fill = {};
  std::optional<Stroke> stroke = {};
  double radius = 0;  ///< of a rectangle's corners
};

/// A path of straight and cubic pieces; may have several subpaths.
struct Path {
  enum class Verb { move, line, cubic, close };  // 1, 1, 3, 0 points
  std::vector<Verb> verbs;
  std::vector<Point> points;

  Path& moveTo(Point p) { return add(Verb::move, {p}); }
  Path& lineTo(Point p) { return add(Verb::line, {p}); }
  Path& cubicTo(Point a, Point b, Point p) { return add(Verb::cubic, {a, b, p}); }
  Path& close() { return add(Verb::close, {}); }

 private:
  Path& add(Verb verb, std::initializer_list<Point> ps) {
    verbs.push_back(verb);
    points.insert(points.end(), ps);
    return *this;
  }
};

enum class Align { start, middle, end };
enum class Weight { regular, bold };

/// Text stands on its baseline at an anchor; nothing is ever measured, so that no back end can change a
/// layout.
struct TextStyle {
  double size = 14;  ///< em, in points
  Color color = {};
  Align align = Align::start;
  Weight weight = Weight::regular;
};

/// A plane of values drawn as one picture, a cell each, by a colour table.
struct Heatmap {
  std::span<const float> values = {};  ///< rows * columns, row by row; read during the call only
  Index rows = 0, columns = 0;
  float limit = 1;  ///< colours reach from -limit to +limit
  const tconv::Colormap* colors = nullptr;
  tconv::Rgb nan = {};  ///< for values that are not numbers
  Index step = 1;       ///< cells of the plane along each side of one that is drawn
};

/// A plane of cells that each have a colour of their own, as photographs do; drawn as one picture.
struct ColorCells {
  std::span<const tconv::Rgb> colors = {};  ///< rows * columns, row by row; read during the call only
  Index rows = 0, columns = 0;
  Index step = 1;  ///< cells of the photograph along each side of one that is drawn
};

/// Dots that a printer tells apart along a point: what pictures in vector drawings are made for.
inline constexpr double kDotsPerPoint = 4;

/// What every picture of the program is drawn on: the window, PNG, PDF, SVG, the hit test and the golden
/// text. A scene must look the same on all of them; add a primitive only when two scenes need it.
class Canvas {
 public:
  virtual ~Canvas() = default;

  /// How many dots it can tell apart along a point: planes of more cells need not be handed to it in full.
  virtual double dotsPerPoint() const { return 1; }

  /// What the shapes that follow stand for, until the next call; Ref{} for decoration. A heatmap or picture
  /// under a tag stands for a plane: its cell (row, column) is the tag with that row and column added. Where
  /// a heatmap's cells are blocks, it is the cell of the plane, not the block.
  virtual void tag(const Ref& what) = 0;
  virtual void rect(const Box& box, const Paint& paint) = 0;
  virtual void path(const Path& path, const Paint& paint) = 0;
  /// UTF-8, one line, baseline starting, centred or ending at `anchor`.
  virtual void text(Point anchor, std::string_view utf8, const TextStyle& style) = 0;
  virtual void heatmap(const Box& box, const Heatmap& map) = 0;
  /// Cells larger than a pixel are sharp, smaller ones are averaged.
  virtual void picture(const Box& box, const ColorCells& cells) = 0;
  /// Restricts what follows to a box, until popClip(); nests.
  virtual void pushClip(const Box& box) = 0;
  virtual void popClip() = 0;
};

}  // namespace lab::view

#include "ui/outline.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lab::ui {
namespace {

using view::Path;
using view::Point;

double distance(Point a, Point b) { return std::hypot(b.x - a.x, b.y - a.y); }

Point between(Point a, Point b, double t) { return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; }

/// Twice the area of a triangle, positive when it turns clockwise on the screen.
double turn(Point a, Point b, Point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

void appendCubic(std::vector<Point>& points, Point a, Point b, Point c) {
  const Point start = points.back();
  const double length = distance(start, a) + distance(a, b) + distance(b, c);
  const int pieces = std::clamp(static_cast<int>(std::sqrt(length) * 2), 4, 64);
  for (int i = 1; i <= pieces; ++i) {
    const double t = double(i) / pieces, u = 1 - t;
    const double w0 = u * u * u, w1 = 3 * u * u * t, w2 = 3 * u * t * t, w3 = t * t * t;
    points.push_back(
        {w0 * start.x + w1 * a.x + w2 * b.x + w3 * c.x, w0 * start.y + w1 * a.y + w2 * b.y + w3 * c.y});
  }
}

bool contains(Point a, Point b, Point c, Point p) {
  return turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0;
}

double area(const std::vector<Point>& polygon) {
  double sum = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    sum += a.x * b.y - b.x * a.y;
  }
  return sum / 2;
}

/// Whether the corner i can be cut off: it points outwards and no other corner lies in it.
bool isEar(const std::vector<Point>& rest, std::size_t i) {
  const std::size_t n = rest.size();
  const Point a = rest[(i + n - 1) % n], b = rest[i], c = rest[(i + 1) % n];
  if (turn(a, b, c) <= 0) return false;
  return std::none_of(rest.begin(), rest.end(),
                      [&](Point p) { return p != a && p != b && p != c && contains(a, b, c, p); });
}

}  // namespace

std::vector<Outline> flatten(const Path& path) {
  std::vector<Outline> outlines;
  auto next = path.points.begin();
  for (const Path::Verb verb : path.verbs) {
    if (verb == Path::Verb::move) outlines.push_back({{*next++}, false});
    if (verb == Path::Verb::line) outlines.back().points.push_back(*next++);
    if (verb == Path::Verb::close) outlines.back().closed = true;
    if (verb != Path::Verb::cubic) continue;
    appendCubic(outlines.back().points, next[0], next[1], next[2]);
    next += 3;
  }
  return outlines;
}

Outline roundedOutline(const view::Box& box, double radius) {
  const double r = std::max(0.0, std::min({radius, box.w / 2, box.h / 2}));
  if (r <= 0)
    return {{{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}}, true};
  const Point centers[] = {{box.right() - r, box.y + r},
                           {box.right() - r, box.bottom() - r},
                           {box.x + r, box.bottom() - r},
                           {box.x + r, box.y + r}};
  const int pieces = std::clamp(static_cast<int>(std::sqrt(r) * 3), 3, 24);
  Outline outline{{{box.x + r, box.y}}, true};
  for (int corner = 0; corner < 4; ++corner) {
    for (int i = 0; i <= pieces; ++i) {
      const double angle = (corner - 1 + double(i) / pieces) * std::numbers::pi / 2;
      outline.points.push_back(
          {centers[corner].x + r * std::cos(angle), centers[corner].y + r * std::sin(angle)});
    }
  }
  outline.points.erase(outline.points.begin());  // the last corner ends there
  return outline;
}

std::vector<Outline> dashed(const Outline& outline, double dash) {
  std::vector<Point> points = outline.points;
  if (outline.closed && !points.empty()) points.push_back(points.front());
  double length = 0;
  for (std::size_t i = 1; i < points.size(); ++i) length += distance(points[i - 1], points[i]);
  if (length / dash > 20'000) return {outline};
  std::vector<Outline> pieces;
  bool drawn = true;
  double left = dash;
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (drawn && pieces.empty()) pieces.push_back({{points[0]}, false});
    const double segment = distance(points[i - 1], points[i]);
    double at = 0;
    while (segment - at > left) {
      at += left;
      const Point p = between(points[i - 1], points[i], at / segment);
      if (drawn) pieces.back().points.push_back(p);
      if (!drawn) pieces.push_back({{p}, false});
      drawn = !drawn;
      left = dash;
    }
    left -= segment - at;
    if (drawn) pieces.back().points.push_back(points[i]);
  }
  return pieces;
}

std::vector<Point> triangulated(const std::vector<Point>& polygon) {
  std::vector<Point> rest = polygon, triangles;
  if (area(rest) < 0) std::reverse(rest.begin(), rest.end());
  while (rest.size() >= 3) {
    std::size_t ear = 0;
    while (ear < rest.size() && !isEar(rest, ear)) ++ear;
    // None is left where corners coincide or lie in a line: such a corner covers nothing.
    if (ear == rest.size()) ear = 0;
    const std::size_t n = rest.size();
    triangles.insert(triangles.end(), {rest[(ear + n - 1) % n], rest[ear], rest[(ear + 1) % n]});
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(ear));
  }
  return triangles;
}

}  // namespace lab::ui

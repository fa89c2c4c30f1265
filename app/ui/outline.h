#pragma once

#include <vector>

#include "view/canvas.h"

namespace lab::ui {

/// A chain of straight pieces.
struct Outline {
  std::vector<view::Point> points;
  bool closed = false;
};

/// The subpaths of a path with their curves as chains, exact to about a tenth of a unit.
std::vector<Outline> flatten(const view::Path& path);

/// A rectangle whose corners are quarter circles, starting at the left end of its upper edge.
Outline roundedOutline(const view::Box& box, double radius);

/// The dashes of an outline: `dash` drawn, `dash` left out, beginning with a drawn one.
/// dash: > 0. An outline too long for its dashes (more than 10,000) comes back whole.
std::vector<Outline> dashed(const Outline& outline, double dash);

/// Corners of triangles that fill a simple polygon (one that does not cross itself), three in a row.
std::vector<view::Point> triangulated(const std::vector<view::Point>& polygon);

}  // namespace lab::ui

#include "ui/outline.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lab::ui {
namespace {

using view::Point;

double lengthOf(const Outline& o) {
  double sum = 0;
  for (std::size_t i = 1; i < o.points.size(); ++i) {
    sum += std::hypot(o.points[i].x - o.points[i - 1].x, o.points[i].y - o.points[i - 1].y);
  }
  return sum;
}

double areaOf(const std::vector<Point>& triangles) {
  double sum = 0;
  for (std::size_t i = 0; i + 2 < triangles.size(); i += 3) {
    const Point a = triangles[i], b = triangles[i + 1], c = triangles[i + 2];
    sum += std::abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
  }
  return sum;
}

TEST(Outline, DashesAndGapsAlternateAroundCorners) {
  const auto dashes = dashed({{{0, 0}, {10, 0}, {10, 10}}, false}, 4);
  ASSERT_EQ(dashes.size(), 3u);  // 0-4, 8-12 around the corner, 16-20
  EXPECT_EQ(dashes[1].points, (std::vector<Point>{{8, 0}, {10, 0}, {10, 2}}));
  for (const Outline& dash : dashes) EXPECT_NEAR(lengthOf(dash), 4, 1e-9);
}

TEST(Outline, DashesOfAClosedOutlineReachItsStart) {
  const auto dashes = dashed({{{0, 0}, {6, 0}, {6, 6}, {0, 6}}, true}, 3);
  EXPECT_EQ(dashes.size(), 4u);  // 24 around: four dashes, four gaps
}

TEST(Outline, CurvesEndWhereTheyShouldAndStayOnTheCircle) {
  const double k = 0.5522847498;
  const auto outlines =
      flatten(view::Path{}.moveTo({100, 0}).cubicTo({100, 100 * k}, {100 * k, 100}, {0, 100}));
  ASSERT_EQ(outlines.size(), 1u);
  EXPECT_EQ(outlines[0].points.back(), (Point{0, 100}));
  for (const Point p : outlines[0].points) EXPECT_NEAR(std::hypot(p.x, p.y), 100, 0.1);
}

TEST(Outline, TrianglesCoverAConcavePolygonExactlyOnce) {
  const std::vector<Point> arrow = {{0, 0}, {10, 5}, {0, 10}, {4, 5}};
  EXPECT_NEAR(areaOf(triangulated(arrow)), 30, 1e-9);
  const std::vector<Point> backwards(arrow.rbegin(), arrow.rend());
  EXPECT_NEAR(areaOf(triangulated(backwards)), 30, 1e-9);
}

TEST(Outline, RoundCornersStayWithinTheirBox) {
  const view::Box box{10, 20, 30, 12};
  for (const double radius : {0.0, 4.0, 100.0}) {
    for (const Point p : roundedOutline(box, radius).points) {
      EXPECT_TRUE(p.x >= 10 - 1e-9 && p.x <= 40 + 1e-9 && p.y >= 20 - 1e-9 && p.y <= 32 + 1e-9)
          << p.x << ' ' << p.y;
    }
  }
}

}  // namespace
}  // namespace lab::ui

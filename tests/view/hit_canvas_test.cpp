#include "view/hit_canvas.h"

#include <gmock/gmock.h>

namespace lab::view {
namespace {

const Ref under{RefKind::input, 0, 0, 1, 2}, over{RefKind::weight, 1, 2, 3, 4};
const Paint filled{.fill = Color(tconv::Rgb{1, 2, 3})};

void twoRects(Canvas& canvas) {
  canvas.tag(under);
  canvas.rect({0, 0, 20, 20}, filled);
  canvas.tag(over);
  canvas.rect({10, 10, 20, 20}, filled);
}

Ref hitAt(Point point) {
  HitCanvas canvas(point);
  twoRects(canvas);
  return canvas.hit();
}

TEST(HitCanvas, FindsTheTopmostShape) {
  EXPECT_EQ(hitAt({5, 5}), under);
  EXPECT_EQ(hitAt({15, 15}), over);
  EXPECT_FALSE(hitAt({5, 25}));
}

TEST(HitCanvas, EdgesBelongToTheShapeOnTheirRightAndBelow) {
  EXPECT_EQ(hitAt({10, 10}), over);
  EXPECT_FALSE(hitAt({30, 29}));
}

TEST(HitCanvas, StrokesDoNotCount) {
  HitCanvas canvas({5, 5});
  canvas.tag(under);
  canvas.rect({0, 0, 20, 20}, {.stroke = Stroke{}});
  EXPECT_FALSE(canvas.hit());
}

TEST(HitCanvas, DecorationHidesWhatItCovers) {
  HitCanvas canvas({5, 5});
  twoRects(canvas);
  canvas.tag({});
  canvas.rect({0, 0, 20, 20}, filled);
  EXPECT_FALSE(canvas.hit());
}

TEST(HitCanvas, ClipsNest) {
  HitCanvas canvas({15, 15});
  canvas.pushClip({0, 0, 100, 100});
  canvas.pushClip({0, 0, 10, 10});
  twoRects(canvas);
  EXPECT_FALSE(canvas.hit());
  canvas.popClip();
  twoRects(canvas);
  EXPECT_EQ(canvas.hit(), over);
}

Ref hitInHeatmap(Point point) {
  const std::vector<float> values(6);
  HitCanvas canvas(point);
  canvas.tag({RefKind::canvas, 3, 0, 10, 20});
  canvas.heatmap({100, 100, 30, 20}, {.values = values, .rows = 2, .columns = 3});
  return canvas.hit();
}

TEST(HitCanvas, AddsTheCellOfAHeatmapToItsTag) {
  EXPECT_EQ(hitInHeatmap({100, 100}), (Ref{RefKind::canvas, 3, 0, 10, 20}));
  EXPECT_EQ(hitInHeatmap({125, 105}), (Ref{RefKind::canvas, 3, 0, 10, 22}));
  EXPECT_EQ(hitInHeatmap({129.9, 119.9}), (Ref{RefKind::canvas, 3, 0, 11, 22}));
  EXPECT_FALSE(hitInHeatmap({130, 110}));
}

TEST(HitCanvas, AddsTheCellOfAPictureToItsTag) {
  const std::vector<tconv::Rgb> colors(6);
  const auto hit = [&](Point point, Ref tag) {
    HitCanvas canvas(point);
    canvas.tag(tag);
    canvas.picture({100, 100, 30, 20}, {.colors = colors, .rows = 2, .columns = 3});
    return canvas.hit();
  };
  const Ref plane{RefKind::input, 1, 0, 5, 6};
  EXPECT_EQ(hit({100, 100}, plane), plane);
  EXPECT_EQ(hit({129.9, 119.9}, plane), (Ref{RefKind::input, 1, 0, 6, 8}));
  EXPECT_FALSE(hit({130, 110}, plane));
  EXPECT_FALSE(hit({105, 105}, {}));
}

}  // namespace
}  // namespace lab::view

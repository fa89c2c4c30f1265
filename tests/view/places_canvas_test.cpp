#include "view/places_canvas.h"

#include <gtest/gtest.h>

namespace lab::view {
namespace {

const Paint kFilled{.fill = Color(tconv::Rgb{})};

Ref cell(Index row, Index column) { return {RefKind::input, 0, 0, row, column}; }

TEST(Places, AreThoseOfFilledShapesThatStandForSomething) {
  PlacesCanvas places;
  places.rect({0, 0, 10, 10}, kFilled);
  EXPECT_FALSE(places.first());
  places.tag(cell(0, 0));
  places.rect({0, 0, 10, 10}, {.stroke = Stroke{}});
  EXPECT_FALSE(places.first());
  places.rect({0, 0, 10, 10}, kFilled);
  EXPECT_EQ(places.first()->ref, cell(0, 0));
  EXPECT_FALSE(places.find(cell(0, 1), {}));
}

TEST(Places, OfAnElementThatIsDrawnTwiceIsTheNearerOne) {
  PlacesCanvas places;
  places.tag(cell(0, 0));
  places.rect({0, 0, 10, 10}, kFilled);
  places.rect({100, 0, 10, 10}, kFilled);
  EXPECT_EQ(places.find(cell(0, 0), {90, 0})->box.x, 100);
  EXPECT_EQ(places.find(cell(0, 0), {20, 0})->box.x, 0);
}

/// Two cells side by side, one below the first, and far to the right one of another grid.
TEST(Places, LeadToTheNearestInADirection) {
  PlacesCanvas places;
  for (const auto& [ref, x, y] : {std::tuple{cell(0, 0), 0, 0}, {cell(0, 1), 10, 0}, {cell(1, 0), 0, 10}}) {
    places.tag(ref);
    places.rect({double(x), double(y), 10, 10}, kFilled);
  }
  places.tag({RefKind::canvas, 0, 0, 7, 7});
  places.rect({100, 4, 10, 10}, kFilled);
  const auto start = *places.find(cell(0, 0), {});
  EXPECT_EQ(places.next(start, 1, 0)->ref, cell(0, 1));
  EXPECT_EQ(places.next(start, 0, 1)->ref, cell(1, 0));
  EXPECT_FALSE(places.next(start, -1, 0));
  EXPECT_FALSE(places.next(start, 0, -1));
  EXPECT_EQ(places.next(*places.next(start, 1, 0), 1, 0)->ref.kind, RefKind::canvas);
}

TEST(Places, InAPictureAreItsCells) {
  PlacesCanvas places;
  places.tag(cell(0, 0));
  places.heatmap({0, 0, 40, 20}, {.rows = 2, .columns = 4});
  const auto spot = *places.find(cell(1, 2), {});
  EXPECT_EQ(spot.box, (Box{20, 10, 10, 10}));
  EXPECT_EQ(places.next(spot, 1, 0)->ref, cell(1, 3));
  EXPECT_EQ(places.next(spot, 0, -1)->ref, cell(0, 2));
  EXPECT_FALSE(places.next(spot, 0, 1));
  EXPECT_FALSE(places.find(cell(2, 0), {}));
}

TEST(Places, ThatAreCutOffAreNone) {
  PlacesCanvas places;
  places.pushClip({0, 0, 15, 100});
  places.pushClip({0, 0, 100, 15});
  places.tag(cell(0, 0));
  places.heatmap({0, 0, 40, 40}, {.rows = 4, .columns = 4});
  EXPECT_TRUE(places.find(cell(0, 0), {}));
  EXPECT_FALSE(places.find(cell(0, 2), {}));
  EXPECT_FALSE(places.find(cell(2, 0), {}));
  places.popClip();
  places.popClip();
  places.heatmap({0, 0, 40, 40}, {.rows = 4, .columns = 4});
  EXPECT_TRUE(places.find(cell(2, 2), {}));
}

}  // namespace
}  // namespace lab::view

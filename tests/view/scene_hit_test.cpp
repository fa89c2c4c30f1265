#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "model/examples.h"
#include "support/documents.h"
#include "view/hit_canvas.h"
#include "view/layout.h"
#include "view/record_lines.h"

namespace lab::view {
namespace {

using support::pick;

Ref hitAt(const Frame& frame, Point point) {
  HitCanvas canvas(point);
  drawBoard(canvas, frame);
  return canvas.hit();
}

TEST(SceneHit, TheCentreOfEveryCellStandsForTheCell) {
  support::forAll(15, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const double steps = static_cast<double>(derived.trace->steps());
    Frame frame = frameOf(derived, std::floor(steps * static_cast<double>(pick(0, 10)) / 10));
    frame.pinned = {RefKind::canvas, 0, 0, 0, 0};
    for (const auto& [ref, box] : cellsOf(parseRecord(scatterText(frame))))
      RC_ASSERT(hitAt(frame, box.center()) == ref);
  });
}

TEST(SceneHit, CellsOfAPictureAreHitOneByOne) {
  Document document = newcomerDocument();
  document.input_size = 64;
  const Derived derived = support::derived(document);
  const Frame frame = frameOf(derived, 100);
  const GridPlace place = scatterLayout(frame).outputs.planes.front();
  ASSERT_LT(place.cell, 5);
  for (const Pair at : {Pair{0, 0}, Pair{17, 93}, Pair{128, 128}}) {
    const Point center = place.cellBox(static_cast<double>(at.h), static_cast<double>(at.w)).center();
    EXPECT_EQ(hitAt(frame, center), (Ref{RefKind::canvas, 0, 0, at.h, at.w}));
  }
}

TEST(SceneHit, BesideTheGridsIsNothing) {
  const Derived derived = support::derived(newcomerDocument());
  const Frame frame = frameOf(derived, 5);
  EXPECT_FALSE(hitAt(frame, {4, 4}));
  EXPECT_FALSE(hitAt(frame, layoutBoard(frame).footer.center()));
}

TEST(SceneHit, AnIllegalBoardCannotBeTouched) {
  const Derived derived = support::derived(newcomerDocument());
  Frame frame = frameOf(derived, 5);
  const Point cell = scatterLayout(frame).inputs.planes.front().cellBox(1, 1).center();
  ASSERT_TRUE(hitAt(frame, cell));
  frame.problem = tconv::Problem{"stride[0]", "0", tconv::Phrase("must be at least {}", 1), {}};
  EXPECT_FALSE(hitAt(frame, cell));
}

TEST(Scene, TheSameFrameIsTheSamePicture) {
  for (const Example& example : examples())
    for (const double time : {0.0, 0.4, 1.0, 2.9}) {
      const Derived derived = support::derived(example.make()), again = support::derived(example.make());
      EXPECT_EQ(scatterText(frameOf(derived, time)), scatterText(frameOf(derived, time))) << example.id;
      EXPECT_EQ(scatterText(frameOf(derived, time)), scatterText(frameOf(again, time))) << example.id;
      EXPECT_EQ(arithmeticText(frameOf(derived, time)), arithmeticText(frameOf(again, time))) << example.id;
    }
}

TEST(Scene, ReducedMotionShowsOnlyStills) {
  const Derived derived = support::derived(newcomerDocument());
  std::set<std::string> moving, stills;
  for (int i = 1; i < 200; ++i) {
    Frame frame = frameOf(derived, 4 + i / 200.0);
    moving.insert(scatterText(frame));
    frame.reduced_motion = true;
    stills.insert(scatterText(frame));
  }
  EXPECT_GT(moving.size(), 150u);
  EXPECT_EQ(stills.size(), 4u);
}

}  // namespace
}  // namespace lab::view

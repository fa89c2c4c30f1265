#include "model/workbench.h"

#include <gmock/gmock.h>

#include <cmath>

#include "model/fields.h"
#include "support/documents.h"

namespace lab {
namespace {

Document withStride(Index stride) {
  Document document = newcomerDocument();
  document.layer.stride = stride;
  return document;
}

Document illegal() {
  Document document = newcomerDocument();
  document.layer.output_padding = 5;
  return document;
}

Index stepsOf(const Workbench& bench) { return bench.derived().trace->steps(); }

TEST(Workbench, AGestureOfManyEditsIsOneUndo) {
  Workbench bench;
  for (const Index stride : {3, 4, 5}) bench.edit(withStride(stride), "stride");
  bench.commit();
  EXPECT_EQ(bench.derived().layer().stride, Pair{5});
  EXPECT_EQ(bench.touched(), "stride");
  bench.undo();
  EXPECT_EQ(bench.document(), newcomerDocument());
  EXPECT_EQ(bench.derived().layer().stride, Pair{2});
  EXPECT_FALSE(bench.canUndo());
  bench.redo();
  EXPECT_EQ(bench.derived().layer().stride, Pair{5});
}

TEST(Workbench, AChangeEndsTheGestureBefore) {
  Workbench bench;
  bench.edit(withStride(3));
  bench.change(withStride(4));
  bench.undo();
  EXPECT_EQ(bench.document(), withStride(3));
  bench.undo();
  EXPECT_EQ(bench.document(), newcomerDocument());
}

TEST(Workbench, AnIllegalSettingKeepsTheLastLegalBoardAndStopsPlaying) {
  Workbench bench;
  bench.togglePlay();
  bench.advance(1.5);
  const auto trace = bench.derived().trace;
  bench.edit(illegal());
  ASSERT_TRUE(bench.problem());
  EXPECT_EQ(bench.problem()->subject, "output_padding[0]");
  EXPECT_EQ(bench.derived().trace, trace);
  EXPECT_FALSE(bench.view().playhead.playing);
  EXPECT_EQ(bench.view().playhead.time, 1.5);
  bench.togglePlay();
  bench.stepOn();
  EXPECT_FALSE(bench.view().playhead.playing);
  bench.undo();
  EXPECT_FALSE(bench.problem());
}

TEST(Workbench, AnIllegalSettingTakesNoElements) {
  Workbench bench;
  bench.edit(illegal());
  bench.setElement({RefKind::input, 0, 0, 0, 0}, 7);
  EXPECT_EQ(bench.document(), illegal());
}

TEST(Workbench, ASessionWithAnIllegalSettingOpensWithTheNewcomersBoard) {
  const Workbench bench({illegal(), {}});
  EXPECT_TRUE(bench.problem());
  EXPECT_EQ(stepsOf(bench), 9);
  EXPECT_EQ(bench.document(), illegal());
}

/// Any settings, mostly illegal.
Document pickAnyDocument() {
  using support::pick;
  Document document;
  document.layer.dims = static_cast<int>(pick(1, 2));
  for (const Field& f : fields()) f.set(document, {pick(-1, 6), pick(-1, 6)});
  if (pick(0, 1) == 0) document.layer.padding.end = document.layer.padding.begin;
  return document;
}

TEST(Workbench, FixesLeadToALegalSetting) {
  support::forAll(500, [] {
    Workbench bench;
    bench.change(pickAnyDocument());
    for (int fixes = 0; bench.problem() && fixes < 40; ++fixes) {
      RC_ASSERT(bench.problem()->fix.has_value());
      const Document before = bench.document();
      bench.applyFix();
      RC_ASSERT(!(bench.document() == before));
    }
    RC_ASSERT(!bench.problem());
  });
}

TEST(Workbench, AFixChangesItsAxisOnlyAndCanBeUndone) {
  Workbench bench;
  Document document = newcomerDocument();
  document.layer.output_padding = {1, 4};
  bench.change(document);
  ASSERT_TRUE(bench.problem());
  bench.applyFix();
  EXPECT_EQ(bench.document().layer.output_padding, (Pair{1, 1}));
  EXPECT_EQ(bench.touched(), "output_padding");
  bench.undo();
  EXPECT_EQ(bench.document(), document);
}

TEST(Workbench, SettingAnElementTurnsAPresetIntoOwnValues) {
  Workbench bench;
  bench.setElement({RefKind::input, 0, 0, 1, 2}, -7);
  bench.setElement({RefKind::weight, 0, 0, 2, 0}, 0.5F);
  bench.commit();
  EXPECT_THAT(support::toVector(*bench.document().input.custom),
              testing::ElementsAre(1, 2, 3, 4, 5, -7, 7, 8, 9));
  EXPECT_THAT(support::toVector(*bench.document().kernel.custom),
              testing::ElementsAre(1, 2, 1, 2, 4, 2, 0.5, 2, 1));
  EXPECT_EQ(bench.elementValue({RefKind::input, 0, 0, 1, 2}), -7);
  EXPECT_EQ(bench.elementValue({RefKind::weight, 0, 0, 2, 0}), 0.5F);
  bench.undo();
  EXPECT_EQ(bench.document(), newcomerDocument());
}

TEST(Workbench, SettingAnElementKeepsValuesThatTheGridDoesNotShow) {
  Workbench bench({textbookDocument(), {}});
  Document small = textbookDocument();
  small.input_size = 1;
  small.layer.kernel_size = 1;
  bench.change(small);
  bench.setElement({RefKind::input, 0, 0, 0, 0}, 9);
  bench.setElement({RefKind::weight, 0, 0, 0, 0}, 8);
  Document grown = bench.document();
  grown.input_size = 2;
  grown.layer.kernel_size = 2;
  bench.change(grown);
  EXPECT_THAT(support::toVector(bench.derived().trace->x()), testing::ElementsAre(9, 1, 2, 3));
  EXPECT_THAT(support::toVector(bench.derived().trace->weight()), testing::ElementsAre(8, 1, 2, 3));
}

TEST(Workbench, ElementsThatAreNotThereAreIgnored) {
  Workbench bench;
  for (const Ref& ref : {Ref{}, Ref{RefKind::input, 1, 0, 0, 0}, Ref{RefKind::input, 0, 0, 3, 0},
                         Ref{RefKind::weight, 0, 1, 0, 0}, Ref{RefKind::weight, 0, 0, 0, -1},
                         Ref{RefKind::patch, 0, 0, 0, 0}, Ref{RefKind::canvas, 0, 0, 0, 0}}) {
    bench.setElement(ref, 7);
    EXPECT_EQ(bench.document(), newcomerDocument());
    EXPECT_EQ(bench.elementValue(ref), 0);
  }
}

TEST(Workbench, AValueThatIsNoNumberIsOneChange) {
  Workbench bench;
  bench.setElement({RefKind::input, 0, 0, 0, 0}, NAN);
  bench.commit();
  bench.commit();
  bench.undo();
  EXPECT_FALSE(bench.canUndo());
  EXPECT_EQ(bench.document(), newcomerDocument());
}

TEST(Workbench, OpeningCanBeUndoneAndCountsAsSaved) {
  Workbench bench;
  bench.change(withStride(3));
  EXPECT_TRUE(bench.modified());
  ViewState view;
  view.playhead.time = 400;
  view.playhead.playing = true;
  bench.open({textbookDocument(), view});
  EXPECT_FALSE(bench.modified());
  EXPECT_EQ(bench.view().playhead.time, 4);
  EXPECT_FALSE(bench.view().playhead.playing);
  bench.undo();
  EXPECT_EQ(bench.document(), withStride(3));
  EXPECT_TRUE(bench.modified());
  bench.markSaved();
  EXPECT_FALSE(bench.modified());
}

TEST(Workbench, StartsInsideTheStepsOfItsSession) {
  ViewState view;
  view.playhead.playing = true;
  for (const auto& [saved, shown] : {std::pair{400.0, 4.0}, {-1.0, 0.0}, {NAN, 0.0}, {2.5, 2.5}}) {
    view.playhead.time = saved;
    const Workbench bench({textbookDocument(), view});
    EXPECT_EQ(bench.view().playhead.time, shown) << saved;
    EXPECT_FALSE(bench.view().playhead.playing);
  }
}

TEST(Workbench, TheStepStaysWhereItCanWhenTheDocumentChanges) {
  Workbench bench;
  bench.seek(7);
  bench.change(withStride(3));
  EXPECT_EQ(bench.view().playhead.time, 7);
  bench.change(textbookDocument());
  EXPECT_EQ(bench.view().playhead.time, 4);
}

TEST(Workbench, StepsOnAndBack) {
  Workbench bench;
  bench.stepOn();
  bench.advance(10);
  EXPECT_EQ(bench.view().playhead.time, 1);
  bench.stepBack();
  EXPECT_EQ(bench.view().playhead.time, 0);
}

TEST(Workbench, PinsComeAndGo) {
  Workbench bench;
  const Ref one{RefKind::canvas, 0, 0, 1, 1}, other{RefKind::canvas, 0, 0, 2, 2};
  bench.togglePin(one);
  EXPECT_EQ(bench.view().pinned, one);
  bench.togglePin(other);
  EXPECT_EQ(bench.view().pinned, other);
  bench.togglePin(other);
  EXPECT_FALSE(bench.view().pinned);
}

}  // namespace
}  // namespace lab

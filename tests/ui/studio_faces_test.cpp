#include <gmock/gmock.h>

#include "ui/keys.h"
#include "ui/studio_fixture.h"

/// The tabs, the keys and the seams: what stands on the board.
namespace lab::test {
namespace {

using testing::ElementsAre;

class StudioFaces : public StudioTest {
 protected:
  const std::vector<Face>& shown() { return bench.view().faces; }
  void withShift(const std::string& anchor) {
    const view::Point p = at(anchor);
    driver.input.key(Key::left_shift, true);
    driver.click(p);
    driver.input.key(Key::left_shift, false);
    driver.frame(2);
  }
};

TEST_F(StudioFaces, ATabShowsItsFaceAlone) {
  for (const FaceInfo& face : faces()) {
    click("face." + std::string(face.id));
    EXPECT_THAT(shown(), ElementsAre(face.face));
  }
}

TEST_F(StudioFaces, ShiftPutsAFaceBesideTheOthersAndTakesItAway) {
  withShift("face.arithmetic");
  EXPECT_THAT(shown(), ElementsAre(Face::scatter, Face::arithmetic));
  withShift("face.scatter");
  EXPECT_THAT(shown(), ElementsAre(Face::arithmetic));
  withShift("face.arithmetic");
  EXPECT_THAT(shown(), ElementsAre(Face::arithmetic));
}

TEST_F(StudioFaces, EveryFaceHasOneKeyAndShiftPutsItBeside) {
  driver.frame(2);
  for (const FaceInfo& face : faces()) {
    driver.key(ui::shortcut(face.key).key);
    EXPECT_THAT(shown(), ElementsAre(face.face)) << face.key;
  }
  driver.key(static_cast<Key>('1'));
  driver.key(static_cast<Key>('8'), {Key::left_shift});
  EXPECT_THAT(shown(), ElementsAre(Face::scatter, Face::arithmetic));
  driver.key(static_cast<Key>('1'), {Key::left_ctrl});
  EXPECT_THAT(shown(), ElementsAre(Face::scatter, Face::arithmetic));
}

TEST_F(StudioFaces, TheMenuTicksFacesToStandSideBySide) {
  click("beside");
  driver.frame(2);
  click("beside.arithmetic");
  EXPECT_THAT(shown(), ElementsAre(Face::scatter, Face::arithmetic));
}

TEST_F(StudioFaces, TheSeamBetweenTwoFacesCanBeMovedAndHasItsLimits) {
  withShift("face.arithmetic");
  driver.frame(2);
  const view::Box board = box("board");
  const view::Point seam = box("seam.x").center();
  driver.moveTo(seam);
  driver.press();
  driver.moveTo({board.x + board.w * 0.3, seam.y});
  driver.frame(1);
  EXPECT_NEAR(bench.view().split.x, 0.3, 0.01);
  driver.moveTo({board.x + 2, seam.y});
  driver.frame(1);
  driver.release();
  EXPECT_DOUBLE_EQ(bench.view().split.x, Split::least);
  EXPECT_DOUBLE_EQ(bench.view().pan_x, 0) << "the board must not move with the seam";
}

TEST_F(StudioFaces, FacesCanBePlayedPinnedAndEditedBesideEachOther) {
  withShift("face.arithmetic");
  driver.frame(2);
  click("output 0 2 2");
  EXPECT_EQ(bench.view().pinned, (Ref{RefKind::canvas, 0, 0, 2, 2}));
  doubleClick("input 0 0 1");
  driver.frame(3);
  driver.type("7");
  driver.key(Key::enter);
  driver.frame(2);
  EXPECT_EQ(bench.elementValue({RefKind::input, 0, 0, 0, 1}), 7);
}

TEST_F(StudioFaces, TheMatrixFaceCanShowTheDirectConvolutionBeside) {
  click("face.matrix");
  driver.frame(2);
  click("matrix.convolution");
  EXPECT_TRUE(bench.view().options.show_convolution);
  click("matrix.convolution");
  EXPECT_FALSE(bench.view().options.show_convolution);
}

TEST_F(StudioFaces, TheBackwardFaceDifferentiatesOneOfTwoLosses) {
  EXPECT_FALSE(studio.anchors.find("loss.sum"));
  click("face.backward");
  driver.frame(2);
  click("loss.half_square");
  EXPECT_EQ(bench.view().options.loss, tconv::Loss::half_square);
  click("loss.sum");
  EXPECT_EQ(bench.view().options.loss, tconv::Loss::sum);
}

TEST_F(StudioFaces, TheImageFaceEnlargesAndChoosesKernels) {
  click("face.image");
  driver.frame(2);
  click("image.times3");
  EXPECT_EQ(bench.document().layer.kernel_size, Pair(5));
  EXPECT_EQ(bench.document().layer.stride, Pair(3));
  EXPECT_EQ(bench.derived().axes().w.output(), 3 * bench.document().input_size.w);
  click("image.kernel.sharpen");
  EXPECT_EQ(bench.document().kernel.preset, tconv::KernelPreset::sharpen);
  EXPECT_FALSE(studio.anchors.find("image.one_kernel"));  // there is one channel
  click("image.nearest");
  EXPECT_EQ(bench.view().options.enlarged_by, tconv::Interpolation::nearest);
}

TEST_F(StudioFaces, AColourScaleCanBeLockedTypedAndShared) {
  driver.frame(2);
  const ScaleChoice& scales = bench.view().scales;
  click("scale.output");
  driver.frame(2);
  click("scale.output.lock");
  EXPECT_EQ(scales.output, bench.derived().outputLimit());
  Document louder = bench.document();
  louder.kernel.preset = tconv::KernelPreset::ones;
  bench.change(louder);
  EXPECT_NE(scales.output, bench.derived().outputLimit());
  click("scale.output");
  driver.frame(2);
  click("scale.output.automatic");
  EXPECT_FALSE(scales.output);
  click("scale.input");
  driver.frame(2);
  typeInto("scale.input.value", "0.5");
  EXPECT_EQ(scales.input, 0.5F);
  click("scale.input.shared");
  EXPECT_TRUE(scales.shared);
}

TEST_F(StudioFaces, AScaleRefusesWhatIsNoLength) {
  driver.frame(2);
  click("scale.kernel");
  driver.frame(2);
  for (const char* text : {"0", "-1", "inf", "wide"}) {
    studio.notice = {};
    typeInto("scale.kernel.value", text);
    EXPECT_FALSE(bench.view().scales.kernel) << text;
    EXPECT_THAT(studio.notice.text, testing::HasSubstr("must be a number above 0")) << text;
  }
}

TEST_F(StudioFaces, TheGatherStartsCellByCellAndTheScatterElementByElement) {
  click("face.gather");
  EXPECT_EQ(playhead().granularity, Granularity::cell);
  click("face.scatter");
  EXPECT_EQ(playhead().granularity, Granularity::element);
  withShift("face.gather");
  EXPECT_EQ(playhead().granularity, Granularity::element) << "side by side all go on as they did";
}

TEST_F(StudioFaces, GoingByOutputCellTheScrubberCountsCells) {
  click("speed");
  driver.frame(2);
  click("granularity.cell");
  driver.key(Key::escape);
  settle();
  EXPECT_EQ(playhead().granularity, Granularity::cell);
  driver.key(Key::end);
  EXPECT_EQ(playhead().time, steps());
  driver.key(Key::left);
  const Moment moment = momentAt(bench.timeline(), playhead().time, playhead().granularity);
  EXPECT_EQ(moment.cells_done, bench.timeline().cells - 1);
  EXPECT_TRUE(moment.settled);
}

}  // namespace
}  // namespace lab::test

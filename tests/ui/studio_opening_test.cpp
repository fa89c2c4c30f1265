#include <gmock/gmock.h>

#include "model/examples.h"
#include "ui/studio_fixture.h"

/// The opening page: three things to try.
namespace lab::test {
namespace {

class StudioOpening : public StudioTest {
 protected:
  StudioOpening() {
    Lesson lesson;
    lesson.id = "one";
    lesson.steps.push_back({"text", {textbookDocument(), {}}, {}, {}});
    studio.lesson.lessons.push_back(lesson);
  }
  void open() {
    driver.frame(2);
    driver.key(Key::f1, {Key::left_ctrl});
    driver.frame(2);
    ASSERT_TRUE(studio.anchors.find("try.1"));
  }
};

TEST_F(StudioOpening, IsNotThereUnlessItIsAskedFor) {
  driver.frame(3);
  EXPECT_FALSE(studio.opening.open);
  EXPECT_TRUE(studio.anchors.find("input 0 1 2"));
  open();
  EXPECT_FALSE(studio.anchors.find("input 0 1 2")) << "it stands in the place of the board";
  driver.key(Key::escape);
  driver.frame(2);
  EXPECT_TRUE(studio.anchors.find("input 0 1 2"));
}

TEST_F(StudioOpening, StartsTheFirstLesson) {
  open();
  shortcut('1');
  EXPECT_TRUE(studio.lesson.run);
  EXPECT_FALSE(studio.opening.open);
}

TEST_F(StudioOpening, ShowsTheStrideAndExplainsIt) {
  typeInto("value.stride", "4");
  open();
  click("try.2");
  driver.frame(3);
  EXPECT_EQ(bench.document(), newcomerDocument());
  EXPECT_EQ(bench.view().faces, std::vector{Face::scatter});
  ASSERT_NE(studio.explaining.shown, nullptr);
  EXPECT_EQ(studio.explaining.shown->id(), "slider.stride");
  EXPECT_TRUE(studio.anchors.find("slider.stride"));
  bench.undo();
  EXPECT_EQ(layer().stride, Pair{4}) << "what was there before is an undo away";
}

TEST_F(StudioOpening, EnlargesAPicture) {
  open();
  driver.key(Key::right);
  driver.key(Key::right);
  driver.key(Key::enter);
  driver.frame(3);
  EXPECT_EQ(bench.view().faces, std::vector{Face::image});
  EXPECT_EQ(bench.document().input.preset, tconv::ValuePreset::picture);
  EXPECT_EQ(playhead().time, steps());
  EXPECT_TRUE(studio.anchors.find("image.open"));
}

TEST_F(StudioOpening, IsWalkedByArrowsThatGoRound) {
  open();
  driver.key(Key::left);
  EXPECT_EQ(studio.opening.chosen, 2U);
  driver.key(Key::down);
  EXPECT_EQ(studio.opening.chosen, 0U);
  EXPECT_EQ(playhead().time, 0) << "the arrows are the page's";
}

TEST_F(StudioOpening, GivesWayToWhoeverGoesOn) {
  open();
  driver.key(Key::space);
  driver.frame(2);
  EXPECT_FALSE(studio.opening.open);
  EXPECT_TRUE(playhead().playing);
  bench.togglePlay();
  open();
  typeInto("value.stride", "3");
  EXPECT_FALSE(studio.opening.open);
  open();
  click("face.matrix");
  driver.frame(2);
  EXPECT_FALSE(studio.opening.open);
}

TEST_F(StudioOpening, StaysWhereOnlyTheLookChanges) {
  open();
  shortcut('T');
  ctrl('L');
  driver.frame(2);
  EXPECT_TRUE(studio.opening.open);
  EXPECT_TRUE(studio.anchors.find("try.3"));
}

TEST_F(StudioOpening, OffersFilesThatWereOpenLately) {
  std::vector<std::filesystem::path> opened;
  studio.host.open = [&](const std::filesystem::path& path) { opened.push_back(path); };
  studio.recent.paths = {"/data/photo.png"};
  open();
  click("opening.recent.0");
  EXPECT_EQ(opened, (std::vector<std::filesystem::path>{"/data/photo.png"}));
  EXPECT_FALSE(studio.opening.open);
}

TEST_F(StudioOpening, NeedNotComeAgain) {
  open();
  click("opening.at_start");
  EXPECT_FALSE(studio.opening.at_start);
  click("opening.close");
  EXPECT_FALSE(studio.opening.open);
}

TEST_F(StudioOpening, DoesNotHideALesson) {
  open();
  shortcut('1');
  driver.frame(2);
  driver.key(Key::f1, {Key::left_ctrl});
  EXPECT_FALSE(studio.opening.open);
}

TEST_F(StudioOpening, FitsIntoASmallWindow) {
  studio.recent.paths = {"/data/a.png", "/data/b.png"};
  for (const ImVec2 size : {ImVec2{1024, 768}, ImVec2{1280, 800}}) {
    ImGui::GetIO().DisplaySize = size;
    open();
    for (const char* anchor : {"try.1", "try.3", "opening.recent.1", "opening.close"}) {
      EXPECT_GE(box(anchor).x, 256) << anchor;
      EXPECT_LE(box(anchor).right(), size.x) << anchor;
      EXPECT_LE(box(anchor).bottom(), size.y - 72) << anchor;
    }
    driver.key(Key::escape);
  }
}

}  // namespace
}  // namespace lab::test

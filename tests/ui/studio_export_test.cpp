#include "ui/studio_fixture.h"

#include <gtest/gtest.h>

namespace lab::test {
namespace {

/// A host with three kinds of files, of which one is missing.
class StudioExport : public StudioTest {
 protected:
  StudioExport() {
    studio.host.export_formats = [] {
      return std::vector<ui::ExportFormat>{{"png", "PNG pictures", false, true, ""},
                                           {"gif", "GIF animation", true, true, ""},
                                           {"mp4", "MP4 video", true, true, "needs the program ffmpeg"},
                                           {"numpy", "NumPy code", false, false, ""}};
    };
    studio.host.estimate = [this](const ExportChoice& choice) {
      estimated = choice;
      return estimate;
    };
    driver.frame(2);
  }
  void open() {
    ctrl('E');
    driver.frame(3);
  }
  void choose(const std::string& menu, const std::string& item) {
    click(menu);
    driver.frame(3);
    click(menu + "." + item);
    driver.frame(3);
  }
  bool shown(const std::string& anchor) { return studio.anchors.find(anchor) != nullptr; }

  ExportChoice estimated;
  ui::ExportEstimate estimate{226, 11.0, 1.1e6, ""};
};

TEST_F(StudioExport, OpensByKeyAndButtonAndClosesByEscape) {
  EXPECT_FALSE(shown("export.start"));
  open();
  EXPECT_TRUE(shown("export.start"));
  EXPECT_TRUE(shown("export.preview"));
  driver.key(Key::escape);
  driver.frame(3);
  EXPECT_FALSE(shown("export.start"));
  click("export");
  driver.frame(3);
  EXPECT_TRUE(shown("export.start"));
}

TEST_F(StudioExport, ChangesTheChoiceThatIsEstimated) {
  open();
  EXPECT_EQ(estimated, ExportChoice());
  EXPECT_TRUE(shown("export.speed"));
  EXPECT_FALSE(shown("export.frames"));  // an animation has all
  choose("export.format", "png");
  choose("export.frames", "2");
  choose("export.size", "4");
  choose("export.theme", "3");
  choose("export.language", "1");
  click("export.legend");
  click("export.formula");
  driver.frame(2);
  ExportChoice wanted;
  wanted.format = "png";
  wanted.frames = static_cast<int>(ExportFrames::poster);
  wanted.size = 4;
  wanted.theme = 3;
  wanted.language = 1;
  wanted.legend = false;
  wanted.formula = true;
  EXPECT_EQ(estimated, wanted);
}

TEST_F(StudioExport, ThePreviewHasTheShapeOfTheFile) {
  open();
  const view::Box wide = box("export.preview");
  EXPECT_NEAR(wide.w / wide.h, 16.0 / 9, 0.01);
  choose("export.size", "3");
  const view::Box square = box("export.preview");
  EXPECT_NEAR(square.w, square.h, 1);
}

TEST_F(StudioExport, CodeHasNoFramesToChoose) {
  open();
  choose("export.format", "numpy");
  EXPECT_FALSE(shown("export.size"));
  EXPECT_FALSE(shown("export.theme"));
  EXPECT_TRUE(shown("export.start"));
}

TEST_F(StudioExport, StartsAndCancels) {
  open();
  click("export.start");
  EXPECT_EQ(asked, std::vector{ui::Command::start_export});
  studio.exporting.status = {true, 3, 10, 4.2};
  driver.frame(2);
  EXPECT_TRUE(moving);
  EXPECT_TRUE(shown("export.progress"));
  EXPECT_FALSE(shown("export.start"));
  click("export.cancel");
  EXPECT_EQ(asked.back(), ui::Command::cancel_export);
}

TEST_F(StudioExport, KeepsPresets) {
  open();
  choose("export.presets", "keep");
  choose("export.format", "png");
  choose("export.presets", "keep");
  ASSERT_EQ(studio.exporting.presets.size(), 2U);
  EXPECT_EQ(studio.exporting.presets[1].format, "png");
  choose("export.presets", "0");
  EXPECT_EQ(studio.exporting.choice.format, "gif");
  choose("export.presets", "forget");
  ASSERT_EQ(studio.exporting.presets.size(), 1U);
  EXPECT_EQ(studio.exporting.presets[0].format, "png");
}

TEST_F(StudioExport, DoesNotStartWhatCannotBeWritten) {
  open();
  choose("export.format", "mp4");
  click("export.start");
  EXPECT_TRUE(asked.empty());
  choose("export.format", "gif");
  estimate.problem = "size: too large";
  driver.frame(2);
  click("export.start");
  EXPECT_TRUE(asked.empty());
}

}  // namespace
}  // namespace lab::test

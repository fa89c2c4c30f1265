#include <gtest/gtest.h>

#include <chrono>
#include <semaphore>

#include "model/output_photo.h"
#include "ui/studio_fixture.h"

namespace lab::test {
namespace {

using namespace std::chrono_literals;

/// The image laboratory over a picture that takes longer than a frame, deriving beside the window.
class StudioBeside : public StudioTest {
 protected:
  StudioBeside() {
    Session session{newcomerDocument(), {}};
    session.document.layer = {
        .in_channels = 3, .out_channels = 3, .kernel_size = 4, .stride = 2, .groups = 3};
    session.document.input_size = 200;
    session.view.faces = {Face::image};
    bench.open(session);
    driver.frame(3);
    bench.workBeside({[this](const ViewState& view) -> Deriver::Preparation {
                        return [this, ahead = ui::boardAhead(studio, view)](const Derived& derived) {
                          EXPECT_TRUE(go.try_acquire_for(60s));
                          ahead(derived);
                        };
                      },
                      [this] { finished.release(); }});
  }
  ~StudioBeside() override { go.release(100); }

  void wait() {
    for (go.release(100); bench.pending(); bench.receive()) ASSERT_TRUE(finished.try_acquire_for(60s));
  }

  std::counting_semaphore<> go{0}, finished{0};
};

TEST_F(StudioBeside, TheWindowGoesOnWhileASettingIsComputed) {
  const Index shown = bench.derived().layer().stride.h;
  driver.click(onSlider("slider.stride", 0.9));
  driver.frame(5);
  EXPECT_GT(layer().stride.h, shown) << "the slider is where it was moved to";
  EXPECT_EQ(bench.derived().layer().stride.h, shown) << "and the board shows what there is";
  EXPECT_FALSE(studio.anchors.find("notice")) << "short waits are not worth words";
  driver.frame(60);
  EXPECT_TRUE(studio.anchors.find("notice"));
  EXPECT_TRUE(moving);
  wait();
  driver.frame(2);
  EXPECT_EQ(bench.derived().layer().stride, layer().stride);
  EXPECT_FALSE(studio.anchors.find("notice"));
}

TEST_F(StudioBeside, WhatTheFaceShowsIsWorkedOutBeforeItIsShown) {
  bench.view().show_arithmetic = false;  // which checks results in its own time
  driver.frame(2);
  driver.click(onSlider("slider.stride", 0.9));
  wait();
  ASSERT_EQ(bench.derived().layer().stride, layer().stride);
  const std::size_t kept = bench.derived().memo->size();
  driver.frame(2);
  EXPECT_EQ(bench.derived().memo->size(), kept) << "something is left to the window";
}

TEST_F(StudioBeside, AFaceIsShownOnceItIsWorkedOut) {
  const auto arrived = [this] {
    go.release();
    ASSERT_TRUE(finished.try_acquire_for(60s));
    driver.frame(2);
  };
  driver.frame(2);
  arrived();
  bench.showFace(Face::arithmetic);
  driver.frame(5);
  EXPECT_EQ(bench.view().faces, std::vector{Face::arithmetic});
  EXPECT_EQ(bench.shownView().faces, std::vector{Face::image}) << "until the other can be drawn at once";
  arrived();
  EXPECT_EQ(bench.shownView().faces, std::vector{Face::arithmetic});
  bench.showFace(Face::image);
  EXPECT_EQ(bench.shownView().faces, std::vector{Face::image}) << "which is still there";
}

TEST_F(StudioBeside, TheMiddleOfTheAnimationIsShownOnceItIsWorkedOut) {
  const double end = static_cast<double>(bench.timeline().steps);
  bench.seek(end);
  driver.frame(2);
  go.release();
  ASSERT_TRUE(finished.try_acquire_for(60s));
  driver.frame(2);
  bench.seek(1000);
  driver.frame(5);
  EXPECT_EQ(bench.view().playhead.time, 1000);
  EXPECT_EQ(bench.shownView().playhead.time, end) << "until sums so far can be drawn at once";
  go.release();
  ASSERT_TRUE(finished.try_acquire_for(60s));
  driver.frame(2);
  EXPECT_EQ(bench.shownView().playhead.time, 1000);
}

}  // namespace
}  // namespace lab::test

#include "export/page.h"

#include <gmock/gmock.h>

#include "export/render.h"
#include "support/documents.h"
#include "support/errors.h"
#include "view/record_canvas.h"

namespace lab::exporting {
namespace {

using support::errorOf;
using testing::HasSubstr;
using testing::Not;

class PageTest : public testing::Test {
 protected:
  std::string drawn(std::size_t shots = 1) const {
    view::RecordCanvas canvas;
    const std::vector<Shot> all = shotsOf(derived_, request_);
    Page(derived_, request_).draw(canvas, std::span(all).first(shots));
    return canvas.text();
  }

  Derived derived_ = support::derived(newcomerDocument());
  Request request_;
};

TEST_F(PageTest, HasOneFrameOnAllOfIt) {
  const std::vector<view::Box> areas = Page(derived_, request_).areas();
  ASSERT_EQ(areas.size(), 1U);
  EXPECT_EQ(areas[0], (view::Box{0, 0, 1280, 720}));
}

TEST_F(PageTest, SetsFramesSideBySideBetweenTitleAndCaption) {
  request_.selection.columns = 2;
  request_.selection.rows = 2;
  request_.look.title = "Above";
  request_.look.caption = "Below";
  request_.look.margin = 10;
  const std::vector<view::Box> areas = Page(derived_, request_).areas();
  ASSERT_EQ(areas.size(), 4U);
  for (std::size_t i = 0; i < areas.size(); ++i) {
    EXPECT_GE(areas[i].x, 10);
    EXPECT_GT(areas[i].y, 40);
    EXPECT_LE(areas[i].right(), 1270);
    EXPECT_LT(areas[i].bottom(), 690);
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_TRUE(areas[j].right() <= areas[i].x || areas[j].bottom() <= areas[i].y);
  }
  EXPECT_THAT(drawn(4), HasSubstr("\"Above\""));
  EXPECT_THAT(drawn(4), HasSubstr("\"Below\""));
}

TEST_F(PageTest, LeavesOutTheParts) {
  EXPECT_THAT(drawn(), HasSubstr("At rest"));
  EXPECT_THAT(drawn(), HasSubstr("Patch and output"));
  EXPECT_THAT(drawn(), HasSubstr("\"7\""));
  EXPECT_THAT(drawn(), Not(HasSubstr("output size")));
  request_.look.parts.title = false;
  request_.look.parts.legend = false;
  request_.look.parts.formula = true;
  EXPECT_THAT(drawn(), Not(HasSubstr("At rest")));
  EXPECT_THAT(drawn(), Not(HasSubstr("Patch and output")));
  EXPECT_THAT(drawn(),
              HasSubstr("output size (n − 1) · s + d · (k − 1) + 1 − 2 · p + op = (3 − 1) · 2 + 1 · (3 − "
                        "1) + 1 − 2 · 1 + 0 = 5"));
  request_.look.parts.decimals = 1;
  EXPECT_THAT(drawn(), HasSubstr("\"7.0\""));
  request_.look.parts.numbers = false;
  EXPECT_THAT(drawn(), Not(HasSubstr("\"7.0\"")));
}

TEST_F(PageTest, KeepsTheSmallestTypeReadable) {
  request_.width = 241;
  request_.height = 162;
  request_.look.least_type = 5;
  const view::Frame frame = Page(derived_, request_).frameAt(0, {0, 0, 241, 162});
  EXPECT_NEAR(frame.scale * 12, 5, 1e-9);
  request_.look.least_type = 0;
  EXPECT_NEAR(Page(derived_, request_).frameAt(0, {0, 0, 241, 162}).scale, 241 / 1280.0, 1e-9);
}

TEST_F(PageTest, HasTheBackgroundThatIsAskedFor) {
  EXPECT_EQ(Page(derived_, request_).background(), view::theme(ThemeChoice::light).background);
  request_.look.background = tconv::Rgb{255, 250, 240};
  EXPECT_EQ(renderPicture(derived_, 0, request_).pixels[2], 240);
  request_.look.background = tconv::Rgb{128, 128, 128};
  EXPECT_THAT(errorOf([&] { Page(derived_, request_); }),
              HasSubstr("background = #808080: must have a contrast"));
}

TEST_F(PageTest, IsSeenThroughWhereItIsTransparent) {
  request_.look.transparent = true;
  const view::Picture picture = renderPicture(derived_, 0, request_);
  ASSERT_EQ(picture.channels, 4);
  EXPECT_EQ(picture.pixels[3], 0);
  const auto opaque =
      std::count_if(picture.pixels.begin(), picture.pixels.end(), [](auto v) { return v == 255; });
  EXPECT_GT(opaque, 10000);  // cells are not
}

TEST_F(PageTest, TheSamePageTwiceAsLargeIsTheSamePicture) {
  request_.look.title = "Title";
  request_.selection.strip = 2;
  const std::vector<view::Box> small = Page(derived_, request_).areas();
  request_.width *= 2;
  request_.height *= 2;
  const std::vector<view::Box> large = Page(derived_, request_).areas();
  for (std::size_t i = 0; i < small.size(); ++i) {
    EXPECT_NEAR(large[i].x, 2 * small[i].x, 1e-9);
    EXPECT_NEAR(large[i].h, 2 * small[i].h, 1e-9);
  }
}

TEST_F(PageTest, AStripSpreadsItsFramesOverTheRange) {
  request_.selection.strip = 4;
  std::vector<Index> states;
  for (const Shot& shot : shotsOf(derived_, request_)) states.push_back(shot.state);
  EXPECT_THAT(states, testing::ElementsAre(0, 3, 6, 9));
  request_.selection.strip = 20;
  EXPECT_EQ(shotsOf(derived_, request_).size(), 10U);
  EXPECT_EQ(pagesOf(derived_, request_).size(), 1U);
}

TEST_F(PageTest, ThePosterIsTheMiddleStepWhileItIsAdded) {
  request_.selection.only = Selection::Only::poster;
  const std::vector<Shot> shots = shotsOf(derived_, request_);
  ASSERT_EQ(shots.size(), 1U);
  EXPECT_EQ(shots[0].state, 4);
  EXPECT_THAT(drawn(), HasSubstr("being added"));
  request_.selection.only = Selection::Only::finished;
  EXPECT_EQ(shotsOf(derived_, request_)[0].time, 9);
}

}  // namespace
}  // namespace lab::exporting

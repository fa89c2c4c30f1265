#include "io/open.h"

#include <gmock/gmock.h>

#include "io/npy.h"
#include "png/png.h"
#include "support/errors.h"
#include "support/files.h"

namespace lab::io {
namespace {

using support::errorOf;
using support::put;
using support::TemporaryFolder;
using testing::EndsWith;
using testing::HasSubstr;

class OpenAny : public testing::Test {
 protected:
  std::filesystem::path array(const std::vector<Index>& shape) {
    Index count = 1;
    for (const Index extent : shape) count *= extent;
    return put(folder_ / "a.bin", formatNpy(shape, std::vector<float>(static_cast<std::size_t>(count), 2)));
  }
  TemporaryFolder folder_;
  Session base_{newcomerDocument(), {}};
};

TEST_F(OpenAny, MakesAnArrayTheInputAndKeepsTheRest) {
  base_.view.theme = ThemeChoice::dark;
  base_.view.playhead.time = 5;
  for (const std::vector<Index>& shape : {std::vector<Index>{4, 6}, {1, 4, 6}, {1, 1, 4, 6}}) {
    const Session session = openAny(array(shape), base_).session;
    EXPECT_EQ(inputShape(session.document), (Shape{1, 1, 4, 6}));
    EXPECT_EQ(resolveInput(session.document)(0, 0, 3, 5), 2);
    EXPECT_EQ(session.document.layer, base_.document.layer);
    EXPECT_EQ(session.view.theme, ThemeChoice::dark);
    EXPECT_EQ(session.view.playhead.time, 0);
  }
}

TEST_F(OpenAny, FollowsTheChannelsOfTheArray) {
  const Document document = openAny(array({3, 4, 6}), base_).session.document;
  EXPECT_EQ(document.layer.in_channels, 3);
  EXPECT_EQ(document.layer.out_channels, 1);
}

TEST_F(OpenAny, ReadsPicturesByTheirContent) {
  const auto path =
      put(folder_ / "picture.txt", png::formatPng(2, 1, std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6}));
  const Document document = openAny(path, base_).session.document;
  EXPECT_EQ(inputShape(document), (Shape{1, 3, 1, 2}));
  EXPECT_EQ(resolveInput(document)(0, 2, 0, 1), 6);
}

TEST_F(OpenAny, ReadsSessions) {
  saveSession(folder_ / "s", Session{textbookDocument(), {}});
  EXPECT_TRUE(openAny(folder_ / "s", base_).session == (Session{textbookDocument(), {}}));
}

TEST_F(OpenAny, RefusesOtherFilesAndShapes) {
  const auto message = [&](const std::filesystem::path& path) {
    return errorOf([&] { openAny(path, base_); });
  };
  EXPECT_THAT(
      message(put(folder_ / "t", "hello")),
      EndsWith("t: is neither a session nor an .npy array nor an .onnx model nor a PNG or JPEG picture"));
  EXPECT_THAT(message(put(folder_ / "e", "")), HasSubstr("is neither a session"));
  EXPECT_THAT(message(array({3})),
              EndsWith("has the shape (3,), must have (H, W), (C, H, W) or (1, C, H, W)"));
  EXPECT_THAT(message(array({2, 1, 3, 3})), HasSubstr("has the shape (2, 1, 3, 3), must have"));
  EXPECT_THAT(message(array({0, 3})), EndsWith("has the shape (0, 3), must hold a value"));
  EXPECT_THAT(message(folder_.path()), HasSubstr("is a directory"));
}

TEST(WithInput, KeepsGroupsThatStillDivide) {
  Document document;
  document.layer.groups = 2, document.layer.in_channels = 2, document.layer.out_channels = 4;
  const Document four = withInput(document, Tensor(Shape{1, 4, 2, 2}));
  EXPECT_EQ(four.layer.groups, 2);
  EXPECT_EQ(four.layer.out_channels, 4);
  const Document three = withInput(document, Tensor(Shape{1, 3, 2, 2}));
  EXPECT_EQ(three.layer.groups, 1);
  EXPECT_EQ(three.layer.out_channels, 3);
}

TEST(WithInput, TurnsAOneDimensionalLayerForAPicture) {
  Document document;
  document.layer.dims = 1;
  EXPECT_EQ(withInput(document, Tensor(Shape{1, 1, 1, 5})).layer.dims, 1);
  EXPECT_EQ(withInput(document, Tensor(Shape{1, 1, 2, 5})).layer.dims, 2);
}

}  // namespace
}  // namespace lab::io

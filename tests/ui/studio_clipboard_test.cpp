#include "ui/studio_fixture.h"

#include <gtest/gtest.h>

namespace lab::test {
namespace {

class StudioClipboard : public StudioTest {
 protected:
  void paste(const std::string& text) {
    driver.clipboard = text;
    ctrl('V');
  }
  static std::vector<float> valuesOf(const Tensor& tensor) {
    return {tensor.values().begin(), tensor.values().end()};
  }
};

TEST_F(StudioClipboard, PastedNumbersBecomeTheInput) {
  paste("[[0,1],[2,3]]");
  EXPECT_EQ(bench.document().input_size, Pair(2));
  EXPECT_EQ(valuesOf(bench.derived().trace->x()), (std::vector<float>{0, 1, 2, 3}));
  EXPECT_EQ(layer().kernel_size, Pair(3)) << "the kernel stays";
  EXPECT_EQ(undoEntries(), 1);
}

TEST_F(StudioClipboard, WithAPinnedKernelCellTheyBecomeTheKernel) {
  click("kernel 0 1 1");
  paste("[[0,1],[2,3]]");
  EXPECT_EQ(layer().kernel_size, Pair(2));
  EXPECT_EQ(valuesOf(bench.derived().trace->weight()), (std::vector<float>{0, 1, 2, 3}));
  EXPECT_EQ(bench.document().input_size, Pair(3));
  EXPECT_EQ(undoEntries(), 1);
}

TEST_F(StudioClipboard, APastedLayerSetsTheParameters) {
  paste("nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)");
  EXPECT_EQ(layer().kernel_size, Pair(3));
  EXPECT_EQ(layer().stride, Pair(2));
  EXPECT_EQ(layer().padding, tconv::Padding(Pair(1)));
  EXPECT_EQ(layer().output_padding, Pair(1));
  EXPECT_TRUE(layer().bias) << "as in PyTorch";
  EXPECT_FALSE(bench.problem());
  EXPECT_EQ(undoEntries(), 1);
}

TEST_F(StudioClipboard, GarbageGivesANoticeAndChangesNothing) {
  const Session before = bench.session();
  for (const char* text : {"", "hello", "[[1,2],[3]]", "nn.ConvTranspose2d(1, 1)",
                           "nn.ConvTranspose2d(1,1,3,colour=2)", "\x01\xff\xfe", "[[[[[[", "1\n2 3\n"}) {
    studio.notice = {};
    paste(text);
    EXPECT_EQ(bench.session(), before) << text;
    EXPECT_TRUE(studio.notice.is_problem) << text;
    EXPECT_FALSE(studio.notice.text.empty()) << text;
    EXPECT_EQ(studio.notice.text.find('\n'), std::string::npos) << studio.notice.text;
  }
  EXPECT_EQ(undoEntries(), 0);
}

TEST_F(StudioClipboard, TheOutputIsCopiedAsTextAndComesBack) {
  click("examples");
  driver.frame(2);
  click("example.textbook");
  driver.key(Key::end);
  ctrl('C');
  EXPECT_EQ(driver.clipboard, "[[0, 0, 1], [0, 4, 6], [4, 12, 9]]");
  ctrl('V');
  EXPECT_EQ(valuesOf(bench.derived().trace->x()), (std::vector<float>{0, 0, 1, 0, 4, 6, 4, 12, 9}));
}

TEST_F(StudioClipboard, WhatIsCopiedIsWhatTheBoardShows) {
  click("examples");
  driver.frame(2);
  click("example.textbook");
  driver.key(Key::home);
  ctrl('C');
  EXPECT_EQ(driver.clipboard, "[[0, 0, 0], [0, 0, 0], [0, 0, 0]]");
}

TEST_F(StudioClipboard, ALongPasteIsStillOneNoticeOfOneLine) {
  paste(std::string(5000, 'x'));
  EXPECT_TRUE(studio.notice.is_problem);
  EXPECT_LT(studio.notice.text.size(), 400U);
  driver.frame(5);
  EXPECT_TRUE(studio.anchors.find("notice"));
}

}  // namespace
}  // namespace lab::test

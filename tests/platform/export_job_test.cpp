#include "platform/export_job.h"

#include <gmock/gmock.h>

#include <thread>

#include "support/documents.h"
#include "support/errors.h"
#include "support/files.h"

namespace lab::platform {
namespace {

using support::TemporaryFolder;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

class ExportJobTest : public testing::Test {
 protected:
  ExportJobTest() {
    request_.format = exporting::Format::gif;
    request_.output = folder_ / "a.gif";
    request_.width = 320;
    request_.height = 180;
  }
  ExportJob::End wait() {
    for (int i = 0; i < 2000; ++i) {
      if (auto end = job_.ended()) return *end;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {"did not end", true};
  }

  TemporaryFolder folder_;
  Derived derived_ = support::derived(textbookDocument());
  exporting::Request request_;
  ExportJob job_;
};

TEST_F(ExportJobTest, WritesBesideTheWindowAndTellsOnce) {
  EXPECT_FALSE(job_.status().running);
  job_.start(derived_, request_);
  const ExportJob::End end = wait();
  EXPECT_FALSE(end.failed);
  EXPECT_THAT(end.text, EndsWith("a.gif"));
  EXPECT_FALSE(job_.ended());
  EXPECT_FALSE(job_.status().running);
  EXPECT_EQ(job_.status().done, job_.status().total);
  EXPECT_THAT(folder_.names(), ElementsAre("a.gif"));
}

TEST_F(ExportJobTest, LeavesNothingWhenItIsCancelled) {
  request_.timing.seconds_per_step = 60;
  job_.start(derived_, request_);
  EXPECT_THAT(support::errorOf([&] { job_.start(derived_, request_); }), HasSubstr("another one is running"));
  while (job_.status().done == 0) std::this_thread::yield();
  EXPECT_GT(job_.status().seconds_left, 0);
  job_.cancel();
  EXPECT_EQ(wait().text, "Export cancelled");
  EXPECT_THAT(folder_.names(), IsEmpty());
}

TEST_F(ExportJobTest, SaysWhatWentWrong) {
  support::put(request_.output, "mine");
  job_.start(derived_, request_);
  const ExportJob::End end = wait();
  EXPECT_TRUE(end.failed);
  EXPECT_THAT(end.text, HasSubstr("exists already"));
  EXPECT_EQ(support::contentOf(request_.output), "mine");
}

}  // namespace
}  // namespace lab::platform

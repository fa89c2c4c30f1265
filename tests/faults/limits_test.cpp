#include <gmock/gmock.h>

#include <sstream>

#include "faults/faults.h"
#include "support/sanitized.h"
#include "support/shell.h"

/// What `ulimit` takes away: memory, open files, the size of a file.
namespace faults {
namespace {

using support::Outcome;
using support::runProgram;
using testing::HasSubstr;
using testing::IsEmpty;

class Limits : public testing::Test {
 protected:
  Outcome exportUnder(int which, rlim_t most, const std::string& options) const {
    std::istringstream words("export --input-size 3 --kernel 3 --kernel-preset normal " + options);
    const std::vector<std::string> arguments{std::istream_iterator<std::string>(words), {}};
    return runProgram(arguments, {.folder = folder_.path(), .limits = {{which, most}}});
  }
  void clear() const {
    for (const std::string& name : folder_.names()) std::filesystem::remove_all(folder_ / name);
  }
  support::TemporaryFolder folder_;
};

/// Between what the program needs to start and what it draws with on two threads.
TEST_F(Limits, LittleMemoryEndsNoExportByASignal) {
  if (support::kSanitized) GTEST_SKIP() << "a sanitizer has an address space of its own";
  for (const char* options :
       {"--output a.gif --size 640x360", "--output a.webp --size 320x200", "--output pictures --format png"})
    for (const rlim_t megabytes : {38, 50, 60, 80, 120, 150}) {
      SCOPED_TRACE(testing::Message() << options << " in " << megabytes << " MiB");
      const Outcome end = exportUnder(RLIMIT_AS, megabytes << 20U, options);
      expectSuccessOrRefusal(end);
      EXPECT_TRUE(end.status == 0 || folder_.names().empty());
      clear();
    }
}

TEST_F(Limits, SaysHowMuchMemoryAPictureNeedsAndHowMuchThereIs) {
  if (support::kSanitized) GTEST_SKIP() << "a sanitizer has an address space of its own";
  const Outcome end = exportUnder(RLIMIT_AS, rlim_t{46} << 20U, "--output a.png --steps 1");
  expectRefusal(end);
  EXPECT_THAT(end.err,
              testing::ContainsRegex("picture: needs [0-9]+ bytes of memory, and [0-9]+ are available"));
}

/// Where there is no room for a second thread the first draws all, and the file is the same.
TEST_F(Limits, FewerThreadsWriteTheSameFile) {
  if (support::kSanitized) GTEST_SKIP() << "a sanitizer has an address space of its own";
  ASSERT_EQ(exportUnder(RLIMIT_AS, RLIM_INFINITY, "--output a.gif").status, 0);
  ASSERT_EQ(exportUnder(RLIMIT_AS, rlim_t{90} << 20U, "--output b.gif --threads 4").status, 0);
  EXPECT_EQ(support::contentOf(folder_ / "a.gif"), support::contentOf(folder_ / "b.gif"));
}

TEST_F(Limits, FewOpenFilesAreEnoughOrNamed) {
  if (support::kSanitized) GTEST_SKIP() << "a sanitizer opens files of its own";
  const std::string video = support::installed("ffmpeg") ? "--output a.mp4" : "--output a.apng";
  for (const std::string& options : {std::string("--output a.gif"), std::string("--output a.npz"), video})
    for (const rlim_t files : {5, 6, 7, 9}) {
      SCOPED_TRACE(testing::Message() << options << " with " << files << " files");
      const Outcome end = exportUnder(RLIMIT_NOFILE, files, options);
      expectSuccessOrRefusal(end);
      if (end.status != 0) {
        EXPECT_THAT(end.err, HasSubstr("Too many open files"));
        EXPECT_THAT(folder_.names(), IsEmpty());
      }
      clear();
    }
}

TEST_F(Limits, FilesThatMayNotGrowLeaveNothing) {
  for (const char* name :
       {"a.gif", "a.apng", "a.webp", "a.pdf", "a.npz", "a.svg --steps 2", "a.png --steps 2"}) {
    const Outcome end = exportUnder(RLIMIT_FSIZE, 400, std::string("--output ") + name);
    expectRefusal(end);
    EXPECT_THAT(end.err, HasSubstr("File too large")) << name;
    EXPECT_THAT(folder_.names(), IsEmpty()) << name;
  }
}

}  // namespace
}  // namespace faults

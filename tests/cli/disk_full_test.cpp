#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "support/files.h"
#include "support/program.h"
#include "support/shell.h"

namespace {

using support::contentOf;
using support::outputOf;
using testing::AllOf;
using testing::HasSubstr;

/// A disk of a few pages that is the program's alone: another one than a limit on files, since what is
/// written to it adds up.
class FullDisk : public testing::Test {
 protected:
  struct End {
    int status = -1;
    std::string error;
    std::vector<std::string> names, broken;
  };

  void SetUp() override {
    if (outputOf(onDisk(256, "true") + " && echo yes") != "yes\n")
      GTEST_SKIP() << "this user may not mount a tmpfs of his own";
  }
  std::string onDisk(int kilobytes, const std::string& command) const {
    return fmt::format(
        "unshare --user --map-root-user --mount sh -c {}",
        support::quoted(fmt::format("mount -t tmpfs -o size={}k none {} && cd {} && {}", kilobytes,
                                    folder_.path().string(), folder_.path().string(), command)));
  }
  /// Exports on that disk; names are what is there afterwards, broken those of PNGs without an end.
  End exportOn(int kilobytes, const std::string& options) const {
    const std::string log = (outside_ / "log").string();
    const std::string program = fmt::format(
        "\"{}\" export --input-size 8 --kernel 3 --kernel-preset normal {} 2>{}; echo $?; find . -type f | "
        "sort; "
        "echo --; for f in $(find . -name \"*.png\"); do tail -c 8 $f | grep -q IEND || echo $f; done",
        TCONV_LAB_BINARY, options, log);
    std::istringstream lines(outputOf(onDisk(kilobytes, program)));
    End end;
    lines >> end.status;
    bool broken = false;
    for (std::string line; lines >> line;)
      if (line == "--")
        broken = true;
      else
        (broken ? end.broken : end.names).push_back(line);
    end.error = contentOf(log);
    return end;
  }

  support::TemporaryFolder folder_, outside_;
};

TEST_F(FullDisk, LeavesNoAnimation) {
  for (const char* name : {"a.gif", "a.apng", "a.webp", "a.mp4", "a.pdf", "a.tex"}) {
    const End end = exportOn(32, fmt::format("--phases 2 --size 640x360 --output {}", name));
    EXPECT_EQ(end.status, 1) << name;
    EXPECT_EQ(std::count(end.error.begin(), end.error.end(), '\n'), 1) << end.error;
    EXPECT_THAT(end.error, HasSubstr("No space left on device")) << name;
    EXPECT_THAT(end.names, testing::IsEmpty()) << name;
  }
}

TEST_F(FullDisk, KeepsThePicturesThatFitted) {
  const End end = exportOn(256, "--format png --output pictures");
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(end.error,
              AllOf(testing::StartsWith("tconv-lab export: "), HasSubstr("No space left on device")));
  EXPECT_THAT(end.broken, testing::IsEmpty());
  ASSERT_FALSE(end.names.empty());
  EXPECT_EQ(end.names.front(), "./pictures/step_00.png");
  EXPECT_LT(end.names.size(), 65U);
}

TEST_F(FullDisk, HoldsWhatFits) {
  const End end = exportOn(1024, "--steps 3 --output a.png");
  EXPECT_EQ(end.status, 0) << end.error;
  EXPECT_THAT(end.names, testing::ElementsAre("./a.png"));
  EXPECT_THAT(end.broken, testing::IsEmpty());
}

}  // namespace

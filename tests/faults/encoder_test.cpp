#include "faults/faults.h"

#include <gmock/gmock.h>

#include "support/shell.h"

/// Other programs that the program needs, and that do not do what they should.
namespace faults {
namespace {

using testing::HasSubstr;

class Encoder : public testing::Test {
 protected:
  /// The end of an export to a video by an "ffmpeg" that is this script; a stop is asked for after `seconds`.
  std::string endWith(const std::string& script, double seconds = 60) const {
    support::put(folder_ / "ffmpeg", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(folder_ / "ffmpeg", std::filesystem::perms::owner_all);
    const std::string command =
        "cd " + support::quoted(folder_.path()) +
        "; LC_ALL=C PATH=.:$PATH timeout --foreground --preserve-status -s INT " + std::to_string(seconds) +
        " " + support::quoted(TCONV_LAB_BINARY) +
        " export --input-size 2 --kernel 2 --size 320x200 --output a.mp4 2>&1; echo $?";
    return support::outputOf("export PATH=" + support::quoted(folder_.path()) + ":$PATH; " + command);
  }
  support::TemporaryFolder folder_;
};

TEST_F(Encoder, ThatTakesNothingCanBeStopped) {
  EXPECT_EQ(endWith("exec sleep 1000", 1), "tconv-lab export: stopped; what is there is complete\n130\n");
  EXPECT_THAT(folder_.names(), testing::ElementsAre("ffmpeg"));
}

TEST_F(Encoder, ThatDoesNotEndCanBeStopped) {
  EXPECT_EQ(endWith("cat >/dev/null; exec sleep 1000", 3),
            "tconv-lab export: stopped; what is there is complete\n130\n");
}

TEST_F(Encoder, ThatFailsIsQuotedInOneLine) {
  const std::string end = endWith("echo first >&2; echo 'no codec' >&2; exit 3");
  EXPECT_THAT(
      end, testing::AllOf(HasSubstr("ffmpeg: failed with status 3: no codec\n"), testing::EndsWith("\n1\n")));
  EXPECT_EQ(std::count(end.begin(), end.end(), '\n'), 2);
}

TEST_F(Encoder, ThatDiesIsNamed) {
  EXPECT_THAT(endWith("kill -9 $$"), HasSubstr("ffmpeg: failed with signal 9"));
  EXPECT_THAT(folder_.names(), testing::ElementsAre("ffmpeg"));
}

}  // namespace
}  // namespace faults

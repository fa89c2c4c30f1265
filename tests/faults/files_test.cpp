#include <gmock/gmock.h>

#include <cerrno>
#include <sstream>

#include "faults/faults.h"
#include "io/npy.h"
#include "io/session.h"
#include "support/sanitized.h"

/// Disks that fail at any moment, and files that change while they are read.
namespace faults {
namespace {

using support::contentOf;
using support::Outcome;
using support::put;
using testing::ElementsAre;
using testing::HasSubstr;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    if (support::kSanitized) GTEST_SKIP() << "a sanitizer must be loaded first";
    const std::vector<float> ones(64, 1.0F);
    lab::io::writeNpy(inputs_ / "x.npy", {8, 8}, ones);
    lab::io::writeNpy(inputs_ / "w.npy", {8, 8}, ones);
    lab::io::saveSession(inputs_ / "s.json", {lab::textbookDocument(), {}});
  }
  /// {call, at, errno}, as the shim has them.
  Outcome under(const std::string& call, int at, int error, const std::string& words) const {
    std::istringstream in(words);
    const std::vector<std::string> arguments{std::istream_iterator<std::string>(in), {}};
    const std::filesystem::path shim =
        TCONV_FAULTY;  // a list of these ends at blanks, one of folders does not
    const support::TemporaryFolder& folder = call == "read" ? inputs_ : folder_;
    return support::runProgram(arguments, {.folder = folder_.path(),
                                           .environment = {{"LD_PRELOAD", shim.filename().string()},
                                                           {"LD_LIBRARY_PATH", shim.parent_path().string()},
                                                           {"FAULT_FOLDER", folder.path().string()},
                                                           {"FAULT_CALL", call},
                                                           {"FAULT_AT", std::to_string(at)},
                                                           {"FAULT_ERRNO", std::to_string(error)}}});
  }
  std::string run() const {
    return "run --input " + (inputs_ / "x.npy").string() + " --weight " + (inputs_ / "w.npy").string() +
           " --output y.npy";
  }
  static std::string draw(const std::string& output) {
    const bool frames = !output.ends_with(".npz");
    return "export --input-size 2 --kernel 2 --overwrite --output " + output +
           (frames ? " --size 320x200" : "");
  }
  /// Each write fails once, until there are no more: the old file is whole until the new one is.
  void failEachWrite(const std::string& words, const std::string& name, int error) const {
    put(folder_ / name, "old");
    for (int at = 1;; ++at) {
      SCOPED_TRACE(testing::Message() << name << ", write " << at << ", error " << error);
      ASSERT_LT(at, 500);
      const Outcome end = under("write", at, error, words);
      EXPECT_THAT(folder_.names(), ElementsAre(name));
      if (end.status == 0) break;
      expectRefusal(end);
      ASSERT_EQ(contentOf(folder_ / name), "old");
    }
    EXPECT_NE(contentOf(folder_ / name), "old");
    std::filesystem::remove(folder_ / name);
  }

  support::TemporaryFolder folder_, inputs_;
};

TEST_F(Files, ADiskThatFailsAtAnyWriteKeepsTheOldFile) {
  for (const int error : {ENOSPC, EIO}) {
    failEachWrite(run(), "y.npy", error);
    failEachWrite(draw("a.npz"), "a.npz", error);
    failEachWrite(draw("a.pdf") + " --steps 1", "a.pdf", error);
  }
  failEachWrite(draw("a.gif"), "a.gif", ENOSPC);
}

/// Code and the arrays that it loads belong together.
TEST_F(Files, ADiskThatFailsAtAnyWriteKeepsAllOfSeveralFiles) {
  const std::string words = "export --input-size 64 --kernel 3 --format pytorch --overwrite --output a.py";
  ASSERT_EQ(under("none", 1, 0, words).status, 0);
  const std::vector<std::string> names = folder_.names();
  ASSERT_GT(names.size(), 1U);
  for (int at = 1;; ++at) {
    for (const std::string& name : names) put(folder_ / name, "old");
    const Outcome end = under("write", at, ENOSPC, words);
    if (end.status == 0) break;
    expectRefusal(end);
    for (const std::string& name : names)
      EXPECT_EQ(contentOf(folder_ / name), "old") << name << ", write " << at;
    EXPECT_EQ(folder_.names(), names);
  }
}

TEST_F(Files, ADiskThatFailsWhenItIsFlushedKeepsTheOldFile) {
  put(folder_ / "y.npy", "old");
  const Outcome end = under("fsync", 1, EIO, run());
  expectRefusal(end);
  EXPECT_THAT(end.err, HasSubstr("y.npy: cannot be written: Input/output error"));
  EXPECT_EQ(contentOf(folder_ / "y.npy"), "old");
  EXPECT_THAT(folder_.names(), ElementsAre("y.npy"));
}

TEST_F(Files, InterruptedWritesAreGoneOnWith) {
  ASSERT_EQ(support::runProgram({"export", "--input-size", "2", "--kernel", "2", "--size", "320x200",
                                 "--output", (folder_ / "a.gif").string()})
                .status,
            0);
  EXPECT_EQ(under("write", 0, EINTR, draw("b.gif")).status, 0);
  EXPECT_EQ(contentOf(folder_ / "b.gif"), contentOf(folder_ / "a.gif"));
}

/// The Nth read belongs to another file each time, or to another part of one.
TEST_F(Files, OneThatShrinksWhileItIsReadIsNamed) {
  int refused = 0;
  for (int at = 1; at <= 12; ++at) {
    SCOPED_TRACE(at);
    SetUp();
    const Outcome end = under("read", at, 0, run());
    expectSuccessOrRefusal(end);
    if (end.status == 0) continue;
    ++refused;
    EXPECT_THAT(end.err, testing::ContainsRegex("[xw]\\.npy: "));
    EXPECT_THAT(folder_.names(), testing::Not(testing::Contains("y.npy")));
    std::filesystem::remove(folder_ / "y.npy");
  }
  EXPECT_GT(refused, 0);
}

TEST_F(Files, OneThatGrowsWhileItIsReadIsReadAsItWasOrNamed) {
  for (const char* kind : {"x.npy", "s.json"})
    for (int at = 1; at <= 8; ++at) {
      SCOPED_TRACE(testing::Message() << kind << ", read " << at);
      SetUp();
      const bool array = std::string(kind) == "x.npy";
      const Outcome end = under(
          "read", at, 1,
          array ? run()
                : "export --session " + (inputs_ / kind).string() + " --steps 1 --output a.svg --overwrite");
      expectSuccessOrRefusal(end);
    }
}

TEST_F(Files, AClockThatGoesBackwardsChangesNothing) {
  for (const char* name : {"a.gif", "a.pdf", "a.npz"}) {
    ASSERT_EQ(under("none", 1, 0, draw(name)).status, 0);
    const std::string before = contentOf(folder_ / name);
    const Outcome end = under("clock", 1, 0, draw(name));
    EXPECT_EQ(end.status, 0) << end.err;
    EXPECT_EQ(contentOf(folder_ / name), before) << name;
  }
}

}  // namespace
}  // namespace faults

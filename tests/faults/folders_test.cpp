#include <fmt/format.h>
#include <gmock/gmock.h>

#include <sstream>

#include "faults/faults.h"
#include "support/shell.h"

/// Folders that may not be written, and such as are gone.
namespace faults {
namespace {

using support::contentOf;
using support::outputOf;
using testing::HasSubstr;

/// A file system that is mounted read-only, which stops the superuser too.
class ReadOnly : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_ / "out");
    support::put(folder_ / "out/old.npz", "old");
    support::put(outside_ / "job.json",
                 R"({"figures": [{"input-size": 3, "kernel": 3, "steps": "2", "output": "a.svg"}]})");
    if (outputOf(onIt("true; echo yes")) != "yes\n") GTEST_SKIP() << "this user may not mount anything";
  }
  std::string onIt(const std::string& command) const {
    const std::string at = folder_.path().string();
    return "unshare --user --map-root-user --mount sh -c " +
           support::quoted(fmt::format(
               "mount --bind {0} {0} && mount -o remount,bind,ro {0} && cd {0} && {1}", at, command));
  }
  /// The status and what is said.
  std::string endOf(const std::string& words) const {
    return outputOf(onIt(fmt::format("LC_ALL=C \"{}\" {} 2>&1; echo $?", TCONV_LAB_BINARY, words)));
  }
  support::TemporaryFolder folder_, outside_;
};

TEST_F(ReadOnly, IsToldInOneLineByEveryCommand) {
  const std::string layer = "export --input-size 3 --kernel 3 --overwrite --output out/",
                    job = (outside_ / "job.json").string();
  for (const std::string& words :
       {layer + "new --format png", layer + "a.gif", layer + "a.webp", layer + "a.pdf",
        layer + "a.svg --steps 1", layer + "old.npz", layer + "a.py --format numpy",
        "gallery " + job + " --output out/gallery", "gallery " + job + " --output out"}) {
    const std::string end = endOf(words);
    EXPECT_THAT(end, testing::AllOf(testing::StartsWith("tconv-lab "), HasSubstr("Read-only file system"),
                                    testing::EndsWith("\n1\n")))
        << words;
    EXPECT_EQ(std::count(end.begin(), end.end(), '\n'), 2) << end;
  }
  EXPECT_EQ(contentOf(folder_ / "out/old.npz"), "old");
}

TEST(GoneFolder, IsNamed) {
  const support::TemporaryFolder outside;
  const std::string program = fmt::format("LC_ALL=C \"{}\"", TCONV_LAB_BINARY);
  const std::string gone = outputOf(fmt::format(
      "cd {} && mkdir gone && cd gone && rmdir ../gone && ({} export --input-size 2 "
      "--kernel 2 --output a.gif 2>&1; echo $?; {} info --input-size 2 --kernel 2 >/dev/null; echo $?)",
      support::quoted(outside.path()), program, program));
  EXPECT_EQ(gone, "tconv-lab export: a.gif: cannot be written: No such file or directory\n1\n0\n");
}

}  // namespace
}  // namespace faults

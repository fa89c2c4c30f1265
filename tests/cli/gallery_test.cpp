#include <csignal>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "support/files.h"
#include "support/program.h"
#include "support/shell.h"

namespace {

namespace fs = std::filesystem;
using support::contentOf;
using support::Outcome;
using support::put;
using support::runProgram;
using support::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;

class Gallery : public testing::Test {
 protected:
  Outcome run(const std::string& job, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"gallery", put(folder_ / "job.json", job).string(), "--output",
                                          (folder_ / "out").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return runProgram(arguments);
  }
  std::vector<std::string> written() {
    std::vector<std::string> names;
    if (!fs::exists(folder_ / "out")) return names;
    for (const auto& entry : fs::directory_iterator(folder_ / "out"))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
  void expectRefused(const std::string& job, const std::string& message) {
    const Outcome outcome = run(job);
    EXPECT_NE(outcome.status, 0);
    EXPECT_THAT(outcome.err, HasSubstr(message));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  }
  TemporaryFolder folder_;
};

TEST_F(Gallery, WritesEveryFigureWithItsOptions) {
  const Outcome outcome = run(R"({
    "all": {"size": "320x180", "kernel": 2, "seconds-per-step": 0.1, "pause": 0},
    "figures": [
      {"output": ["a.gif", {"output": "a.svg", "steps": "last", "stride": [2, 1]}], "input-size": 2},
      {"output": "b.svg", "input-size": [1, 2], "steps": 1, "formula": true, "caption": "One & two", "size": "640x360"}
    ]})");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(written(), ElementsAre("a.gif", "a.svg", "b.svg"));
  EXPECT_THAT(contentOf(folder_ / "out/a.svg"), HasSubstr("4 × 3"));
  EXPECT_THAT(contentOf(folder_ / "out/b.svg"), HasSubstr("One &amp; two"));
  EXPECT_THAT(contentOf(folder_ / "out/b.svg"), HasSubstr("width=\"640\""));
}

TEST_F(Gallery, RefusesAWrongJobByName) {
  expectRefused("{", "job.json");
  expectRefused("{}", "must have a list \"figures\" that is not empty");
  expectRefused(R"({"figures": []})", "must have a list \"figures\" that is not empty");
  expectRefused(R"({"figures": [3]})", "figures[0] = 3: must be an object");
  expectRefused(R"({"figures": [{"kernel": 2}]})", "figures[0].output = null: must be a name");
  expectRefused(R"({"figures": [{"output": [{"kernel": 2}]}]})",
                "figures[0].output.output = null: must be a name");
  expectRefused(R"({"figures": [{"output": "a.svg", "kernel": {}}]})",
                "figures[0].kernel = {}: must be a text");
  expectRefused(R"({"figures": [{"output": "a.svg", "input-size": 2, "kernel": 2, "strides": 2}]})",
                "figures[0] (a.svg): ");
  expectRefused(R"({"figures": [{"output": "a.svg", "input-size": 2, "kernel": 2, "stride": 0}]})",
                "figures[0] (a.svg): stride[0] = 0: must be at least 1");
  expectRefused(R"({"figures": [{"output": "a.xyz", "input-size": 2, "kernel": 2}]})",
                "does not tell the format");
  expectRefused(R"({"figures": [{"output": "a.svg", "overwrite": true}]})", "is not for job files");
  expectRefused(R"({"figures": [{"output": "a.svg", "output=b.svg": true}]})", "is not for job files");
  expectRefused(R"({"everything": {}, "figures": [{"output": "a.svg"}]})", "everything");
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(Gallery, WritesNothingOutsideOfItsFolder) {
  for (const std::string output : {"../beside.svg", "a/../../beside.svg", "/tmp/beside.svg"})
    expectRefused(R"({"figures": [{"input-size": 2, "kernel": 2, "output": ")" + output + "\"}]}",
                  "must lie below the folder of the output");
  EXPECT_FALSE(fs::exists(folder_ / "beside.svg"));
}

TEST_F(Gallery, RefusesExistingFilesUnlessAsked) {
  const std::string job = R"({"figures": [{"output": "a.svg", "input-size": 2, "kernel": 2, "steps": 0}]})";
  EXPECT_EQ(run(job).status, 0);
  EXPECT_EQ(run(job).status, 1);
  EXPECT_EQ(run(job, {"--overwrite"}).status, 0);
}

TEST_F(Gallery, DrawsTheChapterThatIsShipped) {
  nlohmann::json job =
      nlohmann::json::parse(contentOf(fs::path(TESTS_DIR) / "../assets/chapter/convolution_arithmetic.json"));
  job["all"]["size"] = "240x135";  // small, and the animations short: every figure, in little time
  job["all"]["fps"] = 1;
  for (auto& figure : job["figures"]) {
    EXPECT_GT(figure["caption"].get<std::string>().size(), 20U);
    figure.erase("size");
  }
  const Outcome outcome = run(job.dump());
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(written(), IsSupersetOf({"01_no_padding.gif", "01_no_padding.svg", "15_handout.pdf"}));
  EXPECT_EQ(written().size(), 24U);
}

TEST(ExportSummary, IsJson) {
  const TemporaryFolder folder;
  const Outcome outcome = runProgram({"export", "--input-size", "2", "--kernel", "2", "--output",
                                      (folder / "a.gif").string(), "--phases", "1", "--json"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["format"], "gif");
  EXPECT_EQ(json["frames"], 5);
  EXPECT_EQ(json["files"], 1);
  EXPECT_EQ(json["bytes"], fs::file_size(folder / "a.gif"));
  EXPECT_THAT(outcome.err, IsEmpty());  // no progress where nobody looks
}

/// Sends a signal once something is in the folder, or after a while.
Outcome interrupted(const std::vector<std::string>& arguments, int signal) {
  std::string program = TCONV_LAB_BINARY;
  std::vector<char*> argv = {program.data()};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const TemporaryFolder streams;
  const std::string err = (streams / "err").string();
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600), 2);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  ::kill(child, signal);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, "", contentOf(err)};
}

class Interrupted : public testing::TestWithParam<std::string_view> {};

TEST_P(Interrupted, LeavesNoIncompleteFileAndOneLine) {
  const std::string format(GetParam());
  if (format == "mp4" && !support::installed("ffmpeg")) GTEST_SKIP() << "needs the program ffmpeg";
  for (const int signal : {SIGINT, SIGTERM, SIGKILL}) {
    const TemporaryFolder folder;
    const fs::path output = folder / ("a." + format);
    const Outcome outcome = interrupted(
        {"export", "--input-size", "64", "--kernel", "3", "--format", format, "--output", output.string()},
        signal);
    EXPECT_THAT(folder.names(), IsEmpty()) << format << " " << signal;
    if (signal == SIGKILL) continue;
    EXPECT_EQ(outcome.status, 130);
    EXPECT_EQ(outcome.err, "tconv-lab export: stopped; what is there is complete\n");
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, Interrupted, testing::Values("gif", "apng", "webp", "mp4", "pdf"),
                         [](const auto& parameter) { return std::string(parameter.param); });

TEST(Shards, AreTheBytesOfOneRun) {
  const TemporaryFolder folder;
  const auto run = [&](const std::string& steps, const std::string& out, const std::string& threads) {
    return runProgram({"export", "--input-size", "3", "--kernel", "3", "--stride", "2", "--format", "png",
                       "--size", "320x180", "--steps", steps, "--phases", "2", "--threads", threads,
                       "--output", (folder / out).string()})
        .status;
  };
  EXPECT_EQ(run("0:10", "whole", "1"), 0);
  EXPECT_EQ(run("0:4", "shards", "3"), 0);
  EXPECT_EQ(run("4:9", "shards", "2"), 0);
  EXPECT_EQ(run("9:10", "shards", "5"), 0);
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder / "whole")) {
    EXPECT_EQ(contentOf(entry.path()), contentOf(folder / "shards" / entry.path().filename().string()));
    ++files;
  }
  EXPECT_EQ(files, 19);
}

}  // namespace

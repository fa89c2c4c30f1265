#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/program.h"

/// The language of help and messages.
namespace {

using support::Outcome;
using testing::HasSubstr;
using testing::Not;

Outcome in(const std::map<std::string, std::string>& environment, const std::vector<std::string>& arguments) {
  return support::runProgram(arguments, {.environment = environment});
}

constexpr const char* kHelp = "说明一个设置的结果";

TEST(CliLanguage, IsAskedForBeforeOrBehindEveryCommand) {
  for (const std::string command : {"", "run", "info", "export", "gallery"}) {
    std::vector<std::string> behind = {"--language", "zh_CN", "--help"}, before = {"--language=zh_CN"};
    if (!command.empty()) {
      behind.insert(behind.begin(), command);
      before.push_back(command);
    }
    before.emplace_back("--help");
    for (const auto& arguments : {behind, before}) {
      const Outcome outcome = in({}, arguments);
      EXPECT_EQ(outcome.status, 0) << outcome.err;
      EXPECT_THAT(outcome.out, HasSubstr("显示本帮助。")) << command;
      EXPECT_THAT(outcome.out, HasSubstr("用法: tconv-lab")) << command;
      EXPECT_THAT(outcome.out, Not(HasSubstr("Show this text"))) << command;
      EXPECT_THAT(outcome.out, Not(HasSubstr("Options:"))) << command;
    }
  }
}

TEST(CliLanguage, ComesFromTheEnvironmentElse) {
  EXPECT_THAT(in({{"LC_ALL", "zh_CN.UTF-8"}}, {"info", "--help"}).out, HasSubstr(kHelp));
  EXPECT_THAT(in({{"LC_ALL", ""}, {"LC_MESSAGES", ""}, {"LANG", "zh_SG"}}, {"info", "--help"}).out,
              HasSubstr(kHelp));
  EXPECT_THAT(in({{"LC_ALL", "de_DE.UTF-8"}}, {"info", "--help"}).out, Not(HasSubstr(kHelp)));
  EXPECT_THAT(in({{"LC_ALL", "zh_CN.UTF-8"}}, {"--language", "en", "info", "--help"}).out,
              Not(HasSubstr(kHelp)));
}

TEST(CliLanguage, SaysRefusalsInOneLineThatNamesTheSame) {
  const std::vector<std::string> bad = {"info", "--input-size", "3", "--kernel", "3", "--stride", "0"};
  EXPECT_EQ(in({}, bad).err,
            "tconv-lab info: stride[0] = 0: must be at least 1; nearest legal value: stride[0] = 1\n");
  const Outcome chinese = in({{"LC_ALL", "zh_CN"}}, bad);
  EXPECT_EQ(chinese.status, 2);
  EXPECT_EQ(chinese.err, "tconv-lab info：stride[0] = 0：至少为 1；最接近的合法值：stride[0] = 1\n");
  EXPECT_EQ(in({{"LC_ALL", "zh_CN"}}, {"info", "--kernel", "1.5", "--input-size", "3"}).err,
            "tconv-lab info：--kernel = \"1.5\"：必须是一个整数，或“高,宽”两个整数，如 2 或 2,1\n");
}

TEST(CliLanguage, SaysWhatIsWrongWithAFile) {
  const support::TemporaryFolder folder;
  std::ofstream(folder / "x.npy") << "no array";
  const std::string path = (folder / "x.npy").string();
  const Outcome outcome = in({{"LC_ALL", "zh_CN"}}, {"info", "--input", path, "--kernel", "3"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "tconv-lab info：" + path + "：不是 .npy 文件\n");
}

TEST(CliLanguage, LeavesWhatProgramsReadAsItIs) {
  const std::vector<std::string> bad = {"info", "--input-size", "3", "--kernel",
                                        "3",    "--stride",     "0", "--json"};
  EXPECT_EQ(in({{"LC_ALL", "zh_CN"}}, bad).out, in({}, bad).out);
  EXPECT_THAT(in({{"LC_ALL", "zh_CN"}}, bad).out, HasSubstr("must be at least 1"));
}

TEST(CliLanguage, OfFramesIsNotThatOfTheEnvironment) {
  const support::TemporaryFolder folder;
  const auto drawn = [&](const std::string& name, const std::string& locale, std::vector<std::string> more) {
    std::vector<std::string> arguments = {
        "export", "--input-size", "3", "--kernel", "3", "--steps", "1", "--output", (folder / name).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = in({{"LC_ALL", locale}}, arguments);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return support::contentOf(folder / name);
  };
  const std::string english = drawn("a.svg", "C", {});
  EXPECT_EQ(drawn("b.svg", "zh_CN", {}), english);
  EXPECT_THAT(drawn("c.svg", "C", {"--language", "zh_CN"}), HasSubstr("卷积核"));
}

TEST(CliLanguage, ThatIsNotKnownIsRefused) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--language", "fr"},
                                                    {"--language=fr", "info"},
                                                    {"export", "--language", "fr"}}) {
    const Outcome outcome = in({}, arguments);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("--language = \"fr\": must be en or zh_CN\n"));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  }
  EXPECT_THAT(in({}, {"--language", "en", "info", "--language", "zh_CN"}).err,
              HasSubstr("--language: is given twice"));
}

/// Fontconfig with the fonts of English only.
TEST(CliLanguage, ThatLacksItsFontIsRefusedByThePackageThatHasIt) {
  const support::TemporaryFolder folder;
  std::ofstream(folder / "fonts.conf")
      << "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
         "<dir>/usr/share/fonts/truetype/roboto</dir>"
         "<dir>/usr/share/fonts/truetype/dejavu</dir></fontconfig>";
  const std::map<std::string, std::string> few = {{"FONTCONFIG_FILE", (folder / "fonts.conf").string()}};
  std::vector<std::string> arguments = {"export",
                                        "--input-size",
                                        "3",
                                        "--kernel",
                                        "3",
                                        "--steps",
                                        "1",
                                        "--output",
                                        (folder / "a.png").string()};
  EXPECT_EQ(in(few, arguments).err, "");
  arguments.back() = (folder / "b.png").string();
  arguments.insert(arguments.end(), {"--language", "zh_CN"});
  const Outcome outcome = in(few, arguments);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("fonts-wqy-microhei"));
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
}

}  // namespace

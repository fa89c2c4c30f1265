#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "io/npy.h"
#include "support/files.h"
#include "support/program.h"

namespace {

using support::Outcome;
using support::runProgram;
using support::TemporaryFolder;
using testing::HasSubstr;
using testing::StartsWith;
using Json = nlohmann::json;

Outcome info(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "info");
  return runProgram(arguments);
}

TEST(Info, FillsTheFormulaOfEachAxis) {
  const Outcome outcome = info({"--input-size", "3,4", "--kernel", "3,2", "--stride", "2", "--padding", "1"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, HasSubstr("output         (1, 1, 5, 6)\n"));
  EXPECT_THAT(outcome.out, HasSubstr("= (3 − 1) · 2 + 1 · (3 − 1) + 1 − 2 · 1 + 0 = 5\n"));
  EXPECT_THAT(outcome.out, HasSubstr("= (4 − 1) · 2 + 1 · (2 − 1) + 1 − 2 · 1 + 0 = 6\n"));
  EXPECT_THAT(outcome.out, HasSubstr("validity       valid\n"));
  EXPECT_THAT(outcome.out, HasSubstr("overlap        height uneven: 1 or 2 taps"));
  EXPECT_THAT(outcome.out, HasSubstr("multiply-adds  72\n"));
}

TEST(Info, PrintsJson) {
  const Outcome outcome = info({"--input-size", "4", "--kernel", "4", "--stride", "2", "--padding", "1",
                                "--in-channels", "2", "--out-channels", "6", "--groups", "2", "--json"});
  EXPECT_EQ(outcome.status, 0);
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["valid"], true);
  EXPECT_EQ(json["output"], (Json{1, 6, 8, 8}));
  EXPECT_EQ(json["axes"][0]["output"], 8);
  EXPECT_EQ(json["axes"][1]["overlap"]["even"], true);
  EXPECT_EQ(json["axes"][1]["overlap"]["most"], 2);
  EXPECT_EQ(json["multiply_adds"], 2 * 3 * 16 * 16);
}

TEST(Info, KnowsOneDimension) {
  const Json json = Json::parse(
      info({"--dims", "1", "--input-size", "5", "--kernel", "3", "--stride", "2", "--pads", "1,0", "--json"})
          .out);
  EXPECT_EQ(json["output"], (Json{1, 1, 10}));
  EXPECT_EQ(json["axes"].size(), 1U);
  EXPECT_EQ(json["axes"][0]["padding"], 1);
  EXPECT_EQ(json["axes"][0]["padding_end"], 0);
}

TEST(Info, TakesSizesFromFiles) {
  const TemporaryFolder folder;
  const std::string x =
      support::put(folder / "x.npy", lab::io::formatNpy({2, 4, 3, 5}, std::vector<float>(120))).string();
  const std::string w =
      support::put(folder / "w.npy", lab::io::formatNpy({4, 3, 2, 2}, std::vector<float>(48))).string();
  const Json both = Json::parse(info({"--input", x, "--weight", w, "--groups", "2", "--json"}).out);
  EXPECT_EQ(both["output"], (Json{2, 6, 4, 6}));
  const Json weight =
      Json::parse(info({"--input-size", "3,5", "--weight", w, "--groups", "2", "--json"}).out);
  EXPECT_EQ(weight["output"], (Json{1, 6, 4, 6}));
  const Json input = Json::parse(info({"--input", x, "--kernel", "2", "--json"}).out);
  EXPECT_EQ(input["output"], (Json{2, 1, 4, 6}));
}

TEST(Info, ResolvesTheOutputSize) {
  const Outcome outcome = info({"--input-size", "6", "--kernel", "5", "--stride", "3", "--padding", "2",
                                "--output-size", "18", "--json"});
  EXPECT_EQ(Json::parse(outcome.out)["axes"][0]["output_padding"], 2);
}

TEST(Info, RefusesAnIllegalSettingWithItsNearestLegalValue) {
  const Outcome outcome =
      info({"--input-size", "3", "--kernel", "3", "--stride", "2", "--output-padding", "5"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "tconv-lab info: output_padding[0] = 5: output padding must be smaller than either stride (2) or "
            "dilation (1); "
            "nearest legal value: output_padding[0] = 1\n");
}

TEST(Info, PrintsARefusalAsJsonToo) {
  const Outcome outcome = info({"--input-size", "3", "--kernel", "3", "--groups", "4", "--in-channels", "6",
                                "--out-channels", "9", "--json"});
  EXPECT_EQ(outcome.status, 2);
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["valid"], false);
  EXPECT_EQ(json["subject"], "groups");
  EXPECT_EQ(json["nearest"]["value"], 3);
  EXPECT_EQ(outcome.err,
            "tconv-lab info: groups = 4: must divide in_channels (6); nearest legal value: groups = 3\n");
}

TEST(Info, NamesWhatIsMissing) {
  EXPECT_EQ(info({"--kernel", "3"}).err, "tconv-lab info: --input-size: is missing\n");
  EXPECT_EQ(info({"--input-size", "3"}).err, "tconv-lab info: --kernel: is missing\n");
  EXPECT_EQ(info({"--input-size", "3"}).status, 2);
  EXPECT_EQ(info({"--input-size", "3", "--input", "x", "--kernel", "3"}).err,
            "tconv-lab info: --input: must not be given together with --input-size\n");
}

TEST(Info, FailsWhereStandardOutputTakesNothing) {
  for (const auto& [path, reason] :
       {std::pair{"-", "Bad file descriptor"}, std::pair{"/dev/full", "No space left on device"}})
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"info", "--input-size", "3", "--kernel", "3"},
          {"--version"},
          {"export", "--help"}}) {
      const Outcome outcome = runProgram(arguments, {.stdout_path = path});
      EXPECT_EQ(outcome.status, 1);
      EXPECT_THAT(outcome.err,
                  testing::EndsWith(fmt::format(": standard output: cannot be written: {}\n", reason)));
    }
}

TEST(Program, ShowsHelpAndVersionEverywhere) {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{}, {"run"}, {"info"}, {"export"}}) {
    auto with = [&](const char* option) {
      auto arguments = command;
      arguments.emplace_back(option);
      return runProgram(arguments);
    };
    EXPECT_EQ(with("--version").out, "tconv-lab 0.1.0\n");
    const Outcome help = with("--help");
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.out, HasSubstr("--version"));
    EXPECT_THAT(help.out, HasSubstr("Usage: tconv-lab"));
    EXPECT_EQ(help.err, "");
  }
}

TEST(Program, RefusesUnknownOptionsOfTheWindow) {
  const Outcome outcome = runProgram({"--colour"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, StartsWith("tconv-lab: "));
  EXPECT_THAT(outcome.err, HasSubstr("--colour"));
}

}  // namespace

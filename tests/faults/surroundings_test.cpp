#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "faults/faults.h"
#include "io/npy.h"
#include "support/shell.h"

/// Names that are no text, and languages that write 1,5.
namespace faults {
namespace {

using support::contentOf;
using support::Outcome;
using support::runProgram;
using Json = nlohmann::json;

bool isUtf8(const std::string& text) {
  try {
    return !Json(text).dump().empty();
  } catch (const Json::exception&) {
    return false;
  }
}

/// Blanks, a line break, Latin-1, a control sequence, quotes, and what a shell or fmt would take apart.
const std::string kNames[] = {"a b",         "new\nline",      "latin\xe9",
                              "esc\x1b[31m", "q\"'$(x){}%s\\", "\u4e2d\u6587"};

class Names : public testing::Test {
 protected:
  std::string put(const std::string& name) const {
    std::filesystem::create_directories(folder_ / name);
    return (folder_ / name / name).string();
  }
  static void expectReadable(const std::string& text) {
    EXPECT_TRUE(isUtf8(text));
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
  }
  support::TemporaryFolder folder_;
};

TEST_F(Names, OfAnyBytesAreReadAndWritten) {
  const std::vector<float> ones(4, 1.0F);
  for (const std::string& name : kNames) {
    SCOPED_TRACE(name);
    const std::string at = put(name);
    lab::io::writeNpy(at + ".npy", {2, 2}, ones);
    EXPECT_EQ(
        runProgram({"run", "--input", at + ".npy", "--weight", at + ".npy", "--output", at + "y.npy"}).status,
        0);
    EXPECT_EQ(lab::io::readNpy(at + "y.npy").shape, (std::vector<tconv::Index>{3, 3}));
    for (const char* end : {".svg", ".png", ".npz", ".py"}) {
      std::vector<std::string> words = {"export",    "--input", at + ".npy", "--weight",
                                        at + ".npy", "--json",  "--output",  at + end};
      if (end == std::string(".svg") || end == std::string(".png"))
        words.insert(words.end(), {"--steps", "1"});
      if (end == std::string(".py")) words.insert(words.end(), {"--format", "pytorch"});
      const Outcome written = runProgram(words);
      EXPECT_EQ(written.status, 0) << written.err;
      EXPECT_FALSE(Json::parse(written.out).empty());
      EXPECT_TRUE(std::filesystem::exists(at + end));
    }
    EXPECT_TRUE(isUtf8(contentOf(at + ".svg")));
    EXPECT_TRUE(isUtf8(contentOf(at + ".py")));
  }
}

TEST_F(Names, OfAnyBytesStandInOneReadableLine) {
  for (const std::string& name : kNames) {
    SCOPED_TRACE(name);
    const std::string at = put(name);
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"run", "--input", at, "--weight", at, "--output", at + "y.npy"},
          {"export", "--session", at, "--output", at + ".svg"},
          {"gallery", at, "--output", at + ".folder"},
          {at}}) {
      const Outcome end = runProgram(words);
      expectRefusal(end);
      expectReadable(end.err);
    }
  }
}

TEST_F(Names, AsTitlesLeaveTheSvgText) {
  for (const std::string& name : kNames) {
    const std::string at = put(name) + ".svg";
    const Outcome end = runProgram({"export", "--input-size", "2", "--kernel", "2", "--steps", "1", "--title",
                                    name, "--caption", name, "--output", at});
    EXPECT_EQ(end.status, 0) << end.err;
    expectReadable(contentOf(at));
  }
}

/// The German locale, which writes 1,5; made here, since few machines have it.
class DecimalComma : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_ / "locale");
    const std::string name = (folder_ / "locale/de_DE.UTF-8").string();
    support::outputOf("localedef -i de_DE -f UTF-8 " + name);
    const std::string point = support::outputOf("LOCPATH=" + (folder_ / "locale").string() +
                                                " LC_ALL=de_DE.UTF-8 locale decimal_point");
    if (point != ",\n") GTEST_SKIP() << "no German locale can be made here";
  }
  Outcome in(const std::string& locale, const std::vector<std::string>& words) const {
    return runProgram(words,
                      {.folder = folder_.path(),
                       .environment = {{"LC_ALL", locale}, {"LOCPATH", (folder_ / "locale").string()}}});
  }
  support::TemporaryFolder folder_;
};

TEST_F(DecimalComma, IsNeitherWrittenNorRead) {
  for (const char* name : {"a.svg", "a.tex", "a.py", "a.npz", "a.pdf", "a.gif"}) {
    std::vector<std::string> words = {"export", "--output", name, "--overwrite", "--language", "en"};
    words.insert(words.end(), {"--input-size", "3", "--kernel", "3", "--kernel-preset", "normal"});
    if (name == std::string("a.svg")) words.insert(words.end(), {"--steps", "2"});
    if (name == std::string("a.py")) words.insert(words.end(), {"--format", "pytorch"});
    const Outcome plain = in("C", words);
    EXPECT_EQ(plain.status, 0) << name << plain.err;
    const std::string before = contentOf(folder_ / name);
    EXPECT_EQ(in("de_DE.UTF-8", words).status, 0) << name;
    EXPECT_EQ(contentOf(folder_ / name), before) << name;
  }
  for (const char* flag : {"--json", "--stride=2"})
    EXPECT_EQ(in("de_DE.UTF-8", {"info", "--input-size", "5", "--kernel", "3", flag}).out,
              in("C", {"info", "--input-size", "5", "--kernel", "3", flag}).out);

  // Nor is it read in numbers.
  const Outcome comma = in("de_DE.UTF-8", {"export", "--input-size", "2", "--kernel", "2",
                                           "--seconds-per-step", "0,5", "--output", "a.gif"});
  EXPECT_EQ(comma.status, 2);
  EXPECT_THAT(comma.err, testing::HasSubstr("0,5"));
}

}  // namespace
}  // namespace faults

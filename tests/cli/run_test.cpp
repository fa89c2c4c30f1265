#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <numeric>

#include <sys/stat.h>
#include <unistd.h>

#include "io/npy.h"
#include "support/files.h"
#include "support/program.h"
#include "support/sanitized.h"

namespace {

namespace fs = std::filesystem;
using support::contentOf;
using support::Outcome;
using support::put;
using support::runProgram;
using support::Surroundings;
using support::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using Shape = std::vector<tconv::Index>;

/// A folder with x.npy = w.npy = [[0,1],[2,3]] in which the program is run.
class Run : public testing::Test {
 protected:
  Run() {
    save("x.npy", {2, 2}, {0, 1, 2, 3});
    save("w.npy", {2, 2}, {0, 1, 2, 3});
  }
  void save(const std::string& name, const Shape& shape, const std::vector<float>& values) {
    put(folder_ / name, lab::io::formatNpy(shape, values));
  }
  Outcome run(std::vector<std::string> more, Surroundings around = {}) {
    std::vector<std::string> arguments = {"run",   "--input",  "x.npy", "--weight",
                                          "w.npy", "--output", "y.npy"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    around.folder = folder_.path();
    return runProgram(arguments, around);
  }
  lab::io::NpyArray y() { return lab::io::readNpy(folder_ / "y.npy"); }

  void expectResult(const std::vector<std::string>& more, const Shape& shape,
                    const std::vector<float>& values) {
    const Outcome outcome = run(more);
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.out + outcome.err, "");
    EXPECT_EQ(y().shape, shape);
    EXPECT_THAT(y().values, testing::ElementsAreArray(values));
    fs::remove(folder_ / "y.npy");
  }
  /// One line on standard error, the exit status, and nothing new in the folder.
  void expectRefused(const std::vector<std::string>& more, int status, const std::string& message,
                     const Surroundings& around = {}) {
    const auto before = folder_.names();
    const Outcome outcome = run(more, around);
    EXPECT_EQ(outcome.err, "tconv-lab run: " + message + "\n");
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.status, status);
    EXPECT_EQ(folder_.names(), before);
  }

  TemporaryFolder folder_;
};

TEST_F(Run, GivesTheTextbookValues) {
  expectResult({}, {3, 3}, {0, 0, 1, 0, 4, 6, 4, 12, 9});
  expectResult({"--padding", "1"}, {1, 1}, {4});
  expectResult({"--stride", "2"}, {4, 4}, {0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9});
  expectResult({"--stride", "2", "--padding", "1", "--output-padding", "1"}, {3, 3},
               {0, 2, 3, 2, 0, 3, 6, 6, 9});
  expectResult({"--stride", "2", "--padding", "1", "--output-size", "3,3"}, {3, 3},
               {0, 2, 3, 2, 0, 3, 6, 6, 9});
  expectResult({"--dilation", "2"}, {4, 4}, {0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9});
}

TEST_F(Run, ComputesByEachMethodOnAnyNumberOfThreads) {
  std::vector<float> x(40 * 40), w(9);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i % 7);
  for (std::size_t i = 0; i < w.size(); ++i) w[i] = static_cast<float>(i) - 3;
  save("x.npy", {40, 40}, x);
  save("w.npy", {3, 3}, w);
  ASSERT_EQ(run({"--method", "plain", "--threads", "1"}).status, 0);
  const auto expected = y().values;
  ASSERT_EQ(expected.size(), 42U * 42U);
  for (const std::vector<std::string>& more : std::vector<std::vector<std::string>>{
           {}, {"--method", "rows"}, {"--method", "channels", "--threads", "3"}, {"--algorithm", "direct"}}) {
    ASSERT_EQ(run(more).status, 0);
    EXPECT_EQ(y().values, expected) << testing::PrintToString(more);
  }
  ASSERT_EQ(run({"--method", "winograd"}).status, 0);
  const auto carried = y().values;
  ASSERT_EQ(carried.size(), expected.size());
  EXPECT_NE(carried, expected);  // it has rounded at other points
  for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(carried[i], expected[i], 1e-4 * 60);
}

TEST_F(Run, RefusesComputationsThatThereAreNot) {
  expectRefused({"--algorithm", "quick"}, 2, "--algorithm = \"quick\": must be direct or fast");
  expectRefused({"--method", "fft"}, 2,
                "--method = \"fft\": must be one of automatic, plain, rows, channels, kernel_rows, winograd, "
                "products");
  expectRefused({"--threads", "0"}, 2, "--threads = \"0\": must be from 1 to 1024");
  expectRefused(
      {"--method", "kernel_rows"}, 2,
      "method = kernel_rows: supports strides and kernel sizes of the width that are multiples of 16, "
      "without dilation");
}

TEST_F(Run, GivesTheOneDimensionalValues) {
  save("x.npy", {1, 3}, {1, 2, 3});
  save("w.npy", {1, 1, 3}, {1, 10, 100});
  expectResult({"--dims", "1", "--stride", "2"}, {1, 7}, {1, 10, 102, 20, 203, 30, 300});
  expectResult({"--dims", "1", "--pads", "1,0"}, {1, 4}, {12, 123, 230, 300});
  save("x.npy", {1, 1, 3}, {1, 2, 3});
  expectResult({"--dims=1", "--stride=2"}, {1, 1, 7}, {1, 10, 102, 20, 203, 30, 300});
}

TEST_F(Run, KeepsTheRankOfTheInput) {
  save("w.npy", {1, 2, 1, 1}, {1, 10});
  expectResult({}, {2, 2, 2}, {0, 1, 2, 3, 0, 10, 20, 30});
  save("x.npy", {1, 2, 2}, {0, 1, 2, 3});
  expectResult({}, {2, 2, 2}, {0, 1, 2, 3, 0, 10, 20, 30});
  save("x.npy", {2, 1, 1, 2}, {0, 1, 2, 3});
  expectResult({}, {2, 2, 1, 2}, {0, 1, 0, 10, 2, 3, 20, 30});
  save("w.npy", {1, 1}, {2});
  expectResult({}, {2, 1, 1, 2}, {0, 2, 4, 6});
}

TEST_F(Run, AddsTheBiasOfEachChannel) {
  save("w.npy", {1, 2, 1, 1}, {1, 10});
  save("b.npy", {2}, {0.5F, -1});
  expectResult({"--bias", "b.npy"}, {2, 2, 2}, {0.5F, 1.5F, 2.5F, 3.5F, -1, 9, 19, 29});
}

TEST_F(Run, ReadsEveryTypeOfNumbers) {
  const auto array = [](const std::string& type, bool fortran, const std::string& data) {
    std::string header = fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': (2, 2)}}\n", type,
                                     fortran ? "True" : "False");
    return std::string("\x93NUMPY\x02\0", 8) + static_cast<char>(header.size()) + std::string(3, '\0') +
           header + data;
  };
  using namespace std::string_literals;
  const std::vector<std::tuple<std::string, bool, std::string>> same = {
      {"|u1", false, "\0\1\2\3"s},
      {"|i1", true, "\0\2\1\3"s},
      {"<i2", false, "\0\0\1\0\2\0\3\0"s},
      {">u4", false, "\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\3"s},
      {"<f2", false, "\0\0\0\x3c\0\x40\0\x42"s},
      {">f4", true, "\0\0\0\0\x40\0\0\0\x3f\x80\0\0\x40\x40\0\0"s},
      {"<f8", false, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\x08\x40"s}};
  for (const auto& [type, fortran, data] : same) {
    SCOPED_TRACE(type);
    put(folder_ / "x.npy", array(type, fortran, data));
    expectResult({}, {3, 3}, {0, 0, 1, 0, 4, 6, 4, 12, 9});
  }
}

TEST_F(Run, ReplacesAnExistingOutputFile) {
  put(folder_ / "y.npy", "something else");
  EXPECT_EQ(run({}).status, 0);
  EXPECT_EQ(y().shape, (Shape{3, 3}));
  EXPECT_THAT(folder_.names(), ElementsAre("w.npy", "x.npy", "y.npy"));
}

TEST_F(Run, KeepsNanWhereItsOwnTermsReach) {
  save("x.npy", {1, 2}, {NAN, 1});
  save("w.npy", {1, 1}, {2});
  ASSERT_EQ(run({"--stride", "1,2"}).status, 0);
  EXPECT_TRUE(std::isnan(y().values[0]));
  EXPECT_EQ(y().values[1], 0);
  EXPECT_EQ(y().values[2], 2);
}

TEST_F(Run, RefusesValuesThatAreNotPlainNumbers) {
  const std::string pair = ": must be a whole number, or height,width as two of them, like 2 or 2,1";
  for (const char* text : {"1e3", "0x10", "+3", " 3", "3 ", "1,2,3", "", ",", "1,", "2;2", "1.5", "1.",
                           "1_000", "one", "[1,2]", "\xd9\xa3", "--padding"})
    expectRefused({"--stride", text}, 2, fmt::format("--stride = \"{}\"{}", text, pair));
  expectRefused({"--stride", "3\n4"}, 2, "--stride = \"3\\n4\"" + pair);
  expectRefused({"--stride", "99999999999999999999"}, 2, "--stride = \"99999999999999999999\"" + pair);
  expectRefused({"--groups", "1,1"}, 2, "--groups = \"1,1\": must be a whole number of 64 bits, like 2");
  expectRefused({"--pads", "1,1,1"}, 2,
                "--pads = \"1,1,1\": must be top,left,bottom,right as 4 whole numbers");
  expectRefused({"--dims", "3"}, 2, "--dims = \"3\": must be from 1 to 2");
}

TEST_F(Run, RefusesParametersByTheirRule) {
  expectRefused({"--stride", "0"}, 2, "stride[0] = 0: must be at least 1");
  expectRefused({"--stride", "1,-2"}, 2, "stride[1] = -2: must be at least 1");
  expectRefused({"--padding", "-1"}, 2, "padding[0] = -1: must be at least 0");
  expectRefused({"--padding=0,-1"}, 2, "padding[1] = -1: must be at least 0");
  expectRefused({"--pads", "0,0,-1,0"}, 2, "padding_end[0] = -1: must be at least 0");
  expectRefused({"--dilation", "-3"}, 2, "dilation[0] = -3: must be at least 1");
  expectRefused({"--groups", "0"}, 2, "groups = 0: must be at least 1");
  expectRefused({"--groups", "-1"}, 2, "groups = -1: must be at least 1");
  expectRefused({"--groups", "2"}, 2, "groups = 2: must divide in_channels (1)");
  expectRefused({"--groups", "9223372036854775807"}, 2,
                "groups = 9223372036854775807: must divide in_channels (1)");
  expectRefused(
      {"--output-padding", "1"}, 2,
      "output_padding[0] = 1: output padding must be smaller than either stride (1) or dilation (1)");
  expectRefused({"--padding", "2"}, 2,
                "padding[0] = 2: leaves an output of length -1 along this axis, and it must be at least 1; "
                "before cropping it is 3");
}

TEST_F(Run, RefusesContradictionsAndRepetitions) {
  expectRefused({"--pads", "0,0,0,0", "--padding", "0"}, 2,
                "--pads: must not be given together with --padding");
  expectRefused({"--output-size", "3", "--output-padding", "0"}, 2,
                "--output-size: must not be given together with --output-padding");
  expectRefused({"--stride", "1", "--stride", "1"}, 2, "--stride: is given twice");
  expectRefused({"--stride", "1", "--stride=1"}, 2, "--stride: is given twice");
  expectRefused({"--output", "z.npy"}, 2, "--output: is given twice");
  expectRefused({"--stride="}, 2, "--stride: has no value");
}

TEST_F(Run, NamesWhatIsMissing) {
  EXPECT_EQ(runProgram({"run"}).err, "tconv-lab run: --input: is missing\n");
  EXPECT_EQ(runProgram({"run", "--input", "x.npy", "--weight", "w.npy"}).err,
            "tconv-lab run: --output: is missing\n");
}

TEST_F(Run, NamesWhatIsUnknownOrHasNoValue) {
  for (const auto& [arguments, word] :
       std::vector<std::pair<std::vector<std::string>, std::string>>{{{"run", "x.npy"}, "x.npy"},
                                                                     {{"run", "--colour", "red"}, "--colour"},
                                                                     {{"run", "--input"}, "--input"}}) {
    const Outcome outcome = runProgram(arguments);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, testing::StartsWith("tconv-lab run: "));
    EXPECT_THAT(outcome.err, HasSubstr(word));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1);
  }
}

TEST_F(Run, RefusesShapesThatDoNotFit) {
  save("x.npy", {3}, {1, 2, 3});
  expectRefused({}, 1, "x.npy: has the shape (3,), must have (H, W), (C, H, W) or (N, C, H, W)");
  save("x.npy", {1, 1, 1, 1, 1}, {1});
  expectRefused({}, 1, "x.npy: has the shape (1, 1, 1, 1, 1), must have (H, W), (C, H, W) or (N, C, H, W)");
  save("x.npy", {2, 1, 1}, {1, 2});
  expectRefused({"--dims", "1"}, 1,
                "w.npy: has the shape (2, 2), must have (C_in, C_out / G, k) with --dims 1");
  expectRefused({}, 2, "weight = (1, 1, 2, 2): must have the shape (2, 1, 2, 2)");
  save("x.npy", {2, 2}, {0, 1, 2, 3});
  save("b.npy", {2}, {1, 2});
  expectRefused({"--bias", "b.npy"}, 2, "bias = 2 values: must have out_channels = 1 values");
  save("b.npy", {1, 1}, {1});
  expectRefused({"--bias", "b.npy"}, 1, "b.npy: has the shape (1, 1), must have (C_out,)");
  save("w.npy", {1, 1, 3}, {1, 2, 3});
  expectRefused({}, 1, "w.npy: has the shape (1, 1, 3), must have (C_in, C_out / G, kH, kW) or (kH, kW)");
  save("w.npy", {0, 3}, {});
  expectRefused({}, 2, "kernel_size[0] = 0: must be at least 1");
}

TEST_F(Run, RefusesOutputSizesThatCannotBe) {
  const Outcome outcome = run({"--output-size", "4"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("output_size[0] = 4: must be"));
  EXPECT_FALSE(fs::exists(folder_ / "y.npy"));
}

TEST_F(Run, RefusesDamagedAndMissingFiles) {
  fs::remove(folder_ / "x.npy");
  expectRefused({}, 1, "x.npy: cannot be read: No such file or directory");
  put(folder_ / "x.npy", "no array");
  expectRefused({}, 1, "x.npy: is not an .npy file");
  fs::remove(folder_ / "x.npy");
  fs::create_directory(folder_ / "x.npy");
  expectRefused({}, 1, "x.npy: is a directory, must be a regular file");
}

TEST_F(Run, RefusesTargetsThatAreNotRegularFiles) {
  const auto to = [&](const std::string& target) {
    return runProgram({"run", "--input", "x.npy", "--weight", "w.npy", "--output", target},
                      {.folder = folder_.path()});
  };
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  fs::create_directory(folder_ / "dir");
  const auto before = folder_.names();
  for (const auto& [target, message] : std::vector<std::pair<std::string, std::string>>{
           {"pipe", "pipe: is not a regular file, must be one or a new name"},
           {"dir", "dir: is a directory, must be a regular file or a new name"},
           {"/dev/full", "/dev/full: is not a regular file, must be one or a new name"},
           {"", "\"\": must be the name of a file"},
           {"none/y.npy", "none/y.npy: cannot be written: its folder does not exist"}}) {
    const Outcome outcome = to(target);
    EXPECT_EQ(outcome.err, "tconv-lab run: " + message + "\n");
    EXPECT_EQ(outcome.status, 1);
  }
  EXPECT_EQ(folder_.names(), before);
  EXPECT_TRUE(fs::is_fifo(folder_ / "pipe"));
}

TEST_F(Run, RefusesAFolderThatCannotBeWritten) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  fs::permissions(folder_.path(), fs::perms::owner_read | fs::perms::owner_exec);
  expectRefused({}, 1, "y.npy: cannot be written: its folder: Permission denied");
}

TEST_F(Run, LeavesTheOldFileWhenTheDiskIsFull) {
  put(folder_ / "y.npy", "old");
  expectRefused({"--stride", "9"}, 1, "y.npy: cannot be written: File too large", {.file_limit = 200});
  EXPECT_EQ(contentOf(folder_ / "y.npy"), "old");
}

TEST_F(Run, TakesAtMost64MiBMoreThanItsOperandsAndItsResult) {
  if (support::kSanitized) GTEST_SKIP() << "a sanitizer takes memory for itself";
  const auto expect_lean = [&](const Shape& x, const Shape& weight, const std::vector<std::string>& more) {
    const auto size_of = [](const Shape& shape) {
      return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
    };
    save("x.npy", x, std::vector<float>(size_of(x), 1));
    save("w.npy", weight, std::vector<float>(size_of(weight), 1));
    const Outcome outcome = run(more);
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const auto sizes = fs::file_size(folder_ / "x.npy") + fs::file_size(folder_ / "w.npy") +
                       fs::file_size(folder_ / "y.npy");
    EXPECT_LT(outcome.peak, static_cast<long>(sizes / 1024) + 64 * 1024) << testing::PrintToString(x);
  };
  expect_lean({1, 2, 2048, 2048}, {2, 2, 4, 4}, {"--stride", "2"});
  expect_lean({1, 1024, 4, 4}, {1024, 2048, 3, 3}, {});
  expect_lean({1, 64, 256, 256}, {64, 64, 3, 3}, {"--algorithm", "fast"});
  expect_lean({1, 3000, 1, 3000}, {3000, 2, 1, 3}, {});
}

TEST_F(Run, RefusesWhatDoesNotFitInMemoryBeforeAllocating) {
  const Outcome outcome = run({"--stride", "10000000"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err,
              testing::StartsWith("tconv-lab run: output: needs 400000227108880 bytes of memory, and "));
  EXPECT_FALSE(fs::exists(folder_ / "y.npy"));
}

TEST_F(Run, DoesNotDependOnTheLocale) {
  for (const char* locale : {"de_DE.UTF-8", "fr_FR.UTF-8", "C"}) {
    const Outcome outcome = run({"--stride", "2,1"}, {.environment = {{"LC_ALL", locale}}});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(y().shape, (Shape{4, 3}));
    expectRefused(
        {"--stride", "1,5,2"}, 2,
        "--stride = \"1,5,2\": must be a whole number, or height,width as two of them, like 2 or 2,1",
        {.environment = {{"LC_ALL", locale}}});
    fs::remove(folder_ / "y.npy");
  }
}

TEST_F(Run, WritesItsFileWithStandardOutputClosed) {
  const Outcome outcome = run({}, {.stdout_path = "-"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(y().values, testing::ElementsAre(0, 0, 1, 0, 4, 6, 4, 12, 9));
}

TEST_F(Run, ShowsHostileNamesInOneLine) {
  const Outcome outcome = runProgram({"run", "--input", "a\nb\x1b[2J" + std::string(3000, 'x'), "--weight",
                                      "w", "--output", (folder_ / "y.npy").string()});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1);
  EXPECT_LT(outcome.err.size(), 400U);
  EXPECT_EQ(outcome.err.find('\x1b'), std::string::npos);
}

}  // namespace

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "io/image.h"
#include "io/npy.h"
#include "io/session.h"
#include "support/files.h"
#include "support/program.h"

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
using testing::SizeIs;

class Export : public testing::Test {
 protected:
  Outcome run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "export");
    return runProgram(arguments, {.folder = folder_.path()});
  }
  void expectRefused(const std::vector<std::string>& arguments, int status, const std::string& message) {
    const auto before = folder_.names();
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.err, "tconv-lab export: " + message + "\n");
    EXPECT_EQ(outcome.status, status);
    EXPECT_EQ(folder_.names(), before);
  }
  std::vector<std::string> filesIn(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_ / name))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  TemporaryFolder folder_;
};

TEST_F(Export, WritesOneSvgForEachState) {
  const Outcome outcome = run({"--input-size", "2", "--kernel", "2", "--format", "svg", "--output", "out"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(filesIn("out"),
              ElementsAre("step_0.svg", "step_1.svg", "step_2.svg", "step_3.svg", "step_4.svg"));
  EXPECT_THAT(contentOf(folder_ / "out/step_0.svg"), HasSubstr("<text"));
}

TEST_F(Export, WritesPngsOfTheWantedSizeAndSteps) {
  put(folder_ / "x.npy", lab::io::formatNpy({3, 4}, std::vector<float>(12, 1)));
  put(folder_ / "w.npy", lab::io::formatNpy({2, 2}, std::vector<float>(4, 1)));
  const Outcome outcome = run({"--input", "x.npy", "--weight", "w.npy", "--format", "png", "--output", "out",
                               "--steps", "9:11", "--size", "320x200", "--stride", "2"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(filesIn("out"), ElementsAre("step_09.png", "step_10.png"));
  const tconv::Tensor picture = lab::io::readImage(folder_ / "out/step_09.png");
  EXPECT_EQ(picture.shape(), (tconv::Shape{1, 3, 200, 320}));
}

TEST_F(Export, DrawsASession) {
  lab::Session session{lab::textbookDocument(), {}};
  session.view.theme = lab::ThemeChoice::dark;
  lab::io::saveSession(folder_ / "s.json", session);
  const std::vector<std::string> common = {"--session", "s.json", "--format", "svg", "--steps", "4:5"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), common.begin(), common.end());
    return run(more);
  };
  EXPECT_EQ(with({"--output", "own"}).err, "");
  EXPECT_EQ(with({"--output", "dark", "--theme", "dark"}).err, "");
  EXPECT_EQ(with({"--output", "light", "--theme", "light"}).err, "");
  EXPECT_EQ(contentOf(folder_ / "own/step_4.svg"), contentOf(folder_ / "dark/step_4.svg"));
  EXPECT_NE(contentOf(folder_ / "own/step_4.svg"), contentOf(folder_ / "light/step_4.svg"));
}

TEST_F(Export, WarnsAboutUnknownKeysOfASession) {
  put(folder_ / "s.json", R"({"format": "tconv-lab session", "version": 1, "colour": 1})");
  const Outcome outcome =
      run({"--session", "s.json", "--format", "svg", "--output", "out", "--steps", "0:1"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "tconv-lab export: warning: unknown key colour ignored\n");
}

TEST_F(Export, RefusesExistingFilesUnlessToldToOverwrite) {
  const std::vector<std::string> arguments = {"--input-size", "2",   "--kernel", "2",
                                              "--format",     "svg", "--output", "out"};
  EXPECT_EQ(run(arguments).status, 0);
  put(folder_ / "out/step_3.svg", "mine");
  const Outcome again = run(arguments);
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.err, HasSubstr("step_"));
  EXPECT_EQ(contentOf(folder_ / "out/step_3.svg"), "mine");
  auto forced = arguments;
  forced.emplace_back("--overwrite");
  EXPECT_EQ(run(forced).status, 0);
  EXPECT_THAT(contentOf(folder_ / "out/step_3.svg"), HasSubstr("<svg"));
}

TEST_F(Export, RefusesBadOptions) {
  const std::vector<std::string> base = {"--input-size", "2",   "--kernel", "2",
                                         "--format",     "svg", "--output", "out"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), base.begin(), base.end());
    return more;
  };
  const std::string size =
      ": must be WIDTHxHEIGHT, each from 64 to 16384, or in centimetres as in 12x8cm, or one of 16:9, 4:3, "
      "square, column, page";
  for (const char* text : {"640", "640x", "x", "640x480x1", "640X480", "63x64", "64x20000", "-640x480",
                           "6e2x480", "12xcm", "1x1cm", "nanx8cm"})
    expectRefused(with({"--size", text}), 2, fmt::format("--size = \"{}\"{}", text, size));
  for (const char* text : {"x", "-1", "3:x"})
    expectRefused(with({"--steps", text}), 2,
                  fmt::format("--steps = \"{}\": must be first:end as two whole numbers, like 0:10, or one "
                              "state, or last or poster",
                              text));
  expectRefused(with({"--steps", "2:2"}), 2,
                "--steps = \"2:2\": must start at 0 or later and end behind its start");
  expectRefused(with({"--steps", "-1:2"}), 2,
                "--steps = \"-1:2\": must start at 0 or later and end behind its start");
  expectRefused(with({"--steps", "0:6"}), 2,
                "--steps = \"0:6\": must end at 5 at most, the number of states");
  expectRefused(with({"--phases", "0"}), 2, "--phases = \"0\": must be from 1 to 1000");
  expectRefused(with({"--face", "scatter,scatter"}), 2,
                "--face = \"scatter,scatter\": must name 1 to 4 different faces");
  expectRefused(with({"--face", ""}), 2, "--face = \"\": must name 1 to 4 different faces");
  expectRefused(with({"--theme", "blue"}), 2, "--theme = \"blue\": must be light, dark or print");
  expectRefused(with({"--seed", "-1"}), 2, "--seed = \"-1\": must be a whole number from 0 to 2^64 - 1");
  expectRefused(with({"--stride", "0"}), 2, "stride[0] = 0: must be at least 1");
  expectRefused(with({"--session", "s.json"}), 2, "--session: must not be given together with --input-size");
  expectRefused({"--input-size", "2", "--kernel", "2", "--format", "bmp", "--output", "out"}, 2,
                "--format = \"bmp\": must be one of png, svg, pdf, tikz, gif, apng, webp, mp4, webm, "
                "npz, pytorch, keras, jax, numpy, onnx");
  expectRefused({"--kernel", "2", "--format", "png", "--output", "out"}, 2,
                "--input: is missing: give --session, or --input or --input-size");
  expectRefused({"--session", "none.json", "--format", "png", "--output", "out"}, 1,
                "none.json: cannot be read: No such file or directory");
}

TEST_F(Export, WritesAnAnimation) {
  const Outcome outcome =
      run({"--input-size", "2",       "--kernel",     "2", "--format",           "gif", "--output",  "a.gif",
           "--size",       "320x180", "--fps",        "5", "--seconds-per-step", "0.4", "--pause",   "0",
           "--loops",      "1",       "--slow-steps", "1", "--speed-up",         "2",   "--at-most", "60"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(folder_.names(), ElementsAre("a.gif"));
  EXPECT_TRUE(contentOf(folder_ / "a.gif").starts_with("GIF89a"));
}

TEST_F(Export, RefusesBadTiming) {
  const auto refuse = [&](const char* option, const char* value, const std::string& rule) {
    expectRefused(
        {"--input-size", "2", "--kernel", "2", "--format", "gif", "--output", "a.gif", option, value}, 2,
        fmt::format("{} = \"{}\": {}", option, value, rule));
  };
  refuse("--fps", "0", "must be 0.1 to 100");
  refuse("--fps", "1e3x", "must be a number like 0.5");
  refuse("--fps", "nan", "must be a number like 0.5");
  refuse("--seconds-per-step", "61", "must be 0.01 to 60");
  refuse("--pause", "-1", "must be 0 to 600");
  refuse("--loops", "1.5", "must be a whole number of 64 bits, like 2");
  refuse("--loops", "65536", "must be from 0 to 65535");
  refuse("--speed-up", "0.5", "must be 1 to 1000");
  refuse("--slow-steps", "2", "needs --speed-up for the other steps");
  refuse("--at-most", "-1", "must be 0 to 86400");
  expectRefused({"--input-size", "2", "--kernel", "2", "--format", "png", "--output", "o", "--fps", "3"}, 2,
                "--fps = \"3\": is for animations, and png is none");
}

TEST_F(Export, WritesPagesOfSeveralFrames) {
  const std::vector<std::string> base = {"--input-size", "2", "--kernel", "2", "--format", "png"};
  const auto names = [&](std::vector<std::string> more) {
    more.insert(more.begin(), base.begin(), base.end());
    const Outcome outcome = run(more);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
  };
  names({"--sheet", "2x2", "--output", "sheet"});
  EXPECT_THAT(filesIn("sheet"), ElementsAre("page_1.png", "page_2.png"));
  names({"--strip", "3", "--output", "strip.png", "--title", "A & B", "--caption", "below", "--formula",
         "--without", "legend,title", "--decimals", "2", "--margin", "10", "--background", "#ffffff"});
  names({"--steps", "poster", "--output", "poster.png", "--size", "column", "--dpi", "100"});
  names({"--steps", "last", "--phase-ends", "--output", "last.png", "--theme", "print"});
  names({"--phase-ends", "--output", "ends"});
  EXPECT_THAT(filesIn("ends"), SizeIs(4 * 5 + 1));
}

TEST_F(Export, SweepsParameters) {
  const Outcome outcome = run({"--input-size", "3", "--kernel", "3", "--stride", "2", "--sweep",
                               "stride,kernel_size", "--steps", "last", "--output", "sweep.svg"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(contentOf(folder_ / "sweep.svg"), HasSubstr("Stride 3"));
  expectRefused({"--input-size", "3", "--kernel", "3", "--sweep", "stride,stride", "--output", "a.svg"}, 2,
                "--sweep = \"stride,stride\": must name two different parameters, or one");
  expectRefused({"--input-size", "3", "--kernel", "3", "--sweep", "size", "--output", "a.svg"}, 2,
                "--sweep = \"size\": must be one or two different ones of kernel_size, stride, padding, "
                "output_padding, dilation");
}

TEST_F(Export, ListsTheFormatsAndWhatTheyNeed) {
  const Outcome all = run({"--formats"});
  EXPECT_EQ(all.status, 0);
  EXPECT_THAT(all.out, HasSubstr("gif       .gif    GIF animation\n"));
  const Outcome without =
      runProgram({"export", "--formats"}, {.environment = {{"PATH", folder_.path().string()}}});
  EXPECT_THAT(without.out,
              HasSubstr("mp4       .mp4    MP4 video (H.264); unavailable: needs the program ffmpeg, which "
                        "is not installed (apt-get install ffmpeg)\n"));
}

TEST_F(Export, SpeaksTheLanguageThatIsAskedFor) {
  const auto svg = [&](const char* language) {
    const Outcome outcome = run({"--input-size", "2", "--kernel", "2", "--steps", "poster", "--overwrite",
                                 "--output", "a.svg", "--language", language});
    EXPECT_EQ(outcome.err, "");
    return contentOf(folder_ / "a.svg");
  };
  EXPECT_THAT(svg("en"), HasSubstr("Step 3 of 4"));
  EXPECT_THAT(svg("zh_CN"), HasSubstr("第 3 / 4 步"));
  expectRefused(
      {"--input-size", "2", "--kernel", "2", "--format", "png", "--output", "o", "--language", "de"}, 2,
      "--language = \"de\": must be en or zh_CN");
}

TEST_F(Export, LeavesNothingWhereTheDiskIsFull) {
  for (const char* name :
       {"a.gif", "a.apng", "a.webp", "a.mp4", "a.pdf", "a.tex", "a.png", "a.svg", "a.npz"}) {
    const Outcome outcome =
        runProgram({"export", "--input-size", "16", "--kernel", "3", "--kernel-preset", "normal", "--output",
                    (folder_ / name).string(), "--phases", "1", "--steps",
                    std::string(name) == "a.png" || std::string(name) == "a.svg" ? "3" : "0:20"},
                   {.file_limit = 2000});
    EXPECT_EQ(outcome.status, std::string(name) == "a.npz" ? 2 : 1) << name;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_THAT(folder_.names(), IsEmpty()) << name;
  }
}

TEST_F(Export, RefusesABadLook) {
  const auto refuse = [&](const char* option, const char* value, int status, const std::string& message) {
    expectRefused({"--input-size", "2", "--kernel", "2", "--format", "png", "--output", "o", option, value},
                  status, message);
  };
  refuse("--background", "red", 2, "--background = \"red\": must be transparent or a colour like #fffaf0");
  refuse("--background", "#808080", 1,
         "background = #808080: must have a contrast of at least 4.5 to the theme's text, and has 1.4; try "
         "another "
         "theme");
  refuse("--margin", "-1", 1, "margin = -1: must be 0 to 180");
  refuse("--type-size", "1000", 1, "type size = 1000: must be 0 to 100");
  refuse("--decimals", "10", 2, "--decimals = \"10\": must be from 0 to 9");
  refuse("--without", "grid", 2, "--without = \"grid\": must be some of title, legend, numbers");
  refuse("--sheet", "0x2", 2, "--sheet = \"0x2\": must be COLUMNSxROWS, each from 1 to 20");
  refuse("--strip", "21", 2, "--strip = \"21\": must be from 1 to 20");
  refuse("--dpi", "300", 2, "--dpi = \"300\": needs a --size in centimetres");
  expectRefused({"--input-size", "2", "--kernel", "2", "--format", "gif", "--output", "a.gif", "--background",
                 "transparent"},
                1, "background = transparent: is for pictures and pages, and gif has none");
  expectRefused(
      {"--input-size", "2", "--kernel", "2", "--format", "gif", "--output", "a.gif", "--strip", "3"}, 1,
      "frames on a page: are for pictures and pages, and an animation shows one after the other");
}

TEST_F(Export, WritesTheLayerItself) {
  for (const auto& [format, output] : {std::pair{"pytorch", "a.py"},
                                       {"numpy", "b.py"},
                                       {"onnx", "c.onnx"},
                                       {"onnx", "d.py"},
                                       {"npz", "e.npz"}}) {
    const Outcome outcome =
        run({"--input-size", "2", "--kernel", "2", "--format", format, "--output", output});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
  }
  EXPECT_THAT(folder_.names(), ElementsAre("a.py", "b.py", "c.onnx", "d.py", "e.npz"));
  expectRefused(
      {"--input-size", "2", "--kernel", "2", "--format", "numpy", "--output", "x.py", "--steps", "0:1"}, 2,
      "--steps = \"0:1\": is for frames, and numpy has none");
}

TEST_F(Export, RefusesAnOutputThatEndsLikeAnotherFormat) {
  for (const auto& [format, output] :
       {std::pair{"gif", "a.mp4"}, {"gif", "a"}, {"png", "a.svg"}, {"svg", "a.GIF"}, {"apng", "a.gif"}})
    expectRefused({"--input-size", "2", "--kernel", "2", "--format", format, "--output", output}, 1,
                  fmt::format("output file = {}: must end in .{}, as the format is", output, format));
}

TEST_F(Export, DrawsOneToFourFaces) {
  const std::vector<std::string> base = {"--input-size", "2",   "--kernel", "2",
                                         "--format",     "svg", "--steps",  "3:4"};
  const auto drawn = [&](const std::string& faces) {
    std::vector<std::string> arguments = base;
    arguments.insert(arguments.end(), {"--face", faces, "--output", faces});
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return contentOf(folder_ / (faces + "/step_3.svg"));
  };
  EXPECT_THAT(drawn("scatter"), testing::Not(HasSubstr("This step")));
  EXPECT_THAT(drawn("arithmetic"), HasSubstr("This step"));
  const std::string both = drawn("scatter,arithmetic");
  EXPECT_THAT(both, HasSubstr("This step"));
  EXPECT_THAT(both, HasSubstr("Kernel w"));
  const Outcome outcome = run({"--input-size", "2", "--kernel", "2", "--format", "svg", "--output", "bad",
                               "--face", "scatter,profile"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err,
              testing::StartsWith("tconv-lab export: --face = \"profile\": must be one of scatter, "));
}

TEST_F(Export, CountsOutputCellsWhereTheSessionGoesByThem) {
  lab::Session session{lab::textbookDocument(), {}};
  session.view.playhead.granularity = lab::Granularity::cell;
  lab::io::saveSession(folder_ / "cells.json", session);
  const Outcome outcome = run({"--session", "cells.json", "--format", "svg", "--output", "out"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(filesIn("out"), SizeIs(10));
  EXPECT_THAT(contentOf(folder_ / "out/step_05.svg"), HasSubstr("Cell 5 of 9"));
}

TEST_F(Export, NamesThePresetsThereAre) {
  const Outcome outcome = run({"--input-size", "2", "--kernel", "2", "--kernel-preset", "rump", "--format",
                               "svg", "--output", "out"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("rump"));
  EXPECT_THAT(outcome.err, HasSubstr("textbook"));
  EXPECT_THAT(folder_.names(), IsEmpty());
}

TEST_F(Export, RefusesABatchAndAnIllegalSession) {
  put(folder_ / "x.npy", lab::io::formatNpy({2, 1, 2, 2}, std::vector<float>(8, 1)));
  expectRefused({"--input", "x.npy", "--kernel", "2", "--format", "svg", "--output", "out"}, 2,
                "--input = \"x.npy\": holds 2 images, must hold 1");
  lab::Session session;
  session.document.layer.output_padding = 7;
  lab::io::saveSession(folder_ / "s.json", session);
  expectRefused(
      {"--session", "s.json", "--format", "svg", "--output", "out"}, 2,
      "output_padding[0] = 7: output padding must be smaller than either stride (1) or dilation (1)");
}

}  // namespace

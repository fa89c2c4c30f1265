#include "export/export.h"

#include <gmock/gmock.h>
#include <png.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "export/render.h"
#include "view/hit_canvas.h"

namespace lab::exporting {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Pixels {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;
  tconv::Rgb at(int x, int y) const {
    const std::size_t i = (std::size_t(y) * std::size_t(width) + std::size_t(x)) * 3;
    return {rgb[i], rgb[i + 1], rgb[i + 2]};
  }
};

Pixels decoded(const std::string& png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) return {};
  image.format = PNG_FORMAT_RGB;
  Pixels out{static_cast<int>(image.width), static_cast<int>(image.height), {}};
  out.rgb.resize(PNG_IMAGE_SIZE(image));
  png_image_finish_read(&image, nullptr, out.rgb.data(), 0, nullptr);
  return out;
}

class Export : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "/export_test_XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root = name;
    request.output = root / "frames";
    request.width = 640;
    request.height = 360;
  }
  void TearDown() override { fs::remove_all(root); }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    if (!fs::exists(request.output)) return found;
    for (const auto& entry : fs::directory_iterator(request.output)) {
      found.push_back(entry.path().filename().string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  static std::string bytesIn(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string bytesOf(const std::string& name) const { return bytesIn(request.output / name); }

  static std::string fileAt(const Derived& derived, double time, const Request& request) {
    return renderFile(derived, time, request);
  }

  std::string refusal() const {
    try {
      write(derived, request);
    } catch (const tconv::Error& error) {
      return error.what();
    }
    return "";
  }

  fs::path root;
  Document document = newcomerDocument();
  Derived derived = std::get<Derived>(derive(document));
  Request request;
};

TEST_F(Export, WritesOneFileForEachState) {
  EXPECT_EQ(write(derived, request).files, 10);
  EXPECT_EQ(names().size(), 10U);
  EXPECT_EQ(names().front(), "step_00.png");
  EXPECT_EQ(names().back(), "step_09.png");
  std::set<std::string> different;
  for (const std::string& name : names()) different.insert(bytesOf(name));
  EXPECT_EQ(different.size(), 10U);
}

TEST_F(Export, TheRangeIsHalfOpen) {
  request.format = Format::svg;
  request.selection.first = 2;
  request.selection.last = 4;
  EXPECT_EQ(write(derived, request).files, 2);
  EXPECT_THAT(names(), ElementsAre("step_02.svg", "step_03.svg"));
  EXPECT_EQ(bytesOf("step_03.svg"), fileAt(derived, 3, request));
}

TEST_F(Export, PhasesSortByTimeAndTheLastStateHasNone) {
  request.format = Format::svg;
  request.selection.first = 7;
  request.selection.phases = 3;
  EXPECT_EQ(write(derived, request).files, 7);
  EXPECT_THAT(names(), ElementsAre("step_07.svg", "step_07_1.svg", "step_07_2.svg", "step_08.svg",
                                   "step_08_1.svg", "step_08_2.svg", "step_09.svg"));
  EXPECT_EQ(bytesOf("step_08_1.svg"), fileAt(derived, 8 + 1 / 3.0, request));
}

TEST_F(Export, AnOutputNamedLikeAPictureIsOneFile) {
  request.output = root / "figure.svg";
  request.format = Format::svg;
  EXPECT_THAT(refusal(), HasSubstr("figure.svg: holds one picture, and 10 were asked for"));
  EXPECT_FALSE(fs::exists(request.output));
  request.selection.first = 3;
  request.selection.last = 4;
  EXPECT_EQ(write(derived, request).files, 1);
  EXPECT_EQ(bytesIn(request.output), fileAt(derived, 3, request));
  EXPECT_THAT(refusal(), HasSubstr("figure.svg: exists already"));
}

TEST_F(Export, LooksAtTheBoardAsTheWindowDoes) {
  ViewState view;
  view.faces = {Face::matrix, Face::gather};
  view.options.show_convolution = true;
  view.playhead.granularity = Granularity::cell;
  view.show_symbols = true;
  const Request asked = requestFor(view);
  EXPECT_EQ(asked.faces, view.faces);
  EXPECT_EQ(asked.options, view.options);
  EXPECT_EQ(asked.granularity, Granularity::cell);
  EXPECT_TRUE(asked.symbols);
}

TEST_F(Export, FilesArePicturesOfTheAskedSize) {
  request.selection.last = 1;
  write(derived, request);
  const Pixels picture = decoded(bytesOf("step_00.png"));
  EXPECT_EQ(picture.width, 640);
  EXPECT_EQ(picture.height, 360);
}

/// Everything that can be hit on a frame, and the middle of the first quarter of it: on the fill, beside the
/// number.
std::map<std::pair<Index, Index>, view::Point> cornersOf(RefKind kind, const Derived& derived,
                                                         const Request& request) {
  view::Frame frame;
  frame.derived = &derived;
  frame.theme = &view::theme(request.look.theme);
  frame.area = {0, 0, double(request.width), double(request.height)};
  frame.scale = std::min(request.width / 1280.0, request.height / 720.0);
  std::map<std::pair<Index, Index>, view::Box> boxes;
  for (double y = 1; y < request.height; y += 9) {
    for (double x = 1; x < request.width; x += 9) {
      view::HitCanvas canvas({x, y});
      view::drawBoard(canvas, frame);
      if (canvas.hit().kind != kind) continue;
      view::Box& box =
          boxes.try_emplace({canvas.hit().row, canvas.hit().column}, view::Box{x, y, 0, 0}).first->second;
      box.w = std::max(box.w, x - box.x);
      box.h = std::max(box.h, y - box.y);
    }
  }
  std::map<std::pair<Index, Index>, view::Point> out;
  for (const auto& [cell, box] : boxes) out[cell] = {box.x + box.w / 5, box.y + box.h / 5};
  return out;
}

TEST_F(Export, InputCellsHaveTheColourOfTheirValue) {
  request.width = 1280;
  request.height = 720;
  for (const ThemeChoice choice : {ThemeChoice::light, ThemeChoice::dark}) {
    request.look.theme = choice;
    const Pixels picture = decoded(fileAt(derived, 0, request));
    const auto corners = cornersOf(RefKind::input, derived, request);
    ASSERT_EQ(corners.size(), 9U);
    for (const auto& [cell, point] : corners) {
      const float value = static_cast<float>(cell.first * 3 + cell.second + 1);  // the ramp 1 ... 9
      const auto index = tconv::colorIndex(value, derived.input->limit);
      EXPECT_EQ(picture.at(int(point.x), int(point.y)), view::theme(choice).values[index]) << value;
    }
  }
}

/// The output of a scatter, straight from the definition: ramp, textbook kernel, stride 2, on the full
/// canvas.
std::vector<std::vector<int>> scattered(int steps) {
  constexpr int kernel[3][3] = {{1, 2, 1}, {2, 4, 2}, {1, 2, 1}};
  std::vector canvas(7, std::vector<int>(7));
  for (int i = 0; i < steps; ++i) {
    for (int u = 0; u < 3; ++u) {
      for (int v = 0; v < 3; ++v) canvas[i / 3 * 2 + u][i % 3 * 2 + v] += (i + 1) * kernel[u][v];
    }
  }
  return canvas;
}

/// The number in each cell of the first output channel: the text after the shapes of the cell's group.
std::map<std::pair<int, int>, std::string> numbersOf(const std::string& svg) {
  std::map<std::pair<int, int>, std::string> numbers;
  std::optional<std::pair<int, int>> cell;
  std::istringstream lines(svg);
  for (std::string line; std::getline(lines, line);) {
    std::pair<int, int> at;
    if (std::sscanf(line.c_str(), "<g id=\"canvas-0-%d-%d", &at.first, &at.second) == 2) {
      cell = at;
    } else if (cell && !line.starts_with("<rect") && !line.starts_with("<path")) {
      const std::size_t text = line.find('>') + 1;
      if (line.starts_with("<text")) numbers[*cell] = line.substr(text, line.find('<', text) - text);
      cell.reset();
    }
  }
  return numbers;
}

TEST_F(Export, SvgHoldsTheNumbersOfTheState) {
  request.format = Format::svg;
  request.width = 1280;
  request.height = 720;
  for (const int step : {4, 9}) {
    const auto shown = numbersOf(fileAt(derived, step, request));
    const auto expected = scattered(step);
    int numbers = 0;
    for (const auto& [cell, text] : shown) {
      EXPECT_EQ(text, std::to_string(expected[cell.first][cell.second])) << cell.first << ' ' << cell.second;
      ++numbers;
    }
    EXPECT_GE(numbers, step == 9 ? 49 : 25);
  }
}

TEST_F(Export, TwoRunsGiveTheSameBytes) {
  for (const Format format : {Format::png, Format::svg}) {
    request.format = format;
    for (const double time : {0.0, 4.4, 9.0}) {
      EXPECT_EQ(fileAt(derived, time, request), fileAt(derived, time, request));
    }
  }
}

TEST_F(Export, APictureOfTwiceTheSizeIsTheSamePicture) {
  const Pixels small = decoded(fileAt(derived, 5, request));
  request.width *= 2;
  request.height *= 2;
  const Pixels large = decoded(fileAt(derived, 5, request));
  double difference = 0;
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      const int mean = (large.at(2 * x, 2 * y).g + large.at(2 * x + 1, 2 * y).g +
                        large.at(2 * x, 2 * y + 1).g + large.at(2 * x + 1, 2 * y + 1).g) /
                       4;
      difference += std::abs(mean - small.at(x, y).g);
    }
  }
  EXPECT_LT(difference / (small.width * small.height), 3);
}

TEST_F(Export, ExistingNamesAreRefusedBeforeAnythingIsWritten) {
  fs::create_directories(request.output);
  std::ofstream(request.output / "step_09.png") << "mine";
  EXPECT_THAT(refusal(), HasSubstr("step_09.png: exists already"));
  EXPECT_THAT(names(), ElementsAre("step_09.png"));
  EXPECT_EQ(bytesOf("step_09.png"), "mine");
  request.overwrite = true;
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(names().size(), 10U);
  EXPECT_NE(bytesOf("step_09.png"), "mine");
}

TEST_F(Export, WhatIsNoRegularFileIsNeverReplaced) {
  fs::create_directories(request.output / "step_03.png");
  request.overwrite = true;
  EXPECT_THAT(refusal(), HasSubstr("step_03.png: exists and is not a regular file"));
  EXPECT_THAT(names(), ElementsAre("step_03.png"));
}

TEST_F(Export, AFolderThatCannotBeWrittenIsNamed) {
  std::ofstream(root / "file") << "";
  request.output = root / "file";
  EXPECT_THAT(refusal(), HasSubstr("file: exists and is not a folder"));
  request.output = "/proc/frames";
  EXPECT_THAT(refusal(), HasSubstr("output folder = /proc/frames: cannot be made: "));
}

TEST_F(Export, AReadOnlyFolderStaysEmpty) {
  if (geteuid() == 0) GTEST_SKIP() << "nothing is read-only for root";
  fs::create_directories(request.output);
  fs::permissions(request.output, fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_THAT(refusal(), HasSubstr("step_00.png"));
  EXPECT_THAT(names(), IsEmpty());
  fs::permissions(request.output, fs::perms::owner_all);
}

TEST_F(Export, ARangeOutsideTheStatesIsRefusedByNamingThem) {
  const std::pair<Index, Index> bad[] = {{0, 11}, {-1, 3}, {4, 4}, {5, 2}};
  for (const auto& [first, last] : bad) {
    request.selection.first = first;
    request.selection.last = last;
    EXPECT_EQ(refusal(), "steps = " + std::to_string(first) + ":" + std::to_string(last) +
                             ": must be a non-empty part of 0:10, the end not included");
  }
  EXPECT_FALSE(fs::exists(request.output));
}

TEST_F(Export, SizesAndPhasesOutOfRangeAreRefused) {
  request.selection.phases = 0;
  EXPECT_EQ(refusal(), "phases = 0: must be 1 to 1000");
  request.selection.phases = 1;
  request.width = 0;
  EXPECT_THAT(refusal(), HasSubstr("size = 0x360: each side must be 64 to 16384"));
  request.width = request.height = 16384;
  EXPECT_THAT(refusal(), HasSubstr("at most 67108864 pixels"));
  EXPECT_FALSE(fs::exists(request.output));
}

}  // namespace
}  // namespace lab::exporting

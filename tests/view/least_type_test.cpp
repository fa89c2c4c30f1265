#include <gmock/gmock.h>

#include "view/face_cases.h"

/// Boards for a large room: what is written can be read from its last row, or is not written.
namespace lab::view {
namespace {

/// 1920 x 1080 in the type of presenter mode, in pixels.
constexpr double kScale = 1.35 * 1.75;
constexpr Box kScreen{0, 0, 1920, 1080};

Frame roomFrame(Face face, const Derived& derived, double time) {
  Frame frame = faceFrame(face, derived, time, kScreen);
  frame.scale = kScale;
  frame.least_type = 12;
  return frame;
}

std::vector<RecordLine> texts(const Frame& frame) {
  std::vector<RecordLine> lines = parseRecord(scatterText(frame));
  std::erase_if(lines, [](const RecordLine& line) { return line.verb != "text"; });
  return lines;
}

class LeastType : public testing::TestWithParam<Face> {};

TEST_P(LeastType, NothingOnTheBoardIsSmaller) {
  for (const FaceCase& c : faceCases()) {
    const Derived derived = support::derived(c.document);
    for (const double time : {0.0, 1.0, 1.85, static_cast<double>(derived.trace->steps())})
      for (const RecordLine& line : texts(roomFrame(GetParam(), derived, time)))
        EXPECT_GE(line.size, 12 * kScale - 0.01) << c.name << " at " << time << ": " << line.text;
  }
}

INSTANTIATE_TEST_SUITE_P(Faces, LeastType,
                         testing::Values(Face::scatter, Face::intermediates, Face::gather, Face::matrix,
                                         Face::overlap, Face::roundtrip, Face::backward, Face::arithmetic,
                                         Face::channels, Face::lens, Face::compare, Face::image),
                         [](const auto& param) { return std::string(lab::info(param.param).id); });

TEST(LeastTypeOfCells, KeepsNumbersThatAreLargeEnough) {
  const Derived derived = support::derived(newcomerDocument());
  const auto lines = texts(roomFrame(Face::scatter, derived, 9));
  const auto numbers = std::ranges::count_if(
      lines, [](const RecordLine& line) { return line.ref.kind == RefKind::canvas && !line.text.empty(); });
  EXPECT_EQ(numbers, 49);
}

TEST(LeastTypeOfCells, FillsCellsRatherThanLeaveTheirNumbersOut) {
  Document document = textbookDocument();
  document.layer.stride = 2;
  const Derived derived = support::derived(document);
  Frame frame = faceFrame(Face::scatter, derived, 4, {0, 0, 1280, 488});
  frame.scale = 1.75;
  frame.least_type = 12;
  const auto lines = texts(frame);
  const auto numbers_of = [&](RefKind kind) {
    return std::ranges::count_if(
        lines, [kind](const RecordLine& line) { return line.ref.kind == kind && !line.text.empty(); });
  };
  EXPECT_EQ(numbers_of(RefKind::input), 4);
  EXPECT_EQ(numbers_of(RefKind::weight), 4);
}

}  // namespace
}  // namespace lab::view

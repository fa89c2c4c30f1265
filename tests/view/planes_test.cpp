#include "view/planes.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "face_cases.h"
#include "view/board.h"
#include "view/canvas_text.h"

/// Planes of many cells, on every face.
namespace lab::view {
namespace {

using support::pick;

Document square(Index size, Index kernel, Index stride) {
  Document document;
  document.layer = {.kernel_size = kernel, .stride = stride};
  document.input_size = size;
  return document;
}

std::vector<RecordLine> linesOf(const Frame& frame) { return parseRecord(scatterText(frame)); }

std::size_t countOf(const std::vector<RecordLine>& lines, const std::string& verb) {
  return static_cast<std::size_t>(
      std::count_if(lines.begin(), lines.end(), [&](const RecordLine& l) { return l.verb == verb; }));
}

/// Colours alone would tell the sign where there is no room for numbers.
TEST(Planes, CellsTooSmallForNumbersHoldAMinusWhereTheyAreNegative) {
  const auto paths = [](float sign) {
    Document document = square(16, 2, 2);
    std::vector<float> values(256, 1.0F);
    for (std::size_t i = 0; i < 5; ++i) values[i * 7] = sign;
    document.input.custom = std::make_shared<const Tensor>(Shape{1, 1, 16, 16}, values);
    const Derived derived = support::derived(document);
    const Frame frame = faceFrame(Face::scatter, derived, 0);
    const double cell = scatterLayout(frame).inputs.planes.front().cell;
    EXPECT_TRUE(cell > 7 && cell < 22) << cell;
    return countOf(linesOf(frame), "path");
  };
  EXPECT_EQ(paths(-1), paths(1) + 5);
}

TEST(Planes, MoreCellsThanCanBeReadAreOnePictureWithLinesBetweenThem) {
  const Derived derived = support::derived(square(100, 2, 2));
  Frame frame = faceFrame(Face::scatter, derived, 5000, {0, 0, 3000, 2000});
  const GridPlace output = scatterLayout(frame).outputs.planes.front();
  ASSERT_GT(output.cell, 5);
  ASSERT_LT(output.cell, 10);
  const auto lines = linesOf(frame);
  EXPECT_LT(countOf(lines, "rect"), 500u);
  const auto picture = std::find_if(lines.begin(), lines.end(), [](const RecordLine& l) {
    return l.verb == "heatmap" && l.ref.kind == RefKind::canvas;
  });
  ASSERT_NE(picture, lines.end());
  EXPECT_NEAR(picture->box().w, output.box.w, 0.01);
  EXPECT_EQ((picture + 1)->verb, "path");
  EXPECT_THAT((picture + 1)->stroke, testing::StartsWith(hexColor(frame.theme->line) + "*0."));
  HitCanvas hit(output.cellBox(70, 33).center());
  drawBoard(hit, frame);
  EXPECT_EQ(hit.hit(), (Ref{RefKind::canvas, 0, 0, 70, 33}));
}

TEST(Planes, LinesAppearAsCellsGrow) {
  const Derived derived = support::derived(square(300, 2, 2));
  const auto strength = [&](double zoom) {
    Frame frame = faceFrame(Face::scatter, derived, 5000, {0, 0, 3000, 2000});
    frame.zoom = zoom / scatterLayout(frame).outputs.planes.front().cell;
    const auto lines = linesOf(frame);
    const auto picture = std::find_if(lines.begin(), lines.end(), [](const RecordLine& l) {
      return l.verb == "heatmap" && l.ref.kind == RefKind::canvas;
    });
    const auto of_lines = std::find_if(picture, lines.end(), [&](const RecordLine& l) {
      return l.verb == "path" && l.stroke.starts_with(hexColor(frame.theme->line));
    });
    if (of_lines == lines.end()) return 0.0;
    const std::size_t star = of_lines->stroke.find('*');
    return star == std::string::npos ? 1.0 : std::stod(of_lines->stroke.substr(star + 1));
  };
  EXPECT_EQ(strength(3.9), 0);
  EXPECT_GT(strength(5), 0);
  EXPECT_LT(strength(5), strength(8));
  EXPECT_LT(strength(8), 1);
  EXPECT_EQ(strength(10), 1);
}

/// What is kept of a document must not depend on what was drawn of it before.
TEST(Planes, AFaceIsTheSameWhateverWasDrawnBefore) {
  const Document documents[] = {square(70, 2, 2), square(33, 4, 2), square(40, 3, 3)};
  for (Document document : documents) {
    document.layer.padding = Pair{1};
    const Derived used = support::derived(document);
    support::forAll(40, [&] {
      const Granularity unit = *rc::gen::element(Granularity::element, Granularity::tap, Granularity::cell);
      const FaceInfo& face = faces()[static_cast<std::size_t>(pick(0, 9))];
      const Timeline timeline = timelineOf(*used.trace);
      const double time = timeAfter(timeline, unit, pick(0, unitsOf(timeline, unit)));
      Frame frame = faceFrame(face.face, used, time, {0, 0, 400, 220});
      frame.granularity = unit;
      frame.zoom = static_cast<double>(pick(1, 4));
      const std::string drawn = scatterText(frame);
      const Derived fresh = support::derived(document);
      frame.derived = &fresh;
      RC_ASSERT(scatterText(frame) == drawn);
    });
  }
}

}  // namespace
}  // namespace lab::view

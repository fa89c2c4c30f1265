#include "view/layout.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "support/documents.h"
#include "view/board.h"
#include "view/record_canvas.h"
#include "view/record_lines.h"
#include "view/type_metrics.h"

namespace lab::view {
namespace {

using support::pick;

std::vector<const Block*> blocksOf(const ScatterLayout& layout) {
  return {&layout.inputs, &layout.kernels, &layout.patches, &layout.outputs};
}

bool overlap(const Box& a, const Box& b) {
  const double rounding = 0.02;
  return a.x < b.right() - rounding && b.x < a.right() - rounding && a.y < b.bottom() - rounding &&
         b.y < a.bottom() - rounding;
}

bool inside(const Box& inner, const Box& outer) {
  const double rounding = 0.02;
  return inner.x >= outer.x - rounding && inner.y >= outer.y - rounding &&
         inner.right() <= outer.right() + rounding && inner.bottom() <= outer.bottom() + rounding;
}

/// Up to 16 channels and 64 by 64 elements; the kernel may be large too.
Document pickLargeDocument() {
  Document document;
  const Index group_choices[] = {1, 1, 2, 4};
  Layer& layer = document.layer;
  layer.dims = static_cast<int>(pick(1, 2));
  layer.groups = group_choices[pick(0, 3)];
  layer.in_channels = layer.groups * pick(1, 16 / layer.groups);
  layer.out_channels = layer.groups * pick(1, 16 / layer.groups);
  const Index largest = layer.in_channels * layer.out_channels > 16 ? 24 : 64;
  document.input_size = {pick(1, largest), pick(1, largest)};
  layer.kernel_size = {pick(1, 7), pick(1, 7)};
  layer.stride = {pick(1, 4), pick(1, 4)};
  layer.dilation = {pick(1, 3), pick(1, 3)};
  return document;
}

Box pickArea() {
  const double x = static_cast<double>(pick(0, 300)), y = static_cast<double>(pick(0, 100));
  const Box areas[] = {
      {x, y, 728, 680}, {x, y, 480, 560}, {x, y, 1280, 800}, {x, y, 1920, 1080}, {x, y, 296, 680}};
  return areas[pick(0, 4)];
}

TEST(ScatterLayout, GridsDoNotOverlapAndLieInsideTheirArea) {
  support::forAll(150, [] {
    const Document document = pickLargeDocument();
    const Derived derived = support::derived(document);
    const Frame frame = frameOf(derived, 0, pickArea());
    RC_LOG() << rc::toString(document.layer.in_channels) << " " << rc::toString(document.layer.out_channels)
             << " " << rc::toString(document.input_size.h) << "x" << rc::toString(document.input_size.w)
             << " area " << frame.area.w << " x " << frame.area.h << " ";
    const ScatterLayout layout = scatterLayout(frame);
    std::vector<Box> boxes;
    for (const Block* block : blocksOf(layout))
      for (const GridPlace& plane : block->planes) {
        RC_ASSERT(plane.cell > 0);
        RC_ASSERT(inside(plane.box, layout.content));
        RC_ASSERT(inside(plane.box, frame.area));
        boxes.push_back(plane.box);
      }
    for (std::size_t i = 0; i < boxes.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) RC_ASSERT(!overlap(boxes[i], boxes[j]));
  });
}

TEST(ScatterLayout, PlanesHaveTheShapesOfTheirTensors) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const support::PlainScatter plain(document);
    const ScatterLayout layout = scatterLayout(frameOf(derived, 0));
    const auto all = [](const Block& block, Index planes, Pair size) {
      RC_ASSERT(block.planes.size() == static_cast<std::size_t>(planes));
      for (const GridPlace& plane : block.planes) {
        RC_ASSERT(Pair(plane.rows, plane.columns) == size);
        RC_ASSERT(std::abs(plane.box.w - plane.cell * static_cast<double>(plane.columns)) < 1e-9);
        RC_ASSERT(std::abs(plane.box.h - plane.cell * static_cast<double>(plane.rows)) < 1e-9);
      }
    };
    const Layer& layer = document.layer;
    all(layout.inputs, layer.in_channels, document.input_size);
    all(layout.kernels, layer.out_channels / layer.groups, layer.kernel_size);
    all(layout.patches, layer.out_channels / layer.groups, layer.kernel_size);
    all(layout.outputs, layer.out_channels, plain.canvas);
  });
}

TEST(ScatterLayout, IsTheSameAtAllTimes) {
  support::forAll(60, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const ScatterLayout rest = scatterLayout(frameOf(derived, 0));
    const double steps = static_cast<double>(derived.trace->steps());
    const ScatterLayout now =
        scatterLayout(frameOf(derived, steps * static_cast<double>(pick(1, 1000)) / 1000));
    RC_ASSERT(now.content == rest.content);
    for (std::size_t b = 0; b < 4; ++b) {
      RC_ASSERT(blocksOf(now)[b]->heading == blocksOf(rest)[b]->heading);
      for (std::size_t i = 0; i < blocksOf(rest)[b]->planes.size(); ++i)
        RC_ASSERT(blocksOf(now)[b]->planes[i].box == blocksOf(rest)[b]->planes[i].box);
    }
  });
}

TEST(ScatterLayout, NothingMovesWhileTimeChanges) {
  support::forAll(60, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const auto boxes = [&](double time) {
      auto cells = cellsOf(parseRecord(scatterText(frameOf(derived, time))));
      // The bars of terms come one by one.
      std::erase_if(cells, [](const auto& cell) { return cell.first.kind == RefKind::term; });
      return cells;
    };
    const auto still = boxes(0);
    const double steps = static_cast<double>(derived.trace->steps());
    const auto moved = boxes(steps * static_cast<double>(pick(0, 1000)) / 1000);
    for (const auto& [ref, box] : moved) {
      // The kernel of another channel, and its patch, take the place of those of the first one.
      Ref same = ref;
      if (ref.kind == RefKind::weight || ref.kind == RefKind::patch) same.channel = 0;
      RC_ASSERT(still.at(same) == box);
    }
    RC_ASSERT(moved.size() == still.size());
  });
}

/// The box that a text takes: from its baseline up to the height of capitals.
Box boxOf(const RecordLine& line) {
  const double width = textWidth(line.text, line.size, line.weight), height = kCapHeight * line.size;
  const double left = line.align == Align::start ? 0 : line.align == Align::middle ? width / 2 : width;
  return {line.anchor().x - left, line.anchor().y - height, width, height};
}

void assertTextFitsItsCell(const std::vector<RecordLine>& lines) {
  Box cell;
  for (const RecordLine& line : lines) {
    if (line.verb == "rect" && line.ref) cell = line.box();
    if (line.verb != "text" || !line.ref) continue;
    RC_LOG() << line.text << " is " << boxOf(line).w << " wide in a cell of " << cell.w << "\n";
    RC_ASSERT(inside(boxOf(line), cell));
  }
}

TEST(ScatterLayout, TextIsNeverWiderThanItsCell) {
  support::forAll(200, [] {
    Document document = *support::documents();
    const float scales[] = {1, 0.37F, 1234, 98765.4F, 1e-5F, 3e20F};
    const float factor = scales[pick(0, 5)];
    const auto scaled = [&](const Tensor& t) {
      std::vector<float> values = support::toVector(t);
      for (float& v : values) v *= factor;
      return std::make_shared<const Tensor>(t.shape(), std::move(values));
    };
    document.input.custom = scaled(*document.input.custom);
    const Derived derived = support::derived(document);
    const double steps = static_cast<double>(derived.trace->steps());
    const double sizes[] = {500, 728, 1000, 1500, 3000};
    const double width = sizes[pick(0, 4)];
    Frame frame = frameOf(derived, steps * static_cast<double>(pick(0, 1000)) / 1000, {0, 0, width, width});
    frame.symbols = pick(0, 3) == 0;
    frame.granularity = pick(0, 1) == 0 ? Granularity::tap : Granularity::element;
    assertTextFitsItsCell(parseRecord(scatterText(frame)));
  });
}

bool isHeading(const RecordLine& line) {
  return line.verb == "text" && !line.ref && (line.size >= 14 || line.weight == Weight::bold);
}

TEST(ScatterLayout, HeadingsDoNotCollideAndStayInTheArea) {
  support::forAll(200, [] {
    const Document document = pick(0, 1) == 0 ? *support::documents() : pickLargeDocument();
    const Derived derived = support::derived(document);
    const double steps = static_cast<double>(derived.trace->steps());
    const double widths[] = {728, 900, 1280};
    const Box area{0, 0, widths[pick(0, 2)], 680};
    std::vector<RecordLine> headings;
    for (const RecordLine& line : parseRecord(
             scatterText(frameOf(derived, std::floor(steps * static_cast<double>(pick(0, 10)) / 10), area))))
      if (isHeading(line)) headings.push_back(line);
    RC_ASSERT(headings.size() >= 6u);
    for (std::size_t i = 0; i < headings.size(); ++i) {
      RC_LOG() << headings[i].text << "\n";
      RC_ASSERT(inside(boxOf(headings[i]), area));
      for (std::size_t j = 0; j < i; ++j) RC_ASSERT(!overlap(boxOf(headings[i]), boxOf(headings[j])));
    }
  });
}

TEST(ScatterLayout, NumbersAndCaptionsDoNotRunIntoEachOther) {
  support::forAll(150, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    std::vector<RecordLine> texts;
    for (const RecordLine& line : parseRecord(scatterText(frameOf(derived, 1))))
      if (line.verb == "text") texts.push_back(line);
    for (std::size_t i = 0; i < texts.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        if (!overlap(boxOf(texts[i]), boxOf(texts[j]))) continue;
        RC_LOG() << texts[i].text << " runs into " << texts[j].text;
        RC_FAIL("texts overlap");
      }
  });
}

TEST(ScatterLayout, CaptionsNameTheChannelsOfEveryPlane) {
  Document document = newcomerDocument();
  document.layer.in_channels = document.layer.out_channels = 2;
  const Derived derived = support::derived(document);
  std::vector<std::string> captions;
  for (const RecordLine& line : parseRecord(scatterText(frameOf(derived, 0, {0, 0, 1280, 800}))))
    if (line.verb == "text" && !line.ref && line.size == 12) captions.push_back(line.text);
  for (const char* caption :
       {"channel 0", "channel 1", "channel 0 to 0", "channel 0 to 1", "to channel 0", "to channel 1"})
    EXPECT_THAT(captions, testing::Contains(caption));
}

TEST(ScatterLayout, ZoomKeepsTheShapesAndPanShiftsThem) {
  const Derived derived = support::derived(newcomerDocument());
  Frame frame = frameOf(derived, 0);
  const ScatterLayout fitted = scatterLayout(frame);
  frame.zoom = 2;
  frame.pan = {0.25, -0.5};
  const ScatterLayout zoomed = scatterLayout(frame);
  const Point c = fitted.content.center();
  EXPECT_EQ(zoomed.content, fitted.content);
  for (std::size_t i = 0; i < 4; ++i) {
    const GridPlace &before = blocksOf(fitted)[i]->planes[0], &after = blocksOf(zoomed)[i]->planes[0];
    EXPECT_DOUBLE_EQ(after.cell, 2 * before.cell);
    EXPECT_DOUBLE_EQ(after.box.x, c.x + 2 * (before.box.x - c.x) + fitted.content.w / 4);
    EXPECT_DOUBLE_EQ(after.box.y, c.y + 2 * (before.box.y - c.y) - fitted.content.h / 2);
  }
}

TEST(ScatterLayout, ABoardThatIsPannedOutOfSightIsEmptyAndDoesNoHarm) {
  const Derived derived = support::derived(newcomerDocument());
  for (const Point pan : {Point{5, 0}, {-5, 0}, {0, 5}, {0, -5}}) {
    Frame frame = frameOf(derived, 4.9);
    frame.pan = pan;
    for (const auto& [ref, box] : cellsOf(parseRecord(scatterText(frame))))
      EXPECT_TRUE(ref.kind == RefKind::patch) << "cell at " << box.x << ", " << box.y;
  }
}

TEST(BoardFooter, HasRoomForEachScaleAlsoOnANarrowBoard) {
  const Derived derived = support::derived(newcomerDocument());
  for (const Face face : {Face::scatter, Face::backward}) {
    Frame frame = frameOf(derived, 0, {0, 0, 432, 612});  // beside a lesson in a window of 1024 x 768
    frame.faces = {face};
    const Box footer = layoutBoard(frame).footer;
    const std::vector<ScaleBar> scales = scaleBars(frame, footer);
    ASSERT_GE(scales.size(), 3U);
    for (const ScaleBar& scale : scales) EXPECT_TRUE(inside(scale.box, footer));
    EXPECT_FALSE(overlap(scales[0].box, scales[1].box));
  }
}

/// A scale is made of finite values, and says how many cells are not.
TEST(BoardFooter, TellsWhatAScaleHasNoPlaceFor) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN(),
                  kInfinity = std::numeric_limits<float>::infinity();
  Document document = newcomerDocument();
  const std::vector<float> values = {kNan, kInfinity, -kInfinity, 1, 2, 3, 4, 5, 6};
  document.input.custom = std::make_shared<const Tensor>(Shape{1, 1, 3, 3}, values);
  const Derived derived = support::derived(document), plain = support::derived(newcomerDocument());
  const auto footer_of = [](const Derived& of) {
    const Frame frame = frameOf(of, 0);
    RecordCanvas canvas;
    drawBoardFooter(canvas, frame, layoutBoard(frame).footer);
    return canvas.text();
  };
  EXPECT_THAT(footer_of(derived), testing::HasSubstr("\"NaN 1\""));
  EXPECT_THAT(footer_of(derived), testing::HasSubstr("\"±∞ 2\""));
  EXPECT_THAT(footer_of(derived), testing::HasSubstr("\"6\""));
  EXPECT_THAT(footer_of(plain),
              testing::Not(testing::AnyOf(testing::HasSubstr("NaN"), testing::HasSubstr("∞"))));
}

}  // namespace
}  // namespace lab::view

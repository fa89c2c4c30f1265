#include "tconv/matrix.h"

#include <gmock/gmock.h>

#include <cmath>

#include "model/matrix_shape.h"
#include "model/number.h"
#include "model/related.h"
#include "support/documents.h"
#include "support/golden.h"
#include "view/canvas_text.h"
#include "view/face_cases.h"
#include "view/record_lines.h"
#include "view/tidy_check.h"

/// The matrix face: golden text, and its entries against the matrix of the direct convolution.
namespace lab::view {
namespace {

using support::pick;
using support::PlainScatter;

constexpr Box kRoomy{0, 0, 90000, 90000};

TEST(MatrixGolden, IsAsItWasLookedAt) {
  for (const FaceCase& c : faceCases()) {
    const Derived derived = support::derived(c.document);
    const double middle = std::floor(static_cast<double>(derived.trace->steps()) / 2);
    support::expectGolden("matrix_" + c.name, scatterText(faceFrame(Face::matrix, derived, middle)));
  }
  const Derived derived = support::derived(textbookDocument());
  Frame frame = faceFrame(Face::matrix, derived, 2);
  frame.granularity = Granularity::cell;
  frame.options.show_convolution = true;
  frame.hover = {RefKind::canvas, 0, 0, 1, 1};
  support::expectGolden("matrix_transposed", scatterText(frame));
}

TEST(Matrix, HasTheEntriesOfTheDirectConvolutionTransposed) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const MatrixShape shape(*derived.trace);
    const tconv::SparseMatrix c =
        tconv::convolutionMatrix(document.layer, *document.kernel.custom, document.input_size);
    RC_ASSERT(shape.columns() == c.rows());
    RC_ASSERT(shape.rows() == c.cols());
    Index entries = 0;
    for (Index column = 0; column < shape.columns(); ++column) {
      RC_ASSERT(shape.columnOf(shape.inputAt(column)) == column);
      for (const Ref& term : shape.entriesOf(column)) {
        const Index row = shape.rowOf(canvasOf(*derived.trace, term));
        RC_ASSERT(shape.canvasAt(row) == canvasOf(*derived.trace, term));
        RC_ASSERT(c.coeff(column, row) == (*document.kernel.custom)(term.channel, term.out, term.u, term.v));
        ++entries;
      }
    }
    RC_ASSERT(entries == c.nonZeros());
    RC_ASSERT(shape.entries() == entries);
  });
}

TEST(Matrix, ShowsEveryEntryAndTheVectorsWithTheirNumbers) {
  support::forAll(40, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const PlainScatter plain(document);
    const Index step = pick(0, plain.steps());
    const auto lines =
        parseRecord(scatterText(faceFrame(Face::matrix, derived, static_cast<double>(step), kRoomy)));
    const auto labels = labelsOf(lines);
    const auto cells = plain.after(step);
    const MatrixShape shape(*derived.trace);
    for (Index column = 0; column < shape.columns(); ++column) {
      const Ref input = shape.inputAt(column);
      RC_ASSERT(parseNumber(labels.at(input).front()) ==
                (*document.input.custom)(0, input.channel, input.row, input.column));
      for (const Ref& term : shape.entriesOf(column))
        RC_ASSERT(parseNumber(labels.at(term).front()) == plain.w(term.channel, term.out, term.u, term.v));
    }
    for (Index row = 0; row < shape.rows(); ++row) {
      const Ref canvas = shape.canvasAt(row);
      const auto& cell = cells[plain.at({canvas.channel, canvas.row, canvas.column})];
      const bool written = cell.terms > 0 || cell.started || step == plain.steps();
      RC_ASSERT((labels.count(canvas) > 0) == written);
      if (written) RC_ASSERT(parseNumber(labels.at(canvas).front()) == cell.value);
    }
  });
}

TEST(Matrix, APictureKeepsTheLargestOfEachBlock) {
  const Derived derived = support::derived(newcomerDocument());
  const MatrixShape shape(*derived.trace);
  const MatrixPicture whole = matrixPicture(*derived.trace, 1000);
  EXPECT_EQ(whole.rows, 25);
  EXPECT_EQ(whole.columns, 9);
  Index entries = 0;
  for (const float value : whole.values) entries += value != 0 ? 1 : 0;
  EXPECT_EQ(entries, shape.entries());
  const MatrixPicture small = matrixPicture(*derived.trace, 2);
  EXPECT_EQ(small.values.size(), 4u);
  // The middle tap of the first element lies in the upper left quarter, that of the last in the lower right.
  EXPECT_EQ(small.values.front(), 4);
  EXPECT_EQ(small.values.back(), 4);
}

/// Of each block the entry of the largest magnitude, entry by entry.
std::vector<float> largestOfBlocks(const tconv::SparseMatrix& c, Index rows, Index columns) {
  std::vector<float> largest(static_cast<std::size_t>(rows * columns));
  for (Index column = 0; column < c.rows(); ++column)
    for (tconv::SparseMatrix::InnerIterator entry(c, column); entry; ++entry) {
      float& kept = largest[static_cast<std::size_t>(entry.col() * rows / c.cols() * columns +
                                                     column * columns / c.rows())];
      if (std::abs(entry.value()) > std::abs(kept)) kept = entry.value();
    }
  return largest;
}

TEST(Matrix, APictureOfAnySideHoldsTheLargestMagnitudes) {
  support::forAll(200, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const MatrixPicture picture = matrixPicture(*derived.trace, pick(1, 40));
    const auto largest = largestOfBlocks(
        tconv::convolutionMatrix(document.layer, *document.kernel.custom, document.input_size), picture.rows,
        picture.columns);
    RC_ASSERT(picture.values.size() == largest.size());
    for (std::size_t i = 0; i < largest.size(); ++i)  // equal magnitudes may have either sign
      RC_ASSERT(std::abs(picture.values[i]) == std::abs(largest[i]));
  });
}

TEST(Matrix, ANumberThatIsNoneIsSeenInThePicture) {
  Document document = textbookDocument();
  document.kernel.custom =
      std::make_shared<const Tensor>(Shape{1, 1, 2, 2}, std::vector<float>{1, std::nanf(""), 9, 3});
  const MatrixPicture picture = matrixPicture(*support::derived(document).trace, 1);
  EXPECT_TRUE(std::isnan(picture.values.front()));
}

TEST(Matrix, TheCentreOfEveryCellStandsForTheCell) { expectCellsAreHit(Face::matrix, Granularity::element); }

std::vector<Box> cellBoxes(const Frame& frame) {
  std::vector<Box> boxes;
  for (const auto& [ref, box] : cellsOf(linesIn([](Canvas&c, const Frame&f) { drawMatrix(c, f); }, frame)))
    boxes.push_back(box);
  return boxes;
}

TEST(Matrix, ZoomKeepsWhatLiesUnderThePointerAndPanShiftsIt) {
  const Derived derived = support::derived(textbookDocument());
  Frame frame = faceFrame(Face::matrix, derived, 2);
  const std::vector<Box> fitted = cellBoxes(frame);
  const Point c = frame.area.center();
  for (const auto& [zoom, pan] : {std::pair{0.75, Point{0, 0}}, {0.75, {0.1, -0.05}}, {1, {0.1, 0}}}) {
    frame.zoom = zoom;
    frame.pan = pan;
    const std::vector<Box> zoomed = cellBoxes(frame);
    ASSERT_EQ(zoomed.size(), fitted.size());
    for (std::size_t i = 0; i < fitted.size(); ++i) {
      EXPECT_NEAR(zoomed[i].x, c.x + (fitted[i].x - c.x) * zoom + pan.x * frame.area.w, 0.011);
      EXPECT_NEAR(zoomed[i].y, c.y + (fitted[i].y - c.y) * zoom + pan.y * frame.area.h, 0.011);
      EXPECT_NEAR(zoomed[i].w, fitted[i].w * zoom, 0.011);
    }
  }
}

/// The texts above the columns or beside the rows: faint, not in a cell.
std::vector<std::string> numbersOf(const std::vector<RecordLine>& lines, Align align) {
  std::vector<std::string> numbers;
  for (const RecordLine& line : lines)
    if (line.verb == "text" && !line.ref && line.size == 12 && line.align == align &&
        line.text.find_first_not_of("0123456789") == std::string::npos)
      numbers.push_back(line.text);
  return numbers;
}

TEST(Matrix, RowsAndColumnsAreNumbered) {
  const Derived derived = support::derived(textbookDocument());
  const auto draw = [](Canvas& c, const Frame& f) { drawMatrix(c, f); };
  Frame frame = faceFrame(Face::matrix, derived, 0);
  EXPECT_THAT(numbersOf(linesIn(draw, frame), Align::end),
              testing::ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8"));
  EXPECT_THAT(numbersOf(linesIn(draw, frame), Align::middle), testing::ElementsAre("0", "1", "2", "3"));
}

TEST(Matrix, OfALargeMatrixOnlyWhatIsSeenIsDrawnAndItsNumbersCanBeRead) {
  Document document = newcomerDocument();
  document.input_size = 64;
  const Derived derived = support::derived(document);
  const auto draw = [](Canvas& c, const Frame& f) { drawMatrix(c, f); };
  Frame frame = faceFrame(Face::matrix, derived, 2000);
  EXPECT_TRUE(cellsOf(linesIn(draw, frame)).empty()) << "a picture";
  EXPECT_EQ(untidiness(linesIn(draw, frame), frame.area), "");
  // x[31,31] is an entry of y[62,62]; its column and row meet where the zoom goes to.
  const auto marked = [&](const Ref& ref) {
    frame.hover = ref;
    return outlinesOf(linesIn(draw, frame), hexColor(theme(ThemeChoice::light).accent) + "/2").at(0).center();
  };
  const double x = marked({RefKind::input, 0, 0, 31, 31}).x, y = marked({RefKind::canvas, 0, 0, 62, 62}).y;
  frame.hover = {};
  frame.zoom = ViewState::most_zoom;
  frame.pan = {(frame.area.center().x - x) * frame.zoom / frame.area.w,
               (frame.area.center().y - y) * frame.zoom / frame.area.h};
  const auto lines = linesIn(draw, frame);
  EXPECT_LT(lines.size(), 10000u);
  Index entries = 0;
  for (const auto& [ref, labels] : labelsOf(lines)) entries += ref.kind == RefKind::term ? 1 : 0;
  EXPECT_GT(entries, 0) << "the middle of the diagonal";
}

TEST(Matrix, WhereEntriesAreTinyHoveringMarksAWholeRowOrColumn) {
  Document document = newcomerDocument();
  document.input_size = 64;
  const Derived derived = support::derived(document);
  const MatrixShape shape(*derived.trace);
  Frame frame = faceFrame(Face::matrix, derived, 0);
  const std::string accent = hexColor(theme(ThemeChoice::light).accent) + "/2";
  const auto outlines = [&](const Ref& ref) {
    frame.hover = ref;
    return outlinesOf(parseRecord(scatterText(frame)), accent);
  };
  const auto columns = outlines({RefKind::input, 0, 0, 63, 63});
  ASSERT_EQ(columns.size(), 1u);
  const auto rows = outlines({RefKind::canvas, 0, 0, 1, 1});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_LT(columns[0].w, 1);
  EXPECT_LT(rows[0].h, 1);
  EXPECT_NEAR(rows[0].y, columns[0].y, 0.011) << "the first row is the upper end of every column";
  EXPECT_NEAR(rows[0].right(), columns[0].right(), 0.05) << "the last column is the right end of every row";
  EXPECT_TRUE(outlines({RefKind::canvas, 0, 0, 0, 0}).empty()) << "a cell that padding crops has no row";
}

TEST(Matrix, WhileAStepPlaysItsEntriesMeetTheElementAndTheSumsAreSeen) {
  const Derived derived = support::derived(textbookDocument());
  const auto labels = [&](double time) {
    return labelsOf(parseRecord(scatterText(faceFrame(Face::matrix, derived, time))));
  };
  const Ref term{RefKind::term, 0, 0, 1, 0, 0, 1}, other{RefKind::term, 0, 0, 0, 1, 0, 1};
  const Ref cell{RefKind::canvas, 0, 0, 1, 1};
  EXPECT_THAT(labels(2).at(term), testing::ElementsAre("1"));
  EXPECT_THAT(labels(2.4).at(term), testing::ElementsAre("1·2"));
  EXPECT_THAT(labels(2.4).at(other), testing::ElementsAre("1"));
  EXPECT_THAT(labels(2.9).at(cell), testing::IsSupersetOf({"2 + 2", "4"}));
  EXPECT_THAT(labels(3).at(cell), testing::ElementsAre("4"));
  EXPECT_THAT(labels(3).at(term), testing::ElementsAre("1"));
}

TEST(Matrix, TapByTapOnlyTheEntryAndTheCellOfTheTapAreFramed) {
  const Derived derived = support::derived(textbookDocument());
  Frame frame = faceFrame(Face::matrix, derived, 2.5);
  frame.granularity = Granularity::tap;
  const auto lines = parseRecord(scatterText(frame));
  const auto cells = cellsOf(lines);
  const std::string light = hexColor(theme(ThemeChoice::light).highlight);
  // Half of the third step is its second tap.
  EXPECT_THAT(outlinesOf(lines, light + "/2"), testing::ElementsAre(cells.at({RefKind::canvas, 0, 0, 1, 1})));
  EXPECT_THAT(outlinesOf(lines, light + "/3"),
              testing::Contains(cells.at({RefKind::term, 0, 0, 1, 0, 0, 1})));
}

TEST(Matrix, EveryExampleIsTidyInEveryRoom) {
  expectTidyExamples([](Canvas& canvas, const Frame& frame) { drawMatrix(canvas, frame); });
}

}  // namespace
}  // namespace lab::view

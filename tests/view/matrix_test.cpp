#include "tconv/matrix.h"

#include <gmock/gmock.h>

#include <cmath>

#include "model/matrix_shape.h"
#include "model/number.h"
#include "model/related.h"
#include "support/documents.h"
#include "support/golden.h"
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

TEST(Matrix, EveryExampleIsTidyInEveryRoom) {
  expectTidyExamples([](Canvas& canvas, const Frame& frame) { drawMatrix(canvas, frame); });
}

}  // namespace
}  // namespace lab::view

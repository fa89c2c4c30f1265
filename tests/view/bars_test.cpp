#include <gmock/gmock.h>

#include <cmath>

#include "support/documents.h"
#include "view/record_lines.h"

/// One dimension: what the bars say against the products in plain loops.
namespace lab::view {
namespace {

using support::pick;
using support::PlainScatter;

constexpr Box kRoomy{0, 0, 5000, 3000};

Document pickLine() {
  for (;;) {
    Document document = *support::documents();
    if (document.layer.dims == 1) return document;
  }
}

/// The bars of the output, by their terms; patch bars stand left of the output and are left out.
std::map<Ref, Box, RefOrder> piecesOf(const std::vector<RecordLine>& lines, double left) {
  std::map<Ref, Box, RefOrder> pieces;
  for (const RecordLine& line : lines)
    if (line.verb == "rect" && line.ref.kind == RefKind::term && !line.fill.empty() && line.box().x >= left)
      pieces[line.ref] = line.box();
  return pieces;
}

TEST(Bars, EveryTermAddedSoFarIsAPieceAsHighAsItsProduct) {
  support::forAll(60, [] {
    const Document document = pickLine();
    const Derived derived = support::derived(document);
    const PlainScatter plain(document);
    const Index state = pick(0, plain.steps());
    const Frame frame = frameOf(derived, static_cast<double>(state), kRoomy);
    const auto pieces = piecesOf(parseRecord(scatterText(frame)), scatterLayout(frame).outputs.box().x - 1);
    double unit = 0;
    std::size_t expected = 0;
    for (Index step = 0; step < state; ++step)
      for (Index i = 0; i < plain.taps(); ++i) {
        const auto e = plain.element(step), t = plain.tap(i);
        const double product = plain.x(step) * plain.w(e.channel, t.channel, t.row, t.column);
        if (product == 0) continue;
        ++expected;
        const auto piece =
            pieces.find({RefKind::term, e.channel, t.channel, e.row, e.column, t.row, t.column});
        RC_ASSERT(piece != pieces.end());
        if (unit == 0) unit = piece->second.h / std::abs(product);
        RC_ASSERT(std::abs(piece->second.h - std::abs(product) * unit) < 0.1);
      }
    RC_ASSERT(pieces.size() == expected);
  });
}

TEST(Bars, PiecesOfACellStandOnEachOther) {
  const Derived derived = support::derived([] {
    Document document;
    document.layer.dims = 1;
    document.input_size = {1, 4};
    document.layer.kernel_size = {1, 3};
    return document;
  }());
  const Frame frame = frameOf(derived, 4, {0, 0, 1280, 632});
  const auto pieces = piecesOf(parseRecord(scatterText(frame)), scatterLayout(frame).outputs.box().x - 1);
  // y[2] = x[0] w[2] + x[1] w[1] + x[2] w[0], from the line upwards.
  const Box first = pieces.at({RefKind::term, 0, 0, 0, 0, 0, 2});
  const Box second = pieces.at({RefKind::term, 0, 0, 0, 1, 0, 1});
  const Box third = pieces.at({RefKind::term, 0, 0, 0, 2, 0, 0});
  EXPECT_NEAR(first.y, second.bottom(), 0.02);
  EXPECT_NEAR(second.y, third.bottom(), 0.02);
  EXPECT_DOUBLE_EQ(first.x, third.x);
}

TEST(Bars, AreLeftOutWhereThereIsNoRoom) {
  const Derived derived = support::derived([] {
    Document document;
    document.layer.dims = 1;
    document.input_size = {1, 4};
    document.layer.kernel_size = {1, 3};
    return document;
  }());
  const Frame frame = frameOf(derived, 4, {0, 0, 400, 260});
  EXPECT_EQ(scatterLayout(frame).outputs.planes.front().bars, 0);
  EXPECT_THAT(piecesOf(parseRecord(scatterText(frame)), 0), testing::IsEmpty());
}

}  // namespace
}  // namespace lab::view

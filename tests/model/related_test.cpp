#include "model/related.h"

#include <gmock/gmock.h>

#include <set>

#include "support/documents.h"
#include "tconv/zero_insertion.h"

/// Which elements belong together, against the list of all products of the operator.
namespace lab {
namespace {

using support::pick;
using support::PlainScatter;
using Cell = std::tuple<Index, Index, Index, Index>;

struct Product {
  Ref term, input, weight, canvas;
};

std::vector<Product> productsOf(const PlainScatter& plain) {
  std::vector<Product> products;
  for (Index step = 0; step < plain.steps(); ++step)
    for (Index i = 0; i < plain.taps(); ++i) {
      const auto e = plain.element(step), t = plain.tap(i), at = plain.landing(step, t);
      products.push_back({{RefKind::term, e.channel, t.channel, e.row, e.column, t.row, t.column},
                          {RefKind::input, e.channel, 0, e.row, e.column},
                          {RefKind::weight, e.channel, t.channel, t.row, t.column},
                          {RefKind::canvas, at.channel, 0, at.row, at.column}});
    }
  return products;
}

Cell cell(const Ref& r) { return {r.channel, r.out, r.row, r.column}; }

std::set<Cell> cellsOf(const Lattice& lattice) {
  std::set<Cell> cells;
  for (const Index c : lattice.channels)
    for (const Index o : lattice.outs)
      for (const Index row : lattice.rows)
        for (const Index column : lattice.columns) cells.insert({c, o, row, column});
  return cells;
}

const Ref& part(const Product& product, RefKind kind) {
  return kind == RefKind::input    ? product.input
         : kind == RefKind::weight ? product.weight
         : kind == RefKind::canvas ? product.canvas
                                   : product.term;
}

constexpr RefKind kTensors[] = {RefKind::input, RefKind::weight, RefKind::canvas};

TEST(Related, HoldsExactlyWhatSomeProductJoins) {
  support::forAll(200, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const auto products = productsOf(PlainScatter(document));
    const Product& chosen =
        products[static_cast<std::size_t>(pick(0, static_cast<Index>(products.size()) - 1))];
    for (const RefKind from : {RefKind::input, RefKind::weight, RefKind::canvas, RefKind::term})
      for (const RefKind to : kTensors) {
        std::set<Cell> expected;
        for (const Product& p : products)
          if (part(p, from) == part(chosen, from)) expected.insert(cell(part(p, to)));
        const Lattice found = related(*derived.trace, part(chosen, from), to);
        RC_ASSERT(cellsOf(found) == expected);
        for (const Product& p : products)
          RC_ASSERT(found.holds(part(p, to)) == (expected.count(cell(part(p, to))) > 0));
      }
  });
}

TEST(Related, ACellThatNothingReachesIsAloneAndAForeignElementHasNothing) {
  Document document;
  document.input_size = 2;
  document.layer.kernel_size = 1;
  document.layer.stride = 2;
  const Derived derived = support::derived(document);
  const Ref hole{RefKind::canvas, 0, 0, 1, 1};
  EXPECT_TRUE(related(*derived.trace, hole, RefKind::input).empty());
  EXPECT_EQ(cellsOf(related(*derived.trace, hole, RefKind::canvas)), (std::set<Cell>{{0, 0, 1, 1}}));
  EXPECT_TRUE(related(*derived.trace, {RefKind::input, 0, 0, 9, 9}, RefKind::canvas).empty());
}

TEST(Related, ATermJoinsItsThreePartsAndNoOthers) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const auto products = productsOf(PlainScatter(document));
    const Product& chosen =
        products[static_cast<std::size_t>(pick(0, static_cast<Index>(products.size()) - 1))];
    RC_ASSERT(inputOf(chosen.term) == chosen.input);
    RC_ASSERT(weightOf(chosen.term) == chosen.weight);
    RC_ASSERT(canvasOf(*derived.trace, chosen.term) == chosen.canvas);
    for (const Product& p : products)
      for (const RefKind kind : {RefKind::input, RefKind::weight, RefKind::canvas, RefKind::term})
        RC_ASSERT(joins(*derived.trace, p.term, part(chosen, kind)) == (part(p, kind) == part(chosen, kind)));
  });
}

TEST(Related, PatchCellsAreTermsOfTheActiveStep) {
  const Derived derived = support::derived(newcomerDocument());
  const Ref patch{RefKind::patch, 0, 0, 1, 2};
  EXPECT_EQ(resolved(*derived.trace, 4, patch), (Ref{RefKind::term, 0, 0, 1, 1, 1, 2}));
  EXPECT_FALSE(resolved(*derived.trace, std::nullopt, patch));
}

TEST(Related, StretchedCellsAreInputElementsWhereOneStands) {
  support::forAll(100, [] {
    const Document document = *support::documents();
    const Derived derived = support::derived(document);
    const tconv::StretchedInput stretched = tconv::stretch(document.layer, *document.input.custom);
    const Shape shape = stretched.values.shape();
    std::set<Cell> standing;
    for (Index c = 0; c < shape.c; ++c)
      for (Index row = 0; row < shape.h; ++row)
        for (Index column = 0; column < shape.w; ++column) {
          const Ref at{RefKind::stretched, c, 0, row, column};
          const Ref input = standingOn(*derived.trace, at);
          RC_ASSERT(static_cast<bool>(input) == !stretched.inserted(row, column));
          if (!input) continue;
          RC_ASSERT((*document.input.custom)(0, c, input.row, input.column) ==
                    stretched.values(0, c, row, column));
          RC_ASSERT(stretchedOf(*derived.trace, input) == at);
          RC_ASSERT(standing.insert(cell(input)).second);
        }
  });
}

}  // namespace
}  // namespace lab

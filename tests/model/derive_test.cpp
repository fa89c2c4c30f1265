#include "model/derive.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "support/documents.h"

namespace lab {
namespace {

using tconv::Problem;

TEST(Derive, AnIllegalDocumentGivesTheRuleThatItBreaks) {
  Document document = newcomerDocument();
  document.layer.output_padding = 2;
  const auto result = derive(document);
  ASSERT_TRUE(std::holds_alternative<Problem>(result));
  EXPECT_EQ(std::get<Problem>(result).subject, "output_padding[0]");
  EXPECT_EQ(std::get<Problem>(result).value, "2");
}

TEST(Derive, TooManyCellsAreRefusedBeforeTheyAreAllocated) {
  Document document = newcomerDocument();
  document.layer.stride = 100'000'000;  // a canvas of 4 * 10^16 cells: no machine could allocate it
  const auto result = derive(document);
  ASSERT_TRUE(std::holds_alternative<Problem>(result));
  EXPECT_THAT(std::get<Problem>(result).rule.text(), testing::HasSubstr("bytes"));
}

TEST(Derive, TooManyChannelsAreRefusedBeforeTheyAreAllocated) {
  Document document = newcomerDocument();
  document.layer.in_channels = 2'000'000'000;
  EXPECT_TRUE(std::holds_alternative<Problem>(derive(document)));
  document = newcomerDocument();
  document.layer.out_channels = 2'000'000'000;
  EXPECT_TRUE(std::holds_alternative<Problem>(derive(document)));
}

TEST(Derive, TooManyProductsAreRefusedThoughTheTensorsWouldFit) {
  Document document = newcomerDocument();
  document.input_size = 4096;
  document.layer.kernel_size = 64;
  document.layer.stride = 1;
  document.layer.padding = Pair{0};
  const auto result = derive(document);
  ASSERT_TRUE(std::holds_alternative<Problem>(result));
  EXPECT_THAT(std::get<Problem>(result).rule.text(), testing::HasSubstr("products"));
}

TEST(Derive, ScalesReachTheLargestValueOfAllStates) {
  support::forAll(150, [] {
    const Document document = support::pickDocument();
    const support::PlainScatter plain(document);
    float most = 0;
    const auto see = [&](float v) { most = std::max(most, std::abs(v)); };
    for (Index step = 0; step <= plain.steps(); ++step)
      for (Index tap = 0; tap < (step < plain.steps() ? plain.taps() : 1); ++tap) {
        for (const auto& cell : plain.after(step, tap)) see(cell.value);
        if (step == plain.steps()) continue;
        const auto k = plain.tap(tap);
        see(plain.x(step) * plain.w(plain.element(step).channel, k.channel, k.row, k.column));
      }
    const auto largest = [](const Tensor& t) {
      float of_all = 0;
      for (const float v : t.values()) of_all = std::max(of_all, std::abs(v));
      return of_all > 0 ? of_all : 1;
    };
    const Derived derived = support::derived(document);
    RC_ASSERT(derived.outputLimit() == (most > 0 ? most : 1));
    RC_ASSERT(derived.input->limit == largest(*document.input.custom));
    RC_ASSERT(derived.kernel_limit == largest(*document.kernel.custom));
  });
}

TEST(Derive, ScalesDisregardWhatIsNotFinite) {
  Document document = textbookDocument();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  document.input.custom =
      std::make_shared<const Tensor>(Shape{1, 1, 2, 2}, std::vector<float>{nan, 1, INFINITY, -3});
  const Derived derived = support::derived(document);
  EXPECT_EQ(derived.input->limit, 3);
  EXPECT_TRUE(std::isfinite(derived.outputLimit()));
}

TEST(Derive, AllZeroGridsHaveAScale) {
  Document document = textbookDocument();
  document.input.custom = document.kernel.custom = std::make_shared<const Tensor>(Shape{1, 1, 2, 2});
  const Derived derived = support::derived(document);
  EXPECT_EQ(derived.input->limit, 1);
  EXPECT_EQ(derived.kernel_limit, 1);
  EXPECT_EQ(derived.outputLimit(), 1);
}

}  // namespace
}  // namespace lab

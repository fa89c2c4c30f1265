#include <fmt/format.h>
#include <gmock/gmock.h>

#include "model/number.h"
#include "support/documents.h"
#include "view/record_lines.h"
#include "view/type_metrics.h"

/// The step in numbers against the definition in plain loops.
namespace lab::view {
namespace {

using support::pick;
using support::PlainScatter;

constexpr Box kPanel{0, 0, 296, 680};

/// The texts of the panel by line, from the top, each from left to right.
std::map<double, std::vector<std::string>> textLines(const std::vector<RecordLine>& lines) {
  std::map<double, std::map<double, std::string>> sorted;
  for (const RecordLine& line : lines)
    if (line.verb == "text") sorted[line.anchor().y][line.anchor().x] = line.text;
  std::map<double, std::vector<std::string>> texts;
  for (const auto& [y, parts] : sorted)
    for (const auto& [x, text] : parts) texts[y].push_back(text);
  return texts;
}

std::string yName(const Document& document, const PlainScatter& plain, const PlainScatter::Place& at) {
  const std::string channel = document.layer.out_channels > 1 ? fmt::format("{},", at.channel) : "";
  const std::string row = document.layer.dims == 2 ? fmt::format("{},", at.row - plain.begin.h) : "";
  return fmt::format("y[{}{}{}]", channel, row, at.column - plain.begin.w);
}

TEST(ArithmeticNumbers, EveryRowIsOldPlusProductIsNew) {
  support::forAll(150, [] {
    const Document document = *support::documents();
    const PlainScatter plain(document);
    const Derived derived = support::derived(document);
    const Index step = pick(0, plain.steps() - 1);
    const double phase = static_cast<double>(pick(1, 10)) / 10;
    std::vector<std::vector<std::string>> rows;
    for (const auto& [y, texts] :
         textLines(parseRecord(arithmeticText(frameOf(derived, static_cast<double>(step) + phase, kPanel)))))
      if (texts.front().starts_with("y[")) rows.push_back(texts);
    RC_ASSERT(rows.size() == static_cast<std::size_t>(plain.taps()));
    for (Index i = 0; i < plain.taps(); ++i) {
      const auto t = plain.tap(i);
      const auto at = plain.landing(step, t);
      const auto& row = rows[static_cast<std::size_t>(i)];
      RC_ASSERT(row[0] == yName(document, plain, at));
      const PlainScatter::Cell before = plain.after(step, i)[plain.at(at)],
                               after = plain.after(step, i + 1)[plain.at(at)];
      if (!before.kept) {
        RC_ASSERT(row.size() == 2u);
        RC_ASSERT(row[1] == std::string("cropped"));
        continue;
      }
      // y[..]  old  +  x · w  =  new
      RC_ASSERT(row.size() == 6u);
      RC_ASSERT(parseNumber(row[1]) == before.value);
      RC_ASSERT(row[2] == std::string("+"));
      const std::size_t dot = row[3].find(" · ");
      RC_ASSERT(dot != std::string::npos);
      RC_ASSERT(parseNumber(row[3].substr(0, dot)) == plain.x(step));
      RC_ASSERT(parseNumber(row[3].substr(dot + std::string(" · ").size())) ==
                plain.w(plain.element(step).channel, t.channel, t.row, t.column));
      RC_ASSERT(row[4] == std::string("="));
      RC_ASSERT(parseNumber(row[5]) == after.value);
    }
  });
}

TEST(ArithmeticNumbers, APinnedCellHasItsTermsAndTheirSumAtTheState) {
  support::forAll(150, [] {
    const Document document = *support::documents();
    const PlainScatter plain(document);
    const Derived derived = support::derived(document);
    const Index step = pick(0, plain.steps());
    const PlainScatter::Place at{pick(0, document.layer.out_channels - 1), pick(0, plain.canvas.h - 1),
                                 pick(0, plain.canvas.w - 1)};
    Frame frame = frameOf(derived, static_cast<double>(step), kPanel);
    frame.pinned = {RefKind::canvas, at.channel, 0, at.row, at.column};
    const PlainScatter::Cell now = plain.after(step)[plain.at(at)],
                             end = plain.after(plain.steps())[plain.at(at)];
    int added = 0, to_come = 0;
    std::optional<std::string> title, sum, bias;
    std::string sum_name;
    for (const auto& [y, texts] : textLines(parseRecord(arithmeticText(frame)))) {
      if (texts.front().starts_with("Pinned")) title = texts.front();
      if (!title) continue;
      if (texts.front().starts_with("x[")) ++(texts.back() == "still to come" ? to_come : added);
      if (texts.front() == "bias") bias = texts.back();
      if (texts.front() != "sum" && texts.front() != "so far") continue;
      sum_name = texts.front();
      sum = texts.back();
    }
    RC_ASSERT(title == "Pinned " + yName(document, plain, at));
    RC_ASSERT(added == now.terms);
    RC_ASSERT(to_come == end.terms - now.terms);
    RC_ASSERT(parseNumber(sum.value()) == now.value);
    RC_ASSERT(sum_name == std::string(now.terms == end.terms ? "sum" : "so far"));
    RC_ASSERT(bias.has_value() == (document.layer.bias && now.kept));
    if (bias) RC_ASSERT(parseNumber(*bias) == document.bias[static_cast<std::size_t>(at.channel)]);
  });
}

TEST(Arithmetic, TheOutputSizeHeadsThePanel) {
  const Derived derived = support::derived(newcomerDocument());
  const auto lines = textLines(parseRecord(arithmeticText(frameOf(derived, 0, kPanel))));
  EXPECT_THAT(lines.begin()->second, testing::ElementsAre("Output size", "5 × 5"));
}

TEST(Arithmetic, WritesNoEmptyText) {
  const Derived derived = support::derived(newcomerDocument());
  Frame frame = frameOf(derived, 5, kPanel);
  frame.pinned = {RefKind::canvas, 0, 0, 2, 2};
  for (const RecordLine& line : parseRecord(arithmeticText(frame)))
    EXPECT_FALSE(line.verb == "text" && line.text.empty()) << line.anchor().y;
}

TEST(Arithmetic, FormulasFitWhicheverPartStandsOut) {
  constexpr Box narrow{0, 0, 200, 680};  // formulas shrink
  const Derived derived = support::derived(newcomerDocument());
  for (const std::string_view field : {"stride", "kernel_size", "dilation", "padding", "output_padding"}) {
    Frame frame = frameOf(derived, 0, narrow);
    frame.touched = field;
    int lit = 0;
    for (const RecordLine& line : parseRecord(arithmeticText(frame))) {
      if (line.text == "This step") break;
      if (line.verb != "text" || line.size > 14) continue;
      lit += line.weight == Weight::bold ? 1 : 0;
      EXPECT_LE(line.anchor().x + textWidth(line.text, line.size, line.weight), narrow.right() - 20 + 0.05)
          << field << ": " << line.text;
    }
    EXPECT_GE(lit, 2) << field << ", in symbols and in numbers";
  }
}

TEST(Arithmetic, SymbolsNameBothEndsWhereTheyDifferOnAnyAxis) {
  for (const auto& end : {Pair{1, 0}, Pair{0, 1}}) {
    Document document = newcomerDocument();
    document.layer.padding = {Pair{0}, end};
    const Derived derived = support::derived(document);
    EXPECT_THAT(arithmeticText(frameOf(derived, 0, kPanel)), testing::HasSubstr("pb")) << end.h << end.w;
  }
}

TEST(Arithmetic, HeightIsWhereTheLastLineEnds) {
  for (const double time : {0.0, 3.0, 4.5}) {
    const Derived derived = support::derived(newcomerDocument());
    Frame frame = frameOf(derived, time, kPanel);
    frame.pinned = {RefKind::canvas, 0, 0, 2, 2};
    const auto lines = textLines(parseRecord(arithmeticText(frame)));
    const double last = lines.rbegin()->first;
    EXPECT_GT(arithmeticHeight(frame), last);
    EXPECT_LT(arithmeticHeight(frame), last + 48);
  }
}

TEST(Arithmetic, PinsThatNoLongerExistAreHarmless) {
  const Derived derived = support::derived(textbookDocument());
  const Frame plain = frameOf(derived, 2, kPanel);
  const std::string arithmetic = arithmeticText(plain), scatter = scatterText(plain);
  for (const Ref& ref : {Ref{RefKind::canvas, 0, 0, 3, 0}, Ref{RefKind::canvas, 1, 0, 0, 0},
                         Ref{RefKind::input, 0, 0, 0, 2}, Ref{RefKind::weight, 1, 0, 0, 0},
                         Ref{RefKind::patch, 0, 1, 0, 0}, Ref{RefKind::input, 0, 0, -1, 0}}) {
    Frame frame = plain;
    frame.pinned = ref;
    frame.hover = ref;
    EXPECT_EQ(arithmeticText(frame), arithmetic);
    EXPECT_EQ(scatterText(frame), scatter);
  }
}

}  // namespace
}  // namespace lab::view

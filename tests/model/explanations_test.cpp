#include "model/explanations.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>

#include "model/examples.h"
#include "model/fields.h"
#include "support/documents.h"

namespace lab {
namespace {

using testing::HasSubstr;

std::vector<std::string> linesOf(std::string_view control, const Document& document,
                                 const ViewState& view = {}) {
  const Derived derived = support::derived(document);
  std::vector<std::string> lines;
  for (const Formula& formula : explanationOf(control)->formula({derived, view}))
    lines.push_back(plain(formula));
  return lines;
}

TEST(Explanations, EachSaysWhatItsControlDoes) {
  std::set<std::string_view> names;
  for (const Explanation& explanation : explanations()) {
    EXPECT_FALSE(explanation.title().empty()) << explanation.anchors;
    EXPECT_TRUE(explanation.does().ends_with('.')) << explanation.anchors;
    EXPECT_TRUE(explanation.trap.empty() || explanation.trap.ends_with('.')) << explanation.anchors;
    EXPECT_TRUE(names.insert(explanation.id()).second) << explanation.id();
  }
}

TEST(Explanations, EachParameterThatTheCommandLineKnowsHasOneWithATrapAndANameInPyTorch) {
  for (const Field& field : fields()) {
    if (field.flag.empty()) continue;
    const Explanation* explanation = explanationOf(fmt::format("slider.{}", field.id));
    ASSERT_NE(explanation, nullptr) << field.id;
    EXPECT_EQ(explanation->title(), field.label);
    EXPECT_EQ(explanation->does(), field.help);
    EXPECT_FALSE(explanation->trap.empty() || explanation->pytorch.empty()) << field.id;
    EXPECT_NE(explanation->formula, nullptr) << field.id;
  }
}

TEST(Explanations, BelongToAWidgetAndToThoseBelowIt) {
  EXPECT_EQ(explanationOf("slider.stride.h"), explanationOf("value.stride"));
  EXPECT_EQ(explanationOf("scale.input"), explanationOf("scale.output"));
  EXPECT_EQ(explanationOf("slider.strides"), nullptr);
  EXPECT_EQ(explanationOf("slider"), nullptr);
  EXPECT_EQ(explanationOf(""), nullptr);
}

TEST(Explanations, TellTheOutputSizeWithTheNumbersOfTheMoment) {
  EXPECT_THAT(linesOf("slider.stride", newcomerDocument()),
              testing::ElementsAre("L = (n − 1) · s + d · (k − 1) + 1 − 2 · p + op",
                                   "= (3 − 1) · 2 + 1 · (3 − 1) + 1 − 2 · 1 + 0 = 5"));
  Document uneven = newcomerDocument();
  uneven.layer.stride = {1, 2};
  const auto lines = linesOf("slider.stride", uneven);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_THAT(lines[1], HasSubstr("= 3"));
  EXPECT_THAT(lines[2], HasSubstr("L_w = "));
}

TEST(Explanations, MarkTheNumberOfTheirParameter) {
  const Derived derived = support::derived(newcomerDocument());
  const Explanation& stride = *explanationOf("slider.stride");
  std::vector<std::string> marked;
  for (const Formula& formula : stride.formula({derived, {}}))
    for (const FormulaPart& part : formula)
      if (part.field == stride.parameter) marked.push_back(part.text);
  EXPECT_THAT(marked, testing::ElementsAre("s", "2"));
}

TEST(Explanations, CountStepsWeightsGroupsAndMatrix) {
  Document channels = newcomerDocument();
  channels.layer.in_channels = 4;
  channels.layer.out_channels = 6;
  channels.layer.groups = 2;
  EXPECT_THAT(linesOf("slider.in_channels", channels),
              testing::ElementsAre("H · W · C_in = 3 · 3 · 4 = 36 steps",
                                   "C_in · C_out / G · k_h · k_w = 4 · 6 / 2 · 3 · 3 = 108 weights"));
  EXPECT_THAT(linesOf("slider.groups", channels),
              testing::ElementsAre("C_in / G = 4 / 2 = 2", "C_out / G = 6 / 2 = 3"));
  EXPECT_THAT(linesOf("face.matrix", channels), testing::Contains("(150) = (150 × 36) (36)"));
  EXPECT_THAT(linesOf("face.channels", channels), testing::Contains("c = 1 … C_in / G = 2"));
}

TEST(Explanations, TellZeroInsertionOverlapAndTheRoundTrip) {
  EXPECT_THAT(linesOf("face.gather", newcomerDocument()),
              testing::ElementsAre("(n − 1) · s + 1 = (3 − 1) · 2 + 1 = 5", "d · (k − 1) − p = 1, + op: 1"));
  EXPECT_THAT(linesOf("face.overlap", newcomerDocument()),
              testing::Contains("g = gcd(d, s) = gcd(1, 2) = 1"));
  // With k5 s3 p2 the sizes 16, 17 and 18 all go to 6.
  Document trip;
  trip.input_size = 17;
  trip.layer.kernel_size = 5;
  trip.layer.stride = 3;
  trip.layer.padding = Pair{2};
  EXPECT_THAT(linesOf("face.roundtrip", trip),
              testing::ElementsAre("⌊(W + 2p − ke) / s⌋ + 1 = 6", "W = 16 … 18 → 6"));
}

TEST(Explanations, FollowThePlayheadAndTheScales) {
  ViewState view;
  view.playhead.time = 4.5;
  view.playhead.speed = 2;
  EXPECT_THAT(linesOf("scrubber", newcomerDocument(), view), testing::ElementsAre("State 4 of 9"));
  EXPECT_THAT(linesOf("speed", newcomerDocument(), view), testing::ElementsAre("9 / 2 = 4.5 s"));
  view.scales.output = 50;
  EXPECT_THAT(linesOf("scale.input", newcomerDocument(), view), testing::ElementsAre("x ±9,  w ±4,  y ±50"));
}

TEST(Explanations, HaveAFormulaForEveryExample) {
  for (const Example& example : examples()) {
    if (example.id == "picture") continue;  // which takes long to derive so often
    for (const Explanation& explanation : explanations()) {
      if (explanation.formula == nullptr) continue;
      EXPECT_FALSE(linesOf(explanation.id(), example.make()).empty()) << explanation.id() << example.id;
    }
  }
}

TEST(Glossary, ExplainsEachWordOnce) {
  std::set<std::string_view> words;
  for (const Term& term : glossary()) {
    EXPECT_TRUE(words.insert(term.word).second) << term.word;
    EXPECT_TRUE(term.meaning.ends_with('.')) << term.word;
  }
  EXPECT_GE(words.size(), 12U);
}

}  // namespace
}  // namespace lab

#include <gmock/gmock.h>

#include "model/examples.h"
#include "support/documents.h"
#include "support/golden.h"
#include "view/record_lines.h"

/// Pictures of both scenes as text. Meant to be read when one changes: was the change wanted?
namespace lab::view {
namespace {

constexpr Box kBoard{0, 0, 728, 680}, kPanel{0, 0, 296, 680};

struct GoldenCase {
  std::string name;
  Document document;
  double time = 0;
  bool board = true, panel = false;
  void (*adjust)(Frame&) = [](Frame&) {};
  Box board_area = kBoard;
};

void PrintTo(const GoldenCase& c, std::ostream* out) { *out << c.name; }

Document example(std::string_view id) {
  for (const Example& e : examples())
    if (e.id == id) return e.make();
  throw std::out_of_range(std::string(id));
}

Document edited(Document document, void (*edit)(Document&)) {
  edit(document);
  return document;
}

Document oneCell() {
  return edited(newcomerDocument(), [](Document& d) {
    d.input_size = 1;
    d.layer.kernel_size = 1;
    d.layer.stride = 1;
    d.layer.padding = Pair{0};
  });
}

std::vector<GoldenCase> stepCases() {
  std::vector<GoldenCase> cases;
  for (int state = 0; state <= 4; ++state)
    cases.push_back(
        {"textbook_" + std::to_string(state), textbookDocument(), static_cast<double>(state), true, true});
  const std::pair<const char*, double> phases[] = {
      {"light", 4.06}, {"copy", 4.22}, {"scale", 4.42}, {"travel", 4.64}, {"add", 4.88}};
  for (const auto& [phase, time] : phases)
    cases.push_back({std::string("newcomer_") + phase, newcomerDocument(), time});
  cases.push_back({"newcomer_rest", newcomerDocument(), 0, true, true});
  cases.push_back({"newcomer_step5", newcomerDocument(), 5, true, true});
  cases.push_back({"newcomer_finished", newcomerDocument(), 9, true, true});
  return cases;
}

std::vector<GoldenCase> parameterCases() {
  return {
      {"output_padding", example("output_padding"), 9, true, true},
      {"dilation", example("dilation"), 5, true, true},
      {"channels", example("channels"), 18, true, true},
      {"one_dimensional", example("one_dimensional"), 3, true, true},
      {"asymmetric_padding",
       edited(newcomerDocument(), [](Document& d) { d.layer.padding = {Pair{1, 0}, Pair{0, 2}}; }), 5, true,
       true},
      {"bias",
       edited(textbookDocument(),
              [](Document& d) {
                d.layer.bias = true;
                d.bias = {-0.5F};
              }),
       2, true, true, [](Frame& f) { f.pinned = {RefKind::canvas, 0, 0, 1, 1}; }},
      {"one_cell", oneCell(), 1, true, true},
      {"picture", edited(newcomerDocument(), [](Document& d) { d.input_size = 64; }), 2100, true, false},
  };
}

std::vector<GoldenCase> viewCases() {
  return {
      {"symbols", textbookDocument(), 3, true, false, [](Frame& f) { f.symbols = true; }},
      {"tap", textbookDocument(), 3.5, true, true, [](Frame& f) { f.granularity = Granularity::tap; }},
      {"tap_moving", textbookDocument(), 3.6, true, false,
       [](Frame& f) { f.granularity = Granularity::tap; }},
      {"pinned_output", newcomerDocument(), 5, true, true,
       [](Frame& f) { f.pinned = {RefKind::canvas, 0, 0, 2, 2}; }},
      {"hovered_weight", newcomerDocument(), 5, true, true,
       [](Frame& f) { f.hover = {RefKind::weight, 0, 0, 1, 2}; }},
      {"touched_stride", textbookDocument(), 0, false, true, [](Frame& f) { f.touched = "stride"; }},
      {"illegal", textbookDocument(), 2, true, false,
       [](Frame& f) {
         f.problem = tconv::Problem{"output_padding[0]",
                                    "2",
                                    tconv::Phrase("output padding must be smaller than either stride ({}) or "
                                                  "dilation ({})",
                                                  1, 1),
                                    {}};
       }},
      {"dark", textbookDocument(), 2, true, false, [](Frame& f) { f.theme = &theme(ThemeChoice::dark); }},
      {"narrow", textbookDocument(), 2, true, false, [](Frame&) {}, kPanel},
      {"zoomed", newcomerDocument(), 5, true, false,
       [](Frame& f) {
         f.zoom = 2;
         f.pan = {-0.4, 0.1};
       }},
  };
}

class SceneGolden : public testing::TestWithParam<GoldenCase> {};

TEST_P(SceneGolden, IsAsItWasLookedAt) {
  const GoldenCase& c = GetParam();
  const Derived derived = support::derived(c.document);
  const auto frame = [&](Box area) {
    Frame f = frameOf(derived, c.time, area);
    c.adjust(f);
    return f;
  };
  if (c.board) support::expectGolden("scatter_" + c.name, scatterText(frame(c.board_area)));
  if (c.panel) support::expectGolden("arithmetic_" + c.name, arithmeticText(frame(kPanel)));
}

constexpr auto kName = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Steps, SceneGolden, testing::ValuesIn(stepCases()), kName);
INSTANTIATE_TEST_SUITE_P(Parameters, SceneGolden, testing::ValuesIn(parameterCases()), kName);
INSTANTIATE_TEST_SUITE_P(View, SceneGolden, testing::ValuesIn(viewCases()), kName);

TEST(Golden, ADifferenceNamesTheFirstLinesThatDiffer) {
  EXPECT_EQ(support::firstDifferences("a\nb\nc\n", "a\nx\nc\nd\n"),
            "line 2\n  golden: b\n  now:    x\nline 4\n  golden: (no line)\n  now:    d\n");
}

}  // namespace
}  // namespace lab::view

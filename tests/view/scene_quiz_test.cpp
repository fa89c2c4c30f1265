#include <gmock/gmock.h>

#include <set>

#include "support/golden.h"
#include "tconv/forward.h"
#include "view/quiz.h"
#include "view/record_lines.h"
#include "view/svg_canvas.h"
#include "view/tidy_check.h"

/// The questions of the quiz, before they are answered.
namespace lab::view {
namespace {

using i18n::Language;
using testing::Contains;
using testing::Not;

/// The boards of windows of 1280 x 800 and 1024 x 768.
constexpr Box kBoard{0, 0, 944, 752}, kSmallBoard{0, 0, 688, 720};

std::string questionText(const QuizItem& item, Box area = kBoard, Language language = Language::english) {
  Frame frame;
  frame.theme = &theme(ThemeChoice::light);
  frame.area = area;
  frame.language = language;
  RecordCanvas canvas;
  drawQuiz(canvas, frame, item);
  return canvas.text();
}

template <class Look>
void forEachQuestion(Language language, std::uint64_t seeds, Look look) {
  const i18n::LanguageScope scope(language);
  for (const DifficultyInfo& d : difficulties())
    for (const QuizKindInfo& kind : quizKinds())
      for (std::uint64_t seed = 0; seed < seeds; ++seed)
        look(quizItem({seed, d.difficulty, {kind.kind}}, 0),
             fmt::format("{} {} seed {}", d.id, kind.id, seed));
}

TEST(QuizScene, LooksAsItDid) {
  for (const QuizKindInfo& kind : quizKinds())
    support::expectGolden(fmt::format("quiz_{}", kind.id),
                          questionText(quizItem({1, Difficulty::hard, {kind.kind}}, 0)));
}

TEST(QuizScene, TellsWhatIsAskedAndEverySetting) {
  forEachQuestion(Language::english, 20, [](const QuizItem& item, const std::string& what) {
    std::vector<std::string> texts;
    std::string all;
    for (const RecordLine& line : parseRecord(questionText(item))) {
      texts.push_back(line.text);
      all += line.text + " ";
    }
    EXPECT_THAT(all, testing::HasSubstr(item.text)) << what;
    for (const QuizSetting& setting : item.settings) {
      EXPECT_THAT(texts, Contains(setting.label)) << what;
      EXPECT_THAT(texts, Contains(setting.value)) << what;
    }
  });
}

TEST(QuizScene, DrawsInputAndKernelWhereTheyMatterAndNothingOfTheOutput) {
  forEachQuestion(Language::english, 20, [](const QuizItem& item, const std::string& what) {
    const std::string record = questionText(item);
    const Document& document = item.document;
    std::map<RefKind, Index> cells;
    for (const auto& [ref, labels] : labelsOf(parseRecord(record))) {
      const Tensor& values = ref.kind == RefKind::input ? *document.input.custom : *document.kernel.custom;
      EXPECT_EQ(labels, std::vector{fmt::format("{}", values(0, 0, ref.row, ref.column))}) << what;
      ++cells[ref.kind];
    }
    std::map<RefKind, Index> expected;
    if (item.kind == QuizKind::cell_value || item.kind == QuizKind::patch_place)
      expected = {{RefKind::input, document.input.custom->size()},
                  {RefKind::weight, document.kernel.custom->size()}};
    EXPECT_EQ(cells, expected) << what;
    EXPECT_THAT(record, Not(testing::HasSubstr(item.hint))) << what;
    EXPECT_THAT(record, Not(testing::HasSubstr(item.worked))) << what;
  });
}

TEST(QuizScene, IsTheSameWhateverTheOutputWouldBe) {
  QuizItem item = quizItem({1, Difficulty::medium, {QuizKind::cell_value}}, 0);
  const std::string before = questionText(item);
  item.question.answer = {123456};
  item.right = item.worked = item.hint = "123456";
  item.about = {};
  EXPECT_EQ(questionText(item), before);
}

TEST(QuizScene, MarksTheFactorsOfTheProductThatIsAskedFor) {
  const QuizItem item = quizItem({1, Difficulty::hard, {QuizKind::patch_place}}, 0);
  const auto lines = parseRecord(questionText(item));
  const auto cells = cellsOf(lines);
  const Box x = cells.at({RefKind::input, 0, 0, item.about.row, item.about.column}),
            w = cells.at({RefKind::weight, 0, 0, item.about.u, item.about.v});
  std::vector<Box> marked;
  for (const RecordLine& line : lines)
    if (line.verb == "rect" && line.fill.empty()) marked.push_back(line.box());
  EXPECT_EQ(marked, (std::vector{x.inset(2), w.inset(2)}));
}

TEST(QuizScene, NumbersTheRowsAndColumnsOfBothGrids) {
  QuizItem item = quizItem({1, Difficulty::hard, {QuizKind::cell_value}}, 0);
  const Pair x = item.document.input_size, w = item.document.layer.kernel_size;
  std::multiset<std::string> expected, numbers;
  for (const Index count : {x.h, x.w, w.h, w.w})
    for (Index i = 0; i < count; ++i) expected.insert(std::to_string(i));
  for (const RecordLine& line : parseRecord(questionText(item)))
    if (line.verb == "text" && !line.ref && line.size == 12) numbers.insert(line.text);
  EXPECT_EQ(numbers, expected);
}

TEST(QuizScene, FitsBoardsOfBothSizesInAllLanguages) {
  for (const Language language : {Language::english, Language::chinese, Language::pseudo})
    for (const Box& area : {kBoard, kSmallBoard})
      forEachQuestion(language, 20, [&](const QuizItem& item, const std::string& what) {
        const auto lines = parseRecord(questionText(item, area, language));
        expectTidy(lines, area, what);
        for (const auto& [ref, box] : cellsOf(lines)) {
          EXPECT_TRUE(box.right() <= area.right() && box.bottom() <= area.bottom()) << what;
          EXPECT_GE(box.w, 32) << what << ": too small to be read from the last row";
        }
      });
}

TEST(QuizScene, IsAPictureLikeAnyOther) {
  Frame frame;
  frame.theme = &theme(ThemeChoice::dark);
  frame.area = kBoard;
  SvgCanvas canvas(kBoard.w, kBoard.h);
  const QuizItem item = quizItem({1, Difficulty::easy, {QuizKind::output_size}}, 0);
  drawQuiz(canvas, frame, item);
  EXPECT_THAT(canvas.finish(), testing::HasSubstr(item.text));
}

}  // namespace
}  // namespace lab::view

#include "model/quiz.h"

#include <gmock/gmock.h>

#include <functional>
#include <set>

#include "model/derive.h"
#include "model/quiz_run.h"
#include "support/documents.h"
#include "tconv/forward.h"

namespace lab {
namespace {

using Numbers = std::vector<double>;

/// Every kind alone, at every difficulty, over many seeds.
void forEachItem(const std::function<void(const QuizItem&, Difficulty)>& look) {
  for (const DifficultyInfo& d : difficulties())
    for (const QuizKindInfo& kind : quizKinds())
      for (std::uint64_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE(fmt::format("{} {} seed {}", d.id, kind.id, seed));
        const QuizItem item = quizItem({seed, d.difficulty, {kind.kind}}, 0);
        ASSERT_EQ(item.kind, kind.kind);
        look(item, d.difficulty);
      }
}

Numbers both(Pair pair) { return {static_cast<double>(pair.h), static_cast<double>(pair.w)}; }

Tensor outputOf(const Document& document) {
  return tconv::forward(document.layer, *document.input.custom, *document.kernel.custom);
}

/// The answer by running the layer, on ones or impulses where its numbers do not tell.
Numbers answerByRunning(const QuizItem& item) {
  Document document = item.document;
  const Ref& about = item.about;
  const Pair begin = document.layer.padding.begin;
  const auto cell = [&](const Tensor& y) {
    return Numbers{y(0, 0, about.row - begin.h, about.column - begin.w)};
  };
  switch (item.kind) {
    case QuizKind::output_size:
      return both(outputOf(document).shape().spatial());
    case QuizKind::output_padding:
      return both(document.layer.output_padding);
    case QuizKind::cell_value:
      return cell(outputOf(document));
    case QuizKind::taps:
      document.input.custom = std::make_shared<const Tensor>(document.input.custom->shape(), 1.0F);
      document.kernel.custom = std::make_shared<const Tensor>(document.kernel.custom->shape(), 1.0F);
      return cell(outputOf(document));
    case QuizKind::patch_place:
      break;
  }
  Tensor x(document.input.custom->shape()), w(document.kernel.custom->shape());
  x(0, 0, about.row, about.column) = w(0, 0, about.u, about.v) = 1;
  const Tensor y = tconv::forward(document.layer, x, w);
  Numbers place;
  for (Index row = 0; row < y.shape().h; ++row)
    for (Index column = 0; column < y.shape().w; ++column)
      if (y(0, 0, row, column) != 0) place = both({row, column});
  return place;
}

TEST(Quiz, AnswersAreWhatTheLayerDoes) {
  forEachItem([](const QuizItem& item, Difficulty) {
    EXPECT_EQ(problemOf(item.document), std::nullopt);
    EXPECT_EQ(item.question.answer, answerByRunning(item)) << item.text;
    EXPECT_TRUE(item.question.choices.empty());
  });
}

TEST(Quiz, SaysTheAnswerInTheSolutionAndNowhereElse) {
  forEachItem([](const QuizItem& item, Difficulty) {
    const std::string last = fmt::format("{}", item.question.answer.back());
    EXPECT_THAT(item.worked, testing::HasSubstr("= " + last));
    EXPECT_THAT(item.right, testing::HasSubstr(last));
    EXPECT_FALSE(item.hint.empty());
    for (const QuizSetting& setting : item.settings)
      EXPECT_FALSE(item.kind == QuizKind::output_padding && setting.label == "Output padding");
    EXPECT_TRUE(!item.about || exists(*support::derived(item.document).trace, item.about));
  });
}

TEST(Quiz, AsksForTheSizeThatTheDocumentHas) {
  forEachItem([](const QuizItem& item, Difficulty) {
    if (item.kind != QuizKind::output_padding) return;
    const Pair size = outputOf(item.document).shape().spatial();
    EXPECT_THAT(item.text, testing::HasSubstr(fmt::format("{} × {}", size.h, size.w)));
    EXPECT_EQ(tconv::outputPaddingFor(item.document.layer, item.document.input_size, size),
              item.document.layer.output_padding);
  });
}

TEST(Quiz, IsHarderWhereItIsSaidToBe) {
  std::array<std::set<bool>, 3> apart, dilated, extended;
  forEachItem([&](const QuizItem& item, Difficulty difficulty) {
    const auto d = static_cast<std::size_t>(difficulty);
    const Layer& layer = item.document.layer;
    apart[d].insert(item.document.input_size.h != item.document.input_size.w);
    dilated[d].insert(layer.dilation != Pair(1));
    if (item.kind != QuizKind::output_padding) extended[d].insert(layer.output_padding != Pair(0));
  });
  const std::set<bool> never{false}, sometimes{false, true};
  EXPECT_EQ(apart, (std::array{never, never, sometimes}));
  EXPECT_EQ(dilated, (std::array{never, never, sometimes}));
  EXPECT_EQ(extended, (std::array{never, sometimes, sometimes}));
}

TEST(Quiz, IsTheSameForTheSameSeedAndAnotherForOthers) {
  std::set<std::string> texts;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const QuizItem item = quizItem({seed, Difficulty::hard}, 3),
                   again = quizItem({seed, Difficulty::hard}, 3);
    EXPECT_EQ(item.document, again.document);
    EXPECT_EQ(item.text, again.text);
    EXPECT_EQ(item.about, again.about);
    texts.insert(fmt::format("{} {}", item.text, item.worked));
  }
  EXPECT_GT(texts.size(), 190U);
}

TEST(Quiz, ChosenKindsTakeTurns) {
  QuizChoice choice;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    choice.seed = seed;
    for (Index round = 0; round < 3; ++round) {
      std::set<QuizKind> asked;
      for (Index i = 0; i < 5; ++i) asked.insert(quizItem(choice, 5 * round + i).kind);
      EXPECT_EQ(asked.size(), 5U) << seed;
    }
  }
}

TEST(Quiz, KindsAreChosenButNeverNone) {
  QuizChoice choice;
  for (const QuizKindInfo& kind : quizKinds()) choice.toggle(kind.kind);
  EXPECT_EQ(choice.kinds, std::vector{QuizKind::taps});
  choice.toggle(QuizKind::cell_value);
  EXPECT_EQ(choice.kinds, (std::vector{QuizKind::cell_value, QuizKind::taps}));
  for (Index i = 0; i < 20; ++i) EXPECT_TRUE(choice.has(quizItem(choice, i).kind));
}

TEST(Quiz, SpeaksTheLanguageButAsksTheSame) {
  const auto is_chinese = testing::Truly(
      [](const std::string& text) { return text.find_first_of("\xe4\xe5\xe6\xe7\xe8\xe9") != text.npos; });
  for (const QuizKindInfo& kind : quizKinds())
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const QuizChoice choice{seed, Difficulty::hard, {kind.kind}};
      const QuizItem english = quizItem(choice, 0);
      const i18n::LanguageScope scope(i18n::Language::chinese);
      const QuizItem item = quizItem(choice, 0);
      EXPECT_THAT(item.text, is_chinese);
      EXPECT_THAT(item.settings.front().label, is_chinese);
      EXPECT_THAT(english.text, testing::Not(is_chinese));
      EXPECT_EQ(item.question.answer, english.question.answer);
      EXPECT_EQ(item.document, english.document);
    }
}

/// Fields of RFC 4180, read back.
std::vector<std::vector<std::string>> parseCsv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = rows.back().back();
    const bool twice = quoted && text.substr(i, 2) == "\"\"";
    if (twice)
      field += text[++i];
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && text[i] == ',')
      rows.back().emplace_back();
    else if (!quoted && text.substr(i, 2) == "\r\n")
      rows.push_back({""}), ++i;
    else
      field += text[i];
  }
  rows.pop_back();
  return rows;
}

TEST(ScoreSheet, IsReadBackWhateverTheTextsHold) {
  const QuizScore score{
      7, 2, QuizKind::taps, Difficulty::hard, "How \"many\", in\r\nall?", "1, 2\"", "42", true, true};
  using Row = std::vector<std::string>;
  const auto rows = parseCsv(scoreSheet({score, {}}));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0], (Row{"seed", "number", "kind", "difficulty", "question", "given", "right", "hint",
                          "correct", "points"}));
  EXPECT_EQ(rows[1], (Row{"7", "3", "taps", "hard", score.text, score.given, "42", "yes", "yes", "1"}));
  EXPECT_EQ(rows[2], (Row{"0", "1", "output_size", "easy", "", "", "", "no", "no", "0"}));
}

class QuizRunTest : public testing::Test {
 protected:
  Numbers right() const { return run.item().question.answer; }
  void answerRight() { run.answer(right()), run.next(); }
  void answerWrong() { run.answer({-1}), run.next(); }

  Workbench bench;
  const Session before = bench.session();
  QuizRun run{{}, bench};
};

TEST_F(QuizRunTest, ShowsTheDocumentOnlyOnceItWasAnswered) {
  EXPECT_EQ(bench.session(), before);
  const QuizItem item = run.item();
  run.answer({-1});
  EXPECT_EQ(bench.document(), item.document);
  EXPECT_EQ(bench.view().playhead.time, static_cast<double>(bench.timeline().steps));
  EXPECT_EQ(bench.view().pinned, item.about);
}

TEST_F(QuizRunTest, CountsRightAnswersAndHalfAfterTheHint) {
  answerRight();
  answerWrong();
  run.takeHint();
  answerRight();
  answerRight();
  EXPECT_EQ(run.progress().points(), 2 + 0 + 1 + 2);
  EXPECT_EQ(run.progress().streak(), 2);
  EXPECT_EQ(run.progress().number, 4);
}

TEST_F(QuizRunTest, CountsOnlyTheFirstAnswer) {
  run.answer({-1});
  run.takeHint();
  run.answer(right());
  ASSERT_EQ(run.progress().scores.size(), 1U);
  EXPECT_FALSE(run.progress().scores[0].correct);
  EXPECT_FALSE(run.progress().scores[0].hinted);
  EXPECT_EQ(run.progress().scores[0].given, "-1");
}

TEST_F(QuizRunTest, CannotGoOnWithoutAnAnswer) {
  run.next();
  EXPECT_EQ(run.progress().number, 0);
}

TEST_F(QuizRunTest, BringsBackWhatWasThereButNotTheLanguage) {
  answerRight();
  bench.view().language = i18n::Language::chinese;
  const QuizProgress progress = run.leave();
  Session expected = before;
  expected.view.language = i18n::Language::chinese;
  EXPECT_EQ(bench.session(), expected);
  EXPECT_EQ(progress.number, 1);
}

TEST_F(QuizRunTest, GoesOnWhereItWasLeft) {
  run.takeHint();
  const QuizRun again(run.leave(), bench);
  EXPECT_TRUE(again.progress().hinted) << "leaving does not take back the hint";
  EXPECT_EQ(again.progress().number, 0);
}

TEST_F(QuizRunTest, AnotherChoiceBeginsAnewAndKeepsTheScores) {
  answerRight();
  run.choose({99, Difficulty::hard});
  EXPECT_EQ(run.progress().number, 0);
  EXPECT_EQ(run.item().text, quizItem({99, Difficulty::hard}, 0).text);
  EXPECT_EQ(run.progress().scores.size(), 1U);
}

}  // namespace
}  // namespace lab

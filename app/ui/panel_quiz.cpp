#include <fmt/format.h>
#include <imgui.h>

#include <charconv>

#include "i18n/translate.h"
#include "ui/answer.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/quiz.h"

/// The quiz on the right: which question it is, the score, the answer's field, and then the verdict with the
/// worked answer. In the place of the board the question, until it is answered.
namespace lab::ui {
namespace {

constexpr double kText = 16;

void drawHeading(Studio& studio, std::optional<Command>& asked) {
  const QuizProgress& progress = studio.quiz.run->progress();
  const float x = ImGui::GetCursorPosX(), y = ImGui::GetCursorPosY();
  label(studio, trf("Question {}", progress.number + 1), kText, studio.theme().ink, view::Weight::bold);
  ImGui::SetCursorPos({ImGui::GetWindowContentRegionMax().x - studio.px(28), y - studio.px(6)});
  if (button(studio, "quiz.leave", icons::close,
             tr("Leave the quiz; what was there before comes back  (Esc)"), {.width = 28, .height = 28}))
    asked = Command::leave_quiz;
  ImGui::SetCursorPos({x, y + studio.px(26)});
  const auto most = QuizScore::most_points * progress.scores.size();
  paragraph(studio,
            trf("{} of {} points   ·   {} right in a row", progress.points(), most, progress.streak()), 14,
            studio.theme().muted);
  space(studio, 8);
}

/// Nothing where it is no seed.
std::optional<std::uint64_t> parseSeed(std::string_view text) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return seed;
}

void drawSeed(Studio& studio, QuizChoice& choice) {
  const auto typed = valueField(studio, "quiz.seed", fmt::format("{}", choice.seed), 160,
                                tr("The same seed asks everyone the same questions"));
  if (!typed) return;
  if (const auto seed = parseSeed(*typed))
    choice.seed = *seed;
  else
    studio.say(tr("A seed is a whole number from 0 on"), true);
}

/// Seed, difficulty and kinds; a new choice begins at its first question.
void drawChoice(Studio& studio) {
  QuizChoice choice = studio.quiz.run->progress().choice;
  const std::string_view difficulty = difficulties()[static_cast<std::size_t>(choice.difficulty)].label;
  if (button(studio, "quiz.choice", trf("Seed {}, {}  {}", choice.seed, tr(difficulty), icons::down),
             tr("Seed, difficulty and kinds of the questions"), {.width = 240, .outlined = true}))
    ImGui::OpenPopup("quiz.menu");
  if (!beginMenu(studio, "quiz.menu")) return;
  menuHeading(studio, tr("Seed"));
  drawSeed(studio, choice);
  menuHeading(studio, tr("Difficulty"));
  for (const DifficultyInfo& d : difficulties())
    if (menuItem(studio, fmt::format("quiz.{}", d.id), tr(d.label), d.difficulty == choice.difficulty))
      choice.difficulty = d.difficulty;
  menuHeading(studio, tr("Kinds"));
  for (const QuizKindInfo& kind : quizKinds())
    if (menuItem(studio, fmt::format("quiz.{}", kind.id), tr(kind.label), choice.has(kind.kind)))
      choice.toggle(kind.kind);
  endMenu();
  if (choice == studio.quiz.run->progress().choice) return;
  studio.quiz.run->choose(choice);
  studio.quiz.answer.clear();
}

/// What is typed goes to the field whenever nothing else takes it.
void drawAnswer(Studio& studio) {
  QuizPanel& panel = studio.quiz;
  const bool covered = studio.sheetOpen() || menuOpen();
  const auto answer = answerField(studio, "quiz", panel.answer,
                                  !covered && !studio.focus.current() && !ImGui::IsAnyItemActive());
  if (answer) panel.run->answer(*answer);
}

void drawHint(Studio& studio, const QuizItem& item) {
  if (studio.quiz.run->progress().hinted)
    paragraph(studio, item.hint, 14, studio.theme().muted);
  else if (hintButton(studio, "quiz", tr("The rule that answers it; a right answer then counts half")))
    studio.quiz.run->takeHint();
}

void drawWorked(Studio& studio, const QuizItem& item) {
  const QuizScore& score = studio.quiz.run->progress().scores.back();
  const view::Theme& theme = studio.theme();
  if (score.correct)
    verdict(studio, icons::good, trf("That is right: {}.", item.right), theme.good);
  else
    verdict(studio, icons::problem, trf("You said {}. The answer is {}.", score.given, item.right),
            theme.problem);
  space(studio, 8);
  paragraph(studio, item.hint, 14, theme.muted);
  space(studio, 8);
  paragraph(studio, item.worked, 14, theme.ink);
}

void drawFooter(Studio& studio, const view::Box& box, std::optional<Command>& asked) {
  const QuizRun& run = *studio.quiz.run;
  placeInFooter(studio, box, 0);
  if (button(studio, "quiz.save", tr("Score sheet"), tr("Save all answers as a table (CSV)  (Ctrl+Shift+Q)"),
             {.width = 112, .enabled = !run.progress().scores.empty(), .outlined = true}))
    asked = Command::save_scores;
  placeInFooter(studio, box, footerWidth(studio, box) - 136);
  if (button(studio, "quiz.next", tr("Next question"), tr("Another question  (Enter)"),
             {.width = 136, .enabled = run.answered(), .primary = run.answered()}))
    asked = Command::quiz_next;
}

}  // namespace

void drawQuiz(Studio& studio, const view::Box& box) {
  std::optional<Command> asked;
  const QuizItem item = studio.quiz.run->item();
  const view::Box body{box.x, box.y, box.w, box.h - kFooter * studio.scale};
  if (beginPanel(studio, "quiz.panel", body, studio.theme().panel, true)) {
    drawHeading(studio, asked);
    drawChoice(studio);
    rule(studio);
    paragraph(studio, item.text, kText, studio.theme().accent);
    space(studio, 6);
    if (studio.quiz.asking()) {
      drawAnswer(studio);
      drawHint(studio, item);
    } else {
      drawWorked(studio, item);
    }
    studio.anchors.set("quiz.panel", box);
  }
  endPanel();
  if (beginPanel(studio, "quiz.footer", {box.x, body.bottom(), box.w, box.h - body.h}, studio.theme().panel))
    drawFooter(studio, box, asked);
  endPanel();
  if (asked) execute(studio, *asked);
}

void drawQuestion(Studio& studio, const view::Box& box) {
  if (beginPanel(studio, "question", box, studio.theme().background)) {
    studio.anchors.set("question", box);
    ImGuiCanvas canvas(ImGui::GetWindowDrawList(), *studio.fonts, studio.heatmaps);
    // Not in the frame in which the quiz is left.
    if (studio.quiz.run) view::drawQuiz(canvas, frameOf(studio, box), studio.quiz.run->item());
  }
  endPanel();
}

}  // namespace lab::ui

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "i18n/translate.h"
#include "ui/answer.h"
#include "ui/icons.h"
#include "ui/lessons.h"
#include "ui/panels.h"
#include "ui/sheet.h"
#include "ui/widgets.h"

/// The lesson on the right: what the step says, what it asks for, and the way to the next one.
namespace lab::ui {
namespace {

constexpr double kText = 16;
constexpr std::string_view kCode = "    ";  ///< begins a line of a program

/// Texts of a lesson: lines of a program stay as they are, others are wrapped.
void paragraphs(Studio& studio, std::string_view text, double size, tconv::Rgb color) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(kCode)) {
      label(studio, line, size - 2, studio.theme().accent, view::Weight::bold);
      continue;
    }
    paragraph(studio, line, size, color);
    space(studio, 4);
  }
}

/// Draws the heading; what it asks for goes to `asked`, as the lesson may end by it.
void drawHeading(Studio& studio, std::optional<Command>& asked) {
  const LessonRun& run = *studio.lesson.run;
  const float x = ImGui::GetCursorPosX(), y = ImGui::GetCursorPosY();
  label(studio, trf("Step {} of {}", run.at() + 1, run.lesson().steps.size()), 12, studio.theme().muted);
  ImGui::SetCursorPos({ImGui::GetWindowContentRegionMax().x - studio.px(28), y - studio.px(6)});
  if (button(studio, "lesson.leave", icons::close, tr("Leave the lesson; what was there before comes back"),
             {.width = 28, .height = 28}))
    asked = Command::leave_lesson;
  ImGui::SetCursorPos({x, y + studio.px(18)});
  label(studio, tr(run.lesson().title), kText, studio.theme().ink, view::Weight::bold);
  space(studio, 8);
}

void drawChoices(Studio& studio, int columns) {
  const Question& question = *studio.lesson.run->step().goal->question;
  ImGui::Columns(columns, nullptr, false);
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    const std::string text = fmt::format("{}  {}", i + 1, tr(question.choices[i]));
    if (choice(studio, fmt::format("lesson.choice.{}", i), text, trf("Ctrl+{}", i + 1)))
      answerLesson(studio, {static_cast<double>(i)});
    space(studio, 4);
    ImGui::NextColumn();
  }
  ImGui::Columns();
}

/// Right, wrong, or that it was shown.
void drawVerdict(Studio& studio) {
  const LessonRun& run = *studio.lesson.run;
  const view::Theme& theme = studio.theme();
  const auto& question = run.step().goal->question;
  if (run.met())
    verdict(studio, icons::good, question ? tr("That is right.") : tr("Done."), theme.good);
  else if (run.verdict() == false)
    verdict(studio, icons::problem, tr("That is not it. Try again."), theme.problem);
  if (run.solved() && question)
    verdict(studio, icons::info, trf("The answer is {}.", tr(answerText(*question))), theme.muted);
}

}  // namespace

void drawLessonHelp(Studio& studio) {
  LessonPanel& panel = studio.lesson;
  const Goal& goal = *panel.run->step().goal;
  if (!goal.hint.empty() && !panel.hint_shown) {
    if (hintButton(studio, "lesson", tr("A word that helps"))) panel.hint_shown = true;
    ImGui::SameLine(0, studio.px(6));
  }
  if (button(studio, "lesson.solve", tr("Show me"), tr("Shows how it is done; the goal stays open"),
             {.width = 84, .height = 26, .outlined = true}))
    panel.run->solve();
}

void drawLessonText(Studio& studio, double size) {
  paragraphs(studio, tr(studio.lesson.run->step().text), size, studio.theme().ink);
}

void drawLessonGoal(Studio& studio, double size, int columns) {
  const LessonRun& run = *studio.lesson.run;
  const Goal& goal = *run.step().goal;
  paragraph(studio, tr(goal.text), size, studio.theme().accent);
  space(studio, 6);
  if (goal.question && !goal.question->choices.empty()) {
    drawChoices(studio, columns);
  } else if (goal.question) {
    const bool focus = std::exchange(studio.lesson.answer_asked, false);
    if (const auto answer = answerField(studio, "lesson", studio.lesson.answer, focus))
      answerLesson(studio, *answer);
  }
  drawVerdict(studio);
  if (studio.lesson.hint_shown && !run.met()) paragraph(studio, tr(goal.hint), 14, studio.theme().muted);
}

namespace {

void drawFooter(Studio& studio, const view::Box& box, std::optional<Command>& asked) {
  const LessonRun& run = *studio.lesson.run;
  placeInFooter(studio, box, 0);
  if (button(studio, "lesson.back", tr("Back"), tr("The step before  (PgUp)"),
             {.width = 72, .enabled = run.at() > 0, .outlined = true}))
    asked = Command::lesson_back;
  placeInFooter(studio, box, 80);
  if (button(studio, "lesson.again", icons::loop, tr("This step from its beginning"), {.outlined = true}))
    asked = Command::lesson_again;
  placeInFooter(studio, box, footerWidth(studio, box) - 96);
  if (button(studio, "lesson.next", run.isLast() ? tr("Finish") : tr("Next"), tr("The next step  (PgDn)"),
             {.width = 96, .active = !run.met(), .primary = run.met()}))
    asked = Command::lesson_next;
}

}  // namespace

void drawLesson(Studio& studio, const view::Box& box) {
  std::optional<Command> asked;
  const view::Box body{box.x, box.y, box.w, box.h - kFooter * studio.scale};
  if (beginPanel(studio, "lesson", body, studio.theme().panel, true)) {
    drawHeading(studio, asked);
    drawLessonText(studio, kText);
    if (studio.lesson.run->step().goal) {
      rule(studio);
      drawLessonGoal(studio, kText);
      space(studio, 4);
      if (!studio.lesson.run->met()) drawLessonHelp(studio);
    }
    studio.anchors.set("lesson", box);
  }
  endPanel();
  if (beginPanel(studio, "lesson.footer", {box.x, body.bottom(), box.w, box.h - body.h},
                 studio.theme().panel))
    drawFooter(studio, box, asked);
  endPanel();
  if (asked) execute(studio, *asked);
}

void drawHighlight(Studio& studio, const view::Box& widget) {
  const float gap = studio.px(3);
  const tconv::Rgb c = studio.theme().accent;
  ImGui::GetForegroundDrawList()->AddRect(
      {static_cast<float>(widget.x) - gap, static_cast<float>(widget.y) - gap},
      {static_cast<float>(widget.right()) + gap, static_cast<float>(widget.bottom()) + gap},
      IM_COL32(c.r, c.g, c.b, 255), studio.px(6), 0, studio.px(2));
}

void drawLessonHighlight(Studio& studio) {
  const LessonStep* step = studio.lesson.run      ? &studio.lesson.run->step()
                           : studio.author.editor ? studio.author.editor->draft().step()
                                                  : nullptr;
  const view::Box* box = step != nullptr ? studio.anchors.find(step->highlight) : nullptr;
  if (box != nullptr) drawHighlight(studio, *box);
}

}  // namespace lab::ui

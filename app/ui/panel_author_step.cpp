#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "i18n/translate.h"
#include "ui/answer.h"
#include "ui/author.h"
#include "ui/icons.h"
#include "ui/input_queue.h"
#include "ui/panels.h"
#include "ui/text_area.h"
#include "ui/widgets.h"

/// The step of a lesson that is being worked on: what it says, what it points at, and what it asks for.
namespace lab::ui {
namespace {

/// Buttons for what a step can ask for, in the order of GoalKind.
void drawKinds(Studio& studio, std::optional<Goal>& goal) {
  constexpr std::pair<const char*, const char*> kKinds[] = {
      {trLater("Nothing"), trLater("The step asks for nothing  (Ctrl+1)")},
      {trLater("A state"),
       trLater("Something shall be set until it has the facts that are asked for  (Ctrl+2)")},
      {trLater("A number"), trLater("A question that is answered by one or two numbers  (Ctrl+3)")},
      {trLater("A choice"), trLater("A question with answers to choose from  (Ctrl+4)")}};
  label(studio, tr("The step asks for"), 14, studio.theme().muted);
  for (int i = 0; i < 4; ++i) {
    if (i > 0) ImGui::SameLine(0, studio.px(4));
    const auto kind = static_cast<GoalKind>(i);
    if (button(studio, fmt::format("author.kind.{}", i), tr(kKinds[i].first), tr(kKinds[i].second),
               {.width = 68, .height = 26, .active = kindOf(goal) == kind, .outlined = true}))
      goal = ofKind(goal, kind);
  }
  space(studio, 4);
}

/// A cross that takes away what stands before it.
bool drawCross(Studio& studio, const std::string& anchor, std::string_view tip) {
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - studio.px(24));
  return button(studio, anchor, icons::close, tip, {.width = 24, .height = 22});
}

/// Up and down go round, Enter takes.
bool enteredByKeys(std::size_t& chosen, std::size_t count) {
  if (count == 0) return false;
  if (pressed(Key::down, true)) chosen = (chosen + 1) % count;
  if (pressed(Key::up, true)) chosen = (chosen + count - 1) % count;
  return pressed(Key::enter) || pressed(Key::keypad_enter);
}

/// The facts that the board has now, those first that the step does not begin with, and how many these are.
std::pair<std::vector<Condition>, std::size_t> factsOf(const Session& start, const Session& shown) {
  std::vector<Condition> items;
  for (const FactInfo& fact : facts())
    if (auto condition = conditionFrom(fact.id, shown)) items.push_back(*std::move(condition));
  const auto alike =
      std::ranges::stable_partition(items, [&](const Condition& c) { return !holds(c, start); }).begin();
  const auto unlike = static_cast<std::size_t>(alike - items.begin());
  return {std::move(items), unlike};
}

/// Returns the fact that was chosen in this frame.
std::optional<std::string> drawFacts(Studio& studio, const Session& start, const Session& shown) {
  const auto [items, unlike] = factsOf(start, shown);
  std::optional<std::string> taken;
  std::size_t& chosen = studio.author.fact_chosen;
  const std::size_t before = chosen;
  const bool entered = enteredByKeys(chosen, items.size());
  ImGui::BeginChild("author.facts.list", {studio.px(272), studio.px(360)});
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i == 0 && unlike > 0) menuHeading(studio, tr("Unlike at the beginning of the step"));
    if (i == unlike) menuHeading(studio, tr("As at the beginning of the step"));
    const std::string anchor = fmt::format("author.fact.{}", items[i].fact);
    if (menuItem(studio, anchor, wordsOf(items[i]), i == chosen) || (entered && i == chosen))
      taken = items[i].fact;
    if (i == chosen && chosen != before) ImGui::SetScrollHereY();
  }
  if (items.empty()) menuItem(studio, "author.fact.none", tr("The setting is illegal"), false, {}, false);
  ImGui::EndChild();
  return taken;
}

/// Adds a fact of what is shown, which becomes the solution.
void drawFactMenu(Studio& studio, Goal& goal, const Session& start) {
  const bool clicked =
      button(studio, "author.facts", fmt::format("{}  {}", tr("Ask for"), icons::down),
             hint(info(Command::author_fact)), {.width = 112, .height = 26, .outlined = true});
  if (std::exchange(studio.author.facts_asked, false) || clicked) {
    studio.author.fact_chosen = 0;
    ImGui::OpenPopup("author.facts.menu");
  }
  if (!beginMenu(studio, "author.facts.menu")) return;
  const Session shown = studio.workbench.demonstration();
  if (const auto fact = drawFacts(studio, start, shown)) {
    goal = asking(std::move(goal), *fact, shown);
    ImGui::CloseCurrentPopup();
  }
  endMenu();
}

void drawConditions(Studio& studio, Goal& goal) {
  std::optional<std::size_t> gone;
  for (std::size_t i = 0; i < goal.conditions.size(); ++i) {
    label(studio, wordsOf(goal.conditions[i]), 14, studio.theme().ink);
    if (drawCross(studio, fmt::format("author.condition.{}", i), tr("Do not ask for this"))) gone = i;
  }
  if (gone) goal.conditions.erase(goal.conditions.begin() + static_cast<std::ptrdiff_t>(*gone));
}

/// What shall be reached: facts, and a state that has them.
void drawCheck(Studio& studio, Goal& goal, const Session& start) {
  drawConditions(studio, goal);
  drawFactMenu(studio, goal, start);
  if (goal.conditions.empty()) {
    paragraph(studio,
              tr("Do on the board what shall be done, then ask for a fact of it: that is the solution."), 14,
              studio.theme().muted);
    return;
  }
  ImGui::SameLine(0, studio.px(6));
  if (button(studio, "author.solution", tr("Solution from the board"),
             tr("What is shown becomes the solution, and the facts are those that it has"),
             {.width = 176, .height = 26, .outlined = true}))
    goal = solvedBy(std::move(goal), studio.workbench.demonstration());
}

void drawNumber(Studio& studio, Question& question) {
  std::string text = question.answer.empty() ? "" : answerText(question);
  label(studio, tr("Answer"), 14, studio.theme().muted);
  ImGui::SameLine(0, studio.px(8));
  if (textLine(studio, "author.answer", text, 120))
    question.answer = parseAnswer(text).value_or(std::vector<double>());
}

/// Each answer with the button that makes it the right one, and a cross while more than two are left.
void drawChoices(Studio& studio, Question& question) {
  std::optional<std::size_t> gone;
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    const bool right = question.answer == std::vector{static_cast<double>(i)};
    if (button(studio, fmt::format("author.right.{}", i), right ? icons::good : fmt::format("{}", i + 1),
               tr("This answer is the right one"),
               {.width = 28, .height = 24, .active = right, .outlined = true}))
      question.answer = {static_cast<double>(i)};
    ImGui::SameLine(0, studio.px(6));
    textLine(studio, fmt::format("author.choice.{}", i), question.choices[i], 222);
    if (question.choices.size() > 2 &&
        drawCross(studio, fmt::format("author.drop.{}", i), tr("Without this answer")))
      gone = i;
  }
  if (button(studio, "author.more", fmt::format("{}  {}", icons::add, tr("Another answer")), "",
             {.width = 136, .height = 26, .outlined = true}))
    question.choices.emplace_back();
  if (!gone) return;
  question.choices.erase(question.choices.begin() + static_cast<std::ptrdiff_t>(*gone));
  const double right = question.answer.empty() ? 0 : question.answer[0];
  if (right > static_cast<double>(*gone)) question.answer = {right - 1};
}

void drawGoal(Studio& studio, Goal& goal, const Session& start) {
  textArea(studio, "author.goal", goal.text, 3,
           goal.question ? tr("The question") : tr("What shall be done"));
  space(studio, 4);
  if (!goal.question)
    drawCheck(studio, goal, start);
  else if (goal.question->choices.empty())
    drawNumber(studio, *goal.question);
  else
    drawChoices(studio, *goal.question);
  space(studio, 4);
  textArea(studio, "author.hint", goal.hint, 2, tr("A hint, if there shall be one"));
}

/// Whether the board shows what the step does, and what the step points at.
void drawState(Studio& studio, LessonStep& step) {
  const view::Theme& theme = studio.theme();
  if (!studio.author.editor->shown())
    paragraph(studio, tr("The board shows something else than the step; U records it."), 12, theme.muted);
  if (step.highlight.empty()) return;
  label(studio, trf("Points at {}", step.highlight), 12, theme.muted, view::Weight::regular, 264);
  if (drawCross(studio, "author.unpoint", tr("Point at nothing"))) step.highlight.clear();
}

}  // namespace

void drawAuthorStep(Studio& studio) {
  LessonEditor& editor = *studio.author.editor;
  LessonDraft draft = editor.draft();
  LessonStep& step = *draft.step();
  ImGui::PushID(static_cast<int>(draft.chosen));  // a field keeps no text of another step
  rule(studio);
  textArea(studio, "author.text", step.text, 6, tr("What the step says"),
           std::exchange(studio.author.text_asked, false));
  const bool undone = ImGui::IsItemActive() && ImGui::GetIO().KeyCtrl && pressed(static_cast<Key>('Z'));
  drawState(studio, step);
  space(studio, 4);
  drawKinds(studio, step.goal);
  if (step.goal) drawGoal(studio, *step.goal, step.session);
  ImGui::PopID();
  if (draft != editor.draft()) editor.edit(std::move(draft));
  if (undone) editor.undo();
}

}  // namespace lab::ui

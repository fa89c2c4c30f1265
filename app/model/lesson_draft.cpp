#include "model/lesson_draft.h"

#include <algorithm>
#include <utility>

#include "i18n/translate.h"

namespace lab {
namespace {

auto at(std::vector<LessonStep>& steps, std::size_t place) {
  return steps.begin() + static_cast<std::ptrdiff_t>(place);
}

std::optional<tconv::Problem> problemOf(const LessonStep& step) {
  if (step.text.empty())
    return tconv::Problem{trLater("text"), "", tconv::Phrase("must be a text that is not empty"), {}};
  auto problem = step.goal ? problemOf(*step.goal, step.session) : std::nullopt;
  if (problem && problem->subject == "text") problem->subject = trLater("goal");  // not the step's
  return problem;
}

}  // namespace

LessonDraft withStep(LessonDraft draft, LessonStep step) {
  std::vector<LessonStep>& steps = draft.lesson.steps;
  draft.chosen = steps.empty() ? 0 : std::min(draft.chosen + 1, steps.size());
  steps.insert(at(steps, draft.chosen), std::move(step));
  return draft;
}

LessonDraft duplicated(LessonDraft draft) {
  if (draft.step() == nullptr) return draft;
  LessonStep copy = *draft.step();
  return withStep(std::move(draft), std::move(copy));
}

LessonDraft withoutStep(LessonDraft draft) {
  std::vector<LessonStep>& steps = draft.lesson.steps;
  if (draft.step() == nullptr) return draft;
  const std::size_t chosen = draft.chosen;
  steps.erase(at(steps, chosen));
  return choosing(std::move(draft), chosen);
}

LessonDraft moved(LessonDraft draft, int by) {
  std::vector<LessonStep>& steps = draft.lesson.steps;
  const auto to = static_cast<std::ptrdiff_t>(draft.chosen) + by;
  if (draft.step() == nullptr || to < 0 || to >= std::ssize(steps)) return draft;
  const auto from = std::exchange(draft.chosen, static_cast<std::size_t>(to));
  if (from < draft.chosen)
    std::rotate(at(steps, from), at(steps, from + 1), at(steps, draft.chosen + 1));
  else
    std::rotate(at(steps, draft.chosen), at(steps, from), at(steps, from + 1));
  return draft;
}

LessonDraft withSession(LessonDraft draft, Session session) {
  if (LessonStep* step = draft.step()) step->session = std::move(session);
  return draft;
}

LessonDraft choosing(LessonDraft draft, std::size_t step) {
  const std::size_t count = draft.lesson.steps.size();
  draft.chosen = count == 0 ? 0 : std::min(step, count - 1);
  return draft;
}

GoalKind kindOf(const std::optional<Goal>& goal) {
  if (!goal) return GoalKind::none;
  if (!goal->question) return GoalKind::check;
  return goal->question->choices.empty() ? GoalKind::number : GoalKind::choice;
}

std::optional<Goal> ofKind(const std::optional<Goal>& goal, GoalKind kind) {
  if (kind == kindOf(goal)) return goal;
  if (kind == GoalKind::none) return {};
  Goal changed;
  if (goal) {
    changed.text = goal->text;
    changed.hint = goal->hint;
  }
  if (kind == GoalKind::number) changed.question = Question{};
  if (kind == GoalKind::choice) changed.question = Question{{"", ""}, {0}};
  return changed;
}

Goal asking(Goal goal, std::string_view fact, const Session& shown) {
  auto condition = conditionFrom(fact, shown);
  if (!condition) return goal;
  const auto same = std::ranges::find(goal.conditions, fact, &Condition::fact);
  if (same == goal.conditions.end())
    goal.conditions.push_back(*std::move(condition));
  else
    *same = *std::move(condition);
  goal.solution = shown;
  return goal;
}

Goal solvedBy(Goal goal, const Session& shown) {
  for (const Condition& condition : std::vector(goal.conditions))
    goal = asking(std::move(goal), condition.fact, shown);
  return goal;
}

std::vector<LessonFault> faultsOf(const Lesson& lesson) {
  std::vector<LessonFault> faults;
  if (lesson.title.empty())
    faults.push_back({{}, {trLater("title"), "", tconv::Phrase("must be a text that is not empty"), {}}});
  if (lesson.steps.empty())
    faults.push_back({{}, {trLater("steps"), "", tconv::Phrase("must be a list of at least one step"), {}}});
  for (std::size_t i = 0; i < lesson.steps.size(); ++i)
    if (auto problem = problemOf(lesson.steps[i])) faults.push_back({i, *std::move(problem)});
  return faults;
}

}  // namespace lab

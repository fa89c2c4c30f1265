#include "model/lesson.h"

#include <algorithm>
#include <cmath>

#include "i18n/translate.h"

namespace lab {
namespace {

using tconv::Phrase;

tconv::Problem problem(const char* subject, Phrase rule) { return {subject, "", std::move(rule), {}}; }

std::optional<tconv::Problem> problemOf(const Question& question) {
  const auto& [choices, answer] = question;
  if (answer.empty() || answer.size() > 2)
    return problem(trLater("answer"), Phrase("must be a number or a pair of numbers"));
  if (choices.empty()) return {};
  if (choices.size() < 2 || std::ranges::any_of(choices, &std::string::empty))
    return problem(trLater("choices"), Phrase("must be a list of at least two texts"));
  const double place = answer[0];
  if (answer.size() > 1 || place != std::floor(place) || place < 0 ||
      place >= static_cast<double>(choices.size()))
    return problem(trLater("answer"), Phrase("must be the place of a choice, 0 to {}", choices.size() - 1));
  return {};
}

std::optional<tconv::Problem> problemOfCheck(const Goal& goal, const Session& before) {
  if (goal.conditions.empty()) return problem(trLater("check"), Phrase("must ask for at least one fact"));
  for (const Condition& condition : goal.conditions)
    if (auto wrong = problemOf(condition)) return wrong;
  if (isMet(goal, before)) return problem(trLater("check"), Phrase("must not hold before anything is done"));
  if (!goal.solution) return problem(trLater("solution"), Phrase("must be there where there is a check"));
  if (!isMet(goal, *goal.solution)) return problem(trLater("solution"), Phrase("must meet the check"));
  return {};
}

}  // namespace

bool isMet(const Goal& goal, const Session& session) {
  return std::ranges::all_of(goal.conditions, [&](const Condition& c) { return holds(c, session); });
}

std::optional<tconv::Problem> problemOf(const Goal& goal, const Session& before) {
  if (goal.text.empty()) return problem(trLater("text"), Phrase("must be a text that is not empty"));
  return goal.question ? problemOf(*goal.question) : problemOfCheck(goal, before);
}

Lesson translated(Lesson lesson) {
  const auto translate = [](std::string& text) { text = tr(std::string_view(text)); };
  translate(lesson.title);
  translate(lesson.summary);
  for (LessonStep& step : lesson.steps) {
    translate(step.text);
    if (!step.goal) continue;
    translate(step.goal->text);
    translate(step.goal->hint);
    if (step.goal->question) std::ranges::for_each(step.goal->question->choices, translate);
  }
  return lesson;
}

}  // namespace lab

#pragma once

#include <optional>
#include <vector>

#include "model/lesson.h"

namespace lab {

/// A lesson that is being written, and the step that is being worked on: a value. It may be unfinished:
/// without steps, with texts that are empty and goals that ask for nothing.
struct LessonDraft {
  Lesson lesson;
  std::size_t chosen = 0;

  /// The step that is being worked on; null where there is none.
  const LessonStep* step() const { return chosen < lesson.steps.size() ? &lesson.steps[chosen] : nullptr; }
  LessonStep* step() { return chosen < lesson.steps.size() ? &lesson.steps[chosen] : nullptr; }
  bool operator==(const LessonDraft&) const = default;
};

/// With a step after the chosen one, which is chosen then.
LessonDraft withStep(LessonDraft draft, LessonStep step);
/// The chosen step once more, after it. The draft as it is where it has none; so do the others.
LessonDraft duplicated(LessonDraft draft);
/// Without the chosen step; the one after it is chosen then.
LessonDraft withoutStep(LessonDraft draft);
/// The chosen step `by` places further on, as far as there are any.
LessonDraft moved(LessonDraft draft, int by);
/// The chosen step shows another state.
LessonDraft withSession(LessonDraft draft, Session session);
/// Another step is chosen, the last one where there are fewer.
LessonDraft choosing(LessonDraft draft, std::size_t step);

/// What a goal can be.
enum class GoalKind { none, check, number, choice };
GoalKind kindOf(const std::optional<Goal>& goal);
/// A goal of another kind, which keeps its text and hint.
std::optional<Goal> ofKind(const std::optional<Goal>& goal, GoalKind kind);
/// Also asks for a fact as a state has it, which becomes the goal's solution. A fact that is asked for
/// already gets its value anew. Nothing changes while the state's document is illegal.
Goal asking(Goal goal, std::string_view fact, const Session& shown);
/// Asks for the same facts as a state has them, which becomes the solution.
Goal solvedBy(Goal goal, const Session& shown);

/// Why a lesson cannot be given.
struct LessonFault {
  std::optional<std::size_t> step;  ///< none for the lesson as a whole
  tconv::Problem problem;
  bool operator==(const LessonFault&) const = default;
};
/// In the order of the steps, at most one for each; none where the lesson is finished: io::loadLesson()
/// refuses a file for the same reasons.
std::vector<LessonFault> faultsOf(const Lesson& lesson);

}  // namespace lab

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/lesson_facts.h"
#include "model/question.h"
#include "model/view_state.h"

namespace lab {

/// What somebody shall do or answer before the lesson goes on.
struct Goal {
  std::string text;
  std::string hint;                   ///< may be empty
  std::vector<Condition> conditions;  ///< all must hold; none where there is a question
  std::optional<Question> question;
  std::optional<Session> solution;  ///< a state that meets the conditions; none for a question
  bool operator==(const Goal&) const = default;
};

/// Whether a state meets all conditions of a goal, of which there must be some.
bool isMet(const Goal& goal, const Session& session);

/// Why a goal cannot be given, or nothing: the subject is its "text", "check", "solution", "answer",
/// "choices" or a fact. A check must not hold `before` anything is done, and must hold in the solution.
std::optional<tconv::Problem> problemOf(const Goal& goal, const Session& before);

struct LessonStep {
  std::string text;
  Session session;        ///< what the step shows
  std::string highlight;  ///< the anchor of a widget to look at (ui/anchors.h); empty for none
  std::optional<Goal> goal;
  bool operator==(const LessonStep&) const = default;
};

/// A lecture in steps: data, not code. Texts are English and pass through tr(), or in the language of whoever
/// wrote the lesson.
struct Lesson {
  std::string id;  ///< of the shipped ones, the name of their file; else empty
  std::string title;
  std::string summary;  ///< one line for the list of lessons
  std::vector<LessonStep> steps;
  bool operator==(const Lesson&) const = default;
};

/// A lesson with its texts in the thread's language.
Lesson translated(Lesson lesson);

}  // namespace lab

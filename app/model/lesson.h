#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/question.h"
#include "model/view_state.h"

namespace lab {

/// What a lesson asks of the program's state: that a fact has a value.
///
/// Facts are the parameters by their ids (model/fields.h), and
///   dims, bias                  of the layer
///   output_size                 L_h and L_w
///   steps_done, finished        of the animation: whole steps, and whether all are
///   shows                       a face that is on the board: "gather"
///   step_is                     what a step is: "element", "tap", "row" or "cell"
///   pinned, pinned_at           the kind of what is pinned, and its row and column (those of the output for
///                               a cell of the output)
///   even, even_to_border, holes of the overlap of patches, on both axes (holes: on either)
/// Sizes are pairs; where both axes have one value a single number stands for it.
struct Condition {
  using Value = std::variant<bool, Pair, std::string>;
  std::string fact;
  Value value;
  bool operator==(const Condition&) const = default;
};

/// Why a condition can never be asked about, or nothing: an unknown fact, a value of another kind.
std::optional<tconv::Problem> problemOf(const Condition& condition);
/// Whether a state meets it; none does whose document is illegal. The condition must have no problem.
bool holds(const Condition& condition, const Session& session);

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

}  // namespace lab

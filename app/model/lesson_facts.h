#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "model/view_state.h"
#include "tconv/error.h"

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

struct FactInfo {
  std::string_view id;     ///< in files
  std::string_view label;  ///< to be translated
};
/// All facts: the parameters, then the others.
std::span<const FactInfo> facts();
/// What a state has for a fact: a condition that it meets. Nothing while its document is illegal.
std::optional<Condition> conditionFrom(std::string_view fact, const Session& session);
/// "Output size: 6", in the thread's language. The condition must have no problem.
std::string wordsOf(const Condition& condition);

}  // namespace lab

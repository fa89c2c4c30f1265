#include "model/lesson.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "model/derive.h"
#include "model/fields.h"
#include "tconv/overlap.h"

namespace lab {
namespace {

using Value = Condition::Value;

/// What a fact is asked of.
struct State {
  const Session& session;
  const tconv::Axes& axes;
  const Value& wanted;
  const Layer& layer() const { return session.document.layer; }
};

/// A fact that is not a parameter. `like` is a value of its kind; texts are one of those names.
struct Fact {
  std::string_view id;
  Value like;
  Value (*of)(const State&);
  std::vector<std::string_view> (*names)() = nullptr;
};

template <class Infos>
std::vector<std::string_view> idsOf(const Infos& infos) {
  std::vector<std::string_view> ids;
  for (const auto& info : infos) ids.push_back(info.id);
  return ids;
}

template <class Holds>
bool onBothAxes(const State& state, Holds holds) {
  return holds(tconv::overlapVerdict(state.axes.h)) && holds(tconv::overlapVerdict(state.axes.w));
}

Index wholeSteps(const State& state) {
  return static_cast<Index>(std::floor(state.session.view.playhead.time + 1e-9));
}

/// The wanted face where it is shown.
Value shownFace(const State& state) {
  for (const Face face : state.session.view.faces)
    if (state.wanted == Value(std::string(info(face).id))) return state.wanted;
  return std::string();
}

/// Cells of the output are counted from its window.
Value pinnedAt(const State& state) {
  const Ref& pinned = state.session.view.pinned;
  if (pinned.kind != RefKind::canvas) return Pair(pinned.row, pinned.column);
  return Pair(pinned.row - state.axes.h.pad_begin, pinned.column - state.axes.w.pad_begin);
}

const Fact* factOf(std::string_view id) {
  static const std::array kFacts = {
      Fact{"dims", Pair(), [](const State& s) -> Value { return Pair(s.layer().dims); }},
      Fact{"bias", false, [](const State& s) -> Value { return s.layer().bias; }},
      Fact{"output_size", Pair(),
           [](const State& s) -> Value { return Pair(s.axes.h.output(), s.axes.w.output()); }},
      Fact{"steps_done", Pair(), [](const State& s) -> Value { return Pair(wholeSteps(s)); }},
      Fact{"finished", false,
           [](const State& s) -> Value {
             const Shape input = inputShape(s.session.document);
             return wholeSteps(s) >= input.c * input.h * input.w;
           }},
      Fact{"shows", std::string(), shownFace, [] { return idsOf(faces()); }},
      Fact{"step_is", std::string(),
           [](const State& s) -> Value { return std::string(info(s.session.view.playhead.granularity).id); },
           [] { return idsOf(granularities()); }},
      Fact{"pinned", std::string(),
           [](const State& s) -> Value {
             return std::string(refKinds()[static_cast<std::size_t>(s.session.view.pinned.kind)]);
           },
           [] { return std::vector(refKinds().begin(), refKinds().end()); }},
      Fact{"pinned_at", Pair(), pinnedAt},
      Fact{"even", false,
           [](const State& s) -> Value {
             return onBothAxes(s, [](const auto& verdict) { return verdict.even; });
           }},
      Fact{"even_to_border", false,
           [](const State& s) -> Value {
             return onBothAxes(s, [](const auto& verdict) { return verdict.even && !verdict.border_ramp; });
           }},
      Fact{"holes", false,
           [](const State& s) -> Value {
             return !onBothAxes(s, [](const auto& verdict) { return !verdict.holes; });
           }},
  };
  const auto found = std::ranges::find(kFacts, id, &Fact::id);
  return found == kFacts.end() ? nullptr : &*found;
}

const Field* parameterOf(std::string_view id) {
  const auto found = std::ranges::find(fields(), id, &Field::id);
  return found == fields().end() ? nullptr : &*found;
}

std::string textOf(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  const Pair size = std::get<Pair>(value);
  return fmt::format("[{}, {}]", size.h, size.w);
}

tconv::Phrase ruleOf(const Value& like) {
  if (std::holds_alternative<bool>(like)) return tconv::Phrase("must be true or false");
  if (std::holds_alternative<Pair>(like))
    return tconv::Phrase("must be an integer or a pair [height, width]");
  return tconv::Phrase("must be a text");
}

}  // namespace

std::optional<tconv::Problem> problemOf(const Condition& condition) {
  const Field* parameter = parameterOf(condition.fact);
  const Fact* fact = factOf(condition.fact);
  if (parameter == nullptr && fact == nullptr)
    return tconv::Problem{
        condition.fact, textOf(condition.value), tconv::Phrase("is no fact that can be asked for"), {}};
  const Value like = parameter ? Value(Pair()) : fact->like;
  if (condition.value.index() != like.index())
    return tconv::Problem{condition.fact, textOf(condition.value), ruleOf(like), {}};
  if (fact == nullptr || fact->names == nullptr) return {};
  const std::vector<std::string_view> names = fact->names();
  if (std::ranges::find(names, std::get<std::string>(condition.value)) != names.end()) return {};
  return tconv::Problem{condition.fact,
                        textOf(condition.value),
                        tconv::Phrase("must be one of {}", fmt::format("{}", fmt::join(names, ", "))),
                        {}};
}

bool holds(const Condition& condition, const Session& session) {
  const Document& document = session.document;
  if (problemOf(document)) return false;
  const tconv::Axes axes = tconv::axes(document.layer, inputShape(document).spatial());
  const Field* parameter = parameterOf(condition.fact);
  const Value is = parameter ? Value(parameter->get(document))
                             : factOf(condition.fact)->of({session, axes, condition.value});
  const auto *size = std::get_if<Pair>(&is), *wanted = std::get_if<Pair>(&condition.value);
  if (size == nullptr || wanted == nullptr) return is == condition.value;
  if (parameter && !parameter->per_axis) return size->h == wanted->h;
  return size->w == wanted->w && (size->h == wanted->h || document.layer.dims == 1);
}

bool isMet(const Goal& goal, const Session& session) {
  return std::ranges::all_of(goal.conditions, [&](const Condition& c) { return holds(c, session); });
}

}  // namespace lab

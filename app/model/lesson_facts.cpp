#include "model/lesson_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>
#include <utility>

#include "i18n/translate.h"
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

/// A value in files and its words, to be translated.
using Name = std::pair<std::string_view, std::string_view>;

/// A fact that is not a parameter. `like` is a value of its kind; texts are one of those names.
struct Fact {
  std::string_view id, label;
  Value like;
  Value (*of)(const State&);
  std::vector<Name> (*names)() = nullptr;
};

/// In their order.
constexpr std::array kRefWords = {trLater("nothing"),          trLater("an input element"),
                                  trLater("a weight"),         trLater("a cell of the patch"),
                                  trLater("an output cell"),   trLater("a product"),
                                  trLater("a stretched cell"), trLater("a cell of the picture")};

std::vector<Name> namesOfFaces() {
  std::vector<Name> names;
  for (const FaceInfo& face : faces()) names.emplace_back(face.id, face.label);
  return names;
}
std::vector<Name> namesOfGranularities() {
  std::vector<Name> names;
  for (const GranularityInfo& granularity : granularities())
    names.emplace_back(granularity.id, granularity.is);
  return names;
}
std::vector<Name> namesOfRefs() {
  std::vector<Name> names;
  for (std::size_t i = 0; i < kRefWords.size(); ++i) names.emplace_back(refKinds()[i], kRefWords[i]);
  return names;
}

template <class Holds>
bool onBothAxes(const State& state, Holds holds) {
  return holds(tconv::overlapVerdict(state.axes.h)) && holds(tconv::overlapVerdict(state.axes.w));
}

Index wholeSteps(const State& state) {
  return static_cast<Index>(std::floor(state.session.view.playhead.time + 1e-9));
}

/// The wanted face where it is shown, else the first one.
Value shownFace(const State& state) {
  const std::vector<Face>& shown = state.session.view.faces;
  for (const Face face : shown)
    if (state.wanted == Value(std::string(info(face).id))) return state.wanted;
  return std::string(info(shown.front()).id);
}

/// Cells of the output are counted from its window.
Value pinnedAt(const State& state) {
  const Ref& pinned = state.session.view.pinned;
  if (pinned.kind != RefKind::canvas) return Pair(pinned.row, pinned.column);
  return Pair(pinned.row - state.axes.h.pad_begin, pinned.column - state.axes.w.pad_begin);
}

std::span<const Fact> otherFacts() {
  static const std::array kFacts = {
      Fact{"dims", trLater("Dimensions"), Pair(),
           [](const State& s) -> Value { return Pair(s.layer().dims); }},
      Fact{"bias", trLater("Bias"), false, [](const State& s) -> Value { return s.layer().bias; }},
      Fact{"output_size", trLater("Output size"), Pair(),
           [](const State& s) -> Value { return Pair(s.axes.h.output(), s.axes.w.output()); }},
      Fact{"steps_done", trLater("Steps done"), Pair(),
           [](const State& s) -> Value { return Pair(wholeSteps(s)); }},
      Fact{"finished", trLater("All steps are done"), false,
           [](const State& s) -> Value {
             const Shape input = inputShape(s.session.document);
             return wholeSteps(s) >= input.c * input.h * input.w;
           }},
      Fact{"shows", trLater("The board shows"), std::string(), shownFace, namesOfFaces},
      Fact{"step_is", trLater("A step is"), std::string(),
           [](const State& s) -> Value { return std::string(info(s.session.view.playhead.granularity).id); },
           namesOfGranularities},
      Fact{"pinned", trLater("Pinned"), std::string(),
           [](const State& s) -> Value {
             return std::string(refKinds()[static_cast<std::size_t>(s.session.view.pinned.kind)]);
           },
           namesOfRefs},
      Fact{"pinned_at", trLater("Pinned row and column"), Pair(), pinnedAt},
      Fact{"even", trLater("Even overlap"), false,
           [](const State& s) -> Value {
             return onBothAxes(s, [](const auto& verdict) { return verdict.even; });
           }},
      Fact{"even_to_border", trLater("Even overlap up to the border"), false,
           [](const State& s) -> Value {
             return onBothAxes(s, [](const auto& verdict) { return verdict.even && !verdict.border_ramp; });
           }},
      Fact{"holes", trLater("Holes"), false,
           [](const State& s) -> Value {
             return !onBothAxes(s, [](const auto& verdict) { return !verdict.holes; });
           }},
  };
  return kFacts;
}

const Fact* factOf(std::string_view id) {
  const auto found = std::ranges::find(otherFacts(), id, &Fact::id);
  return found == otherFacts().end() ? nullptr : &*found;
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

/// A parameter that is no pair has its number twice.
Value valueOf(std::string_view id, const Session& session, const Value& wanted) {
  const Document& document = session.document;
  if (const Field* parameter = parameterOf(id))
    return parameter->per_axis ? parameter->get(document) : Pair(parameter->get(document).h);
  return factOf(id)->of({session, tconv::axes(document.layer, inputShape(document).spatial()), wanted});
}

std::string valueWords(const Condition& condition) {
  if (const auto* flag = std::get_if<bool>(&condition.value)) return *flag ? tr("yes") : tr("no");
  if (const auto* size = std::get_if<Pair>(&condition.value))
    return size->h == size->w ? fmt::format("{}", size->h) : fmt::format("{} × {}", size->h, size->w);
  for (const auto& [name, words] : factOf(condition.fact)->names())
    if (name == std::get<std::string>(condition.value)) return std::string(tr(words));
  return textOf(condition.value);
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
  const std::vector<Name> names = fact->names();
  if (std::ranges::find(names, std::get<std::string>(condition.value), &Name::first) != names.end())
    return {};
  return tconv::Problem{
      condition.fact,
      textOf(condition.value),
      tconv::Phrase("must be one of {}", fmt::format("{}", fmt::join(names | std::views::keys, ", "))),
      {}};
}

bool holds(const Condition& condition, const Session& session) {
  const Document& document = session.document;
  if (problemOf(document)) return false;
  const Value is = valueOf(condition.fact, session, condition.value);
  const auto *size = std::get_if<Pair>(&is), *wanted = std::get_if<Pair>(&condition.value);
  if (size == nullptr || wanted == nullptr) return is == condition.value;
  const Field* parameter = parameterOf(condition.fact);
  if (parameter && !parameter->per_axis) return size->h == wanted->h;
  return size->w == wanted->w && (size->h == wanted->h || document.layer.dims == 1);
}

std::span<const FactInfo> facts() {
  static const std::vector<FactInfo> kAll = [] {
    std::vector<FactInfo> all;
    for (const Field& f : fields()) all.push_back({f.id, f.label});
    for (const Fact& f : otherFacts()) all.push_back({f.id, f.label});
    return all;
  }();
  return kAll;
}

std::optional<Condition> conditionFrom(std::string_view fact, const Session& session) {
  if (problemOf(session.document)) return {};
  Value value = valueOf(fact, session, {});
  if (auto* size = std::get_if<Pair>(&value); size && session.document.layer.dims == 1) *size = Pair(size->w);
  return Condition{std::string(fact), std::move(value)};
}

std::string wordsOf(const Condition& condition) {
  const auto label = std::ranges::find(facts(), condition.fact, &FactInfo::id)->label;
  return trf("{}: {}", tr(label), valueWords(condition));
}

}  // namespace lab

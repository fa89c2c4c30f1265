#include <fmt/format.h>

#include <algorithm>

#include "io/atomic_file.h"
#include "io/json_lines.h"
#include "io/json_reader.h"
#include "io/lesson.h"
#include "io/lesson_format.h"
#include "io/session_format.h"
#include "model/quoted.h"
#include "resources/resources.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;
using namespace lesson_format;

constexpr std::uint64_t kLargestFile = 1 << 24;

/// Whether a lesson may lack what it needs to be given.
enum class Finished { yes, maybe };

/// Reads one lesson; `where_` is the part that is being read, for messages.
class LessonReader {
 public:
  LessonReader(fs::path folder, std::vector<std::string>& warnings, Finished finished)
      : folder_(std::move(folder)), warnings_(warnings), finished_(finished == Finished::yes) {}

  const std::string& where() const { return where_; }

  Lesson read(const Json& json) {
    ObjectReader reader(json, "");
    if (const Json* format = reader.find("format"); format == nullptr || *format != kFormat)
      throw tconv::Error({"format", "", tconv::Phrase("must be \"{}\"", kFormat), {}});
    const Json* version = reader.find("version");
    if (version == nullptr || *version != kVersion)
      throw badValue("version", version ? *version : Json(), tconv::Phrase("must be {}", kVersion));
    Lesson lesson;
    lesson.title = text(reader, "title", true);
    lesson.summary = text(reader, "summary", false);
    const Json* steps = reader.find("steps");
    if (steps == nullptr || !steps->is_array() || (finished_ && steps->empty()))
      throw badValue("steps", steps ? *steps : Json(), tconv::Phrase("must be a list of at least one step"));
    for (std::size_t i = 0; i < steps->size(); ++i) {
      where_ = fmt::format("steps[{}]", i);
      lesson.steps.push_back(readStep((*steps)[i]));
    }
    where_.clear();
    reader.finish(warnings_);
    return lesson;
  }

 private:
  std::string text(ObjectReader& reader, std::string_view key, bool needed) const {
    const Json* json = reader.find(key);
    if (json == nullptr && !(needed && finished_)) return {};
    if (json == nullptr || !json->is_string() || (finished_ && json->get_ref<const std::string&>().empty()))
      throw badValue(std::string(key), json ? *json : Json(),
                     tconv::Phrase("must be a text that is not empty"));
    return json->get<std::string>();
  }

  /// The state that is set now, changed by a patch.
  Session changed(const Json* patch, const std::string& where, Json& state) {
    if (patch != nullptr) {
      if (!patch->is_object()) throw badValue(where, *patch, tconv::Phrase("must be a JSON object"));
      state.merge_patch(*patch);
    }
    ObjectReader reader(state, "");
    Session session = session_format::readSession(reader, folder_, warnings_);
    reader.finish(warnings_);
    return session;
  }

  LessonStep readStep(const Json& json) {
    const std::string name = where_;
    ObjectReader reader(json, name);
    LessonStep step;
    step.text = text(reader, "text", true);
    where_ = name + ".set";
    step.session = changed(reader.find("set"), "set", state_);
    where_ = name;
    if (reader.find("highlight") != nullptr) step.highlight = text(reader, "highlight", true);
    if (const Json* goal = reader.find("goal")) {
      where_ = name + ".goal";
      step.goal = readGoal(*goal, step.session);
    }
    reader.finish(warnings_);
    return step;
  }

  Goal readGoal(const Json& json, const Session& before) {
    ObjectReader reader(json, where_);
    Goal goal;
    goal.text = text(reader, "text", true);
    goal.hint = text(reader, "hint", false);
    const Json *check = reader.find("check"), *answer = reader.find("answer");
    if (check != nullptr ? answer != nullptr : finished_ && answer == nullptr)
      throw tconv::Error({"goal", "", tconv::Phrase("must have a check or an answer, and not both"), {}});
    if (answer != nullptr) goal.question = readQuestion(*answer, reader.find("choices"));
    if (check != nullptr) readCheck(*check, goal);
    if (const Json* solution = answer == nullptr ? reader.find("solution") : nullptr) {
      Json state = state_;
      goal.solution = changed(solution, "solution", state);
    }
    reader.finish(warnings_);
    if (finished_) requireUse(goal, before, json);
    return goal;
  }

  /// The message holds what stands in the file.
  static void requireUse(const Goal& goal, const Session& before, const Json& json) {
    const auto problem = problemOf(goal, before);
    if (!problem) return;
    const auto member = json.find(problem->subject);
    if (member == json.end()) throw tconv::Error(*problem);
    throw badValue(problem->subject, *member, problem->rule);
  }

  static Question readQuestion(const Json& answer, const Json* choices) {
    Question question;
    for (const Json& n : answer.is_array() ? answer : Json::array({answer})) {
      if (!n.is_number())
        throw badValue("answer", answer, tconv::Phrase("must be a number or a pair of numbers"));
      question.answer.push_back(n.get<double>());
    }
    if (choices == nullptr) return question;
    if (!choices->is_array() || choices->empty() || !std::ranges::all_of(*choices, &Json::is_string))
      throw badValue("choices", *choices, tconv::Phrase("must be a list of at least two texts"));
    question.choices = choices->get<std::vector<std::string>>();
    return question;
  }

  static Condition::Value readValue(const std::string& fact, const Json& json) {
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_string()) return json.get<std::string>();
    constexpr Index kAny = std::numeric_limits<Index>::min();
    if (json.is_array() && json.size() == 2)
      return Pair(readInteger(json[0], fact + "[0]", kAny), readInteger(json[1], fact + "[1]", kAny));
    if (!json.is_number())
      throw badValue(fact, json,
                     tconv::Phrase("must be true, false, a text, an integer or a pair [height, width]"));
    return Pair(readInteger(json, fact, kAny));
  }

  static void readCheck(const Json& check, Goal& goal) {
    if (!check.is_object()) throw badValue("check", check, tconv::Phrase("must ask for at least one fact"));
    for (const auto& [fact, value] : check.items()) {
      goal.conditions.push_back({fact, readValue(fact, value)});
      if (const auto problem = problemOf(goal.conditions.back())) throw tconv::Error(*problem);
    }
  }

  fs::path folder_;
  std::vector<std::string>& warnings_;
  bool finished_;
  std::string where_;
  Json state_ = Json::object();
};

LoadedLesson parse(std::string_view text, const std::string& name, const fs::path& folder,
                   Finished finished) {
  const Json json = parseJson(text, name);
  LoadedLesson loaded;
  LessonReader reader(folder, loaded.warnings, finished);
  try {
    loaded.lesson = reader.read(json);
  } catch (const tconv::Error& error) {
    const int line = JsonLines(text).lineOf(reader.where(), error.problem().subject);
    throw fileError(name, tconv::Phrase("line {}: {}", line, error.what()));
  }
  return loaded;
}

}  // namespace

LoadedLesson parseLesson(std::string_view text, const std::string& name, const fs::path& folder) {
  return parse(text, name, folder, Finished::yes);
}

bool isLesson(const fs::path& path) {
  constexpr std::uint64_t kEnough = 4096;
  return readStart(path, kEnough).find(fmt::format("\"{}\"", kFormat)) != std::string::npos;
}

LoadedLesson loadLesson(const fs::path& path) {
  return parseLesson(readFile(path, kLargestFile), path.string(), path.parent_path());
}

LoadedLesson loadUnfinished(const fs::path& path) {
  return parse(readFile(path, kLargestFile), path.string(), path.parent_path(), Finished::maybe);
}

Lesson lesson_format::readUnfinished(const Json& json, const fs::path& folder) {
  std::vector<std::string> ignored;
  return LessonReader(folder, ignored, Finished::maybe).read(json);
}

std::vector<Lesson> shippedLessons() {
  std::vector<Lesson> lessons;
  for (const std::string_view name : resources::names()) {
    if (!name.ends_with(kEnding)) continue;
    lessons.push_back(parseLesson(resources::named(name), std::string(name), {}).lesson);
    lessons.back().id = name.substr(0, name.size() - kEnding.size());
  }
  return lessons;
}

}  // namespace lab::io

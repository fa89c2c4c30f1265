#include <fmt/format.h>

#include "io/atomic_file.h"
#include "io/lesson.h"
#include "io/lesson_format.h"
#include "io/session_format.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;
using namespace lesson_format;
using session_format::TensorFile;

/// Members of the view that a lesson leaves to whoever looks at it.
constexpr const char* kOwnView[] = {"theme",           "split",          "link_axes",     "show_parameters",
                                    "show_arithmetic", "show_transport", "reduced_motion"};

/// The merge patch (RFC 7396) that makes `to` of `from`.
Json patchFrom(const Json& from, const Json& to) {
  if (!from.is_object() || !to.is_object()) return to;
  Json patch = Json::object();
  for (const auto& [key, value] : to.items())
    if (const auto before = from.find(key); before == from.end() || *before != value)
      patch[key] = before == from.end() ? value : patchFrom(*before, value);
  for (const auto& [key, value] : from.items())
    if (!to.contains(key)) patch[key] = nullptr;
  return patch;
}

class LessonWriter {
 public:
  LessonWriter(const std::string& folder, std::vector<TensorFile>& tensors)
      : folder_(folder), tensors_(tensors), state_(stateOf({})) {}

  Json write(const Lesson& lesson) {
    Json json = {{"format", kFormat}, {"version", kVersion}, {"title", lesson.title}};
    if (!lesson.summary.empty()) json["summary"] = lesson.summary;
    json["steps"] = Json::array();
    for (const LessonStep& step : lesson.steps) json["steps"].push_back(stepOf(step));
    return json;
  }

 private:
  Json stateOf(const Session& session) {
    Json json = session_format::writeSession(session, folder_, tensors_);
    for (const char* key : kOwnView) json["view"].erase(key);
    return json;
  }

  Json stepOf(const LessonStep& step) {
    Json json = {{"text", step.text}};
    Json state = stateOf(step.session);
    if (Json patch = patchFrom(state_, state); !patch.empty()) json["set"] = std::move(patch);
    state_ = std::move(state);
    if (!step.highlight.empty()) json["highlight"] = step.highlight;
    if (step.goal) json["goal"] = goalOf(*step.goal);
    return json;
  }

  Json goalOf(const Goal& goal) {
    Json json = {{"text", goal.text}};
    if (!goal.hint.empty()) json["hint"] = goal.hint;
    if (goal.question) {
      const Question& question = *goal.question;
      if (!question.choices.empty()) json["choices"] = question.choices;
      json["answer"] = question.answer.size() == 1 ? numberOf(question.answer[0]) : Json(question.answer);
    }
    for (const Condition& condition : goal.conditions)
      json["check"][condition.fact] = valueOf(condition.value);
    if (goal.solution) json["solution"] = patchFrom(state_, stateOf(*goal.solution));
    return json;
  }

  static Json numberOf(double number) {
    const auto whole = static_cast<Index>(number);
    return static_cast<double>(whole) == number ? Json(whole) : Json(number);
  }
  static Json valueOf(const Condition::Value& value) {
    if (const auto* size = std::get_if<Pair>(&value))
      return size->h == size->w ? Json(size->h) : Json::array({size->h, size->w});
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    return std::get<std::string>(value);
  }

  const std::string& folder_;
  std::vector<TensorFile>& tensors_;
  Json state_;
};

}  // namespace

Json lesson_format::writeLesson(const Lesson& lesson, const std::string& folder,
                                std::vector<TensorFile>& files) {
  return LessonWriter(folder, files).write(lesson);
}

void saveLesson(const fs::path& path, const Lesson& lesson) {
  std::vector<TensorFile> tensors;
  const std::string folder = path.stem().string() + std::string(session_format::kFolderEnding);
  const std::string text = formatJson(writeLesson(lesson, folder, tensors));
  requireWritable(path);
  session_format::writeTensors(path, tensors);
  writeFile(path, text);
}

}  // namespace lab::io

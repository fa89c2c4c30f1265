#include "io/settings.h"

#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <sys/stat.h>
#include <nlohmann/json.hpp>

#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "io/path_text.h"
#include "model/quoted.h"

namespace lab::io {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kFolder = "tconv-lab";
constexpr std::uint64_t kLargestFile = 1 << 16;

fs::path absoluteFrom(const char* variable) {
  const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): nothing sets it
  const fs::path path = value == nullptr ? "" : value;
  return path.is_absolute() ? path : fs::path();
}

fs::path pathOf(const char* variable, const char* below_home, const char* name) {
  if (const fs::path folder = absoluteFrom(variable); !folder.empty()) return folder / kFolder / name;
  if (const fs::path home = absoluteFrom("HOME"); !home.empty()) return home / below_home / kFolder / name;
  return {};
}

/// Reads the values of one file, noting what cannot be used.
class Reader {
 public:
  Reader(const fs::path& path, std::vector<std::string>& warnings) : path_(path), warnings_(warnings) {
    std::error_code error;
    if (path.empty() || !fs::exists(path, error)) return;
    try {
      json_ = Json::parse(readFile(path, kLargestFile), nullptr, false);
      if (!json_.is_object()) warn(tconv::Phrase("is not a JSON object, defaults are used"));
    } catch (const std::exception& problem) {
      warnings_.push_back(tr(problem));
    }
  }

  const Json* find(const char* key) const {
    return json_.is_object() && json_.contains(key) ? &json_[key] : nullptr;
  }
  void warn(const tconv::Phrase& reason) { warnings_.push_back(tr(fileError(path_, reason).problem())); }
  void warnValue(const char* key, const tconv::Phrase& rule) {
    warn(tconv::Phrase("{} = {}: {}", key,
                       displayed(find(key)->dump(-1, ' ', true, Json::error_handler_t::replace)), tr(rule)));
  }

  void readInteger(const char* key, int least, int most, int& value) {
    const Json* json = find(key);
    if (json == nullptr) return;
    if (json->is_number_integer() && *json >= least && *json <= most)
      value = json->get<int>();
    else
      warnValue(key, tconv::Phrase("must be an integer from {} to {}", least, most));
  }
  void readBool(const char* key, bool& value) {
    const Json* json = find(key);
    if (json == nullptr) return;
    if (json->is_boolean())
      value = json->get<bool>();
    else
      warnValue(key, tconv::Phrase("must be true or false"));
  }
  void readTheme(const char* key, ThemeChoice& value) {
    const Json* json = find(key);
    if (json == nullptr) return;
    if (*json == "light")
      value = ThemeChoice::light;
    else if (*json == "dark")
      value = ThemeChoice::dark;
    else
      warnValue(key, tconv::Phrase("must be \"light\" or \"dark\""));
  }
  void readLanguage(const char* key, std::optional<i18n::Language>& value) {
    const Json* json = find(key);
    if (json == nullptr) return;
    value = json->is_string() ? i18n::languageOf(json->get<std::string>()) : std::nullopt;
    if (!value) warnValue(key, tconv::Phrase("must be \"en\" or \"zh_CN\""));
  }
  void readText(const char* key, std::string& value) {
    const Json* json = find(key);
    if (json == nullptr) return;
    if (json->is_string())
      value = json->get<std::string>();
    else
      warnValue(key, tconv::Phrase("must be a string"));
  }

  void readPaths(const char* key, std::vector<fs::path>& paths) {
    const Json* json = find(key);
    if (json == nullptr) return;
    for (const Json& one : *json) {
      if (!json->is_array() || !one.is_string() || paths.size() == Settings::most_recent)
        return warnValue(key, tconv::Phrase("must be at most {} paths", Settings::most_recent));
      paths.push_back(pathOfText(one.get<std::string>()));
    }
  }

  void readSteps(const char* key, std::map<std::string, std::size_t>& steps) {
    const Json* json = find(key);
    if (json == nullptr) return;
    for (const auto& [name, step] : json->items())
      if (json->is_object() && step.is_number_unsigned())
        steps.emplace(name, step.get<std::size_t>());
      else
        return warnValue(key, tconv::Phrase("must give the number of a step for each lesson"));
  }

  void readChoice(const char* key, ExportChoice& value) {
    const Json* json = find(key);
    if (json == nullptr) return;
    if (const auto choice = choiceOf(*json))
      value = *choice;
    else
      warnValue(key, tconv::Phrase("must be a choice as the export sheet writes it"));
  }
  void readChoices(const char* key, std::vector<ExportChoice>& values) {
    const Json* json = find(key);
    if (json == nullptr) return;
    for (const Json& one : *json) {
      const auto choice = choiceOf(one);
      if (!choice || values.size() == ExportChoice::most_presets)
        return warnValue(key, tconv::Phrase("must be at most {} choices as the export sheet writes them",
                                            ExportChoice::most_presets));
      values.push_back(*choice);
    }
  }

 private:
  static std::optional<ExportChoice> choiceOf(const Json& json) {
    ExportChoice choice;
    bool good = json.is_object();
    const auto integer = [&](const char* key, int most, int& value) {
      good =
          good && json.contains(key) && json[key].is_number_integer() && json[key] >= 0 && json[key] <= most;
      if (good) value = json[key].get<int>();
    };
    const auto boolean = [&](const char* key, bool& value) {
      good = good && json.contains(key) && json[key].is_boolean();
      if (good) value = json[key].get<bool>();
    };
    good = good && json.contains("format") && json["format"].is_string();
    if (good) choice.format = json["format"].get<std::string>();
    integer("frames", ExportChoice::most_frames, choice.frames);
    integer("size", ExportChoice::most_size, choice.size);
    integer("theme", ExportChoice::most_theme, choice.theme);
    if (json.contains("language")) integer("language", ExportChoice::most_language, choice.language);
    integer("speed", ExportChoice::most_speed, choice.speed);
    boolean("title", choice.title);
    boolean("legend", choice.legend);
    boolean("numbers", choice.numbers);
    boolean("formula", choice.formula);
    if (!good) return {};
    return choice;
  }

  fs::path path_;
  std::vector<std::string>& warnings_;
  Json json_;
};

Json jsonOf(const ExportChoice& choice) {
  return {{"format", choice.format},  {"frames", choice.frames},     {"size", choice.size},
          {"theme", choice.theme},    {"language", choice.language}, {"speed", choice.speed},
          {"title", choice.title},    {"legend", choice.legend},     {"numbers", choice.numbers},
          {"formula", choice.formula}};
}

void writeJson(const fs::path& path, const Json& json) {
  if (path.empty()) return;
  const fs::path folder = path.parent_path();
  std::error_code error, ignored;
  if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms::owner_all, ignored);
  if (error) throw fileError(folder, tconv::Phrase("cannot be made: {}", error.message()));
  writeFile(path, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace

std::vector<fs::path> withRecent(std::vector<fs::path> list, const fs::path& path) {
  std::erase(list, path);
  list.insert(list.begin(), path);
  if (list.size() > Settings::most_recent) list.resize(Settings::most_recent);
  return list;
}

SettingsPaths settingsPaths() {
  return {pathOf("XDG_CONFIG_HOME", ".config", "settings.json"),
          pathOf("XDG_STATE_HOME", ".local/state", "state.json")};
}

LoadedSettings loadSettings(const SettingsPaths& paths) {
  LoadedSettings loaded;
  Settings& s = loaded.settings;
  Reader settings(paths.settings, loaded.warnings);
  settings.readInteger("window_width", Settings::least_width, Settings::most_size, s.window_width);
  settings.readInteger("window_height", Settings::least_height, Settings::most_size, s.window_height);
  settings.readBool("maximized", s.maximized);
  settings.readTheme("theme", s.theme);
  settings.readBool("opening_page", s.opening_page);
  settings.readLanguage("language", s.language);
  settings.readInteger("text_size", ViewState::least_text, ViewState::most_text, s.text_size);
  settings.readBool("reduced_motion", s.reduced_motion);
  settings.readChoice("export", s.exporting);
  settings.readChoices("export_presets", s.presets);
  Reader state(paths.state, loaded.warnings);
  state.readText("last_session", s.last_session);
  s.last_session = pathOfText(s.last_session).string();
  state.readPaths("recent", s.recent);
  state.readSteps("lessons", s.lessons);
  return loaded;
}

void saveState(const SettingsPaths& paths, const Settings& settings) {
  Json recent = Json::array();
  for (const fs::path& path : settings.recent) recent.push_back(textOfPath(path));
  writeJson(paths.state, {{"last_session", textOfPath(settings.last_session)},
                          {"recent", std::move(recent)},
                          {"lessons", settings.lessons}});
}

void saveSettings(const SettingsPaths& paths, const Settings& settings) {
  saveState(paths, settings);
  Json presets = Json::array();
  for (const ExportChoice& choice : settings.presets) presets.push_back(jsonOf(choice));
  Json chosen = {{"window_width", settings.window_width},
                 {"window_height", settings.window_height},
                 {"maximized", settings.maximized},
                 {"theme", settings.theme == ThemeChoice::dark ? "dark" : "light"},
                 {"opening_page", settings.opening_page},
                 {"text_size", settings.text_size},
                 {"reduced_motion", settings.reduced_motion}};
  if (settings.language) chosen["language"] = i18n::idOf(*settings.language);
  chosen["export"] = jsonOf(settings.exporting);
  chosen["export_presets"] = presets;
  writeJson(paths.settings, chosen);
}

}  // namespace lab::io

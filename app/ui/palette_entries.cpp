#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "i18n/translate.h"
#include "model/examples.h"
#include "ui/guide.h"
#include "ui/lessons.h"
#include "ui/name_match.h"
#include "ui/studio.h"

/// What the palette offers: commands, and all that else has a name in the window.
namespace lab::ui {
namespace {

using Run = std::function<void(Studio&)>;

class Entries {
 public:
  explicit Entries(const Studio& studio)
      : studio_(studio), obstacle_(studio.quiz.asking() ? tr("a question is asked") : "") {}

  std::vector<PaletteEntry> take() {
    commands();
    lessons();
    faces();
    examples();
    settings();
    explained();
    recent();
    return std::move(all_);
  }

 private:
  /// `kind` is a text with a place for the name, as in "Face: {}".
  void add(std::string id, const char* kind, std::string_view name, std::string remark, Run run) {
    all_.push_back({std::move(id), fmt::format(fmt::runtime(tr(kind)), tr(name)),
                    fmt::format(fmt::runtime(kind), name), std::move(remark), obstacle_, std::move(run)});
  }

  void commands() {
    for (const CommandInfo& c : ui::commands())
      if (c.command != Command::palette && c.command != Command::release_pin)
        all_.push_back({fmt::format("command.{}", c.label), std::string(tr(c.label)), std::string(c.label),
                        std::string(c.keys), obstacle(studio_, c.command),
                        [asked = c.command](Studio& studio) { execute(studio, asked); }});
  }

  void lessons() {
    for (std::size_t i = 0; i < studio_.lesson.lessons.size(); ++i) {
      const Lesson& lesson = studio_.lesson.lessons[i];
      add("lesson." + lesson.id, trLater("Lesson: {}"), lesson.title, {},
          [i](Studio& studio) { resumeLesson(studio, i); });
    }
  }

  void faces() {
    for (const FaceInfo& face : lab::faces())
      add(fmt::format("face.{}", face.id), trLater("Face: {}"), face.label, std::string(face.key),
          [which = face.face](Studio& studio) { studio.workbench.showFace(which); });
  }

  void examples() {
    for (const Example& example : lab::examples())
      add(fmt::format("example.{}", example.id), trLater("Example: {}"), example.label,
          std::string(tr(example.remark)),
          [make = example.make](Studio& studio) { startFrom(studio, make()); });
  }

  void settings() {
    for (const auto& [theme, name] :
         {std::pair{ThemeChoice::light, trLater("Light")}, {ThemeChoice::dark, trLater("Dark")}})
      add(fmt::format("theme.{}", name), trLater("Theme: {}"), name, {},
          [chosen = theme](Studio& studio) { studio.workbench.view().theme = chosen; });
    for (const i18n::Language language : i18n::languages())
      add(fmt::format("language.{}", i18n::idOf(language)), trLater("Language: {}"), i18n::nameOf(language),
          std::string(i18n::idOf(language)), [language](Studio& studio) { speak(studio, language); });
    for (const GranularityInfo& g : granularities())
      add(fmt::format("granularity.{}", g.unit), trLater("A step is {}"), g.is, {},
          [unit = g.granularity](Studio& studio) { studio.workbench.setGranularity(unit); });
  }

  void explained() {
    for (const Explanation& e : explanations())
      add(fmt::format("explain.{}", e.id()), trLater("Explain: {}"), e.title(), {},
          [&e](Studio& studio) { explain(studio, e); });
  }

  void recent() {
    for (const std::filesystem::path& path : studio_.recent.paths)
      add("recent." + path.string(), trLater("Open: {}"), path.filename().string(),
          path.parent_path().filename().string(), [path](Studio& studio) {
            if (studio.host.open) studio.host.open(path);
          });
  }

  const Studio& studio_;
  std::string obstacle_;  ///< of all but commands
  std::vector<PaletteEntry> all_;
};

/// Better answers first, of equal ones the shorter name; nothing where neither name answers.
std::optional<std::pair<int, int>> rank(const PaletteEntry& entry, std::string_view typed) {
  const auto own = nameMatch(typed, entry.name), english = nameMatch(typed, entry.english);
  if (!own && !english) return {};
  const int length = typed.empty() ? 0 : static_cast<int>(entry.name.size());
  return std::pair{-std::max(own.value_or(0), english.value_or(0)), length};
}

}  // namespace

std::vector<PaletteEntry> paletteEntries(const Studio& studio) { return Entries(studio).take(); }

std::vector<PaletteEntry> named(std::vector<PaletteEntry> entries, std::string_view typed) {
  std::erase_if(entries, [&](const PaletteEntry& entry) { return !rank(entry, typed); });
  std::ranges::stable_sort(entries, {}, [&](const PaletteEntry& entry) { return *rank(entry, typed); });
  return entries;
}

}  // namespace lab::ui

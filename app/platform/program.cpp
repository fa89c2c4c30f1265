#include "platform/program.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <random>
#include <ranges>

#include "export/format.h"
#include "i18n/translate.h"
#include "io/lesson.h"
#include "io/open.h"
#include "io/recovery.h"
#include "io/settings.h"
#include "platform/files.h"
#include "platform/icon.h"
#include "platform/keeping.h"
#include "platform/stop_signals.h"
#include "platform/window.h"
#include "view/fonts.h"

namespace lab::platform {
namespace {

/// After a pause without events the first frame must not jump.
constexpr double kLongestFrame = 0.1;
/// A new type size is built once the window has kept its size for so long: it takes longer than a frame.
constexpr double kSettled = 0.2;

struct Opened {
  Session session;
  std::filesystem::path path;  ///< empty for what no file holds
  std::string notice;
  bool is_lesson = false;  ///< the path's, which is given once there is a window
};

/// How the user wants to see the program.
ViewState lookOf(const io::Settings& settings) {
  ViewState look;
  look.theme = settings.theme;
  look.text_size = settings.text_size;
  look.reduced_motion = settings.reduced_motion;
  return look;
}

/// What the program starts with; only a file that was asked for may fail.
Opened firstSession(const std::filesystem::path& file, const io::Settings& settings) {
  Opened opened{{newcomerDocument(), lookOf(settings)}, {}, {}, false};
  const std::filesystem::path path = file.empty() ? std::filesystem::path(settings.last_session) : file;
  if (path.empty()) return opened;
  if (!file.empty() && io::isLesson(file)) {
    opened.path = file;
    opened.is_lesson = true;
    return opened;
  }
  try {
    io::LoadedSession loaded = io::openAny(path, opened.session);
    if (!loaded.warnings.empty()) opened.notice = loaded.warnings.front();
    opened.session = std::move(loaded.session);
    opened.session.view.lookAs(lookOf(settings));
    opened.path = path;
  } catch (const tconv::Error& error) {
    if (!file.empty()) throw;
    opened.notice = trf("The last session could not be opened: {}", tr(error));
  }
  return opened;
}

WindowOptions windowOptions(const io::Settings& settings) {
  WindowOptions options;
  options.width = settings.window_width;
  options.height = settings.window_height;
  options.maximized = settings.maximized;
  return options;
}

/// Settings may be of another version of the program.
bool knowsFormat(const ExportChoice& choice) {
  const auto formats = exporting::formats();
  return std::any_of(formats.begin(), formats.end(),
                     [&](const auto& format) { return format.id == choice.format; });
}

class Program {
 public:
  Program(Opened opened, const io::Settings& settings, i18n::Language language)
      : paths_(io::settingsPaths()),
        window_(windowOptions(settings), [this](ImFontAtlas& atlas) { fonts_ = ui::buildFonts(atlas, 1); }),
        bench_(std::move(opened.session)),
        studio_(bench_, fonts_, host(), &window_.heatmaps()),
        files_(studio_),
        keeping_(studio_, files_, inStateFolder("recovery")),
        language_chosen_(settings.language) {
    studio_.lesson.lessons = io::shippedLessons();
    studio_.lesson.progress = settings.lessons;
    studio_.quiz.progress.choice.seed = std::random_device{}() % 10'000;
    studio_.recent.paths = settings.recent;
    begin(opened);
    if (knowsFormat(settings.exporting)) studio_.exporting.choice = settings.exporting;
    std::copy_if(settings.presets.begin(), settings.presets.end(),
                 std::back_inserter(studio_.exporting.presets), knowsFormat);
    if (!opened.notice.empty()) studio_.say(opened.notice, true);
    ui::speak(studio_, language);
    language_at_start_ = bench_.view().language;
    window_.setIcon(programIcon());
    bench_.workBeside(
        {[this](const ViewState& view) { return ui::boardAhead(studio_, view); }, Window::wake});
    window_.beforeFrame([this] { fitScale(); });
    window_.onClose([this] { return mayClose(); });
    window_.onDrop([this](const auto& dropped) {
      const i18n::LanguageScope scope(bench_.view().language);
      if (!dropped.empty()) files_.open(dropped.front());
    });
  }

  int run() {
    stop_.onArrival(Window::wake);
    window_.run([this] { return frame(); });
    stop_.onArrival({});
    remember();
    return 0;
  }

 private:
  ui::Host host() {
    ui::Host host;
    host.run = [this](ui::Command command) {
      if (command == ui::Command::toggle_fullscreen) return window_.toggleFullscreen();
      if (command != ui::Command::quit) return files_.run(command);
      if (mayClose()) window_.close();
    };
    host.open = [this](const std::filesystem::path& path) { files_.open(path); };
    host.chosen = [this](const std::filesystem::path& path) { files_.chosen(path); };
    host.clipboard = [] {
      const char* text = ImGui::GetClipboardText();
      return std::string(text ? text : "");
    };
    host.set_clipboard = [](const std::string& text) { ImGui::SetClipboardText(text.c_str()); };
    host.export_formats = [] { return Files::exportFormats(); };
    host.lacking = [](i18n::Language language) { return view::Fonts::shared().lacking(language); };
    host.estimate = [this](const ExportChoice& choice) { return files_.estimate(choice); };
    return host;
  }

  bool frame() {
    const i18n::LanguageScope scope(bench_.view().language);
    const ImGuiIO& io = ImGui::GetIO();
    if (stop_.asked()) window_.close();
    files_.poll();
    const double seconds = std::min<double>(io.DeltaTime, kLongestFrame);
    const bool moving = ui::drawStudio(studio_, io.DisplaySize.x, io.DisplaySize.y, seconds);
    const std::string title = fmt::format("{} – tconv-lab", studio_.shownTitle());
    if (title != window_title_) window_.setTitle(window_title_ = title);
    keeping_.look();
    return moving || files_.asking() || std::abs(wantedScale() - studio_.scale) > 0.01;
  }

  double wantedScale() const {
    const ImGuiIO& io = ImGui::GetIO();
    return ui::uiScale(window_.contentScale(), io.DisplaySize.x, io.DisplaySize.y, bench_.view().text_size);
  }

  /// Characters that are only needed where a language is chosen: they make the start longer.
  bool lacksCharacters() const {
    const bool exported = studio_.exporting.open && studio_.exporting.choice.language != 0;
    return !has_chinese_ && (exported || bench_.view().language == i18n::Language::chinese);
  }
  void buildFonts(double scale) {
    has_chinese_ = has_chinese_ || lacksCharacters();
    const auto texts = i18n::textsOf(has_chinese_ ? i18n::Language::chinese : i18n::Language::english);
    fonts_ = ui::buildFonts(window_.atlas(), scale, texts);
    window_.fontsChanged();
    studio_.scale = scale;
  }

  /// Follows the size of the window with the size of type, once it rests.
  void fitScale() {
    if (lacksCharacters()) buildFonts(studio_.scale);
    const double wanted = wantedScale();
    if (ImGui::GetIO().DisplaySize.x <= 0 || std::abs(wanted - studio_.scale) <= 0.01) return;
    const auto now = std::chrono::steady_clock::now();
    if (wanted != wanted_scale_) {
      wanted_scale_ = wanted;
      wanted_since_ = now;
    }
    const bool first = ImGui::GetFrameCount() < 2;
    if (!first && std::chrono::duration<double>(now - wanted_since_).count() < kSettled) return;
    buildFonts(wanted);
  }

  std::filesystem::path inStateFolder(const char* name) const {
    return paths_.state.empty() ? std::filesystem::path() : paths_.state.parent_path() / name;
  }
  /// Where an unnamed session is kept between two starts.
  std::filesystem::path lastSessionFile() const { return inStateFolder("last-session.json"); }

  void begin(const Opened& opened) {
    if (opened.is_lesson) {
      files_.open(opened.path);
    } else if (!opened.path.empty() && opened.path != lastSessionFile()) {
      studio_.title = opened.path.filename().string();
      const std::filesystem::path path = std::filesystem::absolute(opened.path);
      studio_.recent.paths = io::withRecent(studio_.recent.paths, path);
      if (path.extension() == ".json") files_.setSessionPath(path);
    }
    keeping_.begin();
  }

  bool mayClose() {
    const i18n::LanguageScope scope(bench_.view().language);
    if (!files_.losesByClosing()) return true;
    if (studio_.decisions.empty()) files_.askToSave([this] { window_.close(); });
    return false;
  }

  /// Whether what is not saved stays in its recovery folder: nobody was asked before a signal ended the
  /// program, or another window has left its session where an unnamed one is kept.
  bool leavesUnsaved() const {
    return files_.sessionPath().empty() ? lastSessionTime() != last_session_time_
                                        : stop_.asked() && studio_.unsaved();
  }
  std::filesystem::file_time_type lastSessionTime() const {
    std::error_code ignored;
    return std::filesystem::last_write_time(lastSessionFile(), ignored);
  }

  /// Another window may have opened files meanwhile.
  std::vector<std::filesystem::path> recentFiles() const {
    std::vector<std::filesystem::path> recent = io::loadSettings(paths_).settings.recent;
    for (const auto& path : std::views::reverse(studio_.recent.paths)) recent = io::withRecent(recent, path);
    return recent;
  }

  /// The session under its own name if it has one, else in a file of the program.
  void remember() {
    if (studio_.lesson.run) ui::execute(studio_, ui::Command::leave_lesson);
    ui::execute(studio_, ui::Command::leave_quiz);
    io::Settings settings;
    const WindowOptions placement = window_.placement();
    settings.window_width = placement.width;
    settings.window_height = placement.height;
    settings.maximized = placement.maximized;
    settings.theme = bench_.view().theme;
    settings.text_size = bench_.view().text_size;
    settings.reduced_motion = bench_.view().reduced_motion;
    const i18n::Language language = bench_.view().language;
    settings.language = language == language_at_start_ ? language_chosen_ : language;
    settings.exporting = studio_.exporting.choice;
    settings.presets = studio_.exporting.presets;
    settings.lessons = studio_.lesson.progress;
    settings.recent = recentFiles();
    const bool has_file = !files_.sessionPath().empty();
    const std::filesystem::path path = has_file ? files_.sessionPath() : lastSessionFile();
    settings.last_session = path.string();
    io::saveSettings(paths_, settings);
    if (leavesUnsaved()) return;
    if (!has_file && !path.empty()) {
      bench_.view().playhead.playing = false;
      io::saveSession(path, io::keepable(bench_.session()));
    }
    keeping_.drop();
  }

  io::SettingsPaths paths_;
  StopSignals stop_;  ///< before the window, whose drivers start threads
  ui::Fonts fonts_;   ///< filled while the window opens
  Window window_;
  Workbench bench_;
  ui::Studio studio_;
  Files files_;
  Keeping keeping_;
  std::string window_title_;
  std::optional<i18n::Language> language_chosen_;  ///< in the settings
  i18n::Language language_at_start_ = i18n::Language::english;
  std::filesystem::file_time_type last_session_time_ = lastSessionTime();
  bool has_chinese_ = false;  ///< among the characters of fonts_
  double wanted_scale_ = 0;
  std::chrono::steady_clock::time_point wanted_since_;
};

}  // namespace

int runProgram(const std::filesystem::path& file, std::optional<i18n::Language> language) {
  const io::LoadedSettings loaded = io::loadSettings(io::settingsPaths());
  for (const std::string& warning : loaded.warnings) std::fprintf(stderr, "tconv-lab: %s\n", warning.c_str());
  if (!language) language = loaded.settings.language.value_or(i18n::languageOfEnvironment());
  const i18n::LanguageScope scope(*language);
  Program program(firstSession(file, loaded.settings), loaded.settings, *language);
  return program.run();
}

}  // namespace lab::platform

#include "platform/program.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <iterator>
#include <random>
#include <ranges>

#include "export/format.h"
#include "i18n/translate.h"
#include "io/lesson.h"
#include "io/open.h"
#include "io/recovery.h"
#include "io/settings.h"
#include "model/quoted.h"
#include "model/utf8.h"
#include "platform/files.h"
#include "platform/first_session.h"
#include "platform/icon.h"
#include "platform/keeping.h"
#include "platform/lost_display.h"
#include "platform/monitors.h"
#include "platform/stop_signals.h"
#include "platform/window.h"
#include "ui/author.h"
#include "ui/presenting.h"
#include "view/fonts.h"

namespace lab::platform {
namespace {

using Clock = std::chrono::steady_clock;

/// After a pause without events the first frame must not jump.
constexpr double kLongestFrame = 0.1;
/// A new type size is built once the window has kept its size for so long: it takes longer than a frame.
constexpr double kSettled = 0.2;
constexpr double kTimerPeriod = 0.25;  ///< seconds between frames in which a timer might show another one

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

/// All that a lesson says, for who must know its characters.
std::string textOf(const Lesson& lesson) {
  std::string text = lesson.title + lesson.summary;
  for (const LessonStep& step : lesson.steps) {
    text += step.text;
    if (!step.goal) continue;
    text += step.goal->text + step.goal->hint;
    if (step.goal->question)
      for (const std::string& choice : step.goal->question->choices) text += choice;
  }
  return text;
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
    studio_.opening.at_start = settings.opening_page;
    studio_.opening.open =
        settings.opening_page && opened.path.empty() && opened.notice.empty() && studio_.decisions.empty();
    if (knowsFormat(settings.exporting)) studio_.exporting.choice = settings.exporting;
    std::copy_if(settings.presets.begin(), settings.presets.end(),
                 std::back_inserter(studio_.exporting.presets), knowsFormat);
    if (!opened.notice.empty()) studio_.say(opened.notice, true);
    ui::speak(studio_, language);
    language_at_start_ = bench_.view().language;
    window_.setIcon(programIcon());
    bench_.workBeside(
        {[this](const ViewState& view) { return ui::boardAhead(studio_, view); }, Window::wake});
    window_.beforeFrame([this] {
      followPresenter();
      fitScale();
    });
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
      if (command == ui::Command::toggle_fullscreen)
        return static_cast<void>(window_.setFullscreen(!window_.fullscreen()));
      if (command != ui::Command::quit) return files_.run(command);
      if (mayClose()) window_.close();
    };
    host.fill_screen = [this](bool fill) {
      if (fill) studio_.presenter.notes = monitorCount() > 1;
      return window_.setFullscreen(fill);
    };
    host.now = [] { return std::chrono::duration<double>(Clock::now().time_since_epoch()).count(); };
    host.save_lesson = [this](const auto& then) { files_.saveLesson(then); };
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
    return ui::wantedScale(studio_, window_.contentScale(), io.DisplaySize.x, io.DisplaySize.y);
  }

  /// What presenter mode needs of the window.
  void followPresenter() {
    ui::Presenter& presenter = studio_.presenter;
    if (presenter.frozen && !presenter.picture) presenter.picture = window_.picture();
    presenter.notes = window_.showBeside(presenter.notes, tr("Notes"), [this](double width, double height) {
      const std::time_t time = std::time(nullptr);
      ui::drawNotes(studio_, width, height, fmt::format("{:%H:%M}", fmt::localtime(time)));
    });
    window_.wakeWithin(presenter.timer || presenter.notes ? kTimerPeriod : 0);
  }

  /// Characters that are only needed where a language is chosen: they make the start longer.
  bool lacksCharacters() const {
    const bool exported = studio_.exporting.open && studio_.exporting.choice.language != 0;
    return !has_chinese_ && (exported || bench_.view().language == i18n::Language::chinese);
  }
  /// What the lesson that is given or written says, whose characters no translation need have.
  std::string lessonText() const {
    std::string text = studio_.lesson.run ? textOf(studio_.lesson.run->lesson()) : std::string();
    return studio_.author.editor ? text + textOf(studio_.author.editor->lesson()) : text;
  }
  /// Of a text that was not there when the fonts were built: those that no font has are missed only once.
  bool lacksLesson() const {
    const std::string text = lessonText();
    const ImFont* font = fonts_.at(14);
    const auto unknown = [&](char32_t c) {
      return c > ' ' && !font->FindGlyphNoFallback(static_cast<ImWchar>(c));
    };
    return text != lesson_text_ && std::ranges::any_of(decodeUtf8(text), unknown);
  }
  void buildFonts(double scale) {
    has_chinese_ = has_chinese_ || lacksCharacters();
    auto texts = i18n::textsOf(has_chinese_ ? i18n::Language::chinese : i18n::Language::english);
    texts.push_back(lesson_text_ = lessonText());
    fonts_ = ui::buildFonts(window_.atlas(), scale, texts);
    window_.fontsChanged();
    studio_.scale = scale;
  }

  /// Follows the size of the window with the size of type, once it rests.
  void fitScale() {
    if (lacksCharacters() || lacksLesson()) buildFonts(studio_.scale);
    const double wanted = wantedScale();
    if (ImGui::GetIO().DisplaySize.x <= 0 || std::abs(wanted - studio_.scale) <= 0.01) return;
    const auto now = Clock::now();
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
      studio_.title = displayed(opened.path.filename().string());
      const std::filesystem::path path = std::filesystem::absolute(opened.path);
      studio_.recent.paths = io::withRecent(studio_.recent.paths, path);
      if (path.extension() == ".json") files_.setSessionPath(path);
    }
    keeping_.begin();
  }

  bool mayClose() {
    const i18n::LanguageScope scope(bench_.view().language);
    if (!files_.losesByClosing() && !studio_.author.unsaved()) return keptUnnamed();
    if (!studio_.decisions.empty()) return false;
    if (studio_.author.unsaved())
      ui::afterWriting(studio_, [this] { closeAfterWriting(); });
    else
      files_.askToSave([this] { window_.close(); });
    return false;
  }

  /// The lesson is saved or lost; the session is asked about next.
  void closeAfterWriting() {
    ui::stopWriting(studio_);
    if (mayClose()) window_.close();
  }

  /// Whether what is not saved stays in its recovery folder: nobody was asked before a signal ended the
  /// program, or another window has left its session where an unnamed one is kept.
  bool leavesUnsaved() const {
    if (stop_.asked() && studio_.author.unsaved()) return true;
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
    settings.opening_page = studio_.opening.at_start;
    settings.exporting = studio_.exporting.choice;
    settings.presets = studio_.exporting.presets;
    settings.lessons = studio_.lesson.progress;
    settings.recent = recentFiles();
    const bool has_file = !files_.sessionPath().empty();
    const std::filesystem::path path = has_file ? files_.sessionPath() : lastSessionFile();
    settings.last_session = path.string();
    // What was open first: where that fails, Keeping keeps it; where only the look of the window fails, no
    // more is lost.
    io::saveState(paths_, settings);
    if (!leavesUnsaved()) {
      ui::stopWriting(studio_);
      keepUnnamed();
      keeping_.drop();
    }
    io::saveSettings({paths_.settings, {}}, settings);
  }

  /// What no file holds is there again at the next start.
  void keepUnnamed() {
    if (!files_.sessionPath().empty() || lastSessionFile().empty()) return;
    Session session = studio_.own();
    session.view.playhead.playing = false;
    io::saveSession(lastSessionFile(), io::keepable(std::move(session)));
    last_session_time_ = lastSessionTime();
  }

  /// Whether what no file holds could be kept; else asks where it shall go.
  bool keptUnnamed() {
    if (!files_.unsaved() || leavesUnsaved()) return true;
    try {
      keepUnnamed();
      return true;
    } catch (const std::exception& error) {
      ui::ask(studio_, {tr("What is open cannot be kept for the next start"),
                        tr(error),
                        {{"save", tr("Save as"), [this] { ui::execute(studio_, ui::Command::save_as); }},
                         {"close", tr("Close all the same"), [this] { window_.close(); }},
                         {"cancel", tr("Cancel"), {}}}});
      return false;
    }
  }

  /// Nobody can be asked any more.
  void loseDisplay() {
    const i18n::LanguageScope scope(bench_.view().language);
    const std::string end =
        keeping_.lastChance()
            ? tr("window: the display is gone; what was not saved is offered at the next start")
            : tr("window: the display is gone");
    fmt::print(stderr, "tconv-lab: {}\n", end);
  }

  io::SettingsPaths paths_;
  /// At the start: what another window writes while this one opens is not what this one goes on with.
  std::filesystem::file_time_type last_session_time_ = lastSessionTime();
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
  bool has_chinese_ = false;  ///< among the characters of fonts_
  std::string lesson_text_;   ///< when the fonts were built
  double wanted_scale_ = 0;
  Clock::time_point wanted_since_;
  LostDisplay lost_display_{[this] { loseDisplay(); }};
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

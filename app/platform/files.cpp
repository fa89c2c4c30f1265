#include "platform/files.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <utility>

#include "export/code.h"
#include "export/command_line.h"
#include "export/estimate.h"
#include "export/question.h"
#include "export/render.h"
#include "i18n/translate.h"
#include "io/atomic_file.h"
#include "io/child.h"
#include "io/lesson.h"
#include "io/open.h"
#include "io/settings.h"
#include "model/number.h"
#include "model/quoted.h"
#include "ui/author.h"
#include "ui/lessons.h"
#include "ui/quiz.h"

namespace lab::platform {
namespace {

using ui::Command;

constexpr int kFrameWidth = 1920, kFrameHeight = 1080;

/// The request that a choice of the export sheet stands for, for what the window shows.
exporting::Request requestOf(const ExportChoice& choice, const ViewState& view) {
  exporting::Request request = exporting::requestFor(view);
  request.format = exporting::formatOf(choice.format);
  exporting::setSize(request, ui::exportSizes()[static_cast<std::size_t>(choice.size)].value);
  if (choice.theme > 0) request.look.theme = static_cast<ThemeChoice>(choice.theme - 1);
  request.look.language = static_cast<i18n::Language>(choice.language);
  request.look.parts.title = choice.title;
  request.look.parts.legend = choice.legend;
  request.look.parts.numbers = choice.numbers;
  request.look.parts.formula = choice.formula;
  const auto speed = parseNumber(ui::exportSpeeds()[static_cast<std::size_t>(choice.speed)].value);
  request.timing.seconds_per_step = speed.value_or(1);
  exporting::Selection& selection = request.selection;
  if (info(request.format).product == exporting::Product::animation) return request;
  switch (static_cast<ExportFrames>(choice.frames)) {
    case ExportFrames::all:
      break;
    case ExportFrames::this_state:
      selection.only = exporting::Selection::Only::moment;
      selection.moment = view.playhead.time;
      break;
    case ExportFrames::poster:
      selection.only = exporting::Selection::Only::poster;
      break;
    case ExportFrames::strip:
      selection.strip = 4;
      break;
    case ExportFrames::sheet:
      selection.columns = 2;
      selection.rows = 3;
      break;
  }
  return request;
}

/// The window stands still meanwhile.
constexpr std::chrono::seconds kClipboardPatience{3};

/// The program that puts a picture on the clipboard, with its arguments; empty where none is installed.
std::vector<std::string> clipboardCommand() {
  const char* wayland = std::getenv("WAYLAND_DISPLAY");
  if (wayland != nullptr && io::installed("wl-copy")) return {"wl-copy", "--type", "image/png"};
  if (io::installed("xclip")) return {"xclip", "-selection", "clipboard", "-target", "image/png", "-in"};
  return {};
}

FileQuestion questionFor(Command purpose) {
  switch (purpose) {
    case Command::open:
      return {false,
              tr("Open a session, an array, a model or a picture"),
              {"*.json", "*.npy", "*.onnx", "*.png", "*.jpg", "*.jpeg"},
              {}};
    case Command::save_scores:
      return {true, tr("Save the score sheet"), {"*.csv"}, "scores.csv"};
    case Command::edit_lesson:
      return {false, tr("Edit a lesson"), {"*.json"}, {}};
    case Command::save_lesson:
    case Command::save_lesson_as:
      return {true, tr("Save the lesson"), {"*.lesson.json"}, "mine.lesson.json"};
    default:
      return {true, tr("Save the session"), {"*.json"}, "session.tconv.json"};
  }
}

/// A file, or for pictures of several pages a folder.
FileQuestion exportQuestion(const ExportChoice& choice) {
  const exporting::FormatInfo& format = info(exporting::formatOf(choice.format));
  const auto frames = static_cast<ExportFrames>(choice.frames);
  const bool folder = format.product == exporting::Product::pictures &&
                      (frames == ExportFrames::all || frames == ExportFrames::sheet);
  if (folder) return {true, tr("Name the folder for the pictures"), {}, "frames"};
  const std::string end(format.extension);
  return {true, tr("Export"), {"*." + end}, "figure." + end};
}

/// The first name of tconv-lab-001.png, tconv-lab-002.png and so on that is free in the working directory.
std::filesystem::path freeName(std::string_view extension) {
  for (int number = 1;; ++number) {
    std::error_code ignored;
    std::filesystem::path path =
        std::filesystem::absolute(fmt::format("tconv-lab-{:03}.{}", number, extension), ignored);
    if (!std::filesystem::exists(path, ignored)) return path;
  }
}

std::filesystem::path withExtension(std::filesystem::path path, const char* extension) {
  if (path.extension().empty()) path += extension;
  return path;
}

}  // namespace

/// Newest first, each once.
void Files::remember(const std::filesystem::path& path) {
  std::error_code ignored;
  std::vector<std::filesystem::path>& paths = studio_.recent.paths;
  paths = io::withRecent(std::move(paths), std::filesystem::absolute(path, ignored));
}

void Files::onceShown(std::function<void()> action) {
  if (!studio_.workbench.pending()) return action();
  once_shown_ = std::move(action);
}

void Files::run(Command command) {
  switch (command) {
    case Command::snapshot:
      return onceShown([this] { snapshot(); });
    case Command::copy_frame:
      return onceShown([this] { copyFrame(); });
    case Command::copy_code:
      return onceShown([this] { copyCode(); });
    case Command::copy_command:
      return onceShown([this] { copyCommand(); });
    case Command::cancel_export:
      return job_.cancel();
    case Command::save_scores:
      if (!scores().empty()) return ask(command);
      return studio_.say(tr("No question of a quiz was answered yet"), true);
    case Command::save_lesson:
      return saveLesson(std::function<void()>());
    case Command::save_lesson_as:
      after_lesson_ = nullptr;
      return ask(command);
    default:
      break;
  }
  if (command == Command::save && !sessionPath().empty())
    save(sessionPath());
  else
    ask(command);
}

void Files::ask(Command purpose) {
  purpose_ = purpose;
  FileQuestion question = questionFor(purpose);
  if (purpose == Command::start_export) question = exportQuestion(studio_.exporting.choice);
  if (FileDialog::available()) {
    guarded([&] { dialog_.ask(question); });
    return;
  }
  std::error_code ignored;
  studio_.files = {std::filesystem::current_path(ignored), question.save, question.start.string(), true};
}

void Files::poll() {
  if (once_shown_ && !studio_.workbench.pending()) std::exchange(once_shown_, nullptr)();
  studio_.exporting.status = job_.status();
  if (const auto ended = job_.ended()) studio_.say(ended->text, ended->failed);
  if (!dialog_.open()) return;
  guarded([&] {
    if (const auto path = dialog_.poll()) chosen(*path);
  });
}

void Files::chosen(const std::filesystem::path& path) {
  if (purpose_ == Command::open) return open(path);
  if (purpose_ == Command::edit_lesson) return editLesson(path);
  if (purpose_ == Command::save_lesson || purpose_ == Command::save_lesson_as)
    return saveLesson(withExtension(path, ".lesson.json"));
  if (purpose_ == Command::start_export) return onceShown([this, path] { startExport(path); });
  if (purpose_ == Command::save_scores) return saveScores(withExtension(path, ".csv"));
  save(withExtension(path, ".json"));
}

/// Undo leads back to what was there, but not to its name: what has none need not be asked about.
void Files::open(const std::filesystem::path& path) {
  guarded([&] {
    if (!losesByClosing() || studio_.author.editor || io::isLesson(path)) return openNow(path);
    askToSave([this, path] { openNow(path); });
  });
}

void Files::openNow(const std::filesystem::path& path) {
  guarded([&] {
    if (io::isLesson(path)) return openLesson(path);
    times_again_ = path == std::exchange(opened_, path) ? times_again_ + 1 : 0;
    const bool writing = studio_.author.editor.has_value();
    const Session now = writing ? studio_.workbench.session() : studio_.own();
    io::LoadedSession loaded = io::openAny(path, now, times_again_);
    ui::execute(studio_, Command::leave_lesson);
    ui::leaveQuiz(studio_);  // whose question hides the board
    if (writing) return showForLesson(loaded.session, path);
    const bool replaces = studio_.unsaved();
    // How the window looks is the user's choice, not the file's.
    loaded.session.view.lookAs(studio_.workbench.view());
    studio_.workbench.open(std::move(loaded.session));
    setSessionPath(path.extension() == ".json" ? std::filesystem::absolute(path) : std::filesystem::path());
    studio_.title = displayed(path.filename().string());
    remember(path);
    if (!loaded.warnings.empty()) return studio_.say(loaded.warnings.front(), true);
    studio_.say(replaces ? trf("Opened {}; undo leads back to what was not saved", studio_.title)
                         : trf("Opened {}", studio_.title));
  });
}

const std::vector<QuizScore>& Files::scores() const {
  const ui::QuizPanel& quiz = studio_.quiz;
  return (quiz.run ? quiz.run->progress() : quiz.progress).scores;
}

void Files::saveScores(const std::filesystem::path& path) {
  guarded([&] {
    io::writeFile(path, scoreSheet(scores()));
    studio_.say(trf("Saved {}", displayed(path.filename().string())));
  });
}

std::vector<ui::ExportFormat> Files::exportFormats() {
  std::vector<ui::ExportFormat> formats;
  for (const exporting::FormatInfo& format : exporting::formats())
    formats.push_back({std::string(format.id), std::string(format.label),
                       format.product == exporting::Product::animation,
                       format.product != exporting::Product::layer, exporting::missingFor(format.format)});
  return formats;
}

ui::ExportEstimate Files::estimate(const ExportChoice& choice) {
  std::pair now(studio_.workbench.session(), choice);
  if (estimated_for_ == now) return estimate_;
  estimate_ = {};
  try {
    const exporting::Estimate made =
        exporting::estimate(studio_.workbench.derived(), requestOf(choice, studio_.workbench.view()));
    estimate_ = {made.frames, made.seconds, made.bytes, {}};
  } catch (const tconv::Error& error) {
    estimate_.problem = tr(error);
  }
  estimated_for_ = std::move(now);
  return estimate_;
}

void Files::startExport(const std::filesystem::path& path) {
  guarded([&] {
    exporting::Request request = requestOf(studio_.exporting.choice, studio_.workbench.view());
    const FileQuestion question = exportQuestion(studio_.exporting.choice);
    const bool folder = question.patterns.empty();
    request.output =
        folder ? path : withExtension(path, ("." + std::string(info(request.format).extension)).c_str());
    request.overwrite = !folder && FileDialog::available();  // which has asked
    job_.start(studio_.workbench.derived(), request);
    studio_.exporting.status.running = true;
  });
}

/// Of a question that stands in the place of the board, that question: the board would tell its answer.
std::string Files::framePicture() const {
  exporting::Request request = exporting::requestFor(studio_.workbench.view());
  request.format = exporting::Format::png;
  request.width = kFrameWidth;
  request.height = kFrameHeight;
  if (studio_.quiz.asking()) return exporting::renderQuestion(studio_.quiz.run->item(), request);
  return exporting::renderFile(studio_.workbench.derived(), studio_.workbench.view().playhead.time, request);
}

void Files::snapshot() {
  guarded([&] {
    const std::filesystem::path path = freeName("png");
    io::writeFile(path, framePicture(), io::Existing::refuse);
    studio_.say(trf("Wrote {}", displayedPath(path.string())));
  });
}

void Files::copyFrame() {
  guarded([&] {
    const std::vector<std::string> command = clipboardCommand();
    if (command.empty())
      throw tconv::Error({trLater("clipboard"),
                          "",
                          tconv::Phrase("takes pictures through xclip or wl-copy, and neither is installed"),
                          {}});
    const std::string bytes = framePicture();
    const auto start = std::chrono::steady_clock::now();
    io::Child child(command, -1, [&] {
      if (std::chrono::steady_clock::now() - start > kClipboardPatience)
        throw tconv::Error({command.front(), "", tconv::Phrase("does not answer"), {}});
    });
    child.feed(bytes);
    child.finish();
    studio_.say(tr("Copied the frame as a picture"));
  });
}

void Files::copyCode() {
  guarded([&] {
    studio_.host.set_clipboard(
        exporting::codeFor(exporting::CodeFor::pytorch, studio_.workbench.derived(), "layer"));
    studio_.say(tr("Copied the layer as PyTorch code"));
  });
}

/// Own values, a bias and choices that options cannot tell go into a session beside.
void Files::copyCommand() {
  guarded([&] {
    const Derived& derived = studio_.workbench.derived();
    const ViewState& view = studio_.workbench.view();
    std::optional<std::filesystem::path> session;
    if (!exporting::toldByOptions(derived.document) ||
        !exporting::toldByOptions(view, derived.document.comparison)) {
      session = freeName("json");
      io::saveSession(*session, {derived.document, view});
    }
    studio_.host.set_clipboard(exporting::commandLine(derived, view, session));
    const Index state = exporting::stateAt(derived, view.playhead);
    studio_.say(
        session ? trf("Copied the command that draws state {} of {}", state, displayedPath(session->string()))
                : trf("Copied the command that draws state {}", state));
  });
}

}  // namespace lab::platform

#include "platform/files.h"

#include <fmt/format.h>

#include <utility>

#include "export/render.h"
#include "io/atomic_file.h"
#include "io/open.h"

namespace lab::platform {
namespace {

using ui::Command;

constexpr int kFrameWidth = 1920, kFrameHeight = 1080;

FileQuestion questionFor(Command purpose) {
  switch (purpose) {
    case Command::open:
      return {false,
              "Open a session, an array, a model or a picture",
              {"*.json", "*.npy", "*.onnx", "*.png", "*.jpg", "*.jpeg"},
              {}};
    case Command::save_frame:
      return {true, "Save this frame as PNG or SVG", {"*.png", "*.svg"}, "frame.png"};
    default:
      return {true, "Save the session", {"*.json"}, "session.json"};
  }
}

std::filesystem::path withExtension(std::filesystem::path path, const char* extension) {
  if (path.extension().empty()) path += extension;
  return path;
}

}  // namespace

template <class Action>
void Files::guarded(Action action) {
  try {
    action();
  } catch (const tconv::Error& error) {
    studio_.say(error.what(), true);
  }
}

void Files::run(Command command) {
  if (command == Command::save && !session_path_.empty()) return save(session_path_);
  ask(command);
}

void Files::ask(Command purpose) {
  purpose_ = purpose;
  const FileQuestion question = questionFor(purpose);
  if (FileDialog::available()) return guarded([&] { dialog_.ask(question); });
  std::error_code ignored;
  studio_.files = {std::filesystem::current_path(ignored), question.save, question.start.string(), true};
}

void Files::poll() {
  if (!dialog_.open()) return;
  guarded([&] {
    if (const auto path = dialog_.poll()) chosen(*path);
  });
}

void Files::chosen(const std::filesystem::path& path) {
  if (purpose_ == Command::open) return open(path);
  if (purpose_ == Command::save_frame) return saveFrame(withExtension(path, ".png"));
  save(withExtension(path, ".json"));
}

void Files::open(const std::filesystem::path& path) {
  guarded([&] {
    times_again_ = path == std::exchange(opened_, path) ? times_again_ + 1 : 0;
    io::LoadedSession loaded = io::openAny(path, studio_.workbench.session(), times_again_);
    // How the window looks is the user's choice, not the file's.
    loaded.session.view.theme = studio_.workbench.view().theme;
    studio_.workbench.open(std::move(loaded.session));
    session_path_ = path.extension() == ".json" ? path : std::filesystem::path();
    studio_.title = path.filename().string();
    studio_.say(loaded.warnings.empty() ? fmt::format("Opened {}", studio_.title) : loaded.warnings.front(),
                !loaded.warnings.empty());
  });
}

void Files::save(const std::filesystem::path& path) {
  guarded([&] {
    io::saveSession(path, studio_.workbench.session());
    session_path_ = path;
    studio_.title = path.filename().string();
    studio_.workbench.markSaved();
    studio_.say(fmt::format("Saved {}", studio_.title));
  });
}

void Files::saveFrame(const std::filesystem::path& path) {
  guarded([&] {
    const ViewState& view = studio_.workbench.view();
    exporting::Request request = exporting::requestFor(view);
    request.width = kFrameWidth;
    request.height = kFrameHeight;
    if (path.extension() == ".svg")
      request.format = exporting::Format::svg;
    else if (path.extension() != ".png")
      throw tconv::Error({"frame", path.filename().string(), "must end in .png or .svg", {}});
    io::writeFile(path, exporting::renderFile(studio_.workbench.derived(), view.playhead.time, request));
    studio_.say(fmt::format("Saved {}", path.filename().string()));
  });
}

}  // namespace lab::platform

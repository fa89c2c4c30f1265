#include <utility>

#include "i18n/translate.h"
#include "io/lesson.h"
#include "model/quoted.h"
#include "platform/files.h"
#include "ui/author.h"
#include "ui/lessons.h"

/// The files of lessons: giving, writing and saving them.
namespace lab::platform {

using ui::Command;

/// The user's own work is set aside while a lesson is written: nothing is replaced.
void Files::showForLesson(const Session& session, const std::filesystem::path& path) {
  studio_.workbench.demonstrate(session);
  remember(path);
  studio_.say(trf("{} is on the board; a step that is added shows it", displayed(path.filename().string())));
}

void Files::openLesson(const std::filesystem::path& path) {
  const io::LoadedLesson loaded = io::loadLesson(path);
  ui::startLesson(studio_, loaded.lesson);
  studio_.lesson.path = std::filesystem::absolute(path);
  lesson_file_ = OwnFile(studio_.lesson.path);
  remember(path);
  if (!loaded.warnings.empty()) studio_.say(loaded.warnings.front(), true);
}

void Files::editLesson(const std::filesystem::path& path) {
  guarded([&] {
    const io::LoadedLesson loaded = io::loadUnfinished(path);
    ui::writeLesson(studio_, loaded.lesson, std::filesystem::absolute(path));
    lesson_file_ = OwnFile(studio_.author.path);
    remember(path);
    if (!loaded.warnings.empty()) studio_.say(loaded.warnings.front(), true);
  });
}

void Files::saveLesson(std::function<void()> then) {
  after_lesson_ = std::move(then);
  const std::filesystem::path& path = studio_.author.path;
  path.empty() ? ask(Command::save_lesson) : saveLesson(path);
}

void Files::saveLesson(const std::filesystem::path& path) {
  if (!studio_.author.editor) return;
  if (path != lesson_file_.path() || !lesson_file_.changed()) return writeLesson(path);
  askToReplace(ui::lessonName(studio_), Command::save_lesson_as, [this, path] { writeLesson(path); });
}

void Files::writeLesson(const std::filesystem::path& path) {
  LessonEditor& editor = *studio_.author.editor;
  const bool saved = guarded([&] {
    io::saveLesson(path, editor.lesson());
    studio_.author.path = std::filesystem::absolute(path);
    lesson_file_ = OwnFile(studio_.author.path);
    editor.markSaved();
    remember(path);
    const std::size_t missing = faultsOf(editor.lesson()).size();
    studio_.say(missing == 0
                    ? trf("Saved {}", displayed(path.filename().string()))
                    : trf("Saved {}, which cannot be given yet", displayed(path.filename().string())));
  });
  const auto then = std::exchange(after_lesson_, nullptr);
  if (saved && then) then();
}

}  // namespace lab::platform

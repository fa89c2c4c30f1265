#include <system_error>
#include <utility>

#include "i18n/translate.h"
#include "io/session.h"
#include "model/quoted.h"
#include "platform/files.h"
#include "ui/author.h"
#include "ui/quiz.h"

/// The session that is open, and the file that it belongs to.
namespace lab::platform {
namespace {

using ui::Command;

std::filesystem::file_time_type timeOf(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::last_write_time(path, ignored);
}

}  // namespace

void Files::setSessionPath(std::filesystem::path path) {
  session_path_ = std::move(path);
  session_time_ = timeOf(session_path_);
}

io::Unsaved Files::own() const {
  io::Unsaved own{studio_.own(), session_path_};
  const ui::AuthorPanel& author = studio_.author;
  if (author.unsaved()) own.lesson = {author.editor->lesson(), author.path};
  return own;
}

bool Files::save(const std::filesystem::path& path) {
  std::error_code ignored;
  const bool own = path != session_path_ || timeOf(path) == session_time_;
  if (own || !std::filesystem::exists(path, ignored)) return write(path);
  ui::ask(studio_, {trf("{} was changed by another program", displayed(studio_.shownTitle(), 40)),
                    tr("Replacing it loses what it holds now."),
                    {{"other", tr("Save as"), [this] { ask(Command::save_as); }},
                     {"replace", tr("Replace"), [this, path] { write(path); }},
                     {"cancel", tr("Cancel"), {}}}});
  return false;
}

bool Files::write(const std::filesystem::path& path) {
  return guarded([&] {
    const Session own = studio_.own();
    io::saveSession(path, own);
    setSessionPath(std::filesystem::absolute(path));
    studio_.title = displayed(path.filename().string());
    studio_.workbench.markSaved(own.document);
    remember(path);
    studio_.say(trf("Saved {}", studio_.title));
  });
}

void Files::askToSave(std::function<void()> then) {
  ui::ask(studio_, {trf("Save the changes to {}?", displayed(studio_.shownTitle(), 40)),
                    tr("What is not saved is gone afterwards."),
                    {{"save", tr("Save"), [this, then] { return save(session_path_) ? then() : void(); }},
                     {"drop", tr("Do not save"), then},
                     {"cancel", tr("Cancel"), {}}}});
}

void Files::restore(const io::Unsaved& unsaved) {
  ui::execute(studio_, Command::leave_lesson);
  ui::leaveQuiz(studio_);
  ui::stopWriting(studio_);
  Session session = unsaved.session;
  session.view.lookAs(studio_.workbench.view());
  session.view.playhead.playing = false;
  studio_.workbench.present(std::move(session));
  studio_.workbench.markUnsaved();
  setSessionPath(unsaved.path);
  studio_.title = displayed(unsaved.path.filename().string());
  studio_.say(trf("Restored {}", displayed(studio_.shownTitle())));
  if (!unsaved.lesson) return;
  ui::writeLesson(studio_, unsaved.lesson->lesson, unsaved.lesson->path);
  studio_.author.editor->markUnsaved();
}

}  // namespace lab::platform

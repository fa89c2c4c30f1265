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

OwnFile::OwnFile(std::filesystem::path path) : path_(std::move(path)), time_(timeOf(path_)) {}

bool OwnFile::changed() const {
  std::error_code ignored;
  return std::filesystem::exists(path_, ignored) && timeOf(path_) != time_;
}

void Files::setSessionPath(std::filesystem::path path) { session_file_ = OwnFile(std::move(path)); }

io::Unsaved Files::own() const {
  io::Unsaved own{studio_.own(), sessionPath()};
  const ui::AuthorPanel& author = studio_.author;
  if (author.unsaved()) own.lesson = {author.editor->lesson(), author.path};
  return own;
}

bool Files::save(const std::filesystem::path& path) {
  if (path != session_file_.path() || !session_file_.changed()) return write(path);
  askToReplace(studio_.shownTitle(), Command::save_as, [this, path] { write(path); });
  return false;
}

void Files::askToReplace(std::string_view name, Command save_as, std::function<void()> replace) {
  ui::ask(studio_, {trf("{} was changed by another program", displayed(name, 40)),
                    tr("Replacing it loses what it holds now."),
                    {{"other", tr("Save as"), [this, save_as] { ask(save_as); }},
                     {"replace", tr("Replace"), std::move(replace)},
                     {"cancel", tr("Cancel"), {}}}});
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
                    {{"save", tr("Save"), [this, then] { return save(sessionPath()) ? then() : void(); }},
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
  lesson_file_ = OwnFile(unsaved.lesson->path);
  studio_.author.editor->markUnsaved();
}

}  // namespace lab::platform

#include "platform/first_session.h"

#include <utility>

#include "i18n/translate.h"
#include "io/lesson.h"
#include "io/open.h"

namespace lab::platform {
namespace {

/// How the user wants to see the program.
ViewState lookOf(const io::Settings& settings) {
  ViewState look;
  look.theme = settings.theme;
  look.text_size = settings.text_size;
  look.reduced_motion = settings.reduced_motion;
  return look;
}

}  // namespace

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

}  // namespace lab::platform

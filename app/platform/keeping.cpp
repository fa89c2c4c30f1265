#include "platform/keeping.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <utility>

#include "i18n/translate.h"
#include "model/quoted.h"

namespace lab::platform {
namespace {

/// "2026-11-28 16:45", in the user's time zone.
std::string timeText(std::chrono::system_clock::time_point when) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday,
                     local.tm_hour, local.tm_min);
}

/// A lesson that was being written is the work; the session was set aside.
std::string nameOf(const io::Unsaved& unsaved) {
  if (const auto& kept = unsaved.lesson) {
    if (!kept->path.empty()) return displayed(kept->path.filename().string(), 40);
    return kept->lesson.title.empty() ? tr("untitled lesson") : displayed(kept->lesson.title, 40);
  }
  return unsaved.path.empty() ? tr("untitled") : displayed(unsaved.path.filename().string(), 40);
}

}  // namespace

Keeping::Keeping(ui::Studio& studio, Files& files, const std::filesystem::path& folder)
    : studio_(studio), files_(files), folder_(folder), autosave_(folder) {}

void Keeping::begin() {
  drop();
  io::Orphans orphans = io::orphans(folder_);
  for (io::Orphan& orphan : orphans.found) offer(std::make_shared<io::Orphan>(std::move(orphan)));
  for (const std::filesystem::path& path : orphans.damaged)
    studio_.say(trf("What was not saved cannot be read; it is kept in {}", displayedPath(path.string())),
                true);
}

void Keeping::offer(const std::shared_ptr<io::Orphan>& orphan) {
  const auto restore = [this, orphan] {
    files_.restore(orphan->unsaved);
    autosave_.adopt(std::move(orphan->folder), files_.own());
  };
  ui::ask(studio_, {tr("Restore what was not saved?"),
                    trf("The program ended before {} was saved. It was kept on {}.", nameOf(orphan->unsaved),
                        timeText(orphan->when)),
                    {{"restore", tr("Restore"), restore},
                     {"discard", tr("Discard"), [orphan] { orphan->folder.remove(); }},
                     {"later", tr("Ask again later"), {}}}});
}

void Keeping::look() {
  if (files_.unsaved())
    autosave_.keep(files_.own());
  else
    drop();
  if (const auto problem = autosave_.problem())
    studio_.say(trf("What is not saved cannot be kept for a restart: {}", *problem), true);
}

bool Keeping::lastChance() {
  if (!files_.unsaved()) return false;
  autosave_.keep(files_.own());
  return autosave_.flush() && !folder_.empty();
}

}  // namespace lab::platform

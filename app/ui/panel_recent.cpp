#include <fmt/format.h>
#include <imgui.h>

#include <system_error>

#include "i18n/translate.h"
#include "model/quoted.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

/// The files that were open lately.
namespace lab::ui {
namespace {

constexpr double kName = 240, kFolder = 320;  ///< the most room that each has, in points
constexpr std::size_t kMost = 1000;           ///< bytes; the room decides

std::string whyMissing(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return tr("not there any more");
  return error ? error.message() : std::string();
}

void look(RecentFiles& recent) {
  recent.missing.clear();
  for (const std::filesystem::path& path : recent.paths) recent.missing.push_back(whyMissing(path));
}

/// The one that was chosen in this frame.
std::optional<std::filesystem::path> drawItems(Studio& studio) {
  RecentFiles& recent = studio.recent;
  if (recent.paths.empty()) menuItem(studio, "recent.none", tr("Nothing yet"), false, {}, false);
  for (std::size_t i = 0; i < recent.paths.size(); ++i) {
    const std::filesystem::path& path = recent.paths[i];
    const std::string& missing = recent.missing[i];
    const std::string remark = missing.empty() ? displayed(path.parent_path().string(), kMost) : missing;
    if (menuItem(studio, fmt::format("recent.{}", i),
                 view::shortened(displayed(path.filename().string(), kMost), 14, kName), false,
                 view::shortened(remark, 14, kFolder), missing.empty()))
      return path;
  }
  return {};
}

}  // namespace

void drawRecent(Studio& studio) {
  RecentFiles& recent = studio.recent;
  if (button(studio, "recent", icons::recent, hint(info(Command::open_recent)), {.type_size = 16}) ||
      std::exchange(recent.asked, false)) {
    look(recent);
    ImGui::OpenPopup("recent.menu");
  }
  if (!beginMenu(studio, "recent.menu")) return;
  if (ImGui::IsWindowAppearing()) focusOn(studio, "recent.0");
  const auto chosen = drawItems(studio);
  endMenu();
  if (chosen && studio.host.open) studio.host.open(*chosen);
}

}  // namespace lab::ui

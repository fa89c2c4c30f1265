#include <fmt/format.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <system_error>

#include "i18n/translate.h"
#include "model/quoted.h"
#include "ui/icons.h"
#include "ui/input_queue.h"
#include "ui/panels.h"
#include "ui/sheet.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

/// What lies over the board for a while: help, the file list, notices.
namespace lab::ui {

void keyLine(Studio& studio, std::string_view keys, std::string_view text, double room) {
  constexpr double kKeyColumn = 96;  // from a key to what it does, in points
  const double width = std::max(40.0, view::textWidth(keys, 12, view::Weight::bold) + 16);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const tconv::Rgb c = studio.theme().raised;
  ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + studio.px(width), at.y + studio.px(20)},
                                            IM_COL32(c.r, c.g, c.b, 255), studio.px(4));
  ImGui::SetCursorScreenPos({at.x + studio.px(8), at.y + studio.px(3)});
  label(studio, keys, 12, studio.theme().ink, view::Weight::bold);
  ImGui::SetCursorScreenPos({at.x + studio.px(kKeyColumn), at.y + studio.px(2)});
  label(studio, text, 14, studio.theme().muted, view::Weight::regular, room - kKeyColumn - 12);
  ImGui::SetCursorScreenPos({at.x, at.y + studio.px(24)});
}

namespace {

void keyHeading(Studio& studio, std::string_view group) {
  label(studio, tr(group), 16, studio.theme().ink, view::Weight::bold);
  space(studio, 4);
}

void keyColumn(Studio& studio, std::initializer_list<std::string_view> groups, double room) {
  for (const std::string_view group : groups) {
    keyHeading(studio, group);
    for (const CommandInfo& command : commands())
      if (command.group == group) keyLine(studio, command.keys, tr(command.label), room);
    space(studio, 12);
  }
}

void focusKeys(Studio& studio, double room) {
  keyHeading(studio, trLater("Keyboard focus"));
  keyLine(studio, "Tab", tr("To the next control"), room);
  keyLine(studio, "Enter", tr("Press it, or pin the cell"), room);
  keyLine(studio, tr("Arrows"), tr("Over cells, along sliders"), room);
}

void faceKeys(Studio& studio, double room) {
  keyHeading(studio, trLater("Faces"));
  for (const FaceInfo& face : faces()) keyLine(studio, face.key, tr(face.label), room);
  keyLine(studio, tr("Shift + key"), tr("Beside the others"), room);
  space(studio, 12);
}

/// Columns side by side; what has no room there stands below.
void keyColumns(Studio& studio) {
  const double room = ImGui::GetContentRegionAvail().x / studio.scale;
  const double narrower = std::clamp(room / 1064, 0.85, 1.0);
  double left = 0;
  float top = 0, bottom = 0;
  const auto column = [&](double width, auto draw) {
    width = std::min(width * narrower, room);
    if (left > 0 && left + width > room + 1) left = 0, top = bottom;
    ImGui::SetCursorPos({studio.px(left), top});
    ImGui::BeginGroup();
    draw(width);
    ImGui::EndGroup();
    bottom = std::max(bottom, ImGui::GetCursorPosY());
    left += width;
  };
  column(400, [&](double w) { keyColumn(studio, {"Animation", "Files"}, w); });
  column(400, [&](double w) { keyColumn(studio, {"Editing", "View", "Help"}, w); });
  column(264, [&](double w) {
    faceKeys(studio, w);
    keyColumn(studio, {"Reading"}, w);
    focusKeys(studio, w);
  });
  column(400, [&](double w) { keyColumn(studio, {"Lessons"}, w); });
  column(400, [&](double w) { keyColumn(studio, {"Writing"}, w); });
  column(264, [&](double w) { keyColumn(studio, {"Presenting"}, w); });
  ImGui::SetCursorPos({0, bottom + studio.px(8)});
  paragraph(
      studio,
      tr("Hover any cell to see where it comes from and where it goes; click to pin it. Double-click an "
         "input or kernel cell to type its value, or drag over it. The wheel zooms, dragging the board "
         "moves it."),
      12, studio.theme().muted);
}

void scrollByKeys(const Studio& studio) {
  const float line = studio.px(52), page = ImGui::GetWindowHeight() - line;
  const float by = line * static_cast<float>(pressed(Key::down, true) - pressed(Key::up, true)) +
                   page * static_cast<float>(pressed(Key::page_down, true) - pressed(Key::page_up, true));
  if (by != 0) ImGui::SetScrollY(ImGui::GetScrollY() + by);
}

std::vector<std::filesystem::directory_entry> listed(const std::filesystem::path& folder) {
  std::vector<std::filesystem::directory_entry> entries;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (!it->path().filename().string().starts_with('.')) entries.push_back(*it);
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    std::error_code ignored;
    const bool folder_a = a.is_directory(ignored), folder_b = b.is_directory(ignored);
    return folder_a != folder_b ? folder_a : a.path().filename() < b.path().filename();
  });
  return entries;
}

void choose(Studio& studio, const std::filesystem::path& path) {
  studio.files.open = false;
  if (studio.host.chosen) studio.host.chosen(path);
}

void listFolder(Studio& studio) {
  FileList& files = studio.files;
  if (menuItem(studio, "file.up", fmt::format("{}  {}", icons::up_folder, tr("the folder above"))))
    files.folder = files.folder.parent_path();
  for (const auto& entry : listed(files.folder)) {
    std::error_code ignored;
    const bool folder = entry.is_directory(ignored);
    const std::string name = entry.path().filename().string();
    const char* icon = folder ? icons::folder : icons::file;
    if (!menuItem(studio, "file." + name, fmt::format("{}  {}", icon, displayed(name)))) continue;
    if (folder)
      files.folder = entry.path();
    else if (files.saving)
      files.name = name;
    else
      choose(studio, entry.path());
  }
}

}  // namespace

void drawHelp(Studio& studio, const view::Box& window) {
  if (!studio.help_open) return;
  if (!beginSheet(studio, "help", window, 1120, 768)) return;
  sheetHeading(studio, tr("Help"), studio.help_open);
  if (!drawHelpSearch(studio)) {
    ImGui::BeginChild("keys");
    keyColumns(studio);
    scrollByKeys(studio);
    ImGui::EndChild();
  }
  if (!studio.help_open) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

void drawFileList(Studio& studio, const view::Box& window) {
  FileList& files = studio.files;
  if (!files.open) return;
  if (!beginSheet(studio, "files", window, 560, 560)) return;
  sheetHeading(studio, files.saving ? tr("Save") : tr("Open"), files.open);
  paragraph(studio, displayedPath(files.folder.string()), 12, studio.theme().muted);
  space(studio, 6);
  ImGui::BeginChild("list", {0, files.saving ? -studio.px(48) : 0});
  listFolder(studio);
  ImGui::EndChild();
  if (files.saving) {
    space(studio, 6);
    entry(studio, "file.name", files.name, 400);
    ImGui::SameLine();
    if (button(studio, "file.save", tr("Save"), "",
               {.width = 80, .height = 28, .enabled = !files.name.empty(), .primary = true}))
      choose(studio, files.folder / files.name);
  }
  if (!files.open) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

namespace {

constexpr double kPatience = 0.5;  ///< seconds after which waiting is explained

/// Any text in the place of the notice.
void drawLine(Studio& studio, const view::Box& board, const std::string& text, bool is_problem) {
  const double room = board.w - 48 * studio.scale, wanted = (view::textWidth(text, 14) + 72) * studio.scale;
  const double width = std::min(room, wanted);
  const double height = (20 + 20 * std::ceil(wanted / room)) * studio.scale;
  const view::Box box{board.x + (board.w - width) / 2, board.bottom() - height - 16 * studio.scale, width,
                      height};
  const view::Theme& theme = studio.theme();
  // In front without the keyboard's focus: taking that would end what is being typed, dragged or pressed.
  if (beginPanel(studio, "notice", box, theme.raised)) {
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    studio.anchors.set("notice", box);
    ImGui::SetCursorPos({studio.px(16), studio.px(11)});
    label(studio, is_problem ? icons::problem : icons::info, 14, is_problem ? theme.problem : theme.accent);
    ImGui::SameLine(0, studio.px(10));
    paragraph(studio, text, 14, theme.ink);
  }
  endPanel();
}

}  // namespace

void drawNotice(Studio& studio, const view::Box& board, double seconds) {
  Notice& notice = studio.notice;
  if (notice.seconds_left > 0) {
    notice.seconds_left -= seconds;
    drawLine(studio, board, notice.text, notice.is_problem);
  } else if (studio.waiting > kPatience) {
    drawLine(studio, board, tr("Computing the new setting…"), false);
  }
}

}  // namespace lab::ui

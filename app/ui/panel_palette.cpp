#include <imgui.h>

#include <algorithm>

#include "i18n/translate.h"
#include "ui/input_queue.h"
#include "ui/panels.h"
#include "ui/sheet.h"
#include "ui/widgets.h"
#include "view/type_metrics.h"

/// Everything in the window by its name: type, choose, Enter.
namespace lab::ui {
namespace {

constexpr double kWidth = 680, kHeight = 520, kRow = 32, kMargin = 12;
constexpr double kRemark = 280;  ///< the most room of what stands at the right end, in points

/// Up and down go round; another text begins at its best answer. Returns whether the choice moved.
bool moveByKeys(Palette& palette, std::size_t count) {
  if (count == 0) return false;
  palette.chosen = std::min(palette.chosen, count - 1);
  const bool on = pressed(Key::down, true), back = pressed(Key::up, true);
  if (on) palette.chosen = (palette.chosen + 1) % count;
  if (back) palette.chosen = (palette.chosen + count - 1) % count;
  return on || back;
}

/// The name at the left, its key or why it cannot be asked for at the right. Returns whether it was clicked.
bool drawRow(Studio& studio, const PaletteEntry& entry, bool chosen) {
  const view::Theme& theme = studio.theme();
  const ImVec2 at = ImGui::GetCursorScreenPos(), size{ImGui::GetContentRegionAvail().x, studio.px(kRow)};
  const bool clicked = ImGui::InvisibleButton(entry.id.c_str(), size);
  studio.anchors.set("palette." + entry.id, {at.x, at.y, size.x, size.y});
  if (chosen || ImGui::IsItemHovered()) {
    const tconv::Rgb c = chosen ? theme.raised : view::mix(theme.panel, theme.raised, 0.5);
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + size.x, at.y + size.y},
                                              IM_COL32(c.r, c.g, c.b, 255), studio.px(6));
  }
  const double width = size.x / studio.scale;
  const std::string remark =
      view::shortened(entry.obstacle.empty() ? entry.remark : entry.obstacle, 12, kRemark);
  const double taken = view::textWidth(remark, 12);
  ImGui::SetCursorScreenPos({at.x + studio.px(kMargin), at.y + studio.px(8)});
  label(studio, entry.name, 14, entry.obstacle.empty() ? theme.ink : theme.faint, view::Weight::regular,
        width - taken - 3 * kMargin);
  ImGui::SetCursorScreenPos({at.x + studio.px(width - kMargin - taken), at.y + studio.px(9)});
  label(studio, remark, 12, theme.muted);
  ImGui::SetCursorScreenPos({at.x, at.y + size.y});
  return clicked;
}

/// The one that was clicked, or that Enter takes.
const PaletteEntry* drawEntries(Studio& studio, const std::vector<PaletteEntry>& entries) {
  Palette& palette = studio.palette;
  if (entries.empty()) paragraph(studio, tr("Nothing here is called that."), 14, studio.theme().muted);
  const bool moved = moveByKeys(palette, entries.size());
  const bool entered = pressed(Key::enter) || pressed(Key::keypad_enter);
  const PaletteEntry* taken = nullptr;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const bool chosen = i == palette.chosen;
    if (drawRow(studio, entries[i], chosen) || (entered && chosen)) taken = &entries[i];
    if (moved && chosen) ImGui::SetScrollHereY();
  }
  return taken != nullptr && taken->obstacle.empty() ? taken : nullptr;
}

}  // namespace

void drawPalette(Studio& studio, const view::Box& window) {
  Palette& palette = studio.palette;
  if (!palette.open || !beginSheet(studio, "palette", window, kWidth, kHeight)) return;
  const bool appearing = ImGui::IsWindowAppearing();
  if (appearing) ImGui::SetKeyboardFocusHere();
  if (entry(studio, "palette.typed", palette.typed, ImGui::GetContentRegionAvail().x / studio.scale,
            tr("What do you want to do?")))
    palette.chosen = 0;
  space(studio, 8);
  ImGui::BeginChild("entries");
  const std::vector<PaletteEntry> entries = named(paletteEntries(studio), palette.typed);
  const PaletteEntry* taken = drawEntries(studio, entries);
  ImGui::EndChild();
  // The field has the keyboard, so that shortcuts do not see this.
  if (taken != nullptr || (!appearing && pressed(Key::escape))) palette.open = false;
  if (!palette.open) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
  if (taken != nullptr) taken->run(studio);
}

}  // namespace lab::ui

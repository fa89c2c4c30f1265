#include "ui/sheet.h"

#include <imgui.h>

#include <algorithm>

#include "i18n/translate.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace lab::ui {
namespace {

view::Box centered(const view::Box& window, double width, double height) {
  width = std::min(width, window.w - 32);
  height = std::min(height, window.h - 32);
  return {window.x + (window.w - width) / 2, window.y + (window.h - height) / 2, width, height};
}

}  // namespace

bool beginSheet(Studio& studio, const char* name, const view::Box& window, double width, double height) {
  if (!ImGui::IsPopupOpen(name)) ImGui::OpenPopup(name);
  const view::Box box = centered(window, width * studio.scale, height * studio.scale);
  ImGui::SetNextWindowPos({static_cast<float>(box.x), static_cast<float>(box.y)});
  ImGui::SetNextWindowSize({static_cast<float>(box.w), static_cast<float>(box.h)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {studio.px(28), studio.px(24)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, studio.px(8));
  const bool open =
      ImGui::BeginPopupModal(name, nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar(2);
  return open;
}

void sheetHeading(Studio& studio, std::string_view text, bool& open) {
  label(studio, text, 20, studio.theme().ink, view::Weight::bold);
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - studio.px(32));
  if (button(studio, "sheet.close", icons::close, tr("Close  (Esc)"), {})) open = false;
  space(studio, 8);
}

}  // namespace lab::ui
